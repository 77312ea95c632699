"""The slides of the story: a statement, one map, one large number and a few words each."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from geo.model.record_types import Stop
from maps.basemap.world import narrowest
from maps.drawing import routes
from maps.drawing.markers import status_style
from maps.drawing.options import RenderOptions
from maps.drawing.shapes import Box, Group, Text
from maps.project_records import codebook_of
from maps.slides import paragraphs, photographs
from maps.slides.deck_base import Deck, cited, sources_of
from maps.slides.paragraphs import SMALLEST, Paragraph, Run, line
from maps.slides.plain_master import EDGE, FOOT, STATEMENT, beside_number
from maps.slides.project_slide import add_foot
from maps.slides.slide import Page
from maps.text import formats, i18n, indicator_text, project_text, sentences
from maps.text.code_names import code_name
from maps.text.names import Project, name_of

WORDS = 40
"""Most words of a slide in one language, title and number included; the rest stands in the notes."""
_NUMBER, _AROUND, _LABEL, _TEXT = 66.0, 22.0, 17.0, 22.0
"""Sizes in points of the number's digits, the words around them, its label, and the text."""
_LEAST = SMALLEST / _LABEL
_NAMES = (*((24.0, 24 / size) for size in (9.6, 9.0, 8.4)), (18.0, 21 / 9.6), (15.0, 18 / 9.6), (12.0, 15 / 9.6))
"""Points of the names on the map at least, and the scale that is tried for it: the first with which all stand."""
_WIDEST = 0.042
"""Points of such a name at most, as a share of the map's width: else names hide the map."""
_MANY, _MARKS = 5, 1.7
"""A map of more projects than these shows marks without their names, in this scale."""
_SURROUNDINGS = 240_000.0
"""Metres that are shown around a place."""
_MARGIN = 0.16
"""And beside all of them, as a share of what is shown."""
_NAMING = ("Project names", "How many are named")
"""Groups of a map that are about the names of projects."""
_DIGITS = re.compile(r"\d(?:[\d\s.,٫٬]*\d)?")


@dataclass(frozen=True)
class LargeNumber:
    """The number that a slide sets large."""

    text: str
    """With its unit and how exact it is."""
    label: str
    """What it is and when it held; may be ""."""


def belonging(stops: Sequence[Stop], projects: Sequence[Project], *, everything: bool) -> list[Stop]:
    """The stops that tell of nothing but these projects; everything: whether these are all of the layer's."""
    ids = {str(project["id"]) for project in projects}
    return [
        stop
        for stop in stops
        if (everything or stop.get("projects")) and all(name in ids for name in stop.get("projects", ()))
    ]


def fill_stop(deck: Deck, page: Page, stop: Stop) -> None:
    """Fills a slide with a statement, the map of what it is about, and one large number."""
    projects = _projects(deck, stop)
    page.title([project_text.text(stop, "title", language) for language in deck.languages])
    picture, text, foot = _areas(deck)
    photographs.add_beside_map(deck, page, projects, picture, lambda box: _add_map(deck, page, stop, projects, box))
    page.write(0, list(_words(deck, stop, projects, text[2] - text[0])), text, _LEAST)
    add_foot(deck, page, _sources(deck, stop, projects, deck.language), foot)
    for language in deck.languages:
        page.notes += _notes(deck, stop, projects, language)


def _projects(deck: Deck, stop: Stop) -> list[Project]:
    """Those that a stop is about: all when it names none."""
    named = stop.get("projects", ())
    return [project for project in deck.projects if not named or str(project["id"]) in named]


def _areas(deck: Deck) -> tuple[Box, Box, Box]:
    """The boxes of the map, of the text, and of the foot."""
    left, top, right, bottom = deck.master.body
    edge = left + STATEMENT * (right - left)
    start, end = edge + 26, right - (EDGE if deck.master.own else 0)
    low = bottom - (12 if deck.master.own else 0)
    upper = 100.0 if deck.master.own else top
    foot = (start, bottom - FOOT + 8, end, low)
    if deck.master.own:
        foot = beside_number(foot, deck.language)
    return (left, top, edge, bottom), (start, upper, end, bottom - FOOT), foot


# --- map --------------------------------------------------------------------------------------------------------------


def _add_map(deck: Deck, page: Page, stop: Stop, projects: Sequence[Project], box: Box) -> None:
    """Draws the map with names as large as lets all of them stand; of many projects the marks alone."""
    placed = [project for project in projects if project.get("geometry")]
    options = _options(deck, stop, placed)
    if len(placed) > _MANY:
        group, _ = deck.map_group(placed, box, options, _MARKS)
        page.add(
            group._replace(shapes=tuple(each for each in group.shapes if getattr(each, "name", "") not in _NAMING))
        )
        return
    most = _WIDEST * (box[2] - box[0])
    for points, scale in [each for each in _NAMES if each[0] <= most] or _NAMES[-1:]:
        group, unnamed = deck.map_group(placed, box, options, scale)
        if not unnamed and _smallest_name(group) > points - 0.1:
            break
    page.add(group)


def _smallest_name(group: Group) -> float:
    """The size of the smallest name of a project, in points."""
    names = next(filter(_names_projects, group.shapes), None)
    texts = names.shapes if isinstance(names, Group) else ()
    return min((text.size for text in texts if isinstance(text, Text)), default=math.inf)


def _names_projects(shape: object) -> bool:
    return isinstance(shape, Group) and shape.name == _NAMING[0]


def _options(deck: Deck, stop: Stop, placed: Sequence[Project]) -> RenderOptions:
    """The stop's own view; else its projects with their surroundings, else everything."""
    options = replace(deck.map_options(), without=frozenset({"inset"}))
    view = stop.get("view", {})
    if len(view) == 4:
        return replace(options, extent=(view["west"], view["south"], view["east"], view["north"]))
    if not placed or len(placed) > _MANY:
        return options
    return replace(options, extent=_around(placed), locator=len(placed) == 1)


def _around(placed: Sequence[Project]) -> Box:
    """Projects with their surroundings, as the page's presenter shows them: west, south, east, north in degrees.

    West is larger than east across the antimeridian.
    """
    boxes = []
    for project in placed:
        points = [point for line in routes.lines(project) for point in line] or [
            (lon, lat) for lon, lat in routes.positions(project)
        ]
        reach = 0.0 if routes.lines(project) else max(_SURROUNDINGS, 1.5 * project.get("uncertainty_m", 0))
        up = reach / 111_000
        for lon, lat in points:
            across = up / max(0.2, math.cos(math.radians(lat)))
            boxes.append((lon - across, max(-85.0, lat - up), lon + across, min(85.0, lat + up)))
    _, souths, _, norths = zip(*boxes, strict=True)
    west, east = narrowest([(box[0], box[2]) for box in boxes])
    south, north = min(souths), max(norths)
    pad = _MARGIN * max(east - west, north - south)
    # More in the south: there is the scale.
    return _on_globe(west - pad), max(-85.0, south - 1.8 * pad), _on_globe(east + pad), min(85.0, north + pad)


def _on_globe(longitude: float) -> float:
    return (longitude + 180) % 360 - 180 if abs(longitude) > 180 else longitude


# --- words ------------------------------------------------------------------------------------------------------------


def _words(deck: Deck, stop: Stop, projects: Sequence[Project], wide: float) -> Iterator[Paragraph]:
    """The number, its label in each language, and as much of the text as may stand."""
    numbers = {language: _number(deck, stop, projects, language) for language in deck.languages}
    if lead := numbers[deck.language]:
        runs = tuple(_large(lead.text))
        high = paragraphs.height([Paragraph(runs)], wide, stretch=deck.master.stretch)
        if high > 1.5 * _NUMBER and runs[-1].size == _AROUND:  # the unit stands below the digits
            yield Paragraph(runs[:-1], language=deck.language)
            unit = replace(runs[-1], text=runs[-1].text.strip())
            yield Paragraph((unit,), language=deck.language)
        else:
            yield Paragraph(runs, language=deck.language)
    for language in deck.languages:
        number = numbers[language]
        if number is None:
            continue
        label = number.label if language == deck.language else f"{number.text}: {number.label}"
        yield line(label, _LABEL, "ink-2", before=2, language=language)
    for language in deck.languages:
        number, title = numbers[language], project_text.text(stop, "title", language)
        said = f"{title} {number.text} {number.label}" if number else title
        text = _shortened(project_text.text(stop, "text", language), WORDS - word_count(said))
        if text:
            size = _TEXT if language == deck.language else _LABEL
            yield line(text, size, before=14, language=language)


def _large(text: str) -> Iterator[Run]:
    """A quantity with its digits in the largest type, the words around them small."""
    digits = _DIGITS.search(text)
    if digits is None:
        yield Run(text, _NUMBER, bold=True)
        return
    if before := text[: digits.start()].strip():
        yield Run(f"{before} ", _AROUND, bold=True)
    # The digits of "0 of 2" belong together.
    rest = text[digits.end() :].strip()
    short = len(text) <= 8
    yield Run(text if short else digits[0], _NUMBER, bold=True)
    if rest and not short:
        yield Run(f" {rest}", _AROUND, bold=True)


def word_count(text: str) -> int:
    """How many words a text has; a dash or a dot between blanks is none."""
    return sum(any(sign.isalnum() for sign in word) for word in text.split())


def _shortened(text: str, words: int) -> str:
    """The first sentences of a text that have together at most so many words; of a longer first one what stands before
    its semicolon."""
    taken: list[str] = []
    while text:
        sentence = sentences.first_sentence(text)
        words -= word_count(sentence)
        if words < 0:
            first = sentence.partition(";")[0]
            if not taken and word_count(first) <= words + word_count(sentence) and first != sentence:
                taken.append(f"{first}.")
            break
        taken.append(sentence)
        text = text[len(sentence) :].strip()
    return " ".join(taken)


def _number(deck: Deck, stop: Stop, projects: Sequence[Project], language: str) -> LargeNumber | None:
    """What the stop sets large: the goal among the figures that it names, else the first; of a lone project its first
    figure; of several how many of them are at work."""
    figures = deck.figures_of(stop)
    if figures:
        indicator, value = next((each for each in figures if each[1].get("kind") == "goal"), figures[0])
        name, who = project_text.text(indicator, "name", language), project_text.text(value, "label", language)
        when = "" if value.get("kind") == "goal" else formats.period(language, str(value.get("period", "")))
        label = " · ".join(part for part in (name, who, when) if part)
        return LargeNumber(indicator_text.amount(indicator, value, language), label)
    if len(projects) == 1:
        return _own_number(projects[0], language)
    return _at_work(projects, language) if stop.get("projects") else None


def _own_number(project: Project, language: str) -> LargeNumber | None:
    numbers = project_text.numbers({**project, "value": []}, language) or project_text.numbers(project, language)
    if not numbers:
        return None
    first = numbers[0]
    return LargeNumber(first.quantity, i18n.listed((first.label, first.date), language))


def _at_work(projects: Sequence[Project], language: str) -> LargeNumber | None:
    """How many of several projects are at work, and how many in part; nothing where no status is stated."""
    if not all(project.get("status") for project in projects):
        return None
    work = [status_style(project).at_work for project in projects]
    label = code_name(codebook_of(projects), language, "status", "operating")
    if in_part := work.count("part"):
        label += f", {i18n.text(language, 'slides.in_part', n=in_part)}"
    return LargeNumber(i18n.text(language, "card.of", i=work.count("full"), n=len(projects)), label)


# --- notes ------------------------------------------------------------------------------------------------------------


def _sources(deck: Deck, stop: Stop, projects: Sequence[Project], language: str) -> list[project_text.Source]:
    """The documents of the figures that the stop names, else of its projects."""
    values = deck.values_of(stop)
    return sources_of(values or (projects if stop.get("projects") else ()), language)


def _notes(deck: Deck, stop: Stop, projects: Sequence[Project], language: str) -> list[str]:
    """What the speaker sees: the whole text, the notes, every figure, and the documents."""
    lines = [project_text.text(stop, field, language) for field in ("title", "text", "notes")]
    for indicator, value in deck.figures_of(stop):
        name, who = project_text.text(indicator, "name", language), project_text.text(value, "label", language)
        when = formats.period(language, str(value.get("period", "")))
        head = " · ".join(part for part in (name, who, when) if part)
        lines.append(f"{head}: {indicator_text.amount(indicator, value, language)}")
        lines += project_text.disputes(value, language) + project_text.remarks(value, language)
    if stop.get("projects"):
        lines += [f"{name_of(each, language)}: {project_text.status(each, language, deck.today)}" for each in projects]
    lines += [
        cited(number, source, language) for number, source in enumerate(_sources(deck, stop, projects, language), 1)
    ]
    return [text for text in lines if text] + [""]
