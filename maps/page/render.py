"""A layer, or any file or frame with projects, as the page that shows it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Unpack

from geo import Layer
from geo.io.codebook_files import codebook_beside
from geo.model.codebook import BUILT_IN
from geo.tables.layer_file import layer_or_none
from maps.page.document import PageDocument
from maps.page.payload import PageOptions, page_data
from maps.page.publication import UNPUBLISHED, Publication, dataset_json
from maps.text import i18n
from maps.text.code_labels import labels

if TYPE_CHECKING:
    from geopandas import GeoDataFrame


def render_page(
    projects: Layer | GeoDataFrame | str | os.PathLike[str],
    *,
    preview: str | None = None,
    **options: Unpack[PageOptions],
) -> str:
    """The map as HTML, one self-contained page; options as for `project_map`. The same input gives the same text."""
    return document_of(projects, preview=preview, **options).html()


def document_of(
    projects: Layer | GeoDataFrame | str | os.PathLike[str],
    *,
    preview: str | None = None,
    published: Publication = UNPUBLISHED,
    **options: Unpack[PageOptions],
) -> PageDocument:
    """The page of a layer, before it is text; arguments and errors as for `project_map`.

    published: where the page will be found, and what lies beside it.
    """
    layer = _layer_of(projects)
    if (language := options.get("language")) is not None:
        i18n.one_of(language, layer.languages)
    data, packed = page_data(layer, **options)
    dataset = dataset_json(layer, data, published) if "editor" not in data else ""
    return PageDocument(data, packed, layer.codebook, preview, published.alternates, dataset)


def _layer_of(projects: Layer | GeoDataFrame | str | os.PathLike[str]) -> Layer:
    """The layer of what a caller has. Of a file that is none the rows that can be read are taken."""
    if isinstance(projects, Layer):
        return projects
    of_file = isinstance(projects, (str, os.PathLike))
    if of_file and (layer := layer_or_none(projects)) is not None:
        return layer
    # What reads tables takes longer to import than a layer to draw.
    from geo.tables.imported import from_frame, plan_of_file
    from geo.tables.incoming import ImportOptions

    codebook = codebook_beside(projects) if of_file else BUILT_IN
    options = ImportOptions(labels(codebook), own=True, codebook=codebook)
    return plan_of_file(projects, options).after if of_file else from_frame(projects, options)
