"""One sound project to spoil, and layers of such projects as real files."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import geo
from geo.model import codes

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

TODAY = date(2026, 3, 19)
"""The day on which the samples are checked."""

LISTS = {name: getattr(codes, name) for name in ("SECTORS", "STATUSES", "PRECISIONS", "MILESTONE_KINDS")}
"""What stands in a corpus for the codes of a list, which grows."""

GONE = object()
"""A change to this leaves the field out."""

SOURCE = {
    "title": "A new complex opens",
    "publisher": "A paper",
    "url": "https://example.org/news/1",
    "date": "2024-03-14",
    "language": "ru",
    "supports": ["status", "place", "figures"],
}

FIGURE = {
    "label_en": "Cars",
    "label_ru": "Автомобили",
    "label_uz": "Avtomobillar",
    "label_kk": "Автомобильдер",
    "value": 30000,
    "unit": "cars_per_year",
    "date": "2024",
}

PROPERTIES: dict[str, Any] = {
    "id": "chevrolet-kostanay",
    "name_en": "Chevrolet cars at Kostanay",
    "name_ru": "Автомобили Chevrolet в Костанае",
    "name_uz": "Qostanayda Chevrolet avtomobillari",
    "name_kk": "Қостанайдағы Chevrolet автомобильдері",
    "sector": "automotive",
    "status": "operating",
    "status_date": "2025-12",
    "start": "2020",
    "start_kind": "actual",
    "countries": ["KZ"],
    "regions": ["KZ-39"],
    "place_en": "Kostanay",
    "place_ru": "Костанай",
    "place_uz": "Qostanay",
    "place_kk": "Қостанай",
    "precision": "site",
    "uncertainty_m": 400,
    "location_source": "OpenStreetMap way 164635178",
    "partners": [{"name": "UzAuto Motors", "country": "UZ", "role": "partner"}],
    "value": [{"amount": 33.7e9, "currency": "KZT", "kind": "spent", "date": "2024-03"}],
    "figures": [FIGURE],
    "sources": [SOURCE],
    "article": "yes",
    "checked": "2026-03-19",
}

KOSTANAY = {"type": "Point", "coordinates": [63.59, 53.2485]}

RING = [[65, 48], [66, 48], [66, 49], [65, 49], [65, 48]]


def feature(geometry: Any = KOSTANAY, **changes: Any) -> Any:
    """The sound project with another geometry and other fields; GONE leaves a field out."""
    properties = {key: value for key, value in (PROPERTIES | changes).items() if value is not GONE}
    return {"type": "Feature", "id": properties.get("id"), "geometry": geometry, "properties": properties}


def point(lon: float, lat: float) -> dict[str, Any]:
    """A GeoJSON Point."""
    return {"type": "Point", "coordinates": [lon, lat]}


def line(*positions: Sequence[float]) -> dict[str, Any]:
    """A GeoJSON LineString."""
    return {"type": "LineString", "coordinates": list(positions)}


def area(*rings: Sequence[Sequence[float]]) -> dict[str, Any]:
    """A GeoJSON Polygon."""
    return {"type": "Polygon", "coordinates": list(rings)}


def collection(*features: Any, **members: Any) -> dict[str, Any]:
    """A FeatureCollection."""
    return {"type": "FeatureCollection", **members, "features": list(features)}


def corpus(path: Path) -> list[dict[str, Any]]:
    """The entries of a corpus of faults, the names of LISTS filled in with their codes."""
    text = path.read_text(encoding="utf-8")
    for name, listed in LISTS.items():
        text = text.replace(f"expected one of {name}", f"expected one of {', '.join(listed)}")
    entries: list[dict[str, Any]] = json.loads(text)
    return entries


def findings(folder: Path, *features: dict[str, Any], **members: Any) -> list[geo.Problem]:
    """What the check finds in a real file with these features."""
    path = folder / "projects.geojson"
    path.write_text(json.dumps(collection(*features, **members)), encoding="utf-8")
    return geo.check(geo.read(path), TODAY)
