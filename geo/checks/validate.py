"""Records against their tables of fields, by pydantic's core in Rust; each finding becomes a `Problem`.

The validators are built from the tables with pydantic_core itself: declared models would say the same a second time,
and importing pydantic for them took 0.25 s where pydantic_core takes 0.05 s.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, TypeVar, cast

from pydantic_core import ErrorDetails, PydanticCustomError, SchemaValidator, ValidationError
from pydantic_core import core_schema as core

from geo.checks.grades import finding
from geo.checks.nearest import nearest_word
from geo.errors import LONGEST_VALUE, show
from geo.messages import NOTHING, Message, Plural, template
from geo.model.field import Field
from geo.model.schema import INDICATOR, MILESTONE, find
from geo.model.value_types import RECORD, RECORDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from geo.errors import Problem
    from geo.model.record_types import Indicator, Milestone
    from geo.model.value_types import Kind

Record = TypeVar("Record", bound="Mapping[str, object]")
"""A record as JSON has it, or as one of the types of `record_types`."""

Path = tuple[str | int, ...]
"""Where a value stands in a record: ("sources", 2, "url")."""

ADD_FIELD = template("add the field: {about}")
"""How to fix a field that is missing."""

_HALF_A_SIGN = "string_unicode"
"""The core's name for a lone surrogate: in a plain text it is a finding of the rule on those alone."""


def faults(where: str, record: Mapping[str, object], fields: tuple[Field, ...]) -> Iterator[tuple[Path, Problem]]:
    """What in the record is not as its fields say, each with its path; unknown keys are left alone."""
    for error in _errors(_record_validator(fields), record):
        path = tuple(error["loc"])
        problem = _problem(where, error, path, fields)
        if not _is_told_elsewhere(error, problem):
            yield path, problem
    yield from _other_languages(where, record, fields, ())


def faults_of_values(
    key: str, values: Sequence[object], fields: tuple[Field, ...]
) -> Iterator[tuple[int, Path, Problem]]:
    """The same of values that a key of records has, all at once: each with the number of its value; where is left
    open."""
    field = find(key, fields) if isinstance(key, str) else None
    if isinstance(key, str) and field is None:
        return
    if field is None:
        yield from ((number, *fault) for number, value in enumerate(values) for fault in faults("", {key: value}, ()))
        return
    for error in _errors(_values_validator(field), values):
        path = (key, *error["loc"][1:])
        problem = _problem("", error, path, fields)
        if not _is_told_elsewhere(error, problem):
            yield int(error["loc"][0]), path, problem
    for number, value in enumerate(values if field.fields else ()):
        yield from ((number, *fault) for fault in _other_languages("", {key: value}, (field,), ()))


def _errors(validator: SchemaValidator, value: object) -> list[ErrorDetails]:
    try:
        validator.validate_python(value)
    except ValidationError as error:
        return error.errors(include_url=False, include_context=False)
    return []


def _is_told_elsewhere(error: ErrorDetails, problem: Problem) -> bool:
    return error["type"] == _HALF_A_SIGN and problem.rule == "kind"


def path_text(path: Path) -> str:
    """`sources[2].url` for ("sources", 2, "url")."""
    parts = (f"[{step}]" if isinstance(step, int) else f".{step[:LONGEST_VALUE]}" for step in path)
    return "".join(parts).removeprefix(".")


def pruned(record: Record, paths: Iterable[Path], fields: tuple[Field, ...]) -> Record:
    """The record without its faulty values, so that rules can trust the kinds of what is left.

    A list of codes goes as a whole; in a list of records only the faulty value goes, so that positions stay.
    """
    clean: dict[str | int, object] = dict(record.items())
    for path in paths:
        _prune(clean, path, fields)
    return cast("Record", clean)


def sound(record: Record, fields: tuple[Field, ...]) -> Record:
    """The record without what its fields refuse."""
    paths = [path for path, _ in faults("", record, fields)]
    return pruned(record, paths, fields) if paths else record


def sound_indicator(record: Mapping[str, object]) -> Indicator:
    """An indicator without what the schema refuses."""
    return cast("Indicator", sound(record, INDICATOR))


def sound_milestone(record: Mapping[str, object]) -> Milestone:
    """A milestone without what the schema refuses."""
    return cast("Milestone", sound(record, MILESTONE))


def _prune(record: dict[str | int, object], path: Path, fields: tuple[Field, ...]) -> None:
    key, rest = path[0], path[1:]
    field = find(key, fields) if isinstance(key, str) else None
    entries = record.get(key)
    if not rest or field is None or not field.fields or not isinstance(entries, list):
        record.pop(key, None)
        return
    at = rest[0]
    entry = dict(entries[at]) if isinstance(at, int) and isinstance(entries[at], dict) else {}
    if entry and rest[1:]:
        _prune(entry, rest[1:], field.fields)
    record[key] = [entry if number == at else other for number, other in enumerate(entries)]


# The validators


@cache
def _record_validator(fields: tuple[Field, ...]) -> SchemaValidator:
    return SchemaValidator(_record_schema(fields))


@cache
def _values_validator(field: Field) -> SchemaValidator:
    return SchemaValidator(core.list_schema(_schema(field), strict=True))


@cache
def _kind_validator(kind: Kind) -> SchemaValidator:
    return SchemaValidator(_kind_schema(kind))


def _record_schema(fields: tuple[Field, ...]) -> core.CoreSchema:
    entries = {
        key: core.typed_dict_field(_schema(field), required=field.required and field.name == key)
        for field in fields
        for key in field.keys
    }
    return core.typed_dict_schema(entries, extra_behavior="allow", strict=True)


def _schema(field: Field) -> core.CoreSchema:
    if field.choices is not None:
        return core.literal_schema(list(field.choices))
    if field.fields:
        record = _record_schema(field.fields)
        return record if field.kind.name == "record" else core.list_schema(record, strict=True)
    return _kind_schema(field.kind)


def _kind_schema(kind: Kind) -> core.CoreSchema:
    if kind.base == "number":
        number = core.float_schema(strict=True, allow_inf_nan=False, ge=kind.least, le=kind.most)
        return core.nullable_schema(number) if kind.nullable else number
    if kind.items is not None:
        entries = core.list_schema(_kind_schema(kind.items), strict=True, min_length=1)
        return core.no_info_after_validator_function(_each_once, entries)
    text = core.str_schema(pattern=kind.pattern, max_length=kind.longest, strict=True)
    return text if kind.test is None else core.no_info_after_validator_function(_passes(kind.test), text)


def _each_once(entries: list[str]) -> list[str]:
    if len(set(entries)) < len(entries):
        raise PydanticCustomError("twice", "an entry stands twice")
    return entries


def _passes(test: Callable[[str], bool]) -> Callable[[str], str]:
    def passing(text: str) -> str:
        if not test(text):
            raise PydanticCustomError("test", "the test fails")
        return text

    return passing


def _other_languages(
    where: str, record: Mapping[str, object], fields: tuple[Field, ...], path: Path
) -> Iterator[tuple[Path, Problem]]:
    """Texts in a language that no key of the fields names follow the same rule as those in the others."""
    for key in record.keys() - _known(fields):
        field = find(key, fields) if isinstance(key, str) else None
        if field is not None:
            for error in _errors(_kind_validator(field.kind), record[key]):
                problem = _said(where, error, (*path, key), field, field.kind)
                if not _is_told_elsewhere(error, problem):
                    yield (*path, key), problem
    for field in _lists(fields):
        entries = record.get(field.name)
        for number, entry in enumerate(entries if isinstance(entries, list) else ()):
            if isinstance(entry, dict):
                yield from _other_languages(where, entry, field.fields, (*path, field.name, number))


@cache
def _lists(fields: tuple[Field, ...]) -> tuple[Field, ...]:
    return tuple(field for field in fields if field.fields)


@cache
def _known(fields: tuple[Field, ...]) -> frozenset[str]:
    return frozenset(key for field in fields for key in field.keys)


# The messages


def _problem(where: str, error: ErrorDetails, path: Path, fields: tuple[Field, ...]) -> Problem:
    field: Field | None = None
    kind: Kind | None = None
    for step in path:
        if isinstance(step, str):
            field = find(step, fields)
            kind = field.kind if field else None
            fields = field.fields if field else ()
        elif kind is RECORDS:
            kind = RECORD
        elif kind is not None and kind.items is not None:
            kind = kind.items
    if field is None or kind is None:
        return finding(
            "kind", where, path_text(path), show(error["input"]), Message("text keys"), Message("rename the key")
        )
    return _said(where, error, path, field, kind)


def _said(where: str, error: ErrorDetails, path: Path, field: Field, kind: Kind) -> Problem:
    value, place = error["input"], path_text(path)
    expected = expected_of(field) if field.choices else kind.expected
    if error["type"] == "missing":
        return finding("missing", where, place, NOTHING, expected, how_to_add(field))
    if error["type"] == "string_too_long":
        return finding(
            "too-long",
            where,
            place,
            Plural("{count} character", "{count} characters", count=len(value)),
            expected,
            Message("shorten it"),
        )
    if error["type"] == "twice":
        return finding(
            "twice", where, place, show(value), Message("each entry once"), Message("remove the repeated entry")
        )
    if value is None:
        entry = isinstance(path[-1], int)
        fix = _how(field, kind) if field.required or entry else Message("leave the field out when there is no value")
        return finding(kind.rule, where, place, "null", expected, fix)
    return finding(kind.rule, where, place, show(value), expected, _mend(value, field, kind))


def expected_of(field: Field) -> str:
    """What a field holds: one of its codes, or a value of its kind."""
    return Message("one of {codes}", codes=", ".join(field.choices)) if field.choices else field.kind.expected


def how_to_add(field: Field) -> str:
    """How to fix a missing field."""
    return Message(ADD_FIELD, about=Message(clause(field.about)))


def _mend(value: object, field: Field, kind: Kind) -> str:
    better = nearest(value, field.choices) if field.choices else kind.suggest(value) if kind.suggest else None
    return Message("write {value}", value=better) if better else _how(field, kind)


def _how(field: Field, kind: Kind) -> str:
    """How to fix a value of a kind; what must be there is not left out."""
    return required_fix(kind.fix) if field.required else kind.fix


def required_fix(fix: Message) -> Message:
    """How to fix a value that cannot be left out."""
    return Message(fix.template.partition(", or leave the field out")[0], **fix.values)


def clause(sentence: str) -> str:
    """A sentence of the schema as a part of another one: begun small, without its full stop."""
    return f"{sentence[:1].lower()}{sentence[1:].rstrip('.')}"


def nearest(value: object, choices: Iterable[str]) -> str | None:
    """The code that a wrong one most likely means, in quotation marks, or None."""
    better = nearest_word(value, choices) if isinstance(value, str) else None
    return show(better) if better else None
