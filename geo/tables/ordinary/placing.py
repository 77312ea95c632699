"""Where the rows of an ordinary table lie: the order of coordinates is told by the whole column."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import shapely

from geo.errors import CoopmapError, show
from geo.messages import Message, Plural
from geo.places import coordinates
from geo.places.countries import countries, country_of
from geo.tables import cell_numbers, vocabulary
from geo.tables.cell_values import Unread, text
from geo.tables.model import COORDINATES, GEOMETRY, LATITUDE, LONGITUDE
from geo.tables.ordinary.columns import own_key
from geo.tables.readers.wgs84 import geometry_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.places.coordinates import Coordinates
    from geo.tables.incoming import ImportOptions, Incoming
    from geo.tables.model import Cell
    from geo.tables.ordinary.columns import Column

_LONGITUDE_FIRST = re.compile(
    r"\b(?:lon\w*|lng|долгота|x|easting|boylam|бойлық|uzunlik)\b.*\b(?:lat\w*|широта|y|northing|enlem|ендік|kenglik)\b"
)
CORNERS = 24
"""Corners of a line or area, at the least, that must all lie in one country for it to be its country."""

_NOWHERE = {"type": "Point", "coordinates": [0, 0]}
"""What programs write for a place that they could not read."""

_HEX = re.compile(r"0[01][0-9A-Fa-f]{18,}")
_SRID = re.compile(r"^SRID=(\d+);", re.IGNORECASE)


def place_rows(columns: Sequence[Column], projects: Sequence[Incoming], options: ImportOptions) -> Iterator[str]:
    """Put coordinates into the two places that the merge reads, or geometries into rows; gives notes on what was
    assumed."""
    nowhere = 0
    for project in projects:
        if (cell := project.places.pop(GEOMETRY, None)) is not None:
            _place_written(project, cell)
        elif isinstance(cell := project.places.get(COORDINATES), (str, dict)) and _is_written(cell):
            _place_written(project, project.places.pop(COORDINATES))
        if project.geometry == _NOWHERE:
            project.geometry = None
            nowhere += 1
        if _is_null(project.places.get(LATITUDE)) and _is_null(project.places.get(LONGITUDE)):
            project.places.pop(LATITUDE, None)
            project.places.pop(LONGITUDE, None)
    if nowhere:
        yield Plural(
            "0, 0 stands for a missing place: {count:,} row",
            "0, 0 stands for a missing place: {count:,} rows",
            count=nowhere,
        )
    yield from _one_column(columns, projects)
    if options.crs is None:
        yield from _two_columns(projects)
        for project in projects:
            _whole(project)
        yield from _countries(projects)


def _countries(projects: Sequence[Incoming]) -> Iterator[str]:
    """Countries of rows that name none, where the position surely lies in one."""
    filled = 0
    for project in projects:
        if "countries" not in project.values and (places := _positions(project)):
            codes = {country_of(*place) for place in places}
            code = codes.pop() if len(codes) == 1 else None
            if code is not None:
                project.values["countries"] = [code]
                filled += 1
    if filled:
        yield Plural(
            "the country of {count:,} row is told from the coordinates",
            "the country of {count:,} rows is told from the coordinates",
            count=filled,
        )


def _positions(project: Incoming) -> list[tuple[float, float]]:
    """Longitude and latitude of a row's point, or of some of the corners of its line or area."""
    place = _position(project)
    if place is not None or project.geometry is None:
        return [place] if place is not None else []
    try:
        corners = shapely.get_coordinates(shapely.from_geojson(json.dumps(project.geometry)))
    except (shapely.errors.ShapelyError, TypeError, ValueError):
        return []
    sound = bool(len(corners)) and bool((abs(corners) <= (180, 90)).all())
    some = corners[:: max(1, len(corners) // CORNERS)] if sound else ()
    return [(float(lon), float(lat)) for lon, lat in some]


def _position(project: Incoming) -> tuple[float, float] | None:
    """Longitude and latitude of a row's point."""
    if project.geometry is not None and project.geometry.get("type") == "Point":
        written = project.geometry.get("coordinates")
        pair = written[:2] if isinstance(written, (list, tuple)) else ()
        lon, lat = (_number(degree) for degree in (*pair, None, None)[:2])
        return (lon, lat) if lat is not None and lon is not None and abs(lon) <= 180 and abs(lat) <= 90 else None
    lat, lon = (_number(project.places.get(key)) for key in (LATITUDE, LONGITUDE))
    return (lon, lat) if lat is not None and lon is not None else None


def _is_null(cell: Cell) -> bool:
    number = _number(cell)
    return cell is None or number == 0


def _number(cell: Cell) -> float | None:
    try:
        return float(cell_numbers.number(cell, decimal_comma=True))
    except (Unread, OverflowError):
        return None


def _whole(project: Incoming) -> None:
    """Coordinates that are none stay as the table has them, and are no place."""
    lat, lon = project.places.get(LATITUDE), project.places.get(LONGITUDE)
    if (lat is None) != (lon is None):
        for key in (LATITUDE, LONGITUDE):
            if (cell := project.places.pop(key, None)) is not None:
                project.values[own_key(project.headers.get(key, key))] = text(cell)
                project.error(
                    "missing",
                    key,
                    show(text(cell)),
                    Message("both latitude and longitude"),
                    Message("write the other too"),
                )
        return
    if lat is None:
        return
    north, east = _number(lat), _number(lon)
    if north is not None and east is not None:
        if abs(north) > 90 or abs(east) > 180:
            _refuse(project, f"{text(lat)}, {text(lon)}")
        return
    try:
        readings = coordinates.read(f"{text(lat)}; {text(lon)}")
    except CoopmapError:
        readings = []
    if readings:
        project.places.update({LATITUDE: readings[0].lat, LONGITUDE: readings[0].lon})
    else:
        _refuse(project, f"{text(lat)}, {text(lon)}")


def _refuse(project: Incoming, typed: str) -> None:
    for key in (LATITUDE, LONGITUDE):
        cell = project.places.pop(key, None)
        project.values[own_key(project.headers.get(key, key))] = text(cell)
    project.error(
        "unread",
        LATITUDE,
        show(typed),
        Message("degrees of WGS 84, such as 41.3111 and 69.2797"),
        Message("correct them, or name their system with --crs"),
    )


# Well-known text, well-known binary, GeoJSON


def _is_written(cell: Cell) -> bool:
    if not isinstance(cell, str):
        return isinstance(cell, dict)
    typed = cell.strip()
    return bool(
        typed.startswith("{")
        or _HEX.fullmatch(typed)
        or re.match(r"(SRID=\d+;)?\s*(MULTI)?(POINT|LINESTRING|POLYGON|GEOMETRY)", typed, re.IGNORECASE)
    )


def _place_written(project: Incoming, cell: Cell) -> None:
    typed = text(cell)
    try:
        if typed.startswith("{"):
            shape = shapely.from_geojson(typed)
        elif _HEX.fullmatch(typed):
            shape = shapely.from_wkb(typed)
        else:
            shape = shapely.from_wkt(_SRID.sub("", typed))
    except (shapely.errors.ShapelyError, NotImplementedError):
        project.values[own_key(project.headers.get(GEOMETRY, GEOMETRY))] = typed
        project.error(
            "unread",
            GEOMETRY,
            show(typed),
            Message("well-known text, well-known binary or GeoJSON"),
            Message("write it so, longitude first"),
        )
        return
    project.geometry = geometry_of(shapely.force_2d(shape))


# One column


def _one_column(columns: Sequence[Column], projects: Sequence[Incoming]) -> Iterator[str]:
    held = [(project, str(project.places.pop(COORDINATES))) for project in projects if COORDINATES in project.places]
    read = [(project, typed, _readings(typed)) for project, typed in held]
    if not read:
        return
    header = next(
        (column.header for column in columns if any(m.key == COORDINATES for m in column.meanings)), COORDINATES
    )
    order = _order(header, read)
    for project, typed, readings in read:
        if not readings:
            project.values[own_key(header)] = typed
            project.error(
                "unread",
                COORDINATES,
                show(typed),
                Message("latitude and longitude, or a map link"),
                Message("correct them"),
            )
            continue
        reading = readings[0] if len(readings) == 1 or order != LON_LAT else readings[1]
        if reading.lat or reading.lon:
            project.places.update({LATITUDE: reading.lat, LONGITUDE: reading.lon})
            project.headers.update({LATITUDE: header, LONGITUDE: header})
    if any(len(readings) > 1 for _, _, readings in read):
        yield (
            Message("column {header} is read longitude first", header=show(header))
            if order == LON_LAT
            else Message("column {header} is read latitude first", header=show(header))
        )


def _readings(typed: str) -> list[Coordinates]:
    try:
        return coordinates.read(typed)
    except CoopmapError:
        return []


LON_LAT, LAT_LON = "longitude first", "latitude first"
"""The orders of the two numbers of a position."""


def _order(header: str, read: Sequence[tuple[Incoming, str, list[Coordinates]]]) -> str | None:
    """The order of the numbers, by the header, by cells with one reading, by the countries that rows name."""
    words = vocabulary.folded(header)
    if _LONGITUDE_FIRST.search(words):
        return LON_LAT
    votes = {LAT_LON: 0, LON_LAT: 0}
    for project, typed, readings in read:
        numbers = [float(part.replace(",", ".")) for part in re.findall(r"-?\d+(?:[.,]\d+)?", typed)[:2]]
        if len(readings) == 1 and len(numbers) == 2 and "://" not in typed:
            votes[LON_LAT if abs(readings[0].lon - numbers[0]) < 1e-4 else LAT_LON] += 1
        codes = project.values.get("countries")
        if len(readings) == 2 and isinstance(codes, list):
            inside = [_country(reading.lon, reading.lat) in codes for reading in readings]
            if inside[0] != inside[1]:
                votes[LAT_LON if inside[0] else LON_LAT] += 1
    return LON_LAT if votes[LON_LAT] > votes[LAT_LON] else LAT_LON


def _country(lon: float, lat: float) -> str | None:
    there = countries().at(lon, lat)
    return there.code if there else None


# Two columns


def _two_columns(projects: Sequence[Incoming]) -> Iterator[str]:
    """Latitudes above 90 say that the two columns are called the wrong way round; so do the countries of the rows."""
    pairs = [
        (project, _number(project.places.get(LATITUDE)), _number(project.places.get(LONGITUDE))) for project in projects
    ]
    sound = [(project, lat, lon) for project, lat, lon in pairs if lat is not None and lon is not None]
    beyond = [lat for _, lat, lon in sound if 90 < abs(lat) <= 180 and abs(lon) <= 90]
    if beyond and not any(abs(lon) > 90 for _, _, lon in sound):
        for project, _, _ in sound:
            _swap(project)
        yield Message(
            "latitude and longitude are swapped in all rows, for {beyond} can be no latitude", beyond=beyond[0]
        )
        return
    for project, lat, lon in sound:
        codes = project.values.get("countries")
        if (
            isinstance(codes, list)
            and abs(lon) <= 90
            and _country(lon, lat) not in codes
            and _country(lat, lon) in codes
        ):
            _swap(project)
            inside = ", ".join(codes)
            yield Message(
                "{where}: latitude {lat} and longitude {lon} are swapped, for only so they lie in {inside}",
                where=project.where,
                lat=lat,
                lon=lon,
                inside=inside,
            )


def _swap(project: Incoming) -> None:
    places = project.places
    places[LATITUDE], places[LONGITUDE] = places[LONGITUDE], places[LATITUDE]
