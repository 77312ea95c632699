"""The look, named once: colours, icons and line styles that every output takes from here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class Icon:
    """A drawing on a 16 by 16 grid: an SVG path, stroked at 1.5 units; `solid` icons are filled as well."""

    path: str
    solid: bool = False


@dataclass(frozen=True)
class Sector:
    """How a sector looks: the family gives the colour, the icon tells it from its relatives."""

    family: str
    icon: Icon


# Chosen so that any two differ by at least 13 in CIE Lab, also for readers who see no red, no green or no blue
# (tests/maps/style/test_theme.py measures it), and so that white on them and they on white reach 4.5:1.
FAMILIES: Mapping[str, str] = MappingProxyType(
    {
        "manufacturing": "#1c5bc4",
        "light_industry": "#b5179e",
        "chemicals_health": "#12452f",
        "building": "#5f2c0c",
        "transport": "#211a66",
        "energy": "#946800",
        "zones": "#b8473a",
        "people": "#1b7f82",
    }
)

# On a dark ground the same hues are light and what stands on them is dark; measured in the same way.
FAMILIES_DARK: Mapping[str, str] = MappingProxyType(
    {
        "manufacturing": "#5ea6ff",
        "light_industry": "#d97fc6",
        "chemicals_health": "#a3e6b0",
        "building": "#d67f2e",
        "transport": "#c6b8ff",
        "energy": "#f7d06e",
        "zones": "#fa7068",
        "people": "#4be0d2",
    }
)

SECTORS: Mapping[str, Sector] = MappingProxyType(
    {
        "automotive": Sector(
            "manufacturing",
            Icon(
                "M2.2 10.9V8.6l1.7-.7 1.2-3.1h5.8l1.2 3.1 1.7.7v2.3zM3.9 7.9h8.2"
                "M3.8 11v1.4M12.2 11v1.4M4.6 9.5h.6M10.8 9.5h.6"
            ),
        ),
        "machinery": Sector(
            "manufacturing",
            Icon(
                "M8 5.7a2.3 2.3 0 1 0 0 4.6a2.3 2.3 0 1 0 0-4.6zM8 2.2v2M8 11.8v2M2.2 8h2M11.8 8h2"
                "M3.9 3.9l1.4 1.4M10.7 10.7l1.4 1.4M12.1 3.9l-1.4 1.4M5.3 10.7l-1.4 1.4"
            ),
        ),
        "appliances": Sector(
            "manufacturing",
            Icon("M3.4 2.6h9.2v10.8H3.4zM3.4 6h9.2M5.6 8.4h4.8v2.8H5.6zM5.6 4.3h.2M7.9 4.3h.2M10.2 4.3h.2"),
        ),
        "textile": Sector(
            "light_industry",
            Icon("M5.6 2.8L1.9 5l1.3 2.7 1.6-.6v6.1h6.4V7.1l1.6.6L14.1 5l-3.7-2.2a2.5 2.5 0 0 1-4.8 0z"),
        ),
        "chemicals": Sector(
            "chemicals_health",
            Icon("M6.2 2.4h3.6M6.9 2.4v3.9L3.4 12.4a.8.8 0 0 0 .7 1.2h7.8a.8.8 0 0 0 .7-1.2L9.1 6.3V2.4M5 10h6"),
        ),
        "medical": Sector("chemicals_health", Icon("M6.2 2.6h3.6v3.6h3.6v3.6H9.8v3.6H6.2V9.8H2.6V6.2h3.6z")),
        "construction_materials": Sector(
            "building", Icon("M2.2 3.6h11.6v8.8H2.2zM2.2 8h11.6M8 3.6V8M5.1 8v4.4M10.9 8v4.4")
        ),
        "road": Sector("transport", Icon("M5.3 2.6L2.4 13.4M10.7 2.6l2.9 10.8M8 2.8v1.9M8 7v1.9M8 11.2v2")),
        "rail": Sector("transport", Icon("M4.9 2.2v11.6M11.1 2.2v11.6M2.9 4.4h10.2M2.9 8h10.2M2.9 11.6h10.2")),
        "air": Sector(
            "transport",
            Icon(
                "M8 1.9c.6 0 .9.8.9 1.8v2.7l4.6 2.9v1.2L8.9 9.2v2.6l1.5 1.2v.9L8 13.3l-2.4.6V13l1.5-1.2V9.2"
                "l-4.6 1.3V9.3l4.6-2.9V3.7c0-1 .3-1.8.9-1.8z",
                solid=True,
            ),
        ),
        "logistics": Sector("transport", Icon("M2.3 8.3h5.2v4.9H2.3zM8.5 8.3h5.2v4.9H8.5zM5.4 2.8h5.2v4.6H5.4z")),
        "energy": Sector("energy", Icon("M9.3 1.9L3.9 8.9h3.4l-.8 5.2 5.6-7.2H8.6z", solid=True)),
        "industrial_zone": Sector(
            "zones", Icon("M2.2 13V5.6l3.9 2.9V5.6L10 8.5V5.6l3.8 2.9V13zM5 11h.6M8 11h.6M11 11h.6")
        ),
        "education": Sector(
            "people", Icon("M8 3.4L1.6 6.3 8 9.2l6.4-2.9zM4.2 7.7v3.2c1 1 2.3 1.5 3.8 1.5s2.8-.5 3.8-1.5V7.7")
        ),
        "other": Sector("people", Icon("M8 2.4l1.7 3.6 3.9.5-2.9 2.7.7 3.9L8 11.2l-3.4 1.9.7-3.9-2.9-2.7 3.9-.5z")),
    }
)

# How a status is drawn: what fills the mark, what its edge looks like, whether it is drawn in grey; on the page
# the sign across its sample, in units of 36 by 36, and whether that is struck through marks too.
STATUSES: Mapping[str, Mapping[str, str | bool]] = MappingProxyType(
    {
        "operating": {"fill": "full", "edge": "solid", "grey": False},
        "partly_operating": {"fill": "full", "edge": "double", "grey": False},
        "construction": {"fill": "full", "edge": "dashed", "grey": False},
        "planned": {"fill": "empty", "edge": "solid", "grey": False},
        "announced": {"fill": "empty", "edge": "dashed", "grey": False},
        "suspended": {"fill": "empty", "edge": "double", "grey": True},
        "cancelled": {"fill": "empty", "edge": "dashed", "grey": True, "sign": "M9 27L27 9", "struck": True},
        "unknown": {
            "fill": "empty",
            "edge": "dotted",
            "grey": True,
            "sign": "M14.4 15.2a3.7 3.7 0 1 1 5.6 3.2c-1.4.8-2 1.5-2 2.9M18 25v.2",
        },
    }
)

# How the course of a line is drawn: the dash pattern in pixels ("" is solid) and the width.
ROUTES: Mapping[str, Mapping[str, str | float]] = MappingProxyType(
    {
        "surveyed": {"dash": "", "width": 3},
        "schematic": {"dash": "9 7", "width": 3},
        "great_circle": {"dash": "", "width": 2},
    }
)

GREY = "#5c6670"
GREY_DARK = "#9aa6b1"

# The ground, in the order in which it is painted; names are the CSS custom properties of the page (--water and so on).
LIGHT: Mapping[str, str] = MappingProxyType(
    {
        "water": "#cfdfe8",
        "water-edge": "#a9c3d1",
        "water-text": "#35617a",
        "land": "#ecebe6",
        "focus-1": "#fdfcf7",
        "focus-2": "#fbf6ea",
        "river": "#b4cfdd",
        "border": "#bdb9ae",
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


def palette(name: str) -> dict[str, str]:
    """All colours of a theme by their names, the families' as family-energy; the shades with an opacity are left out.

    In grey the ground keeps its lightness and loses its hue; all families are one ink, for the icon tells the sector.
    """
    colours, families = (DARK, FAMILIES_DARK) if name == "dark" else (LIGHT, FAMILIES)
    named = {key: value for key, value in colours.items() if len(value) == len("#rrggbb")}
    named |= {f"family-{family}": value for family, value in families.items()}
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


def css() -> str:
    """The colours as CSS custom properties of the document's root: light, and dark where the system wishes it.

    Paper is always light; so is a page that is about to be printed, which the class on-paper says.
    """
    return "\n".join(
        [
            ":root {",
            *_properties(LIGHT, FAMILIES),
            "}",
            "@media screen and (prefers-color-scheme: dark) {",
            ":root:not(.on-paper) {",
            "  color-scheme: dark;",
            *_properties(DARK, FAMILIES_DARK),
            "}",
            "}",
            "",
        ]
    )


def _properties(colours: Mapping[str, str], families: Mapping[str, str]) -> list[str]:
    named = {**colours, **{f"family-{name.replace('_', '-')}": colour for name, colour in families.items()}}
    return [f"  --{name}: {value};" for name, value in named.items()]


def for_page() -> dict[str, object]:
    """What the page's drawing code needs: sectors with family and icon, line styles of statuses and routes."""
    return {
        "sectors": {
            name: {"family": s.family, "path": s.icon.path, "solid": s.icon.solid} for name, s in SECTORS.items()
        },
        "statuses": {name: dict(style) for name, style in STATUSES.items()},
        "routes": {name: dict(style) for name, style in ROUTES.items()},
    }
