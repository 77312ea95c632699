"""A layer that is packed by columns and read again as the page reads it has the records that it has by rows."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pytest

import geo
from geo.io import feature_tables
from geo.io.codebook_files import codebook_of
from geo.model import schema
from maps import place_areas, project_tables
from maps.basemap import packed_layers
from maps.page import payload
from maps.page.deflated import inflated
from maps.page.packed import packer as packing
from maps.page.packed.packer import OWN, Packed, Packer
from maps.page.packed.texts import BLOCK
from maps.photos import Pictures
from maps.project_tables import named_countries
from tests.benchmarks import made
from tests.geo.samples import RING, area, feature, line, point

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCE = {"title": "A source of many", "url": "https://example.org/1"}
FIELDS: dict[str, Any] = {
    "phase": {"name_en": "Phase", "kind": "choice", "choices": {"one": {"name_en": "One"}, "two": {"name_en": "Two"}}},
    "grant": {"name_en": "Grant", "kind": "money"},
}
FAR = [[[x + 5, y] for x, y in RING]]
ODD: list[Any] = [
    feature(None, id="nowhere", precision="unlocated", unknown={"a": [1, None]}, end=None),
    feature(point(69.1, 41.2), id="same", sector=5, uncertainty_m=-3, countries="KZ", name_en=["no", "text"]),
    feature(point(69.1, 41.2), id="same", start_kind=None, partners=[{"role": "lender", "name": "B\ud800 <b>"}, {}]),
    feature(point(69.2, 41.3), id="in a region", precision="region", regions=["UZ-TO"]),
    feature(point(66.2, 41.85), id="at a border", precision="near", uncertainty_m=90_000.5, countries=["UZ"]),
    feature({"type": "Point", "coordinates": [69.2, 41.3, 400]}, id="high", note_en="no field", value=True),
    feature(line([65.1, 41.5, -3], [66, 42, 0], [66, 43, 1.25]), id='two\nlines, "quoted" \\ in half \ud800'),
    feature(area([[*at, 5.5] for at in RING]), id="on a height"),
    feature(line([65.1, 41.5], [66, 42, 7], [66, 43]), id="a height on its way"),
    feature(point(200, 41), id="off the map", figures=[], disputes=["x"], phase=2, grant_amount="much"),
    feature(line([65.1, 41.5], [66.1234567, 42]), id="way", route="schematic", phase="one", grant_amount=5),
    feature(line([75.1, 41.5], [76.123457, 42]), id="the way elsewhere", route="schematic"),
    feature({"type": "MultiLineString", "coordinates": [[[60, 40], [61, 41]], [[62, 40], [63, 41]]]}, id="ways"),
    feature(
        area(RING, [[x / 2, y / 2] for x, y in RING]), id="area", sources=[SOURCE, SOURCE | {"supports": ["name"]}]
    ),
    feature({"type": "MultiPolygon", "coordinates": [[RING], FAR]}, id="areas", sources=[SOURCE | {"title": 5}]),
    feature({"type": "MultiPoint", "coordinates": [[70, 40], [72, 41]]}, id="points"),
    feature(area(RING[:-1]), id="not closed"),
    feature({"type": "GeometryCollection", "geometries": []}, id="nothing to draw"),
    {"type": "Feature", "id": "of the Feature", "geometry": point(60, 40), "properties": {"id": " ", "own note": "a"}},
    {"type": "Feature", "geometry": point(60, 40), "properties": None},
]


class Reader:
    """Reads a packed layer as maps/web/data/packed_records.js does."""

    def __init__(self, packed: Packed) -> None:
        self.head: Any = json.loads(json.dumps(packed.head))
        self.text = cache(lambda name: inflated(packed.late[name]).decode("utf-8", "surrogatepass"))
        self.part = cache(lambda name: json.loads(self.text(name)))
        self.columns: dict[str, Any] = {}
        data, count = inflated(packed.early["columns"]), self.head["count"]
        for name, width in self.head["columns"]:
            planes = np.frombuffer(data[: width * count], np.uint8).reshape(width, count).astype(np.int64)
            self.columns[name] = sum(plane << 8 * k for k, plane in enumerate(planes))
            data = data[width * count :]
        for axis in ("lon", "lat"):
            steps = self.columns[axis]
            self.columns[axis] = np.cumsum(steps >> 1 ^ -(steps & 1)) / self.head["scale"]

    def shared(self, number: int) -> Any:
        """A value that several projects have."""
        return self.part(f"shared-{number // BLOCK}")[number % BLOCK]

    def records(self) -> Iterator[dict[str, Any]]:
        """All projects."""
        for number, own in enumerate(json.loads('["' + self.text("ids").replace("\n", '","') + '"]')):
            block = self.part(f"texts-{number // BLOCK}")
            form, *values = block["rows"][number % BLOCK]
            record: dict[str, Any] = {"id": own}
            for name, dictionary in self.head["dictionaries"].items():
                if (value := dictionary[self.columns[name][number]]) is not None:
                    record[name.removeprefix(OWN)] = value
            for (name, is_shared), value in zip(block["forms"][form], values, strict=True):
                record[name] = self.shared(value) if is_shared else value
            if "sources" in record:
                record["sources"] = [
                    self.shared(source) | ({"supports": supports[0]} if supports else {})
                    for source, *supports in record["sources"]
                ]
            plain = self.geometry(number, record.pop("shape", None))
            yield record | {"geometry": raised(plain, record.pop("altitudes", None))}

    def geometry(self, number: int, outline: Any) -> Any:
        """Where a project is."""
        at = [float(self.columns[axis][number]) for axis in ("lon", "lat")]
        if outline is None:
            return {"type": "Point", "coordinates": at} if self.columns["kind"][number] else None

        def opened(part: Any) -> Any:
            if not isinstance(part[0], int):
                return [opened(inner) for inner in part]
            return ((np.round(np.array(at) * 1e6) + np.cumsum(np.reshape(part, (-1, 2)), axis=0)) / 1e6).tolist()

        return {"type": outline["type"], "coordinates": opened(outline["steps"])}


def raised(plain: Any, altitudes: Any) -> Any:
    """A geometry with the altitudes of those of its positions that have one."""
    rest = iter(altitudes or ())

    def above(part: Any) -> Any:
        if not isinstance(part[0], float):
            return [above(inner) for inner in part]
        altitude = next(rest)
        return part if altitude is None else [*part, altitude]

    return plain | {"coordinates": above(plain["coordinates"])} if altitudes else plain


def by_rows(layer: geo.Layer) -> list[dict[str, Any]]:
    """The records of a layer, made of one Feature after the other."""
    fields, records, ids = layer.codebook.fields, list[dict[str, Any]](), set[str]()
    for project in layer.projects:
        own = project.id or f"#{project.number}"
        record: dict[str, Any] = {"id": f"{own}~{len(ids)}" if own in ids else own}
        ids.add(record["id"])
        known = schema.ordered(project.properties, languages=layer.languages)
        known.pop("id", None)
        sound = {key for key, value in known.items() if project_tables._test_of(key, fields)(value)}
        record |= {key: value for key, value in known.items() if key in sound}
        if extra := {key: value for key, value in known.items() if key not in sound}:
            record["extra"] = extra
        record["geometry"] = project_tables._drawable(project.geometry)
        if own_area := place_areas.area_of(cast("Any", record)):
            record["area"] = [packed_layers.pack(ring[:-1]) for part in own_area for ring in part]
        records.append(record)
    return records


def comparable(records: list[dict[str, Any]]) -> dict[str, Any]:
    """Records by their ids, positions to 6 decimals, rings closed."""

    def to_six(part: Any) -> Any:
        return [to_six(inner) for inner in part] if isinstance(part, list) else round(part, 6)

    def sound(plain: Any) -> Any:
        places = to_six(plain["coordinates"])
        if plain["type"] == "Polygon":
            places = [ring if ring[0] == ring[-1] else [*ring, ring[0]] for ring in places]
        return {"type": plain["type"], "coordinates": places}

    return {record["id"]: record | {"geometry": record["geometry"] and sound(record["geometry"])} for record in records}


@pytest.fixture(scope="module")
def layer() -> geo.Layer:
    """Projects made up and odd ones, with fields of their own."""
    some = [*made.features(BLOCK // 2), *ODD, *made.features(BLOCK)]
    return geo.Layer(tuple(some), codebook=codebook_of({"codebook": {"fields": FIELDS}}, None))


def test_a_packed_layer_has_the_records_that_it_has_by_rows(layer: geo.Layer, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(feature_tables, "SOME", BLOCK - 100)
    packer = Packer(layer.languages, layer.codebook)
    tables = [*project_tables.project_tables(layer, Pictures(None))]
    for table in tables:
        packer.add(table)
    expected = by_rows(layer)
    packed = comparable([*Reader(packer.finish()).records()])
    assert packed == comparable(json.loads(json.dumps(expected)))
    assert {"area", "extra"} <= set().union(*packed.values())
    named = Counter(code for record in expected for code in record.get("countries", ()))
    assert sum(map(named_countries, tables), Counter()) == named


def test_a_small_layer_has_the_same_records_as_they_were_written(layer: geo.Layer, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(packing, "LARGE", len(layer.features))
    monkeypatch.setattr(payload, "bundle", lambda _: None)
    _, records, packed = payload._held(layer, Pictures(None))
    assert packed is None
    # As text, for 1 is not 1.0, and keys have an order.
    expected = by_rows(layer)
    assert json.dumps(records) == json.dumps(expected)
    plain = [{key: value for key, value in record.items() if key != "area"} for record in expected]
    assert project_tables.plain_projects(layer) == [record | {"codebook": layer.codebook} for record in plain]
