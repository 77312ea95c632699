"""Key figures, events and stops without what the schema refuses: of what is left the types can be trusted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias, cast

from geo.checks import validate
from geo.model import schema
from geo.model.field import Field
from geo.model.languages import USUAL
from geo.model.record_types import Indicator, Milestone, Stop

Record: TypeAlias = Mapping[str, object]
"""A record as its file has it, which nobody has checked."""


def readable_indicator(indicator: Record, languages: tuple[str, ...] = USUAL) -> Indicator:
    """An indicator of any layer, also of one that was not checked."""
    return cast("Indicator", _readable(indicator, schema.INDICATOR, languages))


def readable_milestone(milestone: Record, languages: tuple[str, ...] = USUAL) -> Milestone:
    """A milestone of any layer, also of one that was not checked."""
    return cast("Milestone", _readable(milestone, schema.MILESTONE, languages))


def readable_stop(stop: Record, languages: tuple[str, ...] = USUAL) -> Stop:
    """A stop of any story, also of one that was not checked."""
    return cast("Stop", _readable(stop, schema.STOP, languages))


def _readable(record: Record, fields: tuple[Field, ...], languages: tuple[str, ...]) -> Record:
    """Its texts in the order of the languages: of a text that lacks one, the first that it has stands in."""
    sound = validate.pruned(record, [path for path, _ in validate.faults("", record, fields)], fields)
    return schema.ordered(sound, fields, languages)
