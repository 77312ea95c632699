"""The cells of numbered entries of lists, such as value_1_amount, in an ordinary table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.model.list_columns import LISTS
from geo.model.schema import find
from geo.tables import cell_reader
from geo.tables.cell_values import text
from geo.tables.country_names import country_code
from geo.tables.ordinary.cells import ADDRESS, BARE_ADDRESS, ColumnContext, shortened, strict
from geo.tables.ordinary.money import currency_of, sum_of
from geo.tables.ordinary.periods import period
from geo.tables.readers.markup import plain_text
from geo.tables.row_cells import own_value

if TYPE_CHECKING:
    from collections.abc import Callable

    from geo.model.geojson import JsonRecord
    from geo.tables.model import Cell


def entry_reader(  # noqa: PLR0911  a return a kind of field
    list_name: str, key: str, context: ColumnContext
) -> Callable[[Cell], JsonRecord | None]:
    """What reads a cell of a numbered entry, such as value_1_amount, into parts of its record."""
    known = find(key, LISTS[list_name].fields)
    if known is None:
        return lambda cell: {key: own_value(cell)}
    if key == "amount":
        return lambda cell: _amount_parts(cell, context.decimal_comma)
    if known.kind.name == "currency":
        return lambda cell: {key: code} if (code := currency_of(cell)) else None
    if known.kind.name == "country":
        return lambda cell: {key: code} if isinstance(cell, str) and (code := country_code(cell)) else None
    if known.kind.name == "url":
        return _address_part
    if known.kind.name == "date":
        return lambda cell: {key: when.start} if (when := period(cell, context.day_first)) and when.start else None
    read = strict(key, cell_reader.reader(known, context.options.labels, context.decimal_comma))
    longest = known.kind.longest

    def parts(cell: Cell) -> JsonRecord | None:
        if isinstance(cell, str) and known.kind.base == "text" and known.choices is None:
            cell = plain_text(cell).text
            cell = shortened(cell, longest) if longest and len(cell) > longest else cell
        reading = read(cell)
        return dict(reading.values) if reading else None

    return parts


def _amount_parts(cell: Cell, decimal_comma: bool) -> JsonRecord | None:
    parts = sum_of(cell, decimal_comma=decimal_comma)
    if parts is None:
        return None
    return {key: value for key, value in zip(("amount", "currency", "qualifier"), parts, strict=True) if value != ""}


def _address_part(cell: Cell) -> JsonRecord | None:
    typed = text(cell) if isinstance(cell, str) else ""
    if match := ADDRESS.search(typed):
        return {"url": match[0]}
    return {"url": f"https://{typed}"} if BARE_ADDRESS.fullmatch(typed) else None
