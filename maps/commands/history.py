"""`coopmap diff` and `coopmap undo`: what changed in a layer, and taking it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

import geo
from geo.io.table_address import LayerPlace, TableAddress, place_of
from geo.messages import Joined, Message, template
from maps.commands import common, outcome
from maps.commands.common import (
    OwnLayerFile,
    Place,
    layer_path,
    named,
    own_layer_path,
)
from maps.commands.printing import count, echo, say

if TYPE_CHECKING:
    from geo.history import versions


def diff(
    old: Annotated[
        str,
        typer.Argument(
            help="A layer's file or table, a git revision (HEAD~1), or a file in one (HEAD~1:data/projects.geojson)."
        ),
    ] = "HEAD",
    new: Annotated[
        str | None, typer.Argument(help="The same. Without it: the layer as it is now.", show_default=False)
    ] = None,
    layer: Annotated[
        Place | None,
        typer.Option(
            metavar="LAYER",
            parser=common.path,
            help="The layer that is looked up in a revision alone. Without it: data/projects.geojson here.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Tell in words what changed between two layers: by project and by field, not by line."""
    from geo.history.git_revisions import names_layer, read_version
    from geo.review.diff_text import words

    if layer is None and new is not None and names_layer(old) and names_layer(new):
        layer = place_of(new)  # no revision is asked for, so nobody must hear which layer it would be one of
    path = layer_path(layer)
    after = geo.read(path) if new is None else read_version(new, path)
    changes = geo.difference(read_version(old, path), after)
    outcome.give([change.to_dict() for change in changes])
    echo(Joined(words(changes), "\n"))


def undo(
    layer: OwnLayerFile = None,
    steps: Annotated[int, typer.Option(min=1, help="How many changes to take back.")] = 1,
    redo: Annotated[bool, typer.Option("--redo", help="Make again what was taken back.")] = False,
    listed: Annotated[bool, typer.Option("--list", help="Only show what could be taken back and made again.")] = False,
) -> None:
    """Take back the last change that coopmap made to the layer. Nothing is lost: --redo makes it again."""
    from geo.review.diff_text import words

    path = own_layer_path(layer)
    if listed:
        _print_versions(path)
        return
    for step in range(steps):
        done = geo.undo(path, again=redo)
        if done is None:
            say(Message(_NOTHING_LEFT[redo, bool(step)], file=named(path)))
            raise typer.Exit(0 if step else 1)
        changes = geo.difference(done.before, done.after)
        outcome.add_file(path)
        outcome.give([change.to_dict() for change in changes])
        echo(Joined(words(changes), "\n"))


_NOTHING_LEFT = {
    (False, False): template("{file} has nothing to take back."),
    (False, True): template("{file} has nothing more to take back."),
    (True, False): template("{file} has nothing to make again."),
    (True, True): template("{file} has nothing more to make again."),
}
"""By whether it was to be made again, and whether something was done."""


def _print_versions(path: LayerPlace) -> None:
    """The changes that can be taken back and made again, the last one first, each as it was made."""
    from geo.review.diff_text import headline

    now = geo.read(path)
    sides: tuple[tuple[versions.Side, str], ...] = (
        ("past", template("{changes} to take back")),
        ("future", template("{changes} to make again")),
    )
    for side, words in sides:
        stored = _stored(path, side)
        echo(Joined([Message(words, changes=count(len(stored), "change")), ":" if stored else ""], ""))
        nearer = now
        for number, farther in enumerate(reversed(stored), 1):
            before, after = (farther, nearer) if side == "past" else (nearer, farther)
            echo(Joined([f"{number:4}. ", headline(geo.difference(before, after))], ""))
            nearer = farther


def _stored(path: LayerPlace, side: versions.Side) -> list[geo.Layer]:
    """The stored versions of a layer, the nearest to it last."""
    from geo.history import versions
    from geo.layer import layer_of_text

    if isinstance(path, TableAddress):
        from geo.io.database import versions as stored

        return [layer_of_text(text, str(path), path) for text in stored.texts(path, side)]
    target = path.resolve()
    return [
        layer_of_text(versions.text(version), str(version), target.parent)
        for version in versions.versions(target, side)
    ]
