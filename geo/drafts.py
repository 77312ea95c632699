"""What is being edited and not saved yet, kept beside the layer: it outlives the editor's page and its server."""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo import files
from geo.errors import CoopmapError, WriteError
from geo.lock import FOLDER, state_folder

if TYPE_CHECKING:
    from collections.abc import Mapping


def keep(layer: str | os.PathLike[str], name: str, draft: Mapping[str, Any]) -> None:
    """Keep a draft, plain JSON, in place of the one of this name. Raises WriteError, one plain sentence."""
    target = Path(os.path.realpath(layer))
    try:
        folder = state_folder(target) / target.name
        folder.mkdir(exist_ok=True)
    except OSError as error:
        reason = (error.strerror or "the system refuses").lower()
        raise WriteError(str(layer), f"takes no draft beside it ({reason}).") from None
    files.write_text(_path(target, name), json.dumps({"name": name, "draft": dict(draft)}))


def drop(layer: str | os.PathLike[str], name: str) -> None:
    """Forget a draft; that it stays when the system refuses does no harm."""
    with suppress(OSError):
        _path(Path(os.path.realpath(layer)), name).unlink()


def kept(layer: str | os.PathLike[str]) -> dict[str, Any]:
    """The drafts by their names; one that another program broke is passed over."""
    target = Path(os.path.realpath(layer))
    found = {}
    for path in sorted((target.parent / FOLDER / target.name).glob("draft-*.json")):
        with suppress(CoopmapError):
            value = files.read_json(path)
            if isinstance(value, dict) and isinstance(value.get("name"), str) and isinstance(value.get("draft"), dict):
                found[value["name"]] = value["draft"]
    return found


def _path(target: Path, name: str) -> Path:
    """A name may be anything: the file is called by its digest."""
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return target.parent / FOLDER / target.name / f"draft-{digest}.json"
