"""Dates and periods as people write them: quarters, halves, ranges, months in words of any of ten languages.

A reduced ISO date says no more than the text: the third quarter of 2024 becomes 2024, and is not exact.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from babel.dates import get_month_names

from geo.model.text_forms import real_date
from geo.tables.cell_dates import day_of
from geo.tables.cell_values import Unread, text
from geo.tables.vocabulary import folded, is_now

if TYPE_CHECKING:
    from geo.tables.model import Cell

LANGUAGES = ("en", "ru", "uz", "uz_Cyrl", "kk", "es", "fr", "pt", "tr", "de")
"""Languages (CLDR) whose names of months are known."""

LONGEST = 80
"""Characters of the longest text that is looked at."""


class Period(NamedTuple):
    """When something begins and ends, as reduced ISO dates or None; exact: the text says no more than they do."""

    start: str | None
    end: str | None = None
    exact: bool = True


_YEAR = r"(?:1[89]|20|21)\d\d"
_PART = re.compile(
    r"\b(?:q|qtr|quarter|кв|квартал\w*|chorak|чорак|тоқсан|t|trim|trimestre|trimester|quartal|çeyrek|"
    r"h|half|hy|полугоди\w*|п г|yarim yillik|жартыжылдық|semestre|semester|halbjahr|yarıyıl)\b"
)
_QUARTER = re.compile(
    rf"(?:(?:[1-4]|i{{1,3}}|iv)\s?(?:st|nd|rd|th|й|ый|ой|е|ое|er|o)?\s*{_PART.pattern}|{_PART.pattern}\s*(?:[1-4]|i{{1,3}}|iv))"
)
_SHORT_QUARTER = re.compile(r"\b(?:[qhtк][1-4]|[1-4][qhк])(?=\b|\d{4})")
_ABOUT = re.compile(
    r"\b(?:early|mid|middle|late|end|beginning|start|about|circa|c|ca|approx|approximately|around|expected|plan|planned|actual|план|факт|est|fy|spring|"
    r"summer|autumn|fall|winter|of|in|the|начал[оае]|середин[аеы]|кон[е]?ц[аеу]?|около|ориентировочно|весн[аыой]+|лет[оа]м?|осен[ьию]+|зим[аыой]+|"
    r"boshi|oxiri|oʻrtasi|басы|соңы|ортасы|principios|mediados|finales|fin|début|mi|anfang|mitte|ende|etwa|ca|de|del|d)\b"
)
_YEAR_WORDS = re.compile(
    r"\b(?:гг|г|год[ау]?|годы|года|лет|year|years|yil|yillar|йил|йиллар|yilda|жыл|жылы|жылдар|жылғы|жж|ж|año|an|année|ano|yılı|yıl|jahr)\b\.?"
)
_SINCE = re.compile(r"^(?:с|со|от|from|since|starting|seit|ab|von|depuis|dès|desde|de|desde el)\s+", re.IGNORECASE)
_UNTIL = re.compile(r"^(?:до|по|к|until|till|to|by|through|bis|jusqu'?à|hasta|até|gacha)\s+", re.IGNORECASE)
_BETWEEN = re.compile(
    r"\s*(?:–|—|−|-|\.\.+|…|/|→|\b(?:to|until|till|through|по|до|bis|hasta|al|a|à|au|até|и|and|und|y|et)\b)\s*",
    re.IGNORECASE,
)


@cache
def _months() -> dict[str, int]:
    months: dict[str, int] = {}
    for language in LANGUAGES:
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for number, name in get_month_names(width, context, language).items():
                    if (word := folded(name)) and not word.isdecimal():
                        months.setdefault(word, number)
    months.update({"sept": 9, "сент": 9, "нояб": 11, "февр": 2, "мая": 5, "авг": 8})
    return months


def period(cell: Cell, day_first: bool | None = None) -> Period | None:
    """The period that a cell says, or None when it says none. day_first: the order of 05/06/2025, None if not known."""
    if not isinstance(cell, str):
        return _single_cell(cell)
    typed = text(cell).strip().strip("()[]").strip()
    if not typed or len(typed) > LONGEST:
        return None
    single = _single(typed, day_first)
    if single is not None:
        return single
    if begun := _SINCE.match(typed):
        rest = typed[begun.end() :]
        return _range(rest, day_first) or _single(rest, day_first)
    if ends := _UNTIL.match(typed):
        single = _single(typed[ends.end() :], day_first)
        return Period(None, single.start, single.exact) if single else None
    return _range(typed, day_first)


def _single_cell(cell: Cell) -> Period | None:
    try:
        return Period(str(day_of(cell)))
    except Unread:
        return None


def _range(typed: str, day_first: bool | None) -> Period | None:
    """Two dates, or one and "to the present", with a dash or a word between them."""
    for cut in _BETWEEN.finditer(typed):
        before, behind = typed[: cut.start()].strip(), typed[cut.end() :].strip()
        if not before or not behind:
            continue
        if (
            re.fullmatch(rf"{_YEAR}", before)
            and re.fullmatch(r"\d\d", behind)
            and int(behind) == (int(before) + 1) % 100
        ):
            behind = f"{int(before) + 1}"
        end = None if is_now(behind) else _single(behind, day_first)
        start = _single(before, day_first) or (_with_year_of(before, end, day_first) if end else None)
        if start and (end or is_now(behind)) and (end is None or str(start.start) <= str(end.start)):
            return Period(start.start, end.start if end else None, start.exact and (end is None or end.exact))
    if typed.endswith(("-", "–", "—")):
        return _single(typed[:-1].strip(), day_first)
    return None


def _with_year_of(before: str, end: Period, day_first: bool | None) -> Period | None:
    """The "March" of "March - June 2024"."""
    single = _single(f"{before} {str(end.start)[:4]}", day_first) if end.start else None
    return single if single and single.start and "-" in single.start else None


def _single(typed: str, day_first: bool | None) -> Period | None:
    try:
        return Period(str(day_of(typed)))
    except Unread:
        pass
    if slashed := re.fullmatch(r"(\d\d?)[/.-](\d\d?)[/.-](\d{4}|\d\d)", typed):
        return _slashed(slashed, day_first)
    if stamped := re.match(rf"({_YEAR}-\d\d-\d\d)[T ]\d\d:\d\d", typed):
        return Period(stamped[1]) if real_date(stamped[1]) else None
    plain = re.sub(r"[^\w']+", " ", typed.casefold().replace("ё", "е")).strip()
    plain = re.sub(rf"({_YEAR})(?=[^\W\d_])", r"\1 ", plain)
    plain = _YEAR_WORDS.sub(" ", plain)
    return _worded(" ".join(plain.split()))


def _slashed(match: re.Match[str], day_first: bool | None) -> Period | None:
    first, second, year = int(match[1]), int(match[2]), match[3]
    if len(year) == 2:
        year = f"20{year}"
    if day_first is None:
        day_first = True if first > 12 else False if second > 12 else None
    if day_first is None and first != second:
        return None
    day, month = (first, second) if day_first else (second, first)
    iso = f"{year}-{month:02}-{day:02}"
    return Period(iso) if real_date(iso) else None


def _worded(plain: str) -> Period | None:
    """A date with the month in words, or of a quarter or half year, of which the year alone is certain."""
    years = re.findall(rf"\b{_YEAR}\b|(?<=[qhtк][1-4]){_YEAR}\b|(?<=[1-4][qhк]){_YEAR}\b", plain)
    if len(years) != 1:
        return None
    rest = " ".join(plain.replace(years[0], " ", 1).split())
    if not rest:
        return Period(years[0])
    if bare := _dated(rest, years[0]):
        return bare
    for pattern in (_QUARTER, _SHORT_QUARTER, _ABOUT):
        rest = pattern.sub(" ", rest)
    if dated := _dated(" ".join(rest.split()), years[0]):
        return Period(dated.start, None, exact=False)
    return Period(years[0], exact=False) if not rest.strip() else None


def _dated(rest: str, year: str) -> Period | None:
    """The day or month that the words beside the year say."""
    words = [
        re.sub(r"^(\d{1,2})(?:st|nd|rd|th|го|е|er)$", r"\1", word)
        for word in rest.split()
        if word not in ("of", "de", "del", "the")
    ]
    month = next((number for word in words if (number := _months().get(folded(word)))), None)
    others = [word for word in words if folded(word) not in _months()]
    if month is None or len(words) - len(others) != 1 or len(others) > 1:
        return None
    if not others:
        return Period(f"{year}-{month:02}")
    iso = f"{year}-{month:02}-{int(others[0]):02}" if others[0].isdecimal() and len(others[0]) <= 2 else ""
    return Period(iso) if iso and real_date(iso) else None


def day_first_in(cells: list[Cell]) -> bool | None:
    """Whether the day stands first in dates such as 05/06/2025, by those of the column that have one reading."""
    orders = set()
    for cell in cells:
        match = re.fullmatch(r"\s*(\d\d?)[/.-](\d\d?)[/.-](\d{4}|\d\d)\s*", cell) if isinstance(cell, str) else None
        if match and int(match[1]) > 12 >= int(match[2]):
            orders.add(True)
        elif match and int(match[2]) > 12 >= int(match[1]):
            orders.add(False)
    return orders.pop() if len(orders) == 1 else None
