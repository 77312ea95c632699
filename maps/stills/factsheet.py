"""Fact sheets: a page a project with its map, numbers, partners, disputes and sources, for a printed report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from geo import Layer
from maps import project_tables
from maps.drawing import legend_entries, map_elements, map_figure, markers
from maps.drawing.map_figure import MapFigure
from maps.drawing.mirrored import mirrored
from maps.drawing.options import RenderOptions
from maps.drawing.shapes import Drawing, Group, Photograph, Shape, Style, Text
from maps.stills import prints
from maps.style import theme, typeface
from maps.style.looks import looks_of_project
from maps.text import i18n, project_text
from maps.text.imprint import Imprint, imprint
from maps.text.names import Project, name_of, spoken

WIDE, HIGH = 210 / 25.4 * 72, 297 / 25.4 * 72
"""A4 in points."""
_EDGE = 46.0
_FOOT = 40.0
_INNER = WIDE - 2 * _EDGE
_TIGHT = (1.0, 0.94, 0.88, 0.82)
"""How much smaller text and gaps may become for a project to stand on one page."""
_PHOTOGRAPH = 140.0
"""Points that photographs are high at most."""
_MAP = (208.0, 178.0)
"""Width and height of the map in points."""


def sheets(
    layer: Layer,
    projects: Sequence[Project],
    options: RenderOptions,
    notify: Callable[[str], object] = lambda _: None,
) -> list[Drawing]:
    """A drawing for each page: a page for each project, more for one that has much to tell.

    notify: called with a sentence for each photograph that is left out.
    """
    folder = layer.path.parent if layer.path else None
    countries = project_tables.own_countries(layer)
    head = {key: value for key, value in layer.members.items() if isinstance(value, str)}
    heading = project_text.text(head, "title", options.language)
    whose = imprint(head, options.language)
    located = replace(options, width=_MAP[0], height=_MAP[1], locator=True, extent=None)
    located = replace(located, link=lambda _: "")
    return [
        page
        for project in projects
        for page in _tight(
            _Sheet(
                project,
                countries,
                located,
                heading,
                whose,
                _map(project, countries, located),
                prints.of(project, folder, options.language, notify),
            )
        )
    ]


def _map(project: Project, countries: Sequence[str], options: RenderOptions) -> Group | None:
    """The map at the right of a sheet's head; none of a project that has no place."""
    if not project.get("geometry"):
        return None
    left = WIDE - _EDGE - _MAP[0]
    box = (left, _EDGE, left + _MAP[0], _EDGE + _MAP[1])
    map_drawn = MapFigure((project,), countries, options, 0.82).drawn(box)
    edge = map_elements.rectangle("Edge", box, "paper")._replace(style=Style(line="rule", width=0.8))
    return Group("Map", (*map_drawn.shapes, edge), map_figure.description([project], options.language), figure=True)


def _tight(sheet: _Sheet) -> list[Drawing]:
    """One page, set tighter if need be; more when even that is not enough."""
    tries = (replace(sheet, tight=tight, done=[], shapes=[], placed={}).pages() for tight in _TIGHT)
    return next((pages for pages in tries if len(pages) == 1), None) or sheet.pages()


@dataclass
class _Sheet:
    """The pages of one project, filled from the top."""

    project: Project
    countries: Sequence[str]
    options: RenderOptions
    heading: str
    whose: Imprint
    map: Group | None
    photographs: Sequence[prints.CreditedPhotograph] = ()
    tight: float = 1.0
    done: list[list[Shape]] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)
    placed: dict[int, list[Photograph]] = field(default_factory=dict)
    y: float = _EDGE

    def pages(self) -> list[Drawing]:
        """Everything that is told, on as many pages as it takes."""
        self._head()
        self._numbers()
        self._paragraph(project_text.text(self.project, "summary", self.options.language), 10.5)
        self._photographs()
        self._partners()
        self._disputes("disputes", project_text.disputes(self.project, self.options.language))
        self._disputes("remarks", project_text.remarks(self.project, self.options.language))
        self._sources()
        self._more()
        for note in project_text.notes(self.project, self.options.language):
            self._write(note, 8.5, "ink-2")
        self.done.append(self.shapes)
        return [self._page(number, shapes) for number, shapes in enumerate(self.done, 1)]

    def _page(self, number: int, shapes: list[Shape]) -> Drawing:
        language = self.options.language
        of = i18n.digits(language, f"{number} / {len(self.done)}") if len(self.done) > 1 else ""
        left = Text("Layer", _EDGE, HIGH - _FOOT + 12, (self._layer(),), 8, "ink-2")
        right = Text("Page", WIDE - _EDGE, HIGH - _FOOT + 12, (of,), 8, "ink-2", anchor="end")
        attribution = map_elements.attribution([self.project], self.countries, language)
        lines = typeface.wrapped(attribution, "regular", 6.6, _INNER, 2)
        foot = Text("Credits", _EDGE, HIGH - _FOOT + 22, lines, 6.6, "ink-2", leading=8)
        name = name_of(self.project, language)
        drawing = Drawing(
            WIDE,
            HIGH,
            (*shapes, left, *([right] if of else []), foot),
            theme.palette(self.options.theme, looks_of_project(self.project).colours),
            "paper",
            f"{name} {of}".strip(),
            spoken(self.project, language),
            map_elements.attribution([self.project], self.countries, language, self.whose),
            self.whose,
            language,
            str(self.project.get("checked") or ""),
            photographs=tuple(self.placed.get(number, ())),
        )
        return mirrored(drawing) if i18n.is_right_to_left(language) else drawing

    def _layer(self) -> str:
        """The layer's title, shortened if need be, and whose it is."""
        credit = f" · {typeface.shortened(self.whose.credit, 'regular', 8, 280)}" if self.whose.credit else ""
        room = 430 - typeface.width(credit, "regular", 8)
        return f"{typeface.shortened(self.heading, 'regular', 8, room)}{credit}".removeprefix(" · ")

    # --- flow ---------------------------------------------------------------------------------------------------------

    def _room(self, high: float) -> None:
        """Turns the page when there is no room for so many points."""
        if self.y + high > HIGH - _FOOT - 8 and self.shapes:
            self.done.append(self.shapes)
            self.shapes, self.y = [], _EDGE
            name = typeface.shortened(name_of(self.project, self.options.language), "semibold", 10, _INNER)
            self._write(name, 10, "ink-2", "semibold")
            self.y += 6

    def _write(  # noqa: PLR0913  what a line of text has
        self, text: str, size: float, colour: str = "ink", face: str = "regular", *,
        left: float = 0.0, wide: float = _INNER, name: str = "Text", link: str = "",
    ) -> None:  # fmt: skip
        """Text in lines from the present height on; a long one goes on over the page."""
        size *= self.tight
        leading = size * (1.16 if face == "bold" else 1.36)
        for line in typeface.wrapped(text, face, size, wide - left) if text else ():
            self._room(leading)
            self.y += leading
            at = self.y - leading * 0.26
            self.shapes.append(Text(name, _EDGE + left, at, (line,), size, colour, face, link=link))

    def _title(self, text: str) -> None:
        self._room(48)
        self.y += 13 * self.tight**2
        self._write(text, 10.5, "ink", "semibold", name="Heading")
        self.y += 1.5

    def _paragraph(self, text: str, size: float) -> None:
        if text:
            self.y += 10 * self.tight
            self._write(text, size)

    # --- parts --------------------------------------------------------------------------------------------------------

    def _head(self) -> None:
        """Sector, name, status, place and dates at the left, the map at the right."""
        language, project = self.options.language, self.project
        wide = _INNER - _MAP[0] - 22 if self.map else _INNER
        top = self.y
        if self.map:
            self.shapes.append(self.map)
        sign = markers.sample(project, (_EDGE + 9, top + 9), 18.0)
        self.shapes.append(Group("Sign", sign))
        self.y += 2
        self._write(
            project_text.sector(project, language), 10.5, markers.colour(project), "semibold", left=25, wide=wide
        )
        self.y = max(self.y, top + 22) + 4
        size = 21.0 if len(name_of(project, language)) < 60 else 17.0
        self._write(name_of(project, language), size, "ink", "bold", wide=wide, name="Title")
        self.y += 5
        self._write(project_text.status(project, language, self.options.today), 10.5, "ink", "semibold", wide=wide)
        where, how = project_text.place(project, language)
        self.y += 7
        self._write(where, 10.5, wide=wide)
        self._write(how, 9, "ink-2", wide=wide)
        if not self.map:
            self._write(legend_entries.absence(project, language), 9, "ink-2", wide=wide)
        for heading, date in project_text.dates(project, language):
            self.y += 4
            self._write(f"{heading}: {date}", 10, wide=wide)
        self.y = max(self.y, top + _MAP[1] + 2 if self.map else 0) + 4

    def _numbers(self) -> None:
        """The numbers in rows of three, set large."""
        numbers = project_text.numbers(self.project, self.options.language)
        wide = (_INNER - 32) / 3
        for start in range(0, len(numbers), 3):
            row = numbers[start : start + 3]
            size = (15.0 if start == 0 else 11.5) * self.tight
            small = 8.8 * self.tight
            values = [typeface.wrapped(each.quantity, "bold", size, wide, 3) for each in row]
            labels = [typeface.wrapped(_label(each, self.options.language), "regular", small, wide, 5) for each in row]
            rows = zip(values, labels, strict=True)
            high = max(len(t) * size * 1.15 + len(b) * small * 1.3 for t, b in rows)
            self._room(high + 12)
            self.y += 12 * self.tight
            for column, (lines, label) in enumerate(zip(values, labels, strict=True)):
                x, y = _EDGE + column * (wide + 16), self.y + size * 0.8
                self.shapes.append(Text("Number", x, y, lines, size, "ink", "bold", leading=size * 1.15))
                under = y + size * 1.15 * (len(lines) - 1) + small * 1.4
                self.shapes.append(Text("Label", x, under, label, small, "ink-2", leading=small * 1.3))
            self.y += high + 2

    def _photographs(self) -> None:
        """The first photographs in a row of one height, with whose they are below each."""
        if not self.photographs:
            return
        places, high = prints.in_a_row(self.photographs, _INNER, _PHOTOGRAPH * self.tight)
        size = 7.6 * self.tight
        lines = [typeface.wrapped(each.credit, "regular", size, max(wide, 80), 4) for each, (_, wide) in places]
        below = max(map(len, lines)) * size * 1.25
        self._room(high + below + 18)
        top = self.y + 12 * self.tight
        for (each, (left, wide)), credit in zip(places, lines, strict=True):
            x = _EDGE + left
            self.placed.setdefault(len(self.done) + 1, []).append(each.at((x, top, x + wide, top + high)))
            if credit:
                self.shapes.append(
                    Text("Credit", x, top + high + size * 1.3, credit, size, "ink-2", leading=size * 1.25)
                )
        self.y = top + high + below + 6

    def _partners(self) -> None:
        columns = project_text.partners(self.project, self.countries, self.options.language)
        if not columns:
            return
        self._title(i18n.text(self.options.language, "card.partners"))
        for heading, names in columns:
            self._write(f"{heading}: {'; '.join(names)}", 9.8)
            self.y += 1.5

    def _disputes(self, heading: str, texts: Sequence[str]) -> None:
        if not texts:
            return
        self._title(i18n.text(self.options.language, f"card.{heading}"))
        for each in texts:
            page, top = len(self.done), self.y
            self._write(each, 9.8, left=10)
            if page == len(self.done):
                box = (_EDGE, top + 2, _EDGE + 2.6, self.y)
                self.shapes.append(map_elements.rectangle("Bar", box, "amber-edge"))
            self.y += 4

    def _sources(self) -> None:
        sources = project_text.sources(self.project, self.options.language)
        if not sources:
            return
        self._title(i18n.text(self.options.language, "card.sources"))
        for number, source in enumerate(sources, 1):
            self._room(24)
            size = 8.8 * self.tight
            written = i18n.digits(self.options.language, f"{number}.")
            self.shapes.append(Text("Number", _EDGE, self.y + size, (written,), size, "ink-2"))
            self._write(source.title, 8.8, "accent" if source.address else "ink", left=18, link=source.address)
            self._behind(source.about, 8.2 * self.tight)
            if source.archive:
                words = i18n.text(self.options.language, "source.archive")
                self._behind(words, 8.2 * self.tight, source.archive)
            self.y += 2.5 * self.tight

    def _more(self) -> None:
        """What the layer says beyond all that, each under its own name."""
        entries = project_text.more(self.project, self.options.language)
        if not entries:
            return
        self._title(i18n.text(self.options.language, "card.more"))
        for label, value in entries:
            self._write(f"{label}: {value}", 9.8)
            self.y += 1.5

    def _behind(self, text: str, size: float, link: str = "") -> None:
        """A short text behind the last line, if there is room on it, else below."""
        last = self.shapes[-1]
        if isinstance(last, Text) and text:
            x = last.x + typeface.width(last.lines[0], last.face, last.size) + 6
            if x + typeface.width(text, "regular", size) < WIDE - _EDGE:
                self.shapes.append(Text("Text", x, last.y, (text,), size, "accent" if link else "ink-2", link=link))
                return
        self._write(text, size / self.tight, "accent" if link else "ink-2", left=18, link=link)


def _label(number: project_text.Number, language: str) -> str:
    return i18n.listed((number.label, number.date), language)
