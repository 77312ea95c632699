"""What became of each suggestion, and the list of those that were not taken in, to be sent back."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from geo.errors import plain
from geo.io import canonical_json
from geo.model.project import Project
from maps.commands.common import count
from maps.commands.shown import whole

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
    told = ", ".join(f"{number} {what}" for what, number in sorted(numbers.items()))
    return f"{count(len(verdicts), 'suggestion')}: {told}."


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
    for one in proposal.conflicts:
        was, now, wanted = (_value(value) for value in (one.based_on, one.now, one.wanted))
        yield f"{plain(one.field)}: was {was} when it was suggested, is {now} by now; suggested is {wanted}"
    yield from map(str, proposal.errors)


def _value(value: Any) -> str:
    from geo.review.diff import ABSENT

    return "nothing" if value is ABSENT or value is None else whole(value)


def _title(verdict: Verdict) -> str:
    """The project, its file and who suggested it when."""
    file, one = plain(Path(verdict.file).name), verdict.suggestion
    if one is None:
        return file
    name = plain(Project(one.number, one.feature).text("name")[:80])
    told = [f"by {plain(one.about['by'][:80])}"] if "by" in one.about else []
    told += [f"on {plain(one.about['made'][:20])}"] if "made" in one.about else []
    return f"{one.where}{f' ({name})' if name else ''}, {' '.join([file, *told])}"


def report_json(verdicts: Sequence[Verdict]) -> str:
    """The same for programs, each with the Feature that was suggested."""
    return canonical_json.dumps([_record(verdict) for verdict in sent_back(verdicts)])


def _record(verdict: Verdict) -> dict[str, Any]:
    one, proposal = verdict.suggestion, verdict.proposal
    record: dict[str, Any] = {"file": Path(verdict.file).name, "what": verdict.what, "reason": verdict.reason}
    if one is not None:
        record |= {"id": one.id, "about": dict(one.about), "feature": dict(one.feature)}
    if proposal is not None:
        record["conflicts"] = [conflict.to_dict() for conflict in proposal.conflicts]
        record["problems"] = [problem.to_dict() for problem in proposal.errors]
    return record
