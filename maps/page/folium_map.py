"""A layer as a folium map, and the map as one HTML file that needs no network."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Unpack

import folium
from branca.element import CssLink, Element, Figure, JavascriptLink, MacroElement
from folium.folium import _default_css, _default_js
from jinja2 import Environment, FileSystemLoader, Template

from geo import Layer
from geo.io.codebook_files import codebook_beside
from geo.model.codebook import BUILT_IN, Codebook
from geo.tables.imported import from_frame, layer_or_none, plan_of_file
from geo.tables.incoming import ImportOptions
from maps.page import assets
from maps.page.packed.packer import Packed
from maps.page.payload import PageData, PageOptions, Records, page_data
from maps.page.publication import UNPUBLISHED, Publication, dataset_json
from maps.style import theme
from maps.style.looks import looks_of
from maps.text import i18n
from maps.text.code_labels import labels
from maps.text.code_names import code_name

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
    published: Publication = UNPUBLISHED,
) -> folium.Map:
    """A folium map of a layer: base map, marks, cards, legend and language switch.

    projects: a Layer; a GeoDataFrame with a name and a geometry, other columns are shown in the card; or the path of a
    layer or of any file that `coopmap import` reads. title: instead of the layer's own; language: the one of the
    layer's that the page opens in (else the reader's, else the layer's first); indicators, milestones: the key figures
    and events shown in the panel, as `geo.read_indicators` and `geo.read_milestones` give them; story: the stops of a
    presentation, as `geo.read_story` gives them; editor: what the editor's script reads, in a page that `coopmap edit`
    serves; notify: called with a sentence for each picture that is left out; preview: the web address of a picture of
    the map, which is shown where the page is shared; published: where the page will be found, and what lies beside it.
    Add to it what folium has, save it, or let a notebook show it: what is added may need a network, the map itself
    does not. Raises CoopmapError for a language that the layer is not in and for a file that cannot be read, and
    TypeError for what is none of these.
    """
    layer = _layer_of(projects)
    if language is not None:
        i18n.one_of(language, layer.languages)
    companions = {"indicators": indicators, "milestones": milestones, "story": story}
    data, packed = page_data(layer, title=title, language=language, editor=editor, notify=notify, **companions)
    drawn = ProjectMap(data, packed, layer.codebook)
    drawn.page.preview = preview
    drawn.page.published = published
    if editor is None:
        drawn.page.dataset = dataset_json(layer, data, published)
    return drawn


def _layer_of(projects: Layer | GeoDataFrame | str | os.PathLike[str]) -> Layer:
    """The layer of what a caller has. Of a file that is none the rows that can be read are taken."""
    if isinstance(projects, Layer):
        return projects
    codebook = codebook_beside(projects) if isinstance(projects, (str, os.PathLike)) else BUILT_IN
    options = ImportOptions(labels(codebook), own=True, codebook=codebook)
    if isinstance(projects, (str, os.PathLike)):
        return layer_or_none(projects) or plan_of_file(projects, options).after
    return from_frame(projects, options)


def render_page(projects: Layer | GeoDataFrame | str | os.PathLike[str], **options: Unpack[PageOptions]) -> str:
    """The map as HTML, one self-contained page; options as for `project_map`. The same input gives the same text."""
    page: str = project_map(projects, **options).get_root().render()
    return page


class ProjectMap(folium.Map):
    """folium's map with Leaflet and our scripts inside the page, and with names that are the same in every build."""

    def __init__(self, data: PageData, packed: Packed | None = None, codebook: Codebook = BUILT_IN) -> None:
        super().__init__(tiles=None, zoom_control=False, zoom_snap=0.25, zoom_delta=1)
        self._id = "coopmap"
        self.default_js = []
        self.default_css = []
        self.page = Page(data, packed, codebook)
        self.page.add_child(self, name=self.get_name())
        ProjectLayer(data, self.page).add_to(self, name="project_layer")

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
            self.page.header.add_child(_Fixed(_block("added.html", jquery=jquery, marker=marker)), name="added")
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
    """Our layer and controls: the data as JSON in the page, our scripts, and the event that hands them folium's map."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        'dispatchEvent(new CustomEvent("coopmap-map", {detail: {{ this._parent.get_name() }}}));'
        "{% endmacro %}"
    )

    def __init__(self, data: PageData, page: Page) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # branca's is not typed
        self._name = "ProjectLayer"
        self._id = "coopmap"
        self._json = assets.as_json(data)
        self._page = page

    def render(self, **kwargs: object) -> str:
        """Puts the data, our scripts and the event that starts them into the page."""
        self._page.html.add_child(_Fixed(_block("data.html", data=self._json)), name="coopmap_data")
        script = assets.script(packed=self._page.packed, editor=self._page.editor)
        self._page.script.add_child(_Fixed(script), name="coopmap_scripts", index=0)
        super().render(**kwargs)  # type: ignore[no-untyped-call]
        return ""


class Page(Figure):
    """The page around the map: head, noscript, panel, and a policy that admits nothing but what stands here."""

    def __init__(self, data: PageData, packed: Packed | None, codebook: Codebook) -> None:
        super().__init__(height="640px")
        self._id = "coopmap_page"
        self.extended = False
        self.preview: str | None = None
        self.published = UNPUBLISHED
        self.dataset = ""
        self.editor = "editor" in data
        self._data = data
        self._packed = packed
        self._codebook = codebook
        self.header = Element()
        self.header.add_child(_Fixed(""), name="head")

    @property
    def packed(self) -> bool:
        """Whether the projects stand in the page packed, and need the scripts for that."""
        return self._packed is not None

    def link(self, names: Sequence[str]) -> None:
        """Links what an element of folium's own needs, as folium would: such a page then needs a network."""
        for kind, linked in ((JavascriptLink, _default_js), (CssLink, _default_css)):
            for name, address in linked:
                if name in names:
                    self.header.add_child(kind(address), name=name)

    def render(self, **kwargs: object) -> str:
        """The whole page as HTML."""
        for child in self._children.values():
            child.render(**kwargs)
        style = _styles(looks_of(self._codebook).colours, extended=self.extended, editor=self.editor)
        head = _block("head.html", style=style, script=assets.leaflet_script())
        self.header.add_child(_Fixed(head), name="head")
        language = self._data["language"] or self._data["words"]["languages"][0]
        # Of the packed parts, which are many bytes and run nothing, the policy says nothing.
        parts = {"early": self._packed.early, "late": self._packed.late} if self._packed else {}
        values = {
            "head": self.header.render(**kwargs),
            "body": self.html.render(**kwargs),
            "script": self.script.render(**kwargs),
            "language": language,
            "direction": "rtl" if i18n.is_right_to_left(language) else "ltr",
            "version": _version(),
            "preview": self.preview,
            "alternates": self.published.alternates,
            "dataset": self.dataset,
            **self._texts(language),
        }
        hosts = tuple(str(provider["host"]) for provider in self._data["tiles"])
        page = _block("page.html", **values)
        policy = assets.policy(page, hosts, extended=self.extended, editor=self.editor)
        return _block("page.html", policy=policy, **parts, **values)

    def _texts(self, language: str) -> dict[str, object]:
        projects = [
            {
                "name": i18n.version(project, "name", language) or project["id"],
                "place": i18n.version(project, "place", language),
                "status": code_name(self._codebook, language, "status", project.get("status")),
            }
            for project in self._data["projects"]
        ]
        count = self._data["packed"]["count"] if self.packed else len(projects)
        return {
            "title": i18n.version(self._data["layer"], "title", language),
            "description": i18n.text(language, "page.description", n=count),
            "noscript": i18n.text(language, "page.noscript"),
            "projects": projects,
        }


class _Fixed(Element):
    """Text that goes into the page as it stands; branca's own Element would read it as a template."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def render(self, **_: object) -> str:
        """The text."""
        return self._text


def _block(template: str, **values: object) -> str:
    """A file of maps/web with values filled in; all are escaped but those that the file itself calls safe."""
    return _templates().get_template(template).render(**values)


@cache
def _templates() -> Environment:
    return Environment(loader=FileSystemLoader(assets.WEB), autoescape=True, keep_trailing_newline=True)


def _styles(own: theme.OwnFamilies, *, extended: bool, editor: bool) -> str:
    return f"{assets.leaflet_style(extended=extended)}\n{theme.css(own)}\n{assets.style(editor=editor)}"


def _version() -> str:
    try:
        return version("coopmap")
    except PackageNotFoundError:
        return "0"
