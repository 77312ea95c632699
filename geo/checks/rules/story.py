"""A story against the layer and the key figures that it is told with: what it names is there, its views are areas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.checks.grades import finding
from geo.checks.validate import nearest
from geo.errors import show

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from geo.errors import Problem


class Cast:
    """What a story may name: the ids of projects, and the periods for which each indicator has a number."""

    def __init__(self, ids: Sequence[str], indicators: Sequence[Mapping[str, Any]]) -> None:
        self.ids = dict.fromkeys(ids, "")
        self.periods = {str(indicator.get("id")): _periods(indicator) for indicator in indicators}

    def findings(self, where: str, clean: Mapping[str, Any], _record: Mapping[str, Any]) -> Iterator[Problem]:
        """What is wrong with a stop; `clean` is the stop without what the schema refuses."""
        for number, name in enumerate(clean.get("projects", ())):
            if name not in self.ids:
                yield _unknown(where, f"projects[{number}]", name, "the id of a project of the layer", self.ids)
        for number, entry in enumerate(clean.get("numbers", ())):
            yield from self._number(where, f"numbers[{number}]", entry)
        yield from _view(where, clean.get("view", {}))

    def _number(self, where: str, field: str, entry: Mapping[str, Any]) -> Iterator[Problem]:
        name, period = entry.get("indicator"), entry.get("period")
        if name is None or period is None:
            return
        if name not in self.periods:
            expected = "the id of an indicator of indicators.json"
            yield _unknown(where, f"{field}.indicator", name, expected, dict.fromkeys(self.periods, ""))
        elif period not in self.periods[name]:
            expected = f"a period for which “{name}” has a number"
            yield _unknown(where, f"{field}.period", period, expected, dict.fromkeys(self.periods[name], ""))


def _periods(indicator: Mapping[str, Any]) -> tuple[str, ...]:
    values = indicator.get("values")
    entries = [value for value in values if isinstance(value, dict)] if isinstance(values, list) else []
    return tuple(str(value.get("period")) for value in entries if value.get("value") is not None)


def _unknown(where: str, field: str, got: str, expected: str, choices: Mapping[str, str]) -> Problem:
    better = nearest(got, choices)
    fix = f"write {better}" if better else "write one that there is, or leave it out"
    return finding("unknown-id", where, field, show(got), expected, fix)


def _view(where: str, view: Mapping[str, float]) -> Iterator[Problem]:
    for low, high in (("west", "east"), ("south", "north")):
        if low in view and high in view and view[low] >= view[high]:
            got, expected = f"{view[high]}, with {low} at {view[low]}", f"more than {low}"
            yield finding("empty-view", where, f"view.{high}", got, expected, f"exchange {low} and {high}")
