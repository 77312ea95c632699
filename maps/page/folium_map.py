"""A layer as a folium map, to which a developer adds what folium has."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import folium
from branca.element import CssLink, Element, Figure, JavascriptLink, MacroElement
from folium.folium import _default_css, _default_js
from jinja2 import Template

from geo import Layer
from maps.page import assets
from maps.page.document import MAP_NAME, START, ZOOM_CONTROL, ZOOM_DELTA, ZOOM_SNAP, Additions, PageDocument, block
from maps.page.payload import Records
from maps.page.render import document_of

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

_NEEDED_BY = {
    folium.Icon: ("awesome_markers", "bootstrap_css", "awesome_markers_font_css", "awesome_markers_css"),
}


def project_map(  # noqa: PLR0913  each file beside a layer is an option of its own
    projects: Layer | GeoDataFrame | str | os.PathLike[str],
    *,
    title: str | None = None,
    language: str | None = None,
    indicators: Records = (),
    milestones: Records = (),
    story: Records = (),
    editor: Mapping[str, object] | None = None,
    notify: Callable[[str], object] | None = None,
    preview: str | None = None,
) -> folium.Map:
    """A folium map of a layer: base map, marks, cards, legend and language switch.

    projects: a Layer; a GeoDataFrame with a name and a geometry, other columns are shown in the card; or the path of a
    layer or of any file that `coopmap import` reads. title: instead of the layer's own; language: the one of the
    layer's that the page opens in (else the reader's, else the layer's first); indicators, milestones: the key figures
    and events shown in the panel, as `geo.read_indicators` and `geo.read_milestones` give them; story: the stops of a
    presentation, as `geo.read_story` gives them; editor: what the editor's script reads, in a page that `coopmap edit`
    serves; notify: called with a sentence for each picture that is left out; preview: the web address of a picture of
    the map, which is shown where the page is shared. Add to it what folium has, save it, or let a notebook show it:
    what is added may need a network, the map itself does not. Raises CoopmapError for a language that the
    layer is not in and for a file that cannot be read, and TypeError for what is none of these.
    """
    return ProjectMap(
        document_of(
            projects,
            preview=preview,
            title=title,
            language=language,
            indicators=indicators,
            milestones=milestones,
            story=story,
            editor=editor,
            notify=notify,
        )
    )


class ProjectMap(folium.Map):
    """folium's map with Leaflet and our scripts inside the page, and with names that are the same in every build."""

    def __init__(self, document: PageDocument) -> None:
        super().__init__(tiles=None, zoom_control=ZOOM_CONTROL, zoom_snap=ZOOM_SNAP, zoom_delta=ZOOM_DELTA)
        self._id = MAP_NAME.removeprefix("map_")
        self.default_js = []
        self.default_css = []
        self.page = Page(document)
        self.page.add_child(self, name=self.get_name())
        ProjectLayer().add_to(self, name="project_layer")

    def added(self) -> list[Element]:
        """What a developer has added: all elements below the map but our own."""
        return [element for element in _below(self) if not isinstance(element, ProjectLayer)]

    def render(self, **kwargs: object) -> str:
        """Adds the map to the page, without folium's styles and switches for touch, which ours replace."""
        super().render(**kwargs)  # type: ignore[no-untyped-call]  # folium's is not typed
        self.page.header.add_child(_Fixed(""), name=self.get_name())
        added = self.added()
        self.page.extended = bool(added)
        # folium's popups stand on jQuery; linked from a network, a page without one stops at the first popup.
        jquery = assets.jquery_script() if _has(added, folium.Popup) else ""
        marker = assets.marker_pictures() if _has(added, folium.Marker) else ""
        if jquery or marker:
            self.page.header.add_child(_Fixed(block("added.html", jquery=jquery, marker=marker)), name="added")
        for kind, names in _NEEDED_BY.items():
            if _has(added, kind):
                self.page.link(names)
        return ""


def _has(elements: Sequence[Element], kind: type[Element]) -> bool:
    return any(isinstance(element, kind) for element in elements)


def _below(element: Element) -> Iterator[Element]:
    for child in element._children.values():  # noqa: SLF001  branca has no other way through its tree
        yield child
        yield from _below(child)


class ProjectLayer(MacroElement):
    """The event that hands folium's map to our scripts."""

    _template = Template("{% macro script(this, kwargs) %}" + START + "{% endmacro %}")

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # branca's is not typed
        self._name = "ProjectLayer"
        self._id = "coopmap"


class Page(Figure):
    """The page around the map, and what a developer adds to it."""

    def __init__(self, document: PageDocument) -> None:
        super().__init__(height="640px")
        self._id = "coopmap_page"
        self.extended = False
        self.document = document
        self.header = Element()

    def link(self, names: Sequence[str]) -> None:
        """Links what an element of folium's own needs, as folium would: such a page then needs a network."""
        for kind, linked in ((JavascriptLink, _default_js), (CssLink, _default_css)):
            for name, address in linked:
                if name in names:
                    self.header.add_child(kind(address), name=name)

    def render(self, **kwargs: object) -> str:
        """The whole page as HTML; without additions it is what `render_page` gives."""
        for child in self._children.values():
            child.render(**kwargs)
        if not self.extended:
            return self.document.html()
        parts = (part.render(**kwargs) for part in (self.header, self.html, self.script))
        return self.document.html(Additions(*parts))


class _Fixed(Element):
    """Text that goes into the page as it stands; branca's own Element would read it as a template."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def render(self, **_: object) -> str:
        """The text."""
        return self._text
