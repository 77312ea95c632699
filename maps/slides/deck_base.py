"""What all slides of a deck share: its records, languages, master, colours, margins and sources."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from geo import Layer
from geo.model.record_types import Indicator, IndicatorValue, Milestone, Stop
from maps import project_tables
from maps.basemap import border_choices
from maps.drawing import legend_entries, map_figure
from maps.drawing.map_figure import MapFigure
from maps.drawing.options import SHORT, RenderOptions
from maps.drawing.shapes import Box, Group, Shape, Text, extent, touches
from maps.slides.drawingml import narrowed
from maps.slides.master import Master
from maps.slides.paragraphs import SMALLEST
from maps.slides.plain_master import EDGE
from maps.slides.slide import Page
from maps.style import typeface
from maps.style.looks import looks_of
from maps.text import age, i18n, project_text
from maps.text.names import Project, name_of

MAP_STRETCH = 1.3
"""How much wider than ours a map's text may be: names in bold do not wrap, and DejaVu Sans may stand in for Calibri."""
MAP_TEXT_SCALE = 1.2
"""Ratio of a map's text on a slide to that on a picture: no letter below 10 points."""


@dataclass
class Deck:
    """A deck while it is filled: what it shows, in which languages, on which master."""

    layer: Layer
    """The whole layer."""
    projects: tuple[Project, ...]
    """Those that are shown, in order."""
    languages: tuple[str, ...]
    """One or two codes; the first one leads."""
    master: Master
    """The presentation that the slides are added to."""
    own_title: str | None
    """Replaces the layer's title."""
    indicators: list[Indicator]
    """Those that belong to what is shown and have enough values for a chart."""
    milestones: list[Milestone]
    """Those that belong to what is shown and have a name."""
    stops: list[Stop] = field(default_factory=list)
    """The stops of the story that are about what is shown."""
    figures: dict[str, Indicator] = field(default_factory=dict)
    """All indicators by id: a stop names them."""
    today: date = field(default_factory=age.today)
    """The day against which statuses are old."""
    pages: dict[str, Page] = field(default_factory=dict)
    """The slides by key, in order."""
    notify: Callable[[str], object] = lambda _: None
    """Called with a sentence for each photograph that is left out."""

    @property
    def language(self) -> str:
        """The leading language."""
        return self.languages[0]

    @cached_property
    def palette(self) -> dict[str, str]:
        """The colours by name, as #rrggbb."""
        return self.master.palette(looks_of(self.layer.codebook).colours)

    @cached_property
    def countries(self) -> tuple[str, ...]:
        """The codes of the countries that the whole layer is about."""
        return project_tables.own_countries(self.layer)

    @cached_property
    def members(self) -> dict[str, str]:
        """The layer's own texts and date."""
        return {key: value for key, value in self.layer.members.items() if isinstance(value, str)}

    def colour(self, name: str, opacity: float) -> str:
        """A colour as the theme's slot where it has one, so that the theme recolours it, else as it is."""
        alpha = f'<a:alpha val="{round(opacity * 100_000)}"/>' if opacity < 1 else ""
        if name in self.master.slots:
            return f'<a:schemeClr val="{self.master.slots[name]}">{alpha}</a:schemeClr>'
        value = self.palette.get(name, "#000000").lstrip("#").upper()
        return f'<a:srgbClr val="{value}">{alpha}</a:srgbClr>'

    def texts(self, key: str) -> list[str]:
        """An interface text in each language."""
        return [i18n.text(language, key) for language in self.languages]

    @property
    def unplaced(self) -> list[Project]:
        """The projects that no map shows."""
        return [project for project in self.projects if not project.get("geometry")]

    @property
    def placed(self) -> list[Project]:
        """The projects that maps show."""
        return [project for project in self.projects if project.get("geometry")]

    def values_of(self, stop: Stop) -> list[IndicatorValue]:
        """The values of key figures that a stop names."""
        return [value for _, value in self.figures_of(stop)]

    def figures_of(self, stop: Stop) -> list[tuple[Indicator, IndicatorValue]]:
        """The same, each with its indicator."""
        named = []
        for number in stop.get("numbers", ()):
            indicator = self.figures.get(number.get("indicator", ""), Indicator())
            for value in indicator.get("values", ()):
                if value.get("period") == number.get("period") and isinstance(value.get("value"), (int, float)):
                    named.append((indicator, value))
                    break
        return named

    @property
    def alone(self) -> Project | None:
        """The project that the deck is about when it is about one of several."""
        return self.projects[0] if len(self.projects) == 1 < len(self.layer.projects) else None

    def heading(self, language: str) -> str:
        """The deck's title in a language: the layer's, or the name of the one project that it is about."""
        if self.own_title is not None:
            return typeface.clean(self.own_title) or i18n.text(language, "page.map")
        if self.alone:
            return name_of(self.alone, language)
        return project_text.text(self.members, "title", language) or i18n.text(language, "page.map")

    def set_title(self, page: Page, lines: Sequence[str], of: str = "") -> None:
        """Writes a slide's title, a line for each language; `of` is "2/3" on the second of three slides, else empty."""
        number, _, whole = of.partition("/")
        page.title(
            [
                f"{line} ({i18n.text(code, 'card.of', i=int(number), n=int(whole))})" if of else line
                for line, code in zip(lines, self.languages, strict=True)
            ]
        )

    def margins(self) -> Box:
        """The box for text below a title, in points."""
        left, top, right, bottom = self.master.body
        return (left + EDGE, top + 12, right - EDGE, bottom - 24) if self.master.own else self.master.body

    def map_group(
        self, projects: Sequence[Project], box: Box, options: RenderOptions, scale: float
    ) -> tuple[Group, int]:
        """A map of projects in a box, and how many of them have no name on it; scale: of its marks and text."""
        stretch = max(MAP_STRETCH, self.master.stretch)
        unit = scale * stretch
        side = SHORT * unit ** (1 / (0.35 if options.locator else 0.7))  # a page on which that is the usual scale
        sized = replace(options, width=side, height=side, least_text=SMALLEST * stretch, today=self.today)
        drawn = MapFigure(tuple(projects), self.countries, sized, unit).drawn(box)
        shapes = tuple(narrowed(shape, stretch, box[3]) for shape in _without_covered_scale(drawn.shapes, box))
        return Group("Map", shapes, map_figure.description(projects, self.language)), drawn.unnamed

    def map_options(self) -> RenderOptions:
        """A map whose marks lead to their projects' slides."""
        return RenderOptions(
            self.master.width,
            self.master.height,
            self.language,
            link=_slide_of,
            borders=border_choices.of_members(self.layer.members),
        )

    def locator_options(self) -> RenderOptions:
        """A project's own map, which leads back to the map of all."""
        return replace(self.map_options(), locator=True, link=_overview_of)


def _without_covered_scale(shapes: Sequence[Shape], whole: Box) -> list[Shape]:
    """The parts of a map in a box, without the scale when a mark lies on it or the box is too narrow for it."""
    parts = {shape.name: shape for shape in shapes if isinstance(shape, Group)}
    scale, marks = parts.get("Scale"), parts.get("Projects")
    if scale is None or marks is None:
        return list(shapes)
    left, top, right, bottom = extent(scale.shapes)
    high = sum(text.size for text in scale.shapes if isinstance(text, Text))
    box = (left, top - 1.3 * high, right, bottom)
    covered = right > whole[2] - high or any(touches(extent((mark,)), box) for mark in marks.shapes)
    return [shape for shape in shapes if not covered or shape is not scale]


def _slide_of(project: Project) -> str:
    return f"slide:{project['id']}"


def _overview_of(_: Project) -> str:
    return "slide:overview"


def without_notes(block: legend_entries.Block) -> legend_entries.Block:
    """A block of the legend without counts."""
    return block._replace(rows=tuple(row._replace(note="") for row in block.rows))


def sources_of(records: Sequence[Project | Milestone | IndicatorValue], language: str) -> list[project_text.Source]:
    """The documents of several records, each once."""
    return project_text.documents(records, language)


def cited(number: int, source: project_text.Source, language: str) -> str:
    """A numbered document as a line of a slide's notes."""
    archive = f"{i18n.text(language, 'source.archive')}: {source.archive}" if source.archive else ""
    numbered = i18n.digits(language, f"{number}. ")
    return numbered + i18n.listed((source.title, source.about, source.address, archive), language)
