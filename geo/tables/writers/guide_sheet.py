"""The sheet of a workbook that says how to fill it in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.model.list_columns import LISTS
from geo.model.schema import ARTICLE
from geo.tables import header_names
from geo.tables.model import GEOMETRY, LATITUDE, LONGITUDE
from geo.tables.own_headers import own_heading
from geo.tables.writers.workbook_draft import INK, LOOKED_UP, NEEDED

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from geo.model.field import Field
    from geo.tables.writers.workbook_draft import Draft

LINE = 95
"""Characters of a sentence in the guide that fit on one line."""


def guide_sheet(book: Draft, sheet: Worksheet) -> None:
    """How to fill in: whose the layer is, some sentences, then every column with what it takes."""
    wrapped = book.style(text_wrap=True)
    lines = [*book.whose, *book.words["lines"]]
    for at, line in enumerate(lines):
        sheet.merge_range(at, 0, at, 4, line, wrapped)
    at = len(lines) + 1
    for number, title in enumerate(book.words["head"]):
        sheet.write_string(at, number, title, book.style(bold=True, font_color=INK, bg_color=NEEDED, border=1))
    for row in _guide_rows(book):
        at += 1
        if len(row[3]) > LINE:
            sheet.set_row(at, 30)
        for number, text in enumerate(row):
            sheet.write_string(at, number, text, wrapped if number == 3 else book.style())
    for number, width in enumerate((18, 34, 10, 90, 22)):
        sheet.set_column(number, number, width)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _guide_rows(book: Draft) -> list[tuple[str, ...]]:
    rows = [
        _guide_row(book, known, known.name, book.words["projects"])
        for known in book.codebook.fields
        if not known.fields and (book.about_article or known.name != ARTICLE)
    ]
    rows += [
        (
            book.words["projects"],
            header_names.heading((name,), book.language),
            "",
            header_names.about(name, book.language),
            name,
        )
        for name in (LONGITUDE, LATITUDE, GEOMETRY)
    ]
    for owner in LISTS.values():
        title = header_names.names_of(owner.name, book.language)[0]
        rows += [_guide_row(book, known, f"{owner.name}.{known.name}", title) for known in owner.fields]
    return rows


def _guide_row(book: Draft, known: Field, name: str, sheet: str) -> tuple[str, ...]:
    own = book.codebook.part(name)
    title = own_heading(name, book.codebook, book.language) if own else header_names.names_of(name, book.language)[0]
    needed = book.words["required"] if known.required and known.name not in LOOKED_UP else ""
    return sheet, title or name, needed, book.about(name), f"{name}_xx" if known.translated else name
