"""Cells to values and values to cells: what an analyst types, what a program stores, what the schema wants."""

from __future__ import annotations

import json
import math
import re
from calendar import monthrange
from datetime import MAXYEAR, date, datetime, timedelta
from difflib import get_close_matches
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from geo.checks.validate import nearest
from geo.errors import show
from geo.model.schema import UNTRANSLATED_NAMES
from geo.model.value_types import DATE, real_date
from geo.tables import header_names
from geo.tables.model import Labels, choices_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from geo.model.schema import Field
    from geo.model.value_types import Kind

EXCEL_DAY = date(1899, 12, 30)
"""The day that Excel numbers 0."""

EXCEL_DAYS = (20_000, 80_000)
"""Numbers that are likely days of Excel: from 1954 to 2119."""

EXACT = 2**53
"""Whole numbers beyond are not exact in a spreadsheet."""

_BLANK = re.compile(r"[\s\u00a0\u202f\u2009]+")
_BREAKS = re.compile(r"\s*[\r\n\t\v\f\u2028\u2029]+\s*")
_SEPARATORS = re.compile(r"\s*[,;]\s*|\s*[\r\n]+\s*")
_GDAL_LIST = re.compile(r"\(\d+:(.*)\)")
"""How GDAL writes a list into a format that has none: (2:KZ,UZ)."""

_FAILED = re.compile(r"#(DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!|SPILL!|CALC!)|Err:\d{3}")
_DAY_NUMBER = re.compile(r"\d{5}", re.ASCII)
_NUMBER = re.compile(r"[-+−]?\d+(\.\d+)?([eE][-+]?\d+)?", re.ASCII)
_THOUSANDS = re.compile(r"[-+−]?\d{1,3}(,\d{3})+(\.\d+)?", re.ASCII)
_POINTED = re.compile(r"[-+−]?\d{1,3}(\.\d{3})+(,\d+)?", re.ASCII)
_COMMA = re.compile(r"[-+−]?\d+,\d+([eE][-+]?\d+)?", re.ASCII)


class Unread(Exception):
    """A cell that does not say what its column needs: what was expected, and how to fix it."""

    def __init__(self, expected: str, fix: str) -> None:
        super().__init__(expected)
        self.expected, self.fix = expected, fix


class Loose(Exception):
    """A cell that was understood though it is not written as it should be: the value, what was expected."""

    def __init__(self, value: Any, expected: str) -> None:
        super().__init__(expected)
        self.value, self.expected = value, expected


def failed(cell: Any) -> bool:
    """Whether a cell is what a spreadsheet shows in place of a formula's value."""
    return isinstance(cell, str) and _FAILED.fullmatch(cell) is not None


def is_empty(cell: Any) -> bool:
    """Whether a cell says nothing: no value, NaN, blank text."""
    if isinstance(cell, str):
        return not cell or cell.isspace()
    return cell is None or (isinstance(cell, float) and math.isnan(cell)) or (isinstance(cell, list) and not cell)


def reader(field: Field, labels: Labels, decimal_comma: bool = False) -> Callable[[Any], Any]:
    """What turns a cell that is not empty into a value of the field.

    It raises Unread, or Loose with the value when that is certain all the same.
    """
    called = labels.get(choices_of(field), {})
    if field.choices is not None:
        return _choice_reader(field.choices, called)
    readers: dict[str, Callable[[Any], Any]] = {
        "records": lambda cell: _parsed(cell, field),
        "number": lambda cell: number(cell, decimal_comma),
        "list": lambda cell: _several(cell, _entry_reader(field.kind.items or field.kind, called)),
        "text": _text_reader(field.kind, called),
    }
    return readers[field.kind.base]


def _text_reader(kind: Kind, called: Mapping[str, Mapping[str, str]]) -> Callable[[Any], Any]:
    if kind.name == "date":
        return _date
    if kind.name in ("field name", "country", "currency", "language"):
        entry = _entry_reader(kind, called)
        return lambda cell: entry(text(cell))
    return _one_text


def _one_text(cell: Any) -> str:
    if isinstance(cell, (list, dict, bool, bytes)):
        raise Unread("a text", "write the text alone")
    return text(cell)


def _entry_reader(kind: Kind, called: Mapping[str, Mapping[str, str]]) -> Callable[[str], str]:
    """What reads a code or a name of a field, also as an entry of a list."""
    named = kind.name in ("field name", "text")  # the entries of `supports` are names of fields, kept as texts
    return _names_reader() if named else _code_reader(called, kind.name == "language")


# Text


def text(cell: Any) -> str:
    """The cell as one paragraph without blank space at its ends; numbers as they are typed, dates in ISO 8601."""
    if isinstance(cell, str):
        return _BREAKS.sub(" ", cell).strip() if not cell.isprintable() else cell.strip()
    if isinstance(cell, (datetime, date)):
        return _iso(cell)
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < EXACT:
        return str(int(cell))
    return json.dumps(cell, ensure_ascii=False, default=str) if isinstance(cell, (list, dict, bool)) else str(cell)


def _iso(day: date) -> str:
    return (day.date() if isinstance(day, datetime) else day).isoformat()


# Codes


def _choice_reader(choices: Mapping[str, str], called: Mapping[str, Mapping[str, str]]) -> Callable[[Any], Any]:
    known = {code: code for code in choices}
    spoken = {header_names.folded(word): code for code, said in called.items() for word in said.values()}
    spoken.update({header_names.folded(code): code for code in choices})
    own = {word for said in called.values() for word in said.values()}
    expected = f"one of {', '.join(choices)}"

    def read(cell: Any) -> Any:
        if isinstance(cell, str) and cell in known:
            return cell
        typed = text(cell)
        code = spoken.get(header_names.folded(typed))
        if code is None:
            raise Unread(expected, _nearest_choice(typed, choices, spoken, called))
        if cell == typed and (typed in own or typed.casefold() == code):
            return code
        raise Loose(code, expected)

    return read


def _nearest_choice(
    typed: str, choices: Mapping[str, str], spoken: Mapping[str, str], called: Mapping[str, Mapping[str, str]]
) -> str:
    """How to fix a word that is no code: the code most like it, with its name in the language of the word."""
    if better := nearest(typed, choices):
        return f"write {better}"
    name = header_names.folded(typed)
    begin = {code for word, code in spoken.items() if name and (word.startswith(name) or name.startswith(word))}
    close = [spoken[word] for word in get_close_matches(name, spoken, 1, 0.6)]
    found = begin if len(begin) == 1 else set(close)
    if not found:
        return "choose one of them"
    code = found.pop()
    said = max(called.get(code, {}).values(), key=lambda word: _shared(header_names.folded(word), name), default="")
    return f"write “{code}”" + (f" or “{said}”" if said else "")


def _shared(one: str, other: str) -> int:
    return len(set(one) & set(other))


def _code_reader(called: Mapping[str, Mapping[str, str]], lower: bool = False) -> Callable[[str], str]:
    """Codes in capitals, or the words for them in any language."""
    spoken = {header_names.folded(word): code for code, said in called.items() for word in said.values()}

    def read(typed: str) -> str:
        code = spoken.get(header_names.folded(typed))
        if code is not None:
            return code
        short = typed.isascii() and len(typed) <= len("XX-XXX")
        return typed if lower or not short else typed.upper()

    return read


def _names_reader() -> Callable[[str], str]:
    """Names of fields, or the words for them in any language, without the language of a text."""

    def read(typed: str) -> str:
        if typed in UNTRANSLATED_NAMES:
            return typed
        found = header_names.target(typed)
        name = str(found[0]) if found else typed
        stem = name.rpartition("_")[0]
        return stem if name not in UNTRANSLATED_NAMES and stem in UNTRANSLATED_NAMES else name

    return lru_cache(maxsize=1024)(read)


def _several(cell: Any, entry: Callable[[str], str]) -> list[Any]:
    if isinstance(cell, (list, tuple)):
        return [entry(part) if isinstance(part, str) else part for part in cell]
    typed = text(cell) if not isinstance(cell, str) else cell.strip()
    if typed.startswith("["):
        try:
            parsed = json.loads(typed)
        except ValueError:
            parsed = None
        if isinstance(parsed, list):
            return _several(parsed, entry)
    if gdal := _GDAL_LIST.fullmatch(typed):
        typed = gdal[1]
    return [entry(part) for part in _SEPARATORS.split(typed) if part]


def _parsed(cell: Any, field: Field) -> Any:
    """A whole list of records in one cell, as GeoJSON has it or as GDAL writes it into other formats."""
    if isinstance(cell, (list, dict)):
        return cell
    try:
        value = json.loads(text(cell))
    except ValueError:
        value = None
    if isinstance(value, list):
        return value
    raise Unread(
        "nothing here, or the list as JSON",
        f"write its entries into columns of their own, such as {field.name}_1_{field.fields[0].keys[0]}",
    )


# Numbers


def number(cell: Any, decimal_comma: bool = False) -> Any:
    """A number as typed: with blanks between thousands, a decimal point or comma, thousands in commas or points.

    decimal_comma: a lone comma is certainly a decimal one. Whole numbers become int. Raises Unread.
    """
    if isinstance(cell, bool) or not isinstance(cell, (int, float, str)):
        raise Unread("a number", "write the number alone")
    if isinstance(cell, int):
        return cell
    if isinstance(cell, float):
        return _whole(cell)
    typed = _BLANK.sub("", cell).replace("−", "-")
    if _NUMBER.fullmatch(typed):
        return _numeral(typed)
    if _COMMA.fullmatch(typed):
        if decimal_comma or not _THOUSANDS.fullmatch(typed):
            return _numeral(typed.replace(",", "."))
        whole, part = typed.replace(",", ""), typed.replace(",", ".")
        raise Unread(
            "a number with a decimal point, or none", f"write {whole}, or {part} if the comma is a decimal one"
        )
    if _THOUSANDS.fullmatch(typed):
        return _numeral(typed.replace(",", ""))
    if _POINTED.fullmatch(typed):
        return _numeral(typed.replace(".", "").replace(",", "."))
    raise Unread("a number", "write the number alone, in digits, without units or words")


def _numeral(typed: str) -> int | float:
    """The number that a numeral spells, exact where it is whole."""
    if typed.lstrip("+-").isdigit() and len(typed) < len(str(10**400)):
        return int(typed)
    value = float(typed)
    if math.isinf(value):
        raise Unread("a number", "write a smaller number")
    return _whole(value)


def _whole(value: float) -> int | float:
    return int(value) if value.is_integer() and abs(value) < EXACT else value


# Dates


def _date(cell: Any) -> Any:
    """A reduced ISO date from a date cell, a year as a number, or text with dots."""
    if isinstance(cell, (date, datetime)):
        return _iso(cell)
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, float) and cell >= 1000:  # 2025.1 may be January or, as 2025.10, October
        raise Unread(_DATES, "write the date in this form, or leave the cell empty")
    if isinstance(cell, str) and _DAY_NUMBER.fullmatch(cell.strip()):
        cell = int(cell)
    if isinstance(cell, int) and not isinstance(cell, bool):
        if 1000 <= cell <= MAXYEAR:
            return str(cell)
        if EXCEL_DAYS[0] <= cell <= EXCEL_DAYS[1]:
            day = (EXCEL_DAY + timedelta(cell)).isoformat()
            raise Unread(_DATES, f"write “{day}”, which Excel numbers so, or format the column as a date")
    typed = text(cell)
    if re.fullmatch(DATE, typed):
        return typed if real_date(typed) else _no_such_day(typed)
    return _dotted(typed)


_DATES = "a year, month or day, such as 2025, 2025-12 or 2025-12-29"
_ORDERS = (
    r"(?P<d>\d\d?)\.(?P<m>\d\d?)\.(?P<y>\d{4})(\s*г\.?)?",
    r"(?P<m>\d\d?)[./](?P<y>\d{4})",
    r"(?P<y>\d{4})[./](?P<m>\d\d?)[./](?P<d>\d\d?)",
    r"(?P<y>\d{4})-(?P<m>\d\d?)-(?P<d>\d\d?)([T ]00:00(:00(\.0+)?)?(Z|[+-]\d\d:?\d\d)?)?",
    r"(?P<y>\d{4})[-./](?P<m>\d\d?)",
)


def _dotted(typed: str) -> str:
    for order in _ORDERS:
        if found := re.fullmatch(order, typed, re.ASCII):
            parts = found.groupdict()
            day = "-".join([parts["y"], *(parts[key].zfill(2) for key in ("m", "d") if parts.get(key))])
            return day if real_date(day) else _no_such_day(day)
    if found := re.fullmatch(r"(\d\d?)[/-](\d\d?)[/-](\d{4})", typed, re.ASCII):
        return _slashed(int(found[1]), int(found[2]), found[3])
    raise Unread(_DATES, "write the date in this form, or leave the cell empty")


def _slashed(one: int, other: int, year: str) -> str:
    """29/12/2025 has one reading; 05/06/2025 has two."""
    readings = {f"{year}-{month:02}-{day:02}" for day, month in ((one, other), (other, one))}
    sound = sorted(day for day in readings if real_date(day))
    if len(sound) == 1:
        return sound[0]
    fix = f"write “{sound[0]}” or “{sound[1]}”" if sound else "write the date in this form, or leave the cell empty"
    raise Unread(_DATES, fix)


def _no_such_day(iso: str) -> str:
    year, month, *_ = [int(part) for part in iso.split("-")] + [0]
    if not 1 <= month <= 12 or not year:
        raise Unread(_DATES, "write the date in this form, or leave the cell empty")
    days = monthrange(year, month)[1]
    named = date(2000, month, 1).strftime("%B")
    raise Unread(
        _DATES, f"{named} {year} has {days} days: correct the day, or write “{iso[:7]}” when only the month is known"
    )


# Values to cells


def cell_of(value: Any) -> Any:
    """A value as one cell: numbers and texts as they are, a list of codes with commas, anything else as JSON."""
    if isinstance(value, (list, tuple)):
        plain = all(isinstance(part, str) and _SEPARATORS.split(part) == [part] and part.strip() for part in value)
        joined = ", ".join(value) if plain else ""
        return joined if joined and not joined.startswith("[") else json.dumps(value, ensure_ascii=False)
    if isinstance(value, (dict, bool)):
        return json.dumps(value, ensure_ascii=False)
    return value


def shown(cell: Any) -> str:
    """A cell as a message repeats it."""
    if isinstance(cell, (date, datetime)):
        return _iso(cell)
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < EXACT:
        return str(int(cell))
    return show(cell)
