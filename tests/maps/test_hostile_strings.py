"""A hundred and more hostile texts through every field and every output: nothing runs, nothing becomes an element or a
link, nothing reaches the terminal that it would obey; what is shown is shown letter for letter."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
import zipfile
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from playwright.sync_api import Dialog, Page

import geo
import maps
from maps import cli, render_page
from maps.slides.deck import slide_deck
from maps.text.names import web_address
from tests.browser import Opener
from tests.geo.samples import collection, feature, point
from tests.hostile import (
    HOSTILE,
    LINKS,
    LONG,
    MANY_ALLOWED,
    MANY_REFUSED,
    NO_LINKS,
    SHOWN,
    STRINGS,
    SURROGATE,
    grouped,
    hostile,
    texts,
)
from tests.maps.pages import Document, layer, until
from tests.maps.pixels import told
from tests.maps.test_table_in_browser import saved

pytestmark = pytest.mark.slow


TAGS = ("en", "ru", "uz", "kk")
FORMULA = re.compile(r"[\s\x00-\x20\x7f-\x9f]*[=+\-@＝＋－＠]")


def bare(text: str, identifier: str) -> Any:
    """A project that nobody can place, with the text alone in its fields: a formula stands at the beginning."""
    fields = {f"{field}_{tag}": text for field in ("name", "place", "summary") for tag in TAGS}
    sources = [{"title": text, "publisher": text, "url": text, "supports": ["status"]}]
    return feature(None, id=identifier, **fields, precision="unlocated", partners=[{"name": text}], sources=sources)


def everything(texts: Sequence[str] = tuple(STRINGS.values())) -> geo.Layer:
    """The layer that carries all texts, once after the field's name and once alone."""
    placed = [hostile(text, f"h-{n}", place(n)) for n, text in enumerate(texts)]
    alone = [bare(text, f"b-{n}") for n, text in enumerate(texts)]
    title = " ".join(text for text in texts if text != LONG)
    return layer(*placed, *alone, title_en=title, subtitle_en=title, as_of=title, remark=title)


def place(number: int) -> tuple[float, float]:
    """Places in Kazakhstan, each on its own."""
    return round(52.05 + 2.2 * (number % 14), 2), round(42.05 + 1.1 * (number // 14), 2)


# --- the check --------------------------------------------------------------------------------------------------------


def test_the_check_refuses_what_no_text_may_hold_in_every_field_and_lets_the_rest_pass():
    for what, text in {**MANY_REFUSED, **MANY_ALLOWED, "surrogate": SURROGATE}.items():
        project = hostile(text, "hostile")
        errors = [each for each in geo.check(geo.Layer((project,))) if each.level == "error"]
        refused = {each.field for each in errors if each.rule in ("markup", "control-character")}
        wanted = set() if what in MANY_ALLOWED else set(texts(project["properties"]))
        assert wanted <= refused, what
        assert refused <= wanted, what


# --- the page ---------------------------------------------------------------------------------------------------------

# Opens a project by the address and gives the texts of its card once that bears its name.
CARD = """async ([id, name]) => {
  location.hash = "lang=en&project=" + id;
  const card = () => document.querySelector(".card-frame");
  for (let n = 0; n < 300 && card()?.getAttribute("aria-label") !== name; n++) {
    await new Promise((done) => setTimeout(done, 10));
  }
  const walker = document.createTreeWalker(card(), NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) found.push(walker.currentNode.data);
  return found;
}"""

# Every kind of element and attribute in the page, without the values of data attributes.
INVENTORY = """() => [...new Set([...document.querySelectorAll("*")].flatMap((node) =>
  [node.localName, ...[...node.attributes].map((one) => node.localName + "@" + one.name)]))]"""

# What could run or ask for something, wherever it is from.
DANGER = """() => [...document.querySelectorAll("*")].flatMap((node) => [...node.attributes]
  .filter((one) => /^on/i.test(one.name) || (/^(href|src|action|data|srcdoc|xlink:href)$/i.test(one.name)
    && !/^(https?:|data:image\\/(png|svg)|data:,|#)/.test(one.value)))
  .map((one) => node.localName + " " + one.name + "=" + one.value.slice(0, 60)))"""


def views(page: Page) -> set[str]:
    """The inventory of the page as it is used: a card, the legend, the table, the presentation."""
    found: set[str] = set()
    for hash_ in ("project=h-0", "project=b-0", "tab=legend", "q=text", "table=1", "present=1", "tab=list"):
        page.evaluate("(hash) => { location.hash = 'lang=en&' + hash; }", hash_)
        page.wait_for_timeout(150)
        found |= set(page.evaluate(INVENTORY))
        assert page.evaluate(DANGER) == []
    return found


def test_in_the_page_every_text_is_shown_letter_for_letter_and_nothing_runs(open_page: Opener, tmp_path: Path):
    dialogs: list[str] = []

    def note(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page = open_page(render_page(everything()), language_hash="lang=en", reduced_motion="reduce")
    page.on("dialog", note)
    for number, (what, text) in enumerate(STRINGS.items()):
        shown = page.evaluate(CARD, [f"h-{number}", f"name_en {text}"])
        missing = [path for path in SHOWN if not any(f"{path} {text}" in node for node in shown)]
        assert missing == [], what
    for number, (what, text) in enumerate(STRINGS.items()):
        if number % 6 == 0:
            page.evaluate(CARD, [f"b-{number}", text])
            assert page.evaluate(DANGER) == [], what
    hostile_views = views(page)
    page.evaluate("() => { location.hash = 'lang=en&table=1'; }")
    until(page, "() => !!document.querySelector('.table-view')")
    _, table = saved(page, "table.save_csv")
    _, geojson = saved(page, "table.save_geojson")
    assert page.evaluate("window.pwned === undefined && Object.prototype.polluted === undefined")
    assert dialogs == []
    assert len(page.context.pages) == 1
    plain = open_page(render_page(everything([f"text {n}" for n in range(len(STRINGS))])), language_hash="lang=en")
    assert hostile_views - views(plain) == set()
    no_formula(table)
    (tmp_path / "saved.geojson").write_bytes(geojson)
    assert json.loads(geo.text(geo.read(tmp_path / "saved.geojson"))) == json.loads(geo.text(everything()))


def no_formula(data: bytes) -> None:
    """No cell of a CSV file begins as a formula does, but for our own numbers; each text stands there, apostrophe or
    not."""
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert len({len(row) for row in rows}) == 1
    cells = {cell for row in rows[1:] for cell in row}
    assert [cell for cell in cells if FORMULA.match(cell) and not re.fullmatch(r"-?\d+(\.\d+)?", cell)] == []
    for what, text in STRINGS.items():
        assert {text, f"'{text}"} & cells, what


# --- pictures, slides, fact sheets ------------------------------------------------------------------------------------

DRAWN = {"svg", "title", "desc", "metadata", "style", "rect", "g", "a", "path", "circle", "text", "tspan"}


@cache
def stills() -> geo.Layer:
    """A layer for stills: some texts a project."""
    texts = [*grouped(24), SURROGATE, LONG]
    return layer(*(hostile(text, f"h-{n}", place(n * 3)) for n, text in enumerate(texts)), title_en=texts[0])


def test_in_pictures_and_fact_sheets_every_text_is_only_text(tmp_path: Path):
    made = maps.picture(stills(), without=["legend"])
    root = etree.fromstring(made.svg())
    assert {etree.QName(node).localname for node in root.iter(f"{{{root.nsmap[None]}}}*")} <= DRAWN
    attributes = {name for node in root.iter() for name in node.attrib}
    assert not [name for name in attributes if name.casefold().startswith("on") or "href" in name]
    sheets, _ = maps.fact_sheets(stills())
    for name, data in (("picture", made.pdf()), ("sheets", sheets)):
        assert not re.search(rb"/(JavaScript|JS|Launch|URI|OpenAction|AA|SubmitForm|EmbeddedFile)\b", data)
        path = tmp_path / f"{name}.pdf"
        path.write_bytes(data)
        assert "name_en" in told("pdftotext", path, "-")
    assert made.png().startswith(b"\x89PNG")


def test_in_slides_every_text_is_only_text():
    data, _ = slide_deck(stills())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                root = etree.fromstring(archive.read(name))
                assert not [node for node in root.iter("{*}Relationship") if node.get("TargetMode")], name
                assert b"<!ENTITY" not in archive.read(name)


# --- links ------------------------------------------------------------------------------------------------------------


def test_only_addresses_of_the_web_are_links_in_pictures_slides_and_fact_sheets():
    def cited(*addresses: str) -> geo.Layer:
        titled = [{"title": f"T{n}", "url": url, "supports": ["status"]} for n, url in enumerate(addresses)]
        return layer(feature(point(66, 48), sources=titled))

    refused, taken = cited(*NO_LINKS), cited(*LINKS)
    assert [address for address in NO_LINKS if web_address(address)] == []
    assert [address for address in LINKS if not web_address(address)] == []
    assert (b"<a " in maps.picture(refused).svg(), b"<a " in maps.picture(taken).svg()) == (False, True)
    for make in (lambda one: maps.picture(one).pdf(), lambda one: maps.fact_sheets(one)[0]):
        assert (b"/URI" in make(refused), b"/URI" in make(taken)) == (False, True)
    assert external(slide_deck(refused)[0]) == set()
    assert external(slide_deck(taken)[0]) > {LINKS[0]}


def external(deck: bytes) -> set[str]:
    """Where a deck's links lead outside it."""
    with zipfile.ZipFile(io.BytesIO(deck)) as archive:
        roots = [etree.fromstring(archive.read(name)) for name in archive.namelist() if name.endswith(".rels")]
    nodes = [node for root in roots for node in root.iter("{*}Relationship") if node.get("TargetMode")]
    return {str(node.get("Target")) for node in nodes}


# --- the terminal -----------------------------------------------------------------------------------------------------

Told = Callable[..., str]


@pytest.fixture
def told_by(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Told:
    """What a command prints, in this process; it must end by itself, and without a fault of its own."""

    def run(*arguments: str | Path) -> str:
        monkeypatch.setattr(sys, "argv", ["coopmap", *map(str, arguments)])
        with pytest.raises(SystemExit):
            cli.main()
        printed = capsys.readouterr()
        assert "fault of its own" not in printed.err
        return printed.out + printed.err

    return run


def obeyed(printed: str) -> list[str]:
    """Lines with signs that a terminal would obey or that hide or turn text."""
    return [line for line in printed.split("\n") if not line.isprintable()]


def stored(folder: Path, name: str, *features: dict[str, Any], **members: Any) -> Path:
    path = folder / name
    path.write_text(json.dumps(collection(*features, **members)), encoding="ascii")
    return path


def all_texts() -> list[str]:
    return [*STRINGS.values(), SURROGATE]


def test_check_prints_nothing_that_a_terminal_would_obey(told_by: Told, tmp_path: Path):
    odd = [
        feature(None, id=text, sector=text, countries=[text], start=text, **{text: text, "route": text})
        | {"geometry": {"type": text, "coordinates": [text]}}
        for text in all_texts()
    ]
    features = [*(hostile(text, f"h-{n}") for n, text in enumerate(all_texts())), *odd]
    path = stored(tmp_path, "layer.geojson", *features, **{text: text for text in all_texts()})
    stops = [{"id": text, "title_en": text, "projects": [text]} for text in all_texts()]
    (tmp_path / "story.json").write_text(json.dumps({"stops": stops}), encoding="ascii")
    for form in ("text", "json", "github", "gitlab"):
        printed = told_by("check", path, "--format", form)
        assert len(printed) > 10_000
        assert obeyed(printed) == []
        if form in ("json", "gitlab"):
            value = json.loads(printed)
            assert len(value["findings"] if form == "json" else value) > 1000
    commands = [line for line in told_by("check", path, "--format", "github").splitlines() if line.startswith("::")]
    assert all(line.startswith(("::error file=", "::warning file=")) for line in commands)


def test_diff_and_undo_print_nothing_that_a_terminal_would_obey(told_by: Told, tmp_path: Path):
    before = [hostile("text", f"h-{n}") for n, _ in enumerate(all_texts())]
    after = [hostile(text, f"h-{n}") for n, text in enumerate(all_texts())]
    added = [feature(None, id=text, name_en=text, **{text: {text: [text]}}) for text in all_texts()]
    old = stored(tmp_path, "old.geojson", *before)
    new = stored(tmp_path, "new.geojson", *after, *added, title_en=STRINGS["script"], **{t: t for t in all_texts()})
    for form in ("text", "json"):
        printed = told_by("diff", old, new, "--format", form)
        assert len(printed) > 10_000
        assert obeyed(printed) == []
        if form == "json":
            assert len(json.loads(printed)["result"]) > 200
    geo.update(new, lambda _: geo.read(old))
    assert obeyed(told_by("undo", new, "--list")) == []
    assert obeyed(told_by("undo", new)) == []


def test_find_embed_and_file_names_print_nothing_that_a_terminal_would_obey(told_by: Told, tmp_path: Path):
    for number, text in enumerate([*HOSTILE.values(), SURROGATE]):
        form = ("text", "json")[number % 2]
        assert obeyed(told_by("find", "--format", form, "--", text)) == [], text
    for number, text in enumerate(all_texts()[::3]):
        path = stored(tmp_path, f"{number}.geojson", feature(id=text), title_en=text)
        printed = told_by("embed", "--layer", path, f"--project={text}")
        if "<iframe" in printed:
            assert obeyed(printed) == [], text
            [node] = Document(printed).nodes
            assert (node.tag, set(node.attributes)) == ("iframe", EMBEDDED)
    name = "a\u001b[2J\u202e,b%0A:c.geojson"
    for path in (stored(tmp_path, name, feature()), stored(tmp_path, f"bad{name}", feature(status="x"))):
        for form in ("text", "json", "github"):
            assert obeyed(told_by("check", path, "--format", form)) == []
        assert obeyed(told_by("build", path, "-o", tmp_path / f"{name}.html")) == []
    assert obeyed(told_by("check", tmp_path / f"no{name}")) == []
    assert told_by("check", tmp_path / f"bad{name}", "--format", "github").count("%2Cb%250A%3Ac.geojson::") > 0


EMBEDDED = {"src", "title", "loading", "allow", "width", "height", "style"}
