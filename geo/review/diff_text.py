"""Differences between layers in words, for a person."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, TypeGuard

from geo.errors import plain
from geo.messages import Joined, Message, Plural, plural
from geo.model.geometry import distance_m, is_position, positions
from geo.review.diff import ABSENT, LAYER

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geo.model.geojson import Geometry
    from geo.review.diff import Change, FieldChange, What

EXCERPT = 60
"""Characters of a value that a sentence repeats."""

NAMED = 3
"""Changes that a headline names."""


def words(changes: Sequence[Change]) -> list[str]:
    """The changes as lines for a person, the last one a summary; a changed project's fields are indented."""
    lines = [line for change in changes for line in change_words(change)]
    return [*lines, summary(changes)]


def summary(changes: Sequence[Change]) -> str:
    """How many projects were added, changed and removed, as a sentence."""
    own = [change for change in changes if change.where != LAYER]
    counts = Counter(change.what for change in own)
    parts: list[str] = [Plural(*words, count=counts[what]) for what, words in _COUNTS.items() if counts[what]]
    if len(own) < len(changes):
        parts.append(Message("the layer's own text changed"))
    return Joined([Joined(parts), "."], "") if parts else Message("Nothing differs.")


_COUNTS: dict[What, tuple[str, str]] = {
    "added": plural("{count} project added", "{count} projects added"),
    "changed": plural("{count} project changed", "{count} projects changed"),
    "removed": plural("{count} project removed", "{count} projects removed"),
}
"""How many projects underwent what."""

_WORDS: dict[What, Message] = {
    "added": Message("added"),
    "changed": Message("changed"),
    "removed": Message("removed"),
}
"""What a project underwent."""


def headline(changes: Sequence[Change]) -> str:
    """The changes on one line with what they touch, of many the first three: "changed depot (Depot): status"."""
    parts = [_headline(change) for change in changes[:NAMED]]
    if (more := len(changes) - NAMED) > 0:
        parts.append(Message("and {number:,} more", number=more))
    return Joined(parts, "; ") if parts else Message("nothing differs")


def _headline(change: Change) -> str:
    paths = (field.path.partition("[")[0].partition(".")[0] for field in change.fields)
    touched = ", ".join(map(plain, dict.fromkeys(paths)))
    title = Message("{what} {project}", what=_WORDS[change.what], project=_titled(change))
    return Joined([title, *([_short(touched)] if touched else [])], ": ")


def _titled(change: Change) -> str:
    """The id, with the name as far as there is one."""
    return f"{change.where} ({plain(_short(change.name))})" if change.name else change.where


def change_words(change: Change) -> list[str]:
    """One project's change as lines."""
    sign = {"added": "+", "removed": "-", "changed": "~"}[change.what]
    title = f"{change.where} ({plain(change.name)})" if change.name else change.where
    if change.what != "changed":
        return [Joined([f"{sign} {title}", _WORDS[change.what]], ": ")]
    return [f"{sign} {title}", *(Joined(["    ", field_words(field)], "") for field in change.fields)]


def field_words(change: FieldChange) -> str:
    """One field's change as a line: `status: operating → suspended`."""
    before, after = change.before, change.after
    if change.path == "geometry":
        return Joined(["geometry", _moved(before, after)], ": ")
    if before is ABSENT:
        return Message("{field}: added {value}", field=plain(change.path), value=value_words(after))
    if after is ABSENT:
        return Message("{field}: removed {value}", field=plain(change.path), value=value_words(before))
    if isinstance(before, str) and isinstance(after, str):
        before, after = _apart(before, after)
        return f"{plain(change.path)}: {plain(before)} → {plain(after)}"
    return f"{plain(change.path)}: {value_words(before)} → {value_words(after)}"


def value_words(value: object) -> str:
    """A value on one line, short: text as it is, lists by comma, of a record what names it."""
    if isinstance(value, str):
        return plain(_short(value))
    if isinstance(value, list) and value and all(isinstance(entry, (str, int, float)) for entry in value):
        return plain(_short(", ".join(map(str, value))))
    if isinstance(value, list) and value and all(isinstance(entry, dict) for entry in value):
        return "; ".join(map(value_words, value))
    if isinstance(value, dict):
        naming = [str(value[key]) for key in ("title", "name", *_labels(value), "field", "src") if key in value]
        naming += [f"{value[key]} {value.get(unit, '')}".strip() for key, unit in _AMOUNTS if key in value]
        if naming:
            return plain(_short(", ".join(naming)))
    return plain(_short(_text(value)))


def _labels(record: Mapping[str, object]) -> list[str]:
    """The key of a record's label, of several languages the first."""
    return [key for key in record if key.startswith("label_")][:1]


_AMOUNTS = (("amount", "currency"), ("value", "unit"))


def _short(text: str) -> str:
    return text if len(text) <= EXCERPT else text[: EXCERPT - 1].rstrip() + "…"


def _apart(before: str, after: str) -> tuple[str, str]:
    """Two texts, when they are long only around the place where they differ."""
    if max(len(before), len(after)) <= EXCERPT:
        return before, after
    start = next(
        (i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), min(len(before), len(after))
    )
    rest = min(len(before), len(after)) - start
    end = next((i for i in range(rest) if before[-1 - i] != after[-1 - i]), rest)
    start = max(0, before.rfind(" ", 0, max(0, start - 12)) + 1)
    return _around(before, start, end), _around(after, start, end)


def _around(text: str, start: int, end: int) -> str:
    stop = len(text) - max(0, end - 12)
    cut = text[start:stop]
    if len(cut) > 2 * EXCERPT:
        cut = f"{cut[:EXCERPT]} … {cut[-EXCERPT:]}"
    return f"{'…' if start else ''}{cut}{'…' if stop < len(text) else ''}"


def _moved(before: object, after: object) -> str:
    """What happened to a geometry."""
    if _is_point(before) and _is_point(after):
        (x1, y1), (x2, y2) = _position(before), _position(after)
        old, new, distance = f"{x1}, {y1}", f"{x2}, {y2}", _distance(x1, y1, x2, y2)
        return Message("moved {distance}, from {old} to {new}", distance=distance, old=old, new=new)
    return Joined([_shape(before), _shape(after)], " → ")


def _is_point(shape: object) -> TypeGuard[Geometry]:
    return isinstance(shape, dict) and shape.get("type") == "Point" and is_position(shape.get("coordinates"))


def _position(point: Geometry) -> tuple[float, float]:
    """Longitude and latitude of a Point."""
    lon, lat, *_ = next(positions(point))
    return lon, lat


def _distance(x1: float, y1: float, x2: float, y2: float) -> str:
    metres = distance_m(x1, y1, x2, y2)
    if metres < 1000:
        return Message("{metres:.0f} m", metres=metres)
    return Message("{kilometres:,.1f} km", kilometres=metres / 1000)


def _shape(shape: object) -> str:
    if shape is None or shape is ABSENT:
        return Message("not placed")
    if _is_point(shape):
        lon, lat = _position(shape)
        return f"Point {lon}, {lat}"
    if isinstance(shape, dict) and isinstance(shape.get("type"), str):
        number = _positions(shape.get("coordinates", []))
        return Plural(
            "{kind} of {count} position", "{kind} of {count} positions", kind=plain(shape["type"]), count=number
        )
    return plain(_short(_text(shape)))


def _positions(part: object) -> int:
    if isinstance(part, list) and part and isinstance(part[0], (int, float)):
        return 1
    return sum(map(_positions, part)) if isinstance(part, list) else 0


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=repr)
