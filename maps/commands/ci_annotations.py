"""What a check found, in the forms in which GitHub and GitLab show it beside the lines of a file."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from geo.errors import CoopmapError, plain
from geo.io import files

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo import Problem
    from geo.io.table_address import LayerPlace

_FEATURE = '"type": "Feature"'
_IDENTITY = re.compile(r'\s*"id": ("(?:[^"\\]|\\.)*")')
_SEVERITY = {"error": "major", "warning": "minor"}


def of_github(path: LayerPlace, problems: Sequence[Problem], language: str) -> Iterator[str]:
    """Workflow commands, a line each, which GitHub shows as annotations; its own syntax is escaped."""
    lines = _Lines(path)
    for problem in problems:
        place = _name(path).replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
        at = lines.of(problem)
        where = f"file={place},line={at}" if at else f"file={place}"
        text = problem.in_language(language).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
        yield f"::{problem.level} {where}::{text}"


def of_gitlab(path: LayerPlace, problems: Sequence[Problem], language: str) -> list[dict[str, object]]:
    """The entries of a Code Quality report, which GitLab shows in a merge request."""
    import hashlib  # loads OpenSSL, for this form alone

    lines, seen = _Lines(path), Counter[str]()
    entries: list[dict[str, object]] = []
    for problem in problems:
        name = f"{problem.rule}\n{problem.where}\n{problem.field}\n{problem.got}"
        seen[name] += 1
        digest = hashlib.sha256(f"{name}\n{seen[name]}".encode("utf-8", "backslashreplace")).hexdigest()
        entries.append(
            {
                "description": problem.in_language(language),
                "check_name": problem.rule,
                "fingerprint": digest,
                "severity": _SEVERITY[problem.level],
                "location": {"path": _name(path), "lines": {"begin": lines.of(problem) or 1}},
            }
        )
    return entries


def _name(path: LayerPlace) -> str:
    return plain(path.as_posix() if isinstance(path, Path) else str(path))


class _Lines:
    """Finds the line of a finding in a layer that is written a key a line, as coopmap writes it."""

    def __init__(self, path: LayerPlace) -> None:
        try:
            self._lines = files.read_text(path).splitlines() if isinstance(path, Path) else []
        except CoopmapError:  # a binary form of a layer has no lines
            self._lines = []
        self._starts: dict[str, int] = {}
        for at, line in enumerate(self._lines):
            if identity := _IDENTITY.match(line):
                self._starts.setdefault(identity[1], at)

    def of(self, problem: Problem) -> int | None:
        """The line of the field, else of the project, from 1; None of what does not stand in the file."""
        start = self._starts.get(json.dumps(str(problem.where), ensure_ascii=False))
        name = re.match(r"[^.\[]*", problem.field)
        key = f"{json.dumps(name[0] if name else '')}:"
        for at in range(start or 0, len(self._lines)):
            line = self._lines[at].lstrip()
            if line.startswith(key):
                return at + 1
            if line.startswith(_FEATURE):
                break
        return None if start is None else start + 1
