"""What an import says of the rows of an ordinary table: why none is a project, names and ids that were made up."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geo.errors import show
from geo.messages import Message, and_more
from geo.tables.cell_values import text
from geo.tables.model import listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.tables.incoming import Incoming
    from geo.tables.model import Table
    from geo.tables.ordinary.columns import Column

UNTITLED = "Untitled"
"""What a place without a name is called, with a number behind."""


def nothing_named(table: Table, columns: Sequence[Column]) -> str:
    """Why no row is a project, and how to name them."""
    number = len(table.rows)
    empty = (
        Message("The file holds no project: its one row has no name and no place.")
        if number == 1
        else Message("The file holds no project: none of its {number:,} rows has a name or a place.", number=number)
    )
    if not columns:
        return empty
    headers = listed([column.header for column in columns])
    return Message(
        "{empty} Say which column holds the names, --map COLUMN=name; the columns are {headers}.",
        empty=empty,
        headers=headers,
    )


def untitled(projects: Sequence[Incoming]) -> list[str]:
    """The note on rows without a name."""
    rows = [
        project.where
        for project in projects
        if any(key.startswith("name_") and str(name).startswith(UNTITLED) for key, name in project.values.items())
    ]
    if not rows:
        return []
    first = f"{UNTITLED} 1"
    if len(rows) == 1:
        return [Message("{where}: no name; called “{name}”", where=rows[0], name=first)]
    where = and_more(rows[0], len(rows) - 1)
    return [Message("{where}: no name; called “{name}” and so on", where=where, name=first)]


def id_notes(columns: Sequence[Column], projects: Sequence[Incoming]) -> list[str]:
    """How ids were changed: written small, numbered where a name stands twice."""
    notes = []
    for column in columns:
        if any(meaning.key == "id" for meaning in column.meanings):
            pairs = [
                (text(cell), reading.values["id"])
                for cell, reading in zip(column.cells, column.readings[0], strict=True)
                if reading and text(cell) != reading.values["id"]
            ]
            if pairs:
                typed, id_ = map(show, pairs[0])
                changed = Message("ids are written small, with hyphens: {typed} is {id}", typed=typed, id=id_)
                notes.append(and_more(changed, len(pairs) - 1))
    numbered = [project.id for project in projects if re.fullmatch(r".*-[2-9]\d*", project.id) and _makes_ids(columns)]
    repeated = [name for name in numbered if name.rpartition("-")[0] in {project.id for project in projects}]
    if repeated:
        some = ", ".join(map(show, repeated[:3])) + (" …" if len(repeated) > 3 else "")
        notes.append(Message("rows of one name are projects of their own: {some}", some=some))
    return notes


def _makes_ids(columns: Sequence[Column]) -> bool:
    return not any(meaning.key == "id" for column in columns for meaning in column.meanings)
