"""The table as a reader uses it: sorted, filtered, saved, copied, and worked by keyboard."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

import geo
from maps import render_page
from maps.text import i18n
from tests.browser import Opener
from tests.geo.samples import GONE, RING, area, feature, line, point
from tests.maps.pages import layer, name, shipped_layer, until, word

LANGUAGES = ("en", "ru", "uz", "kk")
PROJECTS: list[dict[str, Any]] = [dict(project.properties) for project in shipped_layer().projects]
COLUMNS = (
    *("name", "sector", "status", "status_date", "start", "value"),
    *("place", "precision", "countries", "partners", "article", "checked"),
)
IN_FILES = (*COLUMNS, "id", "longitude", "latitude", "sources")


def view(page: Page) -> Locator:
    """The open table view."""
    return page.locator(".table-view")


def names(page: Page) -> list[str]:
    """The names in the table, from top to bottom, as soon as it has one."""
    names = view(page).locator("tbody tr[aria-rowindex] > th")
    names.first.wait_for()
    return names.all_inner_texts()


def sort(page: Page, key: str, language: str = "en") -> Locator:
    """Click on a column's head; its cell."""
    label = word(language, f"table.{key}")
    head = view(page).locator("thead")
    head.get_by_role("button", name=label, exact=True).click()
    return head.get_by_role("columnheader", name=label, exact=True)


def cells(page: Page, key: str) -> list[str]:
    """What stands in a column, from top to bottom; the lines of a cell in one."""
    number = COLUMNS.index(key) + 1
    return [
        text.replace("\n", " ").strip()
        for text in page.locator(f"tbody tr[aria-rowindex] > :nth-child({number})").all_inner_texts()
    ]


def saved(page: Page, key: str) -> tuple[str, bytes]:
    """What a button saves: the file's name and its bytes."""
    with page.expect_download() as download:
        view(page).get_by_role("button", name=word("en", key), exact=True).click()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def rows(data: bytes) -> list[dict[str, str]]:
    """A CSV file's rows by the keys of their columns."""
    head, *body = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    assert head == [word("en", f"table.{key}") for key in IN_FILES]
    return [dict(zip(IN_FILES, row, strict=True)) for row in body]


# --- order ------------------------------------------------------------------------------------------------------------


def by_value(project: dict[str, Any]) -> Any:
    [first, *_] = project.get("value") or [None]
    return (first["currency"], first["amount"]) if first else ""


def by_text(key: str) -> Callable[[dict[str, Any]], str]:
    return lambda project: str(project.get(key, ""))


@pytest.mark.parametrize("key", ["start", "status_date", "checked", "value"])
def test_dates_and_amounts_are_sorted_by_value_and_what_has_none_comes_last(
    open_page: Opener, built_map: Path, key: str
):
    page = open_page(built_map, language_hash="lang=en&table=1")
    of = by_value if key == "value" else by_text(key)
    known = {name(project): of(project) for project in PROJECTS}
    for direction in ("ascending", "descending"):
        expect(sort(page, key)).to_have_attribute("aria-sort", direction)
        shown = [known[each] for each in names(page)]
        filled = [each for each in shown if each]
        assert filled == sorted(filled, reverse=direction == "descending")
        assert shown[len(filled) :] == [""] * (len(PROJECTS) - len(filled))


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_are_sorted_as_the_language_sorts_them(open_page: Opener, built_map: Path, language: str):
    page = open_page(built_map, language_hash=f"lang={language}&table=1")
    # Browsers know no order of Uzbek: its last letters, oʻ, gʻ, sh and ch, are spelled behind all words in z.
    collate = """([texts, language]) => {
      const {compare} = new Intl.Collator(language, {numeric: true, ignorePunctuation: true});
      const last = {o: "a", g: "b", s: "c", c: "d"};
      const letters = /([og])ʻ|([sc])h/gi;
      const spelled = (text) => language === "uz"
        ? text.replace(letters, (_, vowel, other) => "zz" + last[(vowel || other).toLowerCase()]) : text;
      return texts.sort((a, b) => compare(spelled(a), spelled(b)));
    }"""
    for key in ("name", "sector", "status", "place", "precision", "countries", "partners", "article"):
        for direction in ("ascending", "descending"):
            expect(sort(page, key, language)).to_have_attribute("aria-sort", direction)
            shown = cells(page, key)
            filled = [each for each in shown if each]
            expected = page.evaluate(collate, [filled, language])
            assert filled == (expected if direction == "ascending" else expected[::-1]) or key == "partners"
            assert not any(shown[len(filled) :])
        assert view(page).locator("[aria-sort]").count() == 1
        assert sort(page, key, language).get_attribute("aria-sort") is None


@pytest.mark.slow
def test_kazakh_and_russian_letters_stand_in_the_order_of_the_alphabet(open_page: Opener):
    spelled = [
        "Өскемен",
        "Орал",
        "Қостанай",
        "Кентау",
        "Ұзынкөл",
        "Урал",
        "Әйтеке",
        "Арыс",
        "Ғабит",
        "Гагарин",
        "Еңбек",
    ]
    features = [feature(point(66 + i / 10, 48), id=f"p{i}", name_kk=text) for i, text in enumerate(spelled)]
    page = open_page(render_page(layer(*features)), language_hash="lang=kk&table=name")
    expected = ["Арыс", "Әйтеке", "Гагарин", "Ғабит", "Еңбек", "Кентау", "Қостанай", "Орал", "Өскемен"]
    assert [each for each in names(page) if each[0] not in "УҰ"] == expected


# --- filters ----------------------------------------------------------------------------------------------------------


def test_the_table_shows_what_the_filters_and_the_search_leave(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=en&status=operating&table=name")
    operating = sorted(name(project) for project in PROJECTS if project["status"] == "operating")
    assert sorted(names(page)) == operating
    expect(view(page).get_by_role("status")).to_have_text(f"{len(operating)} of {len(PROJECTS)} projects shown")
    view(page).get_by_role("searchbox").fill("chevrolet")
    assert names(page) == ["Chevrolet cars in Kostanay"]
    view(page).get_by_role("button", name=word("en", "legend.all")).click()
    assert len(names(page)) == len(PROJECTS)
    view(page).get_by_role("searchbox").fill("nothing like this")
    expect(view(page).get_by_text(word("en", "list.nothing"))).to_be_visible()
    page.keyboard.press("Escape")
    expect(view(page)).to_be_visible()
    assert len(names(page)) == len(PROJECTS)


def test_the_table_says_which_filters_hold_and_begins_in_the_lists_order(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=uz&sector=textile,industrial_zone&q=uz")
    listed = page.locator("#panel-body .entry-name").all_inner_texts()
    chips = page.locator(".filter-chip").all_inner_texts()
    assert len(chips) == 2
    page.locator("#panel-body [data-key=table]").click()
    # The table is unpacked when it is first wanted.
    view(page).wait_for()
    assert names(page) == listed
    assert view(page).locator(".filter-chip").all_inner_texts() == chips
    view(page).locator(".filter-chip").first.press("Enter")
    expect(view(page).locator(".filter-chip")).to_have_count(1)
    assert page.evaluate("document.activeElement.closest('.table-view') !== null"), "the focus is lost"


def test_a_long_table_draws_only_the_rows_in_view(open_page: Opener):
    many = [
        feature(point(60 + i % 20, 45 + i % 7), id=f"p{i}", name_en=f"Project {i}", place_en="A place " * 30)
        for i in range(1000)
    ]
    page = open_page(render_page(layer(*many)), language_hash="lang=en&table=name")
    assert len(names(page)) < 60
    assert names(page)[:3] == ["Project 0", "Project 1", "Project 2"]
    expect(page.get_by_role("table")).to_have_attribute("aria-rowcount", "1001")
    assert {box["height"] for box in boxes(page.locator("tbody tr[aria-rowindex]"))} == {56}
    page.locator(".table-area").evaluate("area => area.scrollTo(0, area.scrollHeight)")
    expect(view(page).get_by_role("button", name="Project 999", exact=True)).to_be_in_viewport()
    assert len(names(page)) < 60
    expect(page.locator("tbody tr[aria-rowindex]").last).to_have_attribute("aria-rowindex", "1001")


def test_the_focus_goes_down_a_long_table_row_by_row(open_page: Opener):
    many = [feature(point(66, 48), id=f"p{i}", name_en=f"Project {i}") for i in range(400)]
    page = open_page(render_page(layer(*many)), language_hash="lang=en&table=name")
    view(page).get_by_role("button", name="Project 0", exact=True).focus()
    # Keys that are faster than the frames, which tell of the scrolling.
    still = "() => addEventListener('scroll', (window.still = (event) => event.stopImmediatePropagation()), true)"
    page.evaluate(still)
    for i in range(1, 40):
        page.keyboard.press("Tab")
        expect(view(page).get_by_role("button", name=f"Project {i}", exact=True)).to_be_focused()
    page.evaluate("removeEventListener('scroll', still, true)")
    page.locator(".table-area").evaluate("area => area.scrollTo(0, 12000)")
    expect(page.locator(".table-area")).to_be_focused()


BROKEN_WORDS = """table => {
  const broken = [], walker = document.createTreeWalker(table, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    for (const {0: word, index} of node.data.matchAll(/[\\p{L}\\p{M}\\p{N}ʻʼ’]+/gu)) {
      const range = new Range();
      range.setStart(node, index);
      range.setEnd(node, index + word.length);
      const tops = [...range.getClientRects()].filter(({width}) => width).map(({top}) => Math.round(top));
      if (new Set(tops).size > 1) broken.push(word);
    }
  }
  return broken;
}"""
"""The words of a table that stand on more than one line."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_is_broken_or_runs_out_of_its_column_on_the_screen_or_on_paper(
    open_page: Opener, built_map: Path, language: str
):
    page = open_page(built_map, width=390, height=844, language_hash=f"lang={language}&table=1")
    table = page.locator(".table-area table")
    assert table.evaluate(BROKEN_WORDS) == []
    page.set_viewport_size({"width": 1280, "height": 720})
    assert table.evaluate(BROKEN_WORDS) == []
    wider = "all => all.filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.textContent)"
    coded = page.locator(".table-area td:has(.table-coded)")
    assert coded.count() == 2 * len(PROJECTS)
    assert coded.evaluate_all(wider) == []
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 1032, "height": 703})  # A4 across within its margins
    assert table.evaluate(BROKEN_WORDS) == []
    assert coded.evaluate_all(wider) == []


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("fa", 1280), ("ru", 390)])
def test_dates_and_sums_stand_below_each_other_and_rows_are_at_most_three_lines_high(
    open_page: Opener, language: str, width: int
):
    sums = [(1_250_000_000, "USD"), (3_800_000, "USD"), (33_750_000, "KZT"), (900, "KZT")]
    dates = ["2024", "2024-08", "2024-08-31", "2027-01"]
    features = [
        feature(
            **{f"name_{language}": f"P{i}", "status_date": date, "start": date, "start_kind": "planned"},
            id=f"p{i}",
            partners=[{"name": f"Partner of the project {k}", "country": "KZ"} for k in range(12)],
            value=[{"amount": amount, "currency": currency, "label_en": "What it is for " * 9}],
        )
        for i, (date, (amount, currency)) in enumerate(zip(dates, sums, strict=True))
    ]
    html = render_page(layer(*features, languages=[language]))
    page = open_page(html, width=width, height=844, language_hash=f"lang={language}&table=1")
    for column in ("status_date", "start"):
        number = COLUMNS.index(column) + 1
        shown = page.locator(f"tbody tr[aria-rowindex] > :nth-child({number}) time")
        assert shown.all_inner_texts() == [i18n.digits(language, date) for date in dates]
        assert len({round(box["x"]) for box in boxes(shown)}) == 1, "their years stand below each other"
    ends = [round(box["x"] + box["width"]) for box in boxes(page.locator(".table-number"))]
    marks = {round(box["x"]) for box in boxes(page.locator(".table-decimals"))}
    assert len({*ends}) == len(marks) == 1, "so do the units and the decimal marks"
    assert max(box["height"] for box in boxes(page.locator("tbody tr[aria-rowindex]"))) < 80


# --- files ------------------------------------------------------------------------------------------------------------


def test_the_saved_csv_is_the_visible_projects(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=en&country=UZ&table=-start")
    file, data = saved(page, "table.save_csv")
    assert file == "projects.csv"
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == data.count(b"\n")
    table = rows(data)
    visible = [project for project in PROJECTS if "UZ" in project["countries"]]
    assert sorted(row["id"] for row in table) == sorted(project["id"] for project in visible)
    assert [row["name"] for row in table] == names(page)
    by_id = {project["id"]: project for project in visible}
    geometries = {project.id: project.geometry for project in shipped_layer().projects}
    texts = i18n.load("en")
    for row in table:
        project = by_id[row["id"]]
        assert row["sector"] == texts[f"sector.{project['sector']}"]
        assert row["status_date"] == project.get("status_date", "")
        assert row["place"] == project.get("place_en", "")
        assert row["start"].removesuffix(" (planned)") == project.get("start", "")
        assert row["start"].endswith(" (planned)") == (project.get("start_kind") == "planned")
        assert row["countries"] == ", ".join(str(texts[f"country.{code}"]) for code in project["countries"])
        assert row["sources"].split() == [source["url"] for source in project["sources"] if "url" in source]
        geometry = geometries[row["id"]]
        position = geometry["coordinates"] if geometry and geometry["type"] == "Point" else ["", ""]
        assert [row["longitude"], row["latitude"]] == list(map(str, position))


HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", 'a "quoted", text', "two\r\nlines", "a; b", "“Ўз”"]


def test_cells_that_a_spreadsheet_would_run_are_made_harmless_in_files_and_in_the_copy(open_page: Opener):
    features = [
        feature(point(-70.5 + i, 48), id=f"p{i}", name_en=text, place_en=text, partners=[{"name": text}])
        for i, text in enumerate(HOSTILE)
    ]
    page = open_page(render_page(layer(*features)), language_hash="lang=en&table=1")
    _, data = saved(page, "table.save_csv")
    table = {row["id"]: row for row in rows(data)}
    for i, text in enumerate(HOSTILE):
        expected = f"'{text}" if text.lstrip()[0] in "=+-@" or text[0] in "\t\r" else text
        found = table[f"p{i}"]
        assert (found["name"], found["place"], found["partners"]) == (expected,) * 3
        assert float(found["longitude"]) == -70.5 + i, "a number of ours stays a number"
    copied = copy_of(page)
    assert {len(row) for row in copied} == {len(IN_FILES)}
    assert not [cell for row in copied[1:] for cell in row if cell.lstrip()[:1] in tuple("=+@")]


def copy_of(page: Page) -> list[list[str]]:
    """What “Copy table” puts on the clipboard, as rows of cells."""
    page.evaluate("() => { navigator.clipboard.writeText = async (text) => { window.copied = text; }; }")
    view(page).get_by_role("button", name=word("en", "table.copy")).click()
    until(page, "window.copied !== undefined")
    text: str = page.evaluate("() => window.copied")
    return [line.split("\t") for line in text.split("\n")]


def test_the_copy_has_the_rows_of_the_csv(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=en&table=-name")
    _, data = saved(page, "table.save_csv")
    assert copy_of(page) == list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_copying_reaches_the_clipboard_says_so_and_leaves_the_focus(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=en&table=name", permissions=["clipboard-read", "clipboard-write"])
    button = view(page).get_by_role("button", name=word("en", "table.copy"))
    button.click()
    expect(page.locator("#say")).to_have_text(word("en", "link.copied"))
    expect(button).to_be_focused()
    assert page.evaluate("() => navigator.clipboard.readText()").startswith(word("en", "table.name") + "\t")


def test_the_saved_geojson_is_the_layer_again(open_page: Opener, built_map: Path, tmp_path: Path):
    page = open_page(built_map, language_hash="lang=en&table=1")
    file, data = saved(page, "table.save_geojson")
    assert file == "projects.geojson"
    path = tmp_path / file
    path.write_bytes(data)
    again = geo.read(path)
    assert geo.text(again) == geo.text(shipped_layer())
    assert [problem for problem in geo.check(again) if problem.level == "error"] == []


def test_the_saved_geojson_keeps_what_the_schema_does_not_know_and_leaves_out_what_is_hidden(
    open_page: Opener, tmp_path: Path
):
    features = [
        feature(
            line([69.28, 41.26], [71.47, 51.02]), id="flight", sector="air", route="great_circle", own={"a": [1, None]}
        ),
        feature(area(RING), id="zone", images=[{"src": "a.jpg", "alt_en": "A", "credit": "B", "licence": "C"}]),
        feature(None, id="nowhere", start=GONE, uncertainty_m=-5),
        feature(id="hidden", status="planned"),
    ]
    whole = layer(*features, title_en="A layer", as_of="2026-01-02")
    page = open_page(render_page(whole), language_hash="lang=en&status=operating&table=1")
    _, data = saved(page, "table.save_geojson")
    path = tmp_path / "saved.geojson"
    path.write_bytes(data)
    expected = geo.text(layer(*features[:-1], title_en="A layer", as_of="2026-01-02"))
    assert json.loads(geo.text(geo.read(path))) == json.loads(expected)
    assert json.loads(data)["type"] == "FeatureCollection"


# --- opening, keyboard, address ---------------------------------------------------------------------------------------


def opener(page: Page) -> Locator:
    """The button of the list that opens the table."""
    return page.locator("#panel-body").get_by_role("button", name=word("en", "table.open"), exact=True)


def test_the_table_takes_the_focus_keeps_it_and_gives_it_back(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=en&status=suspended,cancelled,construction,planned,announced")
    opener(page).press("Enter")
    dialog = page.get_by_role("dialog", name=word("en", "table.title"))
    expect(dialog).to_have_attribute("aria-modal", "true")
    expect(dialog.get_by_role("heading")).to_be_focused()
    seen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        seen.append(
            page.evaluate("() => [!!document.activeElement.closest('.table-view'), document.activeElement.dataset.key]")
        )
    assert all(inside for inside, _ in seen)
    keys: Sequence[str] = [key for _, key in seen]
    around = keys.index(keys[0], 1)
    assert {"search", "table.save_csv", "close", "area", *(f"sort-{key}" for key in COLUMNS)} <= set(keys[:around])
    dialog.get_by_role("heading").focus()
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("() => document.activeElement.dataset.key") == keys[around - 1]
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(opener(page)).to_be_focused()
    assert page.evaluate("() => document.querySelectorAll('[inert]').length") == 0


def test_the_opener_has_the_focus_again_although_it_was_drawn_anew(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=en")
    opener(page).click()
    view(page).get_by_role("searchbox").fill("chevrolet")
    view(page).get_by_role("button", name=word("en", "table.close")).click()
    expect(opener(page)).to_be_focused()


def test_a_name_opens_the_projects_card_and_back_returns_to_the_table(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=en&table=-name")
    project = PROJECTS[3]
    view(page).get_by_role("button", name=name(project), exact=True).press("Enter")
    expect(view(page)).to_have_count(0)
    expect(page.get_by_role("region", name=name(project)).get_by_role("heading", name=name(project))).to_be_focused()
    assert "table" not in page.evaluate("() => location.hash")
    page.go_back()
    expect(view(page).locator("[aria-sort=descending]")).to_have_count(1)
    page.go_forward()
    expect(view(page)).to_have_count(0)


def test_the_sort_stands_in_the_address_and_back_closes_the_table(open_page: Opener, built_map: Path):
    page = open_page(built_map, language_hash="lang=en")
    opener(page).click()
    expect(view(page)).to_be_visible()
    assert page.evaluate("() => location.hash") == "#lang=en&table=1"
    sort(page, "status_date")
    sort(page, "status_date")
    assert page.evaluate("() => location.hash") == "#lang=en&table=-status_date"
    shown = names(page)
    address: str = page.evaluate("() => location.hash")
    page.go_back()
    expect(view(page)).to_have_count(0)
    assert names(open_page(built_map, language_hash=address)) == shown


@pytest.mark.parametrize("hash_", ["table=nonsense", "table=-", "table=__proto__", "table=%00"])
def test_a_spoilt_address_opens_the_table_unsorted(open_page: Opener, built_map: Path, hash_: str):
    page = open_page(built_map, language_hash=f"lang=en&{hash_}")
    assert len(names(page)) == len(PROJECTS)
    assert view(page).locator("[aria-sort]").count() == 0


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (390, 844), (320, 568)], ids=["wide", "phone", "small"])
def test_the_table_fits_every_window_and_keeps_head_and_names_in_view(
    open_page: Opener, built_map: Path, width: int, height: int
):
    page = open_page(built_map, width=width, height=height, language_hash="lang=en&table=1")
    for language in LANGUAGES:
        page.evaluate("(hash) => { location.hash = hash; }", f"lang={language}&table=1")
        expect(view(page).get_by_role("heading")).to_have_text(word(language, "table.title"))
        assert page.evaluate("() => document.documentElement.scrollWidth") <= width
        for box in boxes(view(page).locator(".table-head button:not([hidden]), .table-head input")):
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= width
            assert box["height"] >= 24
        page.locator(".table-area").evaluate("area => area.scrollTo(600, 400)")
        [area, head] = boxes(page.locator(".table-area, .table-area .column-name"))
        assert abs(head["x"]) < 1
        assert abs(head["y"] - area["y"]) <= 2
        assert head["width"] < width * 0.55


def boxes(found: Locator) -> list[dict[str, float]]:
    """Where elements stand in the window."""
    measured: list[dict[str, float]] = found.evaluate_all(
        "nodes => nodes.map(node => node.getBoundingClientRect().toJSON())"
    )
    return measured
