"""Positions as people write and paste them: decimals, degrees with minutes and seconds, map links; never guessed.

`read` tells a position from a name; where the text does not say which number is the latitude, it gives both readings.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Literal, NamedTuple

from geo.errors import CoopmapError, show
from geo.messages import Message
from geo.places.map_links import is_link, read_link

if TYPE_CHECKING:
    from collections.abc import Iterator

Axis = Literal["lat", "lon"]

LONGEST = 2000
"""Characters of the longest text that may be a position; map sites make long links."""

DECIMALS = 6
"""Decimals that are kept: 0.1 m."""

_DIRECTIONS: tuple[tuple[str, Axis, int], ...] = (
    (r"с\.?\s?ш\.?|с\.\s?е\.?|sh\.?\s?k\.?|north|север|n|с", "lat", 1),
    (r"ю\.?\s?ш\.?|south|юг|s|ю", "lat", -1),
    (r"в\.?\s?д\.?|ш\.\s?б\.?|shq?\.?\s?u\.?|east|восток|e|е|в", "lon", 1),
    (r"з\.?\s?д\.?|west|запад|w|з", "lon", -1),
    (r"latitude|lat|широта|kenglik|ендік", "lat", 0),
    (r"longitude|long|lng|lon|долгота|uzunlik|бойлық", "lon", 0),
)
"""What stands for an axis and a side of it, small letters: English, Russian, Kazakh and Uzbek; 0 leaves the sign be."""

_LETTER = r"[^\W\d_]"
_WORD = re.compile(
    rf"(?<!{_LETTER})(?:"
    + "|".join(f"(?P<d{number}>{pattern})" for number, (pattern, _, _) in enumerate(_DIRECTIONS))
    + rf")(?!{_LETTER})"
)
_NUMBER = r"[+-]?\d+(?:\.\d+)?"
_MARKS = str.maketrans(
    {"′": "'", "’": "'", "‘": "'", "ʹ": "'", "ʼ": "'", "″": '"', "”": '"', "“": '"', "º": "°", "−": "-", "–": "-"}
)


class Coordinates(NamedTuple):
    """A position in degrees, WGS 84. source: where it was read, for `location_source`; view: it is only the middle of
    the map that was looked at, not a pin in it."""

    lon: float
    lat: float
    source: str = ""
    view: bool = False


class _Angle(NamedTuple):
    axis: Axis | None
    degrees: float


def read(text: str) -> list[Coordinates]:
    """The positions that a text may mean: one, two when its order is open (latitude first, then longitude first), none
    when it is a name. Raises CoopmapError when it is a position or a map link that cannot be."""
    text = text.strip()
    if len(text) > LONGEST:
        return []
    if is_link(text):
        lon, lat, source, view = read_link(text)
        return [_coordinates(text, lon, lat, source, view)]
    halves = _halves(text)
    if halves is None:
        return []
    first, second = halves
    if first.axis == second.axis and first.axis is not None:
        raise CoopmapError(
            Message("{text} has two latitudes.", text=show(text))
            if first.axis == "lat"
            else Message("{text} has two longitudes.", text=show(text))
        )
    if first.axis is None and second.axis is None:
        return _both_ways(text, first.degrees, second.degrees)
    north, east = (first, second) if first.axis == "lat" or second.axis == "lon" else (second, first)
    return [_coordinates(text, east.degrees, north.degrees)]


def _both_ways(text: str, first: float, second: float) -> list[Coordinates]:
    ways = [(second, first), (first, second)]
    if text.startswith("[") or re.match(r"point\b", text, re.IGNORECASE):  # GeoJSON and WKT: longitude first
        ways = [(first, second)]
    readings = [_coordinates(text, lon, lat) for lon, lat in ways if abs(lat) <= 90 and abs(lon) <= 180]
    if not readings:
        raise _off(text)
    return readings if readings[0] != readings[-1] else readings[:1]


def _coordinates(text: str, lon: float, lat: float, source: str = "", view: bool = False) -> Coordinates:
    if abs(lat) > 90 or abs(lon) > 180:
        raise _off(text)
    return Coordinates(round(lon, DECIMALS), round(lat, DECIMALS), source, view)


def _off(text: str) -> CoopmapError:
    return CoopmapError(
        Message(
            "{text} is off the globe: a latitude is -90 to 90 degrees, a longitude -180 to 180; minutes and"
            " seconds are below 60.",
            text=show(text),
        )
    )


# Numbers and letters


def _halves(text: str) -> tuple[_Angle, _Angle] | None:
    """The two angles of a text, or None when it is no pair of numbers with nothing but marks and directions."""
    plain = unicodedata.normalize("NFC", text).casefold().translate(_MARKS).replace("''", '"')
    plain = re.sub(r"^point\s*", "", plain).strip("()[] \t.;,")
    plain = re.sub(r"\s+", " ", plain)
    words = list(_WORD.finditer(plain))
    bare = _WORD.sub(" ", plain)
    if re.search(_LETTER, bare) or not re.search(r"\d", bare) or re.search(r"[^\d\s.,;:/°'\"+-]", bare):
        return None
    parts = _parted(plain, words)
    if parts is None:
        return None
    angles = [_angle(text, part) for part in parts]
    return (angles[0], angles[1]) if angles[0] and angles[1] else None


def _parted(plain: str, words: list[re.Match[str]]) -> tuple[str, str] | None:
    """The text cut between its two angles."""
    if len(words) > 2:
        return None
    if len(words) == 2:
        leading = re.search(r"\d", plain[: words[0].start()]) is None
        cut = words[1].start() if leading else words[0].end()
        return plain[:cut], plain[cut:]
    return next(_cuts(_WORD.sub(" ", plain) if not words else plain), None)


def _cuts(plain: str) -> Iterator[tuple[str, str]]:
    """Ways to cut in two: at a semicolon or slash, before the second degree sign's number, at the one comma that parts
    and is no decimal sign, at the space in the middle."""
    if len(halves := re.split(r"[;/]", plain)) == 2:
        yield halves[0], halves[1]
    if plain.count("°") == 2:
        second = [*re.finditer(r"[+-]?[\d.,]+\s*°", plain)][1:]
        if second:
            yield plain[: second[0].start()], plain[second[0].start() :]
    if len(halves := re.split(r",\s+", plain)) == 2:
        yield halves[0], halves[1]
    commas = plain.split(",")
    if len(commas) == 2 and (re.fullmatch(r"\s*[+-]?\d+\s*,\s*[+-]?\d+\s*", plain) or "." in plain):
        yield commas[0], commas[1]
    if len(commas) == 4:
        yield ",".join(commas[:2]), ",".join(commas[2:])
    spaced = plain.split()
    if len(spaced) % 2 == 0:
        middle = len(spaced) // 2
        yield " ".join(spaced[:middle]), " ".join(spaced[middle:])


def _angle(text: str, part: str) -> _Angle | None:
    """The angle of one half: degrees alone, with minutes, with seconds; with a direction before or behind it."""
    word = _WORD.search(part)
    axis, side = _axis(word) if word else (None, 0)
    digits = re.sub(r"(?<=\d),(?=\d)", ".", _WORD.sub(" ", part)).strip(" ,;:")
    match = re.fullmatch(
        rf"({_NUMBER})\s*°?(?:\s*(\d+(?:\.\d+)?)\s*'?)?(?:\s*(\d+(?:\.\d+)?)\s*\"?)?", digits.replace(":", " ")
    )
    if not match:
        return None
    degrees, minutes, seconds = (float(part or 0) for part in match.groups())
    if minutes >= 60 or seconds >= 60 or (side and degrees < 0):
        raise _off(text)
    size = abs(degrees) + minutes / 60 + seconds / 3600
    negative = side < 0 or match[1].startswith("-")
    return _Angle(axis, -size if negative else size)


def _axis(word: re.Match[str]) -> tuple[Axis, int]:
    number = next(int(name[1:]) for name, value in word.groupdict().items() if value is not None)
    _, axis, side = _DIRECTIONS[number]
    return axis, side
