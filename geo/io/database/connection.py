"""Connections to a database: bounded in time, one transaction each, and every failure one sentence without a password.

The only module that opens one, and only to the server that an address names.
"""

from __future__ import annotations

import os
import re
import socket
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote

from sqlalchemy import URL, create_engine, func, select
from sqlalchemy.exc import SQLAlchemyError

from geo.errors import BusyError, ReadError, WriteError, plain
from geo.messages import Message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine

    from geo.io.table_address import TableAddress

Intent = Literal["read", "write"]

CONNECT_S = 10
"""Seconds in which a server must answer, unless the address says otherwise."""

STATEMENT_S = 120
"""Seconds that one statement may take."""

IDLE_S = 900
"""Seconds after which the server ends a transaction whose writer says nothing: its lock is free again then."""

SILENT_MS = 30_000
"""Milliseconds without an answer to what was sent after which a connection counts as cut."""

_CUT = ("08", "57P")  # classes of SQLSTATE: connection failures, a server that shuts down or ends the connection
LOCK_NOT_AVAILABLE = "55P03"
"""The SQLSTATE of a lock that was waited for in vain."""

_TOO_LONG = "57014"
_MOST = 300
_LAST_FAILURE = re.compile(r".*\bfailed: ", re.DOTALL)


class CutError(WriteError):
    """The connection ended before the database said that a change was written."""


@contextmanager
def connected(address: TableAddress, intent: Intent = "read", wait_s: float = 5.0) -> Iterator[Connection]:
    """A connection in one transaction, which ends with the block: written whole, or not at all when the block raises.

    To read, all of it is seen as at one moment, and nothing can be written. wait_s: seconds that a lock is waited for.
    Raises ReadError, WriteError, BusyError or CutError, one plain sentence, for whatever the database refuses.
    """
    options: dict[str, object] = {"isolation_level": "READ COMMITTED"}
    if intent == "read":
        options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    try:
        with _engine(_server_of(address)).connect().execution_options(**options) as connection, connection.begin():
            _bound(connection, wait_s)
            yield connection
    except SQLAlchemyError as error:
        raise _sentence(error, address, intent, wait_s) from None


def _bound(connection: Connection, wait_s: float) -> None:
    """Bounds on time, for this transaction alone: a pool between us and the server keeps none of them."""
    bounds = {
        "statement_timeout": STATEMENT_S * 1000,
        "idle_in_transaction_session_timeout": IDLE_S * 1000,
        "lock_timeout": max(1, int(wait_s * 1000)),
    }
    connection.execute(select(*(func.set_config(name, str(value), True) for name, value in bounds.items())))


def _server_of(address: TableAddress) -> TableAddress:
    """The address without what tells one table of a database from another: they share connections."""
    return replace(address, table="", schema="", file="")


@lru_cache(maxsize=16)
def _engine(address: TableAddress) -> Engine:
    url = URL.create(
        "postgresql+psycopg",
        address.user or None,
        address.password or None,
        address.host or None,
        address.port,
        address.database or None,
        dict(address.options),
    )
    name = f"coopmap, process {os.getpid()} on {socket.gethostname()}"
    return create_engine(
        url,
        hide_parameters=True,  # what a project says has no place in an error
        pool_pre_ping=True,
        pool_size=2,
        connect_args={
            **({} if "connect_timeout" in dict(address.options) else {"connect_timeout": CONNECT_S}),
            "application_name": name[:63],
            "client_encoding": "utf8",
            "prepare_threshold": None,  # statements that are kept do not live behind a pool of connections
            "keepalives_idle": 30,
            "tcp_user_timeout": SILENT_MS,
        },
    )


def _sentence(error: SQLAlchemyError, address: TableAddress, intent: Intent, wait_s: float) -> ReadError | WriteError:
    """What went wrong as an error of ours."""
    cause = getattr(error, "orig", None) or error
    state = str(getattr(cause, "sqlstate", None) or "")
    name = str(address)
    if state == LOCK_NOT_AVAILABLE:
        return busy(address, wait_s)
    reason = _reason(cause, address)
    if state.startswith(_CUT) or (not state and getattr(error, "connection_invalidated", False)):
        if intent == "read":
            return ReadError(name, Message("was cut off: {reason}.", reason=reason))
        return CutError(name, Message("was cut off: {reason}. Nothing was written.", reason=reason))
    refusal = ReadError if intent == "read" else WriteError
    return refusal(name, _fault(state, intent, reason))


def _fault(state: str, intent: Intent, reason: str) -> Message:
    """What a database refuses, as the end of a sentence."""
    if state == _TOO_LONG:
        return Message("took longer than {seconds} s to answer.", seconds=STATEMENT_S)
    if not state:
        return Message("cannot be reached: {reason}.", reason=reason)
    if intent == "read":
        return Message("cannot be read: {reason}.", reason=reason)
    return Message("cannot be written: {reason}.", reason=reason)


def busy(address: TableAddress, wait_s: float, holder: str = "") -> BusyError:
    """That another writer holds the layer; holder: who it is, as the database calls it."""
    return BusyError(
        str(address),
        Message(
            "is being changed by {holder}; it was waited for {seconds} s. Nothing was written: try again later.",
            holder=plain(holder[:_MOST]) or Message("someone else"),
            seconds=f"{wait_s:.0f}",
        ),
    )


def _reason(cause: BaseException, address: TableAddress) -> str:
    """What the driver or the server says, as the end of a sentence: its first line, and never the password."""
    said = getattr(getattr(cause, "diag", None), "message_primary", None) or _LAST_FAILURE.sub("", str(cause))
    line = next((line.strip() for line in said.splitlines() if line.strip()), type(cause).__name__)
    line = line.removeprefix("FATAL:").removeprefix("ERROR:").strip().rstrip(".")
    for secret in {address.password, quote(address.password, safe="")} - {""}:
        line = line.replace(secret, "***")
    return plain(line[:_MOST])
