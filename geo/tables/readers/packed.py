"""Archives read: each file of projects inside, archives in archives too, together as one table.

Files are unpacked one by one into a private folder under names of ours; what systems leave beside them is nothing.
"""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from geo.errors import CoopmapError, ReadError, show
from geo.messages import Message
from geo.tables import header_meanings
from geo.tables.model import LATITUDE, Book, Table, listed
from geo.tables.readers import archives, staging
from geo.tables.readers.joining import joined

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterable, Sequence

DEEPEST = 3
"""Archives inside each other that are read."""

MOST = 200
"""Files of an archive that are read."""

PLACES = frozenset((LATITUDE, "coordinates", "geometry"))
"""Columns that tell a table of places from a list of codes."""

NESTED = (".zip", ".kmz")
"""The endings of archives."""

TEXT = ".txt"
"""The ending of what is a table or a note to the reader: it counts only where nothing else does."""

_NO_FILES = (".ds_store", "thumbs.db", "desktop.ini")

Reader = Callable[[Path, int], Book]
"""What reads an unpacked file, told how many archives it lay in."""


def read(path: Path, endings: Iterable[str], read_file: Reader, depth: int = 0) -> Book:
    """The tables of all files of projects in an archive, as one.

    endings: of the files that can be read, with the dot; read_file: reads one; depth: archives around this one. A file
    that cannot be read is left out with a note, unless it is the only one. Raises ReadError, one plain sentence.
    """
    name = str(path)
    kmz = path.suffix.lower() == ".kmz"
    broken = (
        Message("is no sound KMZ; save it anew in the program that it comes from.")
        if kmz
        else Message("is no sound zip file.")
    )
    if depth >= DEEPEST:
        raise ReadError(
            name, Message("holds archives inside archives, more than {deepest} deep; unpack it.", deepest=DEEPEST)
        )
    with archives.opened(name, path, broken) as packed:
        groups = _groups(packed, (".kml", ".kmz") if kmz else tuple(endings))
        if not groups:
            raise ReadError(name, Message("holds no file of projects; {contents}.", contents=_contents(packed)))
        if len(groups) > MOST:
            raise ReadError(
                name,
                Message(
                    "holds {groups:,} files; at most {most} are read: unpack it and name one.",
                    groups=len(groups),
                    most=MOST,
                ),
            )
        books, refused = _books(name, packed, groups, read_file, depth)
    return _together(books, refused)


def _contents(packed: zipfile.ZipFile) -> str:
    names = [entry.filename for entry in _useful(packed)]
    if any(PurePosixPath(name.lower()).parent.suffix == ".gdb" for name in names):
        return Message("it is a file geodatabase; save its layers as GeoPackage, as QGIS does")
    return Message("it holds {names}", names=listed(names)) if names else Message("it is empty")


def _useful(packed: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The files of an archive without what macOS and Windows leave beside them."""
    named = [entry for entry in packed.infolist() if entry.filename and not entry.is_dir()]
    return [entry for entry in named if not _is_left_over(entry.filename)]


def _is_left_over(name: str) -> bool:
    parts = PurePosixPath(name.lower()).parts
    return not parts or parts[-1].startswith("._") or parts[-1] in _NO_FILES or "__macosx" in parts


def _groups(packed: zipfile.ZipFile, endings: tuple[str, ...]) -> dict[str, list[zipfile.ZipInfo]]:
    """The files that are read, by name, each with the companions that belong to it."""
    beside = {".shp": staging.COMPANIONS[".shp"]}
    by_stem: dict[str, list[zipfile.ZipInfo]] = defaultdict(list)
    for entry in _useful(packed):
        by_stem[_stem(entry.filename).lower()].append(entry)
    groups = {}
    for entries in by_stem.values():
        for entry in entries:
            ending = _ending(entry.filename)
            if ending in endings and ending not in (".shx", ".dbf"):
                own = [other for other in entries if _ending(other.filename) in beside.get(ending, ())]
                groups[entry.filename] = [entry, *own]
    return {name: group for name, group in groups.items() if _ending(name) != TEXT} or groups


def _stem(name: str) -> str:
    return name[: len(name) - len(_ending(name))]


def _ending(name: str) -> str:
    return PurePosixPath(name).suffix.lower()


def _books(
    name: str, packed: zipfile.ZipFile, groups: dict[str, list[zipfile.ZipInfo]], read_file: Reader, depth: int
) -> tuple[dict[str, Book], list[ReadError]]:
    """(the tables of each file that can be read, why the others cannot)."""
    books: dict[str, Book] = {}
    broken: list[ReadError] = []
    for inside, group in groups.items():
        with tempfile.TemporaryDirectory(prefix="coopmap-", ignore_cleanup_errors=True) as folder:
            paths = [Path(folder) / f"layer{_ending(entry.filename)}" for entry in group]
            for file, entry in zip(paths, group, strict=True):
                file.write_bytes(archives.unpacked(packed, entry))
            try:
                books[inside] = read_file(paths[0], depth + 1)
            except ReadError as error:
                if _leads_inside(error, groups):
                    continue
                reason = error.reason
                if str(paths[0].parent) in reason:  # of a library, which names the copy
                    reason = reason.replace(str(paths[0].parent), "")
                broken.append(ReadError(f"{name}, {inside}" if len(groups) > 1 else name, _in(inside, reason, groups)))
    if not books:
        raise broken[0] if broken else ReadError(name, Message("holds nothing but links to other files."))
    return books, broken


def _leads_inside(error: ReadError, names: Iterable[str]) -> bool:
    """Whether a file holds nothing but links to others of the archive, as the first one of a KMZ may."""
    links = getattr(error, "links", ())
    return bool(links) and all(any(name.endswith(link) for name in names) for link in links if link)


def _in(inside: str, reason: str, groups: dict[str, list[zipfile.ZipInfo]]) -> str:
    return reason if len(groups) > 1 else Message("holds {inside}, which {reason}", inside=show(inside), reason=reason)


def _together(books: dict[str, Book], broken: Sequence[CoopmapError]) -> Book:
    left_out = tuple(Message("left out: {error}", error=error.sentence) for error in broken)
    if len(books) == 1:
        ((_, book),) = books.items()
        return replace(book, notes=(*book.notes, *left_out))
    books, beside = _of_projects(books)
    if beside:
        left_out = (
            *left_out,
            Message("not read, for they hold no projects, or the same again: {beside}", beside=listed(beside)),
        )
    if len(books) == 1:
        ((inside, book),) = books.items()
        return replace(book, notes=(Message("read from {inside}", inside=show(inside)), *book.notes, *left_out))
    titles = _titles(list(books))
    tables = [book.main._replace(title=titles[inside] or book.main.title) for inside, book in books.items()]
    notes = [
        Message("{inside}: {note}", inside=show(inside), note=note)
        for inside, book in books.items()
        for note in book.notes
    ]
    several = Message("read from {number} files: {names}", number=len(books), names=listed(list(books)))
    return Book(joined(tables, tables[0].unit), notes=(several, *notes, *left_out))


def _of_projects(books: dict[str, Book]) -> tuple[dict[str, Book], list[str]]:
    """(the files of projects, the names of the others): of tables without geometries those that say like the best one
    what a project is, and of other projects than it; lists of codes and of payments lie beside the projects."""
    plain = {name: book.main for name, book in books.items() if not book.main.spatial}
    if len(plain) < len(books) or not plain:
        return books, []
    meanings = {name: _meanings(table) for name, table in plain.items()}
    best = max(plain, key=lambda name: (bool(PLACES & meanings[name]), len(meanings[name])))
    of_projects = {
        name: books[name]
        for name, keys in meanings.items()
        if name == best
        or (len(keys & meanings[best]) * 2 > len(meanings[best]) and not _repeats(plain[name], plain[best]))
    }
    return of_projects, [name for name in books if name not in of_projects]


def _meanings(table: Table) -> set[str]:
    return {meaning.key for header in table.headers if (meaning := header_meanings.meaning(header))}


def _repeats(table: Table, best: Table) -> bool:
    """Whether most names of a table are those of another's rows."""
    names, others = (
        {
            row.cells[number]
            for number, header in enumerate(each.headers)
            if (meaning := header_meanings.meaning(header)) and meaning.key == "name"
            for row in each.rows
            if number < len(row.cells) and isinstance(row.cells[number], str)
        }
        for each in (table, best)
    )
    return len(names & others) * 2 > len(names)


def _titles(names: Sequence[str]) -> dict[str, str]:
    """What each file's rows are told apart by: its name without folders and ending, with them where two are alike."""
    short = {name: PurePosixPath(name).stem for name in names}
    return {name: title if list(short.values()).count(title) == 1 else name for name, title in short.items()}
