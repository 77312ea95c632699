"""Every command tells programs what it did in one form, whatever happens: data/result.schema.json."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import geo
from maps import cli
from maps.editor import server
from tests.command_line import run_here
from tests.geo.samples import collection, feature, point

SCHEMA = json.loads(geo.data_path("result.schema.json").read_text(encoding="utf-8"))

ADDED = ["--name-en", "New plant", "--place", "Qarshi", "--sector", "textile", "--yes"]

CALLS: dict[str, tuple[str, ...]] = {
    "new": ("new", "kenya-uganda", "--countries", "KE,UG"),
    "build": ("build", "layer.geojson", "-o", "map.html"),
    "check": ("check", "layer.geojson"),
    "due": ("due", "layer.geojson"),
    "sources": ("sources", "layer.geojson"),
    "find": ("find", "Qarshi"),
    "add": ("add", "draft.geojson", *ADDED),
    "edit": ("edit", "layer.geojson", "--no-open", "--port", "0"),
    "import": ("import", "list.csv", "draft.geojson", "--yes"),
    "export": ("export", "list.xlsx", "layer.geojson"),
    "read": ("read", "speech.txt", "--layer", "layer.geojson", "-o", "read.json"),
    "review": ("review", "suggestion.json", "--layer", "draft.geojson", "--yes", "new"),
    "diff": ("diff", "layer.geojson", "draft.geojson"),
    "undo": ("undo", "draft.geojson"),
    "picture": ("picture", "map.svg", "layer.geojson"),
    "slides": ("slides", "talk.pptx", "layer.geojson"),
    "report": ("report", "report.docx", "layer.geojson"),
    "facts": ("facts", "facts.pdf", "layer.geojson"),
    "embed": ("embed", "map.html", "--layer", "layer.geojson"),
    "publish": ("publish", "site", "layer.geojson", "--draft"),
    "icons": ("icons", "ship", "-o", "icons.svg"),
}
"""A call of each command that succeeds."""

WRITTEN = {
    "new": "data/projects.geojson",
    "build": "map.html",
    "add": "draft.geojson",
    "import": "draft.geojson",
    "export": "list.xlsx",
    "read": "read.json",
    "review": "draft.geojson",
    "undo": "draft.geojson",
    "picture": "map.svg",
    "slides": "talk.pptx",
    "report": "report.docx",
    "facts": "facts.pdf",
    "publish": "site/index.html",
    "icons": "icons.svg",
}
"""A file that each call writes, of those that write."""


def told(*arguments: str, cwd: Path) -> tuple[int, Any]:
    """(exit code, the object that a program gets): it alone stands on standard output, and fits the schema."""
    done = run_here(*arguments, "--format", "json", cwd=cwd, env={"COOPMAP_LANG": "ru"})
    value = json.loads(done.stdout)
    Draft202012Validator(SCHEMA).validate(value)
    assert value["exit_code"] == done.returncode
    assert value["ok"] == (done.returncode == 0)
    return done.returncode, value


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound layer, a draft with a change that can be taken back, and what the calls read."""
    path = tmp_path_factory.mktemp("programs")
    (path / "layer.geojson").write_text(geo.text(geo.Layer((feature(),))), encoding="utf-8")
    geo.write(geo.Layer((), {"title_en": "Draft"}), path / "draft.geojson")
    (path / "speech.txt").write_text("A cement plant in Qarshi is under construction.\n", encoding="utf-8")
    (path / "list.csv").write_text("name_en,place\nA mill,Shymkent\n", encoding="utf-8")
    suggested = collection(feature(point(63.8, 53.5), id="new", name_en="New plant"), suggestion={"kind": "new"})
    (path / "suggestion.json").write_text(json.dumps(suggested), encoding="utf-8")
    return path


@pytest.fixture
def _no_server(monkeypatch: pytest.MonkeyPatch):
    """The editor ends as soon as it would serve."""
    monkeypatch.setattr(server.Session, "run", lambda session: session.listener.close())


@pytest.mark.usefixtures("_no_server")
def test_every_command_has_one_result_form_for_programs(folder: Path):
    assert set(CALLS) == cli.COMMANDS.keys() - {"mcp"}
    for name, call in CALLS.items():
        code, value = told(*call, cwd=folder)
        assert (code, value["command"], value["error"]) == (0, name, None), value
        assert value["result"] is not None, name
        written = {entry["path"]: entry["bytes"] for entry in value["files"]}
        assert (WRITTEN.get(name) in written) == (name in WRITTEN), (name, written)
        assert all((folder / path).stat().st_size == size for path, size in written.items() if name != "undo")
        if name == "publish":
            [layer] = value["result"]["layers"]
            assert (layer["folder"], layer["projects"], layer["draft"]) == ("layer", 1, False)
            assert layer["lost"]["IATI 2.03"]
        if name == "diff":
            assert not any("ships with coopmap" in line for line in value["messages"]), "both layers were named"
        assert not any("Написано" in line or "проверено" in line for line in value["messages"]), "English"


def test_findings_are_english_with_their_codes(folder: Path):
    spoilt = folder / "spoilt.geojson"
    spoilt.write_text(json.dumps(collection(feature(status="flying"))), encoding="utf-8")
    code, value = told("check", "spoilt.geojson", cwd=folder)
    assert code == 1
    (finding, *_) = [each for each in value["findings"] if each["level"] == "error"]
    assert (finding["where"], finding["field"], finding["got"]) == ("chevrolet-kostanay", "status", "“flying”")
    assert finding["fix"].isascii() or "“" in finding["fix"]
    code, value = told("build", "spoilt.geojson", "-o", "spoilt.html", cwd=folder)
    assert (code, value["files"]) == (1, [])
    assert {each["rule"] for each in value["findings"]} >= {finding["rule"]}


REFUSED: list[tuple[tuple[str, ...], int, str]] = [
    (("check", "none.geojson"), 1, "there is no such file"),
    (("check", "--nonsense"), 2, "No such option: --nonsense"),
    (("nonsense",), 2, "No such command 'nonsense'"),
    (("picture", "map.bmp", "layer.geojson"), 2, "ends in none of"),
    (("build", "layer.geojson", "-o", "-"), 1, "standard output holds the result"),
    (("export", "x.xlsx", "none.geojson"), 1, "there is no such file"),
    (("new", "x"), 2, "name the countries"),
]


@pytest.mark.parametrize(("call", "code", "sentence"), REFUSED, ids=[" ".join(call) for call, _, _ in REFUSED])
def test_a_refusal_has_the_same_form(call: tuple[str, ...], code: int, sentence: str, tmp_path: Path):
    (tmp_path / "layer.geojson").write_text(geo.text(geo.Layer((feature(),))), encoding="utf-8")
    exit_code, value = told(*call, cwd=tmp_path)
    assert exit_code == code
    assert sentence in value["error"]


def test_a_fault_of_our_own_has_the_same_form_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def broken(*_: object) -> None:
        raise RuntimeError("gears")

    replaced: Callable[..., Any] = broken
    monkeypatch.setattr("maps.commands.check.read_by_columns", replaced)
    code, value = told("check", "layer.geojson", cwd=tmp_path)
    assert code == 1
    assert "a fault of its own (RuntimeError: gears)" in value["error"]
