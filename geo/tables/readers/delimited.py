"""CSV of any common delimiter and encoding, read and written."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Any

from geo.errors import ReadError, show
from geo.tables.headers import is_own, known
from geo.tables.model import Book, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

DELIMITERS = (",", ";", "\t", "|")

NAMES = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}

ENCODINGS = ("cp1251", "koi8_r", "cp866", "mac_cyrillic")
"""What Cyrillic text that is no UTF-8 may be in, the likelier first."""

CALLED = {"cp1251": "windows-1251", "koi8_r": "KOI8-R", "cp866": "cp866", "mac_cyrillic": "Mac Cyrillic"}

PROBED = 64 * 1024
"""Characters from which the delimiter and the encoding are told."""

TOP = 20
"""Rows among which the headers are looked for: titles may stand above them."""

WIDEST = 2**20
"""Most characters of a cell."""

_RISKY = re.compile(r"(^|[,;|])('*)(?=[=+\-@\t＝＋－＠])")
_GUARDED = re.compile(r"(^|[,;|])'('*)(?=[=+\-@\t＝＋－＠])")


def read(name: str, data: bytes, encoding: str | None = None) -> Book:
    """The table of a CSV file. Raises ReadError, one plain sentence."""
    text, notes = _decoded(name, data, encoding)
    if (zero := text.find("\0")) >= 0:
        line = text.count("\n", 0, zero) + 1
        raise ReadError(name, f"holds a binary zero in line {line}, which no text has; save it as CSV in UTF-8.")
    first, _, rest = text.partition("\n")
    told = re.fullmatch(r"sep=([^\w\"\r])\r?", first, re.IGNORECASE)
    text, skipped = (rest, 1) if told else (text, 0)
    delimiter = told[1] if told else _delimiter(text)
    if delimiter != ",":
        notes.append(f"read with {NAMES.get(delimiter, show(delimiter))} between the columns")
    rows = _sound_rows(name, text, delimiter)
    at = header_row(rows)
    if at is None:
        raise ReadError(name, "holds no row of headers.")
    headers = tuple(str(cell).strip() for cell in rows[at])
    body = [Row(n + 1 + skipped, tuple(map(unguarded, rows[n]))) for n in range(at + 1, len(rows)) if any(rows[n])]
    return Book(Table(headers, body, decimal_comma=delimiter == ";"), notes=tuple(notes))


def header_row(rows: Sequence[Sequence[Any]], list_name: str | None = None) -> int | None:
    """The position of the row of headers: of the first ones that which certainly holds headers, else that with most
    known names, if it has two at least, else the first; None when all are empty.

    list_name: on the sheet of a list.
    """
    top = [[str(cell) for cell in row if cell is not None] for row in rows[:TOP]]
    filled = [number for number, row in enumerate(top) if any(cell.strip() for cell in row)]
    # Values may be names of fields too, such as "x" or "pictures": a row of them below has no say.
    certain = next((number for number in filled if is_own(top[number], list_name)), None)
    best = max(filled, key=lambda number: (known(top[number], list_name), -number), default=None)
    # One word that happens to name a field makes no row of headers.
    fallback = best if best is None or known(top[best], list_name) > 1 else filled[0]
    return fallback if certain is None else certain


def _sound_rows(name: str, text: str, delimiter: str) -> list[list[str]]:
    """The rows, with a line behind the last that only a quotation mark left open would swallow."""
    end = "coopmap: the end"
    try:
        *rows, last = _rows(f"{text}\n{end}", delimiter)
    except csv.Error:
        raise ReadError(name, f"has a cell of more than {WIDEST:,} characters; is a quotation mark missing?") from None
    if last != [end]:
        raise ReadError(name, f"has a quotation mark in row {len(rows) + 1} that is never closed; close or remove it.")
    return rows


def _rows(text: str, delimiter: str) -> list[list[str]]:
    limit = csv.field_size_limit(WIDEST)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=False))
    finally:
        csv.field_size_limit(limit)


# Encoding and delimiter


def _decoded(name: str, data: bytes, encoding: str | None) -> tuple[str, list[str]]:
    if encoding is not None:
        try:
            return data.decode(encoding).removeprefix("\ufeff"), []
        except UnicodeDecodeError:
            raise ReadError(name, f"is not in {encoding}; leave --encoding out, or name another.") from None
        except (LookupError, ValueError):
            raise ReadError(name, f"cannot be read: there is no encoding {show(encoding)}.") from None
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16"), []
        except UnicodeDecodeError:
            raise ReadError(name, "begins as UTF-16 and is cut off or broken; save it as CSV in UTF-8.") from None
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        _refuse_broken_utf8(name, data, error.start)
        best = max(ENCODINGS, key=lambda one: (_likely(data[:PROBED], one), -ENCODINGS.index(one)))
        return data.decode(best, "replace"), [f"read as {CALLED[best]} (--encoding says another)"]


def _refuse_broken_utf8(name: str, data: bytes, at: int) -> None:
    """A text that is UTF-8 but for some bytes: in another encoding all its letters beyond English would be wrong."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    if sum(not sign.isascii() for sign in text) - broken > broken:
        line = data.count(b"\n", 0, at) + 1
        told = f"is in UTF-8 but for the byte 0x{data[at]:02x} in line {line}"
        raise ReadError(name, f"{told}; save it as CSV in UTF-8, or name its encoding with --encoding.")


def _likely(data: bytes, encoding: str) -> tuple[int, float]:
    """How likely the text is in an encoding: headers that it makes known, then how much it looks like words.

    In a wrong encoding Cyrillic words come out with capitals inside them or broken by signs.
    """
    text = data.decode(encoding, "replace")
    headers = max((known(line.split(_delimiter(text))) for line in text.splitlines()[:TOP]), default=0)
    letters = len(re.findall(r"[^\W\d_a-zA-Z]", text)) or 1
    sound = sum(len(word) for word in re.findall(r"\b[А-ЯЁ]?[а-яё]{2,}\b", text))
    return headers, sound / letters


def _delimiter(text: str) -> str:
    """The delimiter under which most headers are known, then under which rows agree best on their width."""
    sample = text[:PROBED]
    whole = sample if len(text) <= PROBED else sample.rpartition("\n")[0]

    def fitness(delimiter: str) -> tuple[int, float]:
        try:
            rows = [row for row in _rows(whole, delimiter) if row][: TOP * 2]
        except csv.Error:
            return 0, 0.0
        widths = [len(row) for row in rows]
        usual = max(set(widths), key=widths.count, default=1)
        return max(map(known, rows[:TOP]), default=0), (widths.count(usual) / len(widths) if usual > 1 else 0.0)

    return max(DELIMITERS, key=fitness)


# Formulas


def guarded(cell: Any) -> Any:
    """A text that no spreadsheet takes for a formula: an apostrophe goes before = + - @ at the start of a cell, and of
    what would be one if the file were opened with another delimiter, as Excel does in some countries."""
    return _RISKY.sub(r"\1'\2", cell) if isinstance(cell, str) else cell


def unguarded(cell: str) -> str:
    """The text as it was before `guarded`."""
    return _GUARDED.sub(r"\1\2", cell) if "'" in cell else cell


# Writing


def text_of(headers: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A CSV text (RFC 4180, commas, CRLF) of headers and rows; None is an empty cell."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    writer.writerow(headers)
    writer.writerows([[guarded(cell) for cell in row] for row in rows])
    return out.getvalue()
