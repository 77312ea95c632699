"""The records of a layer as types: `python -m data.publish_schema` makes them from the schema.

A key may be missing from any of them: nobody said. A layer that was checked has the required ones.
"""

from __future__ import annotations

from typing import TypedDict


class Partner(TypedDict, total=False):
    name: str
    name_en: str
    name_ru: str
    name_uz: str
    name_kk: str
    country: str
    role: str


class Value(TypedDict, total=False):
    amount: float
    currency: str
    kind: str
    date: str
    qualifier: str
    label_en: str
    label_ru: str
    label_uz: str
    label_kk: str


class Figure(TypedDict, total=False):
    label_en: str
    label_ru: str
    label_uz: str
    label_kk: str
    value: float
    unit: str
    date: str
    qualifier: str


class Dispute(TypedDict, total=False):
    field: str
    text_en: str
    text_ru: str
    text_uz: str
    text_kk: str


class Document(TypedDict, total=False):
    title: str
    publisher: str
    publisher_en: str
    publisher_ru: str
    publisher_uz: str
    publisher_kk: str
    url: str
    archive_url: str
    date: str
    accessed: str
    language: str


class Source(TypedDict, total=False):
    title: str
    publisher: str
    publisher_en: str
    publisher_ru: str
    publisher_uz: str
    publisher_kk: str
    url: str
    archive_url: str
    date: str
    accessed: str
    language: str
    supports: list[str]


class Image(TypedDict, total=False):
    src: str
    alt_en: str
    alt_ru: str
    alt_uz: str
    alt_kk: str
    credit: str
    licence: str
    pair: str


class ProjectRecord(TypedDict, total=False):
    id: str
    name_en: str
    name_ru: str
    name_uz: str
    name_kk: str
    summary_en: str
    summary_ru: str
    summary_uz: str
    summary_kk: str
    sector: str
    status: str
    status_date: str
    start: str
    start_kind: str
    end: str
    end_kind: str
    countries: list[str]
    regions: list[str]
    place_en: str
    place_ru: str
    place_uz: str
    place_kk: str
    precision: str
    uncertainty_m: float
    route: str
    location_source: str
    partners: list[Partner]
    value: list[Value]
    figures: list[Figure]
    disputes: list[Dispute]
    sources: list[Source]
    article: str
    checked: str
    images: list[Image]


class BorderChoice(TypedDict, total=False):
    between: str
    drawn: str


class LayerMembers(TypedDict, total=False):
    title_en: str
    title_ru: str
    title_uz: str
    title_kk: str
    subtitle_en: str
    subtitle_ru: str
    subtitle_uz: str
    subtitle_kk: str
    publisher: str
    publisher_en: str
    publisher_ru: str
    publisher_uz: str
    publisher_kk: str
    contact: str
    licence: str
    version: str
    languages: list[str]
    countries: list[str]
    borders: list[BorderChoice]
    as_of: str
    grade: str


class Ratio(TypedDict, total=False):
    period: str
    times: float


class IndicatorValue(TypedDict, total=False):
    value: float | None
    qualifier: str
    period: str
    kind: str
    direction: str
    growth_percent: float
    ratio_to: Ratio
    label_en: str
    label_ru: str
    label_uz: str
    label_kk: str
    text_en: str
    text_ru: str
    text_uz: str
    text_kk: str
    disputes: list[Dispute]
    article: str
    sources: list[Document]


class Indicator(TypedDict, total=False):
    id: str
    name_en: str
    name_ru: str
    name_uz: str
    name_kk: str
    unit: str
    values: list[IndicatorValue]


class Milestone(TypedDict, total=False):
    id: str
    date: str
    end: str
    kind: str
    name_en: str
    name_ru: str
    name_uz: str
    name_kk: str
    summary_en: str
    summary_ru: str
    summary_uz: str
    summary_kk: str
    place_en: str
    place_ru: str
    place_uz: str
    place_kk: str
    lon: float
    lat: float
    location_source: str
    article: str
    disputes: list[Dispute]
    sources: list[Document]


class View(TypedDict, total=False):
    west: float
    south: float
    east: float
    north: float


class KeyFigure(TypedDict, total=False):
    indicator: str
    period: str


class Stop(TypedDict, total=False):
    id: str
    title_en: str
    title_ru: str
    title_uz: str
    title_kk: str
    text_en: str
    text_ru: str
    text_uz: str
    text_kk: str
    notes_en: str
    notes_ru: str
    notes_uz: str
    notes_kk: str
    projects: list[str]
    view: View
    numbers: list[KeyFigure]
