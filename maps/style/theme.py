"""The look, named once: colours, icons and line styles that every output takes from here."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Literal, NamedTuple, TypedDict, TypeVar

from geo.model import codes
from maps.style import icon_drawings, map_style
from maps.style.icon_drawings import Icon


class Sector(NamedTuple):
    """How a sector looks."""

    family: str
    """Gives the colour; "grey" is that of what is not stated."""
    icon: Icon
    """Tells it from its relatives."""

    @property
    def colour(self) -> str:
        """The palette's name of its colour."""
        return "grey" if self.family == "grey" else f"family-{self.family}"


class Status(NamedTuple):
    """How a status is drawn."""

    fill: Literal["full", "empty", "pale"]
    """What fills the mark."""
    edge: Literal["solid", "double", "dashed", "dotted", "thin"]
    """What its edge looks like."""
    grey: bool
    """Whether it is drawn in grey, and not in the sector's colour."""
    at_work: Literal["full", "part", "none"] = "none"
    """How much of a project operates."""
    sign: str = ""
    """On the page the SVG path across its sample, in units of 36 by 36."""
    struck: bool = False
    """Whether that is struck through marks too."""


class _SectorLists(TypedDict):
    legend: list[str]
    families: dict[str, dict[str, str]]
    sectors: dict[str, dict[str, object]]
    not_stated: dict[str, object]


class _StatusLists(TypedDict):
    legend: list[str]
    statuses: dict[str, dict[str, object]]
    not_stated: dict[str, object]


_Entry = TypeVar("_Entry")
_SECTORS: _SectorLists = codes.load("sectors")
_STATUSES: _StatusLists = codes.load("statuses")


def _family(theme: str) -> Mapping[str, str]:
    return MappingProxyType({name: colours[theme] for name, colours in _SECTORS["families"].items()})


# Chosen so that any two differ by at least 13 in CIE Lab, also for readers who see no red, no green or no blue
# (tests/maps/style/test_theme.py measures it), and so that white on them and they on white reach 4.5:1.
FAMILIES = _family("light")
# On a dark ground the same hues are light and what stands on them is dark; measured in the same way.
FAMILIES_DARK = _family("dark")


def _in_legend(entries: Mapping[str, _Entry], legend: Sequence[str]) -> list[tuple[str, _Entry]]:
    """The entries of a list in the legend's order; what it does not name comes after."""
    return [(code, entries[code]) for code in dict.fromkeys([*legend, *entries])]


def _sector(entry: Mapping[str, object]) -> Sector:
    return Sector(str(entry["family"]), icon_drawings.of_entry(entry))


def _status(entry: Mapping[str, object]) -> Status:
    make: Callable[..., Status] = Status  # the file's keys are the fields' names
    return make(**{key: value for key, value in entry.items() if key in Status._fields})


SECTORS: Mapping[str, Sector] = MappingProxyType(
    {code: _sector(entry) for code, entry in _in_legend(_SECTORS["sectors"], _SECTORS["legend"])}
)
STATUSES: Mapping[str, Status] = MappingProxyType(
    {code: _status(entry) for code, entry in _in_legend(_STATUSES["statuses"], _STATUSES["legend"])}
)
SECTOR_NOT_STATED = _sector(_SECTORS["not_stated"])
STATUS_NOT_STATED = _status(_STATUSES["not_stated"])


EVENT_ICONS: Mapping[str, str] = MappingProxyType(
    {kind: entry["icon"] for kind, entry in codes.load("milestone_kinds")["milestone_kinds"].items()}
)
"""The icon of each kind of milestone: an SVG path on the grid of the sectors' icons."""


class Route(NamedTuple):
    """How the course of a line is drawn."""

    dash: str
    """Dash pattern in pixels; "" is solid."""
    width: float
    """In pixels."""


ROUTES: Mapping[str, Route] = MappingProxyType(
    {"surveyed": Route("", 3), "schematic": Route("9 7", 3), "great_circle": Route("", 2)}
)
ROUTE_NOT_STATED = Route("2 5", 2)
"""A whole line would say that its course is surveyed."""


def route(code: object) -> Route:
    """How the course of a line is drawn; one that there is not, or None, as not stated."""
    return ROUTES.get(str(code), ROUTE_NOT_STATED)


Sign = Literal["pin", "disc", "ring", "none"]


class Precision(NamedTuple):
    """How the map shows how exactly a place is known."""

    sign: Sign
    """A pin whose tip is the place, a disc, a ring around a vague place, or none."""
    approximate_m: float = math.inf
    """Metres of uncertainty above which it is told as approximate."""


PRECISIONS: Mapping[str, Precision] = MappingProxyType(
    {
        code: Precision(entry["sign"], entry.get("approximate_m", math.inf))
        for code, entry in codes.load("precisions")["precisions"].items()
    }
)
PRECISION_NOT_STATED = Precision("disc")


def precision(code: object) -> Precision:
    """How the map shows a precision; one that there is not, or None, as not stated."""
    return PRECISIONS.get(str(code), PRECISION_NOT_STATED)


GREY = "#5c6670"
GREY_DARK = "#9aa6b1"

# The ground, in the order in which it is painted; names are the CSS custom properties of the page (--water and so on).
LIGHT: Mapping[str, str] = MappingProxyType(
    {
        "water": "#c9dce7",
        "water-edge": "#a9c3d1",
        "water-text": "#35617a",
        "land": "#e8e6e0",
        "focus-1": "#fdfcf7",
        "focus-2": "#fbf6ea",
        "river": "#b4cfdd",
        "border": "#b5b1a5",
        "border-shared": "#857c6c",
        "country-text": "#6b6658",
        "focus-text": "#57523f",
        "town-text": "#3f4247",
        "halo": "#fbfaf5",
        "paper": "#ffffff",
        "ink": "#1d2329",
        "ink-2": "#545d66",
        "rule": "#dcdfe2",
        "edge": "#868d94",
        "mark": "#ffe9a8",
        "wash": "#f3f4f4",
        "accent": "#0b57d0",
        "amber": "#8a5a00",
        "amber-wash": "#fdf3dd",
        "amber-edge": "#e0a100",
        "error": "#b3261e",
        "grey": GREY,
        "on-family": "#ffffff",
        "shadow": "#1e283230",
        "ring": "#1e283200",
    }
)

# The same for the evening: deep blue-grey, water deepest, the layer's own countries lightest.
DARK: Mapping[str, str] = MappingProxyType(
    {
        "water": "#0e1b29",
        "water-edge": "#2b4152",
        "water-text": "#7ea9c2",
        "land": "#1a252f",
        "focus-1": "#26333f",
        "focus-2": "#2d3841",
        "river": "#33495a",
        "border": "#475663",
        "border-shared": "#96a4af",
        "country-text": "#94a2ad",
        "focus-text": "#bcc8d0",
        "town-text": "#d3dce3",
        "halo": "#17212a",
        "paper": "#151e26",
        "ink": "#e9eef2",
        "ink-2": "#a8b4be",
        "rule": "#2b3742",
        "edge": "#71808c",
        "mark": "#5e4c12",
        "wash": "#202b36",
        "accent": "#80b8ff",
        "amber": "#f2bd55",
        "amber-wash": "#2c2515",
        "amber-edge": "#cf961f",
        "error": "#ff9d94",
        "grey": GREY_DARK,
        "on-family": "#101820",
        "shadow": "#00000073",
        "ring": "#ffffff14",
    }
)


STILLS = ("light", "dark", "grey")
"""The themes of a still: grey is for printers that have no other ink."""

_INK = "#282828"


OwnFamilies = Mapping[str, tuple[str, str]]
"""Families of a layer's own, with their colours on light and on dark ground."""


def palette(name: str, own: OwnFamilies = MappingProxyType({})) -> dict[str, str]:
    """All colours of a theme by their names, the families' as family-energy; the shades with an opacity are left out.

    In grey the ground keeps its lightness and loses its hue; all families are one ink, for the icon tells the sector.
    """
    colours, families = (DARK, FAMILIES_DARK) if name == "dark" else (LIGHT, FAMILIES)
    named = {key: value for key, value in colours.items() if len(value) == len("#rrggbb")}
    named |= {f"family-{family}": value for family, value in families.items()}
    named |= {f"family-{family}": pair[name == "dark"] for family, pair in own.items()}
    if name != "grey":
        return named
    return {key: _INK if key.startswith("family-") else _grey(value) for key, value in named.items()}


def _grey(colour: str) -> str:
    """The grey of the same luminance."""
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    light = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    level = 12.92 * light if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055
    return f"#{round(level * 255):02x}" + f"{round(level * 255):02x}" * 2


def css(own: OwnFamilies = MappingProxyType({})) -> str:
    """The colours as CSS custom properties of the document's root: light, and dark where the system wishes it.

    Paper is always light; so is a page that is about to be printed, which the class on-paper says. A class for each
    family, and one for its marks, sets the property --family to its colour.
    """
    light = _properties(LIGHT, {**FAMILIES, **{name: pair[0] for name, pair in own.items()}})
    dark = _properties(DARK, {**FAMILIES_DARK, **{name: pair[1] for name, pair in own.items()}})
    named = [*map(_css_name, (*FAMILIES, *own)), "grey"]
    classes = "".join(f".family-{name},.mark-{name}{{--family:var(--family-{name})}}" for name in named)
    at_night = f"@media screen and (prefers-color-scheme:dark){{:root:not(.on-paper){{color-scheme:dark;{dark}}}}}"
    return f":root{{{light};--family-grey:var(--grey)}}\n{at_night}\n{classes}\n"


def _css_name(name: str) -> str:
    return name.replace("_", "-")


def _properties(colours: Mapping[str, str], families: Mapping[str, str]) -> str:
    named = {**colours, **{f"family-{_css_name(name)}": colour for name, colour in families.items()}}
    return ";".join(f"--{name}:{value}" for name, value in named.items())


def for_page(sectors: Mapping[str, Sector] = SECTORS, statuses: Mapping[str, Status] = STATUSES) -> dict[str, object]:
    """What the page's drawing code needs: sectors with family and icon, line styles, the icons of events.

    Under "" stands how what is not stated is drawn.
    """
    return {
        "sectors": {name: _sector_for_page(sector) for name, sector in (*sectors.items(), ("", SECTOR_NOT_STATED))},
        "statuses": {name: _status_for_page(style) for name, style in (*statuses.items(), ("", STATUS_NOT_STATED))},
        "routes": {name: style._asdict() for name, style in (*ROUTES.items(), ("", ROUTE_NOT_STATED))},
        "events": dict(EVENT_ICONS),
        "precisions": {code: _finite(each) for code, each in (*PRECISIONS.items(), ("", PRECISION_NOT_STATED))},
        **map_style.for_page(),
    }


def _finite(precision: Precision) -> dict[str, object]:
    return {key: value for key, value in precision._asdict().items() if value != math.inf}


def _sector_for_page(sector: Sector) -> dict[str, object]:
    solid = {"solid": True} if sector.icon.solid else {}
    return {"family": _css_name(sector.family), "path": sector.icon.path, **solid}


def _status_for_page(status: Status) -> dict[str, object]:
    """Without what the page does not draw, and what is not so."""
    return {key: value for key, value in status._asdict().items() if value and key != "at_work"}
