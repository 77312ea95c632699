"""The text of a GeoJSON layer by columns: each text of a value is parsed once, however many Features have it.

What is not written as layers are stays with the reader of JSON, which says what is wrong with it if anything is.
"""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from geo.io import files
from geo.io.feature_tables import SOME, Features, table_with
from geo.model.feature_table import Column

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.model.feature_table import FeatureTable

_LEVELS = 5
"""How deep lists and records nest in a value that is read so: as the geometry of areas."""

# In these patterns of JSON a blank stands for any number of blanks.
_TEXT = rb'"(?>[^"]*+(?<!\\)"|(?:[^"\\]|\\.)*+")'
_INSIDE = rb'(?:[^"\[\]{}]++|%b)*+' % _TEXT
for _ in range(_LEVELS - 1):
    _INSIDE = rb'(?:[^"\[\]{}]++|%b|[\[{]%b[\]}])*+' % (_TEXT, _INSIDE)
_VALUE = rb'(?:%b|[^"\[\]{},:\s]++|[\[{]%b[\]}])' % (_TEXT, _INSIDE)
_MEMBER = rb'"[^"\\\x00-\x1f]*+" : %b' % _VALUE
_NEXT = rb' (?:, (?=")|(?=\}))'
_PROPERTIES = rb'"properties" : \{'


def _compiled(pattern: bytes, *parts: bytes) -> re.Pattern[bytes]:
    return re.compile((pattern % parts).replace(b" ", rb"[ \t\n\r]*+"))


_BEGIN = _compiled(rb'\{ (?:(?!"features")%b , )*+"features" : \[ ', _MEMBER)
"""All before the first Feature."""
_FEATURE = _compiled(
    rb"(\{ (?:(?:%b ((?:%b%b)*+)\}|(?!%b)%b)%b)*+\}) (?:, (?=\{)|(?=\]))",
    *(_PROPERTIES, _MEMBER, _NEXT, _PROPERTIES, _MEMBER, _NEXT),
)
"""A Feature, in it the members of its properties, and what parts it from the next."""
_PARTS = _compiled(rb'"([^"]*+)" : (%b)', _VALUE)
"""The key and the value of a member."""


def read(data: bytes) -> tuple[bytes, Features] | None:
    """(the text of a layer, in UTF-8, without its Features, these by columns); None where JSON's reader must look."""
    begin = _BEGIN.match(data, data.find(b"{"))
    end = begin.end() if begin else len(data)
    tables = []
    while some := [*islice(_features(data, end), SOME)]:
        try:
            tables.append(_table(some))
        except ValueError:
            return None
        end = some[-1].end()
    if begin is None or data[end : end + 1] != b"]":
        return None
    return data[: begin.end()] + data[end:], Features(sum(map(len, tables)), lambda: iter(tables))


def _features(data: bytes, at: int) -> Iterator[re.Match[bytes]]:
    while feature := _FEATURE.match(data, at):
        yield feature
        at = feature.end()


def _table(features: Sequence[re.Match[bytes]]) -> FeatureTable:
    """The table of Features. Raises ValueError for those that are none."""
    fields = _columns([_PARTS.findall(each[2] or b"") for each in features])
    members = _columns([_PARTS.findall(_without_properties(each)) for each in features])
    absent = Column((), np.full(len(features), -1, dtype=np.int32))
    kind, name, place, record = (members.get(key, absent) for key in ("type", "id", "geometry", "properties"))
    kinds = {*map(type, (*place.values, *record.values))}
    if any(own != "Feature" for own in kind.cells()) or not kinds <= {dict, type(None)}:
        raise ValueError
    ids, own = name.cells(), fields.get("id", absent).cells()
    framed = min(*place.codes, *record.codes) >= 0 and ids == own and {*map(type, ids)} <= {str, type(None)}
    texts = [each[1] for each in features]
    rows = () if framed else [files.VALUES.decode(text.decode()) for text in texts]
    return table_with(fields, place.cells(), rows, texts if framed else ())


def _without_properties(feature: re.Match[bytes]) -> bytes:
    """The text of a Feature in which the record of its properties is empty."""
    (begin, end), (start, stop) = feature.span(2), feature.span(1)
    return feature[1] if begin < 0 else feature.string[start:begin] + feature.string[end:stop]


def _columns(records: Sequence[Sequence[tuple[bytes, bytes]]]) -> dict[str, Column]:
    """The fields of records of (key, text of the value), in which values may be equal, or null. Raises ValueError for a
    key that stands twice in a record, and for what is no value."""
    numbers: dict[tuple[bytes, bytes], int] = {}
    cells = [numbers.setdefault(member, len(numbers)) for record in records for member in record]
    texts: dict[bytes, list[bytes]] = defaultdict(list)
    field_of: dict[bytes, int] = {}
    places = []  # the number of the field, and of the value in it
    for key, text in numbers:
        places.append((field_of.setdefault(key, len(field_of)), len(texts[key])))
        texts[key].append(text)
    fields, own = np.array(places, dtype=np.int32).reshape(-1, 2)[cells].T
    codes = np.full((len(texts), len(records)), -1, dtype=np.int32)
    codes[fields, np.repeat(np.arange(len(records)), [*map(len, records)])] = own
    if np.count_nonzero(codes + 1) < len(cells):
        raise ValueError
    values = [files.VALUES.decode(f"[{b','.join(each).decode()}]") for each in texts.values()]
    return {key.decode(): Column(every, each) for key, every, each in zip(texts, values, codes, strict=True)}
