"""A layer of projects: read from GeoJSON, written in canonical form, taken to a GeoDataFrame and back."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, cast

from geo.errors import CoopmapError, ReadError, WriteError, show
from geo.io import canonical_json, files
from geo.io.codebook_files import MEMBER, codebook_of
from geo.io.table_address import LayerPlace, TableAddress, is_address, place_of
from geo.messages import Message
from geo.model import geometry, languages
from geo.model.codebook import BUILT_IN, Codebook
from geo.model.project import Project
from geo.model.schema import MEMBERS, ordered

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geopandas import GeoDataFrame

    from geo.model.geojson import Feature, Json

LARGE_SUFFIXES = (".parquet", ".geoparquet", ".fgb")
"""The endings of files whose features are read some at a time, by `geo.io.large_layers`."""

MANY = 50_000
"""Features above which work on a layer is shared among processes, and told of while it goes on."""

_FEATURE_KEYS = ("type", "id", "bbox", "geometry", "properties")


@dataclass(frozen=True, repr=False)
class Layer:
    """A layer as its file has it."""

    features: Sequence[Feature]
    """The Features in the file's order, plain JSON: a tuple, or of a large file a Sequence that reads them anew
    whenever they are walked through."""
    members: Mapping[str, Json] = field(default_factory=dict)
    """The other members of the FeatureCollection (title_en, as_of, unknown ones), without type, bbox and features."""
    path: Path | None = field(default=None, compare=False)
    """The file it was read from, None for one that was made or read from a table."""
    codebook: Codebook = field(default=BUILT_IN, compare=False)
    """The sectors, statuses and fields that it is written in: the built-in ones, or its own."""

    def __repr__(self) -> str:
        # Bounds of a file that is read some features at a time would read all of it.
        known = isinstance(self.features, (tuple, list)) or "bounds" in vars(self)
        bounds = repr(self.bounds) if known else "..."
        path = os.fspath(self.path) if self.path else None
        return f"Layer(path={path!r}, projects={len(self.features)}, bounds={bounds})"

    @cached_property
    def projects(self) -> tuple[Project, ...]:
        """The features as projects, in order."""
        tags = self.languages
        return tuple(Project(number, feature, tags) for number, feature in enumerate(self.features, 1))

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that it is written in, by their tags (BCP 47), the first one first."""
        return languages.of_members(self.members)

    @property
    def own_countries(self) -> tuple[str, ...]:
        """The codes of the countries that it says it is about (ISO 3166-1); none where it does not say."""
        named = self.members.get("countries")
        return tuple(code for code in named if isinstance(code, str)) if isinstance(named, list) else ()

    @cached_property
    def bounds(self) -> tuple[float, float, float, float] | None:
        """(west, south, east, north) in degrees of all geometries, or None when nothing is placed."""
        box = geometry.bounds(feature.get("geometry") for feature in self.features)
        if box is None:
            return None
        half = len(box) // 2
        return box[0], box[1], box[half], box[half + 1]


def read(path: str | os.PathLike[str] | TableAddress) -> Layer:
    """The layer of a GeoJSON file, nothing lost, of a table in PostGIS (postgresql://HOST/DATABASE?table=NAME), or of a
    GeoParquet or FlatGeobuf file, whose features are read some at a time. Raises ReadError, one plain sentence, when it
    is none.

    Whether its projects are right is for `check`; here only the frame is looked at: a FeatureCollection of Features
    in WGS 84.
    """
    place = place_of(path)
    if isinstance(place, TableAddress):
        from geo.io.database import contents

        return layer_of_table(contents.read(place).text(), place)
    if place.suffix.casefold() in LARGE_SUFFIXES:
        from geo.io.large_layers import read_features

        return replace(empty(place), features=read_features(place))
    return layer_of_value(files.read_json(place), os.fspath(place), place.parent)


def read_by_columns(path: str | os.PathLike[str] | TableAddress) -> Layer:
    """The same layer; the features of a GeoJSON file by columns where they are written as a layer's are, which takes a
    third of the time: rows are made when they are asked for, and anew each time."""
    place = place_of(path)
    if isinstance(place, TableAddress) or place.suffix.casefold() in LARGE_SUFFIXES:
        return read(place)
    from geo.io import layer_text  # with NumPy, which most commands do without

    name = os.fspath(place)
    data = files.read_bytes(place)
    if columns := layer_text.read(data):
        rest, features = columns
        with suppress(ReadError):
            return replace(layer_of_text(files.decode(name, rest), name, place.parent), features=features)
    return layer_of_text(files.decode(name, data), name, place.parent)


def exists(place: LayerPlace) -> bool:
    """Whether there is a file, or a table, of this name. Raises ReadError when a database cannot be asked."""
    if isinstance(place, TableAddress):
        from geo.io.database import contents

        return contents.exists(place)
    return place.exists()


def empty(path: str | os.PathLike[str] | TableAddress) -> Layer:
    """A layer without projects that is to be written to a file, with the lists that lie beside it. Raises ReadError."""
    place = place_of(path)
    if isinstance(place, TableAddress):
        return Layer((), {}, None, codebook_of({}, place))
    return Layer((), {}, place, codebook_of({}, place.parent))


def layer_of_table(text: str, address: TableAddress) -> Layer:
    """The layer of the text that tables hold, its projects in the order of a canonical file. Raises ReadError."""
    layer = layer_of_value(files.parse(text, str(address)), str(address), address)
    return replace(layer, features=tuple(sorted(layer.features, key=_by_id)), path=None)


def with_lists(layer: Layer) -> Layer:
    """The layer with its own lists as a member of it, so that its file alone says what its codes mean."""
    own = layer.codebook.own
    return replace(layer, members={**layer.members, MEMBER: dict(own)}) if own else layer


def layer_of_text(text: str, name: str, folder: LayerPlace | None = None) -> Layer:
    """The layer of a GeoJSON text, as `read`; `name` is what a ReadError names, `folder` where its own lists lie: a
    folder, or beside a table."""
    return layer_of_value(files.parse(text, name), name, folder)


def layer_of_value(value: object, name: str, folder: LayerPlace | None = None) -> Layer:
    """The layer of a parsed GeoJSON text, in the same way."""
    features, others = _collection_of(name, value)
    members = {key: entry for key, entry in others.items() if key not in ("type", "bbox")}
    return Layer(tuple(features), members, Path(name), codebook_of(members, folder))


def _collection_of(name: str, value: object) -> tuple[list[Feature], dict[str, Json]]:
    """The Features of a FeatureCollection and its other members: the one place that takes JSON for a layer."""
    if not isinstance(value, dict):
        raise ReadError(name, Message("is not GeoJSON: it holds {value}, not a FeatureCollection.", value=_what(value)))
    kind = value.get("type")
    if kind != "FeatureCollection":
        if isinstance(kind, str):
            raise ReadError(name, Message("is no layer: it is a {kind}, not a FeatureCollection.", kind=show(kind)))
        raise ReadError(name, Message("is no layer: it {typed}, not a FeatureCollection.", typed=_typed(value)))
    features = value.get("features")
    if not isinstance(features, list):
        raise ReadError(name, Message("is no layer: its features are no list."))
    for number, feature in enumerate(features, 1):
        _refuse_no_feature(name, number, feature)
    if foreign := geometry.foreign_crs(value):
        raise ReadError(
            name,
            Message(
                "is in a foreign crs, {foreign}; a layer is in WGS 84: convert it and drop the crs.", foreign=foreign
            ),
        )
    return cast("list[Feature]", features), {key: entry for key, entry in value.items() if key != "features"}


def _refuse_no_feature(name: str, number: int, feature: object) -> None:
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        fault = _typed(feature) if isinstance(feature, dict) else Message("is {feature}", feature=_what(feature))
        raise ReadError(
            name,
            Message("is no layer: entry {number} of its features {fault}, not a Feature.", number=number, fault=fault),
        )
    if not isinstance(feature.get("properties", {}), (dict, type(None))):
        raise ReadError(
            name,
            Message(
                "is no layer: the properties of feature {number} are {properties}.",
                number=number,
                properties=_what(feature["properties"]),
            ),
        )
    if not isinstance(feature.get("geometry"), (dict, type(None))):
        raise ReadError(
            name,
            Message(
                "is no layer: the geometry of feature {number} is {geometry}.",
                number=number,
                geometry=_what(feature["geometry"]),
            ),
        )


def _typed(record: Mapping[str, object]) -> str:
    """What a record says that it is."""
    kind = record.get("type")
    if isinstance(kind, str):
        return Message("is {kind}", kind=show(kind))
    return Message("has the type {kind}", kind=show(kind)) if "type" in record else Message("has no type")


def _what(value: object) -> str:
    """What a JSON value is, in a word or two."""
    words = {
        dict: Message("a record"),
        list: Message("a list"),
        str: Message("a text"),
        bool: Message("true or false"),
        type(None): "null",
    }
    return words.get(type(value), Message("a number"))


def text(layer: Layer) -> str:
    """The layer's canonical text: features by id, keys in the order of the schema and of its languages, right-handed
    rings, bbox anew; all else kept.

    Raises CoopmapError when the layer holds what JSON cannot (NaN, a date object).
    """
    try:
        return canonical_json.dumps(collection(layer))
    except (TypeError, ValueError, RecursionError) as error:
        raise CoopmapError(Message("The layer cannot be written as JSON: {error}.", error=error)) from None


def collection(layer: Layer) -> dict[str, object]:
    """The layer as the FeatureCollection that `text` writes."""
    tags = layer.languages
    features = [_feature(feature, tags) for feature in sorted(layer.features, key=_by_id)]
    box = geometry.bounds(feature.get("geometry") for feature in features)
    head: dict[str, object] = {"type": "FeatureCollection"}
    return head | ordered(layer.members, MEMBERS, tags) | ({"bbox": box} if box else {}) | {"features": features}


def _by_id(feature: Feature) -> tuple[bool, str]:
    """Sorts by id; features without one keep their order at the end."""
    name = Project(0, feature).id
    return name is None, name or ""


def _feature(feature: Mapping[str, object], tags: tuple[str, ...]) -> dict[str, object]:
    known = {key: feature[key] for key in _FEATURE_KEYS if key in feature}
    shape, properties = known.get("geometry"), known.get("properties")
    if isinstance(shape, dict):
        known["geometry"] = geometry.right_handed(_type_first(shape))
    if "bbox" in known:
        known["bbox"] = geometry.bounds([known.get("geometry")]) or known["bbox"]
    if isinstance(properties, dict):
        known["properties"] = ordered(properties, languages=tags)
    return known | {key: value for key, value in feature.items() if key not in known}


def _type_first(shape: Mapping[str, object]) -> dict[str, object]:
    return {key: shape[key] for key in ("type", "coordinates") if key in shape} | dict(shape)


def refuse_other_form(path: str | os.PathLike[str]) -> None:
    """Raises WriteError for what can be read as a layer and not be written as one."""
    if is_address(path):
        raise WriteError(
            os.fspath(path), Message("is a table: geo.update changes it, coopmap export makes it of a layer.")
        )
    if Path(path).suffix.casefold() in LARGE_SUFFIXES:
        raise WriteError(
            os.fspath(path),
            Message(
                "would be written as GeoJSON, which it is not by its name; take its projects into a layer"
                " first: coopmap import FILE projects.geojson."
            ),
        )


def write(layer: Layer, path: str | os.PathLike[str]) -> None:
    """Write the layer's canonical text in one step: after a failure the old file is still whole.

    It takes no lock and keeps no version: a file that others may be changing is changed with `update`. Raises
    WriteError with one plain sentence, or CoopmapError when the layer holds what JSON cannot.
    """
    refuse_other_form(path)
    files.write_text(path, text(layer))


def to_frame(layer: Layer) -> GeoDataFrame:
    """The layer as a GeoDataFrame in WGS 84 (EPSG:4326): a row a feature in the file's order, a column a field.

    Lists and records stay Python values; whole numbers are Int64 and others float64, missing ones NA. The layer's
    members go to `attrs["members"]`. A Feature's own foreign members, a property named geometry, and altitudes of a
    geometry of which only some positions have one are left behind; of the altitudes a UserWarning tells.
    """
    from geo.io.geodataframe import frame_of  # geopandas is slow to import

    return frame_of(layer)


def from_frame(frame: GeoDataFrame) -> Layer:
    """The layer of a GeoDataFrame: other coordinate systems become WGS 84, coordinates are rounded to 6 decimals,
    missing values are left out.

    Raises CoopmapError when the frame has geometries and names no coordinate system, TypeError, one plain sentence,
    for what is no GeoDataFrame, such as a path.
    """
    from geo.io.geodataframe import layer_of  # geopandas is slow to import

    features, members = layer_of(frame)
    return Layer(tuple(features), members)
