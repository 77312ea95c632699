"""Tables of several layers or files as one: all of their columns, and one that says where a row comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.tables.model import Row, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

LAYER = "layer"
"""The column with the name of a row's layer."""


def joined(tables: Sequence[Table], unit: str = "feature") -> Table:
    """The rows of several tables under all of their headers, numbered through; of one table itself.

    Where they have titles, a column says of each row whose it is.
    """
    if len(tables) == 1:
        return tables[0]
    headers = tuple(dict.fromkeys(header for table in tables for header in table.headers))
    titled = any(table.title for table in tables)
    column = next(name for name in (LAYER, f"{LAYER}_name", f"{LAYER}_title") if name not in headers) if titled else ""
    rows: list[Row] = []
    for table in tables:
        at = {header: number for number, header in enumerate(table.headers)}
        for row in table.rows:
            cells = tuple(row.cells[at[header]] if header in at else None for header in headers)
            rows.append(Row(len(rows) + 1, (*cells, table.title) if titled else cells, row.geometry))
    return Table(
        (*headers, column) if titled else headers,
        rows,
        unit=unit,
        spatial=any(table.spatial for table in tables),
        decimal_comma=any(table.decimal_comma for table in tables),
        spare=frozenset[str]().union(*(table.spare for table in tables)),
        short=any(table.short for table in tables),
    )
