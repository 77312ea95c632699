"""The cells of an ordinary table read for one meaning: what they say, or that they do not say it."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import urlsplit

from geo.model.list_columns import LISTS
from geo.model.schema import find
from geo.tables import cell_numbers, cell_reader, vocabulary
from geo.tables.cell_values import LIST_SEPARATORS, Loose, Unread, text
from geo.tables.country_names import country_code
from geo.tables.header_meanings import CURRENCY, LINK, MONEY, PARTNER, PICTURE
from geo.tables.ordinary.money import currency_of, sum_of
from geo.tables.ordinary.periods import period
from geo.tables.ordinary.pictures import names_of_files
from geo.tables.ordinary.regions import regions_of
from geo.tables.readers.markup import plain_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from geo.model.codebook import OwnField
    from geo.model.geojson import Json, JsonRecord
    from geo.tables.header_meanings import HeaderMeaning
    from geo.tables.incoming import ImportOptions
    from geo.tables.model import Cell, CellReader
    from geo.tables.ordinary.language import ColumnLanguages

ADDRESS = re.compile(r"https?://[^\s<>\"“”»;|]+[^\s<>\"“”»;|.,)\]]", re.IGNORECASE)
BARE_ADDRESS = re.compile(r"(?:www\.)?(?:[a-z0-9-]+\.)+[a-z]{2,}(?:/\S*)?", re.IGNORECASE)
_BETWEEN_COUNTRIES = re.compile(r"\s*(?:[,;/|&+\n]|\s[-–—]\s|\b(?:and|и|va|ва|және|y|et|und|ve|e)\b)\s*", re.IGNORECASE)
_PAREN = re.compile(r"\s*[(\[].*?[)\]]\s*")

CODED = {"status": "statuses", "sector": "sectors"}
"""Fields whose words are known in many languages, by the file of them."""

PLAIN_OTHER = frozenset(
    vocabulary.folded(word)
    for word in (
        "other",
        "others",
        "прочее",
        "прочие",
        "другое",
        "boshqa",
        "басқа",
        "otro",
        "autre",
        "diğer",
        "sonstiges",
    )
)
"""Words for the sector "other" that say no more than it does."""


@dataclass(frozen=True)
class Reading:
    """What a cell says.

    values: by key; spill: values that count where no other column gives them; entries: records of lists, (list,
    record); whole: the cell says everything of it; otherwise its text is kept beside it.
    """

    values: Mapping[str, Json] = field(default_factory=dict)
    spill: Mapping[str, Json] = field(default_factory=dict)
    entries: tuple[tuple[str, Mapping[str, Json]], ...] = ()
    whole: bool = True


Reader: TypeAlias = "Callable[[Cell], Reading | None]"


@dataclass(frozen=True)
class ColumnContext:
    """What reading a column needs to know of it."""

    options: ImportOptions
    decimal_comma: bool
    languages: ColumnLanguages
    day_first: bool | None


def reader(  # noqa: C901, PLR0911  a return a kind of column
    meaning: HeaderMeaning, context: ColumnContext
) -> Reader:
    """What reads the cells of a column of this meaning; it gives None for one that does not say it."""
    key = meaning.key
    if key in (LINK, PICTURE):
        return _link if key == LINK else _picture
    if key == MONEY:
        return lambda cell: _money(cell, meaning, context.decimal_comma)
    if key == CURRENCY:
        return lambda cell: Reading({CURRENCY: code}) if (code := currency_of(cell)) else None
    if key.startswith(PARTNER) and key not in LISTS:
        return lambda cell: _partner(cell, key.removeprefix(PARTNER).strip())
    fields = context.options.codebook.fields
    known = find(key, fields)
    if known is None:
        open_text = next((field for field in fields if field.translated and field.name == key), None)
        return _text_reader(key, context, open_text.kind.longest if open_text else None)
    if own := context.options.codebook.sum_of(known):
        return lambda cell: _own_sum(cell, own, meaning, context.decimal_comma)
    if key in CODED or known.choices is not None:
        return _choice_reader(key, context.options)
    special = {
        "id": _id,
        "countries": _countries,
        "regions": lambda cell: _regions(cell, context),
        "start": lambda cell: _date(cell, key, context.day_first),
        "end": lambda cell: _date(cell, key, context.day_first),
    }
    if key in special:
        return special[key]
    if known.kind.name == "date":
        return lambda cell: _date(cell, key, context.day_first)
    if known.kind.base == "text":
        return _text_reader(key, context, known.kind.longest)
    return strict(key, cell_reader.reader(known, context.options.labels, context.decimal_comma))


def strict(key: str, read: CellReader) -> Reader:
    def reading(cell: Cell) -> Reading | None:
        try:
            return Reading({key: read(cell)})
        except Loose as loose:
            return Reading({key: loose.value})
        except Unread:
            return None

    return reading


# Texts


def _text_reader(key: str, context: ColumnContext, longest: int | None) -> Reader:
    def reading(cell: Cell) -> Reading | None:
        if isinstance(cell, (list, dict, bool)):
            return None
        typed = plain_text(text(cell))
        if not typed.text:
            return Reading(entries=_links_of(typed.links)) if typed.links else None
        open_language = find(key, context.options.codebook.fields) is None
        name = f"{key}_{context.languages.of(typed.text)}" if open_language else key
        return _fitted(name, typed.text, longest, _links_of(typed.links))

    return reading


def _fitted(name: str, typed: str, longest: int | None, entries: tuple[tuple[str, Mapping[str, Json]], ...]) -> Reading:
    """A text that is too long is cut at a word; the whole of a name goes into the summary if there is no other."""
    if longest is None or len(typed) <= longest:
        return Reading({name: typed}, entries=entries)
    cut = shortened(typed, longest)
    summary = find("summary_en")
    field_name = name.partition("_")[0]
    if field_name == "name" and summary is not None and len(typed) <= (summary.kind.longest or 0):
        return Reading({name: cut}, {name.replace("name", "summary", 1): typed}, entries)
    return Reading({name: cut}, entries=entries, whole=False)


def shortened(typed: str, longest: int) -> str:
    """The text cut at a word, with an ellipsis, to so many characters at most."""
    head = typed[: longest - 1]
    words = head.rpartition(" ")[0]
    return f"{(words if len(words) * 2 > longest else head).rstrip(' ,;:.-–—')}…"


# Codes


def _choice_reader(key: str, options: ImportOptions) -> Reader:
    known = find(key, options.codebook.fields)
    choices = known.choices if known is not None and known.choices else {}
    said = options.labels.get(key, {})
    spoken = {vocabulary.folded(word): code for code, words in said.items() for word in words.values()}
    spoken |= {vocabulary.folded(code): code for code in choices}
    spoken |= {vocabulary.folded(word): code for word, code in options.words.get(key, {}).items()}

    def code_of(typed: str) -> str | None:
        word = vocabulary.folded(typed)
        usual = vocabulary.code(CODED[key], typed) if key in CODED else None
        return spoken.get(word) or (usual if usual in choices else None)

    def reading(cell: Cell) -> Reading | None:
        if not isinstance(cell, (str, int, float)) or isinstance(cell, bool):
            return None
        typed = text(cell)
        bare = _PAREN.sub(" ", typed).strip()
        code = code_of(typed)
        if code is None and bare and bare != typed and (code := code_of(bare)) is not None:
            return Reading({key: code}, whole=False)
        if code is None:
            parts = [part for part in LIST_SEPARATORS.split(typed) if part]
            codes = {code_of(part) for part in parts}
            if len(parts) > 1 and len(codes) == 1 and (code := codes.pop()) is not None:
                return Reading({key: code}, whole=False)
            return None
        more = (
            code == "other" and vocabulary.folded(typed) not in PLAIN_OTHER and vocabulary.folded(typed) not in spoken
        )
        return Reading({key: code}, whole=not more)

    return reading


def _id(cell: Cell) -> Reading | None:
    if isinstance(cell, (list, dict, bool)):
        return None
    typed = text(cell)
    name = re.sub(r"[^a-z0-9]+", "-", typed.lower()).strip("-") if typed.isascii() else ""
    return Reading({"id": name}) if name and len(name) <= 80 else None


def _countries(cell: Cell) -> Reading | None:
    if isinstance(cell, (list, tuple)):
        codes = [country_code(part) for part in cell if isinstance(part, str)]
        return Reading({"countries": _once(codes)}) if codes and None not in codes else None
    if not isinstance(cell, str):
        return None
    typed = text(cell).strip("[]'\" ")
    if (code := country_code(typed)) is not None:
        return Reading({"countries": [code]})
    for separator in (_BETWEEN_COUNTRIES, re.compile(r"\s*[-–—,;/|&+\n]\s*")):
        parts = [part.strip("'\" ") for part in separator.split(typed) if part and part.strip("'\" ")]
        codes = [country_code(part) for part in parts]
        if len(parts) > 1 and None not in codes:
            return Reading({"countries": _once(codes)})
    return None


def _once(codes: list[str | None]) -> list[str]:
    return list(dict.fromkeys(code for code in codes if code))


def _regions(cell: Cell, context: ColumnContext) -> Reading | None:
    regions = regions_of(cell, context.options.labels.get("region", {}))
    if regions is None:
        return None
    place = {f"place_{context.languages.of(regions.place)}": regions.place} if regions.place else {}
    return Reading({"regions": list(regions.codes)}, place, whole=regions.whole)


# Dates, sums, records


def _date(cell: Cell, key: str, day_first: bool | None) -> Reading | None:
    when = period(cell, day_first)
    if when is None or (when.start is None and when.end is None):
        return None
    if key not in ("start", "end"):
        return Reading({key: when.start}, whole=when.exact) if when.start and not when.end else None
    if key == "end":
        values = {"end": when.end or when.start}
        return Reading(values, {"start": when.start} if when.end and when.start else {}, whole=when.exact)
    if when.start is None:
        return Reading({}, {"end": when.end}, whole=when.exact)
    return Reading({"start": when.start}, {"end": when.end} if when.end else {}, whole=when.exact)


def _money(cell: Cell, meaning: HeaderMeaning, decimal_comma: bool) -> Reading | None:
    total = sum_of(cell, meaning.currency, meaning.factor, decimal_comma)
    if total is None:
        return None
    record = {"amount": total.amount, "currency": total.currency, "qualifier": total.qualifier}
    return Reading(entries=(("value", {key: value for key, value in record.items() if value != ""}),))


def _own_sum(cell: Cell, own: OwnField, meaning: HeaderMeaning, decimal_comma: bool) -> Reading | None:
    """A sum in one cell, "$1.2 million"; a currency that it does not say may stand in a column of its own."""
    total = sum_of(cell, meaning.currency, meaning.factor, decimal_comma)
    if total is None:
        return None
    amount, currency = own.parts
    said = {currency.name: total.currency} if total.currency else {}
    return Reading({amount.name: total.amount}, spill=said, whole=not total.qualifier)


def _partner(cell: Cell, role: str) -> Reading | None:
    if not isinstance(cell, str):
        return None
    names = [part.strip() for part in re.split(r"\s*[;\n|]\s*", plain_text(cell).text) if part.strip()]
    longest = LISTS["partners"].fields[0].kind.longest or 200
    records = [
        (
            "partners",
            {"name": shortened(name, longest) if len(name) > longest else name} | ({"role": role} if role else {}),
        )
        for name in names
    ]
    return Reading(entries=tuple(records), whole=all(len(name) <= longest for name in names)) if records else None


def _link(cell: Cell) -> Reading | None:
    """Addresses in a cell as sources, with the words beside them as their title; words alone are a title."""
    if isinstance(cell, list) and all(isinstance(part, str) for part in cell):
        cell = " ".join(cell)
    if not isinstance(cell, str):
        return None
    typed = plain_text(text(cell))
    links = [*typed.links, *((address, "") for address in ADDRESS.findall(typed.text))]
    if not links and BARE_ADDRESS.fullmatch(typed.text):
        links = [(f"https://{typed.text}", "")]
    if not links:
        longest = LISTS["sources"].fields[0].kind.longest or 300
        said = shortened(typed.text, longest) if len(typed.text) > longest else typed.text
        return Reading(entries=(("sources", {"title": said}),), whole=said == typed.text) if said else None
    words = " ".join(ADDRESS.sub(" ", typed.text).split()).strip(" ,;:()-–—")
    if len(links) == 1 and words and not links[0][1]:
        links = [(links[0][0], words)]
    return Reading(entries=_links_of(links))


def _picture(cell: Cell) -> Reading | None:
    names = names_of_files(cell)
    return Reading(entries=tuple(("images", {"src": name}) for name in names)) if names else None


def _links_of(links: Sequence[tuple[str, str]]) -> tuple[tuple[str, Mapping[str, Json]], ...]:
    """(address, words) as sources, each address once."""
    unique = dict(reversed(links))
    return tuple(
        ("sources", source(address, unique[address])) for address in dict.fromkeys(address for address, _ in links)
    )


def source(address: str, title: str = "") -> JsonRecord:
    """A source of an address: its title is what is said of it, or its host."""
    longest = LISTS["sources"].fields[0].kind.longest or 300
    try:
        host = (urlsplit(address).hostname or address).removeprefix("www.")
    except ValueError:
        host = address
    return {"title": shortened(title, longest) if len(title) > longest else title or host, "url": address}


def numbers_only(cells: list[Cell]) -> bool:
    """Whether cells are whole numbers that go up by one, as the numbers of rows do."""
    try:
        numbers = [cell_numbers.number(cell) for cell in cells]
    except Unread:
        return False
    whole = all(isinstance(number, int) for number in numbers)
    return whole and bool(numbers) and numbers[0] in (0, 1) and all(b - a == 1 for a, b in itertools.pairwise(numbers))
