"""A layer's texts in its tables: read as at one moment, and changed row by row: those that stay are not touched."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Text, bindparam, cast, delete, func, insert, select, text, update
from sqlalchemy.exc import OperationalError

from geo.errors import ReadError
from geo.io import canonical_json, files
from geo.io.database.columns import row_of
from geo.io.database.connection import LOCK_NOT_AVAILABLE, busy, connected
from geo.io.database.tables import LayerTables, columns_for, columns_of, kind_of, make, open_to_writing, tables_of
from geo.messages import Message
from geo.model.project import Project
from geo.model.schema import find

if TYPE_CHECKING:
    from sqlalchemy import Connection, Executable

    from geo.io.table_address import TableAddress
    from geo.model.field import Field

SOME = 2_000
"""Rows that are fetched, and written, at once."""

_LOCK_SPACE = 0x636F6F70
"""The first half of the number of a layer's advisory lock ("coop"); the second is a hash of its table's name."""


@dataclass(frozen=True)
class Contents:
    """A layer as its tables have it."""

    rows: Mapping[int, str]
    """The JSON text of each Feature by the number of its row, in the order of rows."""
    members: str
    """The JSON text of the other members."""

    def text(self) -> str:
        """The whole as the text of a FeatureCollection, not in canonical form."""
        rest = self.members.strip()[1:-1].strip()
        others = f"{rest}, " if rest else ""
        return f'{{"type": "FeatureCollection", {others}"features": [{", ".join(self.rows.values())}]}}'


def read(address: TableAddress) -> Contents:
    """What the tables of a layer hold. Raises ReadError, one plain sentence, also when there are none."""
    with connected(address) as connection:
        return contents(connection, address)


def exists(address: TableAddress) -> bool:
    """Whether anything has the table's name. Raises ReadError when the database cannot be asked."""
    with connected(address) as connection:
        return bool(kind_of(connection, address))


def stands(connection: Connection, address: TableAddress) -> bool:
    """Whether anything has the table's name, in a transaction that has begun."""
    return bool(kind_of(connection, address))


def is_foreign(address: TableAddress) -> bool:
    """Whether another table than coopmap's has the name. Raises ReadError."""
    with connected(address) as connection:
        return kind_of(connection, address) == "other"


def contents(connection: Connection, address: TableAddress) -> Contents:
    """The same, in a transaction that has begun."""
    tables = _tables(connection, address)
    members = connection.execute(select(cast(tables.members.c.members, Text))).scalar()
    if members is None:
        raise ReadError(str(address), Message("has lost its members; coopmap undo brings the layer back."))
    return Contents(rows_of(connection, address), members)


def rows_of(connection: Connection, address: TableAddress) -> dict[int, str]:
    """The text of each project by the number of its row. Raises ReadError when there are more than are read."""
    tables = _tables(connection, address)
    query = select(tables.projects.c.seq, cast(tables.projects.c.feature, Text)).order_by(tables.projects.c.seq)
    rows: dict[int, str] = {}
    size = 0
    for seq, feature in connection.execute(query.execution_options(yield_per=SOME)):
        size += len(feature)
        if size > files.MAX_BYTES:
            most = files.MAX_BYTES // 2**20
            raise ReadError(str(address), Message("is larger than {most} MB, the most that is read.", most=most))
        rows[seq] = feature
    return rows


def _tables(connection: Connection, address: TableAddress) -> LayerTables:
    kind = kind_of(connection, address)
    if not kind:
        raise ReadError(
            str(address), Message("has no such table; coopmap export ADDRESS LAYER makes it of a layer that is a file.")
        )
    if kind == "other":
        raise ReadError(
            str(address),
            Message("is a table, but no layer of coopmap's; coopmap import ADDRESS LAYER takes its rows into one."),
        )
    return tables_of(address.schema, address.table)


def lock(connection: Connection, address: TableAddress, wait_s: float) -> None:
    """Hold the layer's lock until the transaction ends; the server takes it back from a writer that is gone.

    Raises BusyError, which says who holds it, after wait_s seconds, those that the connection was made for.
    """
    layer = f"{address.schema}.{address.table}"
    key = func.hashtext(layer)
    if connection.execute(select(func.pg_try_advisory_xact_lock(_LOCK_SPACE, key))).scalar():
        return
    holder = connection.execute(_HOLDER, {"space": _LOCK_SPACE, "layer": layer}).scalar()
    try:
        connection.execute(select(func.pg_advisory_xact_lock(_LOCK_SPACE, key)))
    except OperationalError as error:
        if getattr(error.orig, "sqlstate", None) != LOCK_NOT_AVAILABLE:
            raise
        raise busy(address, wait_s, str(holder or "")) from None


_HOLDER = text(
    "SELECT a.usename || ', ' || a.application_name FROM pg_locks l JOIN pg_stat_activity a USING (pid)"
    " WHERE l.locktype = 'advisory' AND l.granted AND l.classid = :space"
    " AND l.objid = (hashtext(:layer)::bigint & 4294967295)::oid"
)


def create(connection: Connection, address: TableAddress, languages: Sequence[str], own: Sequence[Field]) -> None:
    """Make the tables of a layer without projects and members; its lock must be held. Raises WriteError."""
    tables = make(connection, address, columns_for(languages, own))
    open_to_writing(connection)
    connection.execute(insert(tables.members).values(members="{}", revision=""))


def put(
    connection: Connection,
    address: TableAddress,
    before: Mapping[int, str],
    collection: Mapping[str, object],
    own: Sequence[Field],
) -> str:
    """Write a canonical FeatureCollection over the rows that were read under the lock; gives the new revision.

    own: the layer's own fields. Columns that others have added stay as they are.
    """
    columns = tuple(
        (name, base)
        for name, base in columns_of(connection, address).items()
        if base and (find(name) or any(field.name == name for field in own))
    )
    tables = tables_of(address.schema, address.table, columns)
    features = collection["features"]
    members = {key: value for key, value in collection.items() if key not in ("type", "bbox", "features")}
    revision = secrets.token_hex(8)
    open_to_writing(connection)
    _put_rows(connection, tables, columns, before, features if isinstance(features, list) else [])
    connection.execute(delete(tables.members))
    connection.execute(insert(tables.members).values(members=canonical_json.dumps(members), revision=revision))
    return revision


def _put_rows(
    connection: Connection,
    tables: LayerTables,
    columns: tuple[tuple[str, str], ...],
    before: Mapping[int, str],
    features: Sequence[Mapping[str, object]],
) -> None:
    """Write what differs: a project keeps its row by its id. Where ids are missing or stand twice, all rows anew, for
    only their order tells them apart."""
    ids = [Project(0, feature).id for feature in features]
    old = {_id_of(text): (seq, text) for seq, text in before.items()}
    if None in ids or None in old or len(set(ids)) < len(ids) or len(old) < len(before):
        old = {}
    new = [(old.pop(name, None), feature) for name, feature in zip(ids, features, strict=True)]
    rows = [(place, canonical_json.dumps(feature), feature) for place, feature in new]
    keep = {place[0] for place, _ in new if place}
    _run(connection, delete(tables.projects).where(tables.projects.c.seq == bindparam("row")),
         [{"row": seq} for seq in before if seq not in keep])  # fmt: skip
    changed = [
        {"row": place[0], "feature": text, **row_of(feature, columns)}
        for place, text, feature in rows
        if place and place[1] != text
    ]
    _run(connection, update(tables.projects).where(tables.projects.c.seq == bindparam("row")), changed)
    _run(
        connection,
        insert(tables.projects),
        [{"feature": text, **row_of(feature, columns)} for place, text, feature in rows if not place],
    )


def _id_of(text: str) -> str | None:
    """The id of a stored Feature; what another program left may be none."""
    feature = files.parse(text, "a row")
    return Project(0, feature).id if isinstance(feature, dict) else None


def _run(connection: Connection, statement: Executable, rows: Sequence[Mapping[str, object]]) -> None:
    for start in range(0, len(rows), SOME):
        connection.execute(statement, rows[start : start + SOME])


def revision_of(address: TableAddress) -> str:
    """The revision of a layer, which every change makes anew. Raises ReadError."""
    with connected(address) as connection:
        tables = _tables(connection, address)
        return str(connection.execute(select(tables.members.c.revision)).scalar() or "")
