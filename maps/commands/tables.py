"""A layer from a file into PostGIS and back, with the files that lie beside it: nothing is lost on the way."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import geo
from geo.errors import WriteError
from geo.io import files
from geo.io.codebook_files import LISTS
from geo.messages import Joined, Message
from maps.commands import mapping
from maps.commands.common import named
from maps.commands.output import COMPANIONS, Output
from maps.commands.printing import count, echo, say

if TYPE_CHECKING:
    from geo.io.table_address import LayerPlace, TableAddress

BESIDE = (*COMPANIONS, *(f"{name}.json" for name in LISTS), mapping.NAME)
"""The files that go with a layer."""


def make(address: TableAddress, source: LayerPlace) -> None:
    """Make the tables of a layer, from a file or other tables. Raises WriteError when the name is taken."""
    from geo.history import table_changes

    layer = geo.read(source)
    texts = _texts_beside(source)
    table_changes.store(address, layer, texts)
    content = Joined([count(len(layer.features), "project"), *texts])
    echo(Message("{file}: {content}", file=named(address), content=content))
    if any(project.properties.get("images") for project in layer.projects):
        say(Message("Pictures are files, and stay where they are: maps of the table are built without them."))


def take_out(address: TableAddress, file: Path) -> None:
    """Write the layer of a table as a file, and what lies beside it beside that. Raises WriteError, one plain sentence,
    and writes nothing when other files have the names."""
    layer = geo.read(address)
    target = Output(file, ".geojson", layer=layer)
    texts = _texts_beside(address)
    for name, text in texts.items():
        _refuse_other(file.with_name(name), text)
    size = target.write(geo.text(layer).encode("utf-8"))
    for name, text in texts.items():
        files.write_text(file.with_name(name), text)
    target.tell_written(size, count(len(layer.features), "project"), *texts)


def _texts_beside(source: LayerPlace) -> dict[str, str]:
    """The texts of the files that go with a layer, by name; each is sound JSON."""
    if isinstance(source, Path):
        beside = ((name, source.with_name(name)) for name in BESIDE)
        texts = {name: files.read_text(path) for name, path in beside if os.path.lexists(path)}
    else:
        from geo.io.database import beside as stored

        texts = {name: text for name, text in stored.texts(source).items() if name in BESIDE}
    for name, text in texts.items():
        files.parse(text, str(source.with_name(name)))
    return texts


def _refuse_other(path: Path, text: str) -> None:
    if os.path.lexists(path) and files.read_text(path, links=False) != text:
        raise WriteError(
            str(path),
            Message("is there already and holds something else; take the layer out into a folder of its own."),
        )
