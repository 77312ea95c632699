"""What slides are made on: our own plain master, or the masters, typefaces and colours of a user's template."""

from __future__ import annotations

import io
import os
import re
from dataclasses import dataclass
from typing import Any, cast

from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.presentation import Presentation as OpenPresentation
from pptx.slide import SlideLayout
from pptx.util import Emu, Length, Pt

from geo import CoopmapError, ReadError
from geo.errors import plain
from geo.sandbox import process
from maps.drawing.shapes import Box
from maps.style import theme

SIZES = {"16:9": (960.0, 540.0), "4:3": (720.0, 540.0)}
"""Width and height of a slide in points."""

COVER = 0.47
"""Where on a title slide of ours the map begins, as a share of its width."""

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_ACCENTS = ("manufacturing", "light_industry", "chemicals_health", "building", "transport", "energy")
"""The families that are our own theme's accents, in order."""
_SLOTS = {
    "ink": "tx1",
    "paper": "bg1",
    "ink-2": "tx2",
    "wash": "bg2",
    "accent": "hlink",
    "on-family": "bg1",
    "halo": "bg1",
}
"""Colours of the palette that a theme has a slot for."""
_WIDTHS = {"verdana": 1.26, "dejavu": 1.26, "tahoma": 1.12, "georgia": 1.14, "calibri": 1.0, "arial narrow": 0.92}
_USUAL = 1.12
"""How much wider typefaces are than ours, by the start of their names, and what is taken for others."""
_TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)


@dataclass(frozen=True)
class Master:
    """A presentation without slides and what of it ours are made with."""

    presentation: OpenPresentation
    """python-pptx's presentation."""
    first: SlideLayout
    """The layout of the title slide."""
    titled: SlideLayout
    """The layout of all others."""
    body: Box
    """The box, in points, that titled leaves for what we draw."""
    own: bool
    """Whether the master is ours, so that titles may stand where we like."""
    dark: bool
    """Whether its ground is dark."""
    slots: dict[str, tuple[str, str]]
    """The theme's slot, and a shade as DrawingML, by the palette's name of a colour."""
    stretch: float = 1.0
    """How much wider its typeface may be than ours."""
    left_out: tuple[str, ...] = ()
    """What of a template does not come along, in words."""

    @property
    def width(self) -> float:
        """Of a slide, in points."""
        return cast("Length", self.presentation.slide_width).pt

    @property
    def height(self) -> float:
        """Of a slide, in points."""
        return cast("Length", self.presentation.slide_height).pt

    def palette(self) -> dict[str, str]:
        """The theme of stills that suits the master's ground."""
        return theme.palette("dark" if self.dark else "light")


def plain_master(size: str) -> Master:
    """Our own master: white, with our colours as the theme's, and titles at the left."""
    if size not in SIZES:
        raise CoopmapError(f"Slides have the size {' or '.join(SIZES)}; got {plain(size)}.")
    presentation = Presentation()
    wide, high = SIZES[size]
    presentation.slide_width, presentation.slide_height = Pt(wide), Pt(high)
    _rescale(presentation, wide / 720)
    _recolour(presentation)
    _retitle(presentation, wide)
    layouts = presentation.slide_layouts
    body = (0.0, 84.0, wide, high)
    slots = {name: (slot, "") for name, slot in _SLOTS.items()}
    slots |= {f"family-{family}": (f"accent{number}", "") for number, family in enumerate(_ACCENTS, 1)}
    return Master(presentation, layouts[0], layouts[5], body, own=True, dark=False, slots=slots)


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
    master = _master(presentation, ())
    for layout in (master.first, master.titled):
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
    titled = _layout(presentation, {PP_PLACEHOLDER.TITLE}, least=True)
    first = _layout(presentation, {PP_PLACEHOLDER.CENTER_TITLE, PP_PLACEHOLDER.SUBTITLE}, least=False)
    colours = _theme_colours(presentation)
    dark = _light(colours.get("bg1", "ffffff")) < 0.3
    slots = {name: (slot, "") for name, slot in _SLOTS.items() if name != "wash"}
    for number, family in enumerate(theme.FAMILIES):
        shade = "" if number < 6 else '<a:lumMod val="70000"/>'
        slots[f"family-{family}"] = (f"accent{number % 6 + 1}", shade)
    body, stretch = _body(presentation, titled), _stretch(presentation)
    return Master(
        presentation, first, titled, body, own=False, dark=dark, slots=slots, stretch=stretch, left_out=left_out
    )


def _layout(presentation: Any, wanted: set[Any], *, least: bool) -> Any:
    """The layout with the wanted placeholders and fewest others, else the first with a title, else the first."""

    def kinds(layout: Any) -> list[Any]:
        minor = {PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER}
        return [
            each.placeholder_format.type for each in layout.placeholders if each.placeholder_format.type not in minor
        ]

    layouts = list(presentation.slide_layouts)
    fitting = [layout for layout in layouts if wanted <= set(kinds(layout))]
    if fitting:
        return min(fitting, key=lambda layout: len(kinds(layout))) if least else fitting[0]
    titles = [layout for layout in layouts if set(kinds(layout)) & set(_TITLES)]
    return min(titles or layouts, key=lambda layout: len(kinds(layout)))


def _body(presentation: Any, layout: Any) -> Box:
    """What a layout leaves below its title and above its foot, in points."""
    wide, high = presentation.slide_width.pt, presentation.slide_height.pt
    top, bottom = 0.16 * high, high
    for each in layout.placeholders:
        kind = each.placeholder_format.type
        if each.top is None or each.height is None:
            continue
        if kind in _TITLES:
            top = (each.top + each.height) / 12_700 + 4
        elif kind in (PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER, PP_PLACEHOLDER.DATE):
            bottom = min(bottom, each.top / 12_700) if each.top / 12_700 > 0.7 * high else bottom
    if bottom - top < 0.5 * high:
        top = 0.2 * high
    return 0.0, float(top), float(wide), float(bottom)


# --- themes -----------------------------------------------------------------------------------------------------------


def _theme_part(presentation: Any) -> Any:
    return presentation.slide_masters[0].part.part_related_by(RELATIONSHIP_TYPE.THEME)


def _stretch(presentation: Any) -> float:
    """How much wider the theme's typeface sets text than ours."""
    latin = etree.fromstring(_theme_part(presentation).blob).find(".//{*}minorFont/{*}latin")
    name = str(latin.get("typeface", "") if latin is not None else "").casefold()
    return next((wide for start, wide in _WIDTHS.items() if name.startswith(start)), _USUAL)


def _theme_colours(presentation: Any) -> dict[str, str]:
    """The theme's colours as the master uses them: bg1, tx1 and so on, each as rrggbb."""
    root = etree.fromstring(_theme_part(presentation).blob)
    scheme = root.find(f".//{_A}clrScheme")
    if scheme is None:
        return {}
    values = {}
    for slot in scheme:
        value = next((each.get("lastClr") or each.get("val") for each in slot), None)
        values[etree.QName(slot).localname] = value or "ffffff"
    mapped = presentation.slide_masters[0]._element.find(  # noqa: SLF001  python-pptx has no colour map
        "{http://schemas.openxmlformats.org/presentationml/2006/main}clrMap"
    )
    return {name: values.get(slot, "ffffff") for name, slot in (mapped.attrib.items() if mapped is not None else ())}


def _light(value: str) -> float:
    """How light a colour is, 0 to 1."""
    if not re.fullmatch(r"[0-9a-fA-F]{6}", value):
        return 1.0
    red, green, blue = (int(value[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _recolour(presentation: Any) -> None:
    """Our colours in the theme of python-pptx's own template."""
    part = _theme_part(presentation)
    root = etree.fromstring(part.blob)
    colours = theme.palette("light")
    named = {"dk1": "ink", "lt1": "paper", "dk2": "ink-2", "lt2": "wash", "hlink": "accent", "folHlink": "accent"}
    named |= {f"accent{number}": f"family-{family}" for number, family in enumerate(_ACCENTS, 1)}
    scheme = root.find(f".//{_A}clrScheme")
    scheme.set("name", "coopmap")
    for slot in scheme:
        for child in list(slot):
            slot.remove(child)
        value = colours[named[etree.QName(slot).localname]]
        etree.SubElement(slot, f"{_A}srgbClr", val=value.lstrip("#").upper())
    part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)  # noqa: SLF001


def _rescale(presentation: Any, share: float) -> None:
    """Placeholders of master and layouts spread over a wider slide."""
    for holder in (presentation.slide_master, *presentation.slide_layouts):
        for each in holder.placeholders:
            if each._element.spPr.find(f"{_A}xfrm") is not None:  # noqa: SLF001  else it inherits its place
                each.left, each.width = Emu(round(each.left * share)), Emu(round(each.width * share))


def _retitle(presentation: Any, wide: float) -> None:
    """Titles at the left in bold, where a reader begins."""
    master, first = presentation.slide_master, presentation.slide_layouts[0]
    for run in master._element.iterfind(".//{*}titleStyle/{*}lvl1pPr/{*}defRPr"):  # noqa: SLF001
        run.set("sz", "2600")
        run.set("b", "1")
        run.getparent().set("algn", "l")
    for holder in (master, presentation.slide_layouts[5]):
        _place(holder, PP_PLACEHOLDER.TITLE, (34, 16, wide - 68, 62))
    title = _place(first, PP_PLACEHOLDER.CENTER_TITLE, (34, 130, COVER * wide - 62, 170))
    for body in title._element.iter(f"{_A}bodyPr"):  # noqa: SLF001
        body.set("anchor", "b")
    subtitle = _place(first, PP_PLACEHOLDER.SUBTITLE, (34, 310, COVER * wide - 62, 150))
    for level in subtitle._element.iter(f"{_A}lvl1pPr"):  # noqa: SLF001
        level.set("algn", "l")
    for tint in list(subtitle._element.iter(f"{_A}tint")):  # noqa: SLF001  too pale to be read from afar
        tint.getparent().set("val", "tx2")
        tint.getparent().remove(tint)


def _place(holder: Any, kind: Any, box: tuple[float, float, float, float]) -> Any:
    """Sets the placeholder of a kind to left, top, width and height in points; gives it."""
    placeholder = next(each for each in holder.placeholders if each.placeholder_format.type == kind)
    placeholder.left, placeholder.top, placeholder.width, placeholder.height = map(Pt, box)
    return placeholder
