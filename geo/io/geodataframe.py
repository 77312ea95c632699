"""Layers as GeoDataFrames and back; the only module of `geo` that imports geopandas."""

from __future__ import annotations

import math
import os
import warnings
from typing import TYPE_CHECKING, Any, Protocol, cast

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry import mapping

from geo.errors import CoopmapError, show
from geo.io.shapes import shape_of
from geo.messages import Message
from geo.model.geometry import has_uneven_altitudes, rounded
from geo.model.schema import ordered

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from shapely.geometry.base import BaseGeometry

    from geo.model.geojson import Feature, Json


class _LayerLike(Protocol):
    @property
    def features(self) -> Sequence[Feature]: ...
    @property
    def members(self) -> Mapping[str, Json]: ...


def frame_of(layer: _LayerLike) -> gpd.GeoDataFrame:
    """See `geo.to_frame`."""
    rows = [feature.get("properties") or {} for feature in layer.features]
    names = list(ordered({name: None for row in rows for name in row}))
    columns = {name: _column([row.get(name) for row in rows]) for name in names if name != "geometry"}
    shapes = [_shape(number, feature) for number, feature in enumerate(layer.features, 1)]
    if uneven := sum(has_uneven_altitudes(feature.get("geometry")) for feature in layer.features):
        message = Message(
            "Altitudes were left out: of {number} of the geometries only some positions have one.", number=uneven
        )
        warnings.warn(message, stacklevel=3)
    frame = gpd.GeoDataFrame(columns, geometry=gpd.GeoSeries(shapes, crs="EPSG:4326"), crs="EPSG:4326")
    frame.attrs["members"] = dict(layer.members)
    return frame


def _column(values: list[Any]) -> pd.Series[Any]:
    """Whole numbers as Int64, other numbers as float64, everything else untouched."""
    present = {type(value) for value in values if value is not None}
    if present == {int} and all(value is None or abs(value) < 2**63 for value in values):
        return pd.Series(values, dtype="Int64")
    return pd.Series(values, dtype="float64" if present == {float} else "object")


def _shape(number: int, feature: Feature) -> BaseGeometry | None:
    geometry = feature.get("geometry")
    if geometry is None:
        return None
    try:
        return shape_of(geometry)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError, shapely.errors.ShapelyError):
        raise CoopmapError(
            Message("The geometry of feature {number} is malformed; `coopmap check` says how.", number=number)
        ) from None


def layer_of(frame: gpd.GeoDataFrame) -> tuple[list[Feature], dict[str, Json]]:
    """Features and members; see `geo.layer.from_frame`."""
    if not isinstance(frame, gpd.GeoDataFrame):
        raise TypeError(_no_frame(frame))
    placed = frame.geometry
    if frame.crs is None and placed.notna().any():
        raise CoopmapError(Message("The frame names no coordinate system; set it first, as in frame.set_crs(4326)."))
    if frame.crs is not None and not frame.crs.equals("EPSG:4326", ignore_axis_order=True):
        positions, owners = shapely.get_coordinates(placed.to_numpy(), include_z=True, return_index=True)
        gaps = np.isin(np.arange(len(placed)), owners[np.isnan(positions[:, 2])])
        # To PROJ a position of which one number is NaN is none.
        placed = placed.where(~gaps, placed.force_2d()).to_crs("EPSG:4326")
    names = [name for name in frame.columns if name != placed.name]
    columns = [frame[name].tolist() for name in names]
    rows = zip(*columns, strict=True) if columns else ((),) * len(frame)
    features = [_feature(names, row, shape) for row, shape in zip(rows, placed, strict=True)]
    return features, dict(frame.attrs.get("members", {}))


def _no_frame(value: object) -> str:
    """What is said of a value that is neither a layer nor a GeoDataFrame."""
    expected = "Expected a Layer or a GeoDataFrame"
    if isinstance(value, (str, os.PathLike)):
        return f"{expected}, got the path {show(str(value))}; read the file first: geo.read(path)."
    return f"{expected}, got a value of type {type(value).__name__}; geo.read(path) gives the Layer of a file."


def _feature(names: list[Hashable], row: tuple[object, ...], placed: BaseGeometry | None) -> Feature:
    """A row as a Feature: what its cells hold is for the check."""
    cells = {str(name): _plain(value) for name, value in zip(names, row, strict=True) if not _missing(value)}
    properties = ordered(cells)
    head: dict[str, object] = {"type": "Feature"} | ({"id": properties["id"]} if "id" in properties else {})
    return cast("Feature", head | {"geometry": _geometry(placed), "properties": properties})


def _missing(value: object) -> bool:
    return value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and math.isnan(value))


def _plain(value: object) -> object:
    """The value as JSON has it: NumPy's numbers and arrays as Python's, dates as ISO 8601."""
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, np.ndarray):
        return [_plain(entry) for entry in value.tolist()]
    if hasattr(value, "isoformat"):
        iso = str(value.isoformat())
        return iso.removesuffix("T00:00:00")
    return value


def _geometry(placed: BaseGeometry | None) -> dict[str, Json] | None:
    if placed is None or placed.is_empty:
        return None
    if placed.geom_type == "GeometryCollection":
        return {"type": placed.geom_type, "geometries": [_geometry(part) for part in placed.geoms]}
    plain = mapping(placed)
    return {"type": plain["type"], "coordinates": rounded(plain["coordinates"])}
