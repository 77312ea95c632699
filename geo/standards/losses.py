"""What a standard cannot say of a layer: counted, and told in a sentence each."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from geo.errors import plain
from geo.messages import Joined, Message, and_more

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAMED = 4
"""Projects that a sentence names."""


class Losses:
    """The projects of which a standard cannot say something, by what that is."""

    def __init__(self) -> None:
        self._projects: dict[Message, list[str]] = defaultdict(list)

    def add(self, what: Message, project: str) -> None:
        """Note once that something of a project does not fit; what: a clause such as "sums that are announced only".

        project: its id, or a Message such as "the layer".
        """
        if project not in self._projects[what]:
            self._projects[what].append(project)

    def __contains__(self, what: str) -> bool:
        return what in self._projects

    def lines(self) -> Iterator[Message]:
        """A sentence for each, in the order in which they were noted."""
        for what, projects in self._projects.items():
            names = Joined(name if isinstance(name, Message) else plain(name) for name in projects[:_NAMED])
            yield Message("{what} ({projects})", what=what, projects=and_more(names, len(projects) - _NAMED))
