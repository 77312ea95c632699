"""The masters, typefaces and colours of a user's template as what our slides are made on."""

from __future__ import annotations

import io
import os
from collections.abc import Sequence
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.opc.constants import RELATIONSHIP_TYPE

from geo import ReadError
from geo.sandbox import process
from maps.drawing.shapes import Box
from maps.slides.master import Layouts, Master
from maps.slides.paragraphs import STRETCH
from maps.slides.template_ground import READABLE, Ground, contrast, luminance
from maps.style import theme

_WIDTHS = {"verdana": 1.26, "dejavu": 1.26}
"""How much wider typefaces are than ours, by the start of their names, where they are wider than the usual."""
_TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
_TEXTS = (PP_PLACEHOLDER.OBJECT, PP_PLACEHOLDER.BODY)
_MINOR = (PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER)
_SLOTS = {"ink": "tx1", "ink-2": "tx2", "accent": "hlink"}
"""Colours of our palette that are the theme's, where they can be read."""
_NUMBERED_FROM = 19
"""Numbers of placeholders above this are ours: those of PowerPoint's own layouts are below."""
_ROOM, _LOWEST = 0.35, 0.45
"""A body smaller than this share of a slide, or lower than that of its height, has no room for a map and text."""
_DARK = 0.18
"""Luminance below which white can be read better than black."""


def of_template(path: str | os.PathLike[str]) -> Master:
    """The master of a template (.pptx, .potx and those with macros); its slides and what runs, links elsewhere or tells
    of its author are left out. Raises ReadError for what is none."""
    data, left_out = _made_anew(os.fspath(path))
    try:
        _rehearse(Presentation(io.BytesIO(data)))
        return _master(Presentation(io.BytesIO(data)), left_out)
    except Exception as error:  # noqa: BLE001  python-pptx raises whatever values beyond the schema lead it into
        reason = f"its masters or layouts hold what no slide can be made of ({type(error).__name__})"
        raise ReadError(os.fspath(path), f"is no PowerPoint template that can be used: {reason}.") from None


def _made_anew(name: str) -> tuple[bytes, tuple[str, ...]]:
    """A template as a presentation of its masters alone, and what was left out; the file is opened in the sandbox."""
    data, left_out = process.call(name, "maps.slides.template:read", name)
    if not isinstance(data, bytes) or not all(isinstance(what, str) for what in left_out):
        raise ReadError(name, process.BROKEN)
    return data, tuple(left_out)


def _rehearse(presentation: Any) -> None:
    """Makes of a template's layouts what a deck makes of them: what goes wrong goes wrong here."""
    layouts = _master(presentation, ()).layouts
    for layout in (layouts.cover, layouts.titled, layouts.columns):
        slide = presentation.slides.add_slide(layout)
        for each in slide.placeholders:
            _ = each.placeholder_format.idx, each.left, each.top, each.width, each.height
            if each.has_text_frame:
                each.text_frame.text = "A"
                each.text_frame.add_paragraph().text = "B"
        slide.notes_slide.notes_text_frame.text = "A"
    presentation.core_properties.author = "A"
    presentation.save(io.BytesIO())


def _master(presentation: Any, left_out: tuple[str, ...]) -> Master:
    for layout in _all_layouts(presentation):
        _tell_apart(layout)
    layouts = _layouts(presentation)
    body, roomy = _body(presentation, layouts.beside)
    ground = Ground(layouts.beside)
    text = ground.text(next(iter(texts(layouts.beside)), None))
    behind = ground.colours()
    read = min((contrast(text, colour) for colour in behind), default=0.0)
    panel = read < READABLE or not roomy or ground.covered(body)
    lights = [luminance(colour) for colour in behind]
    dark = max(lights) < _DARK if lights and read < READABLE else luminance(text) > _DARK
    slots = {} if panel else _readable(ground, behind)
    return Master(
        presentation, layouts, body, own=False, dark=dark, slots=slots, panel=panel,
        stretch=_stretch(presentation), left_out=left_out, title_ink=_title_ink(layouts.beside, dark=dark),
        cover_ink=_title_ink(layouts.cover, dark=dark),
    )  # fmt: skip


def _title_ink(layout: Any, *, dark: bool) -> str:
    """The colour of our palette that a title needs where the template's own cannot be read; "" where it can."""
    ground = Ground(layout)
    title = next((each for each in layout.placeholders if each.placeholder_format.type in _TITLES), None)
    if title is None:
        return ""
    behind = ground.behind(_box(title))
    if not behind or min(contrast(ground.text(title, "title"), colour) for colour in behind) >= READABLE:
        return ""
    colours = theme.palette("dark" if dark else "light")
    return max(("ink", "paper"), key=lambda name: min(contrast(colours[name].lstrip("#"), each) for each in behind))


def _readable(ground: Ground, behind: Sequence[str]) -> dict[str, str]:
    """The slots of the theme that can be read on a ground."""
    return {
        name: slot
        for name, slot in _SLOTS.items()
        if all(contrast(ground.slots.get(slot, "808080"), colour) >= READABLE for colour in behind)
    }


def _tell_apart(layout: Any) -> None:
    """Numbers a layout's places for text where several have the same number: those of LibreOffice have none."""
    seen = {0}
    for each in layout.placeholders:
        facts = each._element.ph  # noqa: SLF001  python-pptx reads the number only
        if each.placeholder_format.type not in _TITLES and facts.idx in seen:
            facts.set("idx", str(max(_NUMBERED_FROM, *seen) + 1))
        seen.add(facts.idx)


# --- layouts ----------------------------------------------------------------------------------------------------------


def _layouts(presentation: Any) -> Layouts:
    """Those with a body are taken; where there is none, that with a title and fewest others."""
    layouts = list(presentation.slide_layouts)
    if max(map(_area, layouts), default=0.0) < _ROOM * presentation.slide_width * presentation.slide_height:
        layouts += [layout for layout in _all_layouts(presentation) if layout not in layouts]
    titled = [layout for layout in layouts if any(kind in _TITLES for kind in _kinds(layout))]
    usual = [layout for layout in titled if PP_PLACEHOLDER.TITLE in _kinds(layout)]
    single = [layout for layout in usual if _holds(layout, 1)]
    pairs = [layout for layout in usual if _holds(layout, 2) and _side_by_side(layout)]
    fewest = min(usual or titled or layouts, key=lambda layout: len(_kinds(layout)))
    text = max(single, key=_area, default=fewest)
    pair = max(pairs, key=_area, default=text)
    return Layouts(_cover(titled or layouts), text, pair, text, pair, text)


def _all_layouts(presentation: Any) -> list[Any]:
    return [layout for master in presentation.slide_masters for layout in master.slide_layouts]


def _kinds(layout: Any) -> list[Any]:
    """The kinds of a layout's placeholders, without dates and numbers."""
    return [each.placeholder_format.type for each in layout.placeholders if each.placeholder_format.type not in _MINOR]


def _holds(layout: Any, count: int) -> bool:
    """Whether a layout has a title, so many places for text, and nothing else."""
    return len(texts(layout)) == count and len(_kinds(layout)) == count + 1


def texts(layout: Any) -> list[Any]:
    """The places for text of a layout, from left to right."""
    holders = [each for each in layout.placeholders if each.placeholder_format.type in _TEXTS and each.left is not None]
    return sorted(holders, key=lambda each: (each.left, each.placeholder_format.idx))


def _side_by_side(layout: Any) -> bool:
    first, second = texts(layout)
    return bool(first.left + first.width <= second.left and min(first.width, second.width) * 2 > first.width)


def _area(layout: Any) -> float:
    return float(sum(each.width * each.height for each in texts(layout)))


def _cover(layouts: Sequence[Any]) -> Any:
    """The layout of the title slide."""
    wanted = {PP_PLACEHOLDER.CENTER_TITLE, PP_PLACEHOLDER.SUBTITLE}
    fitting = [layout for layout in layouts if wanted <= set(_kinds(layout))]
    half = [layout for layout in layouts if PP_PLACEHOLDER.SUBTITLE in _kinds(layout)]
    return (fitting or half or [min(layouts, key=lambda layout: len(_kinds(layout)))])[0]


def _body(presentation: Any, layout: Any) -> tuple[Box, bool]:
    """The area of a layout's body, of one without the master's, below the title; and whether it is as large as we need:
    else it is what the title leaves."""
    wide, high = presentation.slide_width.pt, presentation.slide_height.pt
    boxes = [_box(each) for each in texts(layout) or texts(layout.slide_master)]
    title = next((_box(each) for each in layout.placeholders if each.placeholder_format.type in _TITLES), None)
    below = max(0.16 * high, title[3] + 4 if title and title[3] < 0.4 * high else 0.0)
    rest = (0.04 * wide, below, 0.96 * wide, 0.93 * high)
    if not boxes:
        return rest, True
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, bottom = max(box[2] for box in boxes), max(box[3] for box in boxes)
    if title and not texts(layout) and title[3] < 0.5 * high:
        top = max(top, title[3])
    body = (max(0.0, left), max(0.0, top), min(wide, right), min(high, bottom))
    if body[3] - body[1] < _LOWEST * high or body[2] - body[0] < 0.5 * wide:
        return rest, False
    return body, True


def _box(holder: Any) -> Box:
    left, top = holder.left.pt, holder.top.pt
    return left, top, left + holder.width.pt, top + holder.height.pt


def _stretch(presentation: Any) -> float:
    """How much wider the theme's typeface, or what stands in for it, may set text than ours."""
    part = presentation.slide_masters[0].part.part_related_by(RELATIONSHIP_TYPE.THEME)
    latin = etree.fromstring(part.blob).find(".//{*}minorFont/{*}latin")
    name = str(latin.get("typeface", "") if latin is not None else "").casefold()
    return next((wide for start, wide in _WIDTHS.items() if name.startswith(start)), STRETCH)
