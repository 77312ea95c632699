"""`coopmap add`: a new project, asked for question by question or given by options."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

import geo
from geo import CoopmapError
from geo.checks.grades import hinders
from geo.layer import empty
from geo.messages import Joined, Message, alternatives, spoken, system_language
from geo.model.field import Field
from geo.model.schema import FIELDS
from maps.commands import added_photos, asking, drafts, outcome, project_lines
from maps.commands.answers import field_of, value_of_answer, wrong
from maps.commands.common import OwnLayerFile, named, own_layer_path
from maps.commands.help_language import composed
from maps.commands.language_options import key_of
from maps.commands.own_options import own_texts
from maps.commands.printing import echo, say
from maps.commands.questions import ask_all, ask_anew, missing, name_it, named_at_all, names
from maps.commands.whereabouts import certain, put

if TYPE_CHECKING:
    from geo import Problem
    from geo.checks.grades import Grade
    from maps.commands.answers import Answers

ENDED = 130
"""The exit code of a command that its user ended."""

_GROUPS = {
    "identity": "What it is",
    "status": "How far it has come",
    "place": "Where it is",
    "partners": "Who takes part",
    "figures": "Numbers",
    "evidence": "How we know",
    "images": "Pictures",
}


NOTHING_WRITTEN = Message("Nothing was written.")


@dataclass(frozen=True)
class _Wish:
    """How the command was called."""

    path: Path
    places: list[str]
    photos: list[str]
    texts: dict[str, str | list[str]]
    yes: bool
    new_layer: bool


def _add(answers: Answers, wish: _Wish) -> None:
    """Options, questions, check, preview, writing; what was answered at a terminal or could not be written is kept."""
    writing = False
    said: str
    try:
        _take_options(answers, wish)
        _complete(answers, wish)
        _mend(answers, wish.path)
        _show(answers, wish.path)
        writing = _confirmed(wish)
        if writing:
            _write(answers, wish)
            return
        said, code = NOTHING_WRITTEN, 0
    except (typer.Abort, KeyboardInterrupt):
        said, code = NOTHING_WRITTEN, ENDED
    except CoopmapError as error:
        said, code = error.sentence, 1
    say(said)
    if writing or asking.at_terminal():
        drafts.keep(answers, wish.path)
    raise typer.Exit(code)


def _complete(answers: Answers, wish: _Wish) -> None:
    """Ask for what is missing, or refuse it where nobody can be asked."""
    if asking.at_terminal():
        ask_all(answers, wish.path, _grade(wish.path), brief=wish.yes)
    else:
        _refuse_missing(answers, _grade(wish.path))
        name_it(answers, wish.path)


def _option(key: str, own: Field) -> inspect.Parameter:
    """The option of one field."""
    several = bool(own.fields)
    about = [Message(own.about)]
    if own.choices and len(own.choices) < 20:
        about.append(Message("One of {choices}.", choices=", ".join(own.choices)))
    if several:
        first, second = own.fields[0].name.upper(), own.fields[1].name
        about.append(Message('Written as "{first}; {second}=...".', first=first, second=second))
    option = typer.Option(
        f"--{key.replace('_', '-')}",
        help=composed(Joined(about, " ")),
        show_default=False,
        metavar="TEXT",
        rich_help_panel=_GROUPS[own.group],
    )
    kind = Annotated[list[str] | None, option] if several else Annotated[str | None, option]
    return inspect.Parameter(key, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=kind)


def _with_options(run: Callable[..., None]) -> Callable[..., None]:
    """A command that has, beside its own options, one for every field of the schema."""

    def command(**values: Any) -> None:
        from geo.places import gazetteer

        own = {name: values.pop(name) for name in inspect.signature(run).parameters}
        texts = {key_of(name): value for name, value in values.items() if value not in (None, [], ())}
        path = own_layer_path(own["layer"])
        before = _before(path)
        texts |= own_texts(own["field"] or [], before.codebook)
        wish = _Wish(path, own["place"] or [], own["photo"] or [], texts, own["yes"], not path.exists())
        beyond = gazetteer.lies_beyond(before.own_countries)
        answers = drafts.begun(own["draft"], own["world"] or beyond, before.languages)
        answers.first = before.own_countries if beyond else ()
        answers.codebook = before.codebook
        _add(answers, wish)

    first = [*inspect.signature(run, eval_str=True).parameters.values()]
    fields = [_option(key, own) for own in FIELDS for key in own.keys]
    parameters = [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in first] + fields
    command.__name__, command.__doc__ = run.__name__, run.__doc__
    command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    command.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return command


@_with_options
def add(
    layer: OwnLayerFile = None,
    place: Annotated[
        list[str] | None,
        typer.Option(
            help="Where it is: a name, coordinates, or a map link. Given more than once: a line through the places.",
            show_default=False,
        ),
    ] = None,
    photo: Annotated[
        list[str] | None,
        typer.Option(
            help="A photograph, stored beside the layer as its pixels alone; where it was taken is only offered as the"
            ' place. Written as "FILE; alt_en=...; credit=...; licence=...".',
            show_default=False,
        ),
    ] = None,
    field: Annotated[
        list[str] | None,
        typer.Option(
            metavar="CODE=VALUE",
            help="A field that the layer has of its own (fields.json), such as permit=17; may be given more than once.",
            show_default=False,
        ),
    ] = None,
    draft: Annotated[
        Path | None, typer.Option("--from", help="Go on with a draft that was kept.", show_default=False)
    ] = None,
    world: Annotated[
        bool,
        typer.Option(
            "--world",
            help="Look places up among the world's towns as well; done unasked for a layer of other countries.",
        ),
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Write without asking; ask only for what is missing.")] = False,
) -> None:
    """Add a project: asks for what is needed, shows what will be written, and writes it on yes.

    Every question can be given as an option instead; with all that is needed and --yes nothing is asked.
    """


def _take_options(answers: Answers, wish: _Wish) -> None:
    """Read the options; all that is wrong with them is said at once."""
    from geo.new_project import fault

    faulty = []
    for key, text in wish.texts.items():
        own = field_of(key, answers.codebook)
        texts = [text] if isinstance(text, str) else text
        values = [value_of_answer(own, written, answers.codebook, answers.languages) for written in texts]
        value = values if own.fields else values[0]
        if problem := fault(key, value, answers.codebook.fields):
            option = f"--field {key}" if answers.codebook.own_key(key) else _option_of(key)
            refusal = Message(
                "{option}: got {got}; expected {expected}.", option=option, got=problem.got, expected=problem.expected
            )
            faulty.append(spoken(refusal))
        answers.properties[key] = value
    if faulty:
        say("\n".join(faulty))
        raise typer.Exit(2)
    if wish.places:
        put(answers, [certain(text, answers) for text in wish.places])
    added_photos.take(answers, wish.photos)


def _before(path: Path) -> geo.Layer:
    """The layer as its file has it; an empty one where there is none."""
    return geo.read(path) if path.exists() else empty(path)


def _grade(path: Path) -> Grade:
    """What the layer demands of a project; a new layer is a draft."""
    from geo.checks.grades import grade_of

    return grade_of(_before(path).members)


def _option_of(key: str) -> str:
    return f"--{key.replace('_', '-')}"


def _refuse_missing(answers: Answers, grade: Grade) -> None:
    """Say all that is needed and not given."""
    placed = answers.geometry is not None or answers.unplaced
    follow = {"precision"} if placed else {"precision", "countries"}
    options = [] if named_at_all(answers) else [alternatives(map(_option_of, names(answers)))]
    options += [_option_of(key) for key in missing(answers, grade) if key not in follow]
    if grade != "draft" and not placed:
        options.append(Message("--place, or --precision unlocated and --countries"))
    if options:
        listed = "; ".join(map(spoken, options))
        say(
            Message(
                "Missing: {options}. Give them, or run the command in a terminal, which asks for them.", options=listed
            )
        )
        raise typer.Exit(2)


def _mend(answers: Answers, path: Path) -> None:
    """Have the layer with the new project checked; ask anew for what is wrong, or refuse it."""
    while errors := [problem for problem in _problems(answers, path) if hinders(problem)]:
        said = "\n".join(f"{problem.field}: {spoken(wrong(problem) or '')}" for problem in errors)
        if not asking.at_terminal():
            raise CoopmapError(said)
        echo(said)
        for key in dict.fromkeys(map(_asked_for, errors)):
            ask_anew(answers, key)


def _asked_for(problem: Problem) -> str:
    """The key of the question whose answer mends a finding."""
    if problem.rule == "no-source":
        return "sources"
    return problem.field.partition("[")[0].partition(".")[0]


def _problems(answers: Answers, path: Path) -> list[Problem]:
    """What the check finds on the new project in its layer."""
    feature = answers.feature()
    layer = _before(path)
    problems = geo.check(replace(layer, features=(*layer.features, feature)))
    return [problem for problem in problems if problem.where == feature["id"]]


def _show(answers: Answers, path: Path) -> None:
    """What will be written, a field a line, and what the check warns of."""
    echo(spoken(Message("This will be written:")))
    for line in project_lines.feature_lines(answers.feature()):
        echo(f"  {line}")
    for problem in _problems(answers, path):
        say(problem.in_language(system_language()))


def _confirmed(wish: _Wish) -> bool:
    if wish.yes:
        return True
    if not asking.at_terminal():
        raise CoopmapError(Message("Nothing was written; --yes writes it."))
    return asking.confirm(Message("Write it to {file}?", file=wish.path))


def _write(answers: Answers, wish: _Wish) -> None:
    from geo.history import changes

    added_photos.store(answers, wish.path.parent)
    path, feature = wish.path, answers.feature()
    done = geo.update(path, lambda layer: changes.added(layer, feature), create=wish.new_layer)
    outcome.add_file(path)
    outcome.give({"id": feature["id"], "layer": str(path)})
    added = Message("{file}: added {project}. coopmap undo takes it back.", file=named(path), project=feature["id"])
    echo(spoken(added))
    if done.reformatted:
        say(
            Message(
                "The file was not in coopmap's own form; it is now, so this once a comparison by lines shows all of"
                " them."
            )
        )
