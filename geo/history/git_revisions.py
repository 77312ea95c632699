"""A layer as a file has it, or as a revision of git had it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from geo.errors import ReadError, plain
from geo.history import git_repository
from geo.io import files
from geo.io.table_address import TableAddress, is_address
from geo.layer import layer_of_text, read
from geo.messages import Message

if TYPE_CHECKING:
    from geo.io.table_address import LayerPlace
    from geo.layer import Layer


def names_layer(text: str) -> bool:
    """Whether a text names a layer by itself, a file or a table, and not a revision of one."""
    return is_address(text) or os.path.exists(text)


def read_version(text: str, layer: LayerPlace) -> Layer:
    """The layer that a text names: a file, a table in PostGIS, a revision and a file in it
    ("HEAD~1:data/projects.geojson"), or a revision alone, in which `layer` is looked up. Raises ReadError, one plain
    sentence; CoopmapError when git fails."""
    if names_layer(text):
        return read(text)
    revision, colon, path = text.partition(":")
    if not revision or revision.startswith("-"):
        raise ReadError(text, Message("cannot be read: there is no such file."))
    if isinstance(layer, TableAddress):
        raise ReadError(
            text, Message("is no file, and git keeps no revisions of a table; coopmap undo --list shows its versions.")
        )
    git = git_repository.program()
    if git is None:
        raise ReadError(text, Message("is no file, and git, which would know revisions, is not installed."))
    name = text if colon else f"{revision}:{layer}"
    try:
        blob = git_repository.read_blob(git, revision, path if colon else None, layer)
    except git_repository.NoSuchBlobError as error:
        raise ReadError(
            text,
            Message("is neither a file nor a revision in which git has the layer ({error}).", error=plain(str(error))),
        ) from None
    if len(blob) > files.MAX_BYTES:
        raise ReadError(
            name, Message("is larger than {max_bytes} MB, the most that is read.", max_bytes=files.MAX_BYTES // 2**20)
        )
    # Its projects are told in the lists that lie beside the layer now.
    return layer_of_text(files.decode(name, blob), name, layer.parent)
