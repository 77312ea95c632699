"""Columns of tables that hold the entries of lists, such as "sources_1_title"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geo.model.schema import FIELDS, find

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.model.field import Field

LISTS: Mapping[str, Field] = {field.name: field for field in FIELDS if field.fields}
"""The fields that are lists of records."""

MOST = 200
"""Most entries of a list that columns may number."""

_ENTRY = re.compile(r"([a-z]+)[_ ./]([1-9]\d{0,2})[_ ./]([a-z_]+)", re.ASCII)


def entry_of(name: str) -> tuple[str, int, str] | None:
    """The list, the number from 0 and the key that a name such as "sources_1_title" means, or None."""
    match = _ENTRY.fullmatch(name)
    if match and match[1] in LISTS and int(match[2]) <= MOST and find(match[3], LISTS[match[1]].fields):
        return match[1], int(match[2]) - 1, match[3]
    return None
