"""Rules on a layer's own lists: their names are plain and there in its languages, their colours can be told apart."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from geo.checks.grades import finding
from geo.checks.rules.text import texts_are_plain
from geo.messages import Message, template
from geo.model import codes
from geo.model.colours import NEAR, ON_FAMILY, READABLE, contrast, difference

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from geo.errors import Problem
    from geo.model.codebook import Codebook

_GROUNDS = (
    ("colour", template("a contrast of {contrast} with what stands on it on light ground, {ink}"), ON_FAMILY[0]),
    ("colour_dark", template("a contrast of {contrast} with what stands on it on dark ground, {ink}"), ON_FAMILY[1]),
)
"""Of each ground the key of a sector's colour, what is expected of it and what stands on the colour."""


def lists_are_sound(where: str, codebook: Codebook, members: Mapping[str, object]) -> Iterator[Problem]:
    """What is doubtful in the lists that a layer has of its own."""
    yield from texts_are_plain(where, dict(codebook.own))
    yield from _names_are_translated(where, codebook, members)
    yield from _colours_are_readable(where, codebook)
    yield from _colours_differ(where, codebook)


def _names_are_translated(where: str, codebook: Codebook, members: Mapping[str, object]) -> Iterator[Problem]:
    languages = members.get("languages")
    wanted = [tag for tag in languages if isinstance(tag, str)] if isinstance(languages, list) else []
    for list_name, entries in (("sectors", codebook.sectors), ("statuses", codebook.statuses)):
        for code, entry in entries.items():
            absent = [tag for tag in wanted if tag not in entry.names] if entry.names else []
            if absent:
                fix = Message("add {keys}", keys=", ".join(f"name_{tag}" for tag in absent))
                got = Message("nothing in {languages}", languages=", ".join(absent))
                path = f"{list_name}.{code}.name_{absent[0]}"
                yield finding("list-name", where, path, got, Message("the name in each language of the layer"), fix)


def _colours_are_readable(where: str, codebook: Codebook) -> Iterator[Problem]:
    for code, sector in codebook.sectors.items():
        for colour, (key, ground, ink) in zip(sector.colour or (), _GROUNDS, strict=False):
            if (measured := contrast(colour, ink)) < READABLE:
                expected = Message(ground, contrast=READABLE, ink=ink)
                fix = Message("choose a darker one") if key == "colour" else Message("choose a lighter one")
                yield finding(
                    "colour-faint", where, f"sectors.{code}.{key}", f"{colour}, {measured:.1f}", expected, fix
                )


def _colours_differ(where: str, codebook: Codebook) -> Iterator[Problem]:
    """Sectors of one colour are one family; two colours that some reader takes for one are not."""
    families = codes.load("sectors")["families"]
    used: dict[str, str] = {}
    for code, sector in codebook.sectors.items():
        colour = sector.colour[0] if sector.colour else families.get(sector.family, {}).get("light")
        if colour:
            used.setdefault(colour, code)
    for (colour, code), (other, second) in combinations(used.items(), 2):
        if (codebook.sectors[code].colour or codebook.sectors[second].colour) and difference(colour, other) < NEAR:
            expected = Message("colours that every reader can tell apart, also one who sees no red, green or blue")
            fix = Message("choose another, or give both one family")
            got = Message("{colour}, near that of {sector}, {other}", colour=other, sector=code, other=colour)
            yield finding("colour-near", where, f"sectors.{second}.colour", got, expected, fix)
