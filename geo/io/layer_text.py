"""The text of a GeoJSON layer by columns: each text of a value is parsed once, however many Features have it.

What is not written as layers are stays with the reader of JSON, which says what is wrong with it if anything is.
"""

from __future__ import annotations

import re
from codecs import utf_8_decode
from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias, cast, overload

import numpy as np

from geo.io import files
from geo.io.feature_tables import SOME, Features, table_with
from geo.model.feature_table import Column, FeatureTable
from geo.model.geojson import Feature

if TYPE_CHECKING:
    from geo.model.geojson import Json

    Pieces: TypeAlias = "dict[bytes, int | Pieces]"
    """Numbers by what stands for them in a text, piece by piece: each ends with a sign that may be the last."""

_BLANK = rb"[ \t\n\r]*+"
_BLANKS = re.compile(_BLANK)
_KEY = rb'"([^"\\\x00-\x1f]*+)"' + _BLANK + b":"
_FIRST, _NEXT = (re.compile(b"(%b|%b})%b" % (_BLANK + comma + _KEY, _BLANK, _BLANK)) for comma in (b"", b"," + _BLANK))
"""The next key of a record with all that stands before its value; or the record's end."""
_FIRST_ENTRY, _NEXT_ENTRY = (re.compile(_BLANK + rb"(?:%b\{|(\]))" % comma) for comma in (b"", b"," + _BLANK))
"""The beginning of the next Feature, or the end of them."""
_CLOSERS = {ord(first): last for first, last in (('"', b'"'), ("[", b"]"), ("{", b"}"))}
_SHORT = 64
"""Bytes in which a number, true, false or null ends."""


def read(data: bytes) -> tuple[bytes, Features] | None:
    """(the text of a layer, in UTF-8, without its Features, these by columns); None where JSON's reader must look."""
    try:
        return _read(data)
    except (LookupError, RecursionError, StopIteration, ValueError):
        return None


def _read(data: bytes) -> tuple[bytes, Features]:
    key = _match(_FIRST, data, data.index(b"{") + 1)
    while key[2] != b"features":
        key = _match(_NEXT, data, _value(data, key.end())[1])
    begin = data.index(b"[", key.end(), key.end() + 1) + 1
    entry = _match(_FIRST_ENTRY, data, begin)
    tables = []
    while not entry[1]:
        some = _Some(data)
        while not entry[1] and len(some) < SOME:
            entry = _match(_NEXT_ENTRY, data, some.add(entry.end()))
        tables.append(some.table())
    return data[:begin] + data[entry.start(1) :], Features(sum(map(len, tables)), lambda: iter(tables))


def _match(pattern: re.Pattern[bytes], data: bytes, at: int) -> re.Match[bytes]:
    if match := pattern.match(data, at):
        return match
    raise ValueError


def _value(data: bytes, at: int) -> tuple[Json, int]:
    """(the value that stands at a position, where it ends); of what follows little is looked at."""
    closer = _CLOSERS.get(data[at])
    size = data.index(closer, at + 1) + 1 - at if closer else _SHORT
    while size:
        text, _ = utf_8_decode(data[at : at + size], "strict", False)
        try:
            value, end = files.VALUES.raw_decode(text)
        except ValueError:
            end = len(text) + 1
        if end < len(text) + bool(closer):
            return value, at + (end if text.isascii() else len(text[:end].encode()))
        size = 8 * size if at + size < len(data) else 0
    raise ValueError


class _Rows(Sequence[Feature]):
    """Features, each parsed whenever it is asked for."""

    def __init__(self, texts: Sequence[bytes]) -> None:
        self._texts = texts

    def __len__(self) -> int:
        return len(self._texts)

    @overload
    def __getitem__(self, number: int) -> Feature: ...
    @overload
    def __getitem__(self, number: slice) -> _Rows: ...
    def __getitem__(self, number: int | slice) -> Feature | _Rows:
        if isinstance(number, slice):
            return _Rows(self._texts[number])
        feature: Feature = files.VALUES.decode(self._texts[number].decode())
        return feature


class _Field:
    """A field of some Features as it is read."""

    __slots__ = ("codes", "numbers", "values")

    def __init__(self) -> None:
        self.values: list[Json] = []
        """Of each text what it says."""
        self.numbers: Pieces = {}
        """Where in `values` that stands."""
        self.codes: list[int] = []
        """Of each Feature the number of its value, -1 where it lacks the field; perhaps not of the last ones."""

    def read(self, data: bytes, at: int, row: int) -> int:
        """Read a Feature's value that stands at a position; gives where it ends."""
        number: int | Pieces | None = None
        if closer := _CLOSERS.get(data[at]):
            end = data.find(closer, at + 1) + 1
            number = self.numbers.get(data[at:end])
            while isinstance(number, dict):
                begin, end = end, data.find(closer, end) + 1
                number = number.get(data[begin:end])
        if not isinstance(number, int):
            number, end = self._new(data, at)
        self.put(row, number)
        return end

    def put(self, row: int, number: int) -> None:
        """Note the number of a Feature's value. Raises ValueError for a second one."""
        codes = self.codes
        if len(codes) != row:
            if len(codes) > row:
                raise ValueError
            codes += [-1] * (row - len(codes))
        codes.append(number)

    def column(self, count: int) -> Column:
        """The field of so many Features, null a value."""
        return Column(self.values, np.array(self.codes + [-1] * (count - len(self.codes)), dtype=np.int32))

    def _new(self, data: bytes, at: int) -> tuple[int, int]:
        """(the number, the end) of a value whose text is new."""
        at = _match(_BLANKS, data, at).end()
        value, end = _value(data, at)
        pieces, begin, stop = self.numbers, at, end
        if closer := _CLOSERS.get(data[at]):
            while (stop := data.index(closer, max(begin, at + 1)) + 1) < end:
                pieces = cast("Pieces", pieces.setdefault(data[begin:stop], {}))  # no value ends here
                begin = stop
        number = cast("int", pieces.setdefault(data[begin:stop], len(self.values)))
        if number == len(self.values):
            self.values.append(value)
        return number, end


class _Some:
    """Some Features as they are read."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._members, self._properties = defaultdict[bytes, _Field](_Field), defaultdict[bytes, _Field](_Field)
        self._members[b"properties"].values.append({})
        self._by_text: dict[bytes, _Field] = {}  # properties by all from the end of the value before to the key's colon
        self._texts: list[bytes] = []

    def __len__(self) -> int:
        return len(self._texts)

    def add(self, begin: int) -> int:
        """Read the Feature whose first key a position stands before; gives where it ends."""
        key = _match(_FIRST, self._data, begin)
        while key[2] is not None:
            field, end = self._members[key[2]], key.end()
            if key[2] == b"properties" and self._data[end] == ord("{"):
                end = self._add_properties(end + 1)
                field.put(len(self), 0)
            else:
                end = field.read(self._data, end, len(self))
            key = _match(_NEXT, self._data, end)
        self._texts.append(b"{" + self._data[begin : key.end()])
        return key.end()

    def _add_properties(self, begin: int) -> int:
        """The same of its properties."""
        data, row = self._data, len(self)
        key = _match(_FIRST, data, begin)
        while key[2] is not None:
            field: _Field | None = self._properties[key[2]]
            at = key.end()
            while field:
                end = field.read(data, at, row)
                at = data.find(b":", end) + 1
                field = self._by_text.get(data[end:at])
                at += data[at] == ord(" ")
            key = _match(_NEXT, data, end)
            if key[2] is not None:
                self._by_text[key[1]] = self._properties[key[2]]
        return key.end()

    def table(self) -> FeatureTable:
        """These Features. Raises ValueError for those that are none or nest too deep."""
        count = len(self)
        members = {key: field.column(count) for key, field in self._members.items()}
        fields = {key.decode(): field.column(count) for key, field in self._properties.items()}
        given = [
            *(value for member in members.values() for value in member.values),
            *(f.values for f in fields.values()),
        ]
        absent = Column((), np.full(count, -1, dtype=np.int32))
        kind, name, place, record = (members.get(key, absent) for key in (b"type", b"id", b"geometry", b"properties"))
        kinds = {*map(type, (*place.values, *record.values))}
        if {*kind.cells()} != {"Feature"} or not kinds <= {dict, type(None)} or files.is_deep([[[*given]]]):
            raise ValueError
        ids, own = name.cells(), fields.get("id", absent).cells()
        framed = min(*place.codes, *record.codes) >= 0 and ids == own and {*map(type, ids)} <= {str, type(None)}
        rows = _Rows(self._texts)
        return table_with(fields, place.cells(), rows if framed else tuple(rows), is_framed=framed)
