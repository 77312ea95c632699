"""A large layer packed for the page: columns read at the start, texts in compressed blocks opened when asked for.

A layer of some hundred projects stands in the page as plain JSON, the same bytes on every machine. Above LARGE projects
that page would be large and slow, so the layer is packed. What a page holds then, each part a script element of base64:

- `columns`: for every project the position and the fields that the reader filters by, as arrays of integers, numbers
  of entries in a dictionary. Read at the start: dots, filters and counts need nothing else.
- `texts-K`: what else is known of BLOCK projects, as JSON. Opened when a card, a list or a mark asks for one of them.
- `shared-K`: values that many projects have, each once; a text block names them by number.
- `order-xx`: the projects by their names in a language, for the list; all but the first follow that one's order.
- `ids`: the projects' ids.
- `words`, `found`: the folded words of the layer, and which project has which, for the search.

Projects are sorted by place along a Hilbert curve, so that neighbours on the map share a block, positions are small
steps, and texts resemble those before them. All parts are raw deflate, whose bytes may differ from one zlib to another.
`maps/web/packed/holding.js` and `index.js` read this, and nothing else does.
"""

from __future__ import annotations

import base64
import json
import marshal
import re
import zlib
from collections import Counter
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.model.geometry import positions
from geo.places import text_folding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    import numpy.typing as npt

LARGE = 1000
"""A layer of more projects than this is packed."""
DRAWN = 200
"""Lines and areas that are drawn from the start; of a layer with more each is one dot until its texts are read."""
BLOCK = 500
"""Projects, or shared values, to a block: one opens within some milliseconds."""

CODED = ("sector", "status", "precision", "article", "countries", "route", "uncertainty_m")
"""Fields of which few values are known: the page draws and filters by them."""
DATED = ("start", "status_date", "checked")
"""Fields that the page sorts by."""
_COLUMNS = (*CODED, *DATED)

_NOWHERE, _POINT, _SHAPE = 0, 1, 2
_DECIMALS = 6
_STEPS = 16  # of the Hilbert curve: a world of 65,536 cells to a side

# In the search's list of words: the end of a project, the end of a field, a word not met before, a bag of words whose
# number follows; from _FIRST on the words' own numbers.
_END, _FIELD, _NEW, _BAG, _FIRST = b"\0", b"\1", b"\2", b"\3", 4
_SEARCHED = ("name", "place")  # then partners, then the summary


@dataclass(frozen=True)
class Packed:
    """head: what the page's JSON says of the parts; early: those read at the start, by name; late: the rest."""

    head: dict[str, Any]
    early: dict[str, str]
    late: dict[str, str]


class Packer:
    """Takes projects, as many at a time as one likes, and packs them; languages are those of names and texts."""

    def __init__(self, languages: Sequence[str]) -> None:
        self._languages = tuple(languages)
        self._pool = ThreadPoolExecutor(2)
        self._parts: dict[str, Future[str]] = {}
        self._places = _Places()
        self._columns = {name: _Column() for name in _COLUMNS}
        self._ids: list[str] = []
        self._blocks = 0
        self._shared = _Shared(self._put)
        self._index = _Index(self._languages)
        self._names = {language: _Names(language) for language in self._languages}

    def add(self, projects: Sequence[dict[str, Any]]) -> None:
        """Packs projects, each with `id` and `geometry` as the page's records have them; takes their fields out."""
        order = self._places.add([project["geometry"] for project in projects])
        for start in range(0, len(order), BLOCK):
            block = [projects[i] for i in order[start : start + BLOCK]]
            for project in block:
                if _kind(project["geometry"]) == _SHAPE:
                    project["shape"] = outline(project["geometry"])
            for name, names in self._names.items():
                names.add(block, f"name_{name}")
            self._index.add(block)
            for name, column in self._columns.items():
                column.add(block, name)
            self._ids += [project["id"] for project in block]
            self._put_json(f"texts-{self._blocks}", _rows(block, self._shared))
            self._blocks += 1

    def finish(self) -> Packed:
        """What the page holds of all that were added."""
        self._shared.finish()
        columns = {**self._places.columns(), **{name: column.numbers() for name, column in self._columns.items()}}
        said, planes = [], []
        for name, values in columns.items():
            width, data = _planes(values)
            said.append([name, width])
            planes.append(data)
        self._put("columns", b"".join(planes))
        self._put("ids", "\n".join(map(_one_line, self._ids)).encode("utf-8", "surrogatepass"))
        self._put_orders()
        self._put("words", "\n".join(self._index.words).encode("utf-8", "surrogatepass"))
        self._put("found", self._index.entries())
        head = {
            "count": len(self._ids),
            "block": BLOCK,
            "columns": said,
            "dictionaries": {name: column.values for name, column in self._columns.items()},
            "scale": self._places.scale,
            "shapes": self._places.shapes if len(self._places.shapes) <= DRAWN else [],
        }
        parts = {name: part.result() for name, part in self._parts.items()}
        self._pool.shutdown()
        return Packed(head, {"columns": parts.pop("columns")}, parts)

    def _put_orders(self) -> None:
        """The first language's order as numbers of projects, the others' as numbers in the first, which they follow."""
        place = None
        for language, names in self._names.items():
            order = names.order()
            if place is None:
                place = np.argsort(order)
                width, data = _planes(_steps(order))
            else:
                width, data = _planes(_steps(place[order]))
            self._put(f"order-{language}", bytes([width]) + data)

    def _put_json(self, name: str, value: Any) -> None:
        self._put(name, json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False))

    def _put(self, name: str, data: bytes | str) -> None:
        """Compresses a part beside what goes on: zlib leaves the interpreter to others."""
        self._parts[name] = self._pool.submit(_deflated, data)


def _deflated(data: bytes | str) -> str:
    raw = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
    deflate = zlib.compressobj(9 if len(raw) < 1 << 22 else 6, zlib.DEFLATED, -15, 9)
    return base64.b64encode(deflate.compress(raw) + deflate.flush()).decode("ascii")


def _one_line(text: str) -> str:
    return text.replace("\n", " ")


# --- columns ----------------------------------------------------------------------------------------------------------


@dataclass
class _Column:
    """The values of a field as numbers in a dictionary of them; 0 for none."""

    values: list[Any] = field(default_factory=lambda: [None])
    _numbers: dict[Any, int] = field(default_factory=lambda: {None: 0})
    _chunks: list[list[int]] = field(default_factory=list)

    def add(self, block: Iterable[dict[str, Any]], name: str) -> None:
        """The next projects' values; the field is taken out of the projects."""
        chunk = []
        for project in block:
            value = project.pop(name, None)
            key = tuple(value) if isinstance(value, list) else value
            number = self._numbers.get(key)
            if number is None:
                number = self._numbers[key] = len(self.values)
                self.values.append(value)
            chunk.append(number)
        self._chunks.append(chunk)

    def numbers(self) -> npt.NDArray[np.int64]:
        """The number of each project's value."""
        return np.fromiter((number for chunk in self._chunks for number in chunk), np.int64)


class _Places:
    """Positions as integers in steps along a curve, and the geometries of what is no point."""

    def __init__(self) -> None:
        self.shapes: list[dict[str, Any]] = []
        self.scale = 1
        self._kinds: list[npt.NDArray[np.int64]] = []
        self._positions: list[npt.NDArray[np.float64]] = []

    def add(self, geometries: Sequence[dict[str, Any] | None]) -> list[int]:
        """The next projects' geometries; gives the order in which they are packed."""
        kinds = np.fromiter(map(_kind, geometries), np.int64, len(geometries))
        positions = np.array([_position(one) for one in geometries], dtype=np.float64).reshape(-1, 2)
        placed = np.flatnonzero(kinds)
        curve = hilbert(*positions[placed].T)
        order = [*placed[np.argsort(curve, kind="stable")].tolist(), *np.flatnonzero(kinds == _NOWHERE).tolist()]
        self.shapes += [geometries[i] for i in order if kinds[i] == _SHAPE]
        self._kinds.append(kinds[order])
        self._positions.append(positions[order])
        return order

    def columns(self) -> dict[str, npt.NDArray[np.int64]]:
        """What kind of place each project has, and how far its position lies from the one before."""
        positions = np.concatenate(self._positions)
        for decimals in range(_DECIMALS + 1):
            self.scale = 10**decimals
            scaled = np.round(positions * self.scale)
            if np.all(np.abs(scaled / self.scale - positions) < 10.0 ** -(_DECIMALS + 1)):
                break
        lon, lat = scaled.astype(np.int64).T
        return {"kind": np.concatenate(self._kinds), "lon": _steps(lon), "lat": _steps(lat)}


def _kind(geometry: Mapping[str, Any] | None) -> int:
    return _NOWHERE if geometry is None else _POINT if geometry["type"] == "Point" else _SHAPE


def _position(geometry: Mapping[str, Any] | None) -> tuple[float, float]:
    """Longitude and latitude; of what is no point, where its mark stands: halfway, or in its midst."""
    if geometry is None:
        return 0, 0
    if geometry["type"] == "Point":
        return geometry["coordinates"][0], geometry["coordinates"][1]
    lons, lats = zip(*(position[:2] for position in positions(geometry)), strict=True)
    return (min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2


def outline(geometry: Mapping[str, Any]) -> dict[str, Any]:
    """What is no point, in millionths of a degree: each line as [from the mark's place to its begin, east and north,
    then from position to position], so that courses that are the same are equal wherever they lie."""
    at = [int(axis) for axis in np.round(np.array(_position(geometry)) * 10**_DECIMALS)]

    def steps(line: Sequence[Any]) -> list[Any]:
        if isinstance(line[0][0], (list, tuple)):
            return [steps(part) for part in line]
        numbers = [[round(axis * 10**_DECIMALS) for axis in position[:2]] for position in line]
        return [b - a for one, other in pairwise([at, *numbers]) for a, b in zip(one, other, strict=True)]

    return {"type": geometry["type"], "steps": steps(geometry["coordinates"])}


def hilbert(lon: npt.NDArray[np.float64], lat: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    """How far along a Hilbert curve over the world each position (degrees) lies."""
    side = 1 << _STEPS
    x = np.clip((lon + 180) / 360 * side, 0, side - 1).astype(np.int64)
    y = np.clip((lat + 90) / 180 * side, 0, side - 1).astype(np.int64)
    along = np.zeros_like(x)
    half = side >> 1
    while half:
        right, up = (x & half) > 0, (y & half) > 0
        along += half * half * ((3 * right) ^ up)
        # The quarter is turned so that the curve enters it where it left the one before.
        flip = ~up & right
        x, y = np.where(flip, side - 1 - x, x), np.where(flip, side - 1 - y, y)
        x, y = np.where(up, x, y), np.where(up, y, x)
        half >>= 1
    return along


def _steps(values: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """From each value to the next, signs folded in: 0, -1, 1, -2 are 0, 1, 2, 3."""
    steps = np.diff(values, prepend=0)
    return (steps << 1) ^ (steps >> 63)


def _planes(values: npt.NDArray[np.int64]) -> tuple[int, bytes]:
    """How many bytes a value has, and the values: all lowest bytes, then all second ones, which deflate far better."""
    most = int(values.max(initial=0))
    width = max(1, (most.bit_length() + 7) // 8)
    return width, b"".join(((values >> 8 * plane) & 255).astype(np.uint8).tobytes() for plane in range(width))


# --- texts ------------------------------------------------------------------------------------------------------------


class _Shared:
    """Values that many projects have, each once, numbered as they come."""

    def __init__(self, put: Callable[[str, str], None]) -> None:
        self._put = put
        self._numbers: dict[bytes | str, int] = {}
        self._waiting: list[Any] = []
        self._blocks = 0

    def find(self, key: bytes | str) -> int | None:
        """The number of a value that is known."""
        return self._numbers.get(key)

    def number(self, key: bytes | str, value: Any) -> int:
        """The number of a value, known or new."""
        found = self._numbers.get(key)
        if found is None:
            found = self._numbers[key] = len(self._numbers)
            self._waiting.append(value)
            if len(self._waiting) == BLOCK:
                self.finish()
        return found

    def finish(self) -> None:
        """Puts away the values that wait for their block to be full."""
        if self._waiting:
            text = json.dumps(self._waiting, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
            self._put(f"shared-{self._blocks}", text)
            self._blocks += 1
            self._waiting = []


def _key(value: Any) -> bytes | str:
    """What equal values have in common, to look them up by."""
    return value if isinstance(value, str) else marshal.dumps(value, 2)


def _rows(block: Sequence[dict[str, Any]], shared: _Shared) -> dict[str, Any]:
    """Projects as {"forms": [[[field, is its value a shared one], ...], ...], "rows": [[form, value, ...], ...]}."""
    plain = [{name: one[name] for name in sorted(one, key=_place_in_row) if name not in _APART} for one in block]
    for project in plain:
        if project.get("sources"):
            project["sources"] = [_cited(source, shared) for source in project["sources"]]
    keys = [{name: _key(value) for name, value in project.items()} for project in plain]
    often = Counter((name, key) for project in keys for name, key in project.items())
    forms: dict[tuple[tuple[str, bool], ...], int] = {}
    rows = []
    for project, own in zip(plain, keys, strict=True):
        form, row = [], [0]
        for name, value in project.items():
            key = own[name]
            # Twice in a block, or known from another one: such a value is likely to come again.
            number = shared.number(key, value) if often[name, key] > 1 else shared.find(key)
            form.append((name, number is not None))
            row.append(value if number is None else number)
        row[0] = forms.setdefault(tuple(form), len(forms))
        rows.append(row)
    return {"forms": list(forms), "rows": rows}


_APART = ("id", "geometry")


@cache
def _place_in_row(name: str) -> tuple[bool, str]:
    """Texts of one language stand together: what they share then lies near, which deflates better."""
    base, _, language = name.rpartition("_")
    return not base, language


def _cited(source: Mapping[str, Any], shared: _Shared) -> list[Any]:
    """A source as its number among the shared values, and the fields that it supports."""
    plain = {key: value for key, value in source.items() if key != "supports"}
    number = shared.number(_key(plain), plain)
    return [number, source["supports"]] if "supports" in source else [number]


# --- names and words --------------------------------------------------------------------------------------------------

_ALPHABETS = {
    "kk": "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя",
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
}
_NUMBER = re.compile(r"\d+")


class _Names:
    """The projects' names in a language, to be put in its order; one without a name there has the first that it has."""

    def __init__(self, language: str) -> None:
        self._letters = {ord(letter): chr(0x500 + i) for i, letter in enumerate(_ALPHABETS.get(language, ""))}
        self._letters |= {ord(sign): None for sign in "\"'«»“”„‘’ʻʼ`´()[]–—-.,:;!?"}  # type: ignore[misc]
        self._keys: list[str] = []

    def add(self, block: Iterable[Mapping[str, Any]], name: str) -> None:
        """The next projects."""
        self._keys += [self._key(project.get(name) or _any_name(project)) for project in block]

    def _key(self, text: str) -> str:
        """What names are compared by: no case, no punctuation, numbers by their value."""
        return _NUMBER.sub(lambda number: number[0].zfill(9), text.casefold().translate(self._letters))

    def order(self) -> npt.NDArray[np.int64]:
        """The projects' numbers, by name."""
        return np.array(sorted(range(len(self._keys)), key=self._keys.__getitem__), dtype=np.int64)


def _any_name(project: Mapping[str, Any]) -> str:
    return next((value for key, value in project.items() if key.startswith("name_") and isinstance(value, str)), "")


_WORD = re.compile(r"(?:[^\W_]|['’‘`´])+")  # as in maps/web/search.js


class _Index:
    """Which words each project has, folded: lists of numbers, read by the page from end to end for every search.

    Texts that many projects have, such as a summary or a partner, are bags of words with a number of their own.
    """

    def __init__(self, languages: Sequence[str]) -> None:
        self._languages = languages
        self.words: list[str] = []
        self._numbers: dict[str, int] = {}
        self._known = _Known(self._part)
        self._codes: list[bytes] = []  # number -> as it is written
        self._told = 0  # words that some entry has named
        self._bags: dict[str, int | None] = {}  # a text met before -> its bag, None when it was met but once
        self._bag_words: list[bytes] = []
        self._entries: list[bytes] = []  # of the block that is read
        self._chunks: list[bytes] = []

    def add(self, block: Iterable[Mapping[str, Any]]) -> None:
        """The next projects."""
        for project in block:
            seen: set[int] = set()
            for name in _SEARCHED:
                texts = [project.get(f"{name}_{language}") for language in self._languages]
                self._tell(" ".join(text for text in texts if isinstance(text, str)), seen)
                self._entries.append(_FIELD)
            for partner in project.get("partners", ()):
                names = (str(value) for key, value in partner.items() if key.startswith("name"))
                self._tell_bag(" ".join(names), seen)
            self._entries.append(_FIELD)
            summaries = [project.get(f"summary_{language}") for language in self._languages]
            self._tell_bag(" ".join(text for text in summaries if isinstance(text, str)), seen)
            self._entries.append(_END)
        # Joined, they take an eighth of the memory.
        self._chunks.append(b"".join(self._entries))
        self._entries.clear()

    def _tell(self, text: str, seen: set[int]) -> None:
        """Names the words of a text that the project has not had yet."""
        numbers = [number for number in self._words(text) if number not in seen]
        seen.update(numbers)
        for number in numbers:
            if number < self._told:
                self._entries.append(self._codes[number])
            else:
                # Words are numbered as they come, and told in that order too.
                self._told += 1
                self._entries.append(_NEW)

    def _tell_bag(self, text: str, seen: set[int]) -> None:
        if not text or text.isspace():
            return
        bag = self._bags.get(text)
        if bag is None:
            if text not in self._bags:
                if len(self._bags) < _REMEMBERED:
                    self._bags[text] = None
                self._tell(text, seen)
                return
            if not self._words(text):
                return  # an empty bag would end the list of them
            bag = self._bags[text] = len(self._bag_words)
            self._bag_words.append(b"".join(self._codes[number] for number in self._words(text)) + _END)
        self._entries.append(_BAG + _varint(bag))

    def _words(self, text: str) -> dict[int, None]:
        """The numbers of a text's words, each once, in their order."""
        return dict.fromkeys(chain.from_iterable(map(self._known.__getitem__, text.split())))

    def _part(self, part: str) -> tuple[int, ...]:
        return tuple(self._number(word) for written in _WORD.findall(part) if (word := text_folding.word(written)))

    def _number(self, word: str) -> int:
        found = self._numbers.get(word)
        if found is None:
            found = self._numbers[word] = len(self.words)
            self.words.append(word)
            self._codes.append(_varint(found + _FIRST))
        return found

    def entries(self) -> bytes:
        """All bags' words, an end more, and all projects' words, one after the other."""
        return b"".join((*self._bag_words, _END, *self._chunks))


_REMEMBERED = 1 << 18


class _Known(dict[str, tuple[int, ...]]):
    """What stands between spaces -> the numbers of its words; most comes again and again."""

    def __init__(self, read: Callable[[str], tuple[int, ...]]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, part: str) -> tuple[int, ...]:
        found = self._read(part)
        if len(self) < _REMEMBERED:
            self[part] = found
        return found


def _varint(number: int) -> bytes:
    """A number of seven bits to a byte, the lowest first; a byte below 128 ends it."""
    found = bytearray()
    while number > 127:
        found.append(number & 127 | 128)
        number >>= 7
    found.append(number)
    return bytes(found)
