"""Tables as PowerPoint's own: rows of paragraphs under a row of headings, as high as the widest typeface makes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from maps.drawing.shapes import Box
from maps.slides import paragraphs
from maps.slides.paragraphs import Colour, Paragraph
from maps.style import typeface
from maps.text import i18n
from maps.text.xml_text import quoteattr

_EMU = 12_700
_ACROSS, _DOWN = 6.0, 4.0
"""Margins of a cell in points."""

Item = TypeVar("Item")
Cell = tuple[Paragraph, ...]
Row = tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    """A table with a row of headings."""

    name: str
    """What it is, for who cannot see it."""
    headings: Row
    """The first row."""
    rows: tuple[Row, ...]
    """The others."""
    widths: tuple[float, ...]
    """Of the columns, in points."""
    stretch: float
    """How much wider than ours the typeface may be."""

    def heights(self) -> list[float]:
        """Of all rows, in points."""
        return [row_height(row, self.widths, self.stretch) for row in (self.headings, *self.rows)]

    def xml(self, number: int, at: tuple[float, float], colour: Colour, language: str) -> str:
        """The table as DrawingML, from its upper left corner; number: the id of the shape."""
        heights = self.heights()
        columns = "".join(f'<a:gridCol w="{round(wide * _EMU)}"/>' for wide in self.widths)
        rows = "".join(
            _row(row, high, colour, language, heading=not place)
            for place, (row, high) in enumerate(zip((self.headings, *self.rows), heights, strict=True))
        )
        x, y = (round(value * _EMU) for value in at)
        wide, high = round(sum(self.widths) * _EMU), round(sum(heights) * _EMU)
        way = ' rtl="1"' if i18n.is_right_to_left(language) else ""
        named = f"name={quoteattr(typeface.clean(self.name)[:120])}"
        return (
            f'<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="{number}" {named}/><p:cNvGraphicFramePr>'
            '<a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr><p:nvPr/></p:nvGraphicFramePr>'
            f'<p:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{wide}" cy="{high}"/></p:xfrm><a:graphic>'
            '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/table"><a:tbl>'
            f'<a:tblPr firstRow="1"{way}/>'
            f"<a:tblGrid>{columns}</a:tblGrid>{rows}</a:tbl></a:graphicData></a:graphic></p:graphicFrame>"
        )


def box_of(table: Table, at: tuple[float, float]) -> Box:
    """What a table covers from an upper left corner."""
    return at[0], at[1], at[0] + sum(table.widths), at[1] + sum(table.heights())


def row_height(row: Row, widths: Sequence[float], stretch: float) -> float:
    """How high a row is, in points."""
    inner = [
        paragraphs.height(cell, wide - 2 * _ACROSS, stretch=stretch) for cell, wide in zip(row, widths, strict=True)
    ]
    return max((high for high in inner if high != float("inf")), default=12.0) + 2 * _DOWN


def pages(rows: Sequence[Row], headings: Row, widths: Sequence[float], high: float, stretch: float) -> list[list[Row]]:
    """The rows in parts that each go into a height below the headings, as even as may be."""
    heights = [row_height(row, widths, stretch) for row in rows]
    return parted(rows, heights, high - row_height(headings, widths, stretch))


def parted(items: Sequence[Item], heights: Sequence[float], room: float, by: int = 1) -> list[list[Item]]:
    """Items in parts that each go into a height, as even as may be; by: how many parts stand on a slide."""
    fewest = -(-len(_filled(items, heights, room)) // by)
    for step in range(4, 40):  # the lowest room that needs no more slides makes them even
        parts = _filled(items, heights, room * step / 40)
        if -(-len(parts) // by) <= fewest:
            return parts
    return _filled(items, heights, room)


def _filled(items: Sequence[Item], heights: Sequence[float], room: float) -> list[list[Item]]:
    parts: list[list[Item]] = []
    used = 0.0
    for item, high in zip(items, heights, strict=True):
        if not parts or used + high > room:
            parts.append([])
            used = 0.0
        parts[-1].append(item)
        used += high
    return parts


def _row(row: Row, high: float, colour: Colour, language: str, *, heading: bool) -> str:
    edge = _edge(colour("ink-2" if heading else "border", 1.0), 1.2 if heading else 0.6)
    cells = "".join(
        f"<a:tc>{paragraphs.cell(each, colour, language)}"
        f'<a:tcPr marL="{round(_ACROSS * _EMU)}" marR="{round(_ACROSS * _EMU)}" marT="{round(_DOWN * _EMU)}"'
        f' marB="{round(_DOWN * _EMU)}">{edge}<a:noFill/></a:tcPr></a:tc>'
        for each in row
    )
    return f'<a:tr h="{round(high * _EMU)}">{cells}</a:tr>'


def _edge(colour: str, width: float) -> str:
    """No edge but a line below."""
    none = "".join(f'<a:ln{side} w="0"><a:noFill/></a:ln{side}>' for side in "LRT")
    return f'{none}<a:lnB w="{round(width * _EMU)}"><a:solidFill>{colour}</a:solidFill></a:lnB>'
