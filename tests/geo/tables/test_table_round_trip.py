"""Any valid layer, through each export and back, is equal in every field that the format can hold (data/README.md)."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import geo
from geo.model import codes
from geo.model.field import Field
from geo.model.geojson import Feature, Geometry
from geo.model.geometry import has_uneven_altitudes, without_altitudes
from geo.model.languages import USUAL as LANGUAGES
from geo.model.schema import FIELDS
from geo.tables.merge_row import Terms, alike, bare
from tests.geo import samples
from tests.geo.samples import TODAY
from tests.geo.tables.plans import export, kinds, one_project, planned

pytestmark = pytest.mark.slow


FORMATS = ["csv", "xlsx", "gpkg", "kml", "parquet", "geojson"]

HELD_ALL = {"csv": 12, "xlsx": 12, "gpkg": 12, "kml": 12, "parquet": 12, "geojson": 30}
"""Layers that are tried for each format; a workbook takes long to make."""

# Valid values, those included that a spreadsheet would take for a formula, a number, a date or a list

words = st.text(st.sampled_from("abЖқʻʼ =+-@'\"“;,|.:/[]{}#%_0129<>&\u00a0"), min_size=1, max_size=12)
plain = words.map(lambda text: text.replace("<", "< ").replace("&", "& ").strip()).filter(bool)
texts = plain | st.sampled_from(
    ["=1+1", "-5", "007", "2025-12", "1,5", "TRUE", "KZ, UZ", '["a"]', "@SUM(A1)", "'=x", "]]>&", "x"]
)
numbers = st.integers(-(10**20), 10**20) | st.floats(allow_nan=False, allow_infinity=False) | st.just(33.7e9)
dates = st.dates().map(str).map(lambda day: day[:4]) | st.dates().map(str) | st.dates().map(lambda day: str(day)[:7])
slugs = st.from_regex(r"[a-z0-9]{1,4}(-[a-z0-9]{1,3})?", fullmatch=True)

BY_KIND = {
    "date": dates,
    "number": numbers,
    "metres": st.floats(0, 1e6) | st.integers(0, 500),
    "country": st.sampled_from(["KZ", "UZ", "DE"]),
    "currency": st.sampled_from(["USD", "KZT"]),
    "language": st.sampled_from(["en", "ru", "zh-Hant"]),
    "url": st.sampled_from(["https://example.org/a?b=1,-2&c=%20", "http://x.kz"]),
    "regions": st.lists(st.sampled_from(["KZ-39", "UZ-TK", "UZ-QR"]), min_size=1, unique=True),
    "field names": st.lists(st.sampled_from(["status", "place", "geometry", "value"]), min_size=1, unique=True),
    "field name": st.sampled_from(["status", "place"]),
    "file": st.just("photos/a b.jpg"),
}


def values(field: Field) -> st.SearchStrategy[Any]:
    """Valid values of a field."""
    if field.choices is not None:
        return st.sampled_from(list(field.choices))
    if field.fields:
        return st.lists(records(field.fields), min_size=1, max_size=3)
    return BY_KIND.get(field.kind.name, texts)


def records(fields: tuple[Field, ...]) -> st.SearchStrategy[dict[str, Any]]:
    """Valid records: what is required is there, the rest may be."""
    needed: dict[str, st.SearchStrategy[Any]] = {}
    for field in fields:
        if field.required:
            needed[field.keys[0]] = values(field)
    free = {key: values(field) for field in fields for key in field.keys if key not in needed}
    return st.fixed_dictionaries(needed, optional=free)


position = st.tuples(st.floats(66, 68), st.floats(44, 46)).map(lambda xy: [round(xy[0], 6), round(xy[1], 6)])
high = st.tuples(position, st.integers(1, 5000)).map(lambda found: [*found[0], found[1]])
lines = st.lists(position | high, min_size=2, max_size=4, unique_by=tuple)
box = (
    (position | high)
    .map(lambda p: [p, [p[0] + 1, p[1]], [p[0] + 1, p[1] + 1], p])
    .map(lambda ring: [[[round(axis, 6) for axis in place] for place in ring]])
)
SHAPES = {
    "Point": position | high,
    "LineString": lines,
    "MultiLineString": st.lists(lines, min_size=1, max_size=2),
    "Polygon": box,
    "MultiPolygon": st.lists(box, min_size=1, max_size=1),
}
geometries = st.sampled_from(list(SHAPES)).flatmap(
    lambda kind: st.builds(lambda xy: {"type": kind, "coordinates": xy}, SHAPES[kind])
)

FREE = [field for field in FIELDS if field.name not in ("id", "countries", "precision", "uncertainty_m", "route")]
own = st.dictionaries(st.sampled_from(["own", "Заметка", "name_de"]), plain.filter(lambda text: not text[0].isdigit()))


@st.composite
def features(draw: st.DrawFn) -> Any:
    """Features that the check accepts."""
    shape = draw(st.none() | geometries)
    properties = {"id": draw(slugs)} | draw(records(tuple(FREE))) | draw(own)
    properties |= {key: draw(texts) for field in FREE if field.name == "name" for key in field.keys}
    properties["countries"] = ["KZ"] if shape else draw(st.sampled_from([["KZ"], ["KZ", "UZ"]]))
    properties["precision"] = draw(st.sampled_from(["town", "region"] if shape else ["unlocated", "country"]))
    if shape and "Line" in shape["type"]:
        properties["route"] = draw(st.sampled_from(list(codes.ROUTES)))
    return {"type": "Feature", "id": properties["id"], "geometry": shape, "properties": properties}


layers = st.lists(features(), min_size=1, max_size=4, unique_by=lambda one: one["id"]).map(
    lambda found: geo.Layer(tuple(found))
)

quick = partial(settings, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


@quick(max_examples=60)
@given(layers)
def test_the_layers_that_are_tried_are_valid(layer: geo.Layer):
    assert [str(problem) for problem in geo.check(layer, TODAY) if problem.level == "error"] == []


@pytest.mark.parametrize("ending", FORMATS)
def test_any_valid_layer_comes_back_equal(ending: str, tmp_path: Path):
    path = tmp_path / f"out.{ending}"

    @quick(max_examples=HELD_ALL[ending])
    @given(layers)
    def holds(layer: geo.Layer) -> None:
        export(layer, path)
        made = planned(path, own=True)
        assert kinds(made) == ["new"] * len(layer.features)
        back = {feature["id"]: feature for feature in made.after.features}
        for feature in layer.features:
            assert_same(back[feature["id"]], feature, ending)

    holds()


def held(shape: Geometry, ending: str) -> Mapping[str, object]:
    """What a format holds of a geometry: KML has one part as no collection of parts, others no altitudes of some."""
    if ending == "kml":
        return bare(shape)
    lost = ending != "geojson" and has_uneven_altitudes(shape)
    return {**shape, "coordinates": without_altitudes(shape["coordinates"])} if lost else shape


def assert_same(got: Feature, sent: Feature, ending: str) -> None:
    """Equal, but that 1 is 1.0, and for what the format cannot hold of a geometry."""
    shapes = [one["geometry"] and held(one["geometry"], ending) for one in (got, sent)]
    assert alike(*shapes), shapes
    came_in, sent_out = got["properties"], sent["properties"]
    differs = {
        key: (came_in.get(key), sent_out.get(key))
        for key in came_in.keys() | sent_out.keys()
        if not alike(came_in.get(key), sent_out.get(key))
    }
    assert differs == {}


@pytest.mark.parametrize("ending", FORMATS)
def test_any_export_in_one_language_or_all_changes_nothing_when_it_comes_back(ending: str, tmp_path: Path):
    path = tmp_path / f"out.{ending}"

    @quick(max_examples=HELD_ALL[ending])
    @given(layers, st.sampled_from([None, *LANGUAGES]), st.booleans())
    def holds(layer: geo.Layer, language: str | None, clear: bool) -> None:
        export(layer, path, language)
        made = planned(path, layer, Terms(clear=clear), own=True)
        assert kinds(made) == ["same"] * len(layer.features), [item.fields for item in made.items]
        assert geo.text(made.after) == geo.text(layer)

    holds()


@pytest.mark.parametrize("language", [None, "uz"])
@pytest.mark.parametrize("ending", FORMATS)
def test_the_shipped_layer_comes_back_the_same(ending: str, language: str | None, tmp_path: Path):
    shipped = geo.read(geo.data_path("projects.geojson"))
    path = tmp_path / f"out.{ending}"
    export(shipped, path, language)
    assert kinds(planned(path, shipped)) == ["same"] * len(shipped.projects)
    if language is None:
        assert list(planned(path).after.features) == list(shipped.features)


@pytest.mark.parametrize("ending", FORMATS)
def test_the_same_layer_makes_the_same_bytes(ending: str, tmp_path: Path):
    shipped = geo.read(geo.data_path("projects.geojson"))
    paths = [tmp_path / name / f"out.{ending}" for name in ("a", "b")]
    for path in paths:
        path.parent.mkdir()
        export(shipped, path)
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_pyarrow_is_here_for_these_tests():
    import pyarrow as pa

    assert pa.__version__
    assert "pyarrow" in sys.modules


def test_a_globe_is_shown_no_text_that_its_import_could_take_for_another_languages(tmp_path: Path):
    layer = one_project(summary_en="Cars > 400")
    export(layer, tmp_path / "out.kml", "kk")
    assert "Cars" not in (tmp_path / "out.kml").read_text(encoding="utf-8")
    assert kinds(planned(tmp_path / "out.kml", layer)) == ["same"]


def test_what_kml_repeats_as_markup_is_no_text_of_its_own(tmp_path: Path):
    path = tmp_path / "out.kml"
    sample = samples.feature()
    others = {key: value for key, value in sample["properties"].items() if not key.startswith("summary_")}
    export(geo.Layer((sample | {"properties": others | {"summary_ru": "Завод & склад"}},)), path)
    [back] = planned(path, own=True).after.features
    assert {key: text for key, text in back["properties"].items() if key.startswith("summary_")} == {
        "summary_ru": "Завод & склад"
    }
