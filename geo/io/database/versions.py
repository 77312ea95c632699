"""The earlier versions of a layer in its table of versions, within the same bounds as those of a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from sqlalchemy import and_, delete, func, insert, select

from geo.io.database.connection import connected
from geo.io.database.tables import tables_of

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table

    from geo.io.table_address import TableAddress

Side = Literal["past", "future"]


def texts(address: TableAddress, side: Side) -> list[str]:
    """The stored texts of the layer, the nearest to it last. Raises ReadError."""
    with connected(address) as connection:
        table = _table(address)
        query = select(table.c.content).where(table.c.side == side).order_by(table.c.number)
        return list(connection.execute(query).scalars())


def keep(connection: Connection, address: TableAddress, side: Side, content: str) -> None:
    """Keep a text of the layer as the nearest version of a side."""
    table = _table(address)
    last = connection.execute(select(func.max(table.c.number)).where(table.c.side == side)).scalar()
    connection.execute(insert(table).values(side=side, number=int(last or 0) + 1, content=content))


def take(connection: Connection, address: TableAddress, side: Side) -> str | None:
    """The nearest version of a side, which is then no longer stored; None when there is none."""
    table = _table(address)
    nearest = select(table.c.number, table.c.content).where(table.c.side == side)
    row = connection.execute(nearest.order_by(table.c.number.desc()).limit(1)).first()
    if row is None:
        return None
    connection.execute(delete(table).where(and_(table.c.side == side, table.c.number == row.number)))
    return str(row.content)


def settle(connection: Connection, address: TableAddress, most: int, most_bytes: int, always: int) -> None:
    """After a change: what was undone can no longer be made again, and the oldest versions go beyond the bounds."""
    table = _table(address)
    connection.execute(delete(table).where(table.c.side == "future"))
    sizes = select(table.c.number, func.octet_length(table.c.content)).order_by(table.c.number.desc())
    total = 0
    for back, (number, size) in enumerate(connection.execute(sizes).all(), 1):
        total += size
        if back > most or (back > always and total > most_bytes):
            connection.execute(delete(table).where(and_(table.c.side == "past", table.c.number == number)))


def _table(address: TableAddress) -> Table:
    return tables_of(address.schema, address.table).versions
