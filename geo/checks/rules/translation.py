"""What stands in one language stands in all four."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from geo.checks.rules.case import Case
from geo.errors import Problem
from geo.model.codes import LANGUAGES_REQUIRED as LANGUAGES
from geo.model.schema import FIELDS, Field


def translated(case: Case) -> Iterator[Problem]:
    """What is there in one language is there in all four."""
    yield from untranslated(case.project.where, case.project.properties, FIELDS)


def untranslated(where: str, record: Mapping[str, Any], fields: Iterable[Field], path: str = "") -> Iterator[Problem]:
    """Missing languages of a record's translated fields, nested records too; warnings, or an error for a needed text
    that is there in no language. What every project must have in all languages is the schema's finding."""
    fields = tuple(fields)
    for level, rule, key, *said in _gaps(frozenset(record), fields):
        yield Problem(level, rule, where, path + key, *said)
    for field in _lists(fields):
        entries = record.get(field.name)
        for number, entry in enumerate(entries if isinstance(entries, list) else ()):
            if isinstance(entry, dict):
                yield from untranslated(where, entry, field.fields, f"{path}{field.name}[{number}].")


@lru_cache(maxsize=256)
def _lists(fields: tuple[Field, ...]) -> tuple[Field, ...]:
    return tuple(field for field in fields if field.fields and not field.translated)


@lru_cache(maxsize=4096)
def _gaps(keys: frozenset[str], fields: tuple[Field, ...]) -> tuple[tuple[Any, ...], ...]:
    """Level, rule, key, what was got, what was expected and how to fix it, for each text that a record with these keys
    misses; a layer has few different sets of keys."""
    found = (_gap(keys, field) for field in fields if field.translated and not field.every_language)
    return tuple(gap for gap in found if gap is not None)


def _gap(keys: frozenset[str], field: Field) -> tuple[Any, ...] | None:
    absent = [tag for tag in LANGUAGES if f"{field.name}_{tag}" not in keys]
    if len(absent) == len(LANGUAGES):
        if not field.required:
            return None
        fix = f"add the text as {', '.join(field.keys)}"
        return "error", "missing", f"{field.name}_en", "nothing", field.kind.expected, fix
    if not absent or (field.name in keys and field.name == "name"):
        return None
    fix = f"add {', '.join(f'{field.name}_{tag}' for tag in absent)}"
    got = f"nothing in {', '.join(absent)}"
    return "warning", "translation", f"{field.name}_{absent[0]}", got, "the text in all four languages", fix
