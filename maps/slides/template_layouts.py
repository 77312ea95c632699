"""The layouts of a user's template that our slides are made with, and the areas that they leave for us."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from lxml import etree
from pptx.enum.shapes import PP_PLACEHOLDER

from maps.drawing.shapes import Box
from maps.slides import pptx_objects
from maps.slides.master import Layouts

if TYPE_CHECKING:
    from pptx.util import Length

_TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
_TEXTS = (PP_PLACEHOLDER.OBJECT, PP_PLACEHOLDER.BODY)
_MINOR = (PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER)
_NUMBERED_FROM = 19
"""Numbers of placeholders above this are ours: those of PowerPoint's own layouts are below."""
_ROOM = 0.3
"""A body smaller than this share of a slide has no room for a map and text beside it."""
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


@dataclass(frozen=True)
class Area:
    """What a layout leaves for us."""

    body: Box
    """For maps and text, in points."""
    title: Box | None
    """Where titles are moved; None where the layout has them."""
    ample: bool
    """Whether the template itself has a body as large as that."""


def chosen(presentation: pptx_objects.Deck) -> Layouts:
    """Those with a body are taken; where there is none, that with a title and fewest others."""
    layouts = list(presentation.slide_layouts)
    size = presentation.slide_width * presentation.slide_height
    if max(map(_room, layouts), default=0.0) < _ROOM * size:
        # LibreOffice saves all layouts with the places of the last master.
        layouts = list(max(presentation.slide_masters, key=_room).slide_layouts) or layouts
    titled = [layout for layout in layouts if title(layout) is not None]
    usual = [layout for layout in titled if PP_PLACEHOLDER.TITLE in _kinds(layout)]
    single = [layout for layout in usual if _holds(layout, 1)]
    pairs = [layout for layout in usual if _holds(layout, 2) and _side_by_side(layout)]
    fewest = min(usual or titled or layouts, key=lambda layout: len(_kinds(layout)))
    text = _first_ample(single, size) or fewest
    pair = _first_ample(pairs, size) or text
    return Layouts(_cover(list(presentation.slide_layouts)), text, pair, text, pair, text)


def _first_ample(layouts: Sequence[pptx_objects.Layout], size: float) -> pptx_objects.Layout:
    """The first layout whose body has room for a map and text, else that with the largest; None of none."""
    ample = (layout for layout in layouts if _room(layout) >= _ROOM * size)
    return next(ample, None) or max(layouts, key=_room, default=None)


def area(presentation: pptx_objects.Deck, layout: pptx_objects.Layout) -> Area:
    """The body of a layout, else that of its master, else what lies below the title."""
    wide, high = (cast("Length", size).pt for size in (presentation.slide_width, presentation.slide_height))
    own, above = title(layout), title(layout.slide_master)
    for holder, heading in ((layout, own), (layout.slide_master, above)):
        if not texts(holder):
            continue
        body = _around(texts(holder), wide, high)
        if heading is not None and not texts(layout):
            body = (body[0], max(body[1], box(heading)[3]), *body[2:])
        body = _above_foot(layout, body)
        if (body[2] - body[0]) * (body[3] - body[1]) >= _ROOM * wide * high:
            moved = box(above) if holder is not layout and above is not None and texts(layout) else None
            return Area(body, moved, ample=True)
    if own is None or box(own)[3] < 0.4 * high:
        top = max(0.16 * high, box(own)[3] + 4 if own is not None else 0.0)
        return Area((0.04 * wide, top, 0.96 * wide, 0.93 * high), None, ample=False)
    heading_box = (0.04 * wide, 0.05 * high, 0.96 * wide, 0.17 * high)
    return Area((0.04 * wide, 0.2 * high, 0.96 * wide, 0.93 * high), heading_box, ample=False)


def texts(holder: pptx_objects.Holder) -> list[pptx_objects.Holder]:
    """The places for text of a layout or master, from left to right; none whose lines run from top to bottom."""
    holders = [
        each
        for each in holder.placeholders
        if each.placeholder_format.type in _TEXTS and each.left is not None and each._element.ph.get("orient") != "vert"  # noqa: SLF001  python-pptx has no public name for it
    ]
    return sorted(holders, key=lambda each: (each.left, each.placeholder_format.idx))


def title(holder: pptx_objects.Holder) -> pptx_objects.Holder | None:
    """The title of a layout or master; None where there is none."""
    return next((each for each in holder.placeholders if each.placeholder_format.type in _TITLES), None)


def box(holder: pptx_objects.Holder) -> Box:
    """The box of a placeholder in points."""
    left, top = holder.left.pt, holder.top.pt
    return left, top, left + holder.width.pt, top + holder.height.pt


def _around(holders: Sequence[pptx_objects.Layout], wide: float, high: float) -> Box:
    """What placeholders cover together of a slide."""
    lefts, tops, rights, bottoms = zip(*map(box, holders), strict=True)
    return max(0.0, min(lefts)), max(0.0, min(tops)), min(wide, max(rights)), min(high, max(bottoms))


def _above_foot(layout: pptx_objects.Layout, body: Box) -> Box:
    """A body without what dates, feet and numbers cover of its lower part."""
    feet = [
        box(each) for each in layout.placeholders if each.placeholder_format.type in _MINOR and each.top is not None
    ]
    middle = (body[1] + body[3]) / 2
    tops = [foot[1] - 10 for foot in feet if foot[1] > middle and foot[0] < body[2] and foot[2] > body[0]]
    return (*body[:3], min(body[3], *tops)) if tops else body


def _kinds(layout: pptx_objects.Layout) -> list[pptx_objects.Holder]:
    """The kinds of a layout's placeholders, without dates and numbers."""
    return [each.placeholder_format.type for each in layout.placeholders if each.placeholder_format.type not in _MINOR]


def _holds(layout: pptx_objects.Layout, count: int) -> bool:
    """Whether a layout has a title, so many places for text, and nothing else."""
    return len(texts(layout)) == count and len(_kinds(layout)) == count + 1


def _side_by_side(layout: pptx_objects.Layout) -> bool:
    first, second = texts(layout)
    return bool(first.left + first.width <= second.left and min(first.width, second.width) * 2 > first.width)


def _room(holder: pptx_objects.Holder) -> float:
    """The area of the places for text, in square EMU."""
    return float(sum(each.width * each.height for each in texts(holder)))


def _cover(layouts: Sequence[pptx_objects.Layout]) -> pptx_objects.Layout:
    """The layout of the title slide."""
    wanted = {PP_PLACEHOLDER.CENTER_TITLE, PP_PLACEHOLDER.SUBTITLE}
    fitting = [layout for layout in layouts if wanted <= set(_kinds(layout))]
    half = [layout for layout in layouts if PP_PLACEHOLDER.SUBTITLE in _kinds(layout) and title(layout) is not None]
    titled = [layout for layout in layouts if title(layout) is not None]
    return (fitting or half or [min(titled or layouts, key=lambda layout: len(_kinds(layout)))])[0]


# --- what LibreOffice leaves out --------------------------------------------------------------------------------------


def mend(presentation: pptx_objects.Deck) -> None:
    """Gives layouts that LibreOffice saved what slides inherit from them: numbers of placeholders, and text styles."""
    for master in presentation.slide_masters:
        for holder in (master, *master.slide_layouts):
            seen = {0}
            for each in holder.placeholders:
                facts = each._element.ph  # noqa: SLF001  python-pptx reads the number only
                if each.placeholder_format.type not in _TITLES and facts.idx in seen and holder is not master:
                    facts.set("idx", str(max(_NUMBERED_FROM, *seen) + 1))
                seen.add(facts.idx)
                _style(each._element)  # noqa: SLF001


def _style(element: pptx_objects.Element) -> None:
    """Makes a style of the look that a placeholder's empty first paragraph has: LibreOffice says it nowhere else."""
    body = element.find("{*}txBody")
    look = body.find(f"{_A}p/{_A}endParaRPr") if body is not None else None
    if look is None or body.find(f"{_A}lstStyle") is not None or look.get("sz") is None:
        return
    styles = etree.Element(f"{_A}lstStyle")
    aligned = body.find(f"{_A}p/{_A}pPr")
    level = etree.SubElement(styles, f"{_A}lvl1pPr", {"algn": aligned.get("algn", "l") if aligned is not None else "l"})
    run = etree.SubElement(level, f"{_A}defRPr", {key: look.get(key) for key in ("sz", "b", "i") if look.get(key)})
    for fill in look.iterfind(f"{_A}solidFill"):
        run.append(etree.fromstring(etree.tostring(fill)))
    body.find(f"{_A}bodyPr").addnext(styles)
