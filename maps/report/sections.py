"""What a report tells: cover, map, key figures, and a section for each project with facts, photographs and sources."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from docx.shared import Mm

from geo.errors import CoopmapError
from geo.io import picture_files
from maps import photos
from maps.drawing import legend_entries, map_elements, map_figure
from maps.report.writer import Marks, Writer
from maps.style import typeface
from maps.text import formats, i18n, indicator_text, project_text
from maps.text.imprint import imprint
from maps.text.names import Project, name_of

if TYPE_CHECKING:
    from geo import Layer
    from geo.model.record_types import Image, Indicator
    from geo.model.record_types import Source as SourceRecord
    from maps.text.project_text import Source

_MOST_PHOTOGRAPHS = 6
"""Photographs of a project."""
_PHOTOGRAPH = Mm(75)
"""Height of a photograph at most."""
_MAP = Mm(140)
"""Height of the map at most."""


@dataclass(frozen=True)
class Report:
    """What a report is made of."""

    layer: Layer
    """The layer."""
    projects: Sequence[Project]
    """Those that are told of."""
    countries: Sequence[str]
    """The layer's own."""
    indicators: Sequence[Indicator]
    """Its key figures."""
    title: str | None
    """Instead of the layer's own."""
    today: date
    """The day against which statuses are old."""
    draw_map: Callable[[str], tuple[bytes, tuple[int, int]]]
    """The map in a language, as PNG, and its width and height in pixels."""
    notify: Callable[[str], object]
    """Called with a sentence for each photograph that is left out."""


def heading(report: Report, language: str) -> str:
    """The report's title."""
    return (
        report.title
        or project_text.text(report.layer.members, "title", language)
        or i18n.text(language, "slides.projects", n=len(report.projects))
    )


def write(report: Report, writer: Writer, language: str) -> None:
    """The whole report in a language, after its title and contents."""
    _write_map(report, writer, language)
    _write_figures(report, writer, language)
    writer.heading(i18n.text(language, "tab.projects"), 1)
    for project in report.projects:
        _Section(report, writer, language, project).write()


def write_cover(report: Report, writer: Writer, language: str, *, new_page: bool) -> None:
    """Title, subtitle, date, and whose the layer is; new_page: they begin one."""
    members = report.layer.members
    writer.paragraph(heading(report, language), "Title", new_page=new_page)
    if subtitle := project_text.text(members, "subtitle", language):
        writer.paragraph(subtitle, "Subtitle")
    as_of = members.get("as_of")
    if isinstance(as_of, str):
        writer.paragraph(typeface.clean(_capital(formats.as_of(language, as_of, "status.as_of"))))
    for line in imprint(members, language).lines:
        writer.paragraph(line)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _write_map(report: Report, writer: Writer, language: str) -> None:
    data, pixels = report.draw_map(language)
    writer.heading(i18n.text(language, "page.map"), 1)
    writer.pictures([(data, pixels, map_figure.description(report.projects, language))], _MAP)
    writer.paragraph(map_elements.attribution(report.projects, report.countries, language), "Caption")


def _write_figures(report: Report, writer: Writer, language: str) -> None:
    if not report.indicators:
        return
    writer.heading(i18n.text(language, "tab.figures"), 1)
    for indicator in report.indicators:
        writer.heading(project_text.text(indicator, "name", language), 3)
        noted = _Notes(writer, language)
        rows = []
        for value in indicator.get("values", ()):
            name, words = indicator_text.label(value, language), indicator_text.in_words(indicator, value, language)
            cited = [project_text.source(each, language) for each in value.get("sources", ())]
            lines = [words, *project_text.disputes(value, language), *project_text.remarks(value, language)]
            rows.append((name, [line for line in lines if line] or ["—"], noted.marks(cited)))
        writer.facts(rows)


class _Notes:
    """The footnotes of a section: a source is told once, and its mark stands again."""

    def __init__(self, writer: Writer, language: str) -> None:
        self._writer = writer
        self._archived = i18n.text(language, "source.archive")
        self._numbers: dict[Source, int] = {}

    def marks(self, sources: Sequence[Source]) -> Marks:
        """The marks of some sources."""
        marks: dict[int, Marks] = {}
        for source in dict.fromkeys(sources):
            number = self._numbers.get(source)
            if number is not None:
                marks[number] = self._writer.footnotes.again(number, self._writer.tongue)
            else:
                number, mark = self._writer.noted(source, self._archived)
                self._numbers[source], marks[number] = number, mark
        return self._writer.marks([marks[number] for number in sorted(marks)])

    def untold(self, sources: Sequence[Source]) -> list[Source]:
        """Those that have no footnote yet."""
        return [source for source in sources if source not in self._numbers]


@dataclass
class _Section:
    """The section of one project."""

    report: Report
    writer: Writer
    language: str
    project: Project

    def write(self) -> None:
        """Heading, photographs, summary, facts, disputes, and what else the layer says."""
        project, language, writer = self.project, self.language, self.writer
        self._notes = _Notes(writer, language)
        writer.heading(name_of(project, language), 2, self._cited("name"))
        self._write_photographs()
        if summary := project_text.text(project, "summary", language):
            writer.paragraph(summary, marks=self._cited("summary"))
        rows = [(label, lines, self._cited(*fields)) for label, lines, fields in self._facts() if any(lines)]
        rows += [(label, [value], []) for label, value in project_text.more(project, language)]
        sources = self._notes.untold(project_text.sources(project, language))
        if sources:
            words = i18n.text(language, "card.sources")
            rows.append((words, ["; ".join(each.notes or each.title for each in sources)], self._notes.marks(sources)))
        writer.facts(rows)
        for key in ("disputes", "remarks"):
            texts = getattr(project_text, key)(project, language)
            if texts:
                writer.heading(i18n.text(language, f"card.{key}"), 3)
                for text in texts:
                    writer.paragraph(text)
        for note in project_text.notes(project, language):
            writer.paragraph(note, "Caption")

    def _facts(self) -> list[tuple[str, list[str], tuple[str, ...]]]:
        """Each fact: its name, its lines, and the fields whose sources support it."""
        project, language = self.project, self.language
        where, how = project_text.place(project, language)
        how = how if project.get("geometry") else legend_entries.absence(project, language)
        place = [line for line in (where, how) if line]
        status = project_text.status(project, language, self.report.today)
        partners = project_text.partners(project, self.report.countries, language)
        return [
            (i18n.text(language, "table.sector"), [project_text.sector(project, language)], ("sector",)),
            (i18n.text(language, "table.status"), [status], ("status", "status_date")),
            (i18n.text(language, "card.place"), place, ("place", "geometry", "precision", "countries", "regions")),
            *((label, [words], ("start", "end")) for label, words in project_text.dates(project, language)),
            *self._numbers(),
            (
                i18n.text(language, "card.partners"),
                [f"{country}: {'; '.join(names)}" for country, names in partners],
                ("partners",),
            ),
        ]

    def _numbers(self) -> list[tuple[str, list[str], tuple[str, ...]]]:
        """The numbers below each other, the sums before the others."""
        numbers = project_text.numbers(self.project, self.language)
        lines = [
            f"{each.quantity} — {', '.join(part for part in (each.label, each.date) if part)}".removesuffix(" — ")
            for each in numbers
        ]
        return [(i18n.text(self.language, "tab.figures"), lines, ("value", "figures"))]

    def _cited(self, *fields: str) -> Marks:
        """The marks of the sources that support one of the fields."""
        records: Sequence[SourceRecord] = self.project.get("sources", ())
        supporting = [each for each in records if set(fields) & {_bare(name) for name in each.get("supports", ())}]
        return self._notes.marks([project_text.source(each, self.language) for each in supporting])

    def _write_photographs(self) -> None:
        """The photographs that can be shown: two of one view side by side, each with whose it is below."""
        folder = self.report.layer.path.parent if self.report.layer.path else None
        if folder is not None:
            for row in photos.in_rows(self.project.get("images", ())[:_MOST_PHOTOGRAPHS]):
                self._write_row(row, folder)

    def _write_row(self, images: Sequence[Image], folder: Path) -> None:
        pictures, captions = [], []
        for image in images:
            try:
                picture = picture_files.prepared(folder, str(image.get("file") or ""), "paper")
            except CoopmapError as error:
                self.report.notify(error.sentence)
                continue
            pictures.append((picture.data, picture.pixels, project_text.text(image, "alt", self.language)))
            captions.append(project_text.caption(image, self.language))
        if pictures:
            self.writer.pictures(pictures, _PHOTOGRAPH)
            self.writer.paragraph(" · ".join(filter(None, captions)), "Caption")


def _bare(name: str) -> str:
    """The name of a field without an entry's number or its parts, as sources name it: value[0], figures.0."""
    return name.partition("[")[0].partition(".")[0]
