"""How names and lines of the map look, on the page and in stills: map_style.json, which both take from here."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple


class LabelStyle(NamedTuple):
    """The letters of a kind of name on the base map: on the page in CSS pixels, in stills in points."""

    px: float
    """Size on the page."""
    px_spacing: float
    """What is added to each letter's width there."""
    pt: float
    """Size in stills."""
    pt_spacing: float
    """What is added to each letter's width there."""
    weight: int
    """Weight on the page, as CSS has it."""


class LineStyle(NamedTuple):
    """The width of a kind of line of the base map."""

    px: float
    """On the page, in CSS pixels."""
    pt: float
    """In stills, in points."""


_MAP = json.loads((Path(__file__).parent / "map_style.json").read_text(encoding="utf-8"))
LABELS: Mapping[str, LabelStyle] = MappingProxyType({kind: LabelStyle(**of) for kind, of in _MAP["labels"].items()})
LINES: Mapping[str, LineStyle] = MappingProxyType({kind: LineStyle(**of) for kind, of in _MAP["lines"].items()})
TOWNS_FROM_ZOOM: Mapping[int, float] = MappingProxyType(
    {int(rank): zoom for rank, zoom in _MAP["towns_from_zoom"].items()}
)
"""By the rank of a place: the zoom of a web map from which it is named."""
ROUTE_CASING: float = _MAP["route"]["casing"]
"""How much wider than a route the soft edge below it is, in pixels of the page."""
ROUTE_HOLLOW: float = _MAP["route"]["hollow"]
"""How much wider a route is that is not built,"""
ROUTE_CORE: float = _MAP["route"]["core"]
"""and how much narrower than it its light core."""


def for_page() -> dict[str, object]:
    """What the page's drawing code needs: labels as [size, weight, spacing]; sizes and widths in CSS pixels."""
    return {
        "towns": dict(TOWNS_FROM_ZOOM),
        "labels": {kind: [style.px, style.weight, style.px_spacing] for kind, style in LABELS.items()},
        "lines": {kind: style.px for kind, style in LINES.items()},
        "route": _MAP["route"],
    }
