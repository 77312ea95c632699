"""KML read as Google Earth and My Maps write it: a placemark a row, its data, folders and times as columns.

GDAL's driver loses the names of fields that are not in English letters, takes those called id and end for KML's own,
and breaks at "]]>" in a text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from geo.errors import CoopmapError, ReadError, show
from geo.messages import Message, Plural, plural
from geo.places.addresses import place_of_address
from geo.tables.model import Book, Row, Table
from geo.tables.readers import kml_shapes, kml_tables, markup
from geo.tables.readers.shapes import Repairs, sound
from geo.tables.readers.xml_recovery import root_of, tag, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

    from geo.model.geojson import JsonRecord

OWN = ("name", "description")
"""What KML itself says of a placemark; columns of these names count where no other says better."""

FOLDER = "folder"
"""The column with the folders that a placemark stands in; layers of Google My Maps are such."""

PHOTO = "photo"
"""The column with the pictures that a description shows, of those that came along in the archive."""

ADDRESS = "kml_address"
"""The column with KML's own address: a postal one, and no name of a place that a gazetteer has."""

ROOTS = ("kml", "Document", "Folder", "Placemark", "NetworkLinkControl")
"""Elements that KML begins with; programs read a file without the outermost."""

NOT_READ = {
    "GroundOverlay": plural("{count:,} picture over the ground", "{count:,} pictures over the ground"),
    "ScreenOverlay": plural("{count:,} picture", "{count:,} pictures"),
    "PhotoOverlay": plural("{count:,} photo", "{count:,} photos"),
}
"""Elements that are no projects, and what a note calls them."""

_DAY = re.compile(r"(\d{4}(?:-\d{2}(?:-\d{2})?)?)(?:T.*)?$")


KmlRow: TypeAlias = "dict[str, str | None]"
"""What is said of a placemark, by column."""


class ElsewhereError(ReadError):
    """A file that only points to others, by `links`."""

    def __init__(self, name: str, links: list[str]) -> None:
        super().__init__(
            name, Message("holds no project itself: {elsewhere} and import that file.", elsewhere=_elsewhere(links))
        )
        self.links = links


def read(name: str, data: bytes) -> Book:
    """The placemarks of a KML file as rows. Raises ReadError, one plain sentence."""
    root, notes = root_of(name, data, "KML")
    if tag(root) not in ROOTS:
        raise ReadError(name, Message("is no {kind}, though its name says so.", kind="KML"))
    marks = [element for element in root.iter() if tag(element) == "Placemark"]
    links = [_link(element) for element in root.iter() if tag(element) == "NetworkLink"]
    if not marks and links:
        raise ElsewhereError(name, links)
    rows = [dict(_values(mark)) for mark in marks]
    repairs = Repairs()
    places = [_geometry(mark, number, repairs) for number, mark in enumerate(marks, 1)]
    described = kml_tables.spread(rows)
    folder = _common_folder(rows)
    _give_language(rows)
    _look_up(rows, places, repairs)
    headers = tuple(dict.fromkeys(key for row in rows for key in row))
    body = [
        Row(number, tuple(row.get(key) for key in headers), place)
        for number, (row, place) in enumerate(zip(rows, places, strict=True), 1)
    ]
    notes = (
        *notes,
        *described,
        *folder,
        *_passed_over(root),
        *([Message("of others {elsewhere}", elsewhere=_elsewhere(links))] if links else []),
        *repairs.notes(),
    )
    return Book(Table(headers, body, unit="feature", spatial=True, spare=frozenset(OWN)), notes=notes)


def _link(element: Element) -> str:
    return next(((inner.text or "").strip() for inner in element.iter() if tag(inner) == "href"), "")


def _elsewhere(links: list[str]) -> str:
    return Message(
        "projects stand at another address ({links}): open it, save it as KML or KMZ",
        links=", ".join(map(show, links[:3])),
    )


def _passed_over(root: Element) -> Iterator[str]:
    for kind, called in NOT_READ.items():
        count = sum(tag(element) == kind for element in root.iter())
        if count:
            yield Message("{things} ({kind}) passed over", things=Plural(*called, count=count), kind=kind)


# What is said of a placemark


def _values(mark: Element) -> Iterator[tuple[str, str | None]]:
    """KML's own name and description, folders, address and times, then the data that the file's maker added."""
    said = {tag(child): text_of(child).strip() for child in mark if tag(child) in _TEXTS}
    if said.get("Snippet") and not said.get("description"):
        said["description"] = said["Snippet"]
    yield from ((key, said[key]) for key in OWN if key in said)
    if folders := " / ".join(_folders(mark)):
        yield FOLDER, folders
    yield from ((column, said[key]) for key, column in _TEXTS.items() if column and said.get(key))
    for child in mark:
        if tag(child) == "link" and child.get("href"):
            yield "link", child.get("href")
    if pictures := kml_tables.pictures(said.get("description", "")):
        yield PHOTO, "; ".join(pictures)
    data = list(_data(mark))
    own = {key for key, _ in data}
    times = zip(("start", "end"), map(_day, kml_shapes.times_of(mark)), strict=True)
    yield from ((key, time) for key, time in times if time and key not in own)
    yield from data


_TEXTS = {"name": "", "description": "", "Snippet": "", "address": ADDRESS, "phoneNumber": "phone"}
"""Elements of a placemark to the columns that they fill, "" for those that are told apart."""


def _folders(mark: Element) -> list[str]:
    """The names of the folders around a placemark, from outside; a Document is the file itself."""
    names = []
    parent = mark.getparent()
    while parent is not None:
        if tag(parent) == "Folder":
            names += [text for child in parent if tag(child) == "name" and (text := (child.text or "").strip())]
        parent = parent.getparent()
    return names[::-1]


def _data(mark: Element) -> Iterator[tuple[str, str | None]]:
    for element in mark.iter():
        key = element.get("name", "")
        if key and tag(element) == "SimpleData":
            yield key, text_of(element)
        elif key and tag(element) == "Data":
            yield key, next((text_of(child) for child in element if tag(child) == "value"), None)
        elif tag(element) == "ExtendedData":
            foreign = (child for child in element if tag(child) not in ("", "Data", "SchemaData"))
            yield from ((tag(child), text_of(child)) for child in foreign if not len(child))


def _day(time: str) -> str:
    """The day of a moment in ISO 8601; what is none as it is, for the reader of dates to judge."""
    match = _DAY.match(time)
    return match[1] if match else time


def _common_folder(rows: list[KmlRow]) -> list[str]:
    """A folder that holds all placemarks tells them not apart: it is taken from the rows, and a note names it."""
    names = {row.get(FOLDER) for row in rows}
    (name, *others) = names or {None}
    if name is None or others:
        return []
    for row in rows:
        del row[FOLDER]
    return [Message("all placemarks stand in the folder {name}, which was not kept", name=show(name))]


def _give_language(rows: list[KmlRow]) -> None:
    """KML's own name and description are the English ones where the data has them in other languages alone: GDAL takes
    the first column of each for KML's own."""
    keys = {key for row in rows for key in row}
    for own, field in zip(OWN, ("name", "summary"), strict=True):
        others = {key for key in keys if key.startswith(f"{field}_")}
        if not others or f"{field}_en" in others or any(_repeats(row, own, key) for row in rows for key in others):
            continue
        for row in rows:
            if own in row:
                row[f"{field}_en"] = row.pop(own)


def _repeats(row: KmlRow, own: str, key: str) -> bool:
    """Whether KML's own text, which is markup, says what stands in the data under a key."""
    said, data = row.get(own), row.get(key)
    return said == data or (isinstance(said, str) and markup.plain_text(said).text == data)


# Where it lies


def _geometry(mark: Element, number: int, repairs: Repairs) -> JsonRecord | None:
    """The geometry of a placemark; of one with unsound coordinates what stands there, for the check to refuse it."""
    try:
        return sound(kml_shapes.geometry_of(mark), number, repairs)
    except kml_shapes.UnsoundError as error:
        return {"type": "Point", "coordinates": [str(error)]}
    except RecursionError:
        repairs.add(Message("shapes inside shapes, too deep to be read"), number)
        return None


def _look_up(rows: list[KmlRow], places: list[JsonRecord | None], repairs: Repairs) -> None:
    """Gives a placemark with an address alone the name of the town in it, by which it is placed."""
    for number, (row, place) in enumerate(zip(rows, places, strict=True), 1):
        if place is not None or not row.get(ADDRESS):
            continue
        try:
            town = place_of_address(str(row[ADDRESS]))
        except CoopmapError:
            town = None
        if town is None:
            repairs.add(Message("an address that the gazetteer does not know is no place"), number)
        else:
            row["place_en"] = f"{town.name}, {town.region}" if town.region else town.name
            repairs.add(Message("placed by the town in its address"), number)
