"""What several commands share: finding the layer and its companions, refusing what is wrong."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias, overload

import typer

import geo
from geo import CoopmapError, Problem, messages
from geo.checks.grades import hinders
from geo.errors import masked, plain
from geo.io.table_address import LayerPlace, place_of
from geo.messages import Message
from geo.model.geojson import Feature
from maps.commands import outcome
from maps.commands.printing import count, refusal, say
from maps.text import i18n

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from geo import Layer
    from geo.checks.grades import Grade
    from geo.model.feature_table import FeatureTable
    from geo.model.geojson import Json

ADDRESS = "postgresql://HOST/DATABASE?table=NAME"
"""The form of an address of a table, for help."""

if TYPE_CHECKING:
    Place: TypeAlias = LayerPlace
else:
    Place = str  # typer takes no union, and makes paths of Path; `place_of` gives either
"""Where a command's layer lies, for the annotations of its parameters."""

OwnLayerFile = Annotated[
    Place | None,
    typer.Argument(
        metavar="[LAYER]",
        parser=place_of,
        help=f"The layer to change: GeoJSON, or a table ({ADDRESS}). Without it: data/projects.geojson here.",
        show_default=False,
    ),
]
LayerFile = Annotated[
    Place | None,
    typer.Argument(
        metavar="[LAYER]",
        parser=place_of,
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

_MANY = 50_000
"""Projects after which it is said how far the work has come."""

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
def refusing(path: LayerPlace) -> Iterator[None]:
    """What is done with a layer, while a process of its own checks it; with errors that ends the command, as above.

    For large layers: the check takes as long as the work. It ends with this process, however that ends.
    """
    from multiprocessing import get_context

    context = get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_send_errors, args=(path, sender), daemon=True)
    process.start()
    sender.close()
    try:
        yield
        if not receiver.poll():
            say(Message("The check goes on."))
        result = receiver.recv()
    except EOFError:
        raise CoopmapError(Message("The check was stopped from outside; perhaps the memory was not enough.")) from None
    finally:
        process.terminate()
        process.join()
    if isinstance(result, Exception):
        raise result
    refuse_errors(path, result)


def _send_errors(path: LayerPlace, sender: Connection) -> None:
    """In the process of its own: sends the errors, or what went wrong with the check."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that was begun, which ends this one
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        sender.send(errors_of(path, telling(geo.read(path), CHECKED)))
    except Exception as error:  # noqa: BLE001  raised again where it is told
        sender.send(error)


def _end_with_parent() -> None:
    from multiprocessing import parent_process

    parent = parent_process()
    if parent is not None:
        parent.join()
    os._exit(1)


def is_large(layer: Layer) -> bool:
    """Whether work on a layer takes so long that it is said how far it has come."""
    return len(layer.features) > _MANY


def telling(layer: Layer, done: str) -> Layer:
    """The layer; of a large one it is said, while it is walked through, how many projects are done."""
    return replace(layer, features=_CountingFeatures(layer.features, done)) if is_large(layer) else layer


class _CountingFeatures(Sequence[Feature]):
    """Features that say how many of them have been taken."""

    def __init__(self, features: Sequence[Feature], done: str) -> None:
        self._features = features
        self._done = done

    def __len__(self) -> int:
        return len(self._features)

    @overload
    def __getitem__(self, number: int) -> Feature: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[Feature]: ...
    def __getitem__(self, number: int | slice) -> Feature | Sequence[Feature]:
        return self._features[number]

    def __iter__(self) -> Iterator[Feature]:
        from geo.io.feature_tables import features_of  # with NumPy, which most commands do without

        return chain.from_iterable(map(features_of, self.tables()))

    def tables(self) -> Iterator[FeatureTable]:
        """The same by columns."""
        from geo.io.feature_tables import tables_of

        number = 0
        for table in tables_of(self._features):
            yield table
            before, number = number // _MANY, number + len(table)
            if number // _MANY > before:
                say(Message("{number:,} of {all:,} projects {done}", number=number, all=len(self), done=self._done))


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
    from geo.checks.grades import grade_of

    grade = grade or grade_of(layer.members)
    indicators, milestones = companions(path)
    return [
        *geo.check(layer, errors_only=errors_only, grade=grade),
        *geo.check_indicators(indicators, grade=grade, languages=layer.languages),
        *geo.check_milestones(milestones, grade=grade, languages=layer.languages),
        *geo.check_story(story(path), layer, indicators, grade=grade),
        *(geo.check_photographs(layer, path.parent, grade=grade) if isinstance(path, Path) and not errors_only else ()),
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
