"""The tables of a layer: its projects with a geometry, its members, the files beside it, its earlier versions.

A project's row holds the Feature whole, as JSON text in canonical form; the typed columns beside it are for QGIS and
SQL, and follow from it. A trigger refuses what other programs would write into them, for it would be lost.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import UserDefinedType

from geo.errors import WriteError
from geo.messages import Message
from geo.model.schema import FIELDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.types import TypeEngine

    from geo.io.table_address import TableAddress
    from geo.model.field import Field

OWN_COLUMNS = ("seq", "feature", "geom")
"""Columns of the projects' table that are no fields."""

_GUARD = """
BEGIN
  IF current_setting('coopmap.writing', true) IS DISTINCT FROM 'yes' THEN
    RAISE EXCEPTION 'this table is changed by coopmap alone (coopmap edit, add, import), which keeps every version'
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NULL;
END
"""


class _Geometry(UserDefinedType[str]):
    """A geometry of PostGIS in WGS 84, as the hexadecimal text of its EWKB."""

    cache_ok = True

    def get_col_spec(self, **_: object) -> str:
        return "geometry(Geometry, 4326)"


class _Json(UserDefinedType[str]):
    """JSON that stays the text that it is: keys in order, numbers as written. `jsonb` would sort and round."""

    cache_ok = True

    def get_col_spec(self, **_: object) -> str:
        return "json"


@dataclass(frozen=True)
class LayerTables:
    """The tables of one layer."""

    projects: sa.Table
    """The row of a project: seq, a number that it keeps; feature; geom; typed columns."""
    members: sa.Table
    """One row: the layer's other members as JSON, and a revision that every change makes anew."""
    files: sa.Table
    """The texts of the files beside the layer, by name."""
    versions: sa.Table
    """Whole earlier texts of the layer: side (past, future), number, when, content."""


@lru_cache(maxsize=64)
def tables_of(schema: str, name: str, fields: tuple[tuple[str, str], ...] = ()) -> LayerTables:
    """The tables of a layer by the name of its first. fields: names and bases of its typed columns."""
    data = sa.MetaData(schema=schema)
    return LayerTables(
        sa.Table(
            name, data,
            sa.Column("seq", sa.BigInteger, sa.Identity(), primary_key=True),
            *(sa.Column(field, _TYPES[base]) for field, base in fields),
            sa.Column("feature", _Json, nullable=False),
            sa.Column("geom", _Geometry),
            sa.Index(f"{name}_geom", "geom", postgresql_using="gist"),
        ),
        sa.Table(
            f"{name}_members", data,
            sa.Column("one", sa.Boolean, sa.CheckConstraint("one"), primary_key=True, default=True),
            sa.Column("members", _Json, nullable=False),
            sa.Column("revision", sa.Text, nullable=False),
        ),
        sa.Table(
            f"{name}_files", data,
            sa.Column("name", sa.Text, primary_key=True),
            sa.Column("content", sa.Text, nullable=False),
        ),
        sa.Table(
            f"{name}_versions", data,
            sa.Column("side", sa.Text, primary_key=True),
            sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
            sa.Column("made", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
            sa.Column("content", sa.Text, nullable=False),
        ),
    )  # fmt: skip


_TYPES: dict[str, TypeEngine[str] | TypeEngine[float] | ARRAY[str]] = {
    "text": sa.Text(), "number": sa.Float(53), "list": ARRAY(sa.Text()),
}  # fmt: skip


_BASES = {"text": "text", "double precision": "number", "text[]": "list"}
"""What the database calls those types."""


def columns_for(languages: Sequence[str], own: Sequence[Field]) -> tuple[tuple[str, str], ...]:
    """(name, base) of the typed columns of a layer in these languages with these fields of its own: all but records."""
    names = {
        key: field.kind.base
        for field in (*FIELDS, *own)
        for key in field.keys_in(languages)
        if field.kind.base in _TYPES and len(key) <= 50 and key not in OWN_COLUMNS
    }
    return tuple(names.items())


def kind_of(connection: sa.Connection, address: TableAddress) -> str:
    """What has the table's name: "" for nothing, "layer" for one of coopmap's, else "other"."""
    columns = columns_of(connection, address)
    if not columns:
        return ""
    members = connection.execute(
        sa.select(sa.func.to_regclass(_quoted(address.schema, f"{address.table}_members")).is_not(None))
    ).scalar()
    return "layer" if members and columns.keys() >= set(OWN_COLUMNS) else "other"


def has_files(connection: sa.Connection, address: TableAddress) -> bool:
    """Whether there is a table of files beside a layer."""
    name = _quoted(address.schema, f"{address.table}_files")
    return bool(connection.execute(sa.select(sa.func.to_regclass(name).is_not(None))).scalar())


def columns_of(connection: sa.Connection, address: TableAddress) -> dict[str, str]:
    """The names of the table's columns in order, and what a typed one holds: text, number, list; "" for another."""
    query = sa.text(
        "SELECT attname, format_type(atttypid, NULL) FROM pg_attribute"
        " WHERE attrelid = to_regclass(:name) AND attnum > 0 AND NOT attisdropped ORDER BY attnum"
    )
    rows = connection.execute(query, {"name": _quoted(address.schema, address.table)})
    return {name: _BASES.get(kind, "") for name, kind in rows}


def geometry_of(connection: sa.Connection, address: TableAddress) -> str | None:
    """The name of the table's first column of geometries, None when it has none."""
    query = sa.text(
        "SELECT attname FROM pg_attribute JOIN pg_type ON pg_type.oid = atttypid WHERE attrelid = to_regclass(:name)"
        " AND attnum > 0 AND NOT attisdropped AND typname = 'geometry' ORDER BY attnum LIMIT 1"
    )
    return connection.execute(query, {"name": _quoted(address.schema, address.table)}).scalar()


def make(connection: sa.Connection, address: TableAddress, fields: tuple[tuple[str, str], ...]) -> LayerTables:
    """Make the tables of a layer, without projects. Raises WriteError where PostGIS or UTF-8 is missing."""
    if not connection.execute(sa.text("SELECT 1 FROM pg_extension WHERE extname = 'postgis'")).first():
        raise WriteError(
            str(address),
            Message("has no PostGIS: let who runs the server say CREATE EXTENSION postgis in this database."),
        )
    encoding = connection.execute(sa.text("SHOW server_encoding")).scalar()
    if encoding != "UTF8":
        raise WriteError(
            str(address),
            Message("is in a database that keeps {encoding}, not UTF8: make another one.", encoding=encoding),
        )
    tables = tables_of(address.schema, address.table, fields)
    tables.projects.metadata.create_all(connection, checkfirst=False)
    guard = _quoted(address.schema, f"{address.table}_guard")
    function = f"CREATE OR REPLACE FUNCTION {guard}() RETURNS trigger LANGUAGE plpgsql AS $${_GUARD}$$"
    connection.execute(sa.text(function))
    for table in (tables.projects, tables.members):
        trigger = f"BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON {_quoted(address.schema, table.name)}"
        connection.execute(
            sa.text(f"CREATE TRIGGER coopmap_guard {trigger} FOR EACH STATEMENT EXECUTE FUNCTION {guard}()")
        )
    return tables


def open_to_writing(connection: sa.Connection) -> None:
    """Let this transaction write past the guard."""
    connection.execute(sa.text("SELECT set_config('coopmap.writing', 'yes', true)"))


def _quoted(*names: str) -> str:
    """A name as SQL has it; `table_address` has accepted each part, none of which holds a quotation mark."""
    return ".".join(f'"{name}"' for name in names)
