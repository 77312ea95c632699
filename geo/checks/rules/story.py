"""A story against the layer and the key figures that it is told with: what it names is there, its views are areas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.checks.grades import finding
from geo.checks.validate import nearest
from geo.errors import show
from geo.messages import Message

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from geo.errors import Problem
    from geo.model.record_types import KeyFigure, Stop, View

_HALF_ROUND = 180
"""Degrees that a view across the 180th meridian may be wide: a wider one has its sides exchanged."""


class Cast:
    """What a story may name: the ids of projects, and the periods for which each indicator has a number."""

    def __init__(self, ids: Sequence[str], indicators: Sequence[Mapping[str, object]]) -> None:
        self.ids = frozenset(ids)
        self.periods = {str(indicator.get("id")): _periods(indicator) for indicator in indicators}

    def findings(self, where: str, clean: Stop, _record: Mapping[str, object]) -> Iterator[Problem]:
        """What is wrong with a stop; `clean` is the stop without what the schema refuses."""
        for number, name in enumerate(clean.get("projects", ())):
            if name not in self.ids:
                yield _unknown(
                    where, f"projects[{number}]", name, Message("the id of a project of the layer"), self.ids
                )
        for number, entry in enumerate(clean.get("numbers", ())):
            yield from self._number(where, f"numbers[{number}]", entry)
        yield from _view(where, clean.get("view", {}))

    def _number(self, where: str, field: str, entry: KeyFigure) -> Iterator[Problem]:
        name, period = entry.get("indicator"), entry.get("period")
        if name is None or period is None:
            return
        if name not in self.periods:
            expected = Message("the id of an indicator of indicators.json")
            yield _unknown(where, f"{field}.indicator", name, expected, self.periods)
        elif period not in self.periods[name]:
            expected = Message("a period for which “{indicator}” has a number", indicator=name)
            yield _unknown(where, f"{field}.period", period, expected, self.periods[name])


def _periods(indicator: Mapping[str, object]) -> tuple[str, ...]:
    values = indicator.get("values")
    entries = [value for value in values if isinstance(value, dict)] if isinstance(values, list) else []
    return tuple(str(value.get("period")) for value in entries if value.get("value") is not None)


def _unknown(where: str, field: str, got: str, expected: str, choices: Iterable[str]) -> Problem:
    better = nearest(got, choices)
    fix = Message("write {value}", value=better) if better else Message("write one that there is, or leave it out")
    return finding("unknown-id", where, field, show(got), expected, fix)


def _view(where: str, view: View) -> Iterator[Problem]:
    west, east = view.get("west"), view.get("east")
    if west is not None and east is not None and east < west and east + 360 - west < _HALF_ROUND:
        east += 360  # across the 180th meridian, as GeoJSON writes it
    sides = (
        ("west", west, "east", east),
        ("south", view.get("south"), "north", view.get("north")),
    )
    for low, least, high, most in sides:
        if least is not None and most is not None and least >= most:
            got = Message("{value}, with {side} at {other}", value=most, side=low, other=least)
            fix = Message("exchange {side} and {other}", side=low, other=high)
            yield finding("empty-view", where, f"view.{high}", got, Message("more than {side}", side=low), fix)
