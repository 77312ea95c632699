"""The lists that a layer is written in: its sectors, its statuses and the fields of its projects, each with its names.

Every layer has one, which travels with it. Without lists of its own it is the built-in one, `BUILT_IN`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from geo.model import codes
from geo.model.field import Field
from geo.model.schema import FIELDS, find

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from geo.model.geojson import Json

_NONE: Mapping[str, Any] = {}


class Sector(NamedTuple):
    """A sector. One of the built-in list has no names of its own: the interface's words have them."""

    about: str = ""
    """Its meaning, one sentence."""
    dac: int | None = None
    """OECD DAC purpose code."""
    family: str = ""
    """The built-in family whose colour it has; "" for one with a colour of its own, or for grey."""
    colour: tuple[str, str] | None = None
    """Its own colour on light and on dark ground, as #rrggbb."""
    icon: str = ""
    """The name of its icon: that of a built-in sector, or one of the icons of `geo.io.icon_library`."""
    names: Mapping[str, str] = _NONE
    """Language to name, the layer's first language first."""


class Status(NamedTuple):
    """A status."""

    counts_as: str
    """The built-in status as which rules and marks take it; of a built-in one itself."""
    about: str = ""
    """Its meaning, one sentence."""
    names: Mapping[str, str] = _NONE
    """Language to name, the layer's first language first."""


class OwnField(NamedTuple):
    """A field of a project that a layer has beside those of the schema."""

    definition: Field
    """Its kind, and what it can hold; of a sum what is said of both its parts."""
    names: Mapping[str, str]
    """Language to what it is called, the layer's first language first."""
    units: Mapping[str, str] = _NONE
    """Language to the unit of a number; none of any other."""
    choices: Mapping[str, Mapping[str, str]] = _NONE
    """The codes that it can hold, each with language to name; none of one without a list."""
    yes_no: bool = False
    """Whether its codes are yes and no, which are called so."""
    parts: tuple[Field, ...] = ()
    """Of a sum its amount and its currency, which stand apart in a project; none of any other."""

    @property
    def fields(self) -> tuple[Field, ...]:
        """What stands in a project: itself, or its parts."""
        return self.parts or (self.definition,)


AMOUNT, CURRENCY = "amount", "currency"
"""What the names of the two parts of a sum end in, behind its own: grant_amount, grant_currency."""

OWN = "own"
"""The group of the form in which a layer's own fields stand."""


@dataclass(frozen=True, eq=False)
class Codebook:
    """The sectors, statuses and fields of a layer."""

    sectors: Mapping[str, Sector]
    """By code, in the order of the legend."""
    statuses: Mapping[str, Status]
    """By code, in the order of the legend."""
    own_fields: Mapping[str, OwnField] = field(default_factory=dict)
    """Fields beside those of the schema, by name, in their order."""
    own: Mapping[str, Json] = field(default_factory=dict)
    """The layer's own lists by name, each as its file has it; none of a layer that is written in the built-in ones."""

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """The fields of a project, in the order of the file: `sector` and `status` with the choices of these lists."""
        own = tuple(part for entry in self.own_fields.values() for part in entry.fields)
        if self.sectors is _SECTORS and self.statuses is _STATUSES:
            return (*FIELDS, *own) if own else FIELDS
        lists: Mapping[str, Mapping[str, Sector] | Mapping[str, Status]] = {
            "sector": self.sectors,
            "status": self.statuses,
        }
        known = (_with_choices(each, lists[each.name]) if each.name in lists else each for each in FIELDS)
        return (*known, *own)

    def name(self, list_name: str, code: str, language: str) -> str | None:
        """What the layer itself calls a sector or status, in the language or else in its first; None when nothing."""
        return in_language(self.names(list_name, code), language)

    def names(self, list_name: str, code: str) -> Mapping[str, str]:
        """The layer's own names of a code of the list "sector" or "status", or of an own field, by language; of any
        other, none."""
        if list_name in self.own_fields:
            return self.own_fields[list_name].choices.get(code, {})
        entry = {"sector": self.sectors.get(code), "status": self.statuses.get(code)}.get(list_name)
        return entry.names if entry is not None else {}

    def own_key(self, key: str) -> OwnField | None:
        """The own field of a key of a record ("permit_en" is of "permit", "grant_amount" of "grant"), or None."""
        known = find(key, self.fields) if self.own_fields else None
        own = self.part(known.name) if known is not None else None
        return own[0] if own is not None else None

    def part(self, name: str) -> tuple[OwnField, Field] | None:
        """The own field under a name without a language, with what stands there, it or a part of it; else None."""
        return self._parts.get(name)

    def sum_of(self, amount: Field) -> OwnField | None:
        """The own sum whose amount a field is, or None."""
        own = self._parts.get(amount.name)
        return own[0] if own is not None and own[0].parts[:1] == (amount,) else None

    @cached_property
    def _parts(self) -> Mapping[str, tuple[OwnField, Field]]:
        return {part.name: (entry, part) for entry in self.own_fields.values() for part in entry.fields}

    def has(self, list_name: str, code: str) -> bool:
        """Whether a list has a code; of the lists that are not a layer's own, every one."""
        lists: Mapping[str, Collection[str]] = {"sector": self.sectors, "status": self.statuses}
        return list_name not in lists or code in lists[list_name]

    def counts_as(self, status: object) -> str:
        """The built-in status as which a status is taken; one that there is not as itself."""
        entry = self.statuses.get(status) if isinstance(status, str) else None
        return entry.counts_as if entry is not None else str(status)


def in_language(names: Mapping[str, str], language: str) -> str | None:
    """The name in a language, else in the first that has one; None when there is none."""
    return names.get(language) or next(iter(names.values()), None)


def _with_choices(own: Field, entries: Mapping[str, Sector] | Mapping[str, Status]) -> Field:
    return replace(own, choices={code: _about(code, entry) for code, entry in entries.items()})


def _about(code: str, entry: Sector | Status) -> str:
    return entry.about or next(iter(entry.names.values()), code)


def _in_legend(entries: Iterable[str], legend: Iterable[str]) -> list[str]:
    """The codes of a list in the legend's order; what it does not name comes after."""
    return list(dict.fromkeys([*legend, *entries]))


def _built_in_sectors() -> Mapping[str, Sector]:
    lists = codes.load("sectors")
    return {
        code: Sector(
            lists["sectors"][code]["about"], codes.DAC_CODES.get(code), lists["sectors"][code]["family"], None, code
        )
        for code in _in_legend(lists["sectors"], lists["legend"])
    }


def _built_in_statuses() -> Mapping[str, Status]:
    lists = codes.load("statuses")
    ordered = _in_legend(lists["statuses"], lists["legend"])
    return {code: Status(code, lists["statuses"][code]["about"]) for code in ordered}


_SECTORS = MappingProxyType(_built_in_sectors())
_STATUSES = MappingProxyType(_built_in_statuses())

FAMILIES = tuple(codes.load("sectors")["families"])
"""The families of built-in sectors, whose colours are measured for contrast and for every eye."""

BUILT_IN = Codebook(_SECTORS, _STATUSES)
"""The lists of a layer that has none of its own."""
