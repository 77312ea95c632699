"""The files beside a layer, indicators.json, milestones.json and story.json: read, and brought into canonical form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from geo.errors import CoopmapError, ReadError
from geo.io import beside, canonical_json
from geo.io.table_address import TableAddress, place_of
from geo.messages import Message
from geo.model.field import Field
from geo.model.geojson import are_records
from geo.model.schema import INDICATOR, MILESTONE, STOP, ordered

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping, Sequence

Record: TypeAlias = "dict[str, Any]"
"""A record as its file has it, checked by nobody: what a key holds is for the check."""


def read_indicators(path: str | os.PathLike[str] | TableAddress) -> list[Record]:
    """The indicators in display order, plain JSON; empty when there is no such file. Raises ReadError."""
    return _read(path, "indicators")


def read_milestones(path: str | os.PathLike[str] | TableAddress) -> list[Record]:
    """The milestones in the file's order, plain JSON; empty when there is no such file. Raises ReadError."""
    return _read(path, "milestones")


def read_story(path: str | os.PathLike[str] | TableAddress) -> list[Record]:
    """The stops of a story in their order, plain JSON; empty when there is no such file. Raises ReadError."""
    return _read(path, "stops")


def _read(path: str | os.PathLike[str] | TableAddress, member: str) -> list[Record]:
    place = place_of(path)
    value = beside.read_json(place)
    if value is beside.NOTHING:
        return []
    entries = value.get(member) if isinstance(value, dict) else None
    if not are_records(entries):
        raise ReadError(
            str(place),
            Message("is no file of {member}: it should hold a list of records under “{member}”.", member=member),
        )
    return entries


def indicators_text(indicators: Sequence[Mapping[str, object]]) -> str:
    """Canonical text of indicators.json; the order of the indicators stays."""
    return _text("indicators", indicators, INDICATOR)


def milestones_text(milestones: Sequence[Mapping[str, object]]) -> str:
    """Canonical text of milestones.json, by date and then id."""
    return _text("milestones", sorted(milestones, key=_by_date), MILESTONE)


def story_text(stops: Sequence[Mapping[str, object]]) -> str:
    """Canonical text of story.json; the order of the stops stays."""
    return _text("stops", stops, STOP)


def _by_date(milestone: Mapping[str, object]) -> tuple[str, str]:
    return str(milestone.get("date", "")), str(milestone.get("id", ""))


def _text(member: str, entries: Sequence[Mapping[str, object]], fields: tuple[Field, ...]) -> str:
    try:
        return canonical_json.dumps({member: [ordered(entry, fields) for entry in entries]})
    except (TypeError, ValueError, RecursionError) as error:
        raise CoopmapError(
            Message("The {member} cannot be written as JSON: {error}.", member=member, error=error)
        ) from None
