"""Blocks of texts: what is known of some hundred projects as rows of JSON, in which values that come again are numbers.

`maps/web/data/packed_store.js` reads them.
"""

from __future__ import annotations

import json
import marshal
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any, TypedDict

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

BLOCK = 500
"""Projects, or shared values, to a block: one opens within some milliseconds."""
_NOT_IN_ROWS = ("id", "geometry")


def compact_json(value: object) -> str:
    """The JSON of a value with no space that is not needed, letters as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


class SharedValues:
    """Values that many projects have, each once, numbered as they come."""

    def __init__(self, put: Callable[[str, str], None]) -> None:
        self._put = put
        self._numbers: dict[bytes | str, int] = {}
        self._waiting: list[object] = []
        self._blocks = 0

    def find(self, key: bytes | str) -> int | None:
        """The number of a value that is known."""
        return self._numbers.get(key)

    def number(self, key: bytes | str, value: object) -> int:
        """The number of a value, known or new."""
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self._numbers)
            self._waiting.append(value)
            if len(self._waiting) == BLOCK:
                self.finish()
        return number

    def finish(self) -> None:
        """Put away the values that wait for their block to be full."""
        if self._waiting:
            self._put(f"shared-{self._blocks}", compact_json(self._waiting))
            self._blocks += 1
            self._waiting = []


def _value_key(value: Any) -> bytes | str:
    """What equal values have in common, to look them up by."""
    return value if isinstance(value, str) else marshal.dumps(value, 2)


class TextRows(TypedDict):
    """A block of texts."""

    forms: list[tuple[tuple[str, bool], ...]]
    """The fields of rows that are made alike, each with whether its value is the number of a shared one."""
    rows: list[list[object]]
    """The number of its form, then the values, of each project."""


def text_rows(block: Sequence[Mapping[str, object]], shared: SharedValues) -> TextRows:
    """Projects as {"forms": [[[field, is its value a shared one], ...], ...], "rows": [[form, value, ...], ...]}."""
    plain = [
        {name: project[name] for name in sorted(project, key=_row_sort_key) if name not in _NOT_IN_ROWS}
        for project in block
    ]
    for project in plain:
        sources = project.get("sources")
        if isinstance(sources, list):
            project["sources"] = [_citation(source, shared) for source in sources]
    keys = [{name: _value_key(value) for name, value in project.items()} for project in plain]
    often = Counter((name, key) for project in keys for name, key in project.items())
    forms: dict[tuple[tuple[str, bool], ...], int] = {}
    rows: list[list[object]] = []
    for project, own in zip(plain, keys, strict=True):
        form: list[tuple[str, bool]] = []
        row: list[object] = [0]
        for name, value in project.items():
            key = own[name]
            # Twice in a block, or known from another one: such a value is likely to come again.
            number = shared.number(key, value) if often[name, key] > 1 else shared.find(key)
            form.append((name, number is not None))
            row.append(value if number is None else number)
        row[0] = forms.setdefault(tuple(form), len(forms))
        rows.append(row)
    return {"forms": list(forms), "rows": rows}


@cache
def _row_sort_key(name: str) -> tuple[bool, str]:
    """Texts of one language stand together: what they share then lies near, which deflates better."""
    base, _, language = name.rpartition("_")
    return not base, language


def _citation(source: Mapping[str, object], shared: SharedValues) -> list[object]:
    """A source as its number among the shared values, and the fields that it supports."""
    plain = {key: value for key, value in source.items() if key != "supports"}
    number = shared.number(_value_key(plain), plain)
    return [number, source["supports"]] if "supports" in source else [number]
