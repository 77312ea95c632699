"""What stands in one language stands in all four."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from geo.codes import LANGUAGES_REQUIRED as LANGUAGES
from geo.errors import Problem
from geo.rules.case import Case
from geo.schema import FIELDS, Field


def translated(case: Case) -> Iterator[Problem]:
    """What is there in one language is there in all four."""
    yield from untranslated(case.project.where, case.project.properties, FIELDS)


def untranslated(where: str, record: Mapping[str, Any], fields: Iterable[Field], path: str = "") -> Iterator[Problem]:
    """Missing languages of a record's translated fields, nested records too; warnings, or an error for a needed text
    that is there in no language. What every project must have in all languages is the schema's finding."""
    for field in fields:
        name = f"{path}{field.name}"
        if field.translated and not field.every_language:
            yield from _missing_languages(where, record, field, name)
        entries = record.get(field.name) if field.fields and not field.translated else None
        for number, entry in enumerate(entries if isinstance(entries, list) else ()):
            if isinstance(entry, dict):
                yield from untranslated(where, entry, field.fields, f"{name}[{number}].")


@cache
def _keys(name: str) -> tuple[str, ...]:
    return tuple(f"{name}_{tag}" for tag in LANGUAGES)


def _missing_languages(where: str, record: Mapping[str, Any], field: Field, name: str) -> Iterator[Problem]:
    keys = _keys(field.name)
    if all(key in record for key in keys):
        return
    absent = [tag for tag, key in zip(LANGUAGES, keys, strict=True) if key not in record]
    if len(absent) == len(LANGUAGES):
        if field.required:
            yield Problem(
                "error",
                "missing",
                where,
                f"{name}_en",
                "nothing",
                field.kind.expected,
                f"add the text as {', '.join(field.keys)}",
            )
    elif absent and not (field.name in record and field.name == "name"):
        yield Problem(
            "warning",
            "translation",
            where,
            f"{name}_{absent[0]}",
            f"nothing in {', '.join(absent)}",
            "the text in all four languages",
            f"add {', '.join(f'{field.name}_{tag}' for tag in absent)}",
        )
