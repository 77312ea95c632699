"""The files that lie beside a layer in a database: indicators, milestones, story, own lists; kept as their text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from geo.io.database.connection import connected
from geo.io.database.tables import has_files, tables_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

    from geo.io.table_address import TableAddress


def texts(address: TableAddress) -> dict[str, str]:
    """The texts by the names of their files; none where there is no layer. Raises ReadError."""
    with connected(address) as connection:
        if not has_files(connection, address):
            return {}
        table = tables_of(address.schema, address.table).files
        rows = connection.execute(select(table.c.name, table.c.content).order_by(table.c.name))
        return {row.name: row.content for row in rows}


def text(address: TableAddress) -> str | None:
    """The text of the file that an address names, None when there is none. Raises ReadError."""
    with connected(address) as connection:
        if not has_files(connection, address):
            return None
        table = tables_of(address.schema, address.table).files
        return connection.execute(select(table.c.content).where(table.c.name == address.file)).scalar()


def write(address: TableAddress, content: str) -> None:
    """Put a text in place of the file that an address names. Raises WriteError."""
    with connected(address, "write") as connection:
        put(connection, address, {address.file: content})


def put(connection: Connection, address: TableAddress, contents: Mapping[str, str]) -> None:
    """The same for several files, in a transaction that has begun."""
    table = tables_of(address.schema, address.table).files
    for name, content in contents.items():
        statement = insert(table).values(name=name, content=content)
        connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_={"content": content}))
