"""The row that shows in a template how a project is written; as long as it stands as it is, it is not imported."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.model.geojson import Json

EXAMPLE: Mapping[str, Json] = {
    "id": "example",
    "name_en": "Example: bus depot",
    "name_ru": "Пример: автобусный парк",
    "name_uz": "Namuna: avtobus saroyi",
    "name_kk": "Үлгі: автобус паркі",
    "summary_en": "What it is, in one or two sentences.",
    "summary_ru": "Что это за проект, в одном-двух предложениях.",
    "summary_uz": "Bu qanday loyiha, bir-ikki gapda.",
    "summary_kk": "Бұл қандай жоба, бір-екі сөйлеммен.",
    "sector": "automotive",
    "status": "planned",
    "status_date": "2025-12",
    "start": "2027",
    "start_kind": "planned",
    "countries": ["UZ"],
    "place_en": "Nukus",
    "place_ru": "Нукус",
    "place_uz": "Nukus",
    "place_kk": "Нөкіс",
    "article": "no",
    "checked": "2026-03-19",
    "partners": [{"name": "Example Motors", "country": "KZ", "role": "investor"}],
    "value": [{"amount": 12000000, "currency": "USD", "kind": "announced", "date": "2025-12"}],
    "figures": [
        {
            "label_en": "Buses",
            "label_ru": "Автобусы",
            "label_uz": "Avtobuslar",
            "label_kk": "Автобустар",
            "value": 300,
            "unit": "buses",
            "date": "2027",
        }
    ],
    "sources": [
        {
            "title": "Where the facts come from",
            "publisher": "Who published it",
            "url": "https://example.org/news/1",
            "date": "2025-12-29",
            "language": "en",
            "supports": ["status", "place"],
        }
    ],
}


def is_example(values: Mapping[str, Json]) -> bool:
    """Whether what a row says is the example and nothing else; the template of a layer with sectors of its own has one
    of those."""
    said = {key: value for key, value in values.items() if key != "sector"}
    return said.get("id") == EXAMPLE["id"] and all(EXAMPLE.get(key) == value for key, value in said.items())
