"""A drawing painted as pixels, by PDFium: its letters as outlines, placed to fractions of a pixel."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock
from typing import TYPE_CHECKING

from maps.drawing.shapes import Drawing, Point, Style, colour
from maps.stills.numbers import real
from maps.stills.pdf_objects import PdfFile
from maps.stills.pdf_operators import ShapeOperators, straight
from maps.stills.pdf_resources import Resources

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]
    """A picture by rows: (height, width, 3), or 4 with opacity."""

_ONE_AT_A_TIME = Lock()
"""PDFium is not made for threads."""


class _Outlines(ShapeOperators):
    """Letters are filled and have an edge that is not seen: letters alone, PDFium would put on whole pixels."""

    letters = "/Outlines gs {colour} rg BT 2 Tr {glyphs} ET"
    pixels_per_point = 1.0
    """Scale of the page."""

    def path(self, points: Sequence[Point]) -> str:
        """With all decimals, which PDFium reads as well."""
        return straight(points)

    def outline(self, path: str, style: Style, *, closed: bool = True) -> None:
        """Hairlines are paler instead of thinner: PDFium draws no line thinner than a pixel."""
        share = min(1.0, style.width * self.pixels_per_point)
        super().outline(path, style._replace(line_opacity=style.line_opacity * share), closed=closed)


_STATE = "/Outlines << /ca 1 /CA 0 >> "
_LEAN = 0.1
"""Pixels that the foot of a page is right of its head: upright rectangles, PDFium would put on whole pixels."""


def painted(drawing: Drawing, pixels: tuple[int, int]) -> Pixels:
    """The drawing as a picture of so many pixels across and down, RGB, or RGBA without a background."""
    from pypdfium2 import PdfDocument

    page = _page(drawing, pixels)
    with _ONE_AT_A_TIME, PdfDocument(page) as document:
        picture: Pixels = document[0].render(fill_color=_paper(drawing), rev_byteorder=True).to_numpy()
        return picture


def _page(drawing: Drawing, pixels: tuple[int, int]) -> bytes:
    """A PDF of one page with a point for each pixel, for no reader: no structure, no links, fonts whole."""
    file, resources, (wide, high) = PdfFile(), Resources([drawing], whole_faces=True), pixels
    content = _Outlines(drawing, resources.fonts, resources.images)
    across, down = wide / drawing.width, high / drawing.height
    content.pixels_per_point = across
    content.operators.append(f"{across:.9f} 0 {_LEAN / drawing.height:.9f} {-down:.9f} {-_LEAN / 2} {high} cm")
    for shape in drawing.shapes:
        content.paint(shape)
    content.operators += map(content.image, drawing.photographs)
    root, tree, page = file.reserve(), file.reserve(), file.reserve()
    stream = file.stream("\n".join(content.operators).encode("latin-1"))
    box = f"[0 0 {real(wide)} {real(high)}]"
    file.put(root, f"<< /Type /Catalog /Pages {tree} 0 R >>")
    file.put(tree, f"<< /Type /Pages /Count 1 /Kids [{page} 0 R] >>")
    file.put(
        page,
        f"<< /Type /Page /Parent {tree} 0 R /MediaBox {box} /Contents {stream} 0 R"
        f" /Resources {resources.put(file, _STATE)} 0 R >>",
    )
    return file.serialized(root, file.add("<< >>"))


def _paper(drawing: Drawing) -> tuple[int, int, int, int]:
    """Red, green, blue and opacity of the page, 0 to 255."""
    if not drawing.background:
        return 0, 0, 0, 0
    red, green, blue = bytes.fromhex(colour(drawing, drawing.background)[1:])
    return red, green, blue, 255
