"""A picture chosen in the editor: its pixels are stored beside the layer, and where it was taken is only offered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.errors import CoopmapError, WriteError, plain
from geo.io import picture_files
from geo.io.pictures import place_of
from geo.messages import Message
from maps.editor.service import EditorResponse
from maps.photos import embedded

if TYPE_CHECKING:
    from maps.editor.service import EditorService

_DECIMALS = 5
"""Of degrees that are offered: a metre."""


def store(service: EditorService, name: str, data: bytes) -> EditorResponse:
    """Prepare a picture and keep it in `photos` beside the layer: its path there, an address to show it by, and, if it
    says so, where it was taken, [longitude, latitude].

    The file itself is kept nowhere: what it tells of place, camera and author stays with who chose it.
    """
    folder = service.path.parent
    try:
        source = picture_files.store(folder, name, data)
        address = embedded(folder, source)
    except WriteError as error:
        return EditorResponse({"messages": [error.sentence]}, 422)
    except CoopmapError as error:
        refused = Message("{picture}: {reason}.", picture=plain(name), reason=error.sentence)
        return EditorResponse({"messages": [refused]}, 422)
    place = place_of(data)
    at = [round(degrees, _DECIMALS) for degrees in place] if place else None
    return EditorResponse({"src": source, "address": address, "at": at})
