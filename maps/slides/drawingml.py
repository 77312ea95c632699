"""Shapes as DrawingML: PowerPoint's own freeforms, ellipses, text boxes and groups, each with a name and its words."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence

from maps.drawing.shapes import Box, Circle, Group, Line, Point, Shape, Style, Text
from maps.slides.paragraphs import STRETCH, Colour, complex_font
from maps.style import shaping, typeface
from maps.text.xml_text import escape, quoteattr

EMU = 12_700
"""English metric units in a point."""
_GRAIN = 127
"""EMU in a unit of a path: a hundredth of a point."""
_ALIGNED = {"start": "l", "middle": "ctr", "end": "r"}
_BASELINE = 0.8
"""Where the baseline lies in a line of exact height, from its top."""
_MIDDLE = 0.33
"""How far the middle of capitals is above the baseline, in ems."""
_BELOW = 0.45
"""How far letters, and the line that they stand in, reach below the baseline, in ems."""
_LOOSER = 1.06
"""How much farther apart lines are when their letters are made smaller."""

Link = Callable[[str], str]
"""Gives what a click on a shape does, as attributes of a:hlinkClick; "" for nothing."""


class Writer:
    """Writes shapes of one slide; numbers is where their ids come from."""

    def __init__(self, numbers: Iterator[int], colour: Colour, link: Link, language: str) -> None:
        self._numbers, self._colour, self._link, self._language = numbers, colour, link, language
        self._boxes: list[Box] = []
        """Boxes around what was written, texts left out; those of a group's shapes give way to that of the group."""

    def shape(self, shape: Shape, click: str = "", words: str = "") -> str:
        """A shape as XML; click is what a click on it does, as attributes; words are said of it, else its name."""
        if isinstance(shape, Group):
            return self._group(shape, click, words)
        if isinstance(shape, Text):
            return self._text(shape, click)
        if isinstance(shape, Circle):
            box = (shape.x - shape.radius, shape.y - shape.radius, shape.x + shape.radius, shape.y + shape.radius)
            return self._form((shape.name, words), box, _preset("ellipse"), shape.style, click)
        if isinstance(shape, Line):
            line = shape.style._replace(fill=None)
            return self._form((shape.name, words), *_path(shape.parts, closed=False), line, click)
        return self._form((shape.name, words), *_path(shape.rings, closed=True), shape.style, click)

    def _group(self, group: Group, click: str, words: str) -> str:
        if not group.shapes:
            return ""
        own = self._link(group.link) if group.link else click
        said = group.title or words
        head = self._head("grpSp", group.name, said, "")
        # The parts of a mark are nothing by themselves: what is said of the mark is said of them.
        first = len(self._boxes)
        inner = "".join(self.shape(shape, own, "" if group.figure else said) for shape in group.shapes)
        if boxes := self._boxes[first:]:
            self._boxes[first:] = [box := _around(boxes)]
        else:  # texts alone: a group's frame is theirs, which only PowerPoint knows
            box = _texts(group)
        x, y, wide, high = _emu(box)
        frame = f'<a:off x="{x}" y="{y}"/><a:ext cx="{wide}" cy="{high}"/>'
        child = f'<a:chOff x="{x}" y="{y}"/><a:chExt cx="{wide}" cy="{high}"/>'
        return f"<p:grpSp>{head}<p:grpSpPr><a:xfrm>{frame}{child}</a:xfrm></p:grpSpPr>{inner}</p:grpSp>"

    def _head(self, kind: str, name: str, words: str, click: str, more: str = "") -> str:
        description = f" descr={_attribute(words)}" if words else ""
        link = f"<a:hlinkClick {click}/>" if click else ""
        part = {"sp": "nvSpPr", "grpSp": "nvGrpSpPr"}[kind]
        inner = {"sp": "cNvSpPr", "grpSp": "cNvGrpSpPr"}[kind]
        number = next(self._numbers)
        head = f'<p:cNvPr id="{number}" name={_attribute(name[:120])}{description}'
        head += f">{link}</p:cNvPr>" if link else "/>"
        return f"<p:{part}>{head}<p:{inner}{more}/><p:nvPr/></p:{part}>"

    def _form(self, named: tuple[str, str], box: Box, geometry: str, style: Style, click: str) -> str:
        name, words = named
        self._boxes.append(box)
        x, y, wide, high = _emu(box)
        fill = self._fill(style.fill, style.fill_opacity)
        place = f'<a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
        head = self._head("sp", name, words or name, click)
        return f"<p:sp>{head}<p:spPr>{place}{geometry}{fill}{self._line(style)}</p:spPr></p:sp>"

    def _fill(self, name: str | None, opacity: float) -> str:
        if name is None:
            return "<a:noFill/>"
        return f"<a:solidFill>{self._colour(name, opacity)}</a:solidFill>"

    def _line(self, style: Style) -> str:
        if not style.line or not style.width:
            return "<a:ln><a:noFill/></a:ln>"
        dash = ""
        if style.dash:
            lengths = [max(1, round(length / style.width * 100_000)) for length in style.dash]
            pairs = zip(lengths[::2], lengths[1::2], strict=True)
            stops = "".join(f'<a:ds d="{drawn}" sp="{left}"/>' for drawn, left in pairs)
            dash = f"<a:custDash>{stops}</a:custDash>"
        cap = "flat" if style.blunt else "rnd"
        fill = self._fill(style.line, style.line_opacity)
        return f'<a:ln w="{max(1, round(style.width * EMU))}" cap="{cap}">{fill}{dash}<a:round/></a:ln>'

    # --- text ---------------------------------------------------------------------------------------------------------

    def _text(self, text: Text, click: str) -> str:
        """A text as a box of lines that are broken as ours are, so that it stands where its name stood."""
        leading = text.leading or text.size * 1.2
        runs = "<a:br/>".join(self._run(line, text) for line in text.lines)
        spacing = f'<a:lnSpc><a:spcPts val="{round(leading * 100)}"/></a:lnSpc>'
        # Lines stay at the side where they were drawn, whichever way they run.
        way = ' rtl="1"' if shaping.is_right_to_left(" ".join(text.lines)) else ""
        paragraph = f'<a:p><a:pPr algn="{_ALIGNED[text.anchor]}"{way}>{spacing}</a:pPr>{runs}</a:p>'
        body = (
            '<p:txBody><a:bodyPr wrap="none" lIns="0" tIns="0" rIns="0" bIns="0" rtlCol="0" anchor="t">'
            f"<a:noAutofit/></a:bodyPr><a:lstStyle/>{paragraph}</p:txBody>"
        )
        return self.text_box(text.name, _frame(text), body, click if not text.link else self._link(text.link))

    def text_box(self, name: str, box: Box, body: str, click: str = "") -> str:
        """A text box around a text body."""
        x, y, wide, high = _emu(box)
        head = self._head("sp", name, "", click, ' txBox="1"')
        place = f'<a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
        form = f"{place}{_preset('rect')}<a:noFill/>"
        return f"<p:sp>{head}<p:spPr>{form}</p:spPr>{body}</p:sp>"

    def _run(self, line: str, text: Text) -> str:
        facts = f' lang="{self._language}" sz="{round(text.size * 100)}"'
        facts += f' b="{int(text.face in ("bold", "semibold"))}" i="{int(text.face == "slanted")}"'
        spacing = typeface.spaced(line, text.spacing)
        facts += f' spc="{round(spacing * 100)}"' if spacing else ""
        glow = ""
        if text.halo:
            soft = f'<a:glow rad="{round(text.size * 0.22 * EMU)}">{self._colour(text.halo, 0.9)}</a:glow>'
            glow = f"<a:effectLst>{soft}</a:effectLst>"
        style = f"{self._fill(text.colour, 1.0)}{glow}{complex_font(line, self._language)}"
        return f'<a:r><a:rPr{facts} dirty="0">{style}</a:rPr><a:t>{escape(typeface.clean(line))}</a:t></a:r>'


def narrowed(shape: Shape, stretch: float, bottom: float = math.inf) -> Shape:
    """A shape whose texts are so much smaller that a typeface that much wider needs the room ours was measured with.

    bottom: what no letter reaches below, in points.
    """
    if isinstance(shape, Group):
        return shape._replace(shapes=tuple(narrowed(each, stretch, bottom) for each in shape.shapes))
    if not isinstance(shape, Text):
        return shape
    size, leading = shape.size / stretch, (shape.leading or shape.size * 1.2) / stretch * _LOOSER
    saved = (len(shape.lines) - 1) * ((shape.leading or shape.size * 1.2) - leading)
    y = shape.y + saved / 2 - _MIDDLE * (shape.size - size)
    y = min(y, bottom - _BELOW * size - (len(shape.lines) - 1) * leading)
    return shape._replace(y=y, size=size, leading=leading, spacing=shape.spacing / stretch)


def _frame(text: Text) -> Box:
    """The box of a text, wide enough for a wider typeface."""
    leading = text.leading or text.size * 1.2
    wide = STRETCH * max(
        typeface.width(typeface.clean(line), text.face, text.size, text.spacing) for line in text.lines
    )
    left = text.x - {"start": 0.0, "middle": wide / 2, "end": wide}[text.anchor]
    top = text.y - _BASELINE * leading
    return left, top, left + wide, top + leading * len(text.lines)


def _texts(group: Group) -> Box:
    boxes = [_frame(shape) for shape in group.shapes if isinstance(shape, Text)]
    boxes += [_texts(shape) for shape in group.shapes if isinstance(shape, Group) and shape.shapes]
    return _around(boxes)


def _around(boxes: Sequence[Box]) -> Box:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _emu(box: Box) -> tuple[int, int, int, int]:
    """Left, top, width and height in EMU."""
    left, top, right, bottom = (round(value * EMU) for value in box)
    return left, top, max(_GRAIN, right - left), max(_GRAIN, bottom - top)


def _preset(name: str) -> str:
    return f'<a:prstGeom prst="{name}"><a:avLst/></a:prstGeom>'


def _path(parts: tuple[tuple[Point, ...], ...], *, closed: bool) -> tuple[Box, str]:
    """The box around lines or rings, and they as one freeform; holes stay holes."""
    points = [point for part in parts for point in part]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    box = (min(xs), min(ys), max(xs), max(ys))
    _, _, wide, high = _emu(box)
    drawn = "".join(_drawn(part, box, closed=closed) for part in parts)
    fill = "" if closed else ' fill="none"'
    path = f'<a:path w="{wide // _GRAIN}" h="{high // _GRAIN}"{fill}>{drawn}</a:path>'
    rect = '<a:rect l="0" t="0" r="r" b="b"/>'
    return box, f"<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>{rect}<a:pathLst>{path}</a:pathLst></a:custGeom>"


def _drawn(part: tuple[Point, ...], box: Box, *, closed: bool) -> str:
    left, top = box[0], box[1]
    points = [f'<a:pt x="{int((x - left) * 100 + 0.5)}" y="{int((y - top) * 100 + 0.5)}"/>' for x, y in part]
    lines = "</a:lnTo><a:lnTo>".join(points[1:])
    return f"<a:moveTo>{points[0]}</a:moveTo><a:lnTo>{lines}</a:lnTo>{'<a:close/>' if closed else ''}"


def _attribute(text: str) -> str:
    return quoteattr(typeface.clean(text))
