"""The page as one HTML file: head, noscript, panel, data and scripts, and a policy that admits nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import NamedTuple, cast

from jinja2 import Environment, FileSystemLoader

from geo.model.codebook import BUILT_IN, Codebook
from maps.page import assets, first_view, ground, project_columns
from maps.page.deflated import compact_json, deflated
from maps.page.packed.packer import Packed
from maps.page.publication import Alternate
from maps.page.shell import PageData
from maps.style import theme, typeface
from maps.style.looks import looks_of
from maps.text import i18n
from maps.text.code_names import code_name

MAP_NAME = "map_coopmap"
"""Identifier of the map's element, and of its variable for what a developer adds."""

ZOOM_CONTROL, ZOOM_SNAP, ZOOM_DELTA = False, 0.25, 1
"""Options of Leaflet's map: no buttons of its own; zooms it may stop at, and the step of keys and buttons."""

START = f'dispatchEvent(new CustomEvent("coopmap-map", {{detail: {MAP_NAME}}}));'
"""Hands the map to our scripts."""


_LATE = ("rest", "companions", "columns", "later", "later_words")
"""What the data hold packed: behind the scripts, for a browser has nothing to read there before it is wanted."""


class Additions(NamedTuple):
    """What a developer has added by folium, as text of the page; it may need a network."""

    head: str
    body: str
    script: str


@dataclass
class PageDocument:
    """A page before it is text."""

    data: PageData
    packed: Packed | None = None
    codebook: Codebook = field(default=BUILT_IN)
    preview: str | None = None
    """The web address of a picture of the map, which is shown where the page is shared."""
    alternates: Sequence[Alternate] = ()
    """Other forms of the page beside it."""
    dataset: str = ""
    """What search engines read of the layer, JSON that may stand in a script element."""

    def html(self, added: Additions | None = None) -> str:
        """The whole page. added: the map with what stands on it as folium writes it, instead of our map alone."""
        editor, split, extended = "editor" in self.data, "split" in self.data, added is not None
        written, late = _parted(_written(self.data))
        if not split:
            late = {"around": deflated(compact_json(assets.around())), **late}
        data = block("data.html", data=assets.as_json(written))
        script = f"{assets.script(self._entry(), editor=editor)}\n"
        if added is None:
            added = Additions(head="", body=block("map.html", name=MAP_NAME), script=_new_map())
        sheets = ("split.css" if split else "page.css", *(["editor.css"] if editor else []))
        style = _styles(looks_of(self.codebook).colours, sheets, extended=extended)
        language = self.data["language"] or self.data["words"]["languages"][0]
        # Of the packed parts, which are many bytes and run nothing, the policy says nothing.
        parts = {"early": self.packed.early, "late": late | self.packed.late} if self.packed else {"late": late}
        values = {
            "head": block("head.html", style=style, script=assets.leaflet_script()) + added.head,
            "body": added.body + data,
            "script": script + added.script,
            "language": language,
            "direction": "rtl" if i18n.is_right_to_left(language) else "ltr",
            "version": _version(),
            "preview": self.preview,
            "alternates": self.alternates,
            "dataset": self.dataset,
            **self._texts(language),
        }
        hosts = tuple(str(provider["host"]) for provider in self.data["tiles"])
        page = block("page.html", **values)
        policy = assets.policy(page, hosts, extended=extended, asks=editor or split, later=not split)
        html = block("page.html", policy=policy, **parts, **values)
        # What a developer has added may be a script, in which a letter cannot be written as HTML has it.
        return html if extended else html.encode("ascii", "xmlcharrefreplace").decode("ascii")

    def _entry(self) -> str:
        """The script of the page: of plain projects, of packed ones, of those in files beside it."""
        if "split" in self.data:
            return "split.js"
        return "packed.js" if self.packed else "page.js"

    def _count(self) -> object:
        """How many projects the page shows."""
        if "split" in self.data:
            return self.data["split"]["count"]
        return self.data["packed"]["count"] if self.packed else len(self.data["projects"])

    def _texts(self, language: str) -> dict[str, object]:
        projects = [
            {
                "name": i18n.version(project, "name", language) or project["id"],
                "place": i18n.version(project, "place", language),
                "status": code_name(self.codebook, language, "status", project.get("status")),
            }
            for project in self.data.get("projects", ())
        ]
        words = "split" if "split" in self.data else "page"
        return {
            "title": typeface.clean(i18n.version(self.data["layer"], "title", language)),
            "description": i18n.text(language, f"{words}.description", n=self._count()),
            "noscript": i18n.text(language, f"{words}.noscript"),
            "projects": projects,
        }


def _written(data: PageData) -> PageData:
    """The data as the page holds them: more than a few projects, and what they cite, as columns; of a few, what is not
    seen first apart."""
    data = cast("PageData", {**data, "basemap": ground.written(data["basemap"])})
    projects = data.get("projects", [])
    if len(projects) <= project_columns.FEW:
        return first_view.split(data)
    return {**data, "projects": [], "sources": [], "columns": project_columns.packed(projects, data["sources"])}


def _parted(data: PageData) -> tuple[dict[str, object], dict[str, str]]:
    """The data without what stands in parts of its own, and these parts, as base64. `apart` names those without which
    the page's data are not whole; the points of the base map are none of them."""
    written = dict(data)
    base = dict(data["basemap"])
    late = {name: str(written.pop(name)) for name in _LATE if name in written}
    points = {"points": str(base.pop("points"))}
    return {**written, "basemap": base, "apart": list(late)}, points | late


def _new_map() -> str:
    # Without a view, which our scripts choose: for one, Leaflet would make the browser lay out a page without texts.
    # Nor with a line of credits, which would be laid out before the first picture only to give way to ours.
    options = {
        "zoomControl": ZOOM_CONTROL,
        "zoomSnap": ZOOM_SNAP,
        "zoomDelta": ZOOM_DELTA,
        "attributionControl": False,
    }
    return f"var {MAP_NAME} = L.map({assets.as_json(MAP_NAME)}, {assets.as_json(options)});\n{START}"


def block(template: str, **values: object) -> str:
    """A file of maps/web with values filled in; all are escaped but those that the file itself calls safe."""
    return _templates().get_template(template).render(**values)


@cache
def _templates() -> Environment:
    return Environment(loader=FileSystemLoader(assets.WEB), autoescape=True, keep_trailing_newline=True)


def _styles(own: theme.OwnFamilies, sheets: Sequence[str], *, extended: bool) -> str:
    return f"{assets.leaflet_style(extended=extended)}\n{theme.css(own)}\n{assets.style(*sheets)}"


def _version() -> str:
    try:
        return version("coopmap")
    except PackageNotFoundError:
        return "0"
