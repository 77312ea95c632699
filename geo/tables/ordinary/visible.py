"""Texts of an ordinary table without characters that no reader sees: soft hyphens, zero-width spaces and the like."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from geo.checks.rules.text import HIDDEN, hidden_name
from geo.messages import Message, Plural

if TYPE_CHECKING:
    from geo.tables.model import Table

_BREAKS = frozenset("\n\r\t\v\f\x1c\x1d\x1e\x85\u2028\u2029")
"""Breaks, which reading a cell makes spaces."""


_MEANT = {chr(code): bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0) if code != 0x85}
"""Controls that stand for the quotation marks and dashes of windows-1252, in texts that were read as Latin-1 once."""


def without_hidden(table: Table) -> tuple[Table, list[str]]:
    """(the table without hidden characters in its cells and headers, a note on them)."""
    seen: Counter[str] = Counter()
    headers = tuple(_plain(header, seen) for header in table.headers)
    rows = []
    changed = 0
    for row in table.rows:
        before = seen.total()
        cells = tuple(_plain(cell, seen) for cell in row.cells)
        changed += seen.total() > before
        rows.append(row._replace(cells=cells) if seen.total() > before else row)
    if not seen:
        return table, []
    names = ", ".join(hidden_name(sign) for sign, _ in seen.most_common(3)) + (" …" if len(seen) > 3 else "")
    place = Plural("{count:,} row", "{count:,} rows", count=changed) if changed else Message("the headers")
    return table._replace(headers=headers, rows=rows), [
        Message("characters that cannot be seen were taken out of {place}: {names}", place=place, names=names)
    ]


def _plain(cell: Any, seen: Counter[str]) -> Any:
    if isinstance(cell, str):
        return cell if cell.isprintable() else HIDDEN.sub(lambda sign: _gone(sign, seen), cell)
    if isinstance(cell, list):
        return [_plain(part, seen) for part in cell]
    if isinstance(cell, dict):
        return {_plain(key, seen): _plain(value, seen) for key, value in cell.items()}
    return cell


def _gone(sign: re.Match[str], seen: Counter[str]) -> str:
    if sign[0] in _BREAKS:
        return sign[0]
    seen[sign[0]] += 1
    return _MEANT.get(sign[0], "")
