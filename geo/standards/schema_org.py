"""A layer as a Dataset of schema.org (JSON-LD), which search engines of data read in a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from geo.standards.licences import licence_address

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geo.layer import Layer
    from geo.model.geojson import Json


class Download(NamedTuple):
    """A file in which the data can be had."""

    address: str
    """Where it is: absolute, or from the page's own address."""
    media_type: str
    """Such as application/geo+json."""


class About(NamedTuple):
    """What a page says of a layer in the page's own language."""

    language: str
    """Its tag."""
    title: str
    """The title of the page."""
    description: str
    """What stands where the layer has no subtitle."""
    countries: Sequence[str] = ()
    """The names of the countries that the layer is about."""
    box: tuple[float, float, float, float] | None = None
    """(west, south, east, north) in degrees of all that is placed."""
    address: str | None = None
    """Where the page will be found."""
    downloads: Sequence[Download] = ()
    """Where the data can be had, as far as that is known."""


def dataset(layer: Layer, about: About) -> dict[str, Json]:
    """The Dataset: only what the layer says of itself; what it does not say is absent."""
    members = layer.members
    others = {_member(members, "title", tag) for tag in layer.languages}
    contact = _text(members.get("contact"))
    name = _member(members, "publisher", about.language) or _text(members.get("publisher"))
    publisher = _publisher(name, contact)
    record: dict[str, Json] = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": about.title,
        "alternateName": sorted(others - {"", about.title}),
        "description": _member(members, "subtitle", about.language) or about.description,
        "url": about.address,
        "version": _text(members.get("version")),
        "dateModified": _text(members.get("as_of")),
        "license": licence_address(members.get("licence")) or _text(members.get("licence")),
        "inLanguage": list(layer.languages),
        "creator": publisher,
        "publisher": publisher,
        "spatialCoverage": _coverage(about),
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": each.media_type, "contentUrl": each.address}
            for each in about.downloads
        ],
    }
    return {key: value for key, value in record.items() if value not in (None, "", [], {})}


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _member(members: Mapping[str, Json], name: str, language: str) -> str:
    return _text(members.get(f"{name}_{language}"))


def _publisher(name: str, contact: str) -> dict[str, Json]:
    if not name:
        return {}
    record: dict[str, Json] = {"@type": "Organization", "name": name}
    if contact.startswith(("https://", "http://")):
        record["url"] = contact
    elif "@" in contact:
        record["email"] = contact
    return record


def _coverage(about: About) -> list[Json]:
    places: list[Json] = [{"@type": "Place", "name": name} for name in about.countries]
    if about.box is not None:
        west, south, east, north = about.box
        # schema.org writes a box as its corners, latitude first.
        places.append({"@type": "Place", "geo": {"@type": "GeoShape", "box": f"{south} {west} {north} {east}"}})
    return places
