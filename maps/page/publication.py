"""Where a page is published, and what of its layer lies beside it: for links in its head and for search engines."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from geo.standards.schema_org import About, Download, dataset
from maps.basemap import names
from maps.page import assets
from maps.text import i18n

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.layer import Layer
    from maps.page.shell import PageData


class Alternate(NamedTuple):
    """Another form of a page, as a link of its head names it."""

    media_type: str
    """Such as application/atom+xml."""
    address: str
    """Where it is: absolute, or from the page's own address."""


class Publication(NamedTuple):
    """What is known of a page's place among others."""

    address: str | None = None
    """Where the page will be found, such as https://example.org/map/; None where that is not known."""
    alternates: Sequence[Alternate] = ()
    """Its feed and its oEmbed record."""
    downloads: Sequence[Download] = ()
    """The files of data beside it."""


UNPUBLISHED = Publication()
"""Of a page of which nothing is known."""


def dataset_json(layer: Layer, data: PageData, published: Publication) -> str:
    """The layer as a Dataset of schema.org, JSON that may stand in a script element, in the page's first language."""
    language = data["language"] or layer.languages[0]
    packed = data.get("packed")
    number = packed["count"] if packed else len(data["projects"])
    about = About(
        language,
        i18n.version(data["layer"], "title", language),
        i18n.text(language, "page.description", n=number),
        [names.country_name(code, language) for code in data["focus"]],
        # Of a packed layer they would be looked for in the file once more.
        None if packed else layer.bounds,
        published.address,
        published.downloads,
    )
    return assets.as_json(dataset(layer, about))
