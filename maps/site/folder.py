"""The folder of a site: written file by file in one step each, and nothing in it touched that is not the site's own."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from geo.errors import CoopmapError, ReadError, WriteError, show, system_reason
from geo.io import canonical_json, files, regular_files
from geo.messages import Message

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

MANIFEST = "coopmap-site.json"
"""The list of the files that belong to the site, with their SHA-256."""

_OF_THE_HOST = frozenset((".git", ".nojekyll", "CNAME"))
"""What a host of static pages wants in a folder."""


def write(folder: Path, contents: Mapping[str, bytes]) -> list[str]:
    """Write the files of a site, by their paths with "/", in their order; those that an earlier writing left and that
    are none of them any more are removed. Gives what was to be removed and stays, because somebody changed it.

    Raises WriteError, one plain sentence, before anything is written: for a folder of other files, for a file that is
    not the site's own, and for a link where a folder or a file belongs.
    """
    known = _known(folder)
    for name in contents:
        _refuse_stranger(folder, name, known)
    sums = {name: hashlib.sha256(data).hexdigest() for name, data in contents.items()}
    gone = {name: known[name] for name in sorted(known.keys() - sums.keys())}
    _write(folder, MANIFEST, _manifest(sums | gone))  # first: what a killed process leaves is known as the site's
    for name, data in contents.items():
        _write(folder, name, data)
    left = [name for name, digest in gone.items() if not _removed(folder, name, digest)]
    _write(folder, MANIFEST, _manifest(sums))
    return left


def _manifest(sums: Mapping[str, str]) -> bytes:
    return canonical_json.dumps({"files": dict(sorted(sums.items()))}).encode()


def _known(folder: Path) -> dict[str, str]:
    """The files that belong to the site already, with their sums; none of a folder that is new or empty."""
    try:
        if not regular_files.is_folder(folder):
            return {}
        names = {entry.name for entry in os.scandir(folder)} - _OF_THE_HOST
    except OSError as error:
        raise WriteError(str(folder), Message("cannot be written: {reason}.", reason=system_reason(error))) from None
    if not names:
        return {}
    if MANIFEST not in names:
        raise WriteError(
            str(folder),
            Message(
                "holds files that coopmap publish did not write, such as {name}; name a new or an empty folder.",
                name=show(min(names)),
            ),
        )
    return dict(_listed(folder))


def _listed(folder: Path) -> Iterator[tuple[str, str]]:
    """The entries of the manifest. Raises WriteError for one that is none, or that leads out of the folder."""
    path = folder / MANIFEST
    try:
        value = files.read_json(path, links=False)
    except ReadError as error:
        raise WriteError(str(path), error.reason) from None
    entries = value.get("files") if isinstance(value, dict) else None
    for name, digest in (entries if isinstance(entries, dict) else {"": None}).items():
        parts = PurePosixPath(name).parts
        inside = parts and ".." not in parts and not name.startswith("/") and not {"\\", ":"} & set(name)
        if not inside or not isinstance(digest, str):
            raise WriteError(str(path), Message("is no list of files of coopmap publish; name another folder."))
        yield name, digest


def _refuse_stranger(folder: Path, name: str, known: Mapping[str, str]) -> None:
    """Raises WriteError when the path of a file is taken by what is not the site's own."""
    path = folder.joinpath(*name.split("/"))
    try:
        for parent in path.relative_to(folder).parents:
            regular_files.is_folder(folder / parent)
        regular_files.refuse(os.lstat(path))
    except FileNotFoundError:
        return
    except OSError as error:
        raise WriteError(str(path), Message("cannot be written: {reason}.", reason=system_reason(error))) from None
    if name not in known:
        raise WriteError(str(path), Message("is there already and was not written by coopmap publish; move it away."))


def _write(folder: Path, name: str, data: bytes) -> None:
    path = folder.joinpath(*name.split("/"))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WriteError(str(path), Message("cannot be written: {reason}.", reason=system_reason(error))) from None
    files.write_bytes(path, data, links=False)


def _removed(folder: Path, name: str, digest: str) -> bool:
    """Whether a file of an earlier writing is gone; it stays when it is not as it was written."""
    path = folder.joinpath(*name.split("/"))
    try:
        for parent in path.relative_to(folder).parents:
            if not regular_files.is_folder(folder / parent):
                return True
        data = regular_files.read(path, files.MAX_BYTES)
    except FileNotFoundError:
        return True
    except (OSError, CoopmapError):
        return False
    if hashlib.sha256(data).hexdigest() != digest:
        return False
    os.unlink(path)
    for parent in list(path.relative_to(folder).parents)[:-1]:
        with suppress(OSError):  # others lie in it
            os.rmdir(folder / parent)
    return True
