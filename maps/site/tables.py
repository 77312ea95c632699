"""A layer in a format of tables or GIS, with all the words and looks that it has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.tables.writers import export as writing
from maps.drawing.qgis_style import qgis_style
from maps.text.code_labels import labels
from maps.text.imprint import imprint

if TYPE_CHECKING:
    from geo.layer import Layer


def table(layer: Layer, ending: str, language: str | None = None) -> bytes:
    """The layer in the format of an ending, one of `geo.tables.writers.export.ENDINGS`; language: texts in this one
    alone. Raises CoopmapError for a layer that the format cannot hold."""
    main = language or layer.languages[0]
    style = qgis_style(layer, main) if ending == ".gpkg" else ""
    words = writing.Words(language, labels(layer.codebook), imprint(layer.members, main).lines, style)
    return writing.export(layer, ending, words)
