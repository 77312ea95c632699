"""A layer as a report for Word, whose headings, tables, footnotes and styles are Word's own and can be edited there."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from geo import CoopmapError, Layer
from geo.errors import plain
from geo.messages import Joined, Message
from maps import companion_records, project_tables
from maps.drawing import map_figure
from maps.office.package import day, repacked
from maps.report import sections, template
from maps.report.sections import Report
from maps.report.writer import Writer
from maps.selection import chosen
from maps.stills.picture import picture
from maps.text import age, i18n
from maps.text.imprint import imprint

if TYPE_CHECKING:
    from docx.document import Document

MAX_PROJECTS = 1_000
"""Projects of a report at most: some thousand pages, which Word still opens."""

_MAP_PIXELS = (2200, 1400)
"""Width and height of the map: 330 dots an inch across a page."""


def word_report(  # noqa: PLR0913  as the command's options
    layer: Layer,
    *,
    languages: str | Sequence[str] = (),
    template_file: str | os.PathLike[str] | None = None,
    title: str | None = None,
    only: str | Sequence[str] = (),
    indicators: Sequence[companion_records.Record] = (),
    today: date | None = None,
    notify: Callable[[str], object] = lambda _: None,
) -> tuple[bytes, int]:
    """A layer's report as .docx, and how many projects it tells of.

    languages: of the layer's, its first by default; of several, one part follows the other; template_file: a .docx or
    .dotx whose styles, page, headers and footers are taken; title: instead of the layer's own; only: ids, sectors and
    statuses; indicators: as `geo.read_indicators` gives them, told when all projects are; today: the day against which
    statuses are old, by default this one; notify: called with a sentence of what of the template does not come along,
    and of each photograph that is left out. The same layer gives the same bytes. Raises CoopmapError, one plain
    sentence, for what cannot be.
    """
    codes = _languages([languages] if isinstance(languages, str) else languages, layer.languages)
    words = [only] if isinstance(only, str) else only
    selected = chosen(project_tables.plain_projects(layer), words)
    if not selected:
        raise CoopmapError(Message("The layer has no project to show."))
    if len(selected) > MAX_PROJECTS:
        raise CoopmapError(
            Message(
                "A report tells of at most {most:,} projects, got {count:,}; choose fewer with --only.",
                most=MAX_PROJECTS,
                count=len(selected),
            )
        )
    data, left_out = template.read(template_file) if template_file else (None, ())
    if template_file and left_out:
        notify(
            Message(
                "{file}: left out of the template: {parts}.",
                file=plain(os.fspath(template_file)),
                parts=Joined(left_out),
            )
        )
    writer = Writer(data)
    everything = len(selected) == len(layer.projects)
    report = Report(
        layer,
        selected,
        project_tables.own_countries(layer),
        [companion_records.readable_indicator(each, layer.languages) for each in indicators] if everything else [],
        title,
        today or age.today(),
        lambda language: _map(layer, language, words, today),
        notify,
    )
    _fill(report, writer, codes)
    return repacked(_without_thumbnail(writer)), len(selected)


def _languages(given: Sequence[str], of: Sequence[str]) -> list[str]:
    """The languages that are asked for, each once; of the layer's."""
    codes = [part.strip() for each in given for part in each.split(",") if part.strip()] or [of[0]]
    return [i18n.one_of(code, of) for code in dict.fromkeys(codes)]


def _fill(report: Report, writer: Writer, codes: Sequence[str]) -> None:
    """Cover and contents, then the parts, one for each language."""
    for number, code in enumerate(codes):
        with writer.language(code):
            sections.write_cover(report, writer, code, new_page=number > 0)
            if number == 0:
                writer.contents(i18n.text(code, "report.contents"))
                _set_properties(report, writer.document, code)
            sections.write(report, writer, code)


def _map(layer: Layer, language: str, only: Sequence[str], today: date | None) -> tuple[bytes, tuple[int, int]]:
    wide, high = _MAP_PIXELS
    drawn = picture(layer, size=f"{wide}x{high}", language=language, only=only, without=("title", "date"), today=today)
    return drawn.png(), drawn.pixels


def _set_properties(report: Report, document: Document, language: str) -> None:
    properties = document.core_properties
    whose = imprint(report.layer.members, language)
    properties.title = sections.heading(report, language)[:255]
    properties.author, properties.last_modified_by = (whose.publisher or "coopmap")[:255], "coopmap"
    properties.comments, properties.version = whose.citation[:255], whose.version[:255]
    properties.subject = map_figure.description(report.projects, language)[:250]
    properties.keywords, properties.category, properties.language, properties.revision = "", "", language, 1
    as_of = report.layer.members.get("as_of")
    properties.created = properties.modified = day(as_of if isinstance(as_of, str) else "")


def _without_thumbnail(writer: Writer) -> bytes:
    """The document without the picture of an empty page that python-docx begins with."""
    package = writer.document.part.package
    for number, relation in list(package.rels.items()):
        if relation.reltype.endswith("/thumbnail"):
            del package.rels[number]
    return writer.finish()
