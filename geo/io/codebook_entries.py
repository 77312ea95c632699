"""The entries of a layer's own lists of sectors, statuses and fields: refused in a sentence, or taken."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from geo.errors import ReadError, show
from geo.io import icon_library
from geo.messages import Joined, Message
from geo.model import value_types as k
from geo.model.codebook import AMOUNT, BUILT_IN, CURRENCY, FAMILIES, OWN, OwnField, Sector, Status
from geo.model.colours import for_dark_ground
from geo.model.entries import faults
from geo.model.field import Field
from geo.model.schema import FIELDS, find

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from geo.model.value_types import Kind

MOST = 100
"""Most entries of a list."""

MOST_NAMED = 3
"""Faults that the message on a list names."""

KINDS: Mapping[str, Kind] = {
    "text": k.LINE,
    "long_text": k.NOTE,
    "number": k.NUMBER,
    "date": k.DATE_KIND,
    "link": k.URL_KIND,
    "yes_no": k.CHOICE,
    "choice": k.CHOICE,
    "money": k.MONEY,
}
"""The kinds of own fields by their names."""

RESERVED = frozenset(
    {
        "geometry",
        "longitude",
        "latitude",
        "coordinates",
        "position",
        "area",
        "altitudes",
        "courses",
        "shape",
        "extra",
        "codebook",
        "type",
        "link",
        "money",
    }
)
"""Names that mean something else in tables and pages."""

_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
_NAME = Field("name", k.NAME, "What it is called.", translated=True)
_ABOUT = Field("about", k.LINE, "Its meaning, one sentence.")
_SECTOR = (
    _NAME,
    _ABOUT,
    Field("icon", k.LINE, "The name of its icon."),
    Field("family", k.CHOICE, "The family whose colour it has.", choices=dict.fromkeys(FAMILIES, "")),
    Field("colour", k.COLOUR, "Its own colour on light ground."),
    Field("colour_dark", k.COLOUR, "Its own colour on dark ground."),
    Field("dac", k.DAC, "OECD DAC purpose code."),
)
_STATUS = (
    _NAME,
    _ABOUT,
    Field("counts_as", k.CHOICE, "As which status it is taken.", choices=dict.fromkeys(BUILT_IN.statuses, "")),
)
_FIELD = (
    _NAME,
    _ABOUT,
    Field("kind", k.CHOICE, "The kind of its values.", choices=dict.fromkeys(KINDS, "")),
    Field("unit", k.NAME, "The unit of a number.", translated=True),
    Field("translated", k.CHOICE, "Whether it has a text in each language.", choices={"yes": "", "no": ""}),
)
_CHOICE = (_NAME,)


def entries_of(whose: str, name: str, value: object) -> dict[str, dict[str, Any]]:
    """The sound entries of the list of a name. Raises ReadError, which names whose it is."""
    if not isinstance(value, dict):
        raise ReadError(
            whose,
            Message("is no list of {name}: under “{name}” there should stand a record of codes in braces.", name=name),
        )
    if not 0 < len(value) <= MOST:
        raise ReadError(
            whose, Message("holds {value:,} {name}; a layer has 1 to {most}.", value=len(value), name=name, most=MOST)
        )
    wrong = [fault for code, entry in value.items() for fault in _faults(code, entry, _CHECKS[name])]
    if not wrong and name == "fields":
        wrong = list(_like_others(value))
    if wrong:
        named = wrong[:MOST_NAMED]
        named += [Message("and {number:,} more", number=len(wrong) - MOST_NAMED)] if len(wrong) > MOST_NAMED else []
        raise ReadError(whose, Message("is not sound: {faults}.", faults=Joined(named, "; ")))
    return value


def _faults(code: str, entry: object, check: Callable[[str, dict[str, Any]], Iterator[str]]) -> Iterator[str]:
    if not _CODE.fullmatch(code):
        yield Message(
            "the code {code} should be small Latin letters, digits and “_”, such as sea_ports", code=show(code)
        )
    if isinstance(entry, dict):
        yield from check(code, entry)
    else:
        yield Message("{code} should be a record in braces", code=show(code))


def _entry_faults(
    code: str, entry: dict[str, Any], fields: tuple[Field, ...], needed: tuple[str, ...]
) -> Iterator[str]:
    yield from (Message("{code}, {fault}", code=code, fault=fault) for fault in faults(entry, fields))
    for name in needed:
        if not any(key == name or key.startswith(f"{name}_") for key in entry):
            yield Message("{code} has no {name}", code=code, name=name)


# Sectors


def _sector_faults(code: str, entry: dict[str, Any]) -> Iterator[str]:
    yield from _entry_faults(code, entry, _SECTOR, () if code in BUILT_IN.sectors else ("icon", "name"))
    icon = entry.get("icon")
    if isinstance(icon, str) and not icon_library.is_icon(icon):
        yield Message(
            "{code}, icon: got {icon}; expected an icon's name{hint}", code=code, icon=show(icon), hint=_icon_hint(icon)
        )


def _icon_hint(name: str) -> str:
    from difflib import get_close_matches

    close = get_close_matches(name[:40], icon_library.all_names(), 1, 0.7)
    return Message(": is {icon} meant?", icon=close[0]) if close else Message(" (coopmap icons lists them)")


def sector(code: str, entry: Mapping[str, Any], first: str) -> Sector:
    """A sector of a sound entry; what is left out of one with a built-in code is as there. first: the layer's first
    language."""
    was = BUILT_IN.sectors.get(code, Sector())
    light = entry.get("colour")
    return Sector(
        entry.get("about", was.about),
        entry.get("dac", was.dac),
        "" if light else entry.get("family", was.family),
        (light.lower(), str(entry.get("colour_dark") or for_dark_ground(light)).lower()) if light else None,
        entry.get("icon", was.icon),
        _by_language(entry, "name", first),
    )


def _by_language(entry: Mapping[str, Any], key: str, first: str) -> dict[str, str]:
    names = {name.removeprefix(f"{key}_"): text for name, text in entry.items() if name.startswith(f"{key}_")}
    return dict(sorted(names.items(), key=lambda name: name[0] != first))


# Statuses


def _status_faults(code: str, entry: dict[str, Any]) -> Iterator[str]:
    built_in = code in BUILT_IN.statuses
    yield from _entry_faults(code, entry, _STATUS, () if built_in else ("counts_as", "name"))
    if built_in and entry.get("counts_as", code) != code:
        yield Message(
            "{code} is a built-in status and counts as itself; give a status of your own another code", code=code
        )


def status(code: str, entry: Mapping[str, Any], first: str) -> Status:
    """A status of a sound entry; one with a built-in code is that one under another name."""
    was = BUILT_IN.statuses.get(code)
    about = entry.get("about", was.about if was else "")
    return Status(entry.get("counts_as", code), about, _by_language(entry, "name", first))


# Fields


def _field_faults(name: str, entry: dict[str, Any]) -> Iterator[str]:
    choices = entry.get("choices")
    plain = {key: value for key, value in entry.items() if key != "choices"}
    yield from _entry_faults(name, plain, _FIELD, ("kind", "name"))
    if name in RESERVED or find(name) is not None or any(field.name == name for field in FIELDS):
        yield Message("{name} is taken; give your field another name", name=name)
    if (choices is not None) != (entry.get("kind") == "choice"):
        yield Message("{name}: a field of the kind “choice”, and no other, has choices", name=name)
    if entry.get("translated") == "yes" and entry.get("kind") not in ("text", "long_text"):
        yield Message("{name}: only a text is translated", name=name)
    if any(key.startswith("unit_") for key in entry) and entry.get("kind") != "number":
        yield Message("{name}: only a number has a unit", name=name)
    if choices is not None:
        yield from _choices_faults(name, choices)


def _choices_faults(name: str, choices: object) -> Iterator[str]:
    if not isinstance(choices, dict) or not 0 < len(choices) <= MOST:
        yield Message(
            "{name}, choices: expected 1 to {most} codes in braces, each with its names", name=name, most=MOST
        )
        return
    for code, entry in choices.items():
        for fault in _faults(code, entry, lambda code, entry: _entry_faults(code, entry, _CHOICE, ("name",))):
            yield Message("{name}, choices: {fault}", name=name, fault=fault)


def _like_others(entries: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """A field called as what another one stands as, such as permit_en beside permit, or grant_amount beside grant."""
    for owner, entry in entries.items():
        own = own_field(owner, entry, "")
        for name in entries:
            if name != owner and find(name, own.fields) is not None:
                yield (
                    Message("{name} is a part of the sum {sum}; give it another name", name=name, sum=owner)
                    if own.parts
                    else Message("{name} is {known} in a language; give it another name", name=name, known=owner)
                )


def own_field(name: str, entry: Mapping[str, Any], first: str) -> OwnField:
    """A field of a sound entry."""
    names = _by_language(entry, "name", first)
    called = next(iter(names.values()))
    listed = entry.get("choices", {})
    choices = {code: _by_language(choice, "name", first) for code, choice in listed.items()}
    about, yes_no = entry.get("about", f"{called}."), entry["kind"] == "yes_no"
    codes = ("yes", "no") if yes_no else tuple(choices)
    field = Field(
        name,
        KINDS[entry["kind"]],
        about,
        group=OWN,
        translated=entry.get("translated") == "yes",
        choices={code: next(iter(choices.get(code, {}).values()), code) for code in codes} or None,
    )
    parts = _sum_parts(name, about) if entry["kind"] == "money" else ()
    return OwnField(field, names, _by_language(entry, "unit", first), choices, yes_no, parts)


def _sum_parts(name: str, about: str) -> tuple[Field, ...]:
    """The two fields of a sum, flat, as every table and every program for maps can hold them."""
    said = about.rstrip(".")
    return (
        Field(f"{name}_{AMOUNT}", k.NUMBER, f"{said}: the sum in units of the currency.", group=OWN),
        Field(f"{name}_{CURRENCY}", k.CURRENCY, f"{said}: the currency.", "ISO 4217", OWN),
    )


_CHECKS: Mapping[str, Callable[[str, dict[str, Any]], Iterator[str]]] = {
    "sectors": _sector_faults,
    "statuses": _status_faults,
    "fields": _field_faults,
}
