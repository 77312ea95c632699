"""Text is text: what would run as markup, script or template is refused by the check, and shown letter for letter."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Dialog, Page, expect

import geo
from maps import render_page
from tests.browser import Opener
from tests.conftest import Command
from tests.geo.samples import collection, feature, point
from tests.hostile import (
    ALLOWED,
    HOSTILE,
    LINKS,
    LONG,
    NO_LINKS,
    REFUSED,
    SHOWN,
    SURROGATE,
    hostile,
    texts,
)
from tests.maps.pages import Document, card, layer, word


def grid(number: int) -> tuple[float, float]:
    """Places so far apart in Kazakhstan that each mark stands alone."""
    return 54.0 + 3.4 * (number % 8), 44.5 + 1.6 * (number // 8)


# --- refused ----------------------------------------------------------------------------------------------------------


def errors(folder: Path, *features: dict[str, Any], **members: Any) -> list[geo.Problem]:
    """The errors that the check finds in a real file."""
    path = folder / "projects.geojson"
    path.write_text(json.dumps(collection(*features, **members)), encoding="ascii")
    return [problem for problem in geo.check(geo.read(path)) if problem.level == "error"]


@pytest.mark.parametrize("what", [*REFUSED, "surrogate"])
def test_the_check_refuses_it_in_every_text_field(tmp_path: Path, what: str):
    project = hostile({**REFUSED, "surrogate": SURROGATE}[what], "hostile")
    wanted = texts(project["properties"])
    assert len(wanted) > 35
    found = {each.field for each in errors(tmp_path, project) if each.rule in ("markup", "control-character")}
    assert set(wanted) - found == set()


@pytest.mark.parametrize("what", REFUSED)
def test_the_check_refuses_it_in_ids_keys_and_titles(tmp_path: Path, what: str):
    text = REFUSED[what]
    assert any(each.field == "id" for each in errors(tmp_path, feature(id=text)))
    assert any(each.rule in ("markup", "control-character") for each in errors(tmp_path, feature(**{text: "a key"})))
    found = {each.field for each in errors(tmp_path, feature(), title_en=text, subtitle_kk=text, remark=text)}
    assert {"title_en", "subtitle_kk", "remark"} <= found


@pytest.mark.parametrize("what", ALLOWED)
def test_the_check_lets_strange_text_pass_where_it_is_only_text(tmp_path: Path, what: str):
    project = hostile(ALLOWED[what], "strange")
    refused = {each.field for each in errors(tmp_path, project)} & set(texts(project["properties"]))
    assert refused == set()


def test_the_check_refuses_ten_thousand_characters(tmp_path: Path):
    project = hostile(LONG, "long")
    wanted = {path for path in texts(project["properties"]) if path != "unknown field"}
    assert wanted - {each.field for each in errors(tmp_path, project) if each.rule == "too-long"} == set()


def test_no_message_holds_what_could_harm_a_terminal(tmp_path: Path):
    found = errors(tmp_path, *(hostile(text, f"h-{n}") for n, text in enumerate([*REFUSED.values(), SURROGATE, LONG])))
    assert found
    for problem in found:
        assert str(problem).isprintable()
        assert len(str(problem)) < 1000


# --- shown letter for letter ------------------------------------------------------------------------------------------

# Each text node of an element as its UTF-16 code units: nothing on the way can normalise or repair it.
CODE_UNITS = """root => {
  const found = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) found.push([...Array(walker.currentNode.data.length).keys()]
    .map(i => walker.currentNode.data.charCodeAt(i).toString(16)).join(" "));
  return found;
}"""


def units(text: str) -> str:
    """A text as its UTF-16 code units, in hexadecimal."""
    data = text.encode("utf-16-be", "surrogatepass")
    return " ".join(f"{int.from_bytes(data[at : at + 2]):x}" for at in range(0, len(data), 2))


def not_shown(page: Page, wanted: list[str], selector: str) -> list[str]:
    """Those texts that do not stand in an element, letter for letter."""
    nodes: list[str] = page.locator(selector).evaluate(CODE_UNITS)
    return [text for text in wanted if not any(units(text) in node for node in nodes)]


def nothing_ran(page: Page) -> bool:
    """Whether no hostile text has run; requests and messages fail the test by themselves."""
    return bool(
        page.evaluate("window.pwned === undefined && !document.querySelector('#panel img, [onerror], [onload]')")
    )


def leave(page: Page) -> None:
    """Close the card, and wait until it is gone."""
    page.keyboard.press("Escape")
    expect(card(page)).to_have_count(0)


@pytest.fixture
def dialogs() -> list[str]:
    """Messages of dialogs that a page opened."""
    return []


def watch(page: Page, dialogs: list[str]) -> None:
    """Note every dialog of a page and close it."""

    def note(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.set_default_timeout(5000)
    page.on("dialog", note)


@pytest.mark.slow
def test_every_hostile_text_is_shown_letter_for_letter_and_nothing_runs(open_page: Opener, dialogs: list[str]):
    features = [hostile(text, f"h-{number}", grid(number)) for number, text in enumerate(HOSTILE.values())]
    html = render_page(layer(*features, title_en="Hostile"))
    page = open_page(html, language_hash="lang=en", reduced_motion="reduce")
    watch(page, dialogs)
    for number, (what, text) in enumerate(HOSTILE.items()):
        page.locator(f'.mark[data-id="h-{number}"]').press("Enter")
        expect(card(page)).to_be_visible()
        assert not_shown(page, [f"{path} {text}" for path in SHOWN], ".card") == [], what
        leave(page)
    for language in ("ru", "uz", "kk"):
        page.get_by_role("button", name=word(language, "language.name"), exact=True).click()
        page.locator('.mark[data-id="h-0"]').press("Enter")
        expect(card(page)).to_be_visible()
        wanted = [f"{path.replace('_en', '_' + language)} {HOSTILE['script']}" for path in SHOWN]
        assert not_shown(page, wanted, ".card") == []
        leave(page)
    assert nothing_ran(page)
    assert dialogs == []


def test_hostile_projects_that_nobody_can_place_are_listed_letter_for_letter(open_page: Opener, dialogs: list[str]):
    features = [hostile(text, f"h-{number}") | {"geometry": None} for number, text in enumerate(HOSTILE.values())]
    page = open_page(render_page(layer(*features)), language_hash="lang=en")
    watch(page, dialogs)
    assert not_shown(page, [f"name_en {text}" for text in HOSTILE.values()], "#panel") == []
    page.locator("#panel").get_by_role("button", name="name_en <script>").click()
    assert not_shown(page, [f"{path} {HOSTILE['script']}" for path in SHOWN], "#panel .card") == []
    assert nothing_ran(page)
    assert dialogs == []


@pytest.mark.slow
def test_hostile_ids_keys_and_codes_are_only_text(open_page: Opener, dialogs: list[str]):
    features = [
        feature(
            point(*grid(number)),
            id=text,
            name_en=f"Number {number}.",
            sector=text,
            status=text,
            precision=text,
            status_date=text,
            start=text,
            checked=text,
            countries=[text],
            regions=[text],
            partners=[{"name": "P", "country": text, "role": text}],
            value=[{"amount": 5, "currency": text, "kind": text, "date": text, "qualifier": text}],
            figures=[{"label_en": "F", "value": 5, "unit": text, "date": text, "qualifier": text}],
            sources=[{"title": "T", "url": text, "date": text, "language": text, "supports": [text]}],
            **{f"key {text}": "a value of an unknown key"},
        )
        for number, text in enumerate(HOSTILE.values())
    ]
    page = open_page(render_page(layer(*features)), language_hash="lang=en", reduced_motion="reduce")
    watch(page, dialogs)
    for number, (what, text) in enumerate(HOSTILE.items()):
        page.get_by_role("button", name=f"Number {number}.").first.press("Enter")
        expect(card(page)).to_be_visible()
        assert not_shown(page, [f"key {text}"], ".card") == [], what
        expect(card(page).get_by_role("link")).to_have_count(1 if what == "address" else 0)
        leave(page)
    assert nothing_ran(page)
    assert dialogs == []


@pytest.mark.parametrize("code", ["constructor", "__proto__", "toString", "hasOwnProperty", "valueOf"])
def test_a_code_that_every_object_has_is_no_code(open_page: Opener, code: str):
    """Such names are found in any JavaScript object unless it is asked for its own."""
    project = feature(sector=code, status=code, precision=code, route=code, name_en="Named", **{code: "odd"})
    page = open_page(render_page(layer(project)), language_hash="lang=en")
    page.set_default_timeout(5000)
    page.get_by_role("button", name="Named").first.press("Enter")
    expect(card(page)).to_contain_text("odd")


def test_hostile_titles_are_only_text(open_page: Opener, dialogs: list[str]):
    title = " ".join(text for what, text in HOSTILE.items() if what not in ("controls", "lines", "long"))
    page = open_page(render_page(layer(feature(), title_en=title, as_of=title, remark=title)), language_hash="lang=en")
    watch(page, dialogs)
    assert not_shown(page, [title], "#panel h1") == []
    assert page.title().split() == title.split()
    assert nothing_ran(page)
    assert dialogs == []


def test_a_lone_surrogate_passes_through_the_command_line_unchanged(
    open_page: Opener, command: Command, tmp_path: Path
):
    path = tmp_path / "layer.geojson"
    path.write_text(json.dumps(collection(hostile(SURROGATE, "half"), title_en=SURROGATE)), encoding="ascii")
    done = command("build", path, "--no-check", "-o", "map.html", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "a.png: there is no such file; the picture is left out.\n")
    page = open_page(tmp_path / "map.html", language_hash="lang=en")
    page.locator('.mark[data-id="half"]').press("Enter")
    expect(card(page)).to_be_visible()
    assert not_shown(page, [f"{path} {SURROGATE}" for path in SHOWN], ".card") == []


def test_without_javascript_hostile_names_are_listed_as_text(open_page: Opener):
    shown = {what: text for what, text in HOSTILE.items() if what not in ("controls", "lines")}
    features = [hostile(text, f"h-{number}") for number, text in enumerate(shown.values())]
    page = open_page(render_page(layer(*features)), java_script_enabled=False)
    items = page.locator("noscript li").all_text_contents()
    assert len(items) == len(shown)
    for item, text in zip(items, shown.values(), strict=True):
        assert item.startswith(f"name_en {text}, place_en {text}")


# --- links ------------------------------------------------------------------------------------------------------------


def cited(*addresses: str) -> Any:
    """A project with a source for each address."""
    return feature(sources=[{"title": f"Title {n}", "url": url, "supports": []} for n, url in enumerate(addresses)])


@pytest.mark.parametrize("address", NO_LINKS, ids=repr)
def test_the_check_refuses_addresses_that_are_not_of_the_web(tmp_path: Path, address: str):
    assert "sources[0].url" in {each.field for each in errors(tmp_path, cited(address))}


@pytest.mark.parametrize("address", LINKS)
def test_the_check_lets_addresses_of_the_web_pass(tmp_path: Path, address: str):
    assert "sources[0].url" not in {each.field for each in errors(tmp_path, cited(address))}


def test_only_addresses_of_the_web_become_links(open_page: Opener, dialogs: list[str]):
    page = open_page(render_page(layer(cited(*NO_LINKS, *LINKS))), language_hash="lang=en")
    watch(page, dialogs)
    page.locator(".mark").press("Enter")
    links = card(page).get_by_role("link")
    expect(links).to_have_count(len(LINKS))
    assert [link.get_attribute("href") for link in links.all()] == list(LINKS)
    for number in range(len(NO_LINKS)):
        card(page).get_by_text(f"Title {number}", exact=True).click()
    assert nothing_ran(page)
    assert dialogs == []
    assert len(page.context.pages) == 1


@pytest.mark.parametrize(
    "source",
    [
        "https://example.org/picture.png",
        "//example.org/picture.png",
        "javascript:window.pwned=1",
        "data:text/html,<script>window.pwned=1</script>",
        "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='window.pwned=1'/>",
        "../../../../etc/hosts",
        "/etc/hosts",
        "missing.png",
    ],
)
def test_a_picture_that_is_no_file_beside_the_layer_is_asked_for_nowhere(
    open_page: Opener, tmp_path: Path, source: str
):
    """Refused by the check; without the check the page opens without it, and no file from elsewhere travels along."""
    image = {"src": source, "alt_en": "a", "credit": "c", "licence": "l"}
    if source != "missing.png":
        assert "images[0].src" in {each.field for each in errors(tmp_path, feature(images=[image]))}
    path = tmp_path / "layer.geojson"
    path.write_text(json.dumps(collection(feature(images=[image]))), encoding="utf-8")
    html = render_page(geo.read(path))
    [project] = Document(html).data()["projects"]
    assert [each["src"] for each in project["images"]] == [""]
    page = open_page(html, language_hash="lang=en")
    page.locator(".mark").press("Enter")
    expect(card(page)).to_be_visible()
    assert page.evaluate("window.pwned === undefined")


def test_no_sign_of_the_title_turns_the_words_around_it_in_the_head_of_the_page():
    head = render_page(layer(feature(), title_en="Rail\u202e roads")).partition("</head>")[0]
    assert "Rail roads" in head
    assert "\u202e" not in head.partition("<title>")[2].partition("</title>")[0]
