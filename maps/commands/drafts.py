"""A project that was not added is kept as a draft, with which `coopmap add` goes on."""

from __future__ import annotations

import os
import re
import tempfile
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING

import geo
from geo import CoopmapError
from geo.messages import Message
from geo.model.text_forms import SLUG
from maps.commands.answers import Answers
from maps.commands.printing import count as count_of
from maps.commands.printing import say

if TYPE_CHECKING:
    from geo.io.table_address import LayerPlace

SUFFIX = ".draft.geojson"
"""How the name of a draft ends."""


def begun(draft: Path | None, world: bool, languages: tuple[str, ...]) -> Answers:
    """Nothing yet, or the one project of a draft; languages: those of the layer."""
    if draft is None:
        return Answers(languages, world=world)
    projects = geo.read(draft).projects
    if len(projects) != 1:
        raise CoopmapError(
            Message(
                "{draft} holds {projects}; a draft holds one.", draft=draft, projects=count_of(len(projects), "project")
            )
        )
    return Answers(languages, {**projects[0].properties}, projects[0].geometry, world)


def keep(answers: Answers, path: LayerPlace) -> None:
    """Keep what was answered in the first folder that takes it, and say where."""
    from geo.io import files

    if not answers.properties:
        return
    text = geo.text(geo.Layer((answers.feature(),)))
    own = answers.properties.get("id")
    name = f"{own if isinstance(own, str) and re.fullmatch(SLUG, own) else 'new-project'}{SUFFIX}"
    beside = [path.parent] if isinstance(path, Path) else []
    for folder in (Path(), *beside, Path(tempfile.gettempdir())):
        draft = _free(folder / name)
        try:
            files.write_text(draft, text)
        except CoopmapError:
            continue
        say(
            Message(
                "What was answered is kept in {draft}; go on with: coopmap add {layer} --from {from_draft}",
                draft=draft,
                layer=_quoted(path),
                from_draft=_quoted(draft),
            )
        )
        return
    say(Message("No folder takes a draft; here it is:\n{text}", text=text))


def _quoted(path: LayerPlace) -> str:
    """A path as it is typed: with a space in it, or as an address, between quotation marks."""
    return f'"{path}"' if set(" ?&") & set(str(path)) else str(path)


def _free(path: Path) -> Path:
    """The path, or one like it that is not taken."""
    names = (path.with_name(f"{path.name.removesuffix(SUFFIX)}-{number}{SUFFIX}") for number in count(2))
    return next(free for free in chain([path], names) if not os.path.lexists(free))
