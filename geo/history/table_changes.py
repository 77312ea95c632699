"""Changing a layer in a database: under its lock, in one transaction, with the version before kept in it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geo.errors import CoopmapError, ReadError, WriteError
from geo.history import versions
from geo.history.updates import Update
from geo.io.database import beside, contents
from geo.io.database import versions as stored
from geo.io.database.connection import CutError, connected
from geo.layer import Layer, collection, empty, layer_of_table, text
from geo.messages import Message

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlalchemy import Connection

    from geo.io.table_address import TableAddress

_NO_ROWS: dict[int, str] = {}


def update(address: TableAddress, change: Callable[[Layer], Layer], *, wait_s: float, create: bool) -> Update:
    """As `changes.update`, for a table; create: a missing one is an empty layer, for which the tables are made."""
    revision = None
    try:
        with connected(address, "write", wait_s) as connection:
            contents.lock(connection, address, wait_s)
            new = create and not contents.stands(connection, address)
            old = None if new else contents.contents(connection, address)
            before = empty(address) if old is None else layer_of_table(old.text(), address)
            after = replace(change(before), path=None)
            if old is not None and before == after and text(before) == text(after):
                return Update(before, before, written=False)
            if old is None:
                contents.create(connection, address, after.languages, after.codebook.fields)
            rows = _NO_ROWS if old is None else old.rows
            stored.keep(connection, address, "past", text(before))
            revision = _put(connection, address, rows, after)
            stored.settle(connection, address, versions.MAX_VERSIONS, versions.KEPT_BYTES, versions.ALWAYS)
    except CutError as error:
        _refuse_unwritten(address, revision, error)
    return Update(before, after, written=True)


def _put(connection: Connection, address: TableAddress, rows: Mapping[int, str], layer: Layer) -> str:
    try:
        written = collection(layer)
        return contents.put(connection, address, rows, written, layer.codebook.fields)
    except (TypeError, ValueError, RecursionError) as error:
        raise CoopmapError(Message("The layer cannot be written as JSON: {error}.", error=error)) from None


def _refuse_unwritten(address: TableAddress, revision: str | None, cut: CutError) -> None:
    """Raises the error of a connection that was cut, unless the change arrived and only the report of it was lost."""
    if revision is None:
        raise cut
    try:
        arrived = contents.revision_of(address) == revision
    except ReadError:
        raise WriteError(
            str(address),
            Message(
                "was cut off while it was written, and does not answer now: look later whether the change is there."
            ),
        ) from None
    if not arrived:
        raise cut


def undo(address: TableAddress, *, again: bool, wait_s: float) -> Update | None:
    """As `changes.undo`, for a table."""
    revision = None
    try:
        with connected(address, "write", wait_s) as connection:
            contents.lock(connection, address, wait_s)
            before, now = _readable(connection, address)
            version = stored.take(connection, address, "future" if again else "past")
            if version is None:
                return None
            after = layer_of_table(version, address)
            stored.keep(connection, address, "past" if again else "future", now)
            revision = _put(connection, address, contents.rows_of(connection, address), after)
    except CutError as error:
        _refuse_unwritten(address, revision, error)
    return Update(before, after, written=True)


def _readable(connection: Connection, address: TableAddress) -> tuple[Layer, str]:
    """(the layer of a table, the text that is kept of it); one that another program broke is what `undo` mends, counts
    as empty, and is kept as it is."""
    try:
        layer = layer_of_table(contents.contents(connection, address).text(), address)
    except ReadError:
        return Layer((), {}), contents.Contents(contents.rows_of(connection, address), "{}").text()
    return layer, text(layer)


def store(address: TableAddress, layer: Layer, files: Mapping[str, str]) -> None:
    """Make the tables of a layer that has been a file, with the texts of the files that lie beside it, by name.

    Raises WriteError when something has the table's name, and as `changes.update` does.
    """
    with connected(address, "write") as connection:
        contents.lock(connection, address, 5.0)
        if contents.stands(connection, address):
            raise WriteError(
                str(address),
                Message("is there already, and would be lost; coopmap import takes the projects of a file into it."),
            )
        contents.create(connection, address, layer.languages, layer.codebook.fields)
        _put(connection, address, _NO_ROWS, layer)
        beside.put(connection, address, files)
