"""What several commands share: finding the layer and its companions, refusing what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

import geo
from geo import Problem, messages
from geo.checks.grades import grade_of, hinders
from geo.errors import masked, plain
from geo.io.table_address import LayerPlace, place_of
from geo.layer import MANY
from geo.messages import Message
from maps.commands import outcome
from maps.commands.printing import count, refusal, say
from maps.text import i18n

if TYPE_CHECKING:
    from geo import Layer
    from geo.checks.grades import Grade
    from geo.model.feature_table import FeatureTable
    from geo.model.geojson import Json

ADDRESS = "postgresql://HOST/DATABASE?table=NAME"
"""The form of an address of a table, for help."""

if TYPE_CHECKING:
    Place: TypeAlias = LayerPlace
else:
    Place = str  # typer takes no union, and makes paths of Path; `path` gives either
"""Where a command's layer lies, for the annotations of its parameters."""


def path(text: str) -> LayerPlace:
    """The file or table that somebody names. Help shows what this function is called as the kind of value."""
    return place_of(text)


OwnLayerFile = Annotated[
    Place | None,
    typer.Argument(
        metavar="[LAYER]",
        parser=path,
        help=f"The layer to change: GeoJSON, or a table ({ADDRESS}). Without it: data/projects.geojson here.",
        show_default=False,
    ),
]
LayerFile = Annotated[
    Place | None,
    typer.Argument(
        metavar="[LAYER]",
        parser=path,
        help=f"The layer: GeoJSON, or a table ({ADDRESS}). Without it: data/projects.geojson here, else the layer that"
        " ships with coopmap.",
        show_default=False,
    ),
]

Language = Annotated[
    str | None,
    typer.Option("--lang", help="The language, one of the layer's. Without it: its first.", show_default=False),
]

CHECKED = Message("checked")

Memory = Annotated[
    str | None,
    typer.Option(help="Memory that reading the file may take, such as 4GB; 2GB by default.", show_default=False),
]
Seconds = Annotated[
    int | None, typer.Option(help="Seconds that reading the file may take; 60 by default.", show_default=False)
]

Title = Annotated[str | None, typer.Option(help="A title in place of the layer's own.", show_default=False)]
Theme = Annotated[str, typer.Option(help="light, dark, or grey for printers without colour.")]
Only = Annotated[
    list[str] | None,
    typer.Option(help="Ids, sectors or statuses to show, joined by commas; may be repeated.", show_default=False),
]


NoCheck = Annotated[bool, typer.Option("--no-check", help="Go on even if the layer has errors.")]


def refuse_other_language(lang: str | None, languages: Sequence[str]) -> None:
    """Ends the command for a --lang that is none of a layer's languages."""
    if lang is not None and lang not in languages:
        choices = ", ".join(languages)
        raise refusal(
            Message(
                "the layer is not in “{lang}”; choose one of its languages: {choices}.",
                lang=plain(lang),
                choices=choices,
            ),
            param_hint="--lang",
        )


def tell_missing_words(languages: Sequence[str]) -> None:
    """Says of each language of a layer how many of the interface's texts are English in it."""
    for language in languages:
        if missing := len(i18n.missing(language)):
            total = len(i18n.load(language))
            say(
                Message(
                    "{missing} of {total} interface texts are missing in {language}: there they are English.",
                    missing=missing,
                    total=total,
                    language=language,
                )
            )


def layer_path(argument: LayerPlace | None) -> LayerPlace:
    """The layer that a command reads: the named one, else this folder's, else the shipped one, which is said."""
    here = Path("data/projects.geojson")
    if argument is not None or here.is_file():
        return argument or here
    say(
        Message(
            "There is no {here} here: this is the layer that ships with coopmap, Uzbekistan and Kazakhstan."
            " For your own: coopmap new NAME --countries KE,UG, or name a file.",
            here=here,
        )
    )
    return geo.data_path("projects.geojson")


def read_checked(argument: LayerPlace | None, *, no_check: bool) -> tuple[LayerPlace, Layer]:
    """The layer to show, and where it lies; without no_check one with errors ends the command, its errors told."""
    path = layer_path(argument)
    layer = geo.read(path)
    refuse_faulty(path, layer, no_check=no_check)
    return path, layer


def refuse_faulty(path: LayerPlace, layer: Layer, *, no_check: bool) -> None:
    """Ends the command when a layer that was read has errors, which are told; with no_check nothing is looked at."""
    if not no_check:
        refuse_errors(path, errors_of(path, telling(layer, CHECKED)))


@contextmanager
def refusing(path: LayerPlace, layer: Layer) -> Iterator[Layer]:
    """The layer, to be walked through once, while a process of its own checks what is walked through; with errors that
    ends the command, as above.

    For large layers: the check takes as long as the work.
    """
    from geo.aside import Aside

    check = Aside(partial(_errors_in, path, layer.members, len(layer.features)))

    def sending(tables: Iterator[FeatureTable]) -> Iterator[FeatureTable]:
        for table in tables:
            check.send(table)
            yield table

    try:
        yield _through(sending, layer)
        errors = check.result()
    finally:
        check.end()
    refuse_errors(path, [*errors, *filter(hinders, _problems_beside(path, layer, grade_of(layer.members)))])


def _errors_in(
    path: LayerPlace, members: Mapping[str, Json], count: int, tables: Iterator[FeatureTable]
) -> list[Problem]:
    """In the process of its own: the errors of a layer of so many features, which come as tables."""
    from geo.io.codebook_files import codebook_of
    from geo.io.feature_tables import Features

    codebook = codebook_of(members, path.parent if isinstance(path, Path) else path)
    layer = geo.Layer(Features(count, lambda: tables), members, codebook=codebook)
    return [*filter(hinders, geo.check(telling(layer, CHECKED), errors_only=True))]


def is_large(layer: Layer) -> bool:
    """Whether work on a layer takes so long that it is said how far it has come."""
    return len(layer.features) > MANY


def telling(layer: Layer, done: str) -> Layer:
    """The layer; of a large one it is said, while it is walked through, how many projects are done."""

    def counting(tables: Iterator[FeatureTable]) -> Iterator[FeatureTable]:
        number = 0
        for table in tables:
            yield table
            before, number = number // MANY, number + len(table)
            if number // MANY > before:
                say(Message("{number:,} of {all:,} projects {done}", number=number, all=len(layer.features), done=done))

    return _through(counting, layer) if is_large(layer) else layer


def in_tables(layer: Layer) -> Layer:
    """The layer as columns in memory, for what walks through it several times; a large one as it is."""
    from geo.io.feature_tables import tables_of

    tables = [] if is_large(layer) else [*tables_of(layer.features)]
    return _through(lambda _: iter(tables), layer) if tables else layer


def _through(watch: Callable[[Iterator[FeatureTable]], Iterator[FeatureTable]], layer: Layer) -> Layer:
    """The layer, whose features go through `watch` whenever they are walked through."""
    from geo.io.feature_tables import Features, tables_of  # with NumPy, which most commands do without

    return replace(layer, features=Features(len(layer.features), lambda: watch(tables_of(layer.features))))


def own_layer_path(argument: LayerPlace | None) -> LayerPlace:
    """The layer that a command changes: never the one that ships with coopmap, unless it is named."""
    here = Path("data/projects.geojson")
    if argument is None and not here.is_file():
        raise refusal(Message("there is no data/projects.geojson here; name the layer to change."), param_hint="LAYER")
    return argument or here


def messages_language(wanted: str | None) -> str:
    """The language of messages: the one that is wanted, else the system's. Raises typer.BadParameter."""
    if wanted is None:
        return messages.system_language()
    if wanted not in messages.languages():
        raise refusal(
            Message("messages are there in {languages}.", languages=", ".join(messages.languages())),
            param_hint="--lang",
        )
    return wanted


def errors_of(path: LayerPlace, layer: Layer) -> list[Problem]:
    """The errors for which a layer is not shown: its own, and of indicators, milestones and story beside it."""
    return [problem for problem in problems_of(path, layer, errors_only=True) if hinders(problem)]


def problems_of(
    path: LayerPlace, layer: Layer, *, errors_only: bool = False, grade: Grade | None = None
) -> list[Problem]:
    """What is wrong with a layer and with the indicators, milestones, story and photographs that lie beside it.

    grade: what is demanded, by default what the layer says of itself.
    """
    grade = grade or grade_of(layer.members)
    return [
        *geo.check(layer, errors_only=errors_only, grade=grade),
        *_problems_beside(path, layer, grade),
        *(geo.check_photographs(layer, path.parent, grade=grade) if isinstance(path, Path) and not errors_only else ()),
    ]


def _problems_beside(path: LayerPlace, layer: Layer, grade: Grade) -> list[Problem]:
    """What is wrong with the indicators, milestones and story that lie beside a layer."""
    indicators, milestones = companions(path)
    return [
        *geo.check_indicators(indicators, grade=grade, languages=layer.languages),
        *geo.check_milestones(milestones, grade=grade, languages=layer.languages),
        *geo.check_story(story(path), layer, indicators, grade=grade),
    ]


def companions(path: LayerPlace) -> tuple[list[dict[str, Json]], list[dict[str, Json]]]:
    """The indicators and milestones that lie beside a layer."""
    indicators, milestones = path.with_name("indicators.json"), path.with_name("milestones.json")
    return geo.read_indicators(indicators), geo.read_milestones(milestones)


def story(path: LayerPlace) -> list[dict[str, Json]]:
    """The stops of the story that lies beside a layer; none when there is no such file."""
    return geo.read_story(path.with_name("story.json"))


def refuse_errors(path: LayerPlace, errors: Sequence[Problem], total: int = 0) -> None:
    """Ends the command when there are errors, which are told; total: how many there are when these are the first."""
    if not errors:
        return
    outcome.add_findings(errors)
    for problem in errors:
        say(problem.in_language(messages.system_language()))
    say(
        Message(
            "{path} has {errors}; nothing was written. Fix them, or give the command --no-check too.",
            path=named(path),
            errors=count(total or len(errors), "error"),
        )
    )
    raise typer.Exit(1)


def named(path: LayerPlace) -> str:
    """A file's name as a message repeats it: nothing in it that a terminal would obey, and no password."""
    return plain(masked(str(path)))
