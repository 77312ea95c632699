"""Layers as GeoDataFrames and back."""

from __future__ import annotations

import geopandas as gpd
import pytest
from shapely.geometry import GeometryCollection, LineString, MultiPoint, Point

import geo
from geo.model.geometry import positions
from tests.geo.samples import RING, area, feature, line


def test_a_layer_comes_back_from_a_frame_as_it_was() -> None:
    layer = geo.Layer(
        (
            feature(id="a", whole=3, share=0.5, mixed=1, note={"a": [1]}),
            feature(None, id="b", precision="unlocated", mixed=2.5),
            feature(line([65, 48], [66.5, 49.25]), id="c"),
            feature(area(RING), id="d"),
        ),
        {"title_en": "T"},
    )
    frame = geo.to_frame(layer)
    assert frame.crs.to_epsg() == 4326
    assert list(frame["id"]) == ["a", "b", "c", "d"]
    assert frame.geometry.iloc[1] is None
    assert geo.from_frame(frame) == layer


def test_altitudes_of_some_positions_are_left_out_with_a_warning_and_none_is_nan() -> None:
    uneven = [line([65, 48, 300], [66.5, 49.25]), area([RING[0], [*RING[1], 300], *RING[2:]])]
    whole = line([65, 48, 300], [66.5, 49.25, 310])
    layer = geo.Layer(tuple(feature(shape, id=f"p{number}") for number, shape in enumerate([*uneven, whole])))
    with pytest.warns(UserWarning, match="Altitudes were left out: of 2 of the geometries only some positions have"):
        frame = geo.to_frame(layer)
    shapes = [each["geometry"] for each in geo.from_frame(frame.to_crs(3857)).features]
    assert shapes[:2] == [line([65, 48], [66.5, 49.25]), area(RING)]
    assert list(frame.has_z) == [False, False, True]


def test_a_frame_whose_altitudes_are_nan_here_and_there_keeps_its_positions() -> None:
    nan = float("nan")
    frame = gpd.GeoDataFrame(
        {"id": ["a", "b", "c"]},
        geometry=[LineString([(65, 48, 300), (66.5, 49.25, nan)]), Point(65, 48, nan), None],
        crs=4326,
    )
    level = [line([65, 48], [66.5, 49.25]), {"type": "Point", "coordinates": [65, 48]}, None]
    first, *rest = (each["geometry"] for each in geo.from_frame(frame).features)
    assert [first, *rest] == [line([65, 48, 300], [66.5, 49.25]), *level[1:]]
    flat = frame.force_2d().to_crs(3857).geometry
    moved = flat.map(lambda shape: shape and type(shape)([(x, y, nan) for x, y in shape.coords])).to_frame()
    assert [each["geometry"] for each in geo.from_frame(moved).features] == level


def test_columns_of_a_frame_stand_in_schema_order_and_whole_numbers_stay_whole() -> None:
    frame = geo.to_frame(geo.Layer((feature(zz=1), feature(uncertainty_m=None))))
    assert list(frame.columns)[:3] == ["id", "name_en", "name_ru"]
    assert list(frame.columns)[-2:] == ["zz", "geometry"]
    assert str(frame["uncertainty_m"].dtype) == "Int64"


def test_other_coordinate_systems_become_wgs_84_with_six_decimals() -> None:
    frame = gpd.GeoDataFrame({"id": ["a"]}, geometry=[Point(7_078_806.4, 7_027_000.7)], crs="EPSG:3857")
    (made,) = geo.from_frame(frame).features
    lon, lat = next(positions(made["geometry"]))
    assert (round(lon, 2), round(lat, 1)) == (63.59, 53.2)
    assert [round(lon, 6), round(lat, 6)] == [lon, lat]
    assert (made["id"], made["properties"]) == ("a", {"id": "a"})


def test_missing_values_and_empty_geometries_are_left_out() -> None:
    columns = {"id": ["a", "b"], "start": [None, "2020"], "uncertainty_m": [float("nan"), 400.5]}
    frame = gpd.GeoDataFrame(columns, geometry=[None, GeometryCollection()], crs=4326)
    one, two = geo.from_frame(frame).features
    assert one == {"type": "Feature", "id": "a", "geometry": None, "properties": {"id": "a"}}
    assert two["properties"] == {"id": "b", "start": "2020", "uncertainty_m": 400.5}
    assert two["geometry"] is None


def test_a_frame_without_a_coordinate_system_is_refused_when_it_has_geometries() -> None:
    with pytest.raises(geo.CoopmapError, match="The frame names no coordinate system"):
        geo.from_frame(gpd.GeoDataFrame({"id": ["a"]}, geometry=[Point(1, 2)]))
    assert len(geo.from_frame(gpd.GeoDataFrame({"id": ["a"]}, geometry=[None])).features) == 1


def test_a_malformed_geometry_is_a_plain_error() -> None:
    with pytest.raises(geo.CoopmapError, match="The geometry of feature 1 is malformed"):
        geo.to_frame(geo.Layer((feature({"type": "Point", "coordinates": "x"}),)))


def test_a_frame_of_ones_own_needs_a_name_and_keeps_its_columns() -> None:
    columns = {"name": ["Depot", "Plant"], "type": ["bus", None], "capacity": [120.0, float("nan")]}
    frame = gpd.GeoDataFrame(columns, geometry=[Point(7_712_221, 5_056_000), None], crs="EPSG:3857")
    first, second = geo.from_frame(frame).features
    properties: dict[str, object] = dict(first["properties"])
    assert first["geometry"] == {"type": "Point", "coordinates": [69.28006, 41.295324]}
    assert (first["id"], properties["name_en"], properties["type"]) == ("depot", "Depot", "bus")
    assert properties["capacity"] == 120
    assert (second["id"], second["geometry"]) == ("plant", None)


def test_collections_and_several_points_of_a_frame_are_what_a_layer_holds() -> None:
    shapes = [GeometryCollection([Point(69.2, 41.3)]), MultiPoint([(69.2, 41.3), (66.9, 39.6)])]
    frame = gpd.GeoDataFrame({"Название": ["Депо", "Завод"]}, geometry=shapes, crs=4326)
    found = {
        feature["properties"]["name_ru"]: feature["geometry"] and feature["geometry"]["type"]
        for feature in geo.from_frame(frame).features
    }
    assert found == {"Депо": "Point", "Завод": "MultiPoint"}


def test_rows_of_a_frame_that_cannot_be_read_are_left_out_with_a_warning() -> None:
    frame = gpd.GeoDataFrame({"name": ["A", "B"]}, geometry=[Point(69.2, 41.3), Point(69.2, 141.3)], crs=4326)
    with pytest.warns(UserWarning, match="1 of 2 rows left out"):
        made = geo.from_frame(frame)
    assert [feature["id"] for feature in made.features] == ["a"]
