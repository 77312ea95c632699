"""An agent may look, check and suggest, with a source and a quote; it writes nothing but suggestions."""

from __future__ import annotations

import importlib.util
import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import geo
from geo import CoopmapError
from maps.agent.service import FOLDER, AgentService
from tests.command_line import OFFLINE, run_here
from tests.geo.samples import feature, point

SOURCE = {"title": "A new mill", "url": "https://example.org/mill", "date": "2026-02"}
QUOTE = "The mill in Qarshi has been under construction since 2025."
MILL = {
    "type": "Feature",
    "geometry": point(65.79, 38.86),
    "properties": {"id": "mill-qarshi", "name_en": "A mill", "sector": "textile", "countries": ["UZ"]},
}


@pytest.fixture
def layer(tmp_path: Path) -> Path:
    path = tmp_path / "own" / "layer.geojson"
    path.parent.mkdir()
    path.write_text(geo.text(geo.Layer((feature(),))), encoding="utf-8")
    return path


def everything(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_new_project_is_suggested_with_its_source_and_quote_and_review_takes_it_in(layer: Path):
    before = layer.read_bytes()
    done = AgentService(layer).suggest(MILL, SOURCE, QUOTE, "It is missing.", "Claude")
    assert (done["id"], done["kind"], layer.read_bytes()) == ("mill-qarshi", "new", before)
    assert not [problem for problem in done["problems"] if problem["level"] == "error"]
    reviewed = run_here("review", layer.parent / done["file"], "--layer", layer, "--yes", "mill-qarshi")
    assert reviewed.returncode == 0, reviewed.stdout
    assert "suggested by agent Claude on " in reviewed.stdout
    assert f"“{QUOTE}”" in reviewed.stdout
    taken = geo.read(layer).projects[1].properties
    assert taken["sources"] == [{**SOURCE, "supports": ["countries", "name", "sector"]}]


def test_a_correction_holds_what_changes_and_what_it_was(layer: Path):
    own = {"properties": {"id": "chevrolet-kostanay", "status": "suspended"}}
    done = AgentService(layer).suggest(own, SOURCE, QUOTE)
    content = json.loads((layer.parent / done["file"]).read_text(encoding="utf-8"))
    (suggested,) = content["features"]
    assert done["kind"] == "correction"
    assert suggested["based_on"]["status"] == "operating"
    assert "geometry" not in suggested["based_on"]
    assert [source["title"] for source in suggested["properties"]["sources"]][-1] == "A new mill"
    again = AgentService(layer).suggest(own, SOURCE, QUOTE)
    assert again["file"] != done["file"], "nothing that is there is written over"


REFUSED: list[tuple[Any, dict[str, str], str, str]] = [
    (MILL, {"title": "A new mill"}, QUOTE, "needs its source"),
    (MILL, {"url": "https://example.org"}, QUOTE, "needs its source"),
    (MILL, SOURCE, "  short  ", "at least 15 letters"),
    ({"type": "Feature"}, SOURCE, QUOTE, "A GeoJSON Feature is expected"),
    (MILL, SOURCE, QUOTE * 6000, "too long"),
]


@pytest.mark.parametrize(("own", "source", "quote", "sentence"), REFUSED)
def test_a_suggestion_without_source_quote_or_sense_is_refused(
    layer: Path, own: Any, source: dict[str, str], quote: str, sentence: str
):
    before = everything(layer.parent)
    with pytest.raises(CoopmapError, match=sentence):
        AgentService(layer).suggest(own, source, quote)
    assert everything(layer.parent) == before


def test_suggestions_stay_below_the_layers_folder_whatever_their_id(layer: Path, tmp_path: Path):
    odd = {**MILL, "properties": {**MILL["properties"], "id": "../../../etc/passwd"}}  # type: ignore[dict-item]
    done = AgentService(layer).suggest(odd, SOURCE, QUOTE)
    assert done["file"].startswith(f"{FOLDER}/")
    assert set(everything(tmp_path)) == {"own/layer.geojson", f"own/{done['file']}"}


def test_a_folder_that_is_a_link_is_not_followed(layer: Path, tmp_path: Path):
    (tmp_path / "elsewhere").mkdir()
    (layer.parent / FOLDER).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(CoopmapError, match="cannot be written"):
        AgentService(layer).suggest(MILL, SOURCE, QUOTE)
    assert not any((tmp_path / "elsewhere").iterdir())


def test_the_layer_is_looked_at_and_checked(layer: Path):
    service = AgentService(layer)
    assert [place["title"] for place in service.find_place("Костанай")][:1] == ["Kostanay, Kostanay Region, Kazakhstan"]
    assert [each["id"] for each in service.list_projects("chevrolet", "automotive")] == ["chevrolet-kostanay"]
    assert service.list_projects(status="planned") == []
    assert service.get_project("chevrolet-kostanay")["id"] == "chevrolet-kostanay"
    with pytest.raises(CoopmapError, match="no project “none”"):
        service.get_project("none")
    spoilt = {"properties": {"id": "chevrolet-kostanay", "status": "flying"}}
    assert {(problem["field"], problem["level"]) for problem in service.check(spoilt)} >= {("status", "error")}
    assert service.preview(feature=MILL).startswith(b"\x89PNG")


@pytest.mark.skipif(importlib.util.find_spec("mcp") is None, reason="the extra mcp is not installed")
def test_a_real_client_finds_the_tools_and_suggests_over_standard_streams(layer: Path):
    import anyio
    from mcp import Client, StdioServerParameters

    environment = {**os.environ, "PYTHONPATH": str(OFFLINE), "PYTHONUTF8": "1"}
    started = StdioServerParameters(
        command=sys.executable, args=["-m", "maps.cli", "mcp", str(layer)], env=environment, cwd=str(Path.cwd())
    )

    async def talk() -> tuple[set[str], list[Any]]:
        with anyio.fail_after(60):
            async with Client(started) as client:
                tools = {tool.name for tool in (await client.list_tools()).tools}
                calls: list[tuple[str, dict[str, Any]]] = [
                    ("find_place", {"name": "Qarshi"}),
                    ("list", {}),
                    ("get", {"id": "chevrolet-kostanay"}),
                    ("check", {}),
                    ("suggest", {"feature": MILL, "source": SOURCE, "quote": QUOTE}),
                    ("suggest", {"feature": MILL, "source": {}, "quote": QUOTE}),
                    ("preview", {}),
                ]
                return tools, [await client.call_tool(name, arguments) for name, arguments in calls]

    # In a thread of its own: this one may have the browser's event loop.
    with ThreadPoolExecutor(1) as apart:
        tools, answers = apart.submit(anyio.run, talk).result()
    assert tools == {"find_place", "list", "get", "check", "suggest", "preview"}
    assert [answer.is_error for answer in answers] == [False, False, False, False, False, True, False]
    assert "Qarshi" in answers[0].content[0].text
    assert "needs its source" in answers[5].content[0].text
    assert answers[6].content[0].mime_type == "image/png"
    assert len(list((layer.parent / FOLDER).iterdir())) == 1


def test_without_its_package_the_command_says_how_to_install_it(layer: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "mcp.server", None)
    done = run_here("mcp", layer)
    assert done.returncode == 1
    assert "pip install coopmap[mcp]" in done.stderr
