"""Any file with projects as tables, by its ending: read in this process, which `any_format` starts for it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from geo.errors import ReadError
from geo.io import files
from geo.messages import Message
from geo.tables.model import Book
from geo.tables.readers import delimited, plain_book, plain_cells
from geo.tables.readers.endings import ARCHIVES, ENDINGS, KNOWN, PACKED, TEXTS, WORKBOOKS

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence


def parse_plain(path: str, encoding: str | None, sheet: str | None, crs: str | None, named: list[str]) -> list[object]:
    """The tables of a file as plain data, in a process that is for this file alone. Raises ReadError."""
    return plain_book.data_of(parse(path, encoding=encoding, sheet=sheet, crs=crs, named=named, alone=True))


def parse(  # noqa: PLR0913  what reading a file may be told
    path: str | os.PathLike[str],
    *,
    encoding: str | None = None,
    sheet: str | None = None,
    crs: str | None = None,
    named: Sequence[str] = (),
    alone: bool = False,
    depth: int = 0,
) -> Book:
    """The tables of a file, as `any_format.read`, without its bounds. alone: the process is for this file alone,
    so that what GDAL could do beside is switched off; depth: archives that it lies in. Raises ReadError, one plain
    sentence."""
    file = Path(path)
    ending = file.suffix.lower()
    if ending not in ENDINGS:
        raise ReadError(str(file), Message("is of no kind that can be imported; {known} can.", known=KNOWN))
    if ending in ARCHIVES:
        from geo.tables.readers import packed

        files.refuse_unfit(file)

        def inside(member: Path, deeper: int) -> Book:
            return parse(member, encoding=encoding, sheet=sheet, crs=crs, named=named, alone=alone, depth=deeper)

        return packed.read(file, PACKED, inside, depth)
    if ending in TEXTS:
        return delimited.read(str(file), files.read_bytes(file), encoding, named)
    if ending in WORKBOOKS:
        from geo.tables.readers import workbook_reader  # its reader is not needed for other files

        return workbook_reader.read(str(file), files.read_bytes(file), sheet, named)
    files.refuse_unfit(file)
    if ending == ".kml":
        from geo.tables.readers import kml

        return plain_cells.plain(kml.read(str(file), files.read_bytes(file)))
    if ending == ".xml":
        from geo.tables.readers import iati

        return plain_cells.plain(iati.read(str(file), str(file)))
    from geo.tables.readers import vector  # numpy and shapely are slow to import

    return plain_cells.plain(vector.read(file, crs, sheet, encoding, alone=alone))
