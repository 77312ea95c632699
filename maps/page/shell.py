"""What a page holds of a layer whatever its projects: base map, looks, words, credits, and the types of the whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import NamedTuple, TypedDict, cast

from geo.checks.rules.record import STALE_MONTHS
from geo.io.codebook_files import MEMBER
from geo.model import codes, text_forms
from geo.model.codebook import Codebook
from geo.model.geojson import Json
from geo.model.schema import MEMBERS, ordered
from maps.basemap import border_choices, choice, names, packed_layers
from maps.page.form_schema import own_fields
from maps.project_records import most_named
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
    has_story: bool
    """Whether there are stops."""
    sources: list[dict[str, object]]
    """Every document once."""
    article: dict[str, object] | None
    """The document that the layer speaks of."""
    rest: str
    """Of the data what the first picture does not show, deflated, when they are written."""
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
    split: Mapping[str, object]
    """What is said of the files beside the page, of a layer in many."""


class LayerHead(NamedTuple):
    """What a page tells of a layer whatever its projects."""

    members: Mapping[str, object]
    """As the file has them."""
    languages: tuple[str, ...]
    codebook: Codebook
    countries: Counter[str]
    """How often projects name each."""
    places: Sequence[Sequence[float]]
    """Positions of projects in degrees, or those between which all lie; none where none has a place."""
    about_article: bool = False
    """Whether some project says whether an article names it."""


def page_shell(
    head: LayerHead, *, title: str | None, language: str | None, editor: bool = False, also: Sequence[str] = ()
) -> PageData:
    """What a page holds of a layer whatever its projects.

    title, language: as of `page_data`; editor: whether it has the words of the editor; also: keys of words that not
    every page has.
    """
    languages, focus = head.languages, most_named(head.countries, head.members)
    choices = border_choices.of_members(head.members)
    base = border_choices.applied(choice.of_layer(focus, head.places, languages), choices)
    ground = base.for_page(languages, focus)
    looks = looks_of(head.codebook)
    credit_keys = [*choice.credit_keys(focus, head.places), "credits.airports", "credits.map"]
    keys = [*credit_keys, *(f"form.{name}" for name in _more()), *also]
    data: PageData = {
        "layer": _members_shown(head, focus, title),
        "imprint": _imprints(ordered(head.members, MEMBERS, languages), languages),
        "credits": credit_keys,
        "language": language,
        "focus": list(focus),
        "basemap": ground,
        "frames": [_corners(frame) for frame in base.frames] if base.frames is not None else _frames(ground),
        "theme": theme.for_page(looks.sectors, looks.statuses),
        "codes": _codes(about_article=head.about_article),
        "tiles": [dict(provider) for provider in TILES],
        "words": page_words(languages, head.codebook, editor=editor, also=keys),
    }
    if head.codebook.own_fields:
        data["own"] = own_fields(head.codebook)
    return data


def _members_shown(head: LayerHead, focus: Sequence[str], title: str | None) -> dict[str, Json]:
    """The layer's members that are texts, with a title in each language."""
    languages = head.languages
    members = {key: value for key, value in ordered(head.members, MEMBERS, languages).items() if _is_text(value)}
    texts = cast("dict[str, Json]", members)
    if head.codebook.own:
        texts[MEMBER] = dict(head.codebook.own)
    if title is not None:
        texts |= {f"title_{code}": title for code in languages}
    elif not i18n.version(texts, "title", languages[0]):
        texts |= {f"title_{code}": _country_names(focus, code) or "coopmap" for code in languages}
    return texts


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


def _codes(*, about_article: bool) -> PageCodes:
    return {
        "precision": list(codes.PRECISIONS),
        "article": list(codes.ARTICLE) if about_article else [],
        "more": _more(),
        "url": text_forms.URL,
        "stale_months": STALE_MONTHS,
    }


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
