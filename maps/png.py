"""A drawing as PNG, painted by matplotlib's Agg: exact pixels, letters as outlines, words for who cannot see it."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.path import Path
from matplotlib.transforms import Affine2D
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from maps import fonts, xmp
from maps.shapes import Area, Disc, Drawing, Line, Look, Point, Text, colour, flat

_COMPRESSION = 6


def png(drawing: Drawing, pixels: tuple[int, int], dpi: float) -> bytes:
    """The drawing as a PNG of exactly so many pixels; dpi is what the file says of its size on paper."""
    image = Image.fromarray(_painted(drawing, pixels))
    if drawing.background:
        image = image.convert("RGB")
    file = io.BytesIO()
    image.save(file, "png", dpi=(dpi, dpi), pnginfo=_facts(drawing), compress_level=_COMPRESSION)
    return file.getvalue()


def _facts(drawing: Drawing) -> PngInfo:
    """Title, description, credits and language, as text and as XMP, where programs look for alternative text."""
    info = PngInfo()
    facts = {"Title": drawing.title, "Description": drawing.description, "Copyright": drawing.credits}
    for name, value in {**facts, "Software": "coopmap"}.items():
        if value:
            info.add_itxt(name, fonts.clean(value), lang=drawing.language)
    info.add_itxt("XML:com.adobe.xmp", xmp.packet(drawing))
    return info


def _painted(drawing: Drawing, pixels: tuple[int, int]) -> Any:
    """The picture's pixels: an array of rows of red, green, blue and opacity."""
    wide, high = pixels
    renderer = RendererAgg(wide, high, 72)
    painter = _Painter(renderer, drawing, wide / drawing.width, high)
    if drawing.background:
        corners = ((0.0, 0.0), (drawing.width, 0.0), (drawing.width, drawing.height), (0.0, drawing.height))
        painter.area(Area("Background", (corners,), Look(fill=drawing.background)))
    for shape in flat(drawing.shapes):
        painter.paint(shape)
    return np.array(renderer.buffer_rgba())


class _Painter:
    """Paints shapes on an Agg renderer, whose y runs up."""

    def __init__(self, renderer: RendererAgg, drawing: Drawing, scale: float, high: float) -> None:
        self.renderer, self.drawing, self.scale = renderer, drawing, scale
        self.page = Affine2D().scale(scale, -scale).translate(0, high)

    def paint(self, shape: Area | Line | Disc | Text) -> None:
        if isinstance(shape, Text):
            self.text(shape)
        elif isinstance(shape, Disc):
            circle = Path.unit_circle().transformed(Affine2D().scale(shape.radius).translate(shape.x, shape.y))
            self._path(circle, shape.look)
        elif isinstance(shape, Line):
            self._path(_path(shape.parts, closed=False), shape.look, filled=False)
        else:
            self.area(shape)

    def area(self, area: Area) -> None:
        self._path(_path(area.rings, closed=True), area.look)

    def _path(self, path: Path, look: Look, *, filled: bool = True) -> None:
        if filled and look.fill and look.fill_opacity:
            self._draw(path, Look(width=0), (*_rgb(self.drawing, look.fill), look.fill_opacity))
        if look.line:
            self._draw(path, look, None)

    def _draw(self, path: Path, look: Look, fill: tuple[float, ...] | None) -> None:
        pen = self.renderer.new_gc()
        pen.set_antialiased(True)
        pen.set_linewidth((look.width if look.line else 0.0) * self.scale)
        pen.set_joinstyle("round")
        pen.set_capstyle("butt" if look.blunt else "round")
        if look.line:
            pen.set_foreground((*_rgb(self.drawing, look.line), look.line_opacity), isRGBA=True)
        if look.dash:
            pen.set_dashes(0, [max(0.01, length * self.scale) for length in look.dash])
        path.should_simplify = False
        self.renderer.draw_path(pen, path, self.page, fill)
        pen.restore()

    def text(self, text: Text) -> None:
        path = _letters(text)
        if path is None:
            return
        if text.halo:
            self._draw(path, Look(line=text.halo, width=text.size * fonts.HALO), None)
        self._draw(path, Look(width=0), (*_rgb(self.drawing, text.colour), 1.0))


def _rgb(drawing: Drawing, name: str) -> tuple[float, float, float]:
    value = colour(drawing, name)
    red, green, blue = (int(value[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _path(parts: Iterable[tuple[Point, ...]], *, closed: bool) -> Path:
    vertices: list[Point] = []
    codes: list[Any] = []
    for part in parts:
        vertices += part
        codes += [Path.MOVETO, *[Path.LINETO] * (len(part) - 1)]
        if closed:
            vertices.append(part[0])
            codes.append(Path.CLOSEPOLY)
    return Path(vertices, codes)


def _letters(text: Text) -> Path | None:
    """The outlines of all letters of a text, on the page."""
    vertices, codes = [], []
    for sign, x, y in placed(text):
        points, kinds, _ = fonts.outline(text.face, sign)
        if len(points):
            vertices.append(_set(points, text, x, y))
            codes.append(kinds)
    return Path(np.concatenate(vertices), np.concatenate(codes)) if vertices else None


def placed(text: Text) -> Iterator[tuple[str, float, float]]:
    """Each letter with the point of the page on which its own origin stands."""
    for number, line in enumerate(text.lines):
        clean = fonts.clean(line)
        wide = fonts.width(clean, text.face, text.size, text.spacing)
        x = text.x - {"start": 0.0, "middle": wide / 2, "end": wide}[text.anchor]
        y = text.y + number * (text.leading or text.size * 1.2)
        for sign in clean:
            yield sign, x, y
            x += fonts.width(sign, text.face, text.size, text.spacing)


def _set(points: Any, text: Text, x: float, y: float) -> Any:
    size = text.size / fonts.EM
    slant = fonts.SLANT if text.face == "slanted" else 0.0
    return np.column_stack([x + (points[:, 0] + slant * points[:, 1]) * size, y - points[:, 1] * size])
