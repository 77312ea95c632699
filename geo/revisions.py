"""A layer as a file has it, or as a revision of git had it."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from geo import files
from geo.errors import CoopmapError, ReadError, plain, show
from geo.layer import layer_of_text, read

if TYPE_CHECKING:
    from geo.layer import Layer

PATIENCE_S = 60
"""Seconds that git may take."""


def read_version(text: str, layer: Path) -> Layer:
    """The layer that a text names: a file, a revision and a file in it ("HEAD~1:data/projects.geojson"), or a revision
    alone, in which `layer` is looked up. Raises ReadError, one plain sentence."""
    if os.path.exists(text):
        return read(text)
    revision, colon, path = text.partition(":")
    if not revision or revision.startswith("-"):
        raise ReadError(text, "cannot be read: there is no such file.")
    name = text if colon else f"{revision}:{layer}"
    return layer_of_text(files.decode(name, _blob(text, revision, path if colon else None, layer)), name)


def _blob(text: str, revision: str, path: str | None, layer: Path) -> bytes:
    """The bytes of a file in a revision: of the path from the repository's root, or of the layer itself."""
    git = shutil.which("git")
    if git is None:
        raise ReadError(text, "is no file, and git, which would know revisions, is not installed.")
    target = Path(os.path.realpath(layer))
    where, name = (Path.cwd(), path) if path is not None else (target.parent, f"./{target.name}")
    pipe = subprocess.PIPE
    line = [git, "cat-file", "blob", f"{revision}:{name}"]
    try:
        with subprocess.Popen(  # noqa: S603  the program is git, the revision no option
            line, cwd=where, env={**os.environ, "LC_ALL": "C"}, stdin=subprocess.DEVNULL, stdout=pipe, stderr=pipe
        ) as process:
            blob, said = process.communicate(timeout=PATIENCE_S)
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        raise CoopmapError(f"git could not be asked for {show(text)}: {error}.") from None
    if process.returncode:
        raise ReadError(text, f"is neither a file nor a revision in which git has the layer ({_reason(said)}).")
    return blob


def _reason(said: bytes) -> str:
    """What git complains of first."""
    lines = said.decode("utf-8", "replace").strip().splitlines() or ["no reason given"]
    return plain(lines[0].removeprefix("fatal: ").removeprefix("error: ").rstrip("."))
