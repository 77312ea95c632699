"""A project, and what changes in one, in full, as lines for a person at a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.errors import plain
from geo.messages import Joined, Message, template

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo import FieldChange
    from geo.model.geojson import Feature

LONGEST = 2000
"""Characters of one value that are shown; the schema allows no field as many."""

SHORT = 40
"""Characters of a value that stands beside another one on a line."""


def feature_lines(feature: Feature) -> Iterator[str]:
    """A project, a field a line, nothing of it left out."""
    yield f"{'on the map':16} {_place(feature.get('geometry'))}"
    for key, value in feature["properties"].items():
        entries = value if isinstance(value, list) and any(isinstance(entry, dict) for entry in value) else [value]
        yield from (f"{plain(key):16} {whole(entry)}" for entry in entries)


def _place(shape: object) -> str:
    if not isinstance(shape, dict):
        return Message("nowhere; it is listed, not placed")
    return _cut(plain(f"{shape.get('type')} {shape.get('coordinates')}"))


def whole(value: object) -> str:
    """A value on one line; of a huge one its beginning and how much follows."""
    if isinstance(value, dict):
        return _cut("; ".join(f"{plain(key)}: {whole(entry)}" for key, entry in value.items()))
    if isinstance(value, list):
        return _cut((" · " if any(isinstance(entry, dict) for entry in value) else ", ").join(map(whole, value)))
    return _cut(str(value))


def _cut(text: str) -> str:
    """The text, not too long; blanks that keep a line together are blanks."""
    text = text.replace("\u00a0", " ").replace("\u202f", " ")
    more = len(text) - LONGEST
    if more <= 0:
        return plain(text)
    return Message("{text} … and {more:,} characters more", text=plain(text[:LONGEST]), more=more)


def change_lines(field: FieldChange) -> Iterator[str]:
    """One field's change; what was and what is suggested below each other when they are long."""
    from geo.review.diff import ABSENT
    from geo.review.diff_text import field_words

    path, before, after = plain(field.path), field.before, field.after
    if path == "geometry":
        yield field_words(field)
        yield from _way(before, after)
    elif before is ABSENT:
        yield Message("{field}: added {value}", field=path, value=whole(after))
    elif after is ABSENT:
        yield Message("{field}: removed {value}", field=path, value=whole(before))
    elif max(len(whole(before)), len(whole(after))) <= SHORT:
        yield f"{path}: {whole(before)} → {whole(after)}"
    else:
        yield f"{path}:"
        yield Joined(["  ", Message("was  {value}", value=whole(before))], "")
        yield Joined(["  ", Message("new  {value}", value=whole(after))], "")


def _way(before: object, after: object) -> Iterator[str]:
    """Which way a point was moved, and what lies around its places."""
    from geo.model.geometry import direction
    from geo.places.coordinates import Coordinates
    from maps.commands.places import surroundings

    places = [(words, _point(shape)) for words, shape in ((_WAS, before), (_NEW, after))]
    if all(at for _, at in places):
        (_, (x1, y1)), (_, (x2, y2)) = places  # type: ignore[misc]
        yield Joined(["  ", Message("to the {direction}", direction=_DIRECTIONS[direction(x1, y1, x2, y2)])], "")
    for words, at in places:
        if at:
            yield Joined(["  ", Message(words, value=surroundings(Coordinates(*at)))], "")


_WAS, _NEW = template("was  {value}"), template("new  {value}")

_DIRECTIONS = {
    word: Message(word)
    for word in (
        template("north"),
        template("north-east"),
        template("east"),
        template("south-east"),
        template("south"),
        template("south-west"),
        template("west"),
        template("north-west"),
    )
}
"""The eight directions of the compass."""


def _point(shape: object) -> tuple[float, float] | None:
    from geo.model.geometry import is_position, on_globe

    if not isinstance(shape, dict) or shape.get("type") != "Point":
        return None
    at = shape.get("coordinates")
    return (at[0], at[1]) if is_position(at) and on_globe(at) else None
