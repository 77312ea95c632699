"""The masters, typefaces and colours of a user's template as what our slides are made on."""

from __future__ import annotations

import io
import os
from collections.abc import Sequence

from lxml import etree
from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE

from geo import ReadError
from geo.messages import Message
from geo.sandbox import process
from maps.drawing.shapes import Box
from maps.slides import pptx_objects, template_layouts
from maps.slides.master import Master
from maps.slides.paragraphs import STRETCH
from maps.slides.template_ground import READABLE, Ground, contrast, luminance
from maps.style import theme

_WIDTHS = {"verdana": 1.26, "dejavu": 1.26}
"""How much wider typefaces are than ours, by the start of their names, where they are wider than the usual."""
_SLOTS = {"ink": "tx1", "ink-2": "tx2", "accent": "hlink"}
"""Colours of our palette that are the theme's, where they can be read."""
_FARTHEST = 2**31
"""EMU, a hundred usual slides. What stands farther off is no place, and sums with it could not be written."""
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
        reason = Message("its masters or layouts hold what no slide can be made of ({name})", name=type(error).__name__)
        raise ReadError(
            os.fspath(path), Message("is no PowerPoint template that can be used: {reason}.", reason=reason)
        ) from None


def _made_anew(name: str) -> tuple[bytes, tuple[str, ...]]:
    """A template as a presentation of its masters alone, and what was left out; the file is opened in the sandbox."""
    data, left_out = process.call(name, "maps.slides.template:read", name)
    if not isinstance(data, bytes) or not all(isinstance(what, str) for what in left_out):
        raise ReadError(name, process.BROKEN)
    return data, tuple(left_out)


def _rehearse(presentation: pptx_objects.Deck) -> None:
    """Makes of a template's layouts what a deck makes of them: what goes wrong goes wrong here."""
    layouts = _master(presentation, ()).layouts
    for layout in (layouts.cover, layouts.titled, layouts.columns):
        slide = presentation.slides.add_slide(layout)
        for each in slide.placeholders:
            _ = each.placeholder_format.idx
            if any(
                side is not None and abs(side) > _FARTHEST for side in (each.left, each.top, each.width, each.height)
            ):
                raise ValueError
            if each.has_text_frame:
                each.text_frame.text = "A"
                each.text_frame.add_paragraph().text = "B"
        slide.notes_slide.notes_text_frame.text = "A"
    presentation.core_properties.author = "A"
    presentation.save(io.BytesIO())


def _master(presentation: pptx_objects.Deck, left_out: tuple[str, ...]) -> Master:
    template_layouts.mend(presentation)
    layouts = template_layouts.chosen(presentation)
    area = template_layouts.area(presentation, layouts.beside)
    ground = Ground(layouts.beside)
    text = ground.text(next(iter(template_layouts.texts(layouts.beside)), None))
    behind = ground.colours()
    read = min((contrast(text, colour) for colour in behind), default=0.0)
    panel = read < READABLE or not area.ample or ground.covered(area.body)
    lights = [luminance(colour) for colour in behind]
    dark = max(lights) < _DARK if lights and read < READABLE else luminance(text) > _DARK
    return Master(
        presentation,
        layouts,
        area.body,
        own=False,
        dark=dark,
        slots={} if panel else _readable(ground, behind),
        panel=panel,
        title_box=area.title,
        title_ink=_title_ink(layouts.beside, area.title, dark=dark),
        cover_ink=_title_ink(layouts.cover, None, dark=dark),
        subtitle_ink=_subtitle_ink(layouts.cover, dark=dark),
        stretch=_stretch(presentation),
        left_out=left_out,
    )


def _title_ink(layout: pptx_objects.Layout, box: Box | None, *, dark: bool) -> str:
    """The colour of our palette that a layout's title needs in a box, or where it has it, when its own cannot be read
    there; "" where it can."""
    title = template_layouts.title(layout)
    if title is None:
        return ""
    ground = Ground(layout)
    return _ink(ground.text(title, "title"), ground.behind(box or template_layouts.box(title)), dark=dark)


def _subtitle_ink(layout: pptx_objects.Layout, *, dark: bool) -> str:
    """The same for the text below the title of the title slide; where a picture lies behind both, what is nearest to
    the title's colour."""
    ground = Ground(layout)
    title = template_layouts.title(layout)
    below = next((each for each in layout.placeholders if "SUBTITLE" in str(each.placeholder_format.type)), None)
    if title is None or below is None:
        return ""
    behind = ground.behind(template_layouts.box(below))
    if behind:
        return _ink(ground.text(below), behind, dark=dark)
    colours = theme.palette("dark" if dark else "light")
    leading = ground.text(title, "title")
    return min(("ink", "paper"), key=lambda name: contrast(colours[name].lstrip("#"), leading))


def _ink(text: str, behind: Sequence[str], *, dark: bool) -> str:
    if not behind or min(contrast(text, colour) for colour in behind) >= READABLE:
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


def _stretch(presentation: pptx_objects.Deck) -> float:
    """How much wider the theme's typeface, or what stands in for it, may set text than ours."""
    part = presentation.slide_masters[0].part.part_related_by(RELATIONSHIP_TYPE.THEME)
    latin = etree.fromstring(part.blob).find(".//{*}minorFont/{*}latin")
    name = str(latin.get("typeface", "") if latin is not None else "").casefold()
    return next((wide for start, wide in _WIDTHS.items() if name.startswith(start)), STRETCH)
