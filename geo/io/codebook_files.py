"""A layer's own lists: `sectors.json` beside the layer, else the member `codebook` of the layer itself."""

from __future__ import annotations

import json
import os
import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.errors import ReadError, show
from geo.io import files, icon_library
from geo.model import value_types as k
from geo.model.codebook import BUILT_IN, FAMILIES, Codebook, Sector
from geo.model.colours import for_dark_ground
from geo.model.entries import faults
from geo.model.schema import Field

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from geo.model.geojson import Json

MEMBER = "codebook"
"""The member of a layer under which its own lists stand, each as in its file."""

LISTS = ("sectors",)
"""The lists that a layer may have of its own; each is the name of its file and of the member in it."""

MOST = 100
"""Most entries of a list."""

MOST_NAMED = 3
"""Faults that the message on a list names."""

_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")

_SECTOR = (
    Field("name", k.NAME, "What it is called.", translated=True),
    Field("about", k.LINE, "Its meaning, one sentence."),
    Field("icon", k.LINE, "The name of its icon."),
    Field("family", k.CHOICE, "The family whose colour it has.", choices=dict.fromkeys(FAMILIES, "")),
    Field("colour", k.COLOUR, "Its own colour on light ground."),
    Field("colour_dark", k.COLOUR, "Its own colour on dark ground."),
    Field("dac", k.DAC, "OECD DAC purpose code."),
)


def codebook_of(members: Mapping[str, Json], folder: Path | None) -> Codebook:
    """The lists that a layer is written in. members: of the layer; folder: in which it lies, None for one that is made.

    A file beside the layer goes before its member. Raises ReadError, one plain sentence, for a list that is not sound.
    """
    lists = {name: text for name in LISTS if (text := _list(name, members, folder)) is not None}
    if not lists:
        return BUILT_IN
    return _read(tuple(lists.items()), _first_language(members))


def codebook_beside(path: str | os.PathLike[str]) -> Codebook:
    """The lists that lie beside a file that is no layer. Raises ReadError."""
    return codebook_of({}, Path(path).parent)


def _list(name: str, members: Mapping[str, Json], folder: Path | None) -> tuple[str, str] | None:
    """Whose it is and its entries as JSON, or None."""
    path = folder / f"{name}.json" if folder is not None else None
    if path is not None and os.path.lexists(path):
        value = files.read_json(path)
        if not isinstance(value, dict) or name not in value:
            raise ReadError(str(path), f"is no list of {name}: it should hold them under “{name}”, each by its code.")
        return str(path), json.dumps(value[name], ensure_ascii=False)
    own = members.get(MEMBER)
    if not isinstance(own, dict) or name not in own:
        return None
    return f"The layer's member {MEMBER}.{name}", json.dumps(own[name], ensure_ascii=False)


def _first_language(members: Mapping[str, Json]) -> str:
    languages = members.get("languages")
    first = languages[0] if isinstance(languages, list) and languages else ""
    return first if isinstance(first, str) else ""


@lru_cache(maxsize=32)
def _read(lists: tuple[tuple[str, tuple[str, str]], ...], first: str) -> Codebook:
    """The codebook of lists as JSON. The same lists give the same codebook, for validators are kept for each."""
    own = {name: _entries(whose, name, json.loads(text)) for name, (whose, text) in lists}
    sectors = {code: _sector(code, entry, first) for code, entry in own.get("sectors", {}).items()}
    return Codebook(sectors or BUILT_IN.sectors, BUILT_IN.statuses, own)


def _entries(whose: str, name: str, value: object) -> dict[str, dict[str, Any]]:
    """The sound entries of a list. Raises ReadError."""
    if not isinstance(value, dict):
        raise ReadError(whose, f"is no list of {name}: under “{name}” there should stand a record of codes in braces.")
    if not 0 < len(value) <= MOST:
        raise ReadError(whose, f"holds {len(value):,} {name}; a layer has 1 to {MOST}.")
    wrong = [fault for code, entry in value.items() for fault in _sector_faults(code, entry)]
    if wrong:
        more = f"; and {len(wrong) - MOST_NAMED:,} more" if len(wrong) > MOST_NAMED else ""
        raise ReadError(whose, f"is not sound: {'; '.join(wrong[:MOST_NAMED])}{more}.")
    return value


def _sector_faults(code: str, entry: object) -> Iterator[str]:
    if not _CODE.fullmatch(code):
        yield f"the code {show(code)} should be small Latin letters, digits and “_”, such as sea_ports"
    if not isinstance(entry, dict):
        yield f"{show(code)} should be a record in braces"
        return
    yield from (f"{code}, {fault}" for fault in faults(entry, _SECTOR))
    icon = entry.get("icon")
    if isinstance(icon, str) and not icon_library.is_icon(icon):
        yield f"{code}, icon: got {show(icon)}; expected an icon's name{_nearest_icon(icon)}"
    if code not in BUILT_IN.sectors:
        for needed in ("icon", "name"):
            if not any(key == needed or key.startswith(f"{needed}_") for key in entry):
                yield f"{code} has no {needed}"


def _nearest_icon(name: str) -> str:
    from difflib import get_close_matches

    close = get_close_matches(name[:40], icon_library.all_names(), 1, 0.7)
    return f": is {close[0]} meant?" if close else " (coopmap icons lists them)"


def _sector(code: str, entry: Mapping[str, Any], first: str) -> Sector:
    """A sector of the layer's own list; what is left out of one with a built-in code is as there."""
    was = BUILT_IN.sectors.get(code, Sector())
    light = entry.get("colour")
    return Sector(
        entry.get("about", was.about),
        entry.get("dac", was.dac),
        "" if light else entry.get("family", was.family),
        (light.lower(), str(entry.get("colour_dark") or for_dark_ground(light)).lower()) if light else None,
        entry.get("icon", was.icon),
        _names(entry, first),
    )


def _names(entry: Mapping[str, Any], first: str) -> dict[str, str]:
    names = {key.removeprefix("name_"): text for key, text in entry.items() if key.startswith("name_")}
    return dict(sorted(names.items(), key=lambda name: name[0] != first))
