"""The files beside a layer, indicators.json, milestones.json and story.json: read, and brought into canonical form."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from geo.errors import CoopmapError, ReadError
from geo.io import canonical_json, files
from geo.model.schema import INDICATOR, MILESTONE, STOP, Field, ordered

if TYPE_CHECKING:
    from collections.abc import Sequence


def read_indicators(path: str | os.PathLike[str]) -> list[dict[str, Any]]:
    """The indicators in display order, plain JSON; empty when there is no such file. Raises ReadError."""
    return _read(path, "indicators")


def read_milestones(path: str | os.PathLike[str]) -> list[dict[str, Any]]:
    """The milestones in the file's order, plain JSON; empty when there is no such file. Raises ReadError."""
    return _read(path, "milestones")


def read_story(path: str | os.PathLike[str]) -> list[dict[str, Any]]:
    """The stops of a story in their order, plain JSON; empty when there is no such file. Raises ReadError."""
    return _read(path, "stops")


def _read(path: str | os.PathLike[str], member: str) -> list[dict[str, Any]]:
    name = os.fspath(path)
    if not os.path.lexists(name):
        return []
    value = files.read_json(name)
    entries = value.get(member) if isinstance(value, dict) else None
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise ReadError(name, f"is no file of {member}: it should hold a list of records under “{member}”.")
    return entries


def indicators_text(indicators: Sequence[dict[str, Any]]) -> str:
    """Canonical text of indicators.json; the order of the indicators stays."""
    return _text("indicators", indicators, INDICATOR)


def milestones_text(milestones: Sequence[dict[str, Any]]) -> str:
    """Canonical text of milestones.json, by date and then id."""
    return _text("milestones", sorted(milestones, key=_by_date), MILESTONE)


def story_text(stops: Sequence[dict[str, Any]]) -> str:
    """Canonical text of story.json; the order of the stops stays."""
    return _text("stops", stops, STOP)


def _by_date(milestone: dict[str, Any]) -> tuple[str, str]:
    return str(milestone.get("date", "")), str(milestone.get("id", ""))


def _text(member: str, entries: Sequence[dict[str, Any]], fields: tuple[Field, ...]) -> str:
    try:
        return canonical_json.dumps({member: [ordered(entry, fields) for entry in entries]})
    except (TypeError, ValueError, RecursionError) as error:
        raise CoopmapError(f"The {member} cannot be written as JSON: {error}.") from None
