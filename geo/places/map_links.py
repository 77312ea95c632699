"""Links of map sites as positions: OpenStreetMap, Google, Yandex, 2GIS and geo: addresses.

Each site puts the numbers in its own order: Yandex and 2GIS the longitude first, the others the latitude.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

from geo.errors import CoopmapError, show
from geo.messages import Message

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Pair = tuple[float, float]

_NUMBER = r"-?\d{1,3}(?:\.\d+)?"
_PAIR = re.compile(rf"\s*\+?({_NUMBER})\s*,[\s+]*({_NUMBER})(?![\d.])")
_LINK = re.compile(r"(?:https?://|geo:)|(?:[a-z0-9-]+\.)+[a-z]{2,}/", re.IGNORECASE)
_OSM_CODE = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_~"


class LinkPosition(NamedTuple):
    """What a link holds: degrees, the site, and whether it is only the middle of the view."""

    lon: float
    lat: float
    source: str
    view: bool


class _Parts(NamedTuple):
    path: str
    fragment: str
    fields: Mapping[str, str]
    text: str


def is_link(text: str) -> bool:
    """Whether a text is an address, of a map or not."""
    return _LINK.match(text) is not None and not re.search(r"\s\D", text)


def read_link(text: str) -> LinkPosition:
    """The position in a link, a pin before the middle of the view. Raises CoopmapError when there is none."""
    if text.lower().startswith("geo:"):
        return _geo(text)
    try:
        address = urlsplit(text if "://" in text else f"https://{text}")
        host = (address.hostname or "").lower()
    except ValueError:
        raise CoopmapError(Message("{text} is no address.", text=show(text))) from None
    fields = {key: value[-1] for key, value in parse_qs(f"{address.query}&{address.fragment.lstrip('!/?')}").items()}
    parts = _Parts(unquote(address.path), unquote(address.fragment), fields, unquote(text))
    for pattern, name, reader in _SITES:
        if re.search(pattern, host):
            return _read(text, parts, name, reader)
    raise CoopmapError(
        Message(
            "{text} is no map link that coopmap reads. Paste one of OpenStreetMap, Google, Yandex or 2GIS,"
            " or the coordinates.",
            text=show(text),
        )
    )


def _read(
    text: str, parts: _Parts, name: str, reader: Callable[[_Parts], tuple[Pair | None, Pair | None]]
) -> LinkPosition:
    pin, view = reader(parts)
    if position := pin or view:
        lon, lat = position
        what = Message("the pin") if pin else Message("the middle of the view")
        return LinkPosition(lon, lat, Message("{name}, {what} of a pasted link", name=name, what=what), pin is None)
    raise CoopmapError(
        Message(
            "{text} holds no coordinates. If it is a short link, open it and paste the long address; else"
            " put a pin on the map and paste its coordinates.",
            text=show(text),
        )
    )


def _geo(text: str) -> LinkPosition:
    """RFC 5870: geo:latitude,longitude; Android puts a pin into ?q=."""
    body, _, query = text[4:].partition("?")
    pin = _lat_lon(parse_qs(query).get("q", [""])[0])
    position = pin or _lat_lon(unquote(body))
    if position is None:
        raise CoopmapError(Message("{text} holds no coordinates.", text=show(text)))
    return LinkPosition(*position, "a geo: link", view=False)


def _lat_lon(text: str | None) -> Pair | None:
    """(longitude, latitude) of "latitude,longitude"."""
    pair = _lon_lat(text)
    return pair and (pair[1], pair[0])


def _lon_lat(text: str | None) -> Pair | None:
    """(longitude, latitude) of "longitude,latitude"."""
    match = _PAIR.match(text or "")
    return (float(match[1]), float(match[2])) if match else None


def _first(*pairs: Pair | None) -> Pair | None:
    return next((pair for pair in pairs if pair), None)


def _openstreetmap(parts: _Parts) -> tuple[Pair | None, Pair | None]:
    fields = parts.fields
    pin = _lat_lon(f"{fields.get('mlat')},{fields.get('mlon')}")
    view = _lat_lon(f"{fields.get('lat')},{fields.get('lon')}")
    match = re.search(rf"\bmap=\d+(?:\.\d+)?/({_NUMBER})/({_NUMBER})", parts.fragment)
    view = _lat_lon(f"{match[1]},{match[2]}") if match else view
    if code := re.match(r"/go/([\w~@]+)", parts.path):
        return (
            (None, _unshortened(code[1])) if "m" not in parts.text.partition("?")[2] else (_unshortened(code[1]), None)
        )
    return pin, view


def _unshortened(code: str) -> Pair:
    """OpenStreetMap's own short links: bits of longitude and latitude by turns, six to a letter."""
    x = y = bits = 0
    for letter in code.replace("@", "~"):
        value = _OSM_CODE.index(letter)
        for shift in (4, 2, 0):
            x, y = x << 1 | value >> shift + 1 & 1, y << 1 | value >> shift & 1
        bits += 3
    return x * 360 / 2**bits - 180, y * 180 / 2**bits - 90


def _google(parts: _Parts) -> tuple[Pair | None, Pair | None]:
    pins = re.findall(rf"!3d({_NUMBER})!4d({_NUMBER})", parts.text)
    pin = _lat_lon(",".join(pins[-1])) if pins else None
    asked = (_lat_lon(parts.fields.get(key)) for key in ("q", "query", "destination", "daddr"))
    in_path = re.search(r"/maps/(?:place|search)/([^/@]*)", parts.path)
    pin = _first(pin, *asked, _lat_lon(in_path[1]) if in_path else None)
    middle = re.search(rf"@({_NUMBER},{_NUMBER})", parts.path)
    return pin, _first(
        _lat_lon(middle[1]) if middle else None, *(_lat_lon(parts.fields.get(k)) for k in ("ll", "center"))
    )


def _yandex(parts: _Parts) -> tuple[Pair | None, Pair | None]:
    fields = parts.fields
    pins = (_lon_lat(fields.get(key)) for key in ("whatshere[point]", "poi[point]", "pt", "point"))
    return _first(*pins, _lat_lon(fields.get("text"))), _lon_lat(fields.get("ll"))


def _two_gis(parts: _Parts) -> tuple[Pair | None, Pair | None]:
    match = re.search(rf"/({_NUMBER},{_NUMBER})(?:/|$)", parts.path)
    return _lon_lat(match[1]) if match else None, _lon_lat(parts.fields.get("m"))


def _apple(parts: _Parts) -> tuple[Pair | None, Pair | None]:
    fields = parts.fields
    return _first(_lat_lon(fields.get("coordinate")), _lat_lon(fields.get("ll")), _lat_lon(fields.get("q"))), None


_SITES: tuple[tuple[str, str, Callable[[_Parts], tuple[Pair | None, Pair | None]]], ...] = (
    (r"(^|\.)(openstreetmap|osm)\.org$", "OpenStreetMap", _openstreetmap),
    (r"(^|\.)google\.[a-z.]+$|(^|\.)goo\.gl$", "Google Maps", _google),
    (r"(^|\.)yandex\.[a-z.]+$|(^|\.)ya\.ru$", "Yandex Maps", _yandex),
    (r"(^|\.)2gis\.[a-z.]+$", "2GIS", _two_gis),
    (r"^maps\.apple\.com$", "Apple Maps", _apple),
)
