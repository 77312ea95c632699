"""What the typed columns of a project hold: what follows from its Feature, and nothing where that does not fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_LARGEST = 1e300

Cell = str | float | list[str] | None


def row_of(feature: Mapping[str, object], columns: Iterable[tuple[str, str]]) -> dict[str, Cell]:
    """The typed cells of a Feature, and `geom`. columns: (name, base) of those that the table has."""
    record = feature.get("properties")
    properties = record if isinstance(record, dict) else {}
    cells = {name: _cell(properties.get(name), base) for name, base in columns}
    return {**cells, "geom": _geometry(feature.get("geometry"))}


def _cell(value: object, base: str) -> Cell:
    if base == "text":
        return _text(value)
    if base == "number":
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        return float(value) if is_number and abs(value) < _LARGEST else None  # type: ignore[arg-type]
    entries = value if isinstance(value, list) else []
    texts = [text for entry in entries if (text := _text(entry)) is not None]
    return texts or None


def _text(value: object) -> str | None:
    """A text that PostgreSQL can hold: no zero, no half of a character."""
    if not isinstance(value, str) or "\0" in value or any("\ud800" <= sign <= "\udfff" for sign in value):
        return None
    return value


def _geometry(value: object) -> str | None:
    """The geometry as EWKB in hexadecimal, without heights; None for what is none."""
    if not isinstance(value, dict):
        return None
    import shapely

    from geo.io.shapes import shape_of

    try:
        plane = shapely.force_2d(shape_of(value))
        return str(shapely.to_wkb(shapely.set_srid(plane, 4326), hex=True, include_srid=True))
    except (shapely.errors.ShapelyError, ValueError, TypeError, LookupError, AttributeError, OverflowError):
        return None
