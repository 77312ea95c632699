"""Blocks of texts: what is known of some hundred projects as rows of JSON, in which values that come again are numbers.

`maps/web/data/packed_records.js` reads them.
"""

from __future__ import annotations

from dataclasses import dataclass
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, cast

import numpy as np

from geo.io.coding import combinations
from geo.model.feature_table import Column
from maps.page.deflated import compact_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    import numpy.typing as npt

    from geo.model.geojson import Json, JsonRecord

    Numbers = npt.NDArray[np.int64]

BLOCK = 500
"""Projects, or shared values, to a block: one opens within some milliseconds."""
_SOURCES = "sources"
_ABSENT, _OWN, _SHARED = range(3)


class SharedValues:
    """Values that many projects have, each once, numbered as they come."""

    def __init__(self, put: Callable[[str, str], None]) -> None:
        self._put = put
        self._numbers: dict[str, int] = {}
        self._waiting: list[str] = []
        self._blocks = 0

    def known(self, texts: Iterable[str]) -> list[int]:
        """The places in `texts` of the values, told by their JSON, that are among them."""
        return [place for place, is_known in enumerate(map(self._numbers.__contains__, texts)) if is_known]

    def number(self, text: str) -> int:
        """The number of a value, known or new."""
        number = self._numbers.get(text)
        if number is None:
            number = self._numbers[text] = len(self._numbers)
            self._waiting.append(text)
            if len(self._waiting) == BLOCK:
                self.finish()
        return number

    def finish(self) -> None:
        """Put away the values that wait for their block to be full."""
        if self._waiting:
            self._put(f"shared-{self._blocks}", f"[{','.join(self._waiting)}]")
            self._blocks += 1
            self._waiting = []


@dataclass
class _Field:
    """A field of the projects of some blocks."""

    name: str
    texts: list[str]
    """The JSON of each of its values."""
    codes: npt.NDArray[np.int32]
    from_block: Numbers
    """The block from which on each value is shared."""
    numbers: list[str]
    """Those of the values that are shared."""

    def states(self, block: Numbers) -> npt.NDArray[np.int32]:
        """Of each project whether it lacks the field, has it with a value of its own or with a shared one."""
        is_shared = np.append(self.from_block, 0)[self.codes] <= block
        return np.where(self.codes < 0, _ABSENT, np.where(is_shared, _SHARED, _OWN)).astype(np.int32)

    def cells(self, states: npt.NDArray[np.int32]) -> npt.NDArray[np.object_]:
        """What stands in each row."""
        written = np.array([*self.texts, *self.numbers, ""], dtype=object)
        return written[self.codes + np.where(states == _SHARED, len(self.texts), 0)]


def text_blocks(columns: Mapping[str, Column], count: int, shared: SharedValues) -> Iterator[str]:
    """Blocks of so many projects by columns, in their order, each {"forms": [[[field, is its value a shared one], ...],
    ...], "rows": [[form, value, ...], ...]}."""
    block = np.arange(count) // BLOCK
    fields = [_field(name, columns[name], block, shared) for name in sorted(columns, key=_row_sort_key)]
    _number_shared(fields, block, shared)
    states = [field.states(block) for field in fields]
    first, form_of = combinations(states, count)
    lines = _lines(fields, states, first, form_of)
    forms = [
        compact_json(
            [[field.name, bool(own[row] == _SHARED)] for field, own in zip(fields, states, strict=True) if own[row]]
        )
        for row in first.tolist()
    ]
    for start in range(0, count, BLOCK):
        used, numbers = np.unique(form_of[start : start + BLOCK], return_inverse=True)
        rows = map("[{}{}]".format, numbers.tolist(), lines[start : start + BLOCK])
        yield f'{{"forms":[{",".join(forms[form] for form in used.tolist())}],"rows":[{",".join(rows)}]}}'


def _field(name: str, column: Column, block: Numbers, shared: SharedValues) -> _Field:
    """A field, in which values are shared that are known, or from where they stand twice in a block on: they are likely
    to come again."""
    if name == _SOURCES:
        column = _cited(column, shared)
    is_text = set(map(type, column.values)) == {str}
    texts = [
        *(map(encode_basestring, cast("Sequence[str]", column.values)) if is_text else map(compact_json, column.values))
    ]
    size, never = len(texts), int(block.max(initial=0)) + 1
    has = column.codes >= 0
    pairs, counts = np.unique(block[has] * size + column.codes[has], return_counts=True)
    twice = pairs[counts > 1]
    from_block = np.full(size, never)
    np.minimum.at(from_block, twice % size if size else twice, twice // max(size, 1))
    from_block[shared.known(texts)] = 0
    return _Field(name, texts, column.codes, from_block, [""] * size)


def _number_shared(fields: Sequence[_Field], block: Numbers, shared: SharedValues) -> None:
    """Number the values that are shared, those of the first block first: one that is opened then needs few others."""
    never = int(block.max(initial=0)) + 1
    new = [
        (first, place, code)
        for place, field in enumerate(fields)
        for code, first in enumerate(field.from_block.tolist())
        if first < never
    ]
    for _, place, code in sorted(new):
        field = fields[place]
        field.numbers[code] = str(shared.number(field.texts[code]))


def _lines(
    fields: Sequence[_Field], states: Sequence[npt.NDArray[np.int32]], first: Numbers, form_of: Numbers
) -> list[str]:
    """What stands in each row behind the number of its form."""
    cells = [field.cells(own) for field, own in zip(fields, states, strict=True)]
    lines = np.full(len(form_of), "", dtype=object)
    by_form = np.split(np.argsort(form_of, kind="stable"), np.cumsum(np.bincount(form_of, minlength=len(first)))[:-1])
    for row, rows in zip(first.tolist(), by_form, strict=True):
        held = [column[rows] for column, own in zip(cells, states, strict=True) if own[row]]
        if held:
            lines[rows] = [*map(",".join, zip([""] * len(rows), *held, strict=True))]
    return lines.tolist()


def _row_sort_key(name: str) -> tuple[bool, str]:
    """Texts of one language stand together: what they share then lies near, which deflates better."""
    base, _, language = name.rpartition("_")
    return not base, language


def _cited(column: Column, shared: SharedValues) -> Column:
    """Lists of sources, each source as its number among the shared values, and the fields that it supports."""
    cited: list[Json] = []
    for sources in cast("Sequence[Sequence[JsonRecord]]", column.values):
        plain = [{key: value for key, value in source.items() if key != "supports"} for source in sources]
        numbers = [shared.number(compact_json(source)) for source in plain]
        cited.append(
            [
                [number, source["supports"]] if "supports" in source else [number]
                for number, source in zip(numbers, sources, strict=True)
            ]
        )
    return Column(cited, column.codes)
