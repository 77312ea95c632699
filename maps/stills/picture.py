"""A layer as a picture, PNG, SVG or PDF, that needs no browser and shows itself in a notebook."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, TypedDict

from geo import CoopmapError, Layer
from geo.errors import show
from geo.messages import Message, template
from maps import project_tables
from maps.basemap import border_choices
from maps.drawing.options import FIELDS, PARTS, SHORT, RenderOptions
from maps.drawing.shapes import Box, Drawing
from maps.drawing.sheet import scene
from maps.selection import chosen
from maps.style.theme import STILLS
from maps.text import age, i18n
from maps.text.names import Project, web_address

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

SIZES: dict[str, tuple[float, float, float]] = {
    "16:9": (960.0, 540.0, 144.0),
    "4:3": (720.0, 540.0, 144.0),
    "square": (540.0, 540.0, 144.0),
    "a4": (297 / 25.4 * 72, 210 / 25.4 * 72, 300.0),
    "a4-portrait": (210 / 25.4 * 72, 297 / 25.4 * 72, 300.0),
    "a3": (420 / 25.4 * 72, 297 / 25.4 * 72, 300.0),
    "a3-portrait": (297 / 25.4 * 72, 420 / 25.4 * 72, 300.0),
    "locator": (255.0, 255.0, 300.0),
    "social": (900.0, 472.5, 96.0),
    "social-square": (810.0, 810.0, 96.0),
    "story": (810.0, 1440.0, 96.0),
}
"""Width and height in points of each named size, and the dots an inch of its PNG."""

_LETTERS = 11.0
"""Pixels of the smallest letters of a PNG: what would be smaller is set in them, or left out."""
_ON_PHONES = {"social": 20.0, "social-square": 20.0, "story": 24.0}
"""The same of sizes that are shown smaller than they are."""

_MAX_PROJECTS = 10_000
"""Projects that a picture shows at most: so many take 4 to 15 seconds of a core, the most where all are lines."""
_NUMBERED = 150
"""Projects that a picture numbers at most."""

FORMATS = ("png", "svg", "pdf")

_LEAST, _MOST = 64, 16_000
"""Pixels of a side that a picture has at least and at most."""
_AREA = 150_000_000
"""Pixels that a picture has at most."""
_LOCATED = frozenset({"title", "legend", "date"})
"""What a locator is without."""


_NotebookData = TypedDict("_NotebookData", {"image/png": bytes, "text/plain": str})


@dataclass(frozen=True)
class Picture:
    """A picture of a layer, drawn when it is asked for."""

    layer: Layer
    """Title and countries are its own."""
    projects: tuple[Project, ...]
    """Those that are shown."""
    options: RenderOptions
    """Size, language, theme, parts."""
    pixels: tuple[int, int]
    """Width and height of its PNG."""
    dpi: float
    """Dots an inch of its PNG."""

    @cached_property
    def drawing(self) -> Drawing:
        """The picture as named shapes."""
        return scene(self.layer, self.projects, self.options)

    def png(self) -> bytes:
        """The picture as PNG."""
        from maps.stills.png import png

        return png(self.drawing, self.pixels, self.dpi)

    def svg(self, *, outlines: bool = False) -> bytes:
        """The picture as SVG, in UTF-8; outlines: letters as shapes, for programs that ignore embedded fonts."""
        from maps.stills.svg import svg

        return svg(self.drawing, self.pixels, outlines=outlines).encode("utf-8")

    def pdf(self) -> bytes:
        """The picture as a PDF of one page."""
        from maps.stills.pdf import pdf

        return pdf([self.drawing])

    def written(self, suffix: str) -> bytes:
        """The picture in the format of a file's suffix, such as "png". Raises CoopmapError for another one."""
        if suffix not in FORMATS:
            raise CoopmapError(
                Message(
                    "There are no pictures of the kind {suffix}; choose one of {formats}.",
                    suffix=show(suffix),
                    formats=", ".join(FORMATS),
                )
            )
        data: bytes = getattr(self, suffix)()
        return data

    @cached_property
    def missing(self) -> str:
        """Letters of the picture that no typeface has, each once: boxes stand in their place."""
        from maps.stills.font_subset import missing

        return missing(self.drawing.shapes)

    def _repr_mimebundle_(self, **_: object) -> tuple[_NotebookData, dict[str, dict[str, int]]]:
        """What a notebook shows: the PNG at its size on paper, and its description."""
        size = {"width": round(self.options.width), "height": round(self.options.height)}
        return {"image/png": self.png(), "text/plain": self.drawing.description}, {"image/png": size}


def picture(
    projects: Layer | GeoDataFrame,
    *,
    size: str | None = None,
    dpi: float | None = None,
    language: str | None = None,
    theme: str = "light",
    title: str | None = None,
    only: str | Sequence[str] = (),
    without: Collection[str] = (),
    extent: Sequence[float | str] | None = None,
    crs: str | None = None,
    page: str | None = None,
    transparent: bool = False,
    locator: bool = False,
    by: str | None = None,
    numbered: bool = False,
    today: date | None = None,
) -> Picture:
    """A picture of a layer, as a Layer or a GeoDataFrame with the schema's fields as columns.

    size: one of SIZES, or pixels such as "1920x1080"; dpi: dots an inch of the PNG, which for pixels sets how large
    text is; language: one of the layer's, its first by default; theme: one of theme.STILLS; title: instead of the
    layer's own; only: ids, sectors and statuses to show; without: parts to leave out, of options.PARTS; extent: west,
    south, east, north in degrees; crs: a coordinate system instead of the equal-area one centred on the layer; page:
    the address of the published map, to which marks then lead; transparent: without paper, sea and neighbours;
    locator: a small map with an overview; by: one of options.FIELDS, for a small map of the projects of each of its
    values; numbered: with numbers in the marks and a list of what they are; today: the day against which statuses are
    old, by default this one. Raises CoopmapError, one plain sentence, for what cannot be.
    """
    layer = projects if isinstance(projects, Layer) else _of_frame(projects)
    name = size or ("locator" if locator else "16:9")
    wide, high, pixels, dots = measured(name, dpi)
    left_out = frozenset(without) | (_LOCATED if locator else frozenset())
    options = RenderOptions(
        wide,
        high,
        i18n.one_of(language, layer.languages),
        _one_of(_NO_THEME, theme, STILLS),
        title,
        frozenset(_one_of(_NO_PART, part, PARTS) for part in left_out),
        _extent(extent),
        crs,
        _page(page),
        transparent,
        locator,
        today or age.today(),
        _ON_PHONES.get(name.strip().casefold(), _LETTERS) / dots * 72,
        by=None if by is None else _one_of(_NO_FIELD, by, FIELDS),
        borders=border_choices.of_members(layer.members),
    )
    selected = chosen(project_tables.plain_projects(layer), [only] if isinstance(only, str) else only)
    if len(selected) > _MAX_PROJECTS:
        raise CoopmapError(
            Message(
                "A picture shows at most {max_projects:,} projects, got {selected:,}; choose fewer with --only,"
                " or build the page.",
                max_projects=_MAX_PROJECTS,
                selected=len(selected),
            )
        )
    if numbered:
        options = replace(options, numbers=_numbers(selected))
    return Picture(layer, tuple(selected), options, pixels, dots)


def fact_sheets(
    projects: Layer | GeoDataFrame,
    *,
    language: str | None = None,
    theme: str = "light",
    only: str | Sequence[str] = (),
    today: date | None = None,
) -> tuple[bytes, int]:
    """A PDF with a page for each project, and how many pages it has; `language`, `only` and `today` as for `picture`.

    Raises CoopmapError for a language or theme that there is not, and when no project is left.
    """
    from maps.stills.pdf import pdf

    pages = fact_pages(projects, language=language, theme=theme, only=only, today=today)
    return pdf(pages), len(pages)


def fact_pages(
    projects: Layer | GeoDataFrame,
    *,
    language: str | None = None,
    theme: str = "light",
    only: str | Sequence[str] = (),
    today: date | None = None,
    notify: Callable[[str], object] = lambda _: None,
) -> list[Drawing]:
    """The pages of `fact_sheets` as drawings; notify: called with a sentence for each photograph that is left out."""
    from maps.stills.factsheet import sheets

    layer = projects if isinstance(projects, Layer) else _of_frame(projects)
    options = RenderOptions(
        language=i18n.one_of(language, layer.languages),
        theme=_one_of(_NO_THEME, theme, STILLS),
        today=today or age.today(),
        borders=border_choices.of_members(layer.members),
    )
    selected = chosen(project_tables.plain_projects(layer), [only] if isinstance(only, str) else only)
    if not selected:
        raise CoopmapError(Message("The layer has no project to print."))
    return sheets(layer, selected, options, notify)


def _numbers(projects: Sequence[Project]) -> dict[str, int]:
    """A number for each project that has a place, in the order of the layer."""
    placed = [project for project in projects if project.get("geometry")]
    if len(placed) > _NUMBERED:
        raise CoopmapError(
            Message(
                "A picture has at most {numbered} numbered projects, got {placed:,}; choose fewer with --only,"
                " or draw them without --numbers or --by sector.",
                numbered=_NUMBERED,
                placed=len(placed),
            )
        )
    return {str(project["id"]): number for number, project in enumerate(placed, 1)}


def _of_frame(frame: GeoDataFrame) -> Layer:
    from geo import from_frame

    return from_frame(frame)


def measured(size: str, dpi: float | None) -> tuple[float, float, tuple[int, int], float]:
    """Width and height in points, pixels, and dots an inch of a named size or of pixels such as "1920x1080"."""
    if dpi is not None and not 20 <= dpi <= 2400:
        raise CoopmapError(Message("dpi must be 20 to 2400, got {dpi:g}.", dpi=dpi))
    key = size.strip().casefold()
    if key in SIZES:
        wide, high, usual = SIZES[key]
        dots = dpi or usual
        return wide, high, _bounded(round(wide * dots / 72), round(high * dots / 72)), dots
    parts = re.fullmatch(r"(\d{1,6})\s*[x×]\s*(\d{1,6})", key)
    if not parts:
        choices = ", ".join(SIZES)
        raise CoopmapError(
            Message(
                "There is no size {size}; choose one of {choices}, or pixels such as 1920x1080.",
                size=show(size),
                choices=choices,
            )
        )
    pixels = _bounded(int(parts[1]), int(parts[2]))
    dots = dpi or min(pixels) / SHORT * 72
    return pixels[0] * 72 / dots, pixels[1] * 72 / dots, pixels, dots


def _bounded(wide: int, high: int) -> tuple[int, int]:
    if min(wide, high) < _LEAST or max(wide, high) > _MOST or wide * high > _AREA:
        limits = Message(
            "{least} to {most:,} pixels a side and {area} million in all",
            least=_LEAST,
            most=_MOST,
            area=_AREA // 1_000_000,
        )
        raise CoopmapError(
            Message("A picture has {limits}; got {wide} by {high}.", limits=limits, wide=wide, high=high)
        )
    if max(wide, high) > 5 * min(wide, high):
        raise CoopmapError(
            Message(
                "A picture is at most five times as long as it is short; got {wide} by {high}.", wide=wide, high=high
            )
        )
    return wide, high


_NO_THEME = template("There is no theme {given}; choose one of {choices}.")
_NO_PART = template("There is no part {given}; choose one of {choices}.")
_NO_FIELD = template("There is no field to draw maps by {given}; choose one of {choices}.")


def _one_of(unknown: str, given: str, choices: Sequence[str]) -> str:
    if given not in choices:
        raise CoopmapError(Message(unknown, given=show(given), choices=", ".join(choices)))
    return given


def _extent(given: Sequence[float | str] | None) -> Box | None:
    if given is None:
        return None
    expected = Message("west, south, east, north in degrees, such as 60,38,75,45")
    try:
        west, south, east, north = map(float, given)
    except (TypeError, ValueError):
        raise CoopmapError(
            Message("An extent is {expected}; got {given}.", expected=expected, given=show(list(given)))
        ) from None
    sound = abs(west) <= 180 and abs(east) <= 180 and -90 <= south < north <= 90 and west != east
    if not sound or north - south < 0.01 or (east - west) % 360 < 0.01:
        raise CoopmapError(
            Message("An extent is {expected}; got {given}.", expected=expected, given=show([west, south, east, north]))
        )
    return west, south, east, north


def _page(address: str | None) -> str | None:
    if address is not None and not web_address(address):
        raise CoopmapError(
            Message("The page's address begins with https:// or http://; got {address}.", address=show(address))
        )
    return address.partition("#")[0] if address else None
