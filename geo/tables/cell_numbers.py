"""Cells to numbers: points, commas and blanks as decimal signs and between thousands."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from geo.messages import Message
from geo.tables.cell_values import EXACT, Unread

if TYPE_CHECKING:
    from geo.tables.model import Cell

_BLANK = re.compile(r"[\s\u00a0\u202f\u2009]+")
_NUMBER = re.compile(r"[-+−]?\d+(\.\d+)?([eE][-+]?\d+)?", re.ASCII)
_THOUSANDS = re.compile(r"[-+−]?\d{1,3}(,\d{3})+(\.\d+)?", re.ASCII)
_POINTED = re.compile(r"[-+−]?\d{1,3}(\.\d{3})+(,\d+)?", re.ASCII)
_COMMA = re.compile(r"[-+−]?\d+,\d+([eE][-+]?\d+)?", re.ASCII)


def number(cell: Cell, decimal_comma: bool = False) -> int | float:
    """A number as typed: with blanks between thousands, a decimal point or comma, thousands in commas or points.

    decimal_comma: a lone comma is certainly a decimal one. Whole numbers become int. Raises Unread.
    """
    if isinstance(cell, bool) or not isinstance(cell, (int, float, str)):
        raise Unread(Message("a number"), Message("write the number alone"))
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
            Message("a number with a decimal point, or none"),
            Message("write {whole}, or {part} if the comma is a decimal one", whole=whole, part=part),
        )
    if _THOUSANDS.fullmatch(typed):
        return _numeral(typed.replace(",", ""))
    if _POINTED.fullmatch(typed):
        return _numeral(typed.replace(".", "").replace(",", "."))
    raise Unread(Message("a number"), Message("write the number alone, in digits, without units or words"))


def _numeral(typed: str) -> int | float:
    """The number that a numeral spells, exact where it is whole."""
    if typed.lstrip("+-").isdigit() and len(typed) < len(str(10**400)):
        return int(typed)
    value = float(typed)
    if math.isinf(value):
        raise Unread(Message("a number"), Message("write a smaller number"))
    return _whole(value)


def _whole(value: float) -> int | float:
    return int(value) if value.is_integer() and abs(value) < EXACT else value
