"""Projects by columns as the rules see them: what the schema and the rule on plain text find is found once a value."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely

from geo.checks import validate
from geo.checks.rules.case import ABSENT, KEYS, PLACE, ROW, Case, Place, World
from geo.checks.rules.text import values_are_plain
from geo.errors import Problem
from geo.io.coding import combinations
from geo.io.feature_tables import features_of
from geo.io.shapes import KINDS
from geo.model.geometry import EAST, NORTH
from geo.model.project import Project

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    import numpy.typing as npt

    from geo.io.coding import Codes
    from geo.model.feature_table import Column, FeatureTable
    from geo.model.field import Field

    Rows = npt.NDArray[np.intp]
    Rule = Callable[[Case], Iterator[Problem]]
    Hear = Callable[[Iterable[Problem]], list[Problem]]

_KIND_NAMES = {number: name for name, number in KINDS.items()}


class Cells(NamedTuple):
    """A field of the projects, or another fact about them."""

    raw: Sequence[object]
    """Each value once, null too; ABSENT last."""
    clean: Sequence[object]
    """The same without what the schema refuses."""
    codes: Codes
    """Of each project the number of its value; -1 is the last one."""
    refused: frozenset[int] = frozenset()
    """The codes of the values that the schema refuses, wholly or in part."""


class Cases:
    """Some projects of the layer that is checked, in order."""

    def __init__(self, table: FeatureTable, before: int, world: World) -> None:
        """before: how many projects the layer has before these."""
        self.table, self.world = table, world
        self._before = before
        self._features: dict[int, Mapping[str, object]] = {}
        self._faults: list[tuple[Rows, list[Problem]]] = []
        self.fields: Mapping[str, Cells] = {key: self._cells(key, column) for key, column in table.columns.items()}
        """What the layer has, by key."""
        self.cells: Mapping[str, Cells] = {**self.fields, KEYS: self._key_sets(), PLACE: self._places()}
        """What rules read."""
        for field in world.codebook.fields:
            if field.required and not field.translated:
                self._require(field)

    def __len__(self) -> int:
        return len(self.table)

    def __getitem__(self, row: int) -> Case:
        return Case(self, row)

    def at(self, mask: npt.NDArray[np.bool_]) -> Iterator[Case]:
        """The projects that a mask picks."""
        rows = np.flatnonzero(mask)
        self._features.update(zip(rows.tolist(), features_of(self.table.at(rows)), strict=True))
        return map(self.__getitem__, rows.tolist())

    # The fields

    def _cells(self, key: str, column: Column) -> Cells:
        values: list[object] = [*column.values]
        codes = column.codes
        fields = self.world.codebook.fields
        paths: dict[int, list[validate.Path]] = defaultdict(list)
        problems: dict[int, list[Problem]] = defaultdict(list)
        for code, path, problem in validate.faults_of_values(key, values, fields):
            paths[code].append(path)
            problems[code].append(problem)
        for code, problem in values_are_plain(key, values):
            problems[code].append(problem)
        if problems:
            rows_of = _rows_of(codes)
            self._faults += ((rows_of(code), problems[code]) for code in problems)
        clean = values.copy()
        for code, refused in paths.items():
            clean[code] = validate.pruned({key: values[code]}, refused, fields).get(key, ABSENT)
        return Cells([*values, ABSENT], [*clean, ABSENT], codes, frozenset(paths))

    def _require(self, field: Field) -> None:
        cells = self.cells.get(field.name)
        absent = np.ones(len(self), dtype=bool) if cells is None else cells.codes < 0
        self._faults.append((np.flatnonzero(absent), [problem for _, problem in validate.faults("", {}, (field,))]))

    def column(self, key: str) -> list[object]:
        """Of each project the sound value of a field, None where there is none."""
        cells = self.cells.get(key)
        if cells is None:
            return [None] * len(self)
        clean = [None if value is ABSENT else value for value in cells.clean]
        return [clean[code] for code in cells.codes.tolist()]

    def where_value(self, key: str, *wanted: object) -> npt.NDArray[np.bool_]:
        """Whether the sound value of a field of each project is one of these."""
        cells = self.cells.get(key)
        if cells is None:
            return np.zeros(len(self), dtype=bool)
        return np.array([value in wanted for value in cells.clean])[cells.codes]

    def is_refused(self, key: str, row: int) -> bool:
        """Whether the schema refused a field of a project or missed it."""
        cells = self.cells.get(key)
        code = -1 if cells is None else int(cells.codes[row])
        if code >= 0:
            return cells is not None and code in cells.refused
        return any(field.name == key and field.required for field in self.world.codebook.fields)

    def _key_sets(self) -> Cells:
        """The sets of keys that the projects have."""
        present = {key: (cells.codes >= 0).astype(np.int32) for key, cells in self.fields.items()}
        first, numbers = combinations([*present.values()], len(self))
        sets = [frozenset(key for key, column in present.items() if column[row]) for row in first.tolist()]
        return Cells(sets, sets, numbers.astype(np.int32))

    def _places(self) -> Cells:
        """The ways in which the projects are placed."""
        shapes = self.table.shapes
        types = shapely.get_type_id(shapes)
        sound = ~shapely.is_missing(self.shapes)
        ends_only = shapely.get_num_coordinates(shapes) == 2 * shapely.get_num_geometries(shapes)
        first, numbers = combinations([facts.astype(np.int32) for facts in (types, sound, ends_only)], len(self))
        places = [
            Place(_KIND_NAMES[types[row]], True, bool(sound[row]), bool(ends_only[row])) if types[row] >= 0 else Place()
            for row in first.tolist()
        ]
        for row, plain in self.table.malformed.items():
            numbers[row] = len(places)
            kind = plain.get("type") if isinstance(plain, dict) else None
            places.append(Place(kind if isinstance(kind, str) else None, is_given=True))
        return Cells(places, places, numbers.astype(np.int32))

    # The projects

    @cached_property
    def shapes(self) -> npt.NDArray[np.object_]:
        """Their geometries without altitudes, None for those that are absent, malformed or off the globe."""
        shapes = self.table.shapes.copy()
        tall = shapely.has_z(shapes)
        shapes[tall] = shapely.force_2d(shapes[tall])
        west, south, east, north = shapely.bounds(shapes).T
        inside = (west >= -EAST) & (east <= EAST) & (south >= -NORTH) & (north <= NORTH)
        shapes[~inside] = None
        return shapes

    @cached_property
    def positions(self) -> tuple[npt.NDArray[np.float64], Rows]:
        """(longitude and latitude of every position of the shapes, the project of each)."""
        positions, owners = shapely.get_coordinates(self.shapes, return_index=True)
        return positions, owners

    def number(self, row: int) -> int:
        """A project's place in the layer, from 1."""
        return self._before + row + 1

    def project(self, row: int) -> Project:
        """A project as the layer has it."""
        if row not in self._features:
            [self._features[row]] = features_of(self.table.at(np.array([row])))
        return Project(self.number(row), self._features[row], self.world.languages)

    def where(self, row: int) -> str:
        """What a message calls a project."""
        cells = self.cells.get("id")
        own = {} if cells is None or cells.codes[row] < 0 else {"id": cells.raw[cells.codes[row]]}
        feature = self.table.rows[row] if self.table.rows else {}
        return Project(self.number(row), {"id": feature.get("id"), "properties": own}).where

    # The findings

    def value_findings(self, hear: Hear) -> Iterator[Problem]:
        """What the schema and the rule on plain text find. hear: makes of findings those that are wanted."""
        return self._of_each((rows, hear(problems)) for rows, problems in self._faults)

    def findings(self, rule: Rule, hear: Hear) -> Iterator[Problem]:
        """What a rule finds, asked once for all projects that are alike in what it reads."""
        heard: list[tuple[Rows, list[Problem]]] = []
        open_sets: list[tuple[frozenset[str], Rows]] = [(frozenset(), np.arange(len(self)))]
        while open_sets:
            read, rows = open_sets.pop()
            further: dict[frozenset[str], list[Rows]] = defaultdict(list)
            for group in self._alike(read, rows):
                case = self[int(group[0])]
                problems = hear(rule(case))
                if case.noted <= read or len(group) == 1:
                    heard.append((group, problems))
                else:
                    further[read | case.noted].append(group)
            open_sets += ((more, np.concatenate(groups)) for more, groups in further.items())
        return self._of_each(heard)

    def _alike(self, read: frozenset[str], rows: Rows) -> list[Rows]:
        """The rows in groups that are alike in some keys."""
        if ROW in read:
            return [*rows[:, None]]
        codes = [self.cells[key].codes[rows] for key in sorted(read & self.cells.keys())]
        first, numbers = combinations(codes, len(rows))
        if len(first) == 1:
            return [rows]
        order = np.argsort(numbers, kind="stable")
        return np.split(rows[order], np.cumsum(np.bincount(numbers))[:-1])

    def _of_each(self, heard: Iterable[tuple[Rows, list[Problem]]]) -> Iterator[Problem]:
        """The findings of each row, in the order of the rows."""
        every = [(row, problems) for rows, problems in heard if problems for row in rows.tolist()]
        for row, problems in sorted(every, key=itemgetter(0)):
            where = self.where(row)
            for each in problems:
                yield Problem(each.level, each.rule, where, each.field, each.got, each.expected, each.fix)


def _rows_of(codes: Codes) -> Callable[[int], Rows]:
    """What gives the rows of a code."""
    order = np.argsort(codes, kind="stable")
    ends = np.searchsorted(codes[order], np.arange(int(codes.max(initial=-1)) + 2))
    return lambda code: order[ends[code] : ends[code + 1]]
