"""What is published of one layer: its map, its picture, its data in every format that can hold it, its feed."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from geo.errors import CoopmapError, plain
from geo.messages import Message
from geo.model.dates import latest
from geo.standards import iati, oc4ids
from geo.standards.schema_org import Download
from geo.tables.writers.data_package import DESCRIPTION, data_package
from geo.tables.writers.export import left_out
from maps.page.publication import Alternate, Publication
from maps.page.render import document_of
from maps.site import addresses, citation
from maps.site.feed import feed
from maps.site.tables import table
from maps.stills.picture import picture
from maps.style import typeface
from maps.text import i18n
from maps.text.imprint import imprint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from geo.io.table_address import LayerPlace
    from geo.layer import Layer
    from maps.page.payload import Companions

PAGE, PICTURE, FEED, OEMBED = "index.html", "map.png", "changes.atom", "oembed.json"

_TABLES = {
    ".geojson": ("GeoJSON", "application/geo+json"),
    ".xlsx": ("Excel (XLSX)", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ".gpkg": ("GeoPackage (QGIS)", "application/geopackage+sqlite3"),
    ".kml": ("KML", "application/vnd.google-earth.kml+xml"),
}
"""Endings of the tables that are output, with their names and media types."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A file of data beside a map."""

    name: str
    """What the format is called."""
    path: str
    """From the layer's folder, with "/"."""
    media_type: str
    size: int
    """In bytes; of a data package of all its tables."""


@dataclass
class LayerFiles:
    """The files of a layer, and what the index says of them."""

    layer: Layer
    folder: str
    """The name of its folder in the site."""
    title: str
    """In the layer's first language."""
    draft: bool
    """Whether it has errors for which it would not be output."""
    contents: dict[str, bytes] = field(default_factory=dict)
    """By their paths in the site."""
    offers: list[Offer] = field(default_factory=list)
    lost: dict[str, list[str]] = field(default_factory=dict)
    """What a format cannot hold, by the format's name: a clause or a sentence each."""

    def put(self, path: str, data: bytes) -> None:
        """Take a file of the layer's folder in."""
        self.contents[f"{self.folder}/{path}"] = data

    def has(self, path: str) -> bool:
        """Whether there is such a file in the layer's folder."""
        return f"{self.folder}/{path}" in self.contents


@dataclass(frozen=True)
class Source:
    """A layer to publish: where it lies, what lies beside it, and whether it is a draft."""

    path: LayerPlace
    layer: Layer
    companions: Companions
    draft: bool
    folder: str
    """The name of its folder in the site."""


def files_of(source: Source, base: str | None, notify: Callable[[str], object]) -> LayerFiles:
    """All files of a layer. base: the address of the site with a slash at its end, or None; notify: called with a
    sentence for each picture that is left out of the map.

    The same layer and history make the same bytes, on any day.
    """
    layer = source.layer
    language = layer.languages[0]
    title = _title(layer, source.folder)
    output = LayerFiles(layer, source.folder, title, source.draft)
    address = f"{base}{source.folder}/" if base else None
    _add_tables(output)
    _add_standards(output, language)
    publisher = imprint(layer.members, language).publisher
    text = None  # git, which knows what changed when, has no revisions of a table
    if isinstance(source.path, Path):
        text = feed(source.path, title, publisher or "coopmap", language, address)
    if text is not None:
        output.put(FEED, text)
    if (text := citation.citation(layer, title, address)) is not None:
        output.put(citation.NAME, text)
    if address:
        output.put(OEMBED, addresses.oembed(address, title, publisher))
    output.put(PICTURE, picture(layer, size="social", language=language, today=day_of(layer)).written("png"))
    output.put(PAGE, _map_page(output, source, address, notify))
    return output


def day_of(layer: Layer) -> date:
    """The day against which a picture calls what it shows old: SOURCE_DATE_EPOCH, else that of the newest source, so
    that it is the same on every day; today of a layer that names none."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isascii() and epoch.isdecimal() and len(epoch) <= len("253402300799"):
        return datetime.fromtimestamp(min(int(epoch), 253402300799), UTC).date()
    as_of = layer.members.get("as_of")
    try:
        return latest(as_of) if isinstance(as_of, str) else datetime.now(UTC).date()
    except ValueError:
        return datetime.now(UTC).date()


def _title(layer: Layer, name: str) -> str:
    return typeface.clean(i18n.version(layer.members, "title", layer.languages[0])) or name


def _add_tables(output: LayerFiles) -> None:
    for ending, (name, media_type) in _TABLES.items():
        try:
            data = table(output.layer, ending)
        except CoopmapError as error:
            output.lost[name] = [error.sentence]
            continue
        _offer(output, Offer(name, f"projects{ending}", media_type, len(data)), {f"projects{ending}": data})
    try:
        package = data_package(output.layer)
    except CoopmapError as error:
        output.lost["CSV"] = [error.sentence]
    else:
        size = sum(map(len, package.values()))
        _offer(
            output, Offer("CSV", f"csv/{DESCRIPTION}", "application/vnd.datapackage+json", size),
            {f"csv/{name}": data for name, data in package.items()},
        )  # fmt: skip
    if beyond := left_out(output.layer):
        output.lost["All but GeoJSON"] = [Message("left out: {fields}", fields=plain(", ".join(beyond)))]
    if any(project.properties.get("images") for project in output.layer.projects):
        output.lost["All data"] = [Message("pictures themselves; the names of their files are there")]


def _add_standards(output: LayerFiles, language: str) -> None:
    for name, path, media_type in (
        ("IATI 2.03", "projects.iati.xml", "application/xml"),
        (f"OC4IDS 0.9.5 ({language})", "projects.oc4ids.json", "application/json"),
    ):
        try:
            write = iati.write(output.layer) if path.endswith(".xml") else oc4ids.write(output.layer, language)
        except CoopmapError as error:
            output.lost[name] = [error.sentence]
            continue
        data, losses = write
        _offer(output, Offer(name, path, media_type, len(data)), {path: data})
        if clauses := [*losses.lines()]:
            output.lost[name] = [*clauses]


def _offer(output: LayerFiles, offer: Offer, contents: dict[str, bytes]) -> None:
    output.offers.append(offer)
    for path, data in contents.items():
        output.put(path, data)


def _map_page(output: LayerFiles, source: Source, address: str | None, notify: Callable[[str], object]) -> bytes:
    publication = Publication(
        address,
        [*_alternates(output)],
        [Download(f"{address or ''}{offer.path}", offer.media_type) for offer in output.offers],
    )
    preview = f"{address}{PICTURE}" if address else None
    document = document_of(source.layer, notify=notify, preview=preview, published=publication, **source.companions)
    return document.html().encode("utf-8", "surrogatepass")


def _alternates(output: LayerFiles) -> Iterator[Alternate]:
    if output.has(FEED):
        yield Alternate("application/atom+xml", FEED)
    if output.has(OEMBED):
        yield Alternate("application/json+oembed", OEMBED)
