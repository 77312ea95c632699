"""A text in the user's own editor."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path

from geo import CoopmapError, files

_USUAL = ("notepad",) if os.name == "nt" else ("sensible-editor", "nano", "vi")


def edited(text: str, name: str) -> str:
    """The text after its user has saved it and closed the editor: $VISUAL, $EDITOR, or what the system has.

    name: of the file that the editor shows. Raises CoopmapError when there is no editor, or it fails.
    """
    line = _editor()
    with tempfile.TemporaryDirectory(prefix="coopmap-") as folder:
        path = Path(folder) / name
        path.write_text(text, encoding="utf-8", newline="\n")
        try:
            done = subprocess.run([*line, str(path)], check=False)  # noqa: S603  the user's own editor
        except OSError as error:
            raise CoopmapError(f"The editor {line[0]} does not start: {error.strerror or error}.") from None
        if done.returncode:
            raise CoopmapError(f"The editor {line[0]} ended with code {done.returncode}; nothing was changed.")
        return files.read_text(path)


def _editor() -> list[str]:
    said = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if said:
        parts = shlex.split(said, posix=os.name != "nt") if shutil.which(said) is None else [said]
        return [part.strip('"') for part in parts]
    found = next(filter(None, map(shutil.which, _USUAL)), None)
    if found is None:
        raise CoopmapError("No editor was found; name yours in the variable EDITOR.")
    return [found]
