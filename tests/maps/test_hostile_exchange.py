"""A hundred and more hostile texts through tables, the review and the editor: each comes through letter for letter, or
is refused in a plain sentence; nothing runs and nothing reaches the terminal that it would obey."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import geo
from maps import cli
from tests.browser import Opener
from tests.geo.samples import collection, feature
from tests.geo.tables import bad_tables
from tests.geo.tables.plans import export, planned
from tests.hostile import LONG, MANY_ALLOWED, MANY_REFUSED, STRINGS, SURROGATE, hostile
from tests.maps.editor.served import Editor
from tests.maps.editor.test_editor_in_browser import edit
from tests.maps.pages import layer
from tests.maps.test_hostile_strings import CARD, DANGER, bare, obeyed, place

pytestmark = pytest.mark.slow


TEXTS = [*STRINGS.values()]
FIELDS = ("name_en", "name_kk", "summary_en", "place_ru", "location_source", "sources_1_title", "note")

NO_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

Told = Callable[..., tuple[int, str]]


@pytest.fixture
def told_by(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Told:
    """Exit code and all words of a command, in this process."""

    def run(*arguments: str | Path) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["coopmap", *map(str, arguments)])
        code: Any = 0
        try:
            cli.main()
        except SystemExit as left:
            code = left.code or 0
        told = capsys.readouterr()
        assert "fault of its own" not in told.err
        assert obeyed(told.out + told.err) == []
        return int(code), told.out + told.err

    return run


# --- tables -----------------------------------------------------------------------------------------------------------


def table(folder: Path, ending: str, texts: list[str]) -> Path:
    """A table with a row for each text, in many columns of it, as another program writes it."""
    row = {
        key: value for key, value in bad_tables.SOUND.items() if key not in ("longitude", "latitude", "uncertainty_m")
    }
    rows = [
        row | {"precision": "unlocated", "id": f"t-{n}"} | dict.fromkeys(FIELDS, text) for n, text in enumerate(texts)
    ]
    grid: list[Any] = [[*rows[0]], *([*one.values()] for one in rows)]
    return bad_tables.stored(folder, {"file": f"table{ending}", "rows": grid})


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_what_is_only_text_is_imported_letter_for_letter(tmp_path: Path, told_by: Told, ending: str):
    path = table(tmp_path, ending, [*MANY_ALLOWED.values()])
    code, _ = told_by("import", path, tmp_path / "new.geojson", "--yes", "--own")
    assert code == 0
    made: dict[str | None, dict[str, Any]] = {
        project.id: dict(project.properties) for project in geo.read(tmp_path / "new.geojson").projects
    }
    for number, (what, text) in enumerate(MANY_ALLOWED.items()):
        found = made[f"t-{number}"]
        texts = {found[key] for key in FIELDS if "sources" not in key} | {found["sources"][0]["title"]}
        assert texts == {text.strip()}, what


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_what_no_text_may_hold_is_refused_in_every_row_or_was_cleaned(tmp_path: Path, told_by: Told, ending: str):
    refused = {what: text for what, text in MANY_REFUSED.items() if "\0" not in text}
    path = table(tmp_path, ending, [*refused.values(), LONG])
    code, _ = told_by("import", path, tmp_path / "new.geojson", "--yes", "--own")
    assert (code, (tmp_path / "new.geojson").exists()) == (1, False)
    code, _ = told_by("import", path, tmp_path / "new.geojson", "--yes", "--skip-bad", "--own")
    if (tmp_path / "new.geojson").exists():
        left = [one.properties["name_en"] for one in geo.read(tmp_path / "new.geojson").projects]
        assert all(text.isprintable() and "<" not in text for text in left)
        assert len(left) < 6


def test_a_header_and_a_sheet_of_any_text_are_said_so_that_no_terminal_obeys(tmp_path: Path, told_by: Told):
    headers = [*bad_tables.SOUND, *(text for text in TEXTS if "\0" not in text)]
    rows = [headers, [*bad_tables.SOUND.values(), *("x" for _ in headers[len(bad_tables.SOUND) :])]]
    for options in ([], ["--own"], ["--map", "nothing=name_en"]):
        path = bad_tables.stored(tmp_path, {"file": "a\u001b[2J\u202e.csv", "rows": rows})
        told_by("import", path, tmp_path / "new.geojson", *options)
    told_by("import", path, tmp_path / "new.geojson", "--set", "sector=\u001b[2J")
    told_by("import", path, tmp_path / "new.geojson", "--encoding", "\u001b[2J")


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".gpkg", ".kml", ".parquet", ".geojson"])
def test_every_text_goes_out_and_what_is_only_text_comes_back_the_same(tmp_path: Path, told_by: Told, ending: str):
    if ending == ".parquet":
        pytest.importorskip("pyarrow")
    allowed = [*MANY_ALLOWED.values()]
    sound = layer(*(hostile(text, f"h-{n}", place(n)) for n, text in enumerate(allowed)))
    export(sound, tmp_path / f"allowed{ending}")
    made = planned(tmp_path / f"allowed{ending}", sound, own=True)
    assert [item.id for item in made.items if item.what != "same"] == []
    path = tmp_path / "layer.geojson"
    every = [text for text in TEXTS if ending not in (".csv", ".kml") or not NO_XML.search(text)]
    path.write_text(json.dumps(collection(*(bare(text, f"b-{n}") for n, text in enumerate(every)))), encoding="ascii")
    assert told_by("export", tmp_path / f"every{ending}", path)[0] == 0
    code, said = told_by("import", tmp_path / f"every{ending}", path)
    assert " same, " in said
    for text, refused in ((SURROGATE, ending != ".geojson"), ("a\0b", ending in (".csv", ".kml"))):
        path.write_text(json.dumps(collection(bare(text, "b"))), encoding="ascii")
        code, said = told_by("export", tmp_path / f"half{ending}", path)
        assert (code, "coopmap check says where" in said) == (int(refused), refused)


# --- the review -------------------------------------------------------------------------------------------------------


def test_the_review_prints_nothing_that_a_terminal_would_obey(tmp_path: Path, told_by: Told):
    path = tmp_path / "layer.geojson"
    path.write_text(geo.text(geo.Layer((feature(),))), encoding="utf-8")
    before = path.read_bytes()
    texts = [*TEXTS, SURROGATE]
    about = [{"by": text, "why": text, "made": text, "layer_title": text, "kind": "new"} for text in texts[::6]]
    for number, told in enumerate(about):
        some = texts[number * 6 : number * 6 + 6]
        odd = {text[:50]: text for text in some}
        features = [
            *(hostile(text, f"h-{n}") for n, text in enumerate(some)),
            {"type": "Feature", "id": "chevrolet-kostanay", "geometry": None, "properties": odd, "based_on": odd},
            feature(None, id=some[0], status=some[-1], **odd),
        ]
        file = tmp_path / f"s-{number}.geojson"
        file.write_text(json.dumps(collection(*features, suggestion=told)), encoding="ascii")
    told_by("review", *sorted(tmp_path.glob("s-*.geojson")), "--layer", path, "--report", tmp_path / "back.txt")
    told_by("review", *sorted(tmp_path.glob("s-*.geojson"))[:3], "--layer", path, "--report", tmp_path / "back.json")
    assert obeyed((tmp_path / "back.txt").read_text(encoding="utf-8")) == []
    assert path.read_bytes() == before


# --- the editor -------------------------------------------------------------------------------------------------------


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Editor, Path]]:
    """An editor of a layer with one project."""
    path = tmp_path / "layer.geojson"
    path.write_text(geo.text(geo.Layer((feature(),))), encoding="utf-8")
    running = Editor(path)
    yield running, path
    running.kill()


def test_the_editor_shows_every_text_letter_for_letter_or_refuses_it_plainly(
    open_page: Opener, served: tuple[Editor, Path]
):
    server, path = served
    for number, (what, text) in enumerate(STRINGS.items()):
        wanted = hostile(text, f"h-{number}", (round(64 + number % 14 / 10, 1), round(46.5 + number // 14 / 10, 1)))
        del wanted["properties"]["images"]
        status, told = server.ask("save", feature=wanted, based_on=None)
        assert (status == 200) == (what in MANY_ALLOWED and text != LONG), what
        problems = told.get("problems", ())
        values = [value for one in problems for value in (*one.values(), *one["values"].values())]
        said = [*told["messages"], *(value for value in values if not isinstance(value, dict))]
        assert all(str(line).isprintable() for line in said), what
    assert len(geo.read(path).features) == len(MANY_ALLOWED) + 1
    page = open_page.served(server.address, allow_messages="422")
    for number, (what, text) in enumerate(STRINGS.items()):
        if what in MANY_ALLOWED and text != LONG:
            shown = page.evaluate(CARD, [f"h-{number}", f"name_en {text}"])
            assert any(f"summary_en {text}" in node for node in shown), what
    assert page.evaluate(DANGER) == []
    assert page.evaluate("window.pwned === undefined && Object.prototype.polluted === undefined")


PATHS = [f"{field}_{tag}" for field in ("name", "summary", "place") for tag in ("en", "ru", "uz", "kk")]
PATHS += ["location_source", "sources[0].title", "sources[0].publisher", "partners[0].name"]

# What the fields of the form hold, by their paths.
HELD = """(paths) => paths.map((path) => document.querySelector(`.workplace [data-path="${path}"]`)?.value)"""


def test_the_editors_form_holds_every_text_letter_for_letter(open_page: Opener, served: tuple[Editor, Path]):
    """By way of drafts, which keep what nobody could save."""
    server, path = served
    [base] = geo.read(path).features
    page = open_page.served(server.address)
    for begin in range(0, len(TEXTS), len(PATHS)):
        texts = dict(zip(PATHS, TEXTS[begin:], strict=False))
        fields: dict[str, Any] = {key: text for key, text in texts.items() if "[" not in key}
        fields |= {"sources": [{key: texts.get(f"sources[0].{key}", "") for key in ("title", "publisher")}]}
        fields |= {"partners": [{"name": texts.get("partners[0].name", "")}]}
        draft = {"feature": {**base, "properties": {**base["properties"], **fields}}, "base": base}
        assert server.ask("draft", id=base["id"], draft=draft) == (200, {})
        page.evaluate("localStorage.clear()")
        page.reload()
        page.locator("html[data-drawn]").wait_for(state="attached")
        edit(page, base["id"])
        held = page.evaluate(HELD, list(texts))
        for (key, text), shown in zip(texts.items(), held, strict=True):
            assert shown in (text, re.sub(r"[\r\n]", "", text), re.sub(r"\r\n?", "\n", text)), key
        assert page.evaluate(DANGER) == []
    assert page.evaluate("window.pwned === undefined && Object.prototype.polluted === undefined")
