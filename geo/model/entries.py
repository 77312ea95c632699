"""What is wrong with an entry of a layer's own lists, by the fields that such an entry has."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geo.errors import show
from geo.messages import Message
from geo.model.field import Field
from geo.model.geometry import is_number
from geo.model.schema import find

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def faults(entry: Mapping[str, object], fields: tuple[Field, ...]) -> Iterator[str]:
    """For each key that there is not and each value that is not of its kind, its key and a clause that says so."""
    for key, value in entry.items():
        field = find(key, fields)
        if field is None:
            names = ", ".join(f"{each.name}_en" if each.translated else each.name for each in fields)
            yield Message("{key}: expected one of {names}", key=show(key), names=names)
        elif not fits(value, field):
            expected = (
                Message("one of {choices}", choices=", ".join(field.choices)) if field.choices else field.kind.expected
            )
            yield Message("{key}: got {value}; expected {expected}", key=key, value=show(value), expected=expected)


def fits(value: object, field: Field) -> bool:
    """Whether a plain value, a text, a number, or a list of texts, is of a field's kind."""
    kind = field.kind
    if field.choices is not None:
        return isinstance(value, str) and value in field.choices
    if kind.base == "number":
        return (
            is_number(value)
            and (kind.least is None or value >= kind.least)
            and (kind.most is None or value <= kind.most)
        )
    if not isinstance(value, str) or len(value) > (kind.longest or len(value)):
        return False
    return (kind.pattern is None or re.search(kind.pattern, value) is not None) and (
        kind.test is None or kind.test(value)
    )
