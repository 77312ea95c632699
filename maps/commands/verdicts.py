"""What became of each suggestion, and the list of those that were not taken in, to be sent back."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from geo.errors import plain
from geo.io import canonical_json
from geo.model.project import Project
from maps.commands.common import count
from maps.commands.project_lines import whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.review.suggestions import Proposal, Suggestion

What = Literal["taken in", "the same already", "refused", "wrong", "in conflict", "left for later"]

SENT_BACK: tuple[What, ...] = ("refused", "wrong", "in conflict")
"""What its maker is told of."""

FAILED: tuple[What, ...] = ("wrong", "in conflict")
"""What nobody refused, and yet was not taken in."""


@dataclass(frozen=True)
class Verdict:
    """What became of one suggestion, or of a file that holds none. reason: why, in words, as far as there are any."""

    file: str
    what: What
    reason: str = ""
    suggestion: Suggestion | None = None
    proposal: Proposal | None = None


def summary(verdicts: Sequence[Verdict]) -> str:
    """How many of each, as a sentence."""
    numbers = Counter(verdict.what for verdict in verdicts)
    parts = ", ".join(f"{number} {what}" for what, number in sorted(numbers.items()))
    return f"{count(len(verdicts), 'suggestion')}: {parts}."


def sent_back(verdicts: Sequence[Verdict]) -> list[Verdict]:
    return [verdict for verdict in verdicts if verdict.what in SENT_BACK]


def report_lines(verdicts: Sequence[Verdict]) -> Iterator[str]:
    """Those that were not taken in, with all reasons, as lines to send back."""
    for verdict in sent_back(verdicts):
        yield f"- {_title(verdict)}: {verdict.what}{f': {plain(verdict.reason)}' if verdict.reason else ''}"
        if verdict.proposal is not None:
            yield from (f"    {line}" for line in reasons(verdict.proposal))


def reasons(proposal: Proposal) -> Iterator[str]:
    """Why a proposal cannot be taken in as it is: conflicts and errors."""
    for conflict in proposal.conflicts:
        was, now, wanted = (_value(value) for value in (conflict.based_on, conflict.now, conflict.wanted))
        yield f"{plain(conflict.field)}: was {was} when it was suggested, is {now} by now; suggested is {wanted}"
    yield from map(str, proposal.errors)


def _value(value: object) -> str:
    from geo.review.diff import ABSENT

    return "nothing" if value is ABSENT or value is None else whole(value)


def _title(verdict: Verdict) -> str:
    """The project, its file and who suggested it when."""
    file, suggestion = plain(Path(verdict.file).name), verdict.suggestion
    if suggestion is None:
        return file
    name = plain(Project(suggestion.number, suggestion.feature).text("name")[:80])
    parts = [f"by {plain(suggestion.about['by'][:80])}"] if "by" in suggestion.about else []
    parts += [f"on {plain(suggestion.about['made'][:20])}"] if "made" in suggestion.about else []
    return f"{suggestion.where}{f' ({name})' if name else ''}, {' '.join([file, *parts])}"


def report_json(verdicts: Sequence[Verdict]) -> str:
    """The same for programs, each with the Feature that was suggested."""
    return canonical_json.dumps([record(verdict) for verdict in sent_back(verdicts)])


def record(verdict: Verdict) -> dict[str, object]:
    suggestion, proposal = verdict.suggestion, verdict.proposal
    entry: dict[str, object] = {"file": Path(verdict.file).name, "what": verdict.what, "reason": verdict.reason}
    if suggestion is not None:
        entry |= {"id": suggestion.id, "about": dict(suggestion.about), "feature": dict(suggestion.feature)}
    if proposal is not None:
        entry["conflicts"] = [conflict.to_dict() for conflict in proposal.conflicts]
        entry["problems"] = [problem.to_dict() for problem in proposal.errors]
    return entry
