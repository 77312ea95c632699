"""Columns to fields: by --map, by the field's name, by its words in four languages, and by what a format calls it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import partial
from typing import TYPE_CHECKING

from geo.errors import CoopmapError, plain, show
from geo.messages import Message, and_more
from geo.model.codebook import BUILT_IN, Codebook
from geo.model.languages import USUAL
from geo.model.list_columns import LISTS
from geo.model.schema import find
from geo.tables import header_names
from geo.tables.model import Target, listed
from geo.tables.own_headers import own_target

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from geo.tables.model import Table

CUT = 10
"""Characters that a shapefile leaves of a header."""

NAMED = 3
"""Headers that a message names of columns that mean one field."""

SPARE: Mapping[str, str] = {"name": "name", "description": "summary", "desc": "summary", "cmt": "summary"}
"""What KML and GPX themselves call a name and a text; used where no column says it in some language."""


@dataclass(frozen=True)
class Columns:
    """What each column of a table holds, by position; a column that --map gives to several fields has several.

    own: columns that become fields of the project's own; unused: those that found no field.
    """

    targets: Mapping[int, tuple[Target, ...]]
    headers: tuple[str, ...]
    own: frozenset[int] = frozenset()
    unused: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()
    by_target: Mapping[Target, int] = field(init=False)

    def __post_init__(self) -> None:
        by_target = {target: number for number, targets in self.targets.items() for target in targets}
        object.__setattr__(self, "by_target", by_target)


def columns(  # noqa: PLR0913, PLR0917  what of the file's options headers are read by
    table: Table,
    chosen: Mapping[str, Iterable[str]] | None = None,
    language: str | None = None,
    own: bool = False,
    codebook: Codebook = BUILT_IN,
    first: str = USUAL[0],
) -> Columns:
    """The columns of a table.

    chosen: --map, header to names of fields; language: of texts whose header names none; own: take columns that match
    nothing as fields of the project's own; codebook: the lists of the layer; first: its first language, of what KML and
    GPX themselves call a name. Raises CoopmapError when two columns mean one field, or --map is wrong.
    """
    mapped = _mapped(table.headers, chosen or {}, codebook)
    by_column: dict[int, tuple[Target, ...]] = dict(mapped)
    taken = {target for targets in mapped.values() for target in targets}
    # A field's own name says more than a word, and a word more than what was cut short.
    for match in (partial(_by_own, codebook), _by_name, _by_word, partial(_by_cut, codebook)):
        fresh = {n: match(table, n, language) for n in range(len(table.headers)) if n not in by_column}
        matches = {n: target for n, target in fresh.items() if target is not None and target not in taken}
        _refuse_twice(table, matches)
        by_column.update({n: (target,) for n, target in matches.items()})
        taken |= set(matches.values())
    spare, notes = _spare(table, by_column, taken, language, first)
    by_column.update(spare)
    left = [n for n in range(len(table.headers)) if n not in by_column and n not in _spare_columns(table)]
    own_fields: dict[int, Target] = {n: (table.headers[n].strip(),) for n in left if own and table.headers[n].strip()}
    _refuse_twice(table, own_fields)
    return Columns(
        {**by_column, **{n: (target,) for n, target in own_fields.items()}},
        table.headers,
        frozenset(own_fields),
        tuple(n for n in left if n not in own_fields),
        tuple(notes),
    )


def known(headers: Iterable[str], list_name: str | None = None) -> int:
    """How many fields the headers name: what tells the row of headers, the delimiter and the encoding of a file.

    list_name: on the sheet of a list, fields of its records.
    """
    if list_name is not None:
        return len({header_names.column_target(list_name, header) for header in headers if header} - {None})
    return len({header_names.target(header) for header in headers if header} - {None})


def is_own(headers: Iterable[str], list_name: str | None = None) -> bool:
    """Whether they are certainly headers: the fields' own names of a project's id and of a name stand side by side, or
    on the sheet of a list of its id and of a field of its records."""
    names = {header.strip().rstrip("*").rstrip().lower() for header in headers}  # a template stars what is needed
    if list_name is not None:
        return "id" in names and any(find(name, LISTS[list_name].fields) for name in names - {"id"})
    return "id" in names and any(name.startswith("name_") and find(name) for name in names)


def _by_own(codebook: Codebook, table: Table, number: int, language: str | None) -> Target | None:
    """A field that the layer has of its own, by its name or what it is called."""
    return own_target(table.headers[number], codebook, language)


def _by_name(table: Table, number: int, _language: str | None) -> Target | None:
    header = table.headers[number].strip()
    return None if number in _spare_columns(table) else header_names.key_target(header)


def _by_word(table: Table, number: int, language: str | None) -> Target | None:
    header = table.headers[number]
    return None if number in _spare_columns(table) else header_names.target(header, language)


def _by_cut(codebook: Codebook, table: Table, number: int, _language: str | None) -> Target | None:
    """The one field whose name begins with a header of ten characters of a shapefile."""
    header = table.headers[number].lower()
    if not table.short or len(header) != CUT:
        return None
    keys = [key for known in codebook.fields for key in known.keys if key.startswith(header)]
    return (keys[0],) if len(keys) == 1 else None


def _spare_columns(table: Table) -> frozenset[int]:
    return frozenset(n for n, header in enumerate(table.headers) if header in table.spare)


def _spare(
    table: Table, by_column: Mapping[int, object], taken: Iterable[Target], language: str | None, first: str
) -> tuple[dict[int, tuple[Target, ...]], list[str]]:
    """KML's and GPX's own columns for fields that no other column gives in any language."""
    names = {str(target[0]).rpartition("_")[0] for target in taken if len(target) == 1}
    spare: dict[int, tuple[Target, ...]] = {}
    notes: list[str] = []
    for number in sorted(_spare_columns(table) - by_column.keys()):
        header = table.headers[number]
        name = SPARE.get(header.lower())
        if name and name not in names:
            names.add(name)
            spare[number] = ((f"{name}_{language or first}",),)
            if language is None:
                notes.append(
                    Message(
                        "Column {header} names no language: taken as {name}_{first} (--lang says another)",
                        header=show(header),
                        name=name,
                        first=first,
                    )
                )
    return spare, notes


def _refuse_twice(table: Table, matches: Mapping[int, Target]) -> None:
    by_target: dict[Target, list[int]] = defaultdict(list)
    for number, target in matches.items():
        by_target[target].append(number)
    for target, numbers in by_target.items():
        if len(numbers) > 1:
            name = plain(header_names.heading(target))
            chosen = f"--map '{plain(table.headers[numbers[0]])}={name}'"
            first, last, *more = [show(table.headers[number]) for number in numbers]
            if not more:
                raise CoopmapError(
                    Message(
                        "Columns {first} and {last} both mean {name}; rename one, or choose with {chosen}.",
                        first=first,
                        last=last,
                        name=name,
                        chosen=chosen,
                    )
                )
            raise CoopmapError(
                Message(
                    "Columns {headers} all mean {name}; rename all but one, or choose with {chosen}.",
                    headers=_all_of([first, last, *more]),
                    name=name,
                    chosen=chosen,
                )
            )


def _all_of(headers: list[str]) -> str:
    """Headers as a message lists them, the last one, or how many more there are, behind an "and"."""
    if len(headers) > NAMED:
        return and_more(", ".join(headers[:NAMED]), len(headers) - NAMED)
    return Message("{first} and {last}", first=", ".join(headers[:-1]), last=headers[-1])


def _mapped(
    headers: tuple[str, ...], chosen: Mapping[str, Iterable[str]], codebook: Codebook
) -> dict[int, tuple[Target, ...]]:
    by_name = {header: number for number, header in reversed(list(enumerate(headers)))}
    by_fold = {header_names.folded(header): number for number, header in reversed(list(enumerate(headers)))}
    by_column: dict[int, tuple[Target, ...]] = {}
    taken: dict[Target, str] = {}
    for header, names in chosen.items():
        number = by_name.get(header, by_fold.get(header_names.folded(header)))
        if number is None:
            raise no_column(header, headers)
        targets = tuple(field_named(name, codebook) for name in names)
        for target in targets:
            if target in taken:
                raise CoopmapError(
                    Message("--map gives {heading} two columns; choose one.", heading=header_names.heading(target))
                )
            taken[target] = header
        by_column[number] = targets
    return by_column


def no_column(header: str, headers: Sequence[str]) -> CoopmapError:
    """What ends an import whose --map names a column that the file does not have."""
    return CoopmapError(
        Message(
            "--map names the column {header}, which the file does not have; it has {present}.",
            header=show(header),
            present=listed([name for name in headers if name]),
        )
    )


def field_named(name: str, codebook: Codebook = BUILT_IN) -> Target:
    """The target of a field's name, as --map and --set have it. Raises CoopmapError with the nearest name."""
    if codebook.own_key(name.strip()) is not None:
        return (name.strip(),)
    target = header_names.key_target(name.strip())
    if target is None:
        keys = [key for known in codebook.fields for key in known.keys]
        close = get_close_matches(name, keys, 1, 0.6)
        hint = (
            Message("Did you mean {field}?", field=close[0]) if close else Message("data/README.md lists the fields.")
        )
        raise CoopmapError(Message("There is no field {name}. {hint}", name=show(name), hint=hint))
    return target
