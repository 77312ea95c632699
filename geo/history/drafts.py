"""What is being edited and not saved yet, kept beside the layer: it outlives the editor's page and its server.

The folder may come with a stranger's layer: only regular files of the right name and size are drafts.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from geo.errors import CoopmapError, WriteError, system_reason
from geo.history.lock import kept_folder
from geo.io import files, regular_files
from geo.messages import Message

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_BYTES = 8 * 2**20
"""Most bytes of a draft that is read: twice what the editor takes in one request."""

_NAME = re.compile(r"draft-[0-9a-f]{16}\.json")


def keep(layer: str | os.PathLike[str], name: str, draft: Mapping[str, object]) -> None:
    """Keep a draft, plain JSON, in place of the one of this name. Raises WriteError, one plain sentence."""
    target = Path(os.path.realpath(layer))
    try:
        kept_folder(target, make=True)
    except OSError as error:
        reason = Message("takes no draft beside it ({reason}).", reason=system_reason(error))
        raise WriteError(str(layer), reason) from None
    files.write_text(_path(target, name), json.dumps({"name": name, "draft": dict(draft)}), links=False)


def drop(layer: str | os.PathLike[str], name: str) -> None:
    """Forget a draft; that it stays when the system refuses does no harm."""
    with suppress(OSError):
        target = Path(os.path.realpath(layer))
        kept_folder(target)
        _path(target, name).unlink()


def unsaved(layer: str | os.PathLike[str]) -> dict[str, Mapping[str, object]]:
    """The drafts by their names; one that another program broke is passed over."""
    drafts = {}
    for path in _paths(Path(os.path.realpath(layer))):
        with suppress(CoopmapError, OSError):
            value = files.parse(files.decode(str(path), regular_files.read(path, MAX_BYTES)), str(path))
            if isinstance(value, dict) and isinstance(value.get("name"), str) and isinstance(value.get("draft"), dict):
                drafts[value["name"]] = value["draft"]
    return drafts


def _paths(target: Path) -> list[Path]:
    with suppress(OSError):
        folder = kept_folder(target)
        return [folder / name for name in sorted(os.listdir(folder)) if _NAME.fullmatch(name)]
    return []


def _path(target: Path, name: str) -> Path:
    """A name may be anything: the file is called by its digest."""
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return kept_folder(target) / f"draft-{digest}.json"
