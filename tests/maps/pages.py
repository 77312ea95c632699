"""Layers as pages, and pages as tests read them: parsed, never retyped."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from typing import Any

from playwright.sync_api import Frame, Locator, Page, expect

import geo
from maps import render_page
from maps.page.deflated import deflated, inflated
from maps.text import i18n
from tests.browser import wait_until_drawn


@cache
def shipped_layer() -> geo.Layer:
    """The layer that ships with coopmap."""
    return geo.read(geo.data_path("projects.geojson"))


@cache
def shipped_page() -> str:
    """Its page, made in this process with the companions left out."""
    return render_page(shipped_layer())


def layer(*features: Any, **members: Any) -> geo.Layer:
    """A layer of GeoJSON Features."""
    return geo.Layer(features, members)


@dataclass
class Node:
    """An element: its tag, its attributes, and the text that stands directly in it."""

    tag: str
    attributes: dict[str, str]
    text: str = ""


@dataclass
class Document(HTMLParser):
    """An HTML page as its elements, in order."""

    html: str
    nodes: list[Node] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._open: list[Node] = []
        self.feed(self.html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Called by the parser."""
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.nodes.append(node)
        if tag not in {"meta", "link", "img", "br", "input"}:
            self._open.append(node)

    def handle_endtag(self, tag: str) -> None:
        """Called by the parser."""
        while self._open and self._open.pop().tag != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Called by the parser."""
        if self._open:
            self._open[-1].text += data

    def all(self, tag: str, **attributes: str) -> list[Node]:
        """The elements of a tag with these attributes."""
        wanted = attributes.items()
        return [node for node in self.nodes if node.tag == tag and wanted <= node.attributes.items()]

    def first(self) -> Any:
        """What the page's scripts read first."""
        [node] = self.all("script", type="application/json")
        return json.loads(node.text)

    def data(self) -> Any:
        """What the page holds for its scripts, unpacked."""
        data = self.first()
        data["basemap"]["points"] = self.part("points")
        if "rest" in data["apart"]:
            rest = json.loads(inflated(self.part("rest")))
            projects = [first | more for first, more in zip(data["projects"], rest["projects"], strict=True)]
            data |= {"projects": projects, "sources": rest["sources"], "article": rest["article"]}
            data["words"]["entries"] |= rest["words"]
            data["basemap"]["places"] = rest["places"]
            for kind, names in rest["names"].items():
                for shape, name in zip(data["basemap"][kind], names, strict=True):
                    shape["name"] = name
        return data | json.loads(inflated(self.part("companions")))

    def part(self, name: str) -> str:
        """A packed part beside the data, as the page holds it."""
        [node] = self.all("script", id=f"coopmap-{name}")
        return node.text

    def scripts(self) -> list[str]:
        """Inline scripts that run."""
        return [node.text for node in self.all("script") if not {"type", "src"} & node.attributes.keys()]

    def styles(self) -> list[str]:
        """Inline style sheets."""
        return [node.text for node in self.all("style")]


def with_rest(html: str, old: str, new: str) -> str:
    """A page with another text, which stands once there, in what it unpacks after its first picture."""
    packed = Document(html).part("rest")
    rest = inflated(packed).decode()
    assert rest.count(old) == 1
    return html.replace(packed, deflated(rest.replace(old, new)))


# --- what a reader does -----------------------------------------------------------------------------------------------


def word(language: str, key: str) -> str:
    """An interface text that has no forms."""
    found = i18n.load(language)[key]
    assert isinstance(found, str)
    return found


def name(project: Mapping[str, Any], language: str = "en") -> str:
    """A project's name in a language."""
    return str(project[f"name_{language}"])


def mark_of(page: Page | Frame, project: Mapping[str, Any], language: str = "en") -> Locator:
    """The project's mark on the map, found by what a screen reader says of it; the first of a line's courses."""
    said = re.compile(re.escape(name(project, language)))
    return page.locator(".leaflet-marker-pane").get_by_role("button", name=said).first


def card(page: Page | Frame) -> Locator:
    """The open card: a part of the panel, or with #embed a dialog on the map."""
    return page.locator(".card-frame:is([role=region], [role=dialog])")


def open_card(page: Page | Frame, project: Mapping[str, Any], language: str = "en") -> Locator:
    """Open a placed project's card by keyboard, turning to it where several stand in one place."""
    mark_of(page, project, language).press("Enter")
    opened = card(page)
    heading = opened.get_by_role("heading", name=name(project, language), exact=True)
    following = opened.get_by_role("button", name=word(language, "card.next"))
    shown = opened.get_by_role("heading", level=2)
    for _ in range(60):
        said = shown.inner_text()
        if heading.count():
            break
        following.click()
        expect(shown).not_to_have_text(said)
    expect(heading).to_be_visible()
    return opened


def way_out(page: Page | Frame, language: str = "en") -> Locator:
    """The button that takes the card away: "Back" in the panel, "Close" on the map."""
    labels = "|".join(re.escape(word(language, key)) for key in ("card.back", "card.close"))
    return card(page).get_by_role("button", name=re.compile(rf"^(‹ )?({labels})$"))


def close_card(page: Page | Frame, language: str = "en") -> None:
    """Close the card by its button, and wait until it is gone."""
    way_out(page, language).click()
    expect(card(page)).to_have_count(0)


def panel(page: Page | Frame) -> Locator:
    """The panel with title, search, tabs and what they show."""
    return page.get_by_role("complementary")


def show_tab(page: Page | Frame, name: str, language: str = "en") -> Locator:
    """Choose a tab of the panel by a click; gives its body."""
    page.get_by_role("tab", name=word(language, f"tab.{name}"), exact=True).click()
    return page.get_by_role("tabpanel", name=word(language, f"tab.{name}"), exact=True)


def raise_sheet(page: Page | Frame, language: str = "en") -> None:
    """On a phone, pull the sheet up from its foot by its handle; beside the map the panel is open already."""
    handle = panel(page).get_by_role("button", name=re.compile(rf"{re.escape(word(language, 'panel.open'))}$"))
    if handle.count():
        handle.click()


def shown(page: Page | Frame) -> Locator:
    """The line of the panel that says how many projects are shown."""
    return panel(page).locator(".shown p")


def listed(page: Page | Frame) -> list[str]:
    """The ids of the projects in the list, in its order."""
    ids: list[str] = page.locator("#panel-body .entry").evaluate_all("all => all.map((one) => one.dataset.id)")
    return ids


def names_listed(page: Page | Frame) -> list[str]:
    """The names in the list, in its order, once each entry has its own: those of a packed layer are unpacked first."""
    names = page.locator("#panel-body .entry-name")
    expect(names.first).to_be_visible()
    expect(names.filter(has_text=re.compile(r"^$"))).to_have_count(0)
    return names.all_text_contents()


def entry_of(page: Page | Frame, project: Mapping[str, Any]) -> Locator:
    """A project's entry in the list."""
    return page.locator(f"#panel-body .entry[data-id='{project['id']}']")


def section(page: Page | Frame, title: str) -> Locator:
    """A part of the panel by its heading."""
    heading = page.get_by_role("heading", name=title, exact=True)
    return panel(page).locator("section").filter(has=heading)


def switch_of(page: Page | Frame, facet: str, code: str) -> Locator:
    """A switch of the legend."""
    return panel(page).locator(f"button[aria-pressed][data-field='{facet}'][data-code='{code}']")


def use(page: Page | Frame, language: str) -> None:
    """Choose a language with the switch."""
    button = page.get_by_role("button", name=word(language, "language.name"), exact=True)
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")


def go(page: Page, longitude: float, latitude: float, zoom: float) -> None:
    """Move the map there at once, through the folium map's own Leaflet map."""
    page.evaluate("([x, y, zoom]) => map_coopmap.setView([y, x], zoom, {animate: false})", [longitude, latitude, zoom])


def reopen(page: Page, state: str) -> None:
    """Open the page anew in its window, at another fragment of its address, such as "lang=ru"."""
    page.evaluate("(state) => history.replaceState(null, '', '#' + state)", state)
    page.reload()
    wait_until_drawn(page)


def until(page: Page | Frame, expression: str, argument: Any = None) -> None:
    """Wait until JavaScript is true of the page; the page's own policy forbids Playwright to ask from inside."""
    for _ in range(250):
        if page.evaluate(expression, argument):
            return
        page.wait_for_timeout(60)
    raise AssertionError(f"never true: {expression}")


_AT_REST = """() => new Promise((done) => {
  let [quiet, since] = [0, performance.now()];
  const end = since + 15_000;
  const moved = () => [quiet, since] = [0, performance.now()];
  const watch = new MutationObserver(moved);
  watch.observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
  addEventListener("scroll", moved, {capture: true});
  const isGliding = ({playState, effect}) => playState === "running" && effect.getTiming().iterations !== Infinity;
  const look = () => {
    quiet++;
    if (document.getAnimations().some(isGliding)) moved();
    const now = performance.now();
    if (now < end && (quiet < 5 || now < since + 250)) return requestAnimationFrame(look);
    watch.disconnect();
    removeEventListener("scroll", moved, {capture: true});
    done();
  };
  requestAnimationFrame(look);
})"""


def rests(page: Page | Frame) -> None:
    """Wait until nothing has changed or moved in the page for a quarter of a second and five frames."""
    page.evaluate(_AT_REST)


def becomes(page: Page | Frame, read: Callable[[], object], wanted: object) -> None:
    """Wait until what a test reads of the page is what it wants."""
    for _ in range(250):
        if read() == wanted:
            return
        page.wait_for_timeout(60)
    assert (found := read()) == wanted, f"{found} is not {wanted}"  # pytest does not say so outside a module of tests
