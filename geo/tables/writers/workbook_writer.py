"""Workbooks, XLSX, written: the template to fill in, and a layer's projects in the same form."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, cast

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from geo.layer import Layer
from geo.model.field import Field
from geo.model.list_columns import LISTS
from geo.model.project import Project
from geo.model.schema import find
from geo.tables import header_names
from geo.tables.cell_values import EXACT, cell_of
from geo.tables.example import example
from geo.tables.model import GEOMETRY, LATITUDE, LONGITUDE, NUMBER, Labels, Target, choices_of
from geo.tables.writers import about, flatten
from geo.tables.writers.guide_sheet import guide_sheet
from geo.tables.writers.workbook_draft import FAINT, INK, LOOKED_UP, NEEDED, PLAIN, RULE, Draft

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xlsxwriter.worksheet import Worksheet

    from geo.model.geojson import Feature
    from geo.tables.model import WrittenCell


SPARE_ROWS = 1000
"""Empty rows below the filled ones in which choices drop down."""

WIDTHS: Mapping[str, int] = {
    "id": 24, "name": 30, "summary": 44, "sector": 22, "status": 20, "place": 26, "precision": 24, "route": 22,
    "location_source": 32, "countries": 12, "regions": 14, "title": 44, "publisher": 26, "url": 40, "text": 50,
    "label": 24, "supports": 36, "alt": 30, "src": 24, "credit": 20, "licence": 18, "amount": 16, "role": 18,
    "unit": 22, "field": 16, "checked": 13, "article": 24, NUMBER: 6, LONGITUDE: 12, LATITUDE: 12, GEOMETRY: 30,
    "archive_url": 40,
}  # fmt: skip
"""Columns' widths in characters."""

WIDTH = 15

CREATED = datetime(2026, 1, 1, tzinfo=UTC)
"""What a workbook gives as the time of its making: the same layer makes the same bytes."""

_RISKY = re.compile(r"[=+\-@\t＝＋－＠]")


def template(language: str, labels: Labels, layer: Layer) -> bytes:
    """An empty workbook to fill in: fields, choices that drop down, notes, one example row, all in a language.

    layer: the one that it is for, whose lists it has and whose texts in each of its languages.
    """
    properties = example(layer.languages, layer.codebook.sectors, about_article=flatten.about_article(layer))
    feature = {"type": "Feature", "id": properties["id"], "geometry": None, "properties": properties}
    filled = Layer((cast("Feature", feature),), {"languages": [*layer.languages]}, codebook=layer.codebook)
    return _workbook(filled, _Head(language, labels, None, (), True))


def workbook(layer: Layer, language: str, labels: Labels, only: str | None = None, whose: Sequence[str] = ()) -> bytes:
    """The projects of a layer, headers and codes in the words of a language.

    only: texts in this language alone; whose: lines that say whose the layer is.
    """
    return _workbook(layer, _Head(language, labels, only, whose, False))


@dataclass(frozen=True)
class _Head:
    language: str
    labels: Labels
    only: str | None
    whose: Sequence[str]
    template: bool


def _workbook(layer: Layer, head: _Head) -> bytes:
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    file = xlsxwriter.Workbook(out, options)
    file.set_properties({"created": CREATED, **about.properties(layer, head.only or head.language, head.whose)})
    for name, value in about.more_properties(layer, head.only or head.language).items():
        file.set_custom_property(name, value, "text")
    about_article = flatten.about_article(layer)
    book = Draft(file, head.language, head.labels, head.only, head.whose, layer.codebook, about_article)
    sheets = [(book.words["projects"], file.add_worksheet(book.words["projects"]))]
    for name in LISTS:
        title = header_names.names_of(name, head.language)[0]
        sheets.append((name, file.add_worksheet(title)))
    guide = file.add_worksheet(book.words["guide"])
    _choice_sheet(book)
    _project_sheet(book, sheets[0][1], layer, head.template)
    for name, sheet in sheets[1:]:
        _list_sheet(book, sheet, LISTS[str(name)], layer, head.template)
    guide_sheet(book, guide)
    file.close()
    return out.getvalue()


# The sheets


def _project_sheet(book: Draft, sheet: Worksheet, layer: Layer, template: bool) -> None:
    columns = _project_columns(book, layer, template)
    for number, target in enumerate(columns):
        key = str(target[0])
        known = find(key, book.codebook.fields)
        needed = known is not None and known.required and key not in LOOKED_UP
        _head_cell(book, sheet, number, _Column(key, known, book.heading(key), needed))
        _drop_down(book, sheet, number, known, len(layer.features))
    for at, cells in enumerate(flatten.rows(layer, columns), 1):
        for number, (target, cell) in enumerate(zip(columns, cells, strict=True)):
            _write(book, sheet, (at, number), _spoken(book, find(str(target[0]), book.codebook.fields), cell), template)
    sheet.freeze_panes(1, 2)
    _on_paper(sheet, 4, 2)
    sheet.autofilter(0, 0, max(1, len(layer.features)), len(columns) - 1)


def _project_columns(book: Draft, layer: Layer, template: bool) -> list[Target]:
    plain: list[Target] = [target for target in flatten.targets(layer, book.only) if len(target) == 1]
    places = [LONGITUDE, LATITUDE, GEOMETRY] if template else flatten.place_targets(layer)
    return flatten.with_places(plain, places)


def _list_sheet(book: Draft, sheet: Worksheet, owner: Field, layer: Layer, template: bool) -> None:
    """A row an entry: the project's id, the entry's number, its values."""
    keys = ["id", NUMBER, *_list_keys(owner, layer, book.only)]
    for number, key in enumerate(keys):
        known = find(key, owner.fields) if number > 1 else None
        title = (
            header_names.column_heading(owner.name, key, book.language)
            if number
            else header_names.heading(("id",), book.language)
        )
        needed = not number or (known is not None and known.required)
        _head_cell(book, sheet, number, _Column(key, known, title, needed, f"{owner.name}."))
        _drop_down(book, sheet, number, known, len(layer.features) * 5)
    at = 0
    for project in sorted(layer.projects, key=lambda project: project.id or ""):
        for place, entry in enumerate(_entries(project, owner.name), 1):
            at += 1
            cells = {"id": project.id, NUMBER: place, **entry}
            for number, key in enumerate(keys):
                known = find(key, owner.fields) if number > 1 else None
                _write(book, sheet, (at, number), _spoken(book, known, cell_of(cells.get(key))), template)
    _ids_drop_down(book, sheet, at)
    sheet.freeze_panes(1, 1)
    _on_paper(sheet, 1, 1)
    sheet.autofilter(0, 0, max(1, at), len(keys) - 1)


def _list_keys(owner: Field, layer: Layer, only: str | None) -> list[str]:
    entries = [entry for project in layer.projects for entry in _entries(project, owner.name)]
    return list(
        dict.fromkeys(key for known in owner.fields for key in flatten.keys_of(known, entries, layer.languages, only))
    )


def _entries(project: Project, name: str) -> list[Mapping[str, object]]:
    entries = project.properties.get(name)
    return [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []


def _on_paper(sheet: Worksheet, pages: int, columns: int) -> None:
    """Print on so many landscape pages side by side, headers and the first columns on each."""
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(pages, 0)
    sheet.repeat_rows(0)
    sheet.repeat_columns(0, columns - 1)


def _choice_sheet(book: Draft) -> None:
    """A hidden sheet with the words of every choice, which the lists that drop down refer to."""
    sheet = book.file.add_worksheet("choices")
    sheet.hide()
    fields = [
        coded
        for coded in (*book.codebook.fields, *(inner for owner in LISTS.values() for inner in owner.fields))
        if coded.choices
    ]
    for number, coded in enumerate(fields):
        said = [_label(book, coded, code) for code in coded.choices or ()]
        for at, word in enumerate(said):
            sheet.write_string(at, number, word)
        column = xl_col_to_name(number)
        book.ranges[str(id(coded))] = f"=choices!${column}$1:${column}${len(said)}"


# Cells


@dataclass(frozen=True)
class _Column:
    """A column: its key and field, its header, whether it must be filled, "sources." on the sheet of a list."""

    key: str
    known: Field | None
    title: str
    needed: bool
    prefix: str = ""


def _head_cell(book: Draft, sheet: Worksheet, number: int, column: _Column) -> None:
    known, key = column.known, column.key
    name = known.name if known else key
    style: dict[str, str | float] = {
        "bold": True,
        "font_color": INK,
        "text_wrap": True,
        "valign": "vcenter",
        "border": 1,
        "border_color": INK,
    }
    ground = book.style(bg_color=NEEDED if column.needed else PLAIN, **style)
    sheet.write_string(0, number, f"{column.title} *" if column.needed else column.title, ground)
    sheet.set_row(0, 34)
    text = "@" if known is None or known.kind.base != "number" else "General"
    plain = key in (NUMBER, LONGITUDE, LATITUDE)
    sheet.set_column(number, number, WIDTHS.get(name, WIDTH), book.style(num_format="General" if plain else text))
    if note := _note(book, key, known, column.prefix):
        sheet.write_comment(0, number, note, {"x_scale": 2.4, "y_scale": 1.3, "author": "coopmap", "font_size": 9})


def _note(book: Draft, key: str, known: Field | None, prefix: str) -> str:
    """What a column takes, and its field's name."""
    if prefix and key == "id":
        return book.words["which"]
    if known is None:
        return header_names.about(key, book.language) if key in (LONGITUDE, LATITUDE, GEOMETRY, NUMBER) else ""
    more = book.words["choices"] if known.choices else book.words["several"] if known.kind.items else ""
    said = " ".join(part for part in (book.about(f"{prefix}{known.name}"), more) if part)
    return f"{said}\n[{key}]"


def _drop_down(book: Draft, sheet: Worksheet, number: int, known: Field | None, filled: int) -> None:
    """The choices of a field drop down in its column; other values are refused."""
    if known is None or not known.choices:
        return
    rule = {
        "validate": "list",
        "source": book.ranges[str(id(known))],
        "error_title": "coopmap",
        "error_message": book.words["pick"],
    }
    sheet.data_validation(1, number, filled + SPARE_ROWS, number, rule)


def _ids_drop_down(book: Draft, sheet: Worksheet, filled: int) -> None:
    """The ids of the first sheet drop down in the first column of a list's sheet; others are taken with a question."""
    source = f"='{book.words['projects']}'!$A$2:$A${SPARE_ROWS * 2}"
    sheet.data_validation(1, 0, filled + SPARE_ROWS, 0, {"validate": "list", "source": source, "error_type": "warning"})


def _spoken(book: Draft, known: Field | None, cell: WrittenCell) -> WrittenCell:
    """The word for a code, where it has one."""
    if known is None or not known.choices or not isinstance(cell, str) or cell not in known.choices:
        return cell
    return _label(book, known, cell)


def _label(book: Draft, known: Field, code: str) -> str:
    return book.labels.get(choices_of(known), {}).get(code, {}).get(book.language, code)


def _write(book: Draft, sheet: Worksheet, at: tuple[int, int], cell: WrittenCell, faint: bool) -> None:
    """A cell that no program takes for a formula, a link or another number than it is."""
    if cell is None:
        return
    style: dict[str, str | float] = {"border": 1, "border_color": RULE}  # on paper there are no other lines
    if faint:
        style |= {"font_color": FAINT, "italic": True}
    if isinstance(cell, (int, float)) and _is_exact(cell):
        sheet.write_number(*at, cell, book.style(**style))
        return
    if isinstance(cell, str) and _RISKY.match(cell):
        style["quote_prefix"] = True
    sheet.write_string(*at, str(cell), book.style(num_format="@", **style))


def _is_exact(number: float) -> bool:
    """Whether a workbook keeps every digit of a number: it writes 16."""
    return abs(number) <= EXACT and float(f"{number:.16G}") == number
