"""GeoJSON geometries as programs really write them, made those of RFC 7946 that a layer holds, each repair counted."""

from __future__ import annotations

import math
import warnings
from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, TypeGuard

from geo.io.shapes import shape_of
from geo.messages import Message, and_more, template
from geo.model.geometry import DECIMALS, EAST, FLAT, LINE_LEAST, RING_LEAST, TALL, rounded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from geo.model.geojson import Json, JsonRecord, Position

TYPES = {
    name.lower(): name
    for name in (
        *("Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon"),
        "GeometryCollection",
    )
}
"""The types of RFC 7946 by their names in small letters."""

DEEPEST = 8
"""Collections inside each other that are read."""

NAMED = 3
"""Features that a note names."""

TURN = 360
"""Degrees around the globe."""

_FAMILY = {
    "Point": "MultiPoint",
    "LineString": "MultiLineString",
    "Polygon": "MultiPolygon",
}
_PART_DEPTH = {"MultiPoint": 0, "LineString": 0, "MultiLineString": 1, "Polygon": 1, "MultiPolygon": 2}


class Repairs:
    """What was mended, by sentence, with the numbers of the features that it concerned."""

    def __init__(self) -> None:
        self._numbers: dict[str, list[int]] = defaultdict(list)

    def add(self, sentence: str, number: int) -> None:
        """Note a repair of a feature, once."""
        numbers = self._numbers[sentence]
        if not numbers or numbers[-1] != number:
            numbers.append(number)

    def notes(self) -> tuple[str, ...]:
        """A sentence a kind of repair, with the features."""
        return tuple(
            Message("{sentence} ({features})", sentence=sentence, features=_features(numbers))
            for sentence, numbers in self._numbers.items()
        )


def _features(numbers: Sequence[int]) -> str:
    if len(numbers) == 1:
        return Message("feature {number}", number=numbers[0])
    named = and_more(", ".join(map(str, numbers[:NAMED])), len(numbers) - NAMED)
    return Message("features {numbers}", numbers=named)


def member(record: Mapping[str, Json], name: str) -> Json:
    """The value of a member of GeoJSON, whatever its capitals; None without it."""
    if name in record:
        return record[name]
    return next((value for key, value in record.items() if key.lower() == name), None)


def sound(shape: object, number: int, repairs: Repairs, depth: int = 0) -> JsonRecord | None:
    """The geometry of a feature as a layer holds it, to 6 decimals; None for one without any place.

    Numbers written as text become numbers, what is beyond an altitude is dropped, a collection of one is that one.
    What is no geometry at all stays as it is, for the check to say so.
    """
    if not isinstance(shape, dict) or not shape:
        if shape == {}:
            repairs.add(Message("an empty geometry is no place"), number)
        return None
    kind = TYPES.get(str(member(shape, "type")).lower())
    inside = member(shape, "geometries" if kind == "GeometryCollection" else "coordinates")
    if kind is None or not isinstance(inside, (list, tuple)) or depth >= DEEPEST:
        return shape
    if kind == "GeometryCollection":
        return _collected(inside, number, repairs, depth)
    if not any(True for _ in _leaves(inside)):
        repairs.add(Message("a geometry without coordinates is no place"), number)
        return None
    return _whole(kind, _positions(inside, number, repairs), number, repairs)


def _leaves(part: Json) -> Iterator[Json]:
    if isinstance(part, (list, tuple)):
        for inner in part:
            yield from _leaves(inner)
    elif part is not None and not (isinstance(part, float) and math.isnan(part)):
        yield part


def _positions(part: Json, number: int, repairs: Repairs) -> Json:
    """The coordinates with each position as two numbers, or three with an altitude."""
    if not isinstance(part, (list, tuple)):
        return part
    if not part or isinstance(part[0], (list, tuple)):
        return [_positions(inner, number, repairs) for inner in part]
    position = [_number(value, number, repairs) for value in part]
    if len(position) > TALL:
        repairs.add(Message("what stands behind the altitude of a position was dropped"), number)
        position = position[:TALL]
    if len(position) == TALL and not _is_number(position[-1]):
        position = position[:FLAT]
    return [round(value, DECIMALS) if isinstance(value, float) else value for value in position]


def _number(value: Json, number: int, repairs: Repairs) -> Json:
    if not isinstance(value, str):
        return value
    try:
        read = float(value.strip().replace(",", "."))
    except ValueError:
        return value
    if not math.isfinite(read):
        return value
    repairs.add(Message("coordinates written as text were read as numbers"), number)
    return read


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def _is_position(value: object) -> TypeGuard[Position]:
    return isinstance(value, list) and FLAT <= len(value) <= TALL and all(map(_is_number, value))


def _is_area(part: object) -> TypeGuard[list[list[Position]]]:
    """Whether a value is a list of lines or rings."""
    return _all_nested(part, 1)


def _are_areas(part: object) -> TypeGuard[list[list[list[Position]]]]:
    """Whether a value is a list of areas."""
    return _all_nested(part, 2)


def _nested(part: object, kind: str) -> bool:
    """Whether positions nest as deep as a type wants."""
    depth = _PART_DEPTH.get(kind, -1)
    return _is_position(part) if depth < 0 else _all_nested(part, depth)


def _is_sound(shape: Mapping[str, Json]) -> bool:
    kind = shape.get("type")
    return kind in TYPES.values() and _nested(shape.get("coordinates"), str(kind))


def _all_nested(part: object, depth: int) -> bool:
    if not isinstance(part, list):
        return False
    return all(_all_nested(inner, depth - 1) if depth else _is_position(inner) for inner in part)


# Parts


def _collected(parts: Iterable[Json], number: int, repairs: Repairs, depth: int) -> JsonRecord | None:
    """Parts of one kind as that kind several times; of several kinds the areas, else the lines: a layer has no
    collections."""
    shapes = [shape for part in parts if (shape := sound(part, number, repairs, depth + 1)) is not None]
    unsound = next((shape for shape in shapes if not _is_sound(shape)), None)
    if unsound is not None:
        return unsound
    simple = [single for shape in shapes for single in singles(shape)]
    for kind in ("Polygon", "LineString", "Point"):
        same = [part["coordinates"] for part in simple if part["type"] == kind]
        if not same:
            continue
        if len(same) < len(simple):
            repairs.add(Message(_TAKEN[kind]), number)
        return joined(kind, same)
    return shapes[0] if shapes else None


_TAKEN = {
    "Polygon": template("of a collection of different shapes the area was taken"),
    "LineString": template("of a collection of different shapes the line was taken"),
    "Point": template("of a collection of different shapes the point was taken"),
}


def singles(shape: Mapping[str, Json]) -> list[JsonRecord]:
    """A geometry as its parts that have one of their kind; what has none as itself."""
    kind = str(shape["type"])
    if not kind.startswith("Multi"):
        return [dict(shape)]
    parts = shape["coordinates"]
    return [
        {"type": kind.removeprefix("Multi"), "coordinates": part} for part in (parts if isinstance(parts, list) else ())
    ]


def joined(kind: str, parts: Sequence[Json]) -> JsonRecord:
    """The geometry of the coordinates of one or several parts of a kind."""
    if len(parts) == 1:
        return {"type": kind, "coordinates": parts[0]}
    return {"type": _FAMILY[kind], "coordinates": list(parts)}


def _whole(kind: str, coordinates: Json, number: int, repairs: Repairs) -> JsonRecord | None:
    """The geometry without parts that are none, its rings closed, cut where it runs over the antimeridian.

    Positions that do not nest as deep as the type wants stay, for the check to say so.
    """
    whole: JsonRecord = {"type": kind, "coordinates": coordinates}
    if not _nested(coordinates, kind):
        return whole
    lines = [coordinates] if kind == "LineString" else coordinates
    if kind in ("LineString", "MultiLineString") and _is_area(lines):
        return _lines(lines, kind, number, repairs)
    areas = [coordinates] if kind == "Polygon" else coordinates
    if kind in ("Polygon", "MultiPolygon") and _are_areas(areas):
        rings = [[_closed(ring, number, repairs) for ring in area] for area in areas]
        return _cut({"type": kind, "coordinates": rings[0] if kind == "Polygon" else rings}, number, repairs)
    if kind == "MultiPoint":
        return joined("Point", coordinates) if coordinates and isinstance(coordinates, list) else None
    return _cut(whole, number, repairs)


def _lines(lines: Sequence[list[Position]], kind: str, number: int, repairs: Repairs) -> JsonRecord | None:
    long = [line for line in lines if len(line) >= LINE_LEAST and any(position != line[0] for position in line)]
    if len(long) < len(lines):
        repairs.add(
            Message("a line of a single position was left out")
            if long
            else Message("a line of a single position is a point"),
            number,
        )
    if not long:
        points = [line[0] for line in lines if line]
        return joined("Point", points) if points else None
    plain: JsonRecord = {"type": kind, "coordinates": long} if kind != "LineString" else joined("LineString", long)
    return _cut(plain, number, repairs)


def _closed(ring: list[Position], number: int, repairs: Repairs) -> list[Position]:
    if not ring or ring[0] == ring[-1] or len(ring) < RING_LEAST - 1:
        return ring
    repairs.add(Message("the ring of an area was closed"), number)
    return [*ring, ring[0]]


# The antimeridian


def _cut(shape: JsonRecord, number: int, repairs: Repairs) -> JsonRecord:
    """The geometry with longitudes from -180 to 180, cut where it runs over the antimeridian (RFC 7946 3.1.9)."""
    coordinates = shape["coordinates"]
    if _is_position(coordinates):
        lon = coordinates[0]
        if EAST < abs(lon) <= TURN:
            repairs.add(Message("a longitude beyond 180 was turned by 360 degrees"), number)
            return {**shape, "coordinates": [lon - math.copysign(TURN, lon), *coordinates[1:]]}
        return shape
    if not any(_crosses(line) for line in _rows(coordinates)):
        return shape
    repairs.add(Message("cut at the antimeridian, as RFC 7946 3.1.9 says"), number)
    return _cut_there(shape)


def _rows(part: object) -> Iterator[Sequence[Position]]:
    """The lines and rings of coordinates."""
    if isinstance(part, list) and part and _is_position(part[0]):
        yield part
    elif isinstance(part, list):
        for inner in part:
            yield from _rows(inner)


def _crosses(line: Sequence[Sequence[float]]) -> bool:
    longitudes = [position[0] for position in line]
    if max(map(abs, longitudes)) > TURN:
        return False
    return max(map(abs, longitudes)) > EAST or any(EAST < abs(a - b) < TURN for a, b in pairwise(longitudes))


def _cut_there(shape: JsonRecord) -> JsonRecord:
    import antimeridian
    from shapely.geometry import mapping

    turned = {**shape, "coordinates": _turned(shape["coordinates"])}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a ring that runs the other way round is turned, which is no news
        try:
            cut = antimeridian.fix_shape(mapping(shape_of(turned)), fix_winding=True, great_circle=False)
        except (ValueError, TypeError):
            return shape
    return {"type": cut["type"], "coordinates": rounded(cut["coordinates"])}


def _turned(part: Json) -> Json:
    """The coordinates with longitudes from -180 to 180."""
    if _is_position(part):
        lon = part[0]
        return [lon if abs(lon) <= EAST else lon - math.copysign(TURN, lon), *part[1:]]
    return [_turned(inner) for inner in part] if isinstance(part, list) else part
