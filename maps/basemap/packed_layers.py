"""The base map: land, water, rivers, borders and places as they lie in data/basemap, packed small for the page."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import cache
from itertools import accumulate, chain, groupby
from typing import NamedTuple, NotRequired, TypedDict

from pydantic_core import from_json

from geo.io.package_data import data_path
from geo.model.geojson import DrawableGeometry, Position, areas_of, lines_of, points_of
from maps.basemap.names import name_in

SCALE = 1000  # units in a degree: one is about 110 m, a third of a pixel at zoom 9
LAYERS = ("land", "countries", "borders", "water", "rivers", "places")


class Facts(TypedDict, total=False):
    """What is known of a thing of the base map, beside its names (name_en, name_ru ...)."""

    code: str
    """Of a country (ISO 3166-1 alpha-2)."""
    countries: list[str]
    """Of a border: the codes of the countries that it parts."""
    unsettled: bool
    """Of a border: whether it is disputed or not fixed."""
    country: str
    """Of a town."""
    capital: str
    """What a town is the capital of; "" for most."""
    rank: float
    """The lowest is drawn and named first."""
    label: Position
    """Where its name stands."""
    room: float
    """Of a country or a lake: how far its name may reach east and west of there, in degrees."""


class Feature(TypedDict):
    """A thing of the base map."""

    geometry: DrawableGeometry
    properties: Facts


class Borders(TypedDict):
    """Packed lines."""

    shared: list[str]
    """Between two of the layer's own countries."""
    border: list[str]
    """The others."""
    unsettled: NotRequired[list[str]]
    """Those that are disputed or not fixed, where there are any."""


class PageBasemap(TypedDict):
    """The base map as it travels inside the page; see `Basemap.for_page`."""

    scale: int
    bounds: list[float]
    land: list[str]
    countries: list[PageCountry]
    borders: Borders
    water: list[dict[str, object]]
    rivers: list[dict[str, object]]
    places: list[dict[str, object]]


class PageCountry(TypedDict, total=False):
    """A country as the page draws it."""

    code: str
    """ISO 3166-1 alpha-2."""
    name: dict[str, str]
    """By language."""
    label: Position
    """Where its name stands."""
    room: float
    """Of another than the layer's own: how wide its name may be there."""
    rings: list[list[str | int]]
    """Of one of the layer's own: its rings, in pieces."""


Cell = tuple[int, int]
"""A point on the grid: longitude and latitude in units of 1 / SCALE degrees."""


class Basemap(NamedTuple):
    """The base map's GeoJSON features, a tuple a file; degrees, WGS 84."""

    land: tuple[Feature, ...]
    """All land, as areas."""
    countries: tuple[Feature, ...]
    """Areas, each with its code (ISO 3166-1), names and a point for its name."""
    borders: tuple[Feature, ...]
    """Lines, each with the codes of the countries that it parts."""
    water: tuple[Feature, ...]
    """Lakes and reservoirs, by rank."""
    rivers: tuple[Feature, ...]
    """Lines, by rank."""
    places: tuple[Feature, ...]
    """Points of towns, by rank, with the country and whether it is a capital."""
    view: tuple[float, float, float, float] | None = None
    """West, south, east, north of all that it draws, in degrees; None for all of the land."""
    frames: tuple[tuple[float, float, float, float], ...] | None = None
    """The same of what a first view of each of the layer's own countries shows; None for all of each."""

    def for_page(self, languages: Sequence[str], focus: Sequence[str]) -> PageBasemap:
        """The base map as it travels inside the page, ready for JSON.

        `languages` are the languages of the names; `focus` the countries (ISO 3166-1 alpha-2) that get an area of
        their own, the others have a label only, and how far it may reach east and west, in degrees. Rings and lines are
        packed as `pack` says, `scale` units a degree; rings are open: the last point is not the first again. Holes are
        rings like the others, for an even-odd fill.
        A country's ring is a list of pieces, which `outline` reads: most of them are borders, which stand once.
        `bounds` is west, south, east, north of the land, in degrees.
        """
        focused = set(focus)
        kinds: dict[str, list[Feature]] = {"shared": [], "border": [], "unsettled": []}
        for each in self.borders:
            kinds[_border_kind(each, focused)].append(each)
        borders: Borders = {"shared": lines(kinds["shared"]), "border": lines(kinds["border"])}
        if kinds["unsettled"]:
            borders["unsettled"] = lines(kinds["unsettled"])
        cutter = _Cutter(_all_borders(borders))
        return {
            "scale": SCALE,
            "bounds": list(self.view or bounds(self.land)),
            "land": rings(self.land),
            "countries": [_country(each, languages, focused, cutter) for each in self.countries],
            "borders": borders,
            "water": [_labelled(each, languages) | {"rings": rings([each])} for each in self.water],
            "rivers": [_labelled(each, languages) | {"lines": lines([each])} for each in self.rivers],
            "places": [_place(each, languages) for each in self.places],
        }


def load() -> Basemap:
    """Read the base map that ships with coopmap."""
    land, countries, borders, water, rivers, places = map(layer, LAYERS)
    return Basemap(land, countries, borders, water, rivers, places)


def layer(name: str) -> tuple[Feature, ...]:
    """One of its LAYERS."""
    return tuple(from_json(data_path(f"basemap/{name}.geojson").read_bytes())["features"])


def for_page(languages: Sequence[str] = ("en", "ru", "uz", "kk"), focus: Sequence[str] = ("KZ", "UZ")) -> PageBasemap:
    """The shipped base map in the page's form: see `Basemap.for_page`."""
    return load().for_page(languages, focus)


def rings(features: Iterable[Feature]) -> list[str]:
    """All rings of polygons and multipolygons, packed and open; those that have no area on the grid are dropped."""
    steps = (_steps(ring[:-1]) for feature in features for polygon in areas_of(feature["geometry"]) for ring in polygon)
    return [_text(ring) for ring in steps if len(ring) >= 6]


def lines(features: Iterable[Feature]) -> list[str]:
    """All lines of line strings and multi line strings, packed; those that shrink to a point are dropped."""
    steps = (_steps(line) for feature in features for line in lines_of(feature["geometry"]))
    return [_text(line) for line in steps if len(line) >= 4]


def pack(points: Iterable[Sequence[float]]) -> str:
    """Points in degrees as text, half as long as the numbers would be; points that fall on the one before are left out.

    The text holds x0, y0, dx1, dy1, ... on the grid, each integer in digits of five bits, the lowest first: a sign bit
    at the right of the number, 32 added to each digit but the last, and 63 to make each a letter (the form that
    Google's encoded polylines have, with longitude first).
    """
    return _text(_steps(points))


def unpack(packed: str) -> list[tuple[float, float]]:
    """The points of a packed ring or line, in degrees."""
    return [(x / SCALE, y / SCALE) for x, y in cells(packed)]


def cells(packed: str) -> list[Cell]:
    """The points of a packed ring or line, on the grid."""
    return _cells(_numbers(packed))


def outline(ground: PageBasemap, pieces: Sequence[str | int]) -> list[tuple[float, float]]:
    """The points of a country's ring of `for_page`, in degrees.

    A piece is packed points, or the number of a border, from 1 through all kinds of `borders`; below 0 it
    runs the other way.
    """
    borders = _all_borders(ground["borders"])
    parts = (
        unpack(piece) if isinstance(piece, str) else unpack(borders[abs(piece) - 1])[:: 1 if piece > 0 else -1]
        for piece in pieces
    )
    return list(chain.from_iterable(parts))


def _all_borders(borders: Borders) -> list[str]:
    return [*borders["shared"], *borders["border"], *borders.get("unsettled", ())]


def _border_kind(border: Feature, focused: Collection[str]) -> str:
    """Which list of `Borders` a border stands in."""
    if border["properties"].get("unsettled"):
        return "unsettled"
    return "shared" if set(border["properties"]["countries"]) <= set(focused) else "border"


class _Cutter:
    """Cuts rings into the borders that they are made of; what is no border stays as points."""

    def __init__(self, borders: Sequence[str]) -> None:
        self._by_start: dict[tuple[Cell, Cell], tuple[int, list[Cell]]] = {}
        for number, border in enumerate(borders, 1):
            way = _cells(_numbers(border))
            for signed, line in ((number, way), (-number, way[::-1])):
                self._by_start.setdefault((line[0], line[1]), (signed, line))

    def pieces(self, ring: list[Cell]) -> list[str | int]:
        """An open ring as borders and packed points, from the first of its points at which a border begins."""
        pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
        first = next((place for place, pair in enumerate(pairs) if pair in self._by_start), 0)
        closed = [*ring[first:], *ring[: first + 1]]
        pieces: list[str | int] = []
        loose: list[Cell] = []
        place = 0
        while place < len(ring):
            number, line = self._by_start.get((closed[place], closed[place + 1]), (0, []))
            if number and closed[place : place + len(line)] == line:
                pieces += [*self._packed(loose), number]
                loose = []
                place += len(line) - 1
            else:
                loose.append(closed[place])
                place += 1
        return [*pieces, *self._packed(loose)]

    @staticmethod
    def _packed(cells: list[Cell]) -> list[str]:
        return [_text(_differences(cells))] if cells else []


def _steps(points: Iterable[Sequence[float]]) -> list[int]:
    return _differences(_grid(points))


def _grid(points: Iterable[Sequence[float]]) -> list[Cell]:
    """The points on the grid; those that fall on the one before are left out."""
    cells = ((round(longitude * SCALE), round(latitude * SCALE)) for longitude, latitude, *_ in points)
    return [cell for cell, _ in groupby(cells)]


def _differences(cells: Iterable[Cell]) -> list[int]:
    steps: list[int] = []
    last_x = last_y = 0
    for x, y in cells:
        steps += (x - last_x, y - last_y)
        last_x, last_y = x, y
    return steps


def _cells(steps: Sequence[int]) -> list[Cell]:
    return list(zip(accumulate(steps[::2]), accumulate(steps[1::2]), strict=True))


def _text(numbers: Iterable[int]) -> str:
    return "".join(map(_letters, numbers))


@cache  # most steps are small and come again
def _letters(number: int) -> str:
    letters = ""
    rest = number << 1 if number >= 0 else ~(number << 1)
    while rest >= 32:
        letters += chr((rest & 31 | 32) + 63)
        rest >>= 5
    return letters + chr(rest + 63)


def _numbers(text: str) -> list[int]:
    numbers = []
    number = shift = 0
    for letter in text:
        digit = ord(letter) - 63
        number |= (digit & 31) << shift
        shift += 5
        if digit < 32:
            numbers.append(~(number >> 1) if number & 1 else number >> 1)
            number = shift = 0
    return numbers


def bounds(features: Iterable[Feature]) -> list[float]:
    """West, south, east, north of areas, in degrees."""
    points = list(
        chain.from_iterable(ring for each in features for polygon in areas_of(each["geometry"]) for ring in polygon)
    )
    xs, ys = [point[0] for point in points], [point[1] for point in points]
    return [min(xs), min(ys), max(xs), max(ys)]


def _names(feature: Feature, languages: Sequence[str]) -> dict[str, str]:
    """By language, where it is not that of the first."""
    first = name_in(feature["properties"], languages[0])
    others = {language: name_in(feature["properties"], language) for language in languages[1:]}
    names = {language: name for language, name in others.items() if name != first}
    return {languages[0]: first, **names} if first else names


def _labelled(feature: Feature, languages: Sequence[str]) -> dict[str, object]:
    """Name, label point and rank, each where there is one."""
    properties = feature["properties"]
    names = _names(feature, languages)
    labelled: dict[str, object] = {"name": names} if names else {}
    label = {"label": properties["label"]} if "label" in properties else {}
    return labelled | label | {"rank": properties["rank"]}


def _country(feature: Feature, languages: Sequence[str], focused: set[str], cutter: _Cutter) -> PageCountry:
    properties = feature["properties"]
    country: PageCountry = {
        "code": properties["code"],
        "name": _names(feature, languages),
        "label": properties["label"],
    }
    if properties["code"] not in focused:
        country["room"] = properties["room"]
        return country
    grids = (_grid(ring[:-1]) for polygon in areas_of(feature["geometry"]) for ring in polygon)
    country["rings"] = [cutter.pieces(grid) for grid in grids if len(grid) >= 3]
    return country


def _place(feature: Feature, languages: Sequence[str]) -> dict[str, object]:
    properties = feature["properties"]
    ((longitude, latitude),) = points_of(feature["geometry"])
    place: dict[str, object] = {
        "name": _names(feature, languages),
        "at": [round(longitude, 3), round(latitude, 3)],
        "rank": properties["rank"],
        "country": properties["country"],
    }
    return place | ({"capital": properties["capital"]} if properties["capital"] else {})
