"""A GIS file in a private folder, for GDAL: copied under names of ours, alone with the companions that it needs.

GDAL sees nothing of the folder that the file lay in, and what was looked at is what is read.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import tempfile
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from geo.errors import ReadError, show
from geo.io import files
from geo.messages import Message

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

COMPANIONS: Mapping[str, tuple[str, ...]] = {
    ".shp": (".shx", ".dbf", ".prj", ".cpg"),
    ".gpkg": (".gpkg-wal",),  # what a program that has it open has not yet put into it
}
"""Of each ending those of the files beside that belong to it."""

NEEDED = (".shx", ".dbf")
"""Those without which there is no shapefile."""


@contextmanager
def staged(path: Path) -> Iterator[Path]:
    """The copy of a file with its companions; gone afterwards. Raises ReadError, one plain sentence, for companions
    that lack or are no regular files."""
    ending = path.suffix.lower()
    with tempfile.TemporaryDirectory(prefix="coopmap-", ignore_cleanup_errors=True) as folder:
        target = Path(folder) / f"layer{ending}"
        shutil.copyfile(path, target)
        for end, companion in _beside(path, ending).items():
            shutil.copyfile(companion, target.with_suffix(end))
        yield target


def _beside(path: Path, ending: str) -> dict[str, Path]:
    """The companions by ending. A link is none: it may lead to any file of this machine."""
    wanted = COMPANIONS.get(ending, ())
    companions = {
        file.suffix.lower(): file
        for file in sorted(path.absolute().parent.iterdir() if wanted else ())
        if file.stem == path.stem and file.suffix.lower() in wanted
    }
    if ending == ".shp" and (lacking := [end for end in NEEDED if end not in companions]):
        named = " and ".join(path.with_suffix(end).name for end in lacking)
        raise ReadError(
            str(path),
            Message("lacks {named} beside it: a shapefile is several files; copy all of them.", named=show(named)),
        )
    for file in companions.values():
        facts = os.lstat(file)
        if not stat.S_ISREG(facts.st_mode):
            raise ReadError(
                str(path),
                Message("has {file} beside it, which is no regular file; copy the file itself.", file=show(file.name)),
            )
        if facts.st_size > files.MAX_BYTES:
            raise ReadError(
                str(path), Message("has {file} beside it, which is too large to be read.", file=show(file.name))
            )
    return companions


def refuse_queries(path: Path, copy: Path) -> None:
    """A GeoPackage may call a query its table, and a query can count without end. What it keeps for itself is looked at
    first, for it is asked what else is a table."""
    with suppress(sqlite3.Error), closing(sqlite3.connect(f"{copy.as_uri()}?mode=ro", uri=True)) as base:
        held = base.execute("SELECT name, sql FROM sqlite_master WHERE type IN ('table', 'view')").fetchall()
        queries = {name.casefold(): name for name, sql in held if not str(sql).upper().startswith("CREATE TABLE")}
        bad = [name for folded, name in queries.items() if folded.startswith("gpkg_")]
        if queries and not bad:
            named = base.execute("SELECT table_name FROM gpkg_contents")
            bad = [queries[str(name).casefold()] for (name,) in named if str(name).casefold() in queries]
        if bad:
            raise ReadError(
                str(path), Message("holds a view, {bad}, in place of a table; save it as a table.", bad=show(bad[0]))
            )
