"""The editions of a layer in time: as git has them, else as coopmap keeps them beside it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from typing import TYPE_CHECKING

from geo.errors import CoopmapError
from geo.history import git_repository, versions
from geo.io import files
from geo.layer import layer_of_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from geo.layer import Layer


@dataclass(frozen=True)
class Step:
    """What became of a layer at one time."""

    when: str
    """ISO 8601, with the zone."""
    before: Layer
    after: Layer


def steps(path: Path, most: int) -> list[Step]:
    """The last changes of a layer, the newest first, at most so many; none where neither git nor coopmap knows any.

    An edition that is no layer is passed over.
    """
    editions = [(when, layer) for when, text in _texts(path, most + 1) if (layer := _layer(text, path)) is not None]
    return [Step(when, before, after) for (when, after), (_, before) in pairwise(editions)]


def _texts(path: Path, most: int) -> list[tuple[str, str]]:
    try:
        return _of_git(path, most) or list(_as_kept(path))[:most]
    except CoopmapError:  # a layer in a form that is no text, or a folder of versions that cannot be read
        return []


def _of_git(path: Path, most: int) -> list[tuple[str, str]]:
    git = git_repository.program()
    if git is None:
        return []
    try:
        blobs = git_repository.read_revisions(git, path, most)
    except CoopmapError:  # no repository, or one that does not answer: then what coopmap keeps is asked
        return []
    return [(when, blob.decode("utf-8", "replace")) for when, blob in blobs if len(blob) <= files.MAX_BYTES]


def _as_kept(path: Path) -> Iterator[tuple[str, str]]:
    """The layer and its earlier versions; each carries the time at which it was written."""
    target = path.resolve()
    for file in (target, *reversed(versions.versions(target, "past"))):
        when = datetime.fromtimestamp(int(os.lstat(file).st_mtime), UTC).isoformat()
        yield when, files.read_text(file, links=False)


def _layer(text: str, path: Path) -> Layer | None:
    try:
        return layer_of_text(text, str(path), path.parent)
    except CoopmapError:
        return None
