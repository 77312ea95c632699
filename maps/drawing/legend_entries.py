"""Entries of a still's legend: what its projects show, each with its symbol."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple, cast

from geo.model.codes import PRECISIONS
from maps.drawing import markers
from maps.drawing.clusters import CROWD
from maps.drawing.markers import Numeral
from maps.drawing.options import RenderOptions
from maps.drawing.shapes import Circle, Line, Point, Polygon, Shape, Style
from maps.project_records import codebook_of, geometry_type
from maps.style import theme
from maps.style.looks import looks_of
from maps.text import formats, i18n, project_text
from maps.text.code_names import code_name
from maps.text.names import Project, name_of

_MANY = 8
"""More sectors than these stand by families, a little apart from each other."""

Sign = Callable[[Point, float], tuple[Shape, ...]]
"""Draws a sign of the legend: its middle, and the height of a row in points."""


class Row(NamedTuple):
    """An entry of the legend."""

    sign: Sign
    """Draws its symbol."""
    text: str
    """What the symbol means."""
    note: str = ""
    """A number in grey behind the text, or a reason under it."""
    link: str = ""
    """Address to which it leads."""
    apart: bool = False
    """Whether it stands a little apart from the one before: another family begins."""


class Block(NamedTuple):
    """A group of entries."""

    heading: str
    """What its entries are."""
    rows: tuple[Row, ...]
    """In the order of the theme."""
    continued: bool = False
    """Whether it is a further part of a block that was split."""


def blocks(projects: Sequence[Project], language: str, link: Callable[[Project], str]) -> list[Block]:
    """The legend of what these projects show, in the order of the theme."""
    placed = [project for project in projects if project.get("geometry")]
    legend_blocks = [
        Block(i18n.text(language, "filter.sector"), tuple(_sectors(projects, language))),
        Block(i18n.text(language, "filter.status"), tuple(_statuses(projects, language))),
        Block(i18n.text(language, "filter.precision"), tuple(_precisions(placed, language))),
        Block(i18n.text(language, "legend.signs"), (*_lines(placed, language), *_rings(placed, language))),
        Block(i18n.text(language, "unplaced.title"), tuple(_unplaced(projects, language, link))),
    ]
    return [block for block in legend_blocks if block.rows]


def numbered(projects: Sequence[Project], options: RenderOptions) -> Block:
    """The list of what the numbers in the markers stand for."""

    def sign(project: Project, number: int) -> Sign:
        return lambda at, high: markers.sample(
            project, at, high * 0.92, Numeral(options.numeral(number), options.least_text)
        )

    rows = [
        Row(sign(project, number), name_of(project, options.language), link=options.link_of(project))
        for project in projects
        if (number := options.numbers.get(str(project["id"])))
    ]
    return Block(i18n.text(options.language, "tab.projects"), tuple(rows))


def shorter(whole: Sequence[Block], projects: Sequence[Project], language: str) -> Iterator[list[Block]]:
    """The legend for less and less room: sectors and statuses, and how many projects are not on the map; sectors."""
    first = [block for block in whole if block.heading in _first_headings(language)]
    unplaced = sum(not project.get("geometry") for project in projects)
    if unplaced:
        row = Row(lambda *_: (), i18n.text(language, "unplaced.title"), str(unplaced))
        yield [*first, Block("", (row,))]
    yield first
    yield first[:1]


def _first_headings(language: str) -> tuple[str, str]:
    return i18n.text(language, "filter.sector"), i18n.text(language, "filter.status")


def _count(projects: Sequence[Project], field: str, code: str) -> int:
    return sum(project.get(field) == code for project in projects)


def counted(projects: Sequence[Project], field: str, order: Iterable[str]) -> Iterator[tuple[str | None, int]]:
    """The codes of a field that projects have, each with their number: in an order, then others, then None."""
    values = (cast("str | None", project.get(field)) for project in projects)
    counts = Counter(value or None for value in values)
    codes = dict.fromkeys([*order, *sorted(filter(None, counts)), None])
    return ((code, counts[code]) for code in codes if counts[code])


def _sectors(projects: Sequence[Project], language: str) -> Iterator[Row]:
    # In the looks of the legend's first status, full and in colour; where none is stated, as all marks are then.
    codebook = codebook_of(projects)
    looks = looks_of(codebook)
    status = next(iter(codebook.statuses)) if any(project.get("status") for project in projects) else None
    counts = list(counted(projects, "sector", codebook.sectors))
    families = [looks.sector(code).family for code, _ in counts]
    if len(counts) > _MANY:
        order = sorted(range(len(counts)), key=lambda place: families.index(families[place]))
        counts, families = [counts[place] for place in order], [families[place] for place in order]
    for place, (code, number) in enumerate(counts):
        sample = cast("Project", {"sector": code, "status": status, "codebook": codebook})
        apart = len(counts) > _MANY and place > 0 and families[place] != families[place - 1]
        yield Row(
            _mark(sample),
            code_name(codebook, language, "sector", code),
            i18n.digits(language, str(number)),
            apart=apart,
        )


def _statuses(projects: Sequence[Project], language: str) -> Iterator[Row]:
    codebook = codebook_of(projects)
    for code, number in counted(projects, "status", codebook.statuses):
        style = looks_of(codebook).status(code)
        yield Row(_status(style), code_name(codebook, language, "status", code), i18n.digits(language, str(number)))


def _precisions(placed: Sequence[Project], language: str) -> Iterator[Row]:
    signs: dict[str, Sign] = {"pin": _foot, "disc": _disc, "ring": _ring}
    points = [project for project in placed if (geometry_type(project) or "").endswith("Point")]
    for code, _ in counted(points, "precision", PRECISIONS):
        sign = signs.get(theme.precision(code).sign, _plain) if code in PRECISIONS else _plain
        yield Row(sign, formats.stated(language, "precision", code))


def _lines(placed: Sequence[Project], language: str) -> Iterator[Row]:
    lines = [project for project in placed if geometry_type(project).endswith("LineString")]
    if _count(lines, "route", "schematic"):
        yield Row(_stroke((4.0, 3.0), 2.0, hollow=False), i18n.text(language, "legend.line_schematic"))
    # What is suspended or unknown is hollow too, and grey: of that the status tells.
    styles = [(markers.status_style(project), project) for project in lines]
    hollow = [project for style, project in styles if style.fill == "empty" and not style.grey]
    if hollow:
        dashed = all(project.get("route") == "schematic" for project in hollow)
        yield Row(_stroke((4.0, 3.0) if dashed else (), 3.0, hollow=True), i18n.text(language, "legend.line_planned"))
    if _count(lines, "route", "great_circle"):
        yield Row(_arc, i18n.text(language, "legend.line_air"))


def _rings(placed: Sequence[Project], language: str) -> Iterator[Row]:
    if len(placed) > CROWD:
        yield Row(_ring_of_sectors, i18n.text(language, "legend.group"))


def _unplaced(projects: Sequence[Project], language: str, link: Callable[[Project], str]) -> Iterator[Row]:
    for project in projects:
        if not project.get("geometry"):
            yield Row(_mark(project), name_of(project, language), reason(project, language), link(project))


def reason(project: Project, language: str) -> str:
    """Why a project is not on the map; where nobody said how well it is known, what is called its place."""
    if project.get("precision") == "country" and project.get("countries"):
        names = i18n.listed((formats.known(language, "country", code) for code in project["countries"]), language)
        return i18n.text(language, "unplaced.reason.country", country=names)
    if not project.get("precision"):
        return project_text.text(project, "place", language) or i18n.text(language, "not_stated.place")
    return i18n.text(language, "unplaced.reason.unlocated")


def absence(project: Project, language: str) -> str:
    """The same where the place is named already."""
    why = reason(project, language)
    return i18n.text(language, "unplaced.title") if why == project_text.text(project, "place", language) else why


def _mark(project: Project) -> Sign:
    return lambda at, high: markers.sample(project, at, high * 0.92)


def _status(style: theme.Status) -> Sign:
    return lambda at, high: markers.status_sample(style, at, high * 0.8)


def _foot(at: Point, high: float) -> tuple[Shape, ...]:
    x, y = at
    tail = tuple((x + across * high, y + down * high) for across, down in ((-0.13, 0.06), (0, 0.46), (0.13, 0.06)))
    style = Style(fill="ink-2")
    return Polygon("Foot", (tail,), style), Circle("Mark", x, y - high * 0.12, high * 0.26, style)


def _plain(at: Point, high: float) -> tuple[Shape, ...]:
    return (Circle("Mark", *at, high * 0.26, Style(fill="ink-2")),)


def _disc(at: Point, high: float) -> tuple[Shape, ...]:
    around = Style(fill="ink-2", fill_opacity=0.14, line="ink-2", line_opacity=0.6, width=0.6)
    return Circle("Around", *at, high * 0.5, around), Circle("Mark", *at, high * 0.26, Style(fill="ink-2"))


def _ring(at: Point, high: float) -> tuple[Shape, ...]:
    ring = Style(line="ink-2", width=high * 0.1, dash=(0.1, high * 0.22))
    return Circle("Ring", *at, high * 0.46, ring), Circle("Mark", *at, high * 0.26, Style(fill="ink-2"))


def _stroke(dash: tuple[float, ...], width: float, *, hollow: bool) -> Sign:
    def sign(at: Point, high: float) -> tuple[Shape, ...]:
        ends = ((at[0] - high * 0.62, at[1]), (at[0] + high * 0.62, at[1]))
        unit = high / 12
        lengths = tuple(length * unit for length in dash)
        shapes = [Line("Line", (ends,), Style(line="ink-2", width=width * unit, dash=lengths, blunt=True))]
        if hollow:
            core = Style(line="paper", width=(width - 1.8) * unit, dash=lengths, blunt=True)
            shapes.append(Line("Core", (ends,), core))
        return tuple(shapes)

    return sign


def _ring_of_sectors(at: Point, high: float) -> tuple[Shape, ...]:
    return (Circle("Ring", *at, high * 0.36, Style(fill="paper", line="ink-2", width=high * 0.17)),)


def _arc(at: Point, high: float) -> tuple[Shape, ...]:
    steps = [step / 8 for step in range(9)]
    points = tuple(
        (at[0] + high * 1.2 * (step - 0.5), at[1] + high * (0.28 - 2.2 * step * (1 - step))) for step in steps
    )
    return (Line("Arc", (points,), Style(line="ink-2", width=high * 0.1)),)
