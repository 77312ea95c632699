"""The projects that a caller asked for by id, sector or status."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from functools import reduce

from geo import CoopmapError
from geo.errors import show
from geo.messages import Message, alternatives
from maps.project_records import codebook_of
from maps.text.names import Project


def chosen(projects: Sequence[Project], only: Sequence[str]) -> list[Project]:
    """The projects that have one of the ids, sectors or statuses: of each kind that is asked for, one must hold.

    Words may be joined by commas. Raises CoopmapError for a word that is none of them.
    """
    asked = [word for part in only for word in part.split(",") if word]
    codebook = codebook_of(projects)
    kinds = {
        "id": {str(project["id"]) for project in projects},
        "sector": set(codebook.sectors),
        "status": set(codebook.statuses),
    }
    wanted: dict[str, set[str]] = {}
    for word in asked:
        kind = next((kind for kind, known in kinds.items() if word in known), None)
        if kind is None:
            raise CoopmapError(_unknown(word, [code for known in kinds.values() for code in sorted(known)]))
        wanted.setdefault(kind, set()).add(word)
    selected = [project for project in projects if all(project.get(kind) in words for kind, words in wanted.items())]
    if asked and not selected:
        raise CoopmapError(
            Message("No project is {words}.", words=_all_of([alternatives(sorted(each)) for each in wanted.values()]))
        )
    return selected


def _unknown(word: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(word, known, n=3)
    unknown = Message("{word} is neither the id of a project nor a sector nor a status.", word=show(word))
    return Message("{unknown} Is {codes} meant?", unknown=unknown, codes=alternatives(near)) if near else unknown


def _all_of(words: Sequence[str]) -> str:
    return reduce(lambda before, word: Message("{before} and {word}", before=before, word=word), words)
