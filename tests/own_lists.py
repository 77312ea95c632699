"""A layer with lists of its own, for the tests of whatever reads, shows and writes them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

SECTORS: dict[str, Any] = {
    "ports": {
        "name_en": "Sea ports",
        "name_ru": "Морские порты",
        "icon": "anchor",
        "family": "transport",
        "dac": 21040,
    },
    "fisheries": {"name_en": "Fisheries", "icon": "fish", "colour": "#0b6e8a"},
    "road": {"name_en": "Highways"},
    "energy": {},
}

FIELDS: dict[str, Any] = {
    "permit": {"name_en": "Permit number", "kind": "text"},
    "households": {
        "name_en": "Households served",
        "name_ru": "Охват хозяйств",
        "kind": "number",
        "unit_en": "households",
    },
    "signed_on": {"name_en": "Signed on", "kind": "date"},
    "record": {"name_en": "Public record", "kind": "link"},
    "audited": {"name_en": "Audited", "kind": "yes_no"},
    "lesson": {"name_en": "Lesson", "kind": "long_text", "translated": "yes"},
    "grant": {"name_en": "Grant", "name_ru": "Грант", "kind": "money"},
    "phase": {
        "name_en": "Phase",
        "kind": "choice",
        "choices": {"one": {"name_en": "First", "name_ru": "Первая"}, "within": {"name_en": "Within"}},
    },
}
STATUSES: dict[str, Any] = {
    "tendering": {"name_en": "Out to tender", "name_ru": "Объявлен конкурс", "counts_as": "planned"},
    "operating": {"name_en": "Running"},
}
OWN: dict[str, Any] = {
    "permit": "=KE/17",
    "households": 12500,
    "signed_on": "2025-03",
    "record": "https://example.org/lamu",
    "audited": "yes",
    "lesson_en": "Ask the fishers first.",
    "grant_amount": 1500000,
    "grant_currency": "EUR",
    "phase": "within",
}
"""What PORT says in them."""

PORT: dict[str, Any] = {
    "type": "Feature",
    "id": "lamu-port",
    "geometry": {"type": "Point", "coordinates": [40.9, -2.27]},
    "properties": {
        "id": "lamu-port",
        "name_en": "Lamu port",
        "sector": "ports",
        "status": "construction",
        "countries": ["KE"],
        "precision": "town",
        **OWN,
    },
}
MARKET: dict[str, Any] = {
    "type": "Feature",
    "id": "fish-market",
    "geometry": {"type": "Point", "coordinates": [39.66, -4.04]},
    "properties": {
        "id": "fish-market",
        "name_en": "Fish market",
        "sector": "fisheries",
        "status": "operating",
        "countries": ["KE"],
        "precision": "town",
    },
}


def write(folder: Path, **lists: object) -> Path:
    """The layer in a folder, with its lists beside it: by default SECTORS."""
    path = folder / "ports.geojson"
    layer = {"type": "FeatureCollection", "title_en": "Ports", "features": [PORT, MARKET]}
    path.write_text(json.dumps(layer), encoding="utf-8")
    for name, entries in (lists or {"sectors": SECTORS}).items():
        path.with_name(f"{name}.json").write_text(json.dumps({name: entries}), encoding="utf-8")
    return path
