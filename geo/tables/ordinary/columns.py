"""The columns of an ordinary table: what each means, whether its cells fit, which of two of one meaning counts."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geo.errors import CoopmapError, show
from geo.messages import Message
from geo.model.list_columns import LISTS, entry_of
from geo.model.schema import FIELDS, find
from geo.tables import header_meanings, vocabulary
from geo.tables.cell_values import failed, is_empty, message_text, text
from geo.tables.header_meanings import CURRENCY, LINK, MONEY, PARTNER, PICTURE, HeaderMeaning
from geo.tables.headers import field_named, no_column
from geo.tables.incoming import EMPTY_COLUMN, LEFT_OUT, OWN_FIELD, ColumnUse
from geo.tables.model import COORDINATES, PLACES, Table
from geo.tables.ordinary.cells import ColumnContext, Reading, numbers_only, reader
from geo.tables.ordinary.language import ColumnLanguages
from geo.tables.ordinary.periods import day_first_in
from geo.tables.own_headers import own_meaning
from geo.tables.row_cells import cell_at

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geo.tables.incoming import ImportOptions
    from geo.tables.model import Cell


SAMPLE = 40
"""Characters of a cell that the report of a column repeats."""

MOSTLY = 0.6
"""Share of a column's values that must be countries for it to hold them, whatever it is called."""

NAMED_ALIKE = frozenset(field.name for field in FIELDS if field.translated)
"""Texts, of which a table may have one in each language."""


@dataclass(frozen=True)
class Column:
    """A column.

    meanings: what its cells are read for; none of an own field or of one that is left out; readings: of each meaning
    those of the cells, row by row, None for a cell that is empty or does not say it; key: of an own field.
    """

    number: int
    header: str
    cells: Sequence[Cell]
    meanings: tuple[HeaderMeaning, ...] = ()
    readings: tuple[Sequence[Reading | None], ...] = ()
    key: str = ""
    note: str = ""
    chosen: bool = False
    context: ColumnContext | None = None

    @property
    def use(self) -> ColumnUse:
        """The line of the report."""
        fields = ", ".join(dict.fromkeys(self._field(number) for number in range(len(self.meanings))))
        what = fields or (OWN_FIELD if self.key else LEFT_OUT)
        sample = next((message_text(cell).strip("“”") for cell in self.cells if said(cell) is not None), "")
        sample = sample if len(sample) <= SAMPLE else f"{sample[: SAMPLE - 1]}…"
        return ColumnUse(self.header or Message("column {number}", number=self.number + 1), what, sample, self.note)

    def _field(self, number: int) -> str:
        meaning = self.meanings[number]
        if meaning.key in (LINK, PICTURE):
            return "sources" if meaning.key == LINK else "images"
        if meaning.key == MONEY:
            unit = f"{meaning.factor:,} {meaning.currency}".strip() if meaning.factor > 1 else meaning.currency
            return f"value ({unit})" if unit else "value"
        if meaning.key.startswith(PARTNER) and meaning.key not in LISTS:
            return "partners"
        keys = (
            {key for reading in self.readings[number] if reading for key in reading.values} if self.readings else set()
        )
        return ", ".join(sorted(keys)) or meaning.key


def said(cell: Cell) -> Cell:
    """The cell, or None where it is empty, failed, or says in words that nothing is known."""
    return None if is_empty(cell) or failed(cell) or vocabulary.is_nothing(cell) else cell


def resolve(table: Table, options: ImportOptions) -> list[Column]:
    """The columns of a table, each with what it means and its readings. Raises CoopmapError for a wrong --map."""
    chosen = _chosen(table, options)
    columns = [_column(table, number, chosen.get(number), options) for number in range(len(table.headers))]
    columns = _each_once(columns, table)
    return _own_keys(_named([_grouped(column, columns, table, options) for column in columns], options))


GROUPS = frozenset(("folder", "layer", "Sheet"))
"""Columns with the folder, layer or sheet that a row stands in."""


def _grouped(column: Column, columns: Sequence[Column], table: Table, options: ImportOptions) -> Column:
    """A folder, layer or sheet whose names are all statuses, or all sectors, says them where no column does."""
    if column.header not in GROUPS or not column.key:
        return column
    taken = {meaning.key for other in columns for meaning in other.meanings}
    last = [cell.rpartition(" / ")[2] if isinstance(cell, str) else cell for cell in column.cells]
    filled = [cell for cell in last if said(cell) is not None]
    for key in ("status", "sector"):
        meaning = HeaderMeaning(key)
        context = ColumnContext(options, table.decimal_comma, ColumnLanguages("", None, []), None)
        read = reader(meaning, context)
        if key not in taken and filled and all(read(cell) for cell in filled):
            readings = [read(cell) if said(cell) is not None else None for cell in last]
            note = (
                Message("all of its names are those of a status")
                if key == "status"
                else Message("all of its names are those of a sector")
            )
            return replace(
                column, meanings=(meaning,), readings=(readings,), key="", note=note, cells=last, context=context
            )
    return column


def _chosen(table: Table, options: ImportOptions) -> dict[int, tuple[str, ...]]:
    """Column to the fields that --map gives it, () for one that is left out."""
    by_name = {vocabulary.folded(header): n for n, header in reversed(list(enumerate(table.headers)))}
    by_name |= {header: n for n, header in reversed(list(enumerate(table.headers)))}
    wanted = {header: tuple(names) for header, names in options.chosen.items()} | dict.fromkeys(options.skipped, ())
    names_of: dict[int, tuple[str, ...]] = {}
    taken: set[str] = set()
    for header, names in wanted.items():
        number = by_name.get(header, by_name.get(vocabulary.folded(header)))
        if number is None:
            raise no_column(header, table.headers)
        names_of[number] = tuple(name.strip() for name in names if name.strip() != "-")
        for name in names_of[number]:
            if name not in (LINK, MONEY, CURRENCY, PARTNER, PICTURE):
                field_named(name, options.codebook)
            if name in taken:
                raise CoopmapError(Message("--map gives {name} two columns; choose one.", name=name))
            taken.add(name)
    return names_of


def _column(table: Table, number: int, chosen: tuple[str, ...] | None, options: ImportOptions) -> Column:
    header = table.headers[number].strip()
    cells = [cell_at(row, number) for row in table.rows]
    filled = [cell for cell in cells if said(cell) is not None]
    if chosen is not None:
        if not chosen:
            return Column(number, header, cells, note=Message("as you asked"))
        meanings = tuple(HeaderMeaning(name, certain=True) for name in chosen)
        return _read(table, Column(number, header, cells, meanings, chosen=True), options)
    meaning = own_meaning(header, options.codebook, options.language) or header_meanings.meaning(header)
    if meaning is None and not _has_place(table) and _are_pairs(filled):
        meaning = HeaderMeaning(COORDINATES)  # such as the “position” of IATI's activities
    if not header or (meaning is not None and header_meanings.is_number(meaning.key)):
        counts = numbers_only(filled)
        return Column(
            number,
            header,
            cells,
            key="" if counts or not header else header,
            note=Message("it only counts the rows") if counts else "",
        )
    if meaning is None or not filled:
        return Column(number, header, cells, key=header if filled else "", note="" if filled else EMPTY_COLUMN)
    return _read(table, Column(number, header, cells, (meaning,)), options)


_PAIR = re.compile(r"\s*-?\d{1,3}(?:\.\d+)?\s*[,; ]\s*-?\d{1,3}(?:\.\d+)?\s*")


def _are_pairs(cells: Sequence[Cell]) -> bool:
    """Whether cells are two numbers each, with the decimals of degrees in a quarter or more."""
    pairs = [cell for cell in cells if isinstance(cell, str) and _PAIR.fullmatch(cell)]
    return bool(pairs) and len(pairs) == len(cells) and sum(cell.count(".") == 2 for cell in pairs) * 4 > len(pairs)


def _has_place(table: Table) -> bool:
    """Whether a table brings its geometries, or some header of it means a place on the map."""
    meanings = map(header_meanings.meaning, table.headers)
    return table.spatial or any(meaning is not None and meaning.key in PLACES for meaning in meanings)


def _read(table: Table, column: Column, options: ImportOptions) -> Column:
    """The column with its cells read; one of which no cell says what its header means is an own field."""
    first = column.meanings[0]
    texts = [text(cell) for cell in column.cells if isinstance(cell, str) and said(cell) is not None]
    languages = ColumnLanguages(first.language, options.language, texts, options.languages)
    context = ColumnContext(options, table.decimal_comma, languages, day_first_in(list(column.cells)))
    if any(meaning.key in PLACES or entry_of(meaning.key) for meaning in column.meanings):
        return replace(column, context=context, readings=tuple([None] * len(column.cells) for _ in column.meanings))
    readings = []
    for meaning in column.meanings:
        read = reader(meaning, context)
        known: dict[str, Reading | None] = {}
        results = []
        for cell in column.cells:
            value = cell if meaning.key == "status" and isinstance(cell, str) and cell.strip() else said(cell)
            if isinstance(value, str):
                if value not in known:
                    known[value] = read(value)
                results.append(known[value] if said(cell) is not None or known[value] else None)
            else:
                results.append(None if value is None else read(value))
        readings.append(results)
    column = replace(column, readings=tuple(readings), context=context)
    if not column.chosen and not any(reading for results in readings for reading in results):
        note = Message("none of its values fits {key}", key=first.key)
        return Column(column.number, column.header, column.cells, key=column.header, note=note)
    if first.key == "id" and _repeats(readings[0]):
        return Column(
            column.number,
            column.header,
            column.cells,
            key=column.header,
            note=Message("its values repeat, so they are no ids"),
        )
    return column


def _repeats(readings: Sequence[Reading | None]) -> bool:
    names = [reading.values["id"] for reading in readings if reading]
    return len(set(names)) < len(names)


def _each_once(columns: list[Column], table: Table) -> list[Column]:
    """Of columns that mean one thing the one that fits best; the others become own fields."""
    by_key: dict[str, list[Column]] = defaultdict(list)
    for column in columns:
        for meaning in column.meanings:
            key = meaning.key
            if key not in (LINK, MONEY, PICTURE) and not key.startswith(PARTNER):
                by_key[key].append(column)
    lost: dict[int, str] = {}
    for key, rivals in by_key.items():
        if len(rivals) > 1:
            best = max(rivals, key=lambda column: _claim(column, table))
            for other in rivals:
                if other is not best and not (key in NAMED_ALIKE and _tags(other).isdisjoint(_tags(best))):
                    lost[other.number] = Message("{header} is taken for {key}", header=show(best.header), key=key)
    return [
        (_of_countries(column, by_key) or replace(_own(column), note=lost[column.number]))
        if column.number in lost
        else column
        for column in columns
    ]


def _own(column: Column) -> Column:
    return Column(column.number, column.header, column.cells, key=column.header)


def _of_countries(column: Column, by_key: Mapping[str, Sequence[Column]]) -> Column | None:
    """A column that lost the name to a better one, read for countries where no other says them and most of its values
    are: the “Name” of the country beside the “Project Name”."""
    filled = [cell for cell in column.cells if said(cell) is not None]
    if column.meanings[0].key != "name" or "countries" in by_key or column.context is None:
        return None
    meaning = HeaderMeaning("countries")
    read = reader(meaning, column.context)
    if sum(read(cell) is not None for cell in filled) < MOSTLY * max(1, len(filled)):
        return None
    readings = [read(cell) if said(cell) is not None else None for cell in column.cells]
    note = Message("its values are countries: taken for them")
    return replace(column, meanings=(meaning,), readings=(readings,), note=note)


def _claim(column: Column, table: Table) -> tuple[bool, bool, int, int]:
    fits = sum(reading is not None for reading in column.readings[0]) if column.readings else 0
    filled = sum(said(cell) is not None for cell in column.cells)
    if column.meanings[0].key == "name":  # names tell rows apart: “Name” may be the country's beside “Project Name”
        fits = len({text(cell) for cell in column.cells if said(cell) is not None})
    return column.chosen, column.header not in table.spare, fits or filled, -column.number


def _tags(column: Column) -> set[str]:
    return {key for results in column.readings for reading in results if reading for key in reading.values}


def _named(columns: list[Column], options: ImportOptions) -> list[Column]:
    """The columns, with the first one of texts taken for the name where none is called so."""
    keys = {meaning.key.partition("_")[0] for column in columns for meaning in column.meanings}
    if "name" in keys or any(
        column.key == "" and column.meanings for column in columns if "id" in keys and len(keys) == 1
    ):
        return columns
    for at, column in enumerate(columns):
        texts = [cell for cell in column.cells if isinstance(cell, str) and said(cell) is not None]
        worded = column.key and not column.meanings and any(sign.isalpha() for sign in "".join(texts))
        if worded and len(set(texts)) * 10 >= len(texts) * 8 and len(texts) * 2 >= len(column.cells):
            return [*columns[:at], _as_name(column, texts, options), *columns[at + 1 :]]
    for at, column in enumerate(columns):  # a list of places: each is called as it is
        if any(meaning.key == "place" for meaning in column.meanings):
            texts = [cell for cell in column.cells if isinstance(cell, str) and said(cell) is not None]
            return [*columns[:at], _as_name(column, texts, options), *columns[at + 1 :]]
    return columns


def _as_name(column: Column, texts: Sequence[str], options: ImportOptions) -> Column:
    """The column read for names, beside what it means."""
    languages = ColumnLanguages("", options.language, texts, options.languages)
    context = ColumnContext(options, False, languages, None)
    meaning = HeaderMeaning("name")
    read = reader(meaning, context)
    names = [read(cell) if isinstance(cell, str) and said(cell) is not None else None for cell in column.cells]
    too = bool(column.meanings)
    return replace(
        column,
        meanings=(*column.meanings, meaning),
        readings=(*column.readings, names),
        key="",
        note=Message("no column is called a name: taken for it, too")
        if too
        else Message("no column is called a name: taken for it"),
        context=context,
    )


def _own_keys(columns: list[Column]) -> list[Column]:
    """The columns, each own field under a key that no other has and no field of the schema is called."""
    taken: set[str] = set()
    result = []
    for column in columns:
        key = column.key
        if key:
            key = own_key(key)
            number = 2
            while key in taken:
                key = f"{own_key(column.key)} {number}"
                number += 1
            taken.add(key)
        result.append(replace(column, key=key))
    return result


def own_key(header: str) -> str:
    """The key under which a text stays as the table has it: its header, unless a field is called so."""
    from geo.tables.readers.markup import plain_text

    key = plain_text(text(header)).text or "column"
    called = key.lower().replace(" ", "_")
    is_field = find(key) is not None or find(called) is not None or called in (*PLACES, COORDINATES) or entry_of(called)
    return f"{key} as written" if is_field else key
