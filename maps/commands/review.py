"""`coopmap review`: what readers suggest, checked and shown field by field, taken in or not by the layer's keeper."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import geo
from geo import ConflictError, CoopmapError
from geo.errors import plain
from geo.io.table_address import pictures_folder
from geo.messages import Joined, Message, spoken, system_language, template
from maps.commands import asking, common, outcome, review_map, verdicts
from maps.commands.common import Place, named, own_layer_path
from maps.commands.output import STANDARD, Output
from maps.commands.printing import echo, refusal, say
from maps.commands.project_lines import change_lines, feature_lines
from maps.commands.suggested_pictures import picture_lines
from maps.commands.verdicts import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo import Layer
    from geo.io.table_address import LayerPlace
    from geo.review.suggestions import Proposal, Suggestion

ENDED = 130
"""The exit code of a command that its user ended."""

_ANSWERS = {
    "yes": ("да", "ha", "иә"),
    "no": ("нет", "yoʻq", "жоқ"),
    "edit": ("править", "изменить"),
    "map": ("карта", "xarita"),
    "later": ("позже",),
}
"""What can be answered, with words for it in other languages."""

_ABOUT = {"by": template("by {value}"), "made": template("on {value}"), "layer_title": template("in the map {value}")}
"""What is told about a suggestion."""


@dataclass(frozen=True)
class _Wish:
    """How the command was called."""

    path: LayerPlace
    yes: Sequence[str]
    no: Sequence[str]
    reason: str
    dry_run: bool

    def answer(self, *names: str | None) -> str | None:
        """What the options say of a suggestion, by its own id or the one it would get."""
        return next((said for said, ids in (("yes", self.yes), ("no", self.no)) if {*names} & {*ids}), None)


def review(
    suggestions: Annotated[
        list[Path],
        typer.Argument(
            metavar="SUGGESTION...", help="Files that readers saved in a map; layers and single projects too."
        ),
    ],
    layer: Annotated[
        Place | None,
        typer.Option(
            metavar="LAYER",
            parser=common.path,
            help="The layer to change. Without it: data/projects.geojson here.",
            show_default=False,
        ),
    ] = None,
    yes: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Take this one in; may be repeated.", show_default=False)
    ] = None,
    no: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Refuse this one; may be repeated.", show_default=False)
    ] = None,
    reason: Annotated[str, typer.Option(help="Why those of --no are refused.", show_default=False)] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show; ask and write nothing.")] = False,
    report: Annotated[
        Path | None,
        typer.Option(help="Write what was not taken in, with reasons, to send back: .json, else text."),
    ] = None,
    page: Annotated[
        Path | None, typer.Option("--map", help="Write a map of the old and new places.", show_default=False)
    ] = None,
    open_page: Annotated[bool, typer.Option("--open", help="Open that map in the browser.")] = False,
) -> None:
    """Review suggestions: each is checked and shown field by field; yes, no or edit. Nothing is overwritten.

    Exit code 1 when one is wrong, in conflict with the layer, or nobody could be asked about it.
    """
    wish = _Wish(own_layer_path(layer), yes or (), no or (), reason, dry_run)
    now = geo.read(wish.path)
    places = {
        "--map": page or (Path(tempfile.mkdtemp(prefix="coopmap-")) / "review.html" if open_page else None),
        "--report": report,
    }
    drawn, listed = (_output(option, path, suggestions, now) for option, path in places.items())
    unread, suggested = _read(suggestions)
    _refuse_unknown(wish, suggested, now)
    if drawn:
        after = geo.read(wish.path)
        review_map.draw(list(_proposals(after, suggested)), after, drawn, open_page=open_page)
    reached, ended = _all_settled(wish, suggested)
    outcome.give([verdicts.record(verdict) for verdict in (*unread, *reached)])
    _tell([*unread, *reached], listed)
    if ended:
        raise typer.Exit(ENDED)
    left = not dry_run and any(verdict.what == "left for later" for verdict in reached) and not asking.at_terminal()
    if left:
        say(Message("Say --yes ID or --no ID, or run the command in a terminal, which asks."))
    if left or any(verdict.what in verdicts.FAILED for verdict in (*unread, *reached)):
        raise typer.Exit(1)


def _read(paths: Sequence[Path]) -> tuple[list[Verdict], list[Suggestion]]:
    """(files that hold none, suggestions of the others)."""
    from geo.review import suggestions

    unread: list[Verdict] = []
    suggested: list[Suggestion] = []
    for path in paths:
        try:
            suggested += suggestions.read(path)
        except CoopmapError as error:
            say(error.sentence)
            unread.append(Verdict(str(path), "wrong", error.sentence))
    return unread, suggested


def _refuse_unknown(wish: _Wish, suggested: Sequence[Suggestion], layer: Layer) -> None:
    """An id on the command line that no suggestion has is a slip of the keeper."""
    known = {suggestion.id for suggestion in suggested}
    if not {*wish.yes, *wish.no} <= known:
        known |= {proposal.id for proposal in _proposals(layer, suggested)}
    for name in (*wish.yes, *wish.no):
        if name not in known:
            raise refusal(Message("no suggestion is for “{name}”.", name=plain(name)), param_hint="--yes, --no")
        if name in wish.yes and name in wish.no:
            raise refusal(Message("both are said of “{name}”.", name=plain(name)), param_hint="--yes, --no")


def _proposals(layer: Layer, suggested: Sequence[Suggestion]) -> Iterator[Proposal]:
    """What the suggestions would do, those left out that make no sense."""
    from geo.review import suggestions

    for suggestion in suggested:
        try:
            yield suggestions.propose(layer, suggestion)
        except CoopmapError:
            continue


# One by one


def _all_settled(wish: _Wish, suggested: Sequence[Suggestion]) -> tuple[list[Verdict], bool]:
    """(what became of each, whether the keeper ended it before the last)."""
    reached: list[Verdict] = []
    for number, suggestion in enumerate(suggested):
        if number:
            echo()
        place = Message("{number} of {all}", number=number + 1, all=len(suggested))
        echo(Message("{place}: {title}", place=place, title=_title(suggestion)))
        try:
            reached.append(_settled(wish, suggestion))
        except (typer.Abort, KeyboardInterrupt):
            echo("")
            return [*reached, *(Verdict(left.file, "left for later", "", left) for left in suggested[number:])], True
    return reached, False


def _title(suggestion: Suggestion) -> str:
    about = suggestion.about
    lines: list[str] = [f"{suggestion.where}, {plain(suggestion.file)}"]
    if origin := [Message(words, value=plain(about[key][:200])) for key, words in _ABOUT.items() if key in about]:
        lines.append(Joined(["  ", Message("suggested {origin}", origin=Joined(origin, " "))], ""))
    if "why" in about:
        lines.append(Joined(["  ", Message("why: {reason}", reason=plain(about["why"][:2000]))], ""))
    if "quote" in about:
        page = [Message("(p. {page})", page=plain(about["page"][:40]))] if "page" in about else []
        lines.append(Joined(["  ", Joined([f"“{plain(about['quote'][:2000])}”", *page], " ")], ""))
    return Joined(lines, "\n")


def _settled(wish: _Wish, suggestion: Suggestion) -> Verdict:
    """Show it as the layer stands, have it answered, and write it; again when the layer changed meanwhile, or it was
    edited."""
    from geo.review import suggestions

    proposed = suggestion
    while True:
        try:
            layer = geo.read(wish.path)
            proposal = suggestions.propose(layer, proposed)
        except CoopmapError as error:
            asking.tell(error.sentence)
            return Verdict(suggestion.file, "wrong", error.sentence, suggestion)
        if proposal.change is None and not proposal.conflicts:
            asking.tell(Message("The layer has this already."))
            return Verdict(suggestion.file, "the same already", "", suggestion, proposal)
        _show(proposal)
        answer = None if wish.dry_run else wish.answer(suggestion.id, proposal.id) or _asked(proposal, layer)
        if answer == "edit":
            proposed = _edited(proposal)
        elif answer != "yes" or proposal.errors or proposal.conflicts:
            return _left(wish, suggestion, proposal, answer)
        else:
            try:
                if _written(wish.path, proposal):
                    return Verdict(suggestion.file, "taken in", "", suggestion, proposal)
            except CoopmapError as error:  # a picture of it
                asking.tell(error.sentence)
                return Verdict(suggestion.file, "wrong", error.sentence, suggestion, proposal)


def _written(path: LayerPlace, proposal: Proposal) -> bool:
    """Whether the layer took it: not when its project was changed since it was shown."""
    from geo.review import suggested_pictures, suggestions

    brings_pictures = bool(proposal.suggestion.pictures)
    ready = suggested_pictures.stored(proposal, pictures_folder(path)) if brings_pictures else proposal
    try:
        geo.update(path, lambda layer: suggestions.accepted(layer, ready))
    except ConflictError as error:
        say(Message("{error} Here it is against the layer as it is now.", error=error.sentence))
        return False
    outcome.add_file(path)
    asking.tell(Message("{file}: took in {id}. coopmap undo takes it back.", file=named(path), id=plain(proposal.id)))
    return True


def _left(wish: _Wish, suggestion: Suggestion, proposal: Proposal, answer: str | None) -> Verdict:
    """What is not written, and why."""
    if answer == "no":
        asked = not wish.answer(suggestion.id, proposal.id) and asking.at_terminal()
        reason = (
            asking.ask(Message("Why not? It goes into the list to send back (Enter for nothing)"))
            if asked
            else wish.reason
        )
        return Verdict(suggestion.file, "refused", reason, suggestion, proposal)
    if answer != "later" and (proposal.errors or proposal.conflicts):
        return Verdict(suggestion.file, "wrong" if proposal.errors else "in conflict", "", suggestion, proposal)
    return Verdict(suggestion.file, "left for later", "", suggestion, proposal)


def _show(proposal: Proposal) -> None:
    """What it would do to the layer, what hinders it, and what the check warns of."""
    for line in _lines(proposal):
        asking.tell(line)
    for line in verdicts.reasons(proposal):
        asking.tell(Joined(["! ", line], ""))
    for line in picture_lines(proposal):
        asking.tell(line)
    for problem in proposal.problems:
        if problem.level == "warning":
            asking.tell(problem.in_language(system_language()))


def _lines(proposal: Proposal) -> Iterator[str]:
    own = proposal.suggestion.id
    change = proposal.change
    if proposal.before is None:
        id_ = plain(proposal.id)
        yield Message("A new project:") if own == id_ else Message("A new project; its id would be {id}:", id=id_)
        yield from feature_lines(proposal.after)
    elif change is not None:
        named = f"{change.where} ({plain(change.name[:80])})" if change.name else change.where
        yield Message("Changes {project}:", project=named)
        for field in change.fields:
            yield from (Joined(["  ", line], "") for line in change_lines(field))


def _asked(proposal: Proposal, layer: Layer) -> str | None:
    """The keeper's answer, None where nobody is there. What is wrong cannot be answered by yes."""
    if not asking.at_terminal():
        return None
    bad = bool(proposal.errors or proposal.conflicts)
    choices = {answer: "" for answer in _ANSWERS if not (bad and answer == "yes")}
    listed = ", ".join(choices)
    while True:
        question = (
            Message("Fix it? {answers}", answers=listed) if bad else Message("Take it in? {answers}", answers=listed)
        )
        said = asking.ask(question, "later", tuple(choices))
        meant = asking.code_meant(said, choices, {}) or asking.code_meant(said, choices, _ANSWERS)
        if meant == "map":
            review_map.open_one(proposal, layer)
        elif meant is not None:
            return meant
        else:
            asking.tell(Message("Answer {answers}.", answers=listed))


def _edited(proposal: Proposal) -> Suggestion:
    """The suggestion as the keeper edits it; as it was when the editor fails or what it gives is no project."""
    from geo.review import suggestions
    from maps.commands import editing

    try:
        return suggestions.edited(proposal, editing.edited(suggestions.text_of(proposal), ".json"))
    except CoopmapError as error:
        asking.tell(error.sentence)
        return proposal.suggestion


# The map and the list


def _output(option: str, path: Path | None, reads: Sequence[Path], layer: Layer) -> Output | None:
    """Where a map or a list goes; on standard output is the review itself."""
    if path is not None and str(path) == STANDARD:
        raise refusal(Message("a review talks on standard output; name a file."), param_hint=option)
    return None if path is None else Output(path, path.suffix.lower(), tuple(reads), layer)


def _tell(reached: Sequence[Verdict], report: Output | None) -> None:
    """How it went, and the list to send back."""
    echo()
    echo(verdicts.summary(reached))
    lines = list(verdicts.report_lines(reached))
    if report is None and lines:
        echo(Joined([Message("Not taken in:"), *lines], "\n"))
    elif report is not None:
        text = "".join(f"{spoken(line)}\n" for line in lines)
        listed = verdicts.report_json(reached) if report.ending == ".json" else text
        report.write(listed.encode("utf-8", "surrogatepass"))
        echo(Message("{file}: the list to send back", file=report.name))
