"""What `coopmap review` says of the pictures that came with a suggestion."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from geo.errors import CoopmapError, plain
from geo.messages import Joined, Message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.review.suggestions import Proposal


def picture_lines(proposal: Proposal) -> Iterator[str]:
    """The pictures that came with it, each as a file to be looked at: nobody takes in what they have not seen."""
    from geo.review import suggested_pictures

    try:
        pictures = suggested_pictures.brought(proposal)
    except CoopmapError as error:
        yield Joined(["! ", error.sentence], "")
        return
    folder = Path(tempfile.mkdtemp(prefix="coopmap-")) if pictures else Path()
    for number, (source, picture) in enumerate(pictures.items(), 1):
        seen = folder / f"picture-{number}.webp"
        seen.write_bytes(picture.data)
        yield Message(
            "Picture {picture}, {width} × {height}, {size} kB; look at it: {file}",
            picture=plain(source),
            width=picture.pixels[0],
            height=picture.pixels[1],
            size=len(picture.data) // 1000,
            file=seen,
        )
