"""A filled deck as the bytes of a .pptx file, the same whenever they are made."""

from __future__ import annotations

import io
from collections.abc import Mapping

from pptx.parts.coreprops import CorePropertiesPart as CoreProperties
from pptx.presentation import Presentation

from maps.drawing import map_figure
from maps.office.package import day, repacked
from maps.slides.deck_base import Deck
from maps.text.imprint import imprint


def deck_bytes(deck: Deck) -> bytes:
    """A filled deck's bytes: the same for the same deck, whenever it is made."""
    presentation = deck.master.presentation
    _set_properties(deck, presentation.core_properties)
    _drop_thumbnail(presentation)
    file = io.BytesIO()
    presentation.save(file)
    shapes = {
        str(page.slide.part.partname).lstrip("/"): (page.mark, "".join(page.parts)) for page in deck.pages.values()
    }
    return _packed(file.getvalue(), shapes)


def _set_properties(deck: Deck, properties: CoreProperties) -> None:
    properties.title = deck.heading(deck.language)[:255]  # what python-pptx takes at most
    whose = imprint(deck.members, deck.language)
    properties.author, properties.last_modified_by = (whose.publisher or "coopmap")[:255], "coopmap"
    properties.comments, properties.version = whose.citation[:255], whose.version[:255]
    properties.subject, properties.keywords = map_figure.description(deck.projects, deck.language)[:250], ""
    properties.language, properties.revision = deck.language, 1
    properties.created = properties.modified = day(deck.members.get("as_of", ""))


def _drop_thumbnail(presentation: Presentation) -> None:
    """Drops the thumbnail, which shows the template: without it, systems draw their own."""
    opc = presentation.part.package
    for number, relation in list(opc._rels.items()):  # noqa: SLF001  python-pptx has no other way to them
        if relation.reltype.endswith("/thumbnail"):
            opc.drop_rel(number)


def _packed(data: bytes, shapes: Mapping[str, tuple[str, str]]) -> bytes:
    """The file with our shapes in its slides; shapes: by the name of a slide's part, the mark that stands for them and
    their XML."""

    def with_shapes(name: str, content: bytes) -> bytes:
        if name not in shapes:
            return content
        mark, drawn = shapes[name]
        return content.replace(f"<!--{mark}-->".encode(), drawn.encode("utf-8"))

    return repacked(data, with_shapes)
