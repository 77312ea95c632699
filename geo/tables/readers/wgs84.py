"""Coordinates made WGS 84, longitude first, and geometries as GeoJSON has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely
from shapely.geometry import mapping

from geo.errors import ReadError, show
from geo.messages import Message, template
from geo.model.geometry import EAST, NORTH, rounded

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt
    from pyproj import CRS, Transformer
    from shapely.geometry.base import BaseGeometry

    from geo.model.geojson import JsonRecord

WGS84 = "EPSG:4326"

DEGREES = template(
    "says that its coordinates are in {crs}, in metres, but they are degrees: read as longitude and latitude"
)
"""What a note says of coordinates under a system that they cannot be in."""


def transformer_to_wgs84(name: str, crs: str | None) -> Transformer | None:
    """What makes WGS 84 of a coordinate system, longitude first; None when it is WGS 84 already.

    name: of the file, for the message. Raises ReadError for a system that is not known.
    """
    if crs is None or crs in (WGS84, "OGC:CRS84"):
        return None
    from pyproj import Transformer

    system = _system(name, crs)
    if system.equals(WGS84, ignore_axis_order=True):
        return None
    return Transformer.from_crs(system, WGS84, always_xy=True)


def _system(name: str, crs: str) -> CRS:
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    try:
        return CRS.from_user_input(crs)
    except CRSError:
        raise ReadError(name, Message("is in a coordinate system that is not known: {crs}.", crs=show(crs))) from None


def degrees_under(name: str, crs: str | None, box: Sequence[float] | None) -> str | None:
    """The name of a coordinate system in metres under which stand what can only be degrees, else None.

    box: (west, south, east, north) of all coordinates as the file has them: in metres they would all lie within 180 m
    of the system's origin. Raises ReadError for a system that is not known.
    """
    if crs is None or not are_degrees(box):
        return None
    system = _system(name, crs)
    return system.name if system.is_projected else None


def are_degrees(box: Sequence[float] | None) -> bool:
    """Whether coordinates within (west, south, east, north) can be degrees of longitude and latitude."""
    if box is None:
        return False
    west, south, east, north = box
    return -EAST <= west <= east <= EAST and -NORTH <= south <= north <= NORTH


def geometries_in_wgs84(shapes: npt.NDArray[np.object_], transformer: Transformer | None) -> list[JsonRecord | None]:
    """An array of shapes as GeoJSON has them, moved by the transformer where there is one."""
    if transformer is not None:
        shapes = shapes.copy()
        shapes[shapely.is_empty(shapes)] = None
        shapes = shapely.transform(shapes, transformer.transform, interleaved=False)
    return [geometry_of(shape) for shape in shapes]


def geometry_of(shape: BaseGeometry | None) -> JsonRecord | None:
    """A shape as GeoJSON has it, to 6 decimals; None for nothing; the one point of a MultiPoint as a Point."""
    if shape is None or shape.is_empty:
        return None
    plain = mapping(shape.geoms[0] if shape.geom_type == "MultiPoint" and len(shape.geoms) == 1 else shape)
    if "coordinates" not in plain:
        return dict(plain)
    return {"type": plain["type"], "coordinates": rounded(plain["coordinates"])}
