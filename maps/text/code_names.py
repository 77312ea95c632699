"""What the codes of sectors and statuses are called: by the layer itself, else by the interface's words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from geo.model.codebook import BUILT_IN
from maps.style import typeface
from maps.style.looks import codebook_of_project
from maps.text import formats, i18n
from maps.text.own_values import own_words

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from geo.model.codebook import Codebook

ListName = Literal["sector", "status"]
"""A field whose codes a layer may name itself."""

BUILT_IN_LISTS: Mapping[str, Collection[str]] = {"sector": BUILT_IN.sectors, "status": BUILT_IN.statuses}


def code_name(codebook: Codebook, language: str, list_name: str, code: object) -> str:
    """The name of a code on one line; of none, that it is not stated. Other lists have the interface's words."""
    own = codebook.name(list_name, code, language) if isinstance(code, str) else None
    if own is None and isinstance(code, str) and not codebook.has(list_name, code):
        own = code
    return typeface.clean(own or formats.stated(language, list_name, code))


def name_in(project: Mapping[str, object], language: str, list_name: ListName) -> str:
    """The name of a drawn project's sector or status."""
    return code_name(codebook_of_project(project), language, list_name, project.get(list_name))


def page_words(of: Sequence[str], codebook: Codebook, *, editor: bool, also: Collection[str]) -> i18n.PageWords:
    """The interface texts as the page holds them, the layer's own names of sectors and statuses among them; in a
    language that it has none in, those of its first. Other arguments as of `i18n.for_page`."""
    words = i18n.for_page(of, editor=editor, also=also)
    if codebook is BUILT_IN:
        return words
    lists = {"sector": codebook.sectors, "status": codebook.statuses}
    gone = {f"{name}.{code}" for name, codes in BUILT_IN_LISTS.items() for code in codes if code not in lists[name]}
    entries = {key: entry for key, entry in words["entries"].items() if key not in gone}
    for name, codes in lists.items():
        for code in codes:
            if codebook.names(name, code):
                entries[f"{name}.{code}"] = [code_name(codebook, tag, name, code) for tag in words["languages"]]
    for own in codebook.own_fields.values():
        entries |= own_words(own, words["languages"])
    if codebook.own_fields:
        entries["own."] = i18n.for_page(of)["entries"]["card.more"]  # the title of their part of the form
    return {**words, "entries": entries}
