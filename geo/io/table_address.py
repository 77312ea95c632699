"""The address of a layer in PostGIS, `postgresql://USER@HOST/DATABASE?table=SCHEMA.TABLE`, read without any driver.

Its text never holds the password: what is printed, logged or kept is this text.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeAlias
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlsplit

from geo.errors import CoopmapError, WriteError, show
from geo.messages import Message

SCHEMES = ("postgresql://", "postgres://")
"""How an address of a table begins; a file has no such name."""

OPTIONS = (
    *("sslmode", "sslrootcert", "sslcert", "sslkey", "sslcrl", "channel_binding", "gssencmode"),
    *("connect_timeout", "host", "passfile", "service", "target_session_attrs"),
)
"""What an address may say beside the table: parameters of libpq, PostgreSQL's own client."""

MAX_WAIT_S = 60
"""Most seconds that an address may have a connection waited for."""

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,49}")  # 63 bytes in all, with the endings of the tables beside it


@dataclass(frozen=True)
class TableAddress:
    """A layer in a database, or with `file` one of the files that lie beside it there, such as indicators.json."""

    database: str
    """The database; "" leaves it to libpq, as for the host and the user."""
    table: str
    """The table with the projects, a sound identifier."""
    schema: str = "public"
    """The schema that it lies in, another one."""
    host: str = ""
    """The name or number of the machine, or the folder of a Unix socket."""
    port: int | None = None
    """The port, None for PostgreSQL's own."""
    user: str = ""
    """The role that signs in."""
    password: str = field(default="", repr=False)
    """Its password; "" leaves it to PGPASSWORD or ~/.pgpass."""
    options: tuple[tuple[str, str], ...] = ()
    """Further parameters of libpq, those of OPTIONS."""
    file: str = ""
    """The name of the file beside the layer; "" for the layer itself."""

    def __str__(self) -> str:
        socket = self.host.startswith("/")
        host = "" if socket else f"[{self.host}]" if ":" in self.host else self.host
        user = f"{quote(self.user, safe='')}@" if self.user else ""
        port = f":{self.port}" if self.port else ""
        folder = f"&host={quote(self.host)}" if socket else ""
        beside = f" ({self.file})" if self.file else ""
        return f"postgresql://{user}{host}{port}/{quote(self.database)}?table={self.full_name}{folder}{beside}"

    @property
    def full_name(self) -> str:
        """The table's name as an address has it: with its schema, unless that is public."""
        return self.table if self.schema == "public" else f"{self.schema}.{self.table}"

    @property
    def name(self) -> str:
        """What stands for a file's name."""
        return self.file or self.table

    @property
    def layer(self) -> TableAddress:
        """The address of the layer itself."""
        return replace(self, file="") if self.file else self

    @property
    def local(self) -> Path:
        """A path in this folder that stands for the layer where something of it is kept on this machine."""
        import hashlib

        return Path(f"{self.table}-{hashlib.sha256(str(self.layer).encode()).hexdigest()[:8]}.postgis")

    def with_name(self, name: str) -> TableAddress:
        """The address of a file beside the layer, as `Path.with_name` gives it for a layer that is a file."""
        return replace(self, file=name)


LayerPlace: TypeAlias = Path | TableAddress
"""Where a layer lies: a file, or a table of a database."""


def pictures_folder(place: LayerPlace) -> Path:
    """The folder in which a layer's pictures are stored. Raises WriteError for a table, which has none."""
    if isinstance(place, TableAddress):
        raise WriteError(
            str(place), Message("takes no pictures: they are files, and a table has no folder. Leave them out.")
        )
    return place.parent


def is_address(text: object) -> bool:
    """Whether a text is meant as the address of a table."""
    return isinstance(text, str) and text.casefold().startswith(SCHEMES)


def place_of(place: str | os.PathLike[str] | TableAddress) -> LayerPlace:
    """The file or table that a text or path names. Raises CoopmapError, one plain sentence without any password."""
    if isinstance(place, TableAddress):
        return place
    text = os.fspath(place)
    return parse(text) if is_address(text) else Path(text)


def parse(text: str) -> TableAddress:
    """The address of a text. Raises CoopmapError, one plain sentence, in which nothing of a password stands."""
    try:
        parts = urlsplit(text)
        port, host = parts.port, _host(parts)
        pairs = parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query))
    except ValueError:
        raise _malformed() from None
    if parts.fragment or parts.netloc.count("@") > 1 or "\0" in text:
        raise _malformed()
    _refuse_options(pairs)
    options = dict(pairs)
    schema, table = _table(options.pop("table", ""))
    folder = options.pop("host", "")
    return TableAddress(
        unquote(parts.path.removeprefix("/")), table, schema, folder or host, port,
        unquote(parts.username or ""), unquote(parts.password or ""), tuple(sorted(options.items())),
    )  # fmt: skip


def _host(parts: SplitResult) -> str:
    """The host as it is written: `hostname` would make the folder of a socket lower-case."""
    written = parts.netloc.rpartition("@")[2]
    return unquote(written.removesuffix(f":{parts.port}").strip("[]").removesuffix(":"))


def _malformed() -> CoopmapError:
    return CoopmapError(
        Message(
            "This is no address of a table; expected postgresql://USER@HOST/DATABASE?table=NAME. In a password, @ is"
            " written %40, # %23, / %2F, ? %3F and : %3A; better leave it to PGPASSWORD or ~/.pgpass."
        )
    )


def _refuse_options(pairs: list[tuple[str, str]]) -> None:
    names = [name for name, _ in pairs]
    for name, value in pairs:
        if name != "table" and name not in OPTIONS:
            raise CoopmapError(
                Message(
                    "The address of a table has the option {option}; it may have table, {options}.",
                    option=show(name),
                    options=", ".join(OPTIONS),
                )
            )
        if names.count(name) > 1:
            raise CoopmapError(Message("The address of a table has the option {option} twice.", option=show(name)))
        if name == "connect_timeout" and not (value.isascii() and value.isdigit() and 1 <= int(value) <= MAX_WAIT_S):
            raise CoopmapError(
                Message("connect_timeout must be 1 to {most} seconds, got {got}.", most=MAX_WAIT_S, got=show(value))
            )


def _table(text: str) -> tuple[str, str]:
    """(schema, table) of what the address names."""
    if not text:
        raise CoopmapError(Message("The address names no table; add ?table=NAME, such as ?table=projects."))
    names = text.split(".")
    if len(names) > 2 or not all(map(_NAME.fullmatch, names)):
        raise CoopmapError(
            Message(
                "{name} is no table's name: expected TABLE or SCHEMA.TABLE, each of at most 50 Latin letters, digits"
                " and underscores.",
                name=show(text),
            )
        )
    return (names[0], names[1]) if len(names) == 2 else ("public", names[0])
