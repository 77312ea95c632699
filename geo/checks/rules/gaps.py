"""What is not there: a name in some language, what a published layer must tell, the other languages of a text."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from geo.checks.grades import finding
from geo.checks.validate import expected_of, how_to_add
from geo.messages import NOTHING, Message, alternatives
from geo.model.field import Field
from geo.model.schema import find

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from geo.checks.rules.case import Case
    from geo.errors import Problem
    from geo.model.codebook import OwnField

_Gap = tuple[str, str, str, str, str]
"""Rule, key, what was got, what was expected and how to fix it."""


def nothing_missing(case: Case) -> Iterator[Problem]:
    """The project has a name, tells what it must, and what stands in one language stands in all of the layer's."""
    world = case.world
    yield from _missing(case.where, case.keys, world.codebook.fields, world.languages)
    for own in world.codebook.own_fields.values():
        yield from _half_told(case, own)


def entries_are_complete(field: Field, case: Case) -> Iterator[Problem]:
    """The records of a list lack nothing either."""
    return _missing_in(case.where, case.properties if field.fields else {}, field, case.world.languages)


def _half_told(case: Case, own: OwnField) -> Iterator[Problem]:
    """An own sum has its amount and its currency, or neither."""
    present = [part for part in own.parts if part.name in case.keys]
    absent = [part for part in own.parts if part not in present]
    if present and absent:
        got = Message("a sum without {key}", key=absent[0].name)
        yield case.finding("missing", present[0].name, got, own.definition.kind.expected, how_to_add(absent[0]))


def missing(
    where: str, record: Mapping[str, object], fields: Iterable[Field], languages: tuple[str, ...], path: str = ""
) -> Iterator[Problem]:
    """What a record lacks, nested records too, beside the plain fields that the schema always demands.

    languages: those of the layer, the first one first.
    """
    fields = tuple(fields)
    yield from _missing(where, frozenset(record), fields, languages, path)
    for field in lists(fields):
        yield from _missing_in(where, record, field, languages, path)


def _missing(
    where: str, keys: frozenset[str], fields: tuple[Field, ...], languages: tuple[str, ...], path: str = ""
) -> Iterator[Problem]:
    for rule, key, *said in _gaps(keys, fields, languages):
        yield finding(rule, where, path + key, *said)


def _missing_in(
    where: str, record: Mapping[str, object], field: Field, languages: tuple[str, ...], path: str = ""
) -> Iterator[Problem]:
    entries = record.get(field.name)
    for number, entry in enumerate(entries if isinstance(entries, list) else ()):
        if isinstance(entry, dict):
            yield from missing(where, entry, field.fields, languages, f"{path}{field.name}[{number}].")


@lru_cache(maxsize=256)
def lists(fields: tuple[Field, ...]) -> tuple[Field, ...]:
    """The fields that are lists of records."""
    return tuple(field for field in fields if field.fields and not field.translated)


@lru_cache(maxsize=4096)
def _gaps(keys: frozenset[str], fields: tuple[Field, ...], languages: tuple[str, ...]) -> tuple[_Gap, ...]:
    """What a record with these keys lacks; a layer has few different sets of keys."""
    gaps = (
        _untranslated(keys, fields, field, languages) if field.translated else _untold(keys, field) for field in fields
    )
    return tuple(gap for gap in gaps if gap is not None)


def _untold(keys: frozenset[str], field: Field) -> _Gap | None:
    if not field.published or field.name in keys:
        return None
    return "not-told", field.name, NOTHING, expected_of(field), how_to_add(field)


def _untranslated(
    keys: frozenset[str], fields: tuple[Field, ...], field: Field, languages: tuple[str, ...]
) -> _Gap | None:
    absent = [tag for tag in languages if f"{field.name}_{tag}" not in keys]
    if len(absent) == len(languages) and not any(_speaks(key, fields, field) for key in keys):
        if not field.required:
            return None
        fix = Message("add the text in a language at least, as {keys}", keys=alternatives(field.keys_in(languages)))
        return "missing", f"{field.name}_{languages[0]}", NOTHING, field.kind.expected, fix
    if not absent or (field.name in keys and field.name == "name"):
        return None
    fix = Message("add {keys}", keys=", ".join(f"{field.name}_{tag}" for tag in absent))
    got = Message("nothing in {languages}", languages=", ".join(absent))
    of, first = ", ".join(languages), languages[0]
    if absent[0] == first:
        expected = Message("the text in {languages}, in {language} at least", languages=of, language=first)
        return "first-language", f"{field.name}_{first}", got, expected, fix
    return "translation", f"{field.name}_{absent[0]}", got, Message("the text in {languages}", languages=of), fix


def _speaks(key: str, fields: tuple[Field, ...], field: Field) -> bool:
    """Whether a key is the field in some language, also in none of the layer's."""
    return isinstance(key, str) and find(key, fields) is field
