"""A large layer packed for the page: columns read at the start, texts in compressed blocks opened when asked for.

A layer of some hundred projects stands in the page as plain JSON. Above LARGE projects
that page would be large and slow, so the layer is packed. What a page holds then, each part a script element of base64:

- `columns`: for every project the position and the fields that the reader filters by, as arrays of integers, numbers
  of entries in a dictionary. Read at the start: dots, filters and counts need nothing else.
- `texts-K`: what else is known of BLOCK projects, as JSON. Opened when a card, a list or a mark asks for one of them.
- `shared-K`: values that many projects have, each once; a text block names them by number.
- `order-xx`: the projects by their names in a language, for the list; all but the first follow that one's order.
- `order-own.X`: the projects by the layer's own field X, those that have it first. Own fields of codes are columns,
  `own.X`.
- `ids`: the projects' ids as strings of JSON, without the quotes, a line break between them.
- `words`, `word-sets`, `sets-K`: the folded words of the layer, and which project has which, for the search. Of the
  sets of projects those are opened that hold what is searched.

Projects are sorted by place along a Hilbert curve, so that neighbours on the map share a block, positions are small
steps, and texts resemble those before them. All parts are raw deflate, whose bytes may differ from one zlib to another.
`packed_store.js`, `packed_columns.js` and `packed_word_index.js` of `maps/web/data` read this, and nothing else does.
"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from geo.model.codebook import BUILT_IN
from geo.model.schema import ARTICLE
from maps import place_areas
from maps.page.deflated import QUICK, deflated
from maps.page.packed.columns import Dictionary, byte_planes, zigzag_steps
from maps.page.packed.name_order import NameOrder
from maps.page.packed.own_order import OwnOrder, is_ordered
from maps.page.packed.places import PlaceColumns, along_curve, altitudes, outlines
from maps.page.packed.texts import BLOCK, SharedValues, text_blocks
from maps.page.packed.word_index import WordIndex
from maps.page.packed.word_index_aside import WordIndexAside
from maps.project_tables import joined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.model.codebook import Codebook
    from maps.project_tables import ProjectTable

LARGE = 1000
"""A layer of more projects than this is packed."""
CODED = ("sector", "status", "precision", ARTICLE, "countries", "route", "uncertainty_m")
"""Fields of which few values are known: the page draws and filters by them."""
DATED = ("start", "status_date", "checked")
"""Fields that the page sorts by."""
_COLUMNS = (*CODED, *DATED)
OWN = "own."
"""What the names of own fields begin with among those of columns and orders."""


class Packed(NamedTuple):
    """The parts of a packed layer, each by its name as base64 of raw deflate."""

    head: dict[str, object]
    """What the page's JSON says of the parts."""
    early: dict[str, str]
    """Those read at the start."""
    late: dict[str, str]
    """The rest."""


class Packer:
    """Takes projects by columns, as many at a time as one likes, and packs them; languages are those of names and
    texts, codebook has the layer's own fields; many: whether a second process is worth its start."""

    def __init__(self, languages: Sequence[str], codebook: Codebook = BUILT_IN, *, many: bool = False) -> None:
        self._pool = ThreadPoolExecutor(2)
        self._parts: dict[str, Future[str]] = {}
        self._places = PlaceColumns()
        own = codebook.own_fields
        coded = [name for name, field in own.items() if field.definition.choices is not None]
        self._columns = {name: Dictionary() for name in (*_COLUMNS, *(OWN + name for name in coded))}
        self._own_orders = {name: OwnOrder(field, languages[0]) for name, field in own.items() if is_ordered(field)}
        self._ids: list[str] = []
        self._shared = SharedValues(self._put)
        self._index = WordIndexAside() if many else WordIndex()
        self._names = {language: NameOrder(language) for language in languages}
        self._waiting: ProjectTable | None = None

    def add(self, table: ProjectTable) -> None:
        """Pack projects; those that fill no block wait for more."""
        if self._waiting is not None:
            table = joined(self._waiting, table)
        whole = len(table) - len(table) % BLOCK
        self._waiting = table.part(whole, len(table)) if whole < len(table) else None
        if whole:
            self._pack(table.part(0, whole) if self._waiting else table)

    def _pack(self, table: ProjectTable) -> None:
        rows = along_curve(table.shapes)
        columns, shapes = table.columns, table.shapes[rows]
        self._index.add(columns, rows)
        for names in self._names.values():
            names.add(columns, rows)
        for name, dictionary in self._columns.items():
            dictionary.add(columns.get(name.removeprefix(OWN)), rows)
        for own_order in self._own_orders.values():
            own_order.add(columns, rows)
        texts = {key: column.at(rows) for key, column in columns.items()}
        for name in self._columns:
            texts.pop(name.removeprefix(OWN), None)
        texts |= {"shape": outlines(shapes), "altitudes": altitudes(shapes)}
        texts["area"] = place_areas.areas(columns, table.shapes).at(rows)
        for number, block in enumerate(text_blocks(texts, len(rows), self._shared), len(self._ids) // BLOCK):
            self._put(f"texts-{number}", block)
        self._places.add(shapes)
        self._ids += [table.ids[row] for row in rows.tolist()]

    def finish(self) -> Packed:
        """What the page holds of all that were added."""
        if self._waiting is not None:
            self._pack(self._waiting)
        self._shared.finish()
        columns = {**self._places.columns(), **{name: column.numbers() for name, column in self._columns.items()}}
        widths, planes = [], []
        for name, values in columns.items():
            width, data = byte_planes(values)
            widths.append([name, width])
            planes.append(data)
        self._put("columns", b"".join(planes))
        self._put("ids", "\n".join(encode_basestring(own)[1:-1] for own in self._ids))
        self._put_orders()
        words, word_parts = self._index.finish()
        for name, data in word_parts.items():
            self._put(name, data)
        head = {
            "count": len(self._ids),
            "block": BLOCK,
            "columns": widths,
            "dictionaries": {name: column.values for name, column in self._columns.items()},
            "own_orders": self._put_own_orders(),
            "scale": self._places.scale,
            "words": words,
            "shapes": self._places.drawn(),
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
                width, data = byte_planes(zigzag_steps(order))
            else:
                width, data = byte_planes(zigzag_steps(place[order]))
            self._put(f"order-{language}", bytes([width]) + data)

    def _put_own_orders(self) -> dict[str, int]:
        """The orders by own fields; gives by their names how many projects have the field."""
        held = {}
        for name, own in self._own_orders.items():
            order, held[OWN + name] = own.order()
            width, data = byte_planes(zigzag_steps(order))
            self._put(f"order-{OWN}{name}", bytes([width]) + data)
        return held

    def _put(self, name: str, data: bytes | str) -> None:
        """Compress a part beside what goes on: zlib leaves the interpreter to others."""
        self._parts[name] = self._pool.submit(deflated, data, QUICK)
