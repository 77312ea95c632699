"""The kinds of values a field can hold: what is expected, how to fix it, and its form in JSON Schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from geo.messages import Message, template
from geo.model import iso, suggestions
from geo.model.text_forms import DATE, FILE, PERIOD, SLUG, URL, real_date, real_period, real_region, stays_below

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Base = Literal["text", "number", "list", "records"]


class Kind(NamedTuple):
    """A kind of value."""

    name: str
    """What it is called; the form for a project goes by it."""
    base: Base
    """Its form in JSON."""
    expected: Message
    """What a message says that it should be."""
    fix: Message
    """What a message says to do."""
    pattern: str | None = None
    """A regular expression that a text must match, written so that Rust and ECMA 262 both read it."""
    longest: int | None = None
    """Most characters of a text."""
    least: float | None = None
    """The smallest number."""
    most: float | None = None
    """The largest number."""
    nullable: bool = False
    """Whether null is a value."""
    items: Kind | None = None
    """The kind of a list's entries."""
    test: Callable[[str], bool] | None = None
    """What a pattern cannot say."""
    suggest: Callable[[object], str | None] | None = None
    """Gives a better value for a wrong one, or None."""
    rule: str = "kind"
    """The code of the rule that a wrong value breaks."""


def _text(name: str, longest: int, expected: str = template("text of 1 to {longest} characters")) -> Kind:
    fix = Message("write one plain text of at most {longest} characters, or leave the field out", longest=longest)
    return Kind(name, "text", Message(expected, longest=longest), fix, r"\S", longest)


_PLAIN = template("a plain text of 1 to {longest} characters")
LINE = _text("text", 300)
NAME = _text("name", 200, template("a name of 1 to {longest} characters"))
SUMMARY = _text("summary", 600, _PLAIN)
NOTE = _text("note", 2000, _PLAIN)
SLUG_KIND = Kind(
    "slug",
    "text",
    Message("lower-case Latin letters and digits joined by hyphens, such as chevrolet-kostanay"),
    Message("write such a name and never change it again"),
    SLUG,
    80,
    suggest=suggestions.suggest_slug,
)
DATE_KIND = Kind(
    "date",
    "text",
    Message("a year, month or day, such as 2025, 2025-12 or 2025-12-29"),
    Message("write the date in this form, or leave the field out when it is not known"),
    DATE,
    test=real_date,
    suggest=suggestions.suggest_date,
    rule="date",
)
PERIOD_KIND = Kind(
    "period",
    "text",
    Message("a date or two dates with a slash, such as 2024 or 2025-01/2025-09"),
    Message("write the period in this form"),
    PERIOD,
    test=real_period,
    suggest=suggestions.suggest_date,
    rule="date",
)
NUMBER = Kind(
    "number",
    "number",
    Message("a number"),
    Message("write the number alone, without quotation marks, spaces or units"),
    suggest=suggestions.suggest_number,
)
NUMBER_OR_NULL = Kind(
    "number or null",
    "number",
    Message("a number, or null where there is none"),
    Message("write the number alone"),
    nullable=True,
    suggest=suggestions.suggest_number,
)
METRES = Kind(
    "metres",
    "number",
    Message("a number of metres, 0 or more"),
    Message("write the radius in metres"),
    least=0,
    suggest=suggestions.suggest_number,
)
COUNTRY = Kind(
    "country",
    "text",
    Message("a country code of two letters (ISO 3166-1), such as KZ or UZ"),
    Message("look the code up in ISO 3166-1"),
    "^[A-Z]{2}$",
    test=iso.COUNTRIES.__contains__,
    suggest=suggestions.suggest_of(iso.COUNTRIES),
    rule="unknown-code",
)
REGION = Kind(
    "region",
    "text",
    Message("a region code (ISO 3166-2), such as KZ-39 or UZ-TK"),
    Message("look the code up in ISO 3166-2"),
    "^[A-Z]{2}-[A-Z0-9]{1,3}$",
    test=real_region,
    rule="unknown-code",
)
CURRENCY = Kind(
    "currency",
    "text",
    Message("a currency code of three letters (ISO 4217), such as USD, KZT or UZS"),
    Message("look the code up in ISO 4217"),
    "^[A-Z]{3}$",
    test=iso.CURRENCIES.__contains__,
    suggest=suggestions.suggest_of(iso.CURRENCIES),
    rule="unknown-code",
)
LANGUAGE = Kind(
    "language",
    "text",
    Message("a language tag (BCP 47), such as en, ru, uz or kk"),
    Message("write the tag of the source's language, or leave the field out"),
    "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$",
)
URL_KIND = Kind(
    "url",
    "text",
    Message("an address that begins with http:// or https:// and a host"),
    Message("write the full address, or leave the field out"),
    URL,
    2000,
    suggest=suggestions.suggest_url,
    rule="url",
)
FILE_KIND = Kind(
    "file",
    "text",
    Message("a picture file beside the layer, such as photos/plant.jpg"),
    Message("put the picture (JPEG, PNG or WebP) beside the layer and write its path from there"),
    FILE,
    300,
    test=stays_below,
)
DIRECTION = Kind(
    "direction",
    "text",
    Message("from and to country, such as KZ-UZ"),
    Message("write the two country codes"),
    "^[A-Z]{2}-[A-Z]{2}$",
)
PAIR_KIND = Kind(
    "two countries",
    "text",
    Message("two country codes, such as IN-PK"),
    Message("write the two country codes"),
    "^[A-Z]{2}-[A-Z]{2}$",
)
COUNTRIES_KIND = Kind(
    "countries",
    "list",
    Message('a list of country codes (ISO 3166-1), such as ["KZ", "UZ"]'),
    Message("write the codes as a list, each once"),
    items=COUNTRY,
)
REGIONS_KIND = Kind(
    "regions",
    "list",
    Message('a list of region codes (ISO 3166-2), such as ["KZ-39"]'),
    Message("write the codes as a list, each once, or leave the field out"),
    items=REGION,
)
LANGUAGES_KIND = Kind(
    "languages",
    "list",
    Message('a list of language tags (BCP 47), such as ["en", "kk"]'),
    Message("write the tags as a list, each once, or leave the field out"),
    items=LANGUAGE,
)
PROJECTS_KIND = Kind(
    "project ids",
    "list",
    Message('a list of the ids of projects, such as ["chevrolet-kostanay"]'),
    Message("write the ids as a list, each once, or leave the field out"),
    items=SLUG_KIND,
)
FIELDS_KIND = Kind(
    "field names",
    "list",
    Message('a list of field names, such as ["status", "place"]'),
    Message("name the fields that the source supports, without the language suffix"),
    items=LINE,
)
FIELD_KIND = Kind(
    "field name",
    "text",
    Message("the name of a field, such as status"),
    Message("name the field without the language suffix"),
    r"\S",
    80,
)
CHOICE = Kind("choice", "text", Message("one of the codes"), Message("choose one of them"), rule="unknown-code")
MONEY = Kind("money", "text", Message("a sum and its currency"), Message("write the amount and the currency"))
COLOUR = Kind(
    "colour",
    "text",
    Message("a colour as # and six hexadecimal digits, such as #0b6e8a"),
    Message("write the colour in this form"),
    "^#[0-9A-Fa-f]{6}$",
)
DAC = Kind(
    "DAC code",
    "number",
    Message("an OECD DAC purpose code of five digits, such as 21040"),
    Message("look the code up, or leave it out"),
    least=10000,
    most=99999,
)
LONGITUDE = Kind(
    "longitude", "number", Message("degrees east, -180 to 180"), Message("write the longitude"), least=-180, most=180
)
LATITUDE = Kind(
    "latitude", "number", Message("degrees north, -90 to 90"), Message("write the latitude"), least=-90, most=90
)
RECORDS = Kind(
    "records", "records", Message("a list of records in braces"), Message("write a list, or leave the field out")
)
RECORD = Kind("record", "records", Message("a record in braces"), Message("write a record, or leave the field out"))


def json_form(kind: Kind) -> Mapping[str, object]:
    """The kind in JSON Schema 2020-12, without choices and nested fields."""
    if kind.base == "number":
        bounds = {"minimum": kind.least, "maximum": kind.most}
        form: dict[str, object] = {"type": ["number", "null"] if kind.nullable else "number"}
        return form | {name: bound for name, bound in bounds.items() if bound is not None}
    if kind.items is not None:
        return {"type": "array", "minItems": 1, "uniqueItems": True, "items": dict(json_form(kind.items))}
    form = {"type": "string"}
    if kind.pattern:
        form["pattern"] = kind.pattern
    if kind.longest:
        form["maxLength"] = kind.longest
    return form
