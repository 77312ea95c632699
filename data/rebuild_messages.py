"""Gathers the messages that the sources hold into the catalogues of geo/locale and compiles these: `make messages`.

New messages come into each .po without a translation, those that are gone go. A new language is a folder with a .po.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from geo.checks.validate import clause, required_fix
from geo.messages import DOMAIN, LOCALES
from geo.model import schema, value_types
from geo.model.field import Field
from geo.model.value_types import Kind
from maps.cli import program
from maps.commands.help_language import texts

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]

FOLDERS = ("geo", "maps")
"""Where messages stand."""

KEYWORDS = {"Message": None, "template": None, "Plural": (1, 2), "plural": (1, 2)}
"""What marks them (geo/messages.py)."""

WIDTH = 120
"""Most characters of a line of a .po."""


def gathered() -> Catalog:
    """Every message of the sources, in the order of their files, without translations."""
    catalog = Catalog(domain=DOMAIN)
    for folder in FOLDERS:
        entries = extract_from_dir(ROOT / folder, [("**.py", "python")], keywords=KEYWORDS)
        for file, _, message, _, _ in sorted(entries, key=lambda entry: (entry[0], entry[1])):
            catalog.add(message, locations=[(f"{folder}/{file}", 0)])
    for text, source in _made():
        catalog.add(text, locations=[(source, 0)])
    return catalog


def _made() -> Iterator[tuple[str, str]]:
    """What is a part of another message once a rule has put it together, with the file that it comes from."""
    for table in (schema.FIELDS, schema.MEMBERS, schema.INDICATOR, schema.MILESTONE, schema.STOP):
        for field in _with_nested(table):
            if field.required or field.published:
                yield clause(field.about), "geo/model/schema.py"
    for kind in vars(value_types).values():
        if isinstance(kind, Kind):
            yield required_fix(kind.fix).template, "geo/model/value_types.py"
    for field in schema.FIELDS:
        yield field.about, "geo/model/schema.py"
    for text in texts(program()):
        yield text, "maps/commands"


def _with_nested(table: tuple[Field, ...]) -> Iterator[Field]:
    for field in table:
        yield field
        yield from _with_nested(field.fields)


def updated(path: Path) -> bytes:
    """The .po of a language with the messages of today."""
    language = path.parents[1].name
    old = path.read_bytes()
    catalog = read_po(io.BytesIO(old), locale=language, domain=DOMAIN)
    catalog.update(gathered(), no_fuzzy_matching=True)
    text = io.BytesIO()
    write_po(text, catalog, width=WIDTH, omit_header=True, include_lineno=False, ignore_obsolete=True)
    return old.partition(b"\n\n")[0].rstrip() + b"\n\n" + text.getvalue()  # the header without the times of tools


def compiled(po: bytes) -> bytes:
    """The .mo of a .po."""
    binary = io.BytesIO()
    write_mo(binary, read_po(io.BytesIO(po)))
    return binary.getvalue()


def main() -> None:
    """Bring all catalogues up to date."""
    for path in sorted(LOCALES.glob(f"*/LC_MESSAGES/{DOMAIN}.po")):
        po = updated(path)
        path.write_bytes(po)
        path.with_suffix(".mo").write_bytes(compiled(po))
        missing = [message.id for message in read_po(io.BytesIO(po)) if message.id and not message.string]
        print(f"{path.relative_to(ROOT).as_posix()}: {len(missing)} without a translation")


if __name__ == "__main__":
    main()
