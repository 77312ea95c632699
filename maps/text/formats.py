"""Numbers, quantities and dates as a language writes them: for stills what words.js is for the page."""

from __future__ import annotations

import re
from functools import cache, partial
from typing import TYPE_CHECKING

from maps.basemap import names
from maps.text import i18n

if TYPE_CHECKING:
    from collections.abc import Sequence

    from babel.plural import PluralRule

_SIZES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
_MYRIADS = (1e4, 1e8, 1e12)
"""What the texts of number.myriads stand for, in a language that counts in ten thousands."""

_DATE = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d\d))?)?")


def number(language: str, value: float) -> str:
    """A plain number with its digits grouped, at most two decimals."""
    words = i18n.load(language)
    whole, _, decimals = f"{abs(value):.2f}".rstrip("0").rstrip(".").partition(".")
    if len(whole) > 4 or language == "en":
        whole = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", str(words["number.group"]), whole)
    written = ("−" if value < 0 else "") + whole + (f"{words['number.decimal']}{decimals}" if decimals else "")
    return i18n.digits(language, written)


def large(language: str, value: float) -> str:
    """A number; millions and more are told in words: 4.27 billion."""
    if abs(value) < _SIZES[-1][0]:
        return number(language, value)
    size, entry = next((size, entry) for size, entry in _sizes(language) if abs(value) >= size)
    form = of_several(language, entry, round(value / size, 2))
    return form.replace("{n}", number(language, value / size))


def _sizes(language: str) -> Sequence[tuple[float, i18n.Entry]]:
    """The sizes that a language has a word for, the largest first."""
    if myriads := i18n.texts(language, "number.myriads"):
        return [*zip(_MYRIADS, myriads, strict=True)][::-1]
    return [(size, i18n.load(language)[f"number.{name}"]) for size, name in _SIZES]


def unit(language: str, value: float, code: str, qualifier: str | None = None) -> str:
    """A number with its unit: 30,000 cars a year."""
    return _quantity(language, value, f"unit.{code}", qualifier) or f"{large(language, value)} {code}".strip()


def money(language: str, value: float, currency: str, qualifier: str | None = None) -> str:
    """A sum with its currency: more than 4.27 billion dollars."""
    return _quantity(language, value, f"money.{currency}", qualifier) or f"{large(language, value)} {currency}"


def amount(language: str, value: float, code: str, qualifier: str | None = None) -> str:
    """A number with a unit that may be a currency."""
    written = money if f"money.{code}" in i18n.load(language) else unit
    return written(language, value, code, qualifier)


def _quantity(language: str, value: float, key: str, qualifier: str | None) -> str:
    words = i18n.load(language)
    entry = words.get(key)
    if entry is None:
        return ""
    around = str(words.get(f"qualifier.{qualifier}", "{n}")) if qualifier else "{n}"
    asked = re.search(r"\{n(?:\.(\w+))?\}", around)
    form = _form(entry, plural(language, value), asked[1] if asked else None)
    return re.sub(r"\{n(?:\.\w+)?\}", lambda _: form.replace("{n}", large(language, value)), around)


def counted(language: str, key: str, number: float) -> str:
    """A text in the plural form that a number asks for, its place for the number still open."""
    return of_several(language, i18n.load(language)[key], number)


def of_several(language: str, entry: i18n.Entry, number: float = 5) -> str:
    """A text in the form for several, or for another number, its place for the number still open."""
    return _form(entry, plural(language, number), None) if isinstance(entry, dict) else str(entry)


def _form(entry: i18n.Entry, usual: str, asked: str | None) -> str:
    if not isinstance(entry, dict):
        return str(entry)
    return entry.get(asked or usual) or entry.get(usual) or entry["other"]


def plural(language: str, value: float) -> str:
    """The form that a number asks for in any language of Unicode CLDR: zero, one, two, few, many or other.

    From a million on, where a number is told in words, it is that of a million, as in the page.
    """
    return _plurals(language)(min(abs(value), 1_000_000))


@cache
def _plurals(language: str) -> PluralRule:
    from babel.plural import PluralRule

    known = names.locale(language)
    return known.plural_form if known else PluralRule({})  # a language that CLDR does not know has one form


def date(language: str, iso: str | None, form: str = "") -> str:
    """A date of reduced precision: 2025, 2025-12 or 2025-12-29; anything else as it was.

    `form` is a case that a text asks for, such as "at" in {date.at}; a language without it has its usual form.
    """
    parts = _DATE.fullmatch(iso or "")
    if not parts:
        return iso or ""
    month, day = parts[2], parts[3]
    year, words = i18n.digits(language, parts[1]), i18n.load(language)
    if not month:
        return _form(words["date.year"], "other", form).replace("{year}", year)
    usual = "date.months_after_day" if day else "date.months"
    months = i18n.texts(language, f"date.months_{form}" if form else usual) or i18n.texts(language, usual)
    if day:
        return i18n.text(language, "date.day", day=int(day), month=months[int(month) - 1], year=year)
    return i18n.text(language, "date.month", month=months[int(month) - 1], year=year)


def as_of(language: str, iso: str, key: str = "page.as_of") -> str:
    """The day as of which something holds, as a sentence: "As of 19 March 2026"."""
    return i18n.text(language, key, date=partial(date, language, iso))


def period(language: str, iso: str) -> str:
    """A date, or from one to another ("2025-01/2025-09"), as briefly as the language tells it."""
    start, _, end = iso.partition("/")
    if not end:
        return date(language, start)
    if not (_DATE.fullmatch(start) and _DATE.fullmatch(end)):
        return iso
    return _span(language, start.split("-"), end.split("-")) or i18n.text(
        language, "date.range", **{"from": date(language, start), "to": date(language, end)}
    )


def _span(language: str, start: list[str], end: list[str]) -> str:
    """A span within one year, "" for any other."""
    if start[0] != end[0] or len(start) != len(end) or len(start) == 1:
        return ""
    year, months = i18n.digits(language, start[0]), [int(each[1]) - 1 for each in (start, end)]
    if len(start) == 2:
        names = [i18n.texts(language, "date.months")[month] for month in months]
        return i18n.text(language, "date.months_range", **{"from": names[0], "to": names[1]}, year=year)
    names = [i18n.texts(language, "date.months_after_day")[month] for month in months]
    key = "date.days_range" if months[0] == months[1] else "date.months_days_range"
    days = {"day": int(start[2]), "day2": int(end[2])}
    return i18n.text(language, key, **days, month=names[0], month2=names[1], year=year)


def distance(language: str, metres: float) -> str:
    """A distance in metres or kilometres."""
    if metres < 1000:
        return i18n.text(language, "distance.m", n=number(language, metres))
    return i18n.text(language, "distance.km", n=number(language, metres / 1000))


def known(language: str, topic: str, code: object) -> str:
    """The word for a code such as status.planned, else the code itself; of any country its name."""
    if topic == "country" and code and f"country.{code}" not in i18n.load(language):
        return names.country_name(str(code), language)
    return str(i18n.load(language).get(f"{topic}.{code}", code or ""))


def stated(language: str, topic: str, code: object) -> str:
    """The same of a code that every project should have; of None that none is stated."""
    return known(language, topic, code) or i18n.text(language, f"not_stated.{topic}")
