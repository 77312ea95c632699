"""What Unicode CLDR says in any language, under the keys of the interface texts: months, dates, countries, sums."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from maps.basemap.names import locale

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from babel import Locale

    Entry: TypeAlias = str | list[str] | dict[str, str]

_SIZES = {"million": "1000000", "billion": "1000000000", "trillion": "1000000000000"}

_SHORT_SIZES = ("1000", "1000000")
"""Those that number.short has a form of."""

_ZEROS = {
    "latn": "0",
    "arab": "٠",
    "arabext": "۰",
    "adlm": "\U0001e950",
    "beng": "০",
    "cakm": "\U00011136",
    "deva": "०",
    "hmnp": "\U0001e140",
    "mtei": "꯰",
    "mymr": "၀",
    "nkoo": "߀",
    "olck": "᱐",
    "tibt": "༠",
}
"""The zeros of the systems of digits that CLDR says a language is usually written in; the others follow in Unicode."""

_PARTS = {"d": "{day}", "dd": "{day}", "MMMM": "{month}", "LLLL": "{month}", "y": "{year}"}
"""What stands for a part of a date in our texts; a pattern with another part is left to English."""


_COUNTED = (1.5, 1_000_000, *range(111, -1, -1))
"""Numbers among which there is one for each plural form, the usual ones last."""


def own_name(language: str) -> str:
    """What a language is called in itself, as it begins a line; the tag of one that CLDR does not know."""
    known = locale(language)
    name = (known.get_display_name(language.replace("-", "_")) if known else None) or language
    return name[:1].upper() + name[1:]


def entries(language: str, keys: Iterable[str]) -> dict[str, Entry]:
    """What CLDR says in a language for those of the keys of the interface texts that it can say, by key."""
    known = locale(language)
    said: dict[str, Entry] = {"language.name": own_name(language), "language.short": language.upper()}
    return said if known is None else {**said, **_numbers(known), **_dates(known), **dict(_names(known, keys))}


def _numbers(known: Locale) -> dict[str, Entry]:
    system = known.default_numbering_system
    signs = known.number_symbols.get(system) or known.number_symbols.get("latn", {})
    zero = ord(_ZEROS.get(system, "0"))
    written: dict[str, Entry] = {f"number.{sign}": str(signs[sign]) for sign in ("decimal", "group") if sign in signs}
    written["number.digits"] = "".join(map(chr, range(zero, zero + 10)))
    long = _compact(known, "long")
    written |= {f"number.{name}": long[size] for name, size in _SIZES.items() if size in long}
    short = _compact(known, "short")
    if short.keys() >= set(_SHORT_SIZES):
        written["number.short"] = [short[size] for size in _SHORT_SIZES]
    return written


def _compact(known: Locale, length: str) -> dict[str, str]:
    """Forms of a number by the size that they tell in words or a letter; "000万" and "0" count in other steps."""
    patterns: Mapping[str, object] = known.compact_decimal_formats.get(length, {}).get("other", {})
    forms = {size: re.sub(r"'(.*?)'", r"\1", _positive(pattern)) for size, pattern in patterns.items()}
    return {
        size: form.replace("0", "{n}").replace("\u00a0", " ")
        for size, form in forms.items()
        if form.count("0") == 1 and form != "0"
    }


def _positive(pattern: object) -> str:
    return str(getattr(pattern, "pattern", "")).partition(";")[0]


def _dates(known: Locale) -> dict[str, Entry]:
    """Months and the forms of dates; a span is written as the date is, with two of its parts in place of one."""
    months = {
        f"date.{key}": _wide(known, use) for key, use in (("months", "stand-alone"), ("months_after_day", "format"))
    }
    forms = {"date.day": str(known.date_formats["long"].pattern), "date.month": str(known.datetime_skeletons["yMMMM"])}
    written = {key: form for key, pattern in forms.items() if (form := _form(pattern))}
    if "date.month" in written:
        written["date.months_range"] = written["date.month"].replace("{month}", "{from}–{to}")
    if "date.day" in written:
        written["date.days_range"] = written["date.day"].replace("{day}", "{day}–{day2}")
    return {**months, **written}


def _wide(known: Locale, use: str) -> list[str]:
    months = known.months[use]["wide"]
    return [str(months[number]) for number in range(1, 13)]


def _form(pattern: str) -> str:
    """A pattern of CLDR as a form of ours, "" for one with a part that ours do not have."""
    parts = re.findall(r"'([^']*)'|([A-Za-z]+)|([^A-Za-z']+)", pattern)
    if any(letters and letters not in _PARTS for _, letters, _ in parts):
        return ""
    return "".join(quoted or _PARTS.get(letters, "") or sign for quoted, letters, sign in parts)


def _names(known: Locale, keys: Iterable[str]) -> Iterator[tuple[str, Entry]]:
    """The countries and currencies that the keys name."""
    for key in keys:
        topic, _, code = key.partition(".")
        if topic == "country" and code in known.territories:
            yield key, str(known.territories[code])
        elif topic == "money" and code in known.currencies:
            yield key, _counted(known, code)


def _counted(known: Locale, currency: str) -> dict[str, str]:
    """A currency's name behind its number, by the plural forms of the language."""
    from babel.numbers import get_currency_name

    return {form: f"{{n}} {get_currency_name(currency, number, known)}" for form, number in _forms(known).items()}


@cache
def _forms(known: Locale) -> dict[str, float | None]:
    """A number for each plural form of a language."""
    return {"other": None, **{known.plural_form(number): number for number in _COUNTED}}
