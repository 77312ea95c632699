"""What became of each suggestion, and the list of those that were not taken in, to be sent back."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from geo.errors import plain
from geo.io import canonical_json
from geo.messages import NOTHING, Joined, Message, system_language
from geo.model.project import Project
from maps.commands.printing import count
from maps.commands.project_lines import whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.review.suggestions import Proposal, Suggestion

What = Literal["taken in", "the same already", "refused", "wrong", "in conflict", "left for later"]

WORDS: dict[What, Message] = {
    "taken in": Message("taken in"),
    "the same already": Message("the same already"),
    "refused": Message("refused"),
    "wrong": Message("wrong"),
    "in conflict": Message("in conflict"),
    "left for later": Message("left for later"),
}
"""What each is called."""

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
    parts = [Message("{number} {what}", number=number, what=WORDS[what]) for what, number in sorted(numbers.items())]
    return Message("{suggestions}: {parts}.", suggestions=count(len(verdicts), "suggestion"), parts=Joined(parts))


def sent_back(verdicts: Sequence[Verdict]) -> list[Verdict]:
    return [verdict for verdict in verdicts if verdict.what in SENT_BACK]


def report_lines(verdicts: Sequence[Verdict]) -> Iterator[str]:
    """Those that were not taken in, with all reasons, as lines to send back."""
    for verdict in sent_back(verdicts):
        parts = [_title(verdict), WORDS[verdict.what], *([plain(verdict.reason)] if verdict.reason else [])]
        yield Joined(["- ", Joined(parts, ": ")], "")
        if verdict.proposal is not None:
            yield from (Joined(["    ", line], "") for line in reasons(verdict.proposal))


def reasons(proposal: Proposal) -> Iterator[str]:
    """Why a proposal cannot be taken in as it is: conflicts and errors."""
    for conflict in proposal.conflicts:
        was, now, wanted = (_value(value) for value in (conflict.based_on, conflict.now, conflict.wanted))
        yield Message(
            "{field}: was {was} when it was suggested, is {now} by now; suggested is {wanted}",
            field=plain(conflict.field),
            was=was,
            now=now,
            wanted=wanted,
        )
    yield from (problem.in_language(system_language()) for problem in proposal.errors)


def _value(value: object) -> str:
    from geo.review.diff import ABSENT

    return NOTHING if value is ABSENT or value is None else whole(value)


def _title(verdict: Verdict) -> str:
    """The project, its file and who suggested it when."""
    file, suggestion = plain(Path(verdict.file).name), verdict.suggestion
    if suggestion is None:
        return file
    name = plain(Project(suggestion.number, suggestion.feature).text("name")[:80])
    about = suggestion.about
    parts = [Message("by {value}", value=plain(about["by"][:80]))] if "by" in about else []
    parts += [Message("on {value}", value=plain(about["made"][:20]))] if "made" in about else []
    named = f"{suggestion.where} ({name})" if name else suggestion.where
    return Joined([named, Joined([file, *parts], " ")])


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
