"""A layer's own lists: `sectors.json` and the like beside the layer, else the member `codebook` of the layer itself."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from geo.errors import ReadError
from geo.io import beside
from geo.io.codebook_entries import entries_of, own_field, sector, status
from geo.io.table_address import LayerPlace, TableAddress
from geo.messages import Message
from geo.model.codebook import BUILT_IN, Codebook

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping

    from geo.model.geojson import Json

MEMBER = "codebook"
"""The member of a layer under which its own lists stand, each as in its file."""

LISTS = ("sectors", "statuses", "fields")
"""The lists that a layer may have of its own; each is the name of its file and of the member in it."""


def codebook_of(members: Mapping[str, Json], folder: LayerPlace | None) -> Codebook:
    """The lists that a layer is written in. members: of the layer; folder: in which it lies, or its table, None for one
    that is made.

    A file beside the layer goes before its member. Raises ReadError, one plain sentence, for a list that is not sound.
    """
    lists = {name: text for name in LISTS if (text := _list(name, members, folder)) is not None}
    if not lists:
        return BUILT_IN
    return _read(tuple(lists.items()), _first_language(members))


def codebook_beside(path: str | os.PathLike[str] | TableAddress) -> Codebook:
    """The lists that lie beside a file that is no layer; beside a table that is none lie none. Raises ReadError."""
    return BUILT_IN if isinstance(path, TableAddress) else codebook_of({}, Path(path).parent)


def _list(name: str, members: Mapping[str, Json], folder: LayerPlace | None) -> tuple[str, str] | None:
    """Whose it is and its entries as JSON, or None."""
    path = folder / f"{name}.json" if isinstance(folder, Path) else folder and folder.with_name(f"{name}.json")
    if path is not None and (value := beside.read_json(path)) is not beside.NOTHING:
        if not isinstance(value, dict) or name not in value:
            raise ReadError(
                str(path),
                Message("is no list of {name}: it should hold them under “{name}”, each by its code.", name=name),
            )
        return str(path), json.dumps(value[name], ensure_ascii=False)
    own = members.get(MEMBER)
    if not isinstance(own, dict) or name not in own:
        return None
    return Message("The layer's member {member}.{name}", member=MEMBER, name=name), json.dumps(
        own[name], ensure_ascii=False
    )


def _first_language(members: Mapping[str, Json]) -> str:
    languages = members.get("languages")
    first = languages[0] if isinstance(languages, list) and languages else ""
    return first if isinstance(first, str) else ""


@lru_cache(maxsize=32)
def _read(lists: tuple[tuple[str, tuple[str, str]], ...], first: str) -> Codebook:
    """The codebook of lists as JSON. The same lists give the same codebook, for validators are kept for each."""
    own = {name: entries_of(whose, name, json.loads(text)) for name, (whose, text) in lists}
    sectors = {code: sector(code, entry, first) for code, entry in own.get("sectors", {}).items()}
    fields = {name: own_field(name, entry, first) for name, entry in own.get("fields", {}).items()}
    # Statuses are renamed and added: whoever counts what is built and what is at work can do so in any layer.
    statuses = {code: status(code, entry, first) for code, entry in own.get("statuses", {}).items()}
    merged = {**BUILT_IN.statuses, **statuses}
    legend = list(BUILT_IN.statuses)
    all_statuses = {
        code: merged[code] for code in sorted(merged, key=lambda code: legend.index(merged[code].counts_as))
    }
    return Codebook(sectors or BUILT_IN.sectors, all_statuses if statuses else BUILT_IN.statuses, fields, own)
