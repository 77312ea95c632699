"""What a change of a layer did."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from geo.layer import text

if TYPE_CHECKING:
    from geo.layer import Layer


@dataclass(frozen=True)
class Update:
    """What a change did."""

    before: Layer
    """The layer as it was."""
    after: Layer
    """The layer as it is."""
    written: bool
    """Whether the file was."""
    old_text: str | None = field(default=None, repr=False, compare=False)
    """The file's text before, None where it was not read, and for a table."""

    @cached_property
    def reformatted(self) -> bool:
        """Whether the file stood in another form than the canonical one: then more lines of it changed than were meant
        to, this once."""
        return self.written and self.old_text is not None and self.old_text != text(self.before)
