"""`coopmap icons`: the icons that a layer's own sectors choose from, as names or as one picture."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from geo import CoopmapError
from geo.errors import show
from geo.io import icon_library
from geo.messages import Message, alternatives
from geo.model.codes import SECTORS
from maps.commands import outcome
from maps.commands.output import Output
from maps.commands.printing import count, echo

COLUMNS = 6
"""Icons in a row of the picture."""


def icons(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[WORD]...", help="Only names with one of these words, such as ship.", show_default=False
        ),
    ] = None,
    picture: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE.svg", help="Write a picture of them.", show_default=False),
    ] = None,
) -> None:
    """List the icons for sectors of your own; -o draws them."""
    names = _names(words or [])
    if not names:
        raise CoopmapError(Message("No icon is called {words}.", words=alternatives(map(show, words or []))))
    outcome.give(names)
    if picture is None:
        echo("\n".join(names))
        return
    target = Output(picture, ".svg")
    target.write(_sheet(names).encode())
    target.tell(Message("{file}: {content}", file=target.name, content=count(len(names), "icon")))


def _names(words: list[str]) -> list[str]:
    """The names that hold a word, those of the built-in sectors first."""
    every = [*SECTORS, *(name for name in icon_library.names() if name not in SECTORS)]
    return [name for name in every if not words or any(word.casefold() in name for word in words)]


def _sheet(names: list[str]) -> str:
    """The icons with their names, as SVG: lower-case Latin letters, digits and hyphens are all that stands in it."""
    from maps.style import icon_drawings

    wide, high = 160, 34
    drawn = []
    for number, name in enumerate(names):
        x, y = number % COLUMNS * wide + 8, number // COLUMNS * high + 8
        icon = icon_drawings.named(name)
        fill = "#1d2329" if icon.solid else "none"
        drawn.append(
            f'<g transform="translate({x} {y})"><path d="{icon.path}" fill="{fill}" stroke="#1d2329" stroke-width="1.5"'
            f' stroke-linecap="round" stroke-linejoin="round"/><text x="24" y="12">{name}</text></g>'
        )
    size = f'width="{COLUMNS * wide}" height="{-(-len(names) // COLUMNS) * high + 8}"'
    style = 'font-family="sans-serif" font-size="11" fill="#1d2329"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} {style}>'
    return "\n".join([head, '<rect width="100%" height="100%" fill="#fff"/>', *drawn, "</svg>", ""])
