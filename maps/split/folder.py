"""The folder of a split site: made beside its place and moved there whole; no stranger's file is touched."""

from __future__ import annotations

import glob
import json
import os
import re
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from geo.errors import CoopmapError, WriteError, show, system_reason
from geo.io import files, regular_files
from geo.messages import Message

if TYPE_CHECKING:
    from collections.abc import Iterator

HEAD = "head.json"
PAGE = "index.html"
FORM = 1
"""The number of the form in which the files are written."""

_FOLDERS = frozenset(("cells", "texts", "words", "index", "ids"))
_OWN = re.compile(r"\d+(\.bin)?")
_ENDING, _ASIDE = ".coopmap", "earlier"


@contextmanager
def replacing(target: Path) -> Iterator[tuple[Path, Path]]:
    """(an empty folder for the site, one for what lies between the stages), both beside the place of the site.

    At the end the site takes its place; after a failure what was there is whole. Raises WriteError, one plain sentence,
    for a place that holds anything but an earlier split site.
    """
    target = Path(os.path.abspath(target))
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _put_back(target)
        _refuse(target)
        with tempfile.TemporaryDirectory(prefix=f".{target.name}.", suffix=_ENDING, dir=target.parent) as name:
            site, work = Path(name) / "site", Path(name) / "work"
            site.mkdir()
            work.mkdir()
            yield site, work
            _refuse(target)
            _exchange(site, target, Path(name) / _ASIDE)
    except OSError as error:
        raise WriteError(str(target), Message("cannot be written: {reason}.", reason=system_reason(error))) from None


def left_behind(target: Path, own: Path) -> list[str]:
    """Folders beside the place of a site that builds before this one, whose folder is `own`, were making when they were
    killed; or that another one is making now."""
    return sorted(path.name for path in own.parent.glob(_beside(target)) if path != own)


def _beside(target: Path) -> str:
    """The pattern of the folders in which sites for this place are made."""
    return f".{glob.escape(target.name)}.*{_ENDING}"


def _exchange(site: Path, target: Path, aside: Path) -> None:
    if target.exists():
        target.rename(aside)
    try:
        site.rename(target)
    except OSError:
        if aside.exists():
            aside.rename(target)
        raise


def _put_back(target: Path) -> None:
    """An earlier site that a process laid aside which was killed before the new one was in its place."""
    if target.exists():
        return
    for aside in sorted(target.parent.glob(f"{_beside(target)}/{_ASIDE}")):
        aside.rename(target)
        return


def _refuse(target: Path) -> None:
    """Raises WriteError for what is no folder of a split site, and for one with anything else in it."""
    if not os.path.lexists(target):
        return
    if not regular_files.is_folder(target):
        raise WriteError(str(target), Message("is no folder; name a new or an empty one."))
    if target in (here := Path.cwd(), *here.parents):
        # It is replaced as a whole: whoever stands in it would stand nowhere.
        raise WriteError(str(target), Message("is where you are, or above it; name another folder."))
    if any(target.iterdir()) and (stranger := _stranger(target)):
        raise WriteError(
            str(target),
            Message(
                "holds what coopmap build --split did not write, such as {name}; name a new or an empty folder.",
                name=show(stranger),
            ),
        )


def _stranger(target: Path) -> str | None:
    """The first entry that is none of a split site, None when all are."""
    if not _is_head(target / HEAD):
        return min(entry.name for entry in target.iterdir())
    for entry in _entries(target):
        own_file = entry.name in (HEAD, PAGE) and entry.is_file(follow_symlinks=False)
        own_folder = entry.name in _FOLDERS and entry.is_dir(follow_symlinks=False)
        stranger = _stranger_below(Path(entry.path)) if own_folder else None
        if stranger or not (own_file or own_folder):
            return stranger or entry.name
    return None


def _stranger_below(folder: Path) -> str | None:
    for entry in _entries(folder):
        is_folder = entry.is_dir(follow_symlinks=False)
        plain = is_folder or entry.is_file(follow_symlinks=False)
        if not plain or not _OWN.fullmatch(entry.name) or is_folder == entry.name.endswith(".bin"):
            return entry.name
        if is_folder and (stranger := _stranger_below(Path(entry.path))):
            return stranger
    return None


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        return sorted(entries, key=lambda entry: entry.name)


def _is_head(path: Path) -> bool:
    try:
        value = files.read_json(path, links=False)
    except CoopmapError:
        return False
    return isinstance(value, dict) and value.get("form") == FORM and "block" in value and "words" in value


def write_text(path: Path, text: str) -> None:
    """Write a text of the site."""
    path.write_text(text, encoding="utf-8", errors="backslashreplace", newline="")


def write_head(site: Path, head: object) -> None:
    """Write what the files say of themselves."""
    write_text(site / HEAD, json.dumps(head, ensure_ascii=False))
