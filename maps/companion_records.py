"""Key figures, events and stops without what the schema refuses: of what is left the types can be trusted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from geo.checks import validate
from geo.model import schema


def readable_indicator(indicator: Mapping[str, Any]) -> Mapping[str, Any]:
    """An indicator of any layer, also of one that was not checked."""
    return _readable(indicator, schema.INDICATOR)


def readable_milestone(milestone: Mapping[str, Any]) -> Mapping[str, Any]:
    """A milestone of any layer, also of one that was not checked."""
    return _readable(milestone, schema.MILESTONE)


def readable_stop(stop: Mapping[str, Any]) -> Mapping[str, Any]:
    """A stop of any story, also of one that was not checked."""
    return _readable(stop, schema.STOP)


def _readable(record: Mapping[str, Any], fields: tuple[schema.Field, ...]) -> Mapping[str, Any]:
    return validate.pruned(record, [path for path, _ in validate.faults("", record, fields)], fields)
