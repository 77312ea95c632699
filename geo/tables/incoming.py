"""What a file says of projects, row by row, and how it is to be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from geo.errors import Level, Problem, show
from geo.messages import Message
from geo.model.codebook import BUILT_IN, Codebook
from geo.model.languages import USUAL
from geo.tables.model import Labels

if TYPE_CHECKING:
    from geo.model.geojson import JsonRecord
    from geo.tables.model import Cell


@dataclass(frozen=True)
class ImportOptions:
    """How a file is to be read."""

    labels: Labels = field(default_factory=dict)
    """What codes are called."""

    language: str | None = None
    """Language of texts whose header names none (--lang)."""

    languages: tuple[str, ...] = ()
    """The languages that the layer names, the first one first; () where it names none."""

    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Header to names of fields (--map)."""

    constants: Mapping[str, str] = field(default_factory=dict)
    """Name of a field to the text that rows without a value get (--set)."""

    own: bool = False
    """Whether unknown columns become the project's own fields (--own)."""

    skipped: frozenset[str] = frozenset()
    """Headers of columns that are left out (--skip, --map COLUMN=-)."""

    crs: str | None = None
    """Coordinate system of coordinates in columns, None for degrees of WGS 84 (--crs)."""

    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Field to the code that each of a person's own words means (mapping.json)."""

    codebook: Codebook = BUILT_IN
    """The lists of the layer that the projects are taken into."""

    @property
    def first(self) -> str:
        """The first language of the layer, in which what is made up stands."""
        return (self.languages or USUAL)[0]


@dataclass
class Entry:
    """An entry of a list."""

    values: JsonRecord

    before: int | None
    """Its place in the project's list before, from 0; None for a new one."""

    keys: frozenset[str]
    """Keys that the file has columns for."""

    where: str
    """The row, as a message calls it."""

    headers: Mapping[str, str]
    """Key to the header of its column."""


@dataclass
class Incoming:
    """What a file says of one project."""

    where: str
    """The row, as a message calls it."""

    id: str = ""

    values: JsonRecord = field(default_factory=dict)
    """Plain fields and whole lists."""

    entries: dict[str, list[Entry]] = field(default_factory=dict)
    """Entries of lists, in order."""

    blanks: dict[str, list[Entry]] = field(default_factory=dict)
    """Entries without a filled cell."""

    beyond: dict[str, int] = field(default_factory=dict)
    """Of a list with numbered columns, how many entries they reach: what the layer has beyond stays."""

    empty: set[str] = field(default_factory=set)
    """Keys with a column and no value."""

    places: dict[str, Cell] = field(default_factory=dict)
    """Filled cells of PLACES."""

    geometry: JsonRecord | None = None
    """GeoJSON, WGS 84."""

    headers: dict[str, str] = field(default_factory=dict)
    """Key to the header of its column."""

    problems: list[Problem] = field(default_factory=list)

    unread: set[str] = field(default_factory=set)
    """Keys that could not be read, "*" for the whole row."""

    listed: bool = False
    """Whether it stands only on the sheet of a list."""

    ordinary: bool = False
    """Whether its table was not made for coopmap: what is wrong in it becomes a gap, and is said."""

    def error(self, rule: str, key: str, got: str, expected: str, fix: str) -> None:
        """Note what is wrong with the cell of a key."""
        level: Level = "warning" if self.ordinary else "error"
        self.problems.append(Problem(level, rule, self.where, column_of(self, key), got, expected, fix))
        self.unread.add(key)


def column_of(incoming: Incoming, key: str) -> str:
    """What a message calls the column of a key."""
    header = incoming.headers.get(key)
    return named(header) if header else key


def named(header: str) -> str:
    """What a message calls a column."""
    return Message("column {header}", header=show(header))


OWN_FIELD, LEFT_OUT = Message("own field"), Message("left out")
"""What became of a column that is no field of the schema."""

EMPTY_COLUMN = Message("it is empty")
"""The note of a column in which no row has anything."""


@dataclass(frozen=True)
class ColumnUse:
    """What became of a column."""

    header: str

    field: str
    """The field or fields it fills, OWN_FIELD, or LEFT_OUT."""

    sample: str = ""
    """One of its cells, as a message repeats it."""

    note: str = ""
    """What was assumed of it, or why it was left out."""


@dataclass(frozen=True)
class Intake:
    """What a file says of all projects."""

    projects: list[Incoming]

    notes: tuple[str, ...] = ()
    """What was assumed of the file."""

    unused: tuple[str, ...] = ()
    """Headers that name no field."""

    columns: tuple[ColumnUse, ...] = ()
    """What became of each column, in order; of a table in coopmap's own columns nothing."""

    passed: tuple[str, ...] = ()
    """Rows that were passed over, each with the reason."""

    unknown: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """Field to the words that mean none of its codes, and how often each stands."""
