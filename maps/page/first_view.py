"""What of its data a page needs to be seen; the rest, texts, sources and towns, is unpacked after the first picture."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Literal, cast

from geo.model.value_types import CHOICE
from maps.basemap.packed_layers import PageBasemap
from maps.page.deflated import compact_json, deflated
from maps.page.shell import PageData

SEEN = re.compile(
    r"id|geometry|area|courses|route|uncertainty_m|precision|sector|status|status_date|countries|start|article"
    r"|(name|place)(_.+)?"
)
"""The fields that map, list and filters show or count by."""

WORDS = (
    *("status.", "not_stated.", "number.", "list.", "language.", "page.", "marks."),
    *("control.", "distance.", "credits.", "cite."),
)
"""How the keys begin of the words of the first picture, and for when there is no other."""
_NAMED: tuple[Literal["countries", "water", "rivers"], ...] = ("countries", "water", "rivers")
"""The parts of the base map that have names, beside its towns."""


def split(data: PageData) -> PageData:
    """The data as the page holds it: of its projects what is seen first, and packed in `rest` all else and the sources,
    with the words for them and the names on the base map.

    An editor's page keeps all in one, for it reads all when it starts.
    """
    if "editor" in data or not data.get("projects"):
        return data
    counted = {str(name) for name, kind, *_ in data.get("own", ()) if kind == CHOICE.name}
    parts = [_parted(project, counted) for project in data["projects"]]
    words, base = data["words"], data["basemap"]
    unnamed = {kind: [_nameless(each) for each in base[kind]] for kind in _NAMED}
    later_words = {key: entry for key, entry in words["entries"].items() if not key.startswith(WORDS)}
    rest = {
        "projects": [later for _, later in parts],
        "sources": data["sources"],
        "article": data["article"],
        "words": later_words,
        "places": base["places"],
        "names": {kind: [each.get("name") for each in base[kind]] for kind in _NAMED},
    }
    entries = {key: entry for key, entry in words["entries"].items() if key not in later_words}
    return {
        **data,
        "projects": [seen for seen, _ in parts],
        "sources": [],
        "article": None,
        "words": {**words, "entries": entries},
        "basemap": cast("PageBasemap", {**base, **unnamed, "places": []}),
        "rest": deflated(compact_json(rest)),
    }


def _nameless(shape: Mapping[str, object]) -> dict[str, object]:
    return {key: value for key, value in shape.items() if key != "name"}


def _parted(project: Mapping[str, object], counted: Collection[str]) -> tuple[dict[str, object], dict[str, object]]:
    """A project's fields that are seen first, and the others. counted: the layer's own fields that are filters."""
    seen: dict[str, object] = {}
    later: dict[str, object] = {}
    for name, value in project.items():
        (seen if SEEN.fullmatch(name) or name in counted else later)[name] = value
    return seen, later
