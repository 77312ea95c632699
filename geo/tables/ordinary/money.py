"""Sums of money as people write them: "$5,000", "US$ 1.2 million", "1 234,5 млн сум", a number under "млн $"."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, NamedTuple

from geo.model import iso
from geo.tables import cell_numbers
from geo.tables.cell_values import Unread, text
from geo.tables.vocabulary import money_unit

if TYPE_CHECKING:
    from geo.tables.model import Cell

_QUALIFIERS = (
    ("about", re.compile(r"^(?:~|≈|около|примерно|about|approx\.?|approximately|ca\.?|c\.)\s*", re.IGNORECASE)),
    ("more_than", re.compile(r"^(?:>|более|свыше|больше|over|more than|above)\s*", re.IGNORECASE)),
    ("up_to", re.compile(r"^(?:<|≤|до|не более|up to|max\.?)\s*", re.IGNORECASE)),
)


class Sum(NamedTuple):
    """A sum: the amount in units of the currency, its code (ISO 4217) or "" if none is said, how exact it is or ""."""

    amount: int | float
    currency: str = ""
    qualifier: str = ""


def sum_of(cell: Cell, currency: str = "", factor: int = 1, decimal_comma: bool = False) -> Sum | None:
    """The sum that a cell says, or None. currency, factor: what the header says; decimal_comma: a lone comma is one."""
    if isinstance(cell, bool) or not isinstance(cell, (int, float, str)):
        return None
    if not isinstance(cell, str):
        return Sum(_times(cell, factor), currency)
    typed, qualifier = text(cell), ""
    for code, pattern in _QUALIFIERS:
        if match := pattern.match(typed):
            typed, qualifier = typed[match.end() :], code
    unit = money_unit(typed)
    bare = unit.rest.strip(" .,:()")
    if factor > 1 and unit.factor == 1 and not decimal_comma and re.fullmatch(r"\d{1,3},\d{3}", bare):
        return None  # under "млн $" 5,250 is five and a quarter, or five thousand
    amount = _amount(bare, decimal_comma)
    if amount is None:
        return None
    # A multiplier in the cell is meant in place of the header's, not on top of it.
    return Sum(_times(amount, unit.factor if unit.factor > 1 else factor), unit.currency or currency, qualifier)


def _amount(typed: str, decimal_comma: bool) -> int | float | None:
    bare = re.sub(r"(?<=\d)'(?=\d{3})", "", typed)
    try:
        return cell_numbers.number(bare, decimal_comma)
    except Unread:
        pass
    if re.fullmatch(r"\d{1,3}(,\d{3})+", bare):  # "$5,000": a sum has no thousandths
        return int(bare.replace(",", ""))
    return None


def _times(amount: float, factor: int) -> int | float:
    """The product without the errors of binary fractions: 1.2 million is 1,200,000."""
    try:
        product = Decimal(str(amount)) * factor
    except InvalidOperation:
        return amount
    return int(product) if product == product.to_integral_value() else float(product)


def currency_of(cell: Cell) -> str | None:
    """The currency code that a cell says by code, sign or word, or None."""
    if not isinstance(cell, str):
        return None
    typed = cell.strip()
    if typed.upper() in iso.CURRENCIES:
        return typed.upper()
    unit = money_unit(typed)
    return unit.currency if unit.currency and not unit.rest.strip(" .,()") else None
