"""A filled deck as the bytes of a .pptx file, the same whenever they are made."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import datetime

from pptx.parts.coreprops import CorePropertiesPart as CoreProperties
from pptx.presentation import Presentation

from maps.drawing import map_figure
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
    properties.created = properties.modified = _day(deck.members.get("as_of", ""))


def _day(iso: str) -> datetime:
    try:
        return datetime.fromisoformat(iso)
    except ValueError:
        return datetime(2000, 1, 1)  # noqa: DTZ001  a file's date has no zone


def _drop_thumbnail(presentation: Presentation) -> None:
    """Drops the thumbnail, which shows the template: without it, systems draw their own."""
    opc = presentation.part.package
    for number, relation in list(opc._rels.items()):  # noqa: SLF001  python-pptx has no other way to them
        if relation.reltype.endswith("/thumbnail"):
            opc.drop_rel(number)


def _packed(data: bytes, shapes: Mapping[str, tuple[str, str]]) -> bytes:
    """The file with our shapes in its slides, its parts in order, and without the time at which it was zipped.

    shapes: by the name of a slide's part, the mark that stands for them and their XML.
    """
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            content = old.read(name)
            if name in shapes:
                mark, drawn = shapes[name]
                content = content.replace(f"<!--{mark}-->".encode(), drawn.encode("utf-8"))
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.external_attr, entry.create_system = 0o600 << 16, 3
            new.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return file.getvalue()
