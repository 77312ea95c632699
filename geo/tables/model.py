"""What every table format comes down to: columns, rows with a number a person can find again, perhaps a geometry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from geo.errors import show
from geo.messages import Message, and_more

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, time, timedelta
    from decimal import Decimal

    from geo.model.field import Field
    from geo.model.geojson import Json, JsonRecord

Cell: TypeAlias = "Json | date | time | timedelta | Decimal | bytes"
"""What a cell holds: a JSON value, or what spreadsheets and GIS files have besides. A datetime is a date, too."""

WrittenCell: TypeAlias = "str | float | None"
"""A cell as any table can hold it; None is an empty one."""

CellReader: TypeAlias = "Callable[[Cell], Json]"
"""Turns a cell that is not empty into a value; raises Unread, or Loose with the value."""

Target = tuple[str | int, ...]
"""What a column holds: ("name_ru",), ("sources", 0, "title"), or one of PLACES."""

LONGITUDE, LATITUDE, COORDINATES, GEOMETRY, NUMBER = ("longitude", "latitude", "coordinates", "geometry", "position")
PLACES = (LONGITUDE, LATITUDE, COORDINATES, GEOMETRY)
"""Columns that are no fields of the schema and give the geometry."""

LISTED = 20
"""Names of columns, layers or sheets that a message lists to choose from."""

Labels = Mapping[str, Mapping[str, Mapping[str, str]]]
"""What codes are called: kind of code ("sector", "country") -> code -> language -> word."""


class Row(NamedTuple):
    """A row: its number as the program that made the file shows it, its cells, its geometry (GeoJSON, WGS 84)."""

    number: int
    cells: Sequence[Cell]
    geometry: JsonRecord | None = None


class Table(NamedTuple):
    """Rows under headers. unit: what a row is called, "row" or "feature"; title: the sheet's name, "" for the only one.

    spatial: its rows bring their geometry; decimal_comma: numbers in it have one; spare: headers, such as KML's own
    "Name", that count only where the table says no better; short: headers were cut to ten characters.
    """

    headers: tuple[str, ...]
    rows: Sequence[Row]
    unit: str = "row"
    title: str = ""
    spatial: bool = False
    decimal_comma: bool = False
    spare: frozenset[str] = frozenset()
    short: bool = False

    def where(self, row: Row) -> str:
        """What a message calls the row."""
        if self.title:
            return Message("sheet {sheet}, row {number}", sheet=show(self.title), number=row.number)
        if self.unit == "feature":
            return Message("feature {number}", number=row.number)
        return Message("row {number}", number=row.number)


@dataclass(frozen=True, slots=True)
class Book:
    """A file's table of projects, the tables of lists by field name ("sources"), and what was assumed about it."""

    main: Table
    lists: Mapping[str, Table] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def listed(names: Sequence[str]) -> str:
    """The names as a message lists them to choose from: the first 20, and how many more there are."""
    return and_more(", ".join(map(show, names[:LISTED])), len(names) - LISTED)


def choices_of(field_: Field) -> str:
    """The kind of code that labels name a field's codes by: the unit of figures is "unit", not "figures.unit"."""
    return _LABELLED.get(field_.kind.name, field_.name)


_LABELLED = {"countries": "country", "country": "country", "language": "language", "regions": "region"}
