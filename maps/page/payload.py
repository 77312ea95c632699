"""A layer as the plain data that a page holds: what can be drawn, what is shown, and the base map below it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import TypedDict, cast

from geo import Layer, Project
from geo.checks.rules.record import STALE_MONTHS
from geo.io.codebook_files import MEMBER
from geo.model import codes, geometry, text_forms
from geo.model.geojson import Json
from geo.model.record_types import Document, IndicatorValue, Milestone, Source
from geo.model.schema import ARTICLE, MEMBERS, ordered
from maps.basemap import border_choices, choice, names, packed_layers
from maps.companion_records import readable_indicator, readable_milestone, readable_stop
from maps.page import assets, form_schema
from maps.page.deflated import deflated
from maps.page.line_bundles import bundle
from maps.page.packed import packer as packing
from maps.photos import Pictures
from maps.place_areas import area_of
from maps.project_records import DrawnProject, country_counts, most_named, record_of, tell_apart
from maps.style import theme
from maps.style.looks import looks_of
from maps.text import i18n, project_text
from maps.text.code_names import page_words
from maps.text.imprint import imprint

TILES: tuple[Mapping[str, str | int], ...] = (
    # Both may be used from a page opened from disk; OpenStreetMap's own servers refuse such pages.
    {
        "name": "CARTO Voyager",
        "url": "https://basemaps.cartocdn.com/rastertiles/voyager/{z}/{x}/{y}.png",
        "host": "https://basemaps.cartocdn.com",
        "attribution": "© OpenStreetMap contributors, © CARTO",
        "max_zoom": 19,
    },
    {
        "name": "OpenTopoMap (openmaps.fr)",
        "url": "https://tile.openmaps.fr/opentopomap/{z}/{x}/{y}.png",
        "host": "https://tile.openmaps.fr",
        "attribution": "© OpenStreetMap contributors, © OpenTopoMap, openmaps.fr",
        "max_zoom": 17,
    },
)

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


class PageCodes(TypedDict):
    """Codes and bounds that the page's scripts share with the check."""

    precision: list[str]
    """In the order of the filters."""
    article: list[str]
    """In the order of the filters; none where no project speaks of an article."""
    more: list[str]
    """The fields that the card names itself."""
    url: str
    """A regular expression: what becomes a link."""
    stale_months: int
    """After how many months a status is old."""


class PageData(TypedDict, total=False):
    """Everything the page's scripts read."""

    layer: dict[str, Json]
    """The layer's members that are texts."""
    imprint: list[dict[str, object]]
    credits: list[str]
    """Whose the layer is, in each language."""
    language: str | None
    """The one the page opens in; None leaves it to the reader's."""
    focus: list[str]
    """The layer's own countries."""
    projects: list[dict[str, object]]
    """As `maps.project_records` has them, each source a number in `sources`; none when they are packed."""
    columns: str
    """More than a few projects and the sources as `maps.page.project_columns` packs them, when they are written."""
    companions: str
    """Figures, events and stops, deflated."""
    sources: list[dict[str, object]]
    """Every document once."""
    basemap: packed_layers.PageBasemap
    """What lies below."""
    frames: list[list[list[float]]]
    """[[west, south], [east, north]] in degrees of each own country."""
    theme: Mapping[str, object]
    """Colours, icons and line styles."""
    codes: PageCodes
    """Codes that have an order."""
    tiles: list[dict[str, str | int]]
    """Online maps that a reader can turn on."""
    words: i18n.PageWords
    """The interface texts."""
    later: str
    """Scripts that are read when they are needed."""
    later_words: str
    """The texts that come with them, deflated."""
    editor: dict[str, object]
    """What the editor's own script reads."""
    schema: Mapping[str, object]
    """The form for a project, in the editor."""
    own: list[list[object]]
    """The layer's own fields as the form reads them."""
    packed: Mapping[str, object]
    """What is said of the packed parts, of a large layer."""


_SOME = 25_000
"""Projects that are made ready for the page at once: so many of a large layer stand in memory twice."""


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
    projects, packed, counts, places = _held(layer, pictures)
    focus = most_named(counts, layer.members)
    pictures.finish()
    languages = layer.languages
    choices = border_choices.of_members(layer.members)
    base = border_choices.applied(choice.of_layer(focus, places, languages), choices)
    ground = base.for_page(languages, focus)
    members = ordered(layer.members, MEMBERS, languages)
    head = cast("dict[str, Json]", {key: value for key, value in members.items() if _is_text(value)})
    if layer.codebook.own:
        head[MEMBER] = dict(layer.codebook.own)
    if title is not None:
        head |= {f"title_{code}": title for code in languages}
    elif not i18n.version(head, "title", languages[0]):
        head |= {f"title_{code}": _country_names(focus, code) or "coopmap" for code in languages}
    shelf, looks = _Shelf(), looks_of(layer.codebook)
    credit_keys = [*choice.credit_keys(focus, places), "credits.airports", "credits.map"]
    also = [*credit_keys, *(f"form.{name}" for name in _more())]
    data: PageData = {
        "layer": head,
        "imprint": _imprints(members, languages),
        "credits": credit_keys,
        "language": language,
        "focus": list(focus),
        "projects": [shelf.cited(project) for project in projects],
        "companions": deflated(assets.as_json(_companions(shelf, languages, indicators, milestones, story))),
        "sources": shelf.sources,
        "basemap": ground,
        "frames": [_corners(frame) for frame in base.frames] if base.frames is not None else _frames(ground),
        "theme": theme.for_page(looks.sectors, looks.statuses),
        "codes": _codes(about_article=packed.about_article if packed else _about_article(projects)),
        "tiles": [dict(provider) for provider in TILES],
        "words": page_words(languages, layer.codebook, editor=editor is not None, also=also),
        "later": assets.later(),
        "later_words": deflated(assets.as_json(i18n.of_later(languages))),
    }
    if layer.codebook.own_fields:
        data["own"] = form_schema.own_fields(layer.codebook)
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


def _held(
    layer: Layer, pictures: Pictures
) -> tuple[list[DrawnProject], packing.Packed | None, Counter[str], list[Sequence[float]]]:
    """The projects as plain records, or those of a large layer packed; how often each country is named; the positions,
    of a large layer those between which all others lie."""
    tags = layer.languages
    records = (
        _with_area(record_of(Project(number, feature, tags), pictures, layer.codebook.fields))
        for number, feature in enumerate(layer.features, 1)
    )
    if len(layer.features) <= packing.LARGE:
        projects = list(records)
        tell_apart(projects, set())
        bundle(projects)
        return projects, None, country_counts(projects), list(_positions(projects))
    packer = packing.Packer(layer.languages, layer.codebook)
    seen: set[str] = set()
    counts: Counter[str] = Counter()
    corners: list[Sequence[float]] = []
    while some := list(islice(records, _SOME)):
        tell_apart(some, seen)
        counts.update(country_counts(some))
        corners = _corners_of([*corners, *_positions(some)])
        packer.add(some)
    return [], packer.finish(), counts, corners


def _positions(records: Sequence[DrawnProject]) -> Iterator[Sequence[float]]:
    """All positions of the projects, in degrees."""
    return chain.from_iterable(geometry.positions(record["geometry"]) for record in records)


def _corners_of(places: Sequence[Sequence[float]]) -> list[Sequence[float]]:
    """South-west and north-east of positions; none when there are none."""
    if not places:
        return []
    xs, ys = [place[0] for place in places], [place[1] for place in places]
    return [(min(xs), min(ys)), (max(xs), max(ys))]


def _with_area(record: DrawnProject) -> DrawnProject:
    """The record with the area in which its place lies as packed rings, where that is not the whole disc around it."""
    area = area_of(record)
    if area is not None:
        record["area"] = [packed_layers.pack(ring[:-1]) for part in area for ring in part]
    return record


def _is_text(value: object) -> bool:
    """Whether a member of a layer is a text or a list of texts: no other is shown or saved again."""
    texts = value if isinstance(value, list) else [value]
    return all(isinstance(text, str) for text in texts)


def _imprints(members: Mapping[str, object], languages: Sequence[str]) -> list[dict[str, object]]:
    """In each of the languages whose the layer is, as names and values, and how it is cited."""
    imprints = [imprint(members, language) for language in languages]
    return [{"rows": [list(row) for row in each.rows], "citation": each.citation} for each in imprints]


def _more() -> list[str]:
    return [field.name for field in project_text.more_fields()]


def _about_article(projects: Sequence[DrawnProject]) -> bool:
    """Whether some project says whether an article names it."""
    return any(ARTICLE in project for project in projects)


def _codes(*, about_article: bool) -> PageCodes:
    return {
        "precision": list(codes.PRECISIONS),
        "article": list(codes.ARTICLE) if about_article else [],
        "more": _more(),
        "url": text_forms.URL,
        "stale_months": STALE_MONTHS,
    }


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
        plain = {key: value for key, value in source.items() if key != "supports"}
        key = json.dumps(plain, ensure_ascii=False)
        if key not in self._numbers:
            self._numbers[key] = len(self.sources)
            self.sources.append(plain)
        supports = source.get("supports")
        return [self._numbers[key]] if supports is None else [self._numbers[key], supports]


def _country_names(codes: Sequence[str], language: str) -> str:
    return " – ".join(names.country_name(code, language) for code in codes)


def _corners(box: Sequence[float]) -> list[list[float]]:
    west, south, east, north = box
    return [[west, south], [east, north]]


def _frames(ground: packed_layers.PageBasemap) -> list[list[list[float]]]:
    """[[west, south], [east, north]] in degrees of each of the layer's own countries: what the first view shows."""
    rings = [country["rings"] for country in ground["countries"] if country.get("rings")]
    return [_box([packed_layers.outline(ground, ring) for ring in each]) for each in rings]


def _box(outlines: Sequence[Sequence[tuple[float, float]]]) -> list[list[float]]:
    xs, ys = zip(*chain.from_iterable(outlines), strict=True)
    return [[min(xs), min(ys)], [max(xs), max(ys)]]
