"""Merged words cut to pages, in one sorted list that is found by an index of their first words."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from maps.split import runs, small_files
from maps.split.word_stretches import BATCH, WIDE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from maps.split.word_stretches import Beginning, WordRun

PAGE = 2 * WIDE
"""Bytes of a page before it is packed."""

SPAN = 256
"""Pages whose first words stand in one file of the index."""


@dataclass(frozen=True)
class Cut:
    """The pages of a stretch, in a folder of their own."""

    folder: Path
    firsts: tuple[str, ...]
    """The first entry of each page; the files are named by their numbers from 0."""


def cut(task: tuple[WordRun, Mapping[str, Beginning]]) -> Cut:
    """Write the pages of a stretch: of its run, and of the beginnings whose entries belong to it."""
    run, beginnings = task
    folder = run.path.with_suffix(".pages")
    table = runs.read(run.path, 0, BATCH * len(run.firsts), BATCH)
    entries = dict(zip(table["word"].to_pylist(), table["entry"].to_pylist(), strict=True))
    entries |= {f"{begin}*": each.entry() for begin, each in beginnings.items()}
    folder.mkdir(parents=True, exist_ok=True)
    firsts = []
    for number, names in enumerate(_pages(entries)):
        text = "\n".join(names).encode()
        data = b"".join([struct.pack("<I", len(text)), text, *(entries[name] for name in names)])
        small_files.write(folder / f"{number}.bin", data)
        firsts.append(names[0])
    return Cut(folder, tuple(firsts))


def _pages(entries: Mapping[str, bytes]) -> Iterator[list[str]]:
    names: list[str] = []
    size = 0
    for name in sorted(entries):
        own = len(name.encode()) + 1 + len(entries[name])
        if names and size + own > PAGE:
            yield names
            names, size = [], 0
        names.append(name)
        size += own
    if names:
        yield names


def gather(stretches: Sequence[Cut], site: Path) -> dict[str, object]:
    """Number the pages of all stretches through, write the index, and give what the head says of both."""
    firsts = [first for each in stretches for first in each.firsts]
    pages = [each.folder / f"{number}.bin" for each in stretches for number in range(len(each.firsts))]
    for number, page in enumerate(pages):
        target = small_files.numbered(site / "words", number)
        target.parent.mkdir(parents=True, exist_ok=True)
        page.rename(target)
    index = [firsts[start : start + SPAN] for start in range(0, len(firsts), SPAN)]
    for number, names in enumerate(index):
        small_files.write(small_files.numbered(site / "index", number), "\n".join(names).encode())
    return {"pages": len(pages), "span": SPAN, "index": ["", *(names[0] for names in index[1:])][: len(index)]}
