"""The row that shows in a template how a project is written; as long as it stands as it is, it is not imported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.model.geojson import are_records
from geo.model.schema import ARTICLE, FIELDS, find

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from geo.model.field import Field
    from geo.model.geojson import Json, JsonRecord

_EXAMPLE: Mapping[str, Json] = {
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
    """Whether what a row says is the example and nothing else, in whatever languages; the template of a layer with
    sectors of its own has one of those."""
    said = {key: value for key, value in values.items() if key != "sector"}
    return said.get("id") == _EXAMPLE["id"] and all(_text(_EXAMPLE, key, FIELDS) == said[key] for key in said)


def example(languages: Sequence[str], sectors: Collection[str], *, about_article: bool) -> JsonRecord:
    """The example with its texts in some languages (in one that it is not told in, in English) and one of the sectors
    of its layer; about_article: whether it says that the article does not name it."""
    sector = _EXAMPLE["sector"] if _EXAMPLE["sector"] in sectors else next(iter(sectors))
    values = {key: value for key, value in _EXAMPLE.items() if about_article or key != ARTICLE}
    return _in_languages({**values, "sector": sector}, FIELDS, languages)


def _in_languages(record: Mapping[str, Json], fields: tuple[Field, ...], languages: Sequence[str]) -> JsonRecord:
    result: JsonRecord = {}
    for key, value in record.items():
        field = find(key, fields)
        if field is not None and field.translated:
            result |= {own: _text(record, own, fields) for own in field.keys_in(languages)}
        elif field is not None and field.fields and are_records(value):
            result[key] = [_in_languages(entry, field.fields, languages) for entry in value]
        else:
            result[key] = value
    return result


def _text(record: Mapping[str, Json], key: str, fields: tuple[Field, ...]) -> Json:
    """A value of the example; a text in a language that it is not told in is the English one."""
    field = find(key, fields)
    if key in record or field is None or not field.translated:
        return record.get(key)
    return record.get(f"{field.name}_en")
