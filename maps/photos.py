"""Pictures that travel inside the page: their pixels alone, without place, camera and author, which files tell too."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from geo import CoopmapError
from geo.io import picture_files
from geo.messages import Plural
from geo.model.record_types import Image

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Picture = TypeVar("Picture", bound=Image)
"""A picture of a project, as its layer or the page has it."""

_MAX_NOTICES = 20
"""Pictures left out of which each is told."""


@dataclass
class Pictures:
    """The pictures beside a layer."""

    folder: Path | None
    """Where they lie; None for a layer that lies nowhere."""
    notify: Callable[[str], object] | None = None
    """Called with a sentence for each that is left out."""
    _left: int = 0

    def address(self, source: str) -> str:
        """A picture file of the folder as a data: address; "" when it is left out."""
        if self.folder is None:
            return ""
        try:
            return embedded(self.folder, source)
        except CoopmapError as error:
            self._left += 1
            self._tell(error.sentence if self._left <= _MAX_NOTICES else "")
            return ""

    def finish(self) -> None:
        """Tells how many more were left out than were told."""
        more = self._left - _MAX_NOTICES
        rest = Plural("{count} more picture is left out.", "{count} more pictures are left out.", count=more)
        self._tell(rest if more > 0 else "")

    def _tell(self, sentence: str) -> None:
        if sentence and self.notify is not None:
            self.notify(sentence)


def in_rows(images: Sequence[Picture]) -> list[Sequence[Picture]]:
    """The pictures of a project, those of before and after a work together, the others each by itself."""
    rows: list[Sequence[Picture]] = []
    at = 0
    while at < len(images):
        moments = [image.get("pair") for image in images[at : at + 2]]
        count = 2 if moments == ["before", "after"] else 1
        rows.append(images[at : at + count])
        at += count
    return rows


def embedded(folder: Path, source: str) -> str:
    """A picture file of the folder as a data: address. Raises CoopmapError as `geo.io.picture_files.prepared` does."""
    picture = picture_files.prepared(folder, source)
    return f"data:image/{picture.format.lower()};base64,{base64.b64encode(picture.data).decode('ascii')}"
