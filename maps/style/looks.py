"""How the sectors and statuses of a layer's own lists look, in every output."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, cast

from geo.model.codebook import BUILT_IN, Codebook
from geo.model.codebook import Sector as SectorEntry
from maps.style import icon_drawings, theme

if TYPE_CHECKING:
    from maps.style.theme import Sector, Status


@dataclass(frozen=True, eq=False)
class Looks:
    """The looks of one codebook."""

    sectors: Mapping[str, Sector]
    """By code, in the order of the legend."""
    statuses: Mapping[str, Status]
    """By code, in the order of the legend."""
    colours: Mapping[str, tuple[str, str]]
    """The families that are no built-in ones, with their colours on light and on dark ground."""

    def sector(self, code: object) -> Sector:
        """How a sector looks; one that there is not, or None, as not stated."""
        return self.sectors.get(str(code), theme.SECTOR_NOT_STATED)

    def status(self, code: object) -> Status:
        """How a status is drawn; one that there is not, or None, as not stated."""
        return self.statuses.get(str(code), theme.STATUS_NOT_STATED)


@lru_cache(maxsize=64)
def looks_of(codebook: Codebook) -> Looks:
    """The looks of the lists that a layer is written in."""
    if codebook is BUILT_IN:
        return Looks(theme.SECTORS, theme.STATUSES, {})
    # Sectors of one colour are one family, as built-in ones are.
    colours = dict.fromkeys(entry.colour for entry in codebook.sectors.values() if entry.colour)
    families = {colour: f"own_{number}" for number, colour in enumerate(colours, 1)}
    sectors = {code: _sector(entry, families) for code, entry in codebook.sectors.items()}
    statuses = {code: theme.STATUSES[entry.counts_as] for code, entry in codebook.statuses.items()}
    return Looks(sectors, statuses, {name: colour for colour, name in families.items()})


def _sector(entry: SectorEntry, families: Mapping[tuple[str, str], str]) -> Sector:
    family = families[entry.colour] if entry.colour else entry.family or theme.SECTOR_NOT_STATED.family
    return theme.SECTOR_NOT_STATED._replace(family=family, icon=icon_drawings.named(entry.icon))


def looks_of_project(project: Mapping[str, object]) -> Looks:
    """The looks of the lists that a drawn project is told in."""
    return looks_of(codebook_of_project(project))


def codebook_of_project(project: Mapping[str, object]) -> Codebook:
    """The lists that a drawn project is told in: those of its layer, else the built-in ones."""
    return cast("Codebook", project.get("codebook", BUILT_IN))
