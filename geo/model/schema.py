"""The fields of a project, an indicator, a milestone and a stop: the one place where they are named and described.

The check, the order of keys in a file, the JSON Schema, the table in the docs and the page's card are made from it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from geo.model import codes
from geo.model import value_types as k
from geo.model.field import Field
from geo.model.languages import TAG, USUAL

if TYPE_CHECKING:
    from collections.abc import Mapping


PARTNER = (
    Field("name", k.NAME, "The partner's name as it writes it.", required=True),
    Field("name", k.NAME, "The name in a language, where it differs.", translated=True),
    Field("country", k.COUNTRY, "The partner's country.", "ISO 3166-1"),
    Field("role", k.CHOICE, "What the partner does.", "OC4IDS partyRole", choices=codes.ROLES),
)
VALUE = (
    Field("amount", k.NUMBER, "The sum in units of the currency.", required=True),
    Field("currency", k.CURRENCY, "The currency.", "ISO 4217", required=True),
    Field("kind", k.CHOICE, "How far the money has gone.", choices=codes.VALUE_KINDS),
    Field("date", k.DATE_KIND, "When the sum was named, agreed or paid.", "ISO 8601"),
    Field("qualifier", k.CHOICE, "How exact the sum is.", choices=codes.QUALIFIERS),
    Field("label", k.LINE, "What the sum is for.", translated=True),
)
FIGURE = (
    Field("label", k.LINE, "What is counted.", translated=True, required=True),
    Field("value", k.NUMBER, "The number.", required=True),
    Field("unit", k.CHOICE, "The unit.", required=True, choices=codes.UNITS),
    Field("date", k.DATE_KIND, "When it held.", "ISO 8601"),
    Field("qualifier", k.CHOICE, "How exact the number is.", choices=codes.QUALIFIERS),
)
DISPUTE = (
    Field("field", k.FIELD_KIND, "The field in dispute; without one the text is a plain note."),
    Field("text", k.NOTE, "Who says what.", translated=True, required=True),
)
CITED = (
    Field("title", k.LINE, "The title of the document or page.", required=True),
    Field("publisher", k.NAME, "Who published it."),
    Field("publisher", k.NAME, "The publisher in a language, where it differs.", translated=True),
    Field("url", k.URL_KIND, "Its address."),
    Field("archive_url", k.URL_KIND, "The address of an archived copy."),
    Field("date", k.DATE_KIND, "When it was published.", "ISO 8601"),
    Field("accessed", k.DATE_KIND, "When it was last read.", "ISO 8601"),
    Field("language", k.LANGUAGE, "Its language.", "BCP 47"),
)
SOURCE = (*CITED, Field("supports", k.FIELDS_KIND, "The fields it supports, without the language suffix."))
IMAGE = (
    Field("src", k.FILE_KIND, "The picture file, beside the layer.", required=True),
    Field(
        "alt", k.LINE, "What the picture shows, for who cannot see it.", "WCAG 1.1.1", translated=True, required=True
    ),
    Field("credit", k.NAME, "Whose picture it is.", required=True),
    Field("licence", k.NAME, "Its licence.", required=True),
    Field("pair", k.CHOICE, "Which one it is of two pictures of the same view.", choices=codes.PAIR),
)

FIELDS: tuple[Field, ...] = (
    Field(
        "id",
        k.SLUG_KIND,
        "The project's lasting name, also the Feature's id; no two projects share it.",
        "RFC 7946, 3.2",
        "identity",
        required=True,
    ),
    Field(
        "name",
        k.NAME,
        "The project's name.",
        "IATI narrative",
        "identity",
        translated=True,
        required=True,
    ),
    Field("summary", k.SUMMARY, "What it is, in plain text.", "IATI narrative", "identity", translated=True),
    Field(
        "sector",
        k.CHOICE,
        "The branch, for icon and colour.",
        "maps to OECD DAC codes",
        "identity",
        published=True,
        choices=codes.SECTORS,
    ),
    Field(
        "status",
        k.CHOICE,
        "How far it has come.",
        "Global Energy Monitor; maps to IATI ActivityStatus",
        "status",
        published=True,
        choices=codes.STATUSES,
    ),
    Field("status_date", k.DATE_KIND, "The day as of which the status holds.", "ISO 8601", "status"),
    Field("start", k.DATE_KIND, "When it began or is to begin.", "ISO 8601; IATI ActivityDateType", "status"),
    Field(
        "start_kind",
        k.CHOICE,
        "Whether the start is planned or happened.",
        "IATI ActivityDateType",
        "status",
        choices=codes.TIME_KINDS,
    ),
    Field("end", k.DATE_KIND, "When it ended or is to end.", "ISO 8601; IATI ActivityDateType", "status"),
    Field(
        "end_kind",
        k.CHOICE,
        "Whether the end is planned or happened.",
        "IATI ActivityDateType",
        "status",
        choices=codes.TIME_KINDS,
    ),
    Field("countries", k.COUNTRIES_KIND, "The countries it lies in.", "ISO 3166-1", "place", published=True),
    Field("regions", k.REGIONS_KIND, "The regions it lies in.", "ISO 3166-2", "place"),
    Field("place", k.LINE, "What a person would call the place.", "", "place", translated=True),
    Field(
        "precision",
        k.CHOICE,
        "How exactly the place is known.",
        "IATI GeographicExactness; AidData precision codes",
        "place",
        published=True,
        choices=codes.PRECISIONS,
    ),
    Field(
        "uncertainty_m",
        k.METRES,
        "Radius in metres within which it lies, drawn as a ring.",
        "Darwin Core coordinateUncertaintyInMeters",
        "place",
    ),
    Field("route", k.CHOICE, "How the course of a line is known.", "", "place", choices=codes.ROUTES),
    Field(
        "location_source",
        k.NOTE,
        "Where the coordinates come from, such as GEONAMES 1519928, and how.",
        "OC4IDS locationGazetteers",
        "place",
    ),
    Field("partners", k.RECORDS, "Who takes part.", "OC4IDS parties", "partners", fields=PARTNER),
    Field("value", k.RECORDS, "The sums of money.", "OC4IDS Value", "figures", fields=VALUE),
    Field("figures", k.RECORDS, "Capacity, jobs, area, length and other numbers.", "", "figures", fields=FIGURE),
    Field("disputes", k.RECORDS, "Where sources disagree, or contradict the article.", "", "evidence", fields=DISPUTE),
    Field(
        "sources",
        k.RECORDS,
        "The documents that the facts rest on.",
        "OC4IDS Document; PROV",
        "evidence",
        fields=SOURCE,
    ),
    Field("article", k.CHOICE, "Whether the article names it.", "", "evidence", choices=codes.ARTICLE),
    Field("checked", k.DATE_KIND, "When the facts were last looked at.", "OC4IDS updated", "evidence"),
    Field("images", k.RECORDS, "Pictures; each file travels inside the page.", "", "images", fields=IMAGE),
)
"""The fields of a project (a Feature's properties), in the order of the file."""

ARTICLE = "article"
"""The field that only layers about an article have: forms and tables of the others leave it out."""

BORDER = (
    Field("between", k.PAIR_KIND, "The two countries that it parts.", "ISO 3166-1", required=True),
    Field("drawn", k.CHOICE, "How its line is drawn.", required=True, choices=codes.BORDER_LINES),
)
"""A keeper's decision on a border of the base map."""

MEMBERS: tuple[Field, ...] = (
    Field("title", k.NAME, "The layer's title.", translated=True),
    Field("subtitle", k.LINE, "A line under the title.", translated=True),
    Field("publisher", k.NAME, "Who publishes the layer and answers for it.", "DCAT publisher"),
    Field("publisher", k.NAME, "The publisher in a language, where it differs.", translated=True),
    Field("contact", k.NAME, "Where to write about it: an address of mail or of the web.", "DCAT contactPoint"),
    Field("licence", k.NAME, "The licence of the layer, such as CC-BY-4.0.", "SPDX"),
    Field("version", k.NAME, "The version of the layer, such as 1.2.", "DCAT version"),
    Field("languages", k.LANGUAGES_KIND, "The languages that it is written in, the first one first.", "BCP 47"),
    Field("countries", k.COUNTRIES_KIND, "The countries that it is about; by default those named most.", "ISO 3166-1"),
    Field("borders", k.RECORDS, "Borders that are drawn otherwise than the base map has them.", fields=BORDER),
    Field("as_of", k.DATE_KIND, "The date of the newest source.", "ISO 8601"),
    Field("grade", k.CHOICE, "How much the layer claims; a draft when it says nothing.", choices=codes.GRADES),
)
"""The known members of a layer beside its features, in the order of the file."""

RATIO = (
    Field("period", k.PERIOD_KIND, "The other period.", "ISO 8601", required=True),
    Field("times", k.NUMBER, "How many times the other value it is.", required=True),
)
INDICATOR_VALUE = (
    Field("value", k.NUMBER_OR_NULL, "The number; null where a source gives only a ratio.", required=True),
    Field("qualifier", k.CHOICE, "How exact the number is.", choices=codes.QUALIFIERS),
    Field("period", k.PERIOD_KIND, "The date or period it holds for.", "ISO 8601", required=True),
    Field("kind", k.CHOICE, "Fact, goal, ratio or permission.", required=True, choices=codes.INDICATOR_KINDS),
    Field("direction", k.DIRECTION, "From which country to which.", "ISO 3166-1"),
    Field("growth_percent", k.NUMBER, "Growth over the year before, in per cent."),
    Field("ratio_to", k.RECORD, "The value as a multiple of another period's.", fields=RATIO),
    Field("label", k.LINE, "What the number is, where the indicator's name does not say.", translated=True),
    Field("text", k.NOTE, "What the reader must know about it.", translated=True),
    Field("disputes", k.RECORDS, "Where it contradicts another.", fields=DISPUTE),
    Field("article", k.CHOICE, "Whether it is the article's figure.", choices={"yes": "It is.", "no": "It is not."}),
    Field("sources", k.RECORDS, "The documents it rests on.", required=True, fields=CITED),
)
INDICATOR: tuple[Field, ...] = (
    Field("id", k.SLUG_KIND, "The indicator's lasting name.", required=True),
    Field("name", k.NAME, "Its name.", translated=True, required=True),
    Field("unit", k.CHOICE, "The unit.", required=True, choices=codes.UNITS),
    Field("values", k.RECORDS, "Its values, in the order shown.", required=True, fields=INDICATOR_VALUE),
)
MILESTONE: tuple[Field, ...] = (
    Field("id", k.SLUG_KIND, "The milestone's lasting name.", required=True),
    Field("date", k.DATE_KIND, "When it happened or began.", "ISO 8601", required=True),
    Field("end", k.DATE_KIND, "When it ended.", "ISO 8601"),
    Field("kind", k.CHOICE, "What it is.", required=True, choices=codes.MILESTONE_KINDS),
    Field("name", k.NAME, "Its name.", translated=True, required=True),
    Field("summary", k.SUMMARY, "What it brought, in plain text.", translated=True),
    Field("place", k.LINE, "Where.", translated=True),
    Field("lon", k.LONGITUDE, "Longitude in degrees, WGS 84."),
    Field("lat", k.LATITUDE, "Latitude in degrees, WGS 84."),
    Field("location_source", k.NOTE, "Where the coordinates come from."),
    Field("article", k.CHOICE, "Whether the article names it.", required=True, choices=codes.ARTICLE),
    Field("disputes", k.RECORDS, "Where sources disagree.", fields=DISPUTE),
    Field("sources", k.RECORDS, "The documents it rests on.", required=True, fields=CITED),
)
VIEW = (
    Field("west", k.LONGITUDE, "The western edge, in degrees.", required=True),
    Field("south", k.LATITUDE, "The southern edge, in degrees.", required=True),
    Field("east", k.LONGITUDE, "The eastern edge, in degrees.", required=True),
    Field("north", k.LATITUDE, "The northern edge, in degrees.", required=True),
)
NUMBER = (
    Field("indicator", k.SLUG_KIND, "The id of an indicator.", required=True),
    Field("period", k.PERIOD_KIND, "The period of its value; of several the first is taken.", required=True),
)
STOP: tuple[Field, ...] = (
    Field("id", k.SLUG_KIND, "The stop's lasting name; it stands in the address.", required=True),
    Field("title", k.NAME, "What the audience reads first.", translated=True, required=True),
    Field("text", k.LINE, "The caption: about thirty words, to be read from afar.", translated=True),
    Field("notes", k.NOTE, "What the speaker alone sees.", translated=True),
    Field("projects", k.PROJECTS_KIND, "The projects that are shown; all of them when none is named."),
    Field("view", k.RECORD, "What of the map is seen; by default its projects.", fields=VIEW),
    Field("numbers", k.RECORDS, "Key figures that are set large; by default those of a lone project.", fields=NUMBER),
)
"""The fields of a stop of a story, in the order of the file."""

RECORDS: Mapping[str, tuple[Field, ...]] = {
    "Partner": PARTNER,
    "Value": VALUE,
    "Figure": FIGURE,
    "Dispute": DISPUTE,
    "Document": CITED,
    "Source": SOURCE,
    "Image": IMAGE,
    "ProjectRecord": FIELDS,
    "BorderChoice": BORDER,
    "LayerMembers": MEMBERS,
    "Ratio": RATIO,
    "IndicatorValue": INDICATOR_VALUE,
    "Indicator": INDICATOR,
    "Milestone": MILESTONE,
    "View": VIEW,
    "KeyFigure": NUMBER,
    "Stop": STOP,
}
"""The name of the type of each kind of record, nested ones before those that hold them."""

UNTRANSLATED_NAMES = frozenset(field.name for field in FIELDS) | {"geometry"}
"""What `supports` and `disputes[].field` may name: every field without its language, and the geometry."""


def record_name(fields: tuple[Field, ...]) -> str:
    """The name of the type of a kind of record. Raises StopIteration for one that is not in RECORDS."""
    return next(name for name, own in RECORDS.items() if own is fields)


def find(key: str, fields: tuple[Field, ...] = FIELDS) -> Field | None:
    """The field that a key of a record belongs to ("name_de" is of "name"), or None for an unknown key."""
    place = rank(key, fields)
    return fields[place[0]] if place[0] < len(fields) else None


@lru_cache(maxsize=4096)
def rank(key: str, fields: tuple[Field, ...] = FIELDS, languages: tuple[str, ...] = USUAL) -> tuple[int, int, str]:
    """Where a key sorts: by field, then the layer's languages and others by tag; unknown keys last."""
    for position, field in enumerate(fields):
        if not field.translated and key == field.name:
            return position, 0, ""
        if field.translated and key.startswith(f"{field.name}_"):
            tag = key[len(field.name) + 1 :]
            if TAG.fullmatch(tag):
                return position, languages.index(tag) if tag in languages else len(languages), tag
    return len(fields), 0, ""


def ordered(
    record: Mapping[str, object], fields: tuple[Field, ...] = FIELDS, languages: tuple[str, ...] = USUAL
) -> dict[str, object]:
    """The record with its keys in schema order, a text's by the languages, nested records too; unknown keys follow in
    their own order."""
    if not all(isinstance(key, str) for key in record):
        return dict(record)
    return {
        key: _ordered_value(record[key], inner, languages) if inner else record[key]
        for key, inner in _sequence(tuple(record), fields, languages)
    }


@lru_cache(maxsize=4096)
def _sequence(
    keys: tuple[str, ...], fields: tuple[Field, ...], languages: tuple[str, ...]
) -> tuple[tuple[str, tuple[Field, ...]], ...]:
    """Keys in schema order, each with its nested fields; the records of a layer have few different sets of keys."""
    known = [(key, find(key, fields)) for key in sorted(keys, key=lambda key: rank(key, fields, languages))]
    return tuple((key, field.fields if field else ()) for key, field in known)


def _ordered_value(value: object, fields: tuple[Field, ...], languages: tuple[str, ...]) -> object:
    if isinstance(value, dict):
        return ordered(value, fields, languages)
    if isinstance(value, (list, tuple)):
        return [ordered(entry, fields, languages) if isinstance(entry, dict) else entry for entry in value]
    return value
