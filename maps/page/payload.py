"""A layer as the plain data that a page holds: what can be drawn, what is shown, and the base map below it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypedDict, cast

from geo import Layer
from geo.layer import MANY
from geo.model.record_types import Document, IndicatorValue, Milestone, Source
from geo.model.schema import ARTICLE
from maps.companion_records import readable_indicator, readable_milestone, readable_stop
from maps.page import assets, form_schema
from maps.page.deflated import compact_json, deflated
from maps.page.line_bundles import bundle
from maps.page.packed import packer as packing
from maps.page.shell import LayerHead, PageData, page_shell
from maps.photos import Pictures
from maps.place_areas import areas
from maps.project_records import DrawnProject
from maps.project_tables import ProjectTable, corners, named_countries, plain_records, project_tables
from maps.text import i18n

Records = Sequence[Mapping[str, object]]

Citing = DrawnProject | IndicatorValue | Milestone
"""A record that may have sources."""


class Companions(TypedDict, total=False):
    """What lies beside a layer."""

    indicators: Records
    """As `geo.read_indicators` gives them."""
    milestones: Records
    """As `geo.read_milestones` gives them."""
    story: Records
    """As `geo.read_story` gives them."""


class PageOptions(Companions, total=False):
    """The options of what stands in a page, as `maps.project_map` tells them."""

    title: str | None
    language: str | None
    editor: Mapping[str, object] | None
    notify: Callable[[str], object] | None


def page_data(  # noqa: PLR0913  as for project_map
    layer: Layer,
    *,
    title: str | None = None,
    language: str | None = None,
    indicators: Records = (),
    milestones: Records = (),
    story: Records = (),
    editor: Mapping[str, object] | None = None,
    notify: Callable[[str], object] | None = None,
) -> tuple[PageData, packing.Packed | None]:
    """Everything the page's scripts read, as plain JSON; of a large layer the projects apart from it, packed.

    editor: what the editor's own script reads; notify: called with a sentence for each picture that is left out.
    """
    pictures = Pictures(layer.path.parent if layer.path else None, notify)
    head, projects, packed = _held(layer, pictures)
    pictures.finish()
    shelf = _Shelf()
    data = page_shell(head, title=title, language=language, editor=editor is not None)
    data |= {
        "projects": [shelf.cited(project) for project in projects],
        "has_story": bool(story),
        "companions": deflated(compact_json(_companions(shelf, head.languages, indicators, milestones, story))),
        "sources": shelf.sources,
        "article": _article(projects),
        "later": assets.later(),
        "later_words": deflated(compact_json(i18n.of_later(head.languages))),
    }
    if editor is not None:
        data |= {"editor": dict(editor), "schema": form_schema.for_page(editor=True)}
    if packed:
        data["packed"] = packed.head
    return data, packed


def _companions(
    shelf: _Shelf, languages: tuple[str, ...], indicators: Records, milestones: Records, story: Records
) -> dict[str, object]:
    """Figures, events and stops, which no reader sees at first: packed, they take a third of their size."""
    return {
        "indicators": [
            {**indicator, "values": [shelf.cited(value) for value in indicator.get("values", ())]}
            for indicator in (readable_indicator(each, languages) for each in indicators)
        ],
        "milestones": [shelf.cited(readable_milestone(milestone, languages)) for milestone in milestones],
        "story": [readable_stop(stop, languages) for stop in story],
    }


def _held(layer: Layer, pictures: Pictures) -> tuple[LayerHead, list[DrawnProject], packing.Packed | None]:
    """What the page tells of the layer; its projects as plain records, or those of a large layer packed."""
    count = len(layer.features)
    packer = packing.Packer(layer.languages, layer.codebook, many=count > MANY) if count > packing.LARGE else None
    features = iter(() if packer else layer.features)
    projects: list[DrawnProject] = []
    countries: Counter[str] = Counter()
    places: list[Sequence[float]] = []
    about_article = False
    for table in project_tables(layer, pictures):
        countries.update(named_countries(table))
        places += corners(table)
        about_article |= ARTICLE in table.columns
        if packer:
            packer.add(table)
        else:
            projects += _with_areas(table, plain_records(table, features))
    bundle(projects)
    head = LayerHead(layer.members, layer.languages, layer.codebook, countries, places, about_article)
    return head, projects, packer.finish() if packer else None


def _with_areas(table: ProjectTable, records: Sequence[DrawnProject]) -> Iterator[DrawnProject]:
    """The records with the area in which each lies as packed rings, where that is not the whole disc around it."""
    for record, rings in zip(records, areas(table.columns, table.shapes).cells(), strict=True):
        yield cast("DrawnProject", record | {"area": rings}) if rings else record


def _article(projects: Sequence[DrawnProject]) -> dict[str, object] | None:
    """The newest document that all projects cite which an article names; None where there is none."""
    cited = [project.get("sources", []) for project in projects if project.get(ARTICLE) in ("yes", "inferred")]
    titles = [{_titled(source) for source in sources} for sources in cited]
    common = [source for source in next(iter(cited), []) if all(_titled(source) in each for each in titles)]
    return _plain(max(common, key=lambda source: str(source.get("date") or ""))) if common else None


def _titled(source: Source) -> str:
    """The title of a source, as text whatever an unchecked layer has there."""
    return str(source.get("title", ""))


def _plain(source: Source | Document) -> dict[str, object]:
    """A source without what it supports."""
    return {key: value for key, value in source.items() if key != "supports"}


class _Shelf:
    """The sources of all records, each once: many records cite the same document, in four languages' worth of bytes."""

    def __init__(self) -> None:
        self.sources: list[dict[str, object]] = []
        self._numbers: dict[str, int] = {}

    def cited(self, record: Citing) -> dict[str, object]:
        """The record with each source as [its number in `sources`, the fields that it supports]."""
        if "sources" not in record:
            return dict(record)
        return {**record, "sources": [self._cite(source) for source in record["sources"]]}

    def _cite(self, source: Source | Document) -> list[object]:
        plain = _plain(source)
        key = json.dumps(plain, ensure_ascii=False)
        if key not in self._numbers:
            self._numbers[key] = len(self.sources)
            self.sources.append(plain)
        supports = source.get("supports")
        return [self._numbers[key]] if supports is None else [self._numbers[key], supports]
