"""A layer as slides: a deck whose maps, charts and notes are PowerPoint's own and can be edited there."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from pptx.util import Pt

from geo import CoopmapError, Layer
from geo.errors import plain
from maps import companion_records, project_records
from maps.drawing import legend, legend_entries, map_elements, map_figure, markers
from maps.drawing.map_figure import MapFigure
from maps.drawing.options import RenderOptions
from maps.drawing.shapes import Box, Disc, Group, Line, Look, Shape, moved
from maps.selection import chosen
from maps.slides import charts
from maps.slides import master as masters
from maps.slides.master import Master
from maps.slides.slide import Column, Page
from maps.style import typeface
from maps.text import formats, i18n, project_text
from maps.text.names import Project, name_of

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

Records = Sequence[Mapping[str, Any]]

_TEXT = 1.2
"""How much larger text on a map is than on a picture: no letter below 10 points on a slide."""
_LEAST = 10.0
"""Points of the smallest text."""
_SENTENCE = 26
"""Words of a summary's first sentence that a slide has room for; the whole stands in the notes."""
_LARGER = (1.3, 1.15, 1.0)
"""How much larger the text beside a map may be, tried in turn."""
_EVENTS, _UNPLACED = 16, 6
"""Events and projects without a place on one slide."""


def slide_deck(  # noqa: PLR0913  as the command's options
    projects: Layer | GeoDataFrame,
    *,
    language: str = "en",
    size: str = "16:9",
    template: str | os.PathLike[str] | None = None,
    title: str | None = None,
    only: str | Sequence[str] = (),
    indicators: Records = (),
    milestones: Records = (),
    notify: Callable[[str], object] | None = None,
) -> tuple[bytes, int]:
    """A layer's deck as .pptx, and how many slides it has.

    language: one, or two joined by a comma, which then stand side by side; size: 16:9 or 4:3, else the template's;
    template: a .pptx or .potx whose masters, typefaces and colours are taken; title: instead of the layer's own; only:
    ids, sectors and statuses; indicators, milestones: as `geo.read_indicators` and `geo.read_milestones` give them;
    notify: called with a sentence of what of the template does not come along. Raises CoopmapError, one plain sentence,
    for what cannot be.
    """
    layer = projects if isinstance(projects, Layer) else _of_frame(projects)
    languages = _languages(language)
    shown = chosen(project_records.plain_projects(layer), [only] if isinstance(only, str) else only)
    if not shown:
        raise CoopmapError("The layer has no project to show.")
    master = masters.of_template(template) if template else masters.plain_master(size)
    if template and master.left_out and notify is not None:
        notify(f"{plain(os.fspath(template))}: left out of the template: {', '.join(master.left_out)}.")
    deck = _Deck(layer, tuple(shown), languages, master, title, indicators, milestones)
    deck.fill()
    return deck.written(), len(deck.pages)


def _of_frame(frame: GeoDataFrame) -> Layer:
    from geo import from_frame

    return from_frame(frame)


def _languages(given: str) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(part.strip() for part in given.split(",") if part.strip()))
    unknown = [code for code in found if code not in i18n.languages()]
    if unknown or not 1 <= len(found) <= 2:
        choices = ", ".join(i18n.languages())
        raise CoopmapError(f"Slides speak one language or two joined by a comma, of {choices}; got “{given[:40]}”.")
    return found


# --- the deck ---------------------------------------------------------------------------------------------------------


class _Deck:
    """All slides: made first, so that they can lead to each other, and filled then."""

    def __init__(  # noqa: PLR0913, PLR0917  what a deck is made of
        self, layer: Layer, projects: tuple[Project, ...], languages: tuple[str, ...], master: Master,
        title: str | None, indicators: Records, milestones: Records,
    ) -> None:  # fmt: skip
        self.layer, self.projects, self.languages, self.master = layer, projects, languages, master
        self.language = languages[0]
        self.palette = master.palette()
        self.countries = project_records.own_countries(project_records.plain_projects(layer))
        self.head = {key: value for key, value in layer.members.items() if isinstance(value, str)}
        self.own_title = title
        events = map(companion_records.readable_milestone, milestones)
        self.milestones = [event for event in events if project_text.text(event, "name", self.language)]
        figures = map(companion_records.readable_indicator, indicators)
        self.charted = [one for one in figures if len(charts.bars(one, self.language)) > 1]
        self.unplaced = [project for project in projects if not project.get("geometry")]
        self.sources = _unique_sources(projects, self.charted, self.milestones, self.language)
        self.pages: dict[str, Page] = {}

    def colour(self, name: str, opacity: float) -> str:
        """A colour as the theme's slot where it has one, so that the theme recolours it, else as it is."""
        alpha = f'<a:alpha val="{round(opacity * 100_000)}"/>' if opacity < 1 else ""
        if name in self.master.slots:
            slot, shade = self.master.slots[name]
            return f'<a:schemeClr val="{slot}">{shade}{alpha}</a:schemeClr>'
        value = self.palette.get(name, "#000000").lstrip("#").upper()
        return f'<a:srgbClr val="{value}">{alpha}</a:srgbClr>'

    def fill(self) -> None:
        """Makes and fills every slide."""
        plan: list[tuple[str, Callable[[Page], None]]] = [("title", self._first), ("overview", self._overview)]
        plan += [(str(one["id"]), partial(self._project, project=one)) for one in self.projects]
        plan += self._parts("figures", self.charted, 2, self._figures)
        plan += self._parts(
            "events", sorted(self.milestones, key=lambda one: str(one.get("date", ""))), _EVENTS, self._events
        )
        plan += self._parts("unplaced", self.unplaced, _UNPLACED, self._unplaced)
        plan += [("sources", self._credits)]
        plan += self._parts("more-sources", self.sources, self._sources_a_slide(), self._sources)
        for key, _ in plan:
            layout = self.master.first if key == "title" else self.master.titled
            slide = self.master.presentation.slides.add_slide(layout)
            self.pages[key] = Page(self, slide)
        for key, filled in plan:
            filled(self.pages[key])
            self.pages[key].finish()

    @staticmethod
    def _parts(
        key: str, records: Sequence[Any], most: int, filled: Callable[..., None]
    ) -> list[tuple[str, Callable[[Page], None]]]:
        """A slide for each part of a long list."""
        parts = [records[at : at + most] for at in range(0, len(records), most)]
        of = [f"{number}/{len(parts)}" if len(parts) > 1 else "" for number in range(1, len(parts) + 1)]
        return [
            (f"{key}:{number}", partial(filled, part=part, of=place))
            for number, (part, place) in enumerate(zip(parts, of, strict=True), 1)
        ]

    def told(self, key: str) -> list[str]:
        """An interface text in each language."""
        return [i18n.text(language, key) for language in self.languages]

    def _titled(self, page: Page, lines: Sequence[str], of: str = "") -> None:
        number, _, whole = of.partition("/")
        page.title(
            [
                f"{line} ({i18n.text(code, 'card.of', i=number, n=whole)})" if of else line
                for line, code in zip(lines, self.languages, strict=True)
            ]
        )

    # --- title and overview -------------------------------------------------------------------------------------------

    def _heading(self, language: str) -> str:
        own = (
            project_text.text(self.head, "title", language)
            if self.own_title is None
            else typeface.clean(self.own_title)
        )
        return own or i18n.text(language, "page.map")

    def _first(self, page: Page) -> None:
        headings = list(dict.fromkeys(self._heading(language) for language in self.languages))
        page.title(headings, size=32 if self.master.own else None)
        if self.master.own:
            self._cover(page)
        lines = []
        for language in self.languages:
            if self.own_title is None:
                lines.append(project_text.text(self.head, "subtitle", language))
            if self.head.get("as_of"):
                lines.append(formats.as_of(language, typeface.clean(self.head["as_of"])))
        holders = [each for each in page.slide.placeholders if each.placeholder_format.idx != 0]
        told = [line for line in lines if line]
        for number, holder in enumerate(holders):
            if number == 0 and holder.has_text_frame and told:
                holder.text_frame.text = "\n".join(told)
                if self.master.own:
                    for paragraph in holder.text_frame.paragraphs:
                        paragraph.runs[0].font.size = Pt(18)
            elif not _has_text(holder):
                holder._element.getparent().remove(holder._element)  # noqa: SLF001  an empty one asks for a click
        page.notes = [map_figure.description(self.projects, language) for language in self.languages]

    def _cover(self, page: Page) -> None:
        """The countries and their marks at the right, without a word."""
        wide, high = self.master.width, self.master.height
        options = replace(self._render_options(replace_link=True), without=frozenset({"names", "scale", "inset"}))
        box = (masters.COVER * wide, 0.0, wide, high)
        shown = MapFigure(self.projects, self.countries, options, 1.0).drawn(box)
        page.add(Group("Map", shown.shapes, i18n.text(self.language, "page.map")))

    def _overview(self, page: Page) -> None:
        """The map of all, with a legend; each mark leads to its slide."""
        n = len(self.projects)
        at_work = sum(project.get("status") in ("operating", "partly_operating") for project in self.projects)
        lines = []
        for language in self.languages:
            forms = i18n.load(language)["slides.overview"]
            form = forms.get(formats.plural(language, n)) or forms["other"]
            lines.append(form.replace("{n}", str(n)).replace("{operating}", str(at_work)))
        page.title(lines)
        left, top, right, bottom = self.master.body
        columns = 2 if right - left >= 900 else 1
        legend = self._legend(page, (right, top + 2, bottom - 14), columns)
        options = self._render_options(replace_link=True)
        shown = MapFigure(self.projects, self.countries, options, _TEXT).drawn((left, top, legend, bottom))
        page.add(Group("Map", shown.shapes, map_figure.description(self.projects, self.language)))
        self._thanks(page, (legend + 14, bottom - 12, right - 20, bottom))
        page.notes = [map_figure.description(self.projects, language) for language in self.languages]

    def _legend(self, page: Page, place: tuple[float, float, float], columns: int) -> float:
        """The legend at the right, as much of it as has room; gives where the map may end."""
        right, top, bottom = place
        found = legend_entries.blocks(self.projects, self.language, lambda _: "")
        away = i18n.text(self.language, "unplaced.title")
        # No counts: where they stand would depend on how wide the theme's typeface is.
        found = [_without_notes(block) for block in found if block.heading != away]
        wide = 150.0 * columns + 16 * (columns - 1)
        box = (0.0, top, wide, bottom)
        drawn, used, _ = legend.legend(found, box, columns, 1.0, least=_LEAST, largest=10.6)
        whole = used + (columns - 1) * ((wide - 16 * (columns - 1)) / columns + 16)
        x = right - whole - 22
        page.add(Group("Legend", moved(tuple(drawn), x, 0)))
        return x - 14

    def _thanks(self, page: Page, box: Box) -> None:
        click = page.link("slide:sources")
        told = f"{i18n.text(self.language, 'card.sources')}, {i18n.text(self.language, 'credits.title').lower()} ›"
        page.text(
            [told], (box[0], box[1] - 6, box[2], box[3] - 4), _LEAST, "ink-2", align="end", name="Sources", click=click
        )

    def _render_options(self, *, replace_link: bool) -> RenderOptions:
        options = RenderOptions(self.master.width, self.master.height, self.language)
        return replace(options, link=_slide_of) if replace_link else options

    # --- a project ----------------------------------------------------------------------------------------------------

    def _project(self, page: Page, project: Project) -> None:
        """The map at the left, bleeding to the slide's edges; at the right what is known; sources at the foot."""
        left, top, right, bottom = self.master.body
        placed = bool(project.get("geometry"))
        edge = left + (0.41 if len(self.languages) == 1 else 0.36) * (right - left) if placed else left + 6
        names = [name_of(project, language) for language in self.languages]
        start = edge + 28
        inset = 7.2  # that a title's box has at its left, so that its letters stand above the text
        size = 26.0 if len(names[0]) < 44 else 22.0
        title = (start - inset, 20.0, right - 34, 20.0 + 34 * (1 if len(names[0]) < 30 else 2) + 24 * (len(names) - 1))
        page.title(list(dict.fromkeys(names)), title, size if self.master.own else None)
        if placed:
            page.add(self._locator(project, (left, 0.0 if self.master.own else top, edge, bottom)))
        under = title[3] + 8 if self.master.own else top + 4
        foot = self._foot(page, project, (start, bottom - 46, right - 34, bottom - 12))
        wide = (right - 34 - start - 20 * (len(self.languages) - 1)) / len(self.languages)
        for number, language in enumerate(self.languages):
            x = start + number * (wide + 20)
            self._largest(page, (x, under, x + wide, foot - 8), project, language)
            page.notes += self._notes(project, language)

    def _locator(self, project: Project, box: Box) -> Group:
        options = replace(self._render_options(replace_link=False), locator=True, link=_to_map)
        drawn = MapFigure((project,), self.countries, options, _TEXT).drawn(box)
        return Group("Map", drawn.shapes, map_figure.description([project], self.language))

    def _largest(self, page: Page, box: Box, project: Project, language: str) -> None:
        """What is known of a project as large as lets all of it stand; what has no room stands in the notes."""
        before = len(page.parts)
        for larger in _LARGER:
            column = Column(page, box, larger)
            self._facts(column, project, language)
            if column.whole:
                return
            if larger != _LARGER[-1]:
                del page.parts[before:]

    def _facts(self, column: Column, project: Project, language: str) -> None:
        """What is known of a project, the most important first."""
        size = 20.0 * column.larger
        sign = markers.sample(project, (column.box[0] + size * 0.55, column.y + size * 0.5), size)
        column.page.add(Group("Sector", sign, project_text.sector(project, language)))
        column.y += 1.5
        column.write(
            project_text.sector(project, language),
            13,
            markers.colour(project),
            bold=True,
            left=1.5 * size,
            name="Sector",
        )
        column.write(project_text.status(project, language), 13, bold=True, gap=9, name="Status")
        where, how = project_text.place(project, language)
        column.write(where, 13, gap=6, name="Place")
        if not project.get("geometry"):
            how = legend_entries.reason(project, language)
        column.write(how, 11, "ink-2", gap=1, name="Precision")
        for heading, told in project_text.dates(project, language):
            column.write(f"{heading}: {told}", 12, gap=5, name="Date")
        self._numbers(column, project_text.numbers(project, language)[:3])
        for heading, names in project_text.partners(project, self.countries, language):
            short = [name.partition(" (")[0] for name in names]
            column.write(f"{heading}: {', '.join(short)}", 12, gap=6, name="Partners")
        column.write(_first_sentence(project_text.text(project, "summary", language)), 12.5, gap=9, name="Summary")
        disputes = project_text.disputes(project, language)
        if disputes and len(disputes[0].split()) <= _SENTENCE:
            self._disputed(column, disputes[0])

    def _numbers(self, column: Column, numbers: Sequence[project_text.Number]) -> None:
        """Up to three numbers side by side, or one below the other where there is no room for that."""
        across = max(1, min(3, int(column.wide / 140 / column.larger**0.5)))
        wide = (column.wide - 14 * (across - 1)) / across
        for start in range(0, len(numbers), across):
            row = numbers[start : start + across]
            lefts = [column.box[0] + n * (wide + 14) for n in range(len(row))]
            cells = [Column(column.page, (left, 0, left + wide, 999), column.larger) for left in lefts]
            high = column.larger * max(
                cell.lines(number.told, 17, bold=True) * 20.4 + cell.lines(_label(number), 10.5) * 12.6
                for cell, number in zip(cells, row, strict=True)
            )
            if not column.fits(high + 10):
                return
            for cell, number in zip(cells, row, strict=True):
                cell.y = column.y + 10
                cell.write(number.told, 17, bold=True, name="Number")
                cell.write(_label(number), 10.5, "ink-2", name="Label")
            column.y += high + 10

    def _disputed(self, column: Column, text: str) -> None:
        high = column.lines(text, 11.5, left=10) * 11.5 * 1.2 * column.larger
        if column.fits(high + 12):
            top = column.y + 12 * column.larger
            box = (column.box[0], top, column.box[0] + 3, top + high)
            column.page.add(
                replace(map_elements.rectangle("Disputed", box, "amber-edge"), look=Look(fill="amber-edge"))
            )
            column.write(text, 11.5, left=10, gap=12, name="Disputed")

    def _foot(self, page: Page, project: Project, box: Box) -> float:
        """Sources at the foot, each leading to its document, and the way back to the map; gives where they begin."""
        back = page.link("slide:overview")
        told = f"‹ {i18n.text(self.language, 'slides.back')}"
        page.text([told], (box[0], box[3] - 13, box[2], box[3]), _LEAST, "ink-2", name="Back", click=back)
        found = project_text.sources(project, self.language)
        if not found:
            return box[1] + 20
        writer = page.writer
        heading = f"{i18n.text(self.language, 'card.sources')}: "
        runs, used = [writer.run(heading, _LEAST, "ink-2")], typeface.width(heading, "regular", _LEAST)
        room = 1.85 * (box[2] - box[0]) / self.master.stretch
        for number, source in enumerate(found):
            short = source.notes or source.title
            used += typeface.width(f"{short}; ", "regular", _LEAST)
            if used > room and number:
                runs.append(writer.run(" …", _LEAST, "ink-2"))
                break
            runs += [writer.run("; ", _LEAST, "ink-2")] if number else []
            runs.append(writer.run(short, _LEAST, "ink-2", click=page.link(source.address) if source.address else ""))
        page.parts.append(
            writer.box("Sources", (box[0], box[1] - 6, box[2], box[3] - 15), writer.paragraph(runs), wrapped=True)
        )
        return box[1] - 6

    def _notes(self, project: Project, language: str) -> list[str]:
        """What a speaker wants at hand: the summary, all numbers, disputes and sources."""
        told = [name_of(project, language), project_text.text(project, "summary", language)]
        told += [
            " · ".join(part for part in (each.told, each.label, each.date) if part)
            for each in project_text.numbers(project, language)
        ]
        told += [
            f"{heading}: {'; '.join(names)}"
            for heading, names in project_text.partners(project, self.countries, language)
        ]
        disputes = project_text.disputes(project, language)
        told += [f"{i18n.text(language, 'card.disputes')}:", *disputes] if disputes else []
        remarks = project_text.remarks(project, language)
        told += [f"{i18n.text(language, 'card.remarks')}:", *remarks] if remarks else []
        sources = project_text.sources(project, language)
        told += [f"{i18n.text(language, 'card.sources')}:"] if sources else []
        told += [_cited(number, source) for number, source in enumerate(sources, 1)]
        return [line for line in (*told, *project_text.notes(project, language)) if line] + [""]

    # --- figures and events -------------------------------------------------------------------------------------------

    def _figures(self, page: Page, part: Sequence[Any], of: str) -> None:
        names = [" · ".join(project_text.text(one, "name", code) for one in part) for code in self.languages]
        del of  # the figures' names tell these slides apart
        self._titled(page, names)
        left, top, right, bottom = self._margins()
        wide = (right - left - 30 * (len(part) - 1)) / len(part)
        for number, indicator in enumerate(part):
            x = left + number * (wide + 30)
            column = Column(page, (x, top, x + wide, bottom))
            for code in self.languages:
                column.write(
                    charts.title(indicator, code),
                    15 if code == self.language else 12,
                    bold=code == self.language,
                    name="Heading",
                )
            sources = _sources_of(indicator.get("values", ()), self.language)
            foot = bottom - 42
            charts.add(page.slide, (x, column.y + 6, x + wide, foot - 6), indicator, self.language)
            self._short_sources(page, sources, (x, foot, x + wide, bottom))
            page.notes += self._figure_notes(indicator)

    def _short_sources(self, page: Page, sources: Sequence[project_text.Source], box: Box) -> None:
        """Publishers and dates of documents in at most two lines."""
        heading = f"{i18n.text(self.language, 'card.sources')}: "
        told = "; ".join(dict.fromkeys(source.notes or source.title for source in sources))
        lines = typeface.wrapped(heading + told, "regular", _LEAST, (box[2] - box[0]) / self.master.stretch, 3)
        page.text([" ".join(lines)], box, _LEAST, "ink-2", name="Sources")

    def _figure_notes(self, indicator: Mapping[str, Any]) -> list[str]:
        notes = []
        for language in self.languages:
            notes.append(charts.title(indicator, language))
            for value in indicator.get("values", ()):
                told = project_text.text(value, "text", language)
                label = project_text.text(value, "label", language) or formats.period(
                    language, str(value.get("period", ""))
                )
                notes += [f"{label}: {told}"] if told else []
        sources = _sources_of(indicator.get("values", ()), self.language)
        return [*notes, *(_cited(number, source) for number, source in enumerate(sources, 1)), ""]

    def _events(self, page: Page, part: Sequence[Any], of: str) -> None:
        """Dates and names in two columns along a line."""
        self._titled(page, self.told("tab.events"), of)
        left, top, right, bottom = self._margins()
        half = (len(part) + 1) // 2
        wide = (right - left - 34) / 2
        step = min(58.0, (bottom - top) / max(1, half))
        for number, event in enumerate(part):
            x, y = left + (number // half) * (wide + 34), top + (number % half) * step
            last = number % half == half - 1 or number == len(part) - 1
            page.add(*_bead((x + 4, y + 7), 0.0 if last else step))
            column = Column(page, (x + 20, y, x + wide, y + step))
            date = formats.date(self.language, str(event.get("date", "")))
            column.write(date, 11, "ink-2", name="Date")
            for language in self.languages:
                size = 13 if language == self.language else 11
                column.write(
                    project_text.text(event, "name", language), size, bold=language == self.language, name="Event"
                )
            page.notes += [f"{date}: {project_text.text(event, 'summary', language)}" for language in self.languages]
            page.notes += [_cited(n, each) for n, each in enumerate(_sources_of([event], self.language), 1)]

    # --- not placed, sources ------------------------------------------------------------------------------------------

    def _unplaced(self, page: Page, part: Sequence[Any], of: str) -> None:
        self._titled(page, self.told("unplaced.title"), of)
        left, top, right, bottom = self._margins()
        step = min(84.0, (bottom - top) / len(part))
        for number, project in enumerate(part):
            y = top + number * step
            page.add(
                Group(
                    str(project["id"]),
                    markers.sample(project, (left + 14, y + 15), 26.0),
                    project_text.sector(project, self.language),
                )
            )
            column = Column(page, (left + 40, y, right, y + step))
            for language in self.languages:
                size = 16 if language == self.language else 13
                click = page.link(f"slide:{project['id']}")
                column.write(
                    name_of(project, language), size, bold=language == self.language, name="Project", click=click
                )
                told = f"{legend_entries.reason(project, language)} · {project_text.status(project, language)}"
                column.write(told, 12, "ink-2", name="Reason")
                page.notes.append(f"{name_of(project, language)}: {project_text.text(project, 'summary', language)}")

    def _credits(self, page: Page) -> None:
        """How to read the maps, and whose data they show."""
        titles = [
            f"{i18n.text(code, 'card.sources')}, {i18n.text(code, 'credits.title').lower()}" for code in self.languages
        ]
        self._titled(page, titles)
        left, top, right, bottom = self._margins()
        middle = left + 0.5 * (right - left)
        away = i18n.text(self.language, "unplaced.title")
        found = legend_entries.blocks(self.projects, self.language, lambda _: "")[1:]
        found = [_without_notes(block) for block in found if block.heading != away]
        drawn, _, _ = legend.legend(found, (left, top, middle - 24, bottom), 1, 1.0, least=_LEAST, largest=12.5)
        page.add(Group("Legend", tuple(drawn)))
        column = Column(page, (middle, top, right, bottom))
        column.write(i18n.text(self.language, "credits.title"), 13, bold=True, name="Heading")
        for line in map_elements.attribution(self.projects, self.language).split(" · "):
            column.write(line, 12, "ink-2", gap=6, name="Credits")

    def _sources_a_slide(self) -> int:
        _, top, _, bottom = self._margins()
        return 2 * max(4, int((bottom - top) / 27))

    def _sources(self, page: Page, part: Sequence[tuple[int, project_text.Source]], of: str) -> None:
        """All documents in two columns, each leading to its address."""
        self._titled(page, self.told("card.sources"), of)
        left, top, right, bottom = self._margins()
        half = (len(part) + 1) // 2
        wide = (right - left - 26) / 2
        step = (bottom - top) / max(half, self._sources_a_slide() // 2)
        for place, (number, source) in enumerate(part):
            x, y = left + (place // half) * (wide + 26), top + (place % half) * step
            room = 2 * (wide - 24) / self.master.stretch - typeface.width(f" {source.notes}", "regular", _LEAST) - 20
            name = typeface.shortened(source.title, "regular", _LEAST, max(80.0, room))
            writer = page.writer
            runs = [
                writer.run(name, _LEAST, "ink", click=page.link(source.address) if source.address else ""),
                writer.run(f"  {source.notes}", _LEAST, "ink-2"),
            ]
            page.text([f"{number}."], (x, y, x + 22, y + step), _LEAST, "ink-2", name="Number")
            page.parts.append(
                writer.box("Source", (x + 24, y, x + wide, y + step), writer.paragraph(runs), wrapped=True)
            )

    def _margins(self) -> Box:
        left, top, right, bottom = self.master.body
        return left + 40, top + 8, right - 40, bottom - 20

    # --- the file -----------------------------------------------------------------------------------------------------

    def written(self) -> bytes:
        """The deck's bytes: the same for the same deck, whenever it is made."""
        facts_of = self.master.presentation.core_properties
        facts_of.title = self._heading(self.language)[:255]  # what python-pptx takes at most
        facts_of.author, facts_of.last_modified_by, facts_of.comments = "coopmap", "coopmap", ""
        facts_of.subject, facts_of.keywords = map_figure.description(self.projects, self.language)[:250], ""
        facts_of.language, facts_of.revision = self.language, 1
        facts_of.created = facts_of.modified = _day(self.head.get("as_of", ""))
        file = io.BytesIO()
        _without_thumbnail(self.master.presentation)
        self.master.presentation.save(file)
        shapes = {str(page.slide.part.partname).lstrip("/"): page for page in self.pages.values()}
        return _packed(file.getvalue(), {name: (page.mark, "".join(page.parts)) for name, page in shapes.items()})


def _without_thumbnail(presentation: Any) -> None:
    """The template's thumbnail shows the template: without it, systems draw their own."""
    package = presentation.part.package
    for number, relation in list(package._rels.items()):  # noqa: SLF001  python-pptx has no other way to them
        if relation.reltype.endswith("/thumbnail"):
            package.drop_rel(number)


def _day(iso: str) -> datetime:
    try:
        return datetime.fromisoformat(iso)
    except ValueError:
        return datetime(2000, 1, 1)  # noqa: DTZ001  a file's date has no zone


def _packed(data: bytes, shapes: Mapping[str, tuple[str, str]]) -> bytes:
    """The file with our shapes in its slides, its parts in order, and without the time at which it was zipped."""
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


def _without_notes(block: legend_entries.Block) -> legend_entries.Block:
    return replace(block, rows=tuple(replace(row, note="") for row in block.rows))


def _slide_of(project: Project) -> str:
    return f"slide:{project['id']}"


def _to_map(_: Project) -> str:
    return "slide:overview"


def _has_text(holder: Any) -> bool:
    return bool(holder.has_text_frame and holder.text_frame.text)


def _label(number: project_text.Number) -> str:
    return ", ".join(part for part in (number.label, number.date) if part)


def _first_sentence(text: str) -> str:
    """The first sentence of a text, if it is short enough to be read from afar."""
    head, dot, _ = text.partition(". ")
    sentence = f"{head}." if dot else head
    return sentence if len(sentence.split()) <= _SENTENCE else ""


def _cited(number: int, source: project_text.Source) -> str:
    return f"{number}. {', '.join(part for part in (source.title, source.notes, source.address) if part)}"


def _sources_of(holders: Sequence[Mapping[str, Any]], language: str) -> list[project_text.Source]:
    """The documents of several records, each once."""
    found = [project_text.source(source, language) for holder in holders for source in holder.get("sources", ())]
    return list(dict.fromkeys(found))


def _unique_sources(
    projects: Sequence[Project], indicators: Records, milestones: Records, language: str
) -> list[tuple[int, project_text.Source]]:
    """All documents of the deck, numbered, by title."""
    values = [value for indicator in indicators for value in indicator.get("values", ())]
    found = _sources_of([*projects, *values, *milestones], language)
    return list(enumerate(sorted(found, key=lambda each: (each.title.casefold(), each.address)), 1))


def _bead(at: tuple[float, float], down: float) -> list[Shape]:
    """A point on the line of time, and the line down to the next one."""
    shapes: list[Shape] = []
    if down:
        ends = ((at[0], at[1]), (at[0], at[1] + down))
        shapes.append(Line("Time", (ends,), Look(line="border", width=1.2)))
    return [*shapes, Disc("Event", at[0], at[1], 4, Look(fill="accent"))]
