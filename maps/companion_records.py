"""Key figures, events and stops without what the schema refuses: of what is left the types can be trusted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias, cast

from geo.checks import validate
from geo.model import schema
from geo.model.field import Field
from geo.model.record_types import Indicator, Milestone, Stop

Record: TypeAlias = Mapping[str, object]
"""A record as its file has it, which nobody has checked."""


def readable_indicator(indicator: Record) -> Indicator:
    """An indicator of any layer, also of one that was not checked."""
    return cast("Indicator", _readable(indicator, schema.INDICATOR))


def readable_milestone(milestone: Record) -> Milestone:
    """A milestone of any layer, also of one that was not checked."""
    return cast("Milestone", _readable(milestone, schema.MILESTONE))


def readable_stop(stop: Record) -> Stop:
    """A stop of any story, also of one that was not checked."""
    return cast("Stop", _readable(stop, schema.STOP))


def _readable(record: Record, fields: tuple[Field, ...]) -> Record:
    return validate.pruned(record, [path for path, _ in validate.faults("", record, fields)], fields)
