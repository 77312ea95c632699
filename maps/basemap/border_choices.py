"""How borders are drawn where a layer's keeper decides it: the layer's member `borders`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias, cast

from geo.checks.validate import sound
from geo.model.record_types import LayerMembers
from geo.model.schema import MEMBERS
from maps.basemap.packed_layers import Basemap, Facts, Feature

BorderChoices: TypeAlias = "tuple[tuple[frozenset[str], str], ...]"
"""Pairs of countries (ISO 3166-1), and the line of the border between them, of codes.BORDER_LINES."""


def of_members(members: Mapping[str, object]) -> BorderChoices:
    """What the members of a layer decide, also of one that was not checked; of two words on a border the last."""
    checked = cast("LayerMembers", sound({"borders": members.get("borders", [])}, MEMBERS))
    chosen = {
        frozenset(record["between"].split("-")): record["drawn"]
        for record in checked.get("borders", ())
        if record.keys() >= {"between", "drawn"}
    }
    return tuple(chosen.items())


def line_of(border: Facts, choices: BorderChoices) -> str:
    """How a border is drawn: "solid", "dashed" or "none"."""
    chosen = dict(choices).get(frozenset(border["countries"]))
    return chosen or ("dashed" if border.get("unsettled") else "solid")


def applied(basemap: Basemap, choices: BorderChoices) -> Basemap:
    """A base map whose borders say of themselves what the keeper decides; without those that are not drawn."""
    if not choices:
        return basemap
    borders = []
    for border in basemap.borders:
        line = line_of(border["properties"], choices)
        if line != "none":
            facts = cast("Facts", {**border["properties"], "unsettled": line == "dashed"})
            borders.append(Feature(geometry=border["geometry"], properties=facts))
    return basemap._replace(borders=tuple(borders))
