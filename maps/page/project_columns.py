"""The projects of a layer of some hundred, and their sources, as columns: a value that many have stands once, deflated.

`maps/web/core/project_columns.js` reads them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypedDict

from maps.page.deflated import compact_json, deflated

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FEW = 150
"""The projects of a layer of no more stand in the page as plain JSON, which can be read and searched there; from here
on columns are ready sooner, at half the bytes (docs/large-layers.md)."""


class Columns(TypedDict):
    """Projects by their fields."""

    count: int
    columns: list[tuple[str, list[object], list[int]]]
    """Each field's name, its values, and of each project up to the last that has the field the number of its value,
    from 1 on; 0 for none."""
    sources: Sequence[Mapping[str, object]]
    """What the projects cite by number."""


@dataclass
class _Column:
    values: list[object] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    _known: dict[object, int] = field(default_factory=dict)

    def put(self, row: int, value: object) -> None:
        """Note the value of a project."""
        key = value if isinstance(value, str) else (json.dumps(value),)
        if key not in self._known:
            self.values.append(value)
            self._known[key] = len(self.values)
        self.numbers += [0] * (row - len(self.numbers))
        self.numbers.append(self._known[key])


def in_columns(projects: Sequence[Mapping[str, object]]) -> list[tuple[str, list[object], list[int]]]:
    """The columns of projects; fields stand in the order in which projects have them."""
    columns: dict[str, _Column] = {}
    names: list[str] = []
    for row, project in enumerate(projects):
        place = 0
        for name, value in project.items():
            if name not in columns:
                columns[name] = _Column()
                names.insert(place, name)
            place = names.index(name) + 1
            columns[name].put(row, value)
    return [(name, columns[name].values, columns[name].numbers) for name in names]


def packed(projects: Sequence[Mapping[str, object]], sources: Sequence[Mapping[str, object]]) -> str:
    """Projects and what they cite, as the page holds them."""
    columns: Columns = {"count": len(projects), "columns": in_columns(projects), "sources": sources}
    return deflated(compact_json(columns))
