"""Our own master: white, with our colours as the theme's, titles at the left, and a layout for each kind of slide."""

from __future__ import annotations

from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.util import Emu, Pt

from geo import CoopmapError
from geo.errors import plain
from geo.messages import Message, alternatives
from maps.drawing.shapes import Box
from maps.slides import pptx_objects
from maps.slides.master import Layouts, Master
from maps.style import theme
from maps.text import i18n

SIZES = {"16:9": (960.0, 540.0), "4:3": (720.0, 540.0)}
"""Width and height of a slide in points."""

COVER = 0.47
"""Where on the title slide the map begins, as a share of its width."""
BESIDE, BESIDE_TWO = 0.42, 0.36
"""How much of a slide's width a map takes beside one or two columns of text."""
STATEMENT = 0.6
"""How much of it the map of a statement takes."""
EDGE = 34.0
"""How far text stays from the slide's sides, in points."""
FOOT = 60.0
"""Points at the foot for sources and links."""
_NUMBER = 24.0
"""How far a slide's number of three digits reaches in from the edge of the text, in points."""

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_ACCENTS = ("manufacturing", "light_industry", "chemicals_health", "building", "transport", "energy")
"""The families that are the theme's accents, in order; marks keep their colours whatever the theme."""
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
_MINOR = (PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER)

Place = tuple[float, float, float, float]
"""Left, top, width and height in points."""


def plain_master(size: str) -> Master:
    """Our own master at one of SIZES. Raises CoopmapError for another."""
    if size not in SIZES:
        raise CoopmapError(
            Message("Slides have the size {sizes}; got {size}.", sizes=alternatives(SIZES), size=plain(size))
        )
    presentation = Presentation()
    wide, high = SIZES[size]
    presentation.slide_width, presentation.slide_height = Pt(wide), Pt(high)
    _rescale(presentation, wide / 720)
    _recolour(presentation)
    _restyle(presentation.slide_master)
    layouts = _arranged(presentation, wide, high)
    _number(presentation, wide, high)
    return Master(presentation, layouts, (0.0, 84.0, wide, high), own=True, dark=False, slots=dict(_SLOTS))


def _arranged(presentation: pptx_objects.Deck, wide: float, high: float) -> Layouts:
    """Our layouts, made of those of python-pptx's template; of the others only a heading and a blank one stay."""
    old = list(presentation.slide_layouts)
    for upright in old[9:11]:
        presentation.slide_layouts.remove(upright)
    whole, title = wide - 2 * EDGE, (EDGE, 16.0, wide - 2 * EDGE, 64.0)
    half = (whole - 30) / 2
    below = high - 96 - 28
    _place_all(presentation.slide_master, {0: title, 1: (EDGE, 96, whole, below)})
    beside, two = BESIDE * wide + 28, BESIDE_TWO * wide + 28
    column = (wide - EDGE - two - 20) / 2
    text = high - 100 - FOOT
    number = STATEMENT * wide + 26
    _arrange(old[0], "Cover", {0: (EDGE, 60, COVER * wide - 62, 220), 1: (EDGE, 292, COVER * wide - 62, 170)})
    for styles in old[0].placeholders[0]._element.iter(f"{_A}lstStyle"):  # noqa: SLF001
        level = etree.SubElement(styles, f"{_A}lvl1pPr")
        etree.SubElement(level, f"{_A}defRPr", sz="4000")
    _arrange(old[1], "Title and text", {0: title, 1: (EDGE, 96, whole, below)})
    _arrange(old[3], "Two columns", {0: title, 1: (EDGE, 96, half, below), 2: (EDGE + half + 30, 96, half, below)})
    _arrange(old[4], "Map and two texts", {
        0: (two, 20, wide - EDGE - two, 72), 2: (two, 100, column, text), 4: (two + column + 20, 100, column, text),
    })  # fmt: skip
    _arrange(old[5], "Title", {0: title})
    _arrange(old[7], "Map and text", {
        0: (beside, 20, wide - EDGE - beside, 72), 2: (beside, 100, wide - EDGE - beside, text)
    })  # fmt: skip
    _arrange(old[8], "Statement", {0: title, 2: (number, 100, wide - EDGE - number, text)})
    return Layouts(old[0], old[5], old[3], old[7], old[4], old[8])


def beside_number(foot: Box, language: str) -> Box:
    """A box at the foot; where text begins at the right, the part that leaves the slide's number its room."""
    left, top, right, bottom = foot
    return left, top, right - (_NUMBER if i18n.is_right_to_left(language) else 0), bottom


def _number(presentation: pptx_objects.Deck, wide: float, high: float) -> None:
    """The slide's number at the lower right."""
    for holder in (presentation.slide_master, *presentation.slide_layouts):
        for each in holder.placeholders:
            if each.placeholder_format.type == PP_PLACEHOLDER.SLIDE_NUMBER:
                each.left, each.top, each.width, each.height = map(Pt, (wide - EDGE - 40, high - 26, 40, 14))
                for body in each._element.iter(f"{_A}bodyPr"):  # noqa: SLF001
                    for side in ("lIns", "tIns", "rIns", "bIns"):
                        body.set(side, "0")
                for run in each._element.iter(f"{_A}defRPr"):  # noqa: SLF001
                    run.set("sz", "1000")


def _arrange(layout: pptx_objects.Layout, name: str, places: dict[int, Place]) -> None:
    """Names a layout and leaves of its placeholders those that are given a place; dates and numbers stay."""
    layout._element.cSld.set("name", name)  # noqa: SLF001  python-pptx gives no other way to the name
    for each in list(layout.placeholders):
        kind, number = each.placeholder_format.type, each.placeholder_format.idx
        if kind not in _MINOR and number not in places:
            each._element.getparent().remove(each._element)  # noqa: SLF001
    _place_all(layout, places)
    layout._element.attrib.pop("type", None)  # noqa: SLF001  what it was before


def _place_all(holder: pptx_objects.Holder, places: dict[int, Place]) -> None:
    for each in holder.placeholders:
        if each.placeholder_format.idx in places:
            each.left, each.top, each.width, each.height = map(Pt, places[each.placeholder_format.idx])
            for body in each._element.iter(f"{_A}bodyPr"):  # noqa: SLF001
                for side in ("lIns", "tIns", "rIns", "bIns"):
                    body.set(side, "0")
                body.set("anchor", "b" if each.placeholder_format.type == PP_PLACEHOLDER.CENTER_TITLE else "t")
            for levels in each._element.iter(f"{_A}lstStyle"):  # noqa: SLF001  the master's own styles hold
                for level in list(levels):
                    levels.remove(level)


def _restyle(master: pptx_objects.Layout) -> None:
    """Titles at the left in bold, where a reader begins; text without signs, in sizes that are read from afar."""
    styles = master._element.find("{*}txStyles")  # noqa: SLF001
    for level in styles.iterfind("{*}titleStyle/{*}lvl1pPr"):
        level.set("algn", "l")
        level.find(f"{_A}defRPr").set("sz", "2800")
        level.find(f"{_A}defRPr").set("b", "1")
    for number, level in enumerate(styles.find("{*}bodyStyle")):
        run = level.find(f"{_A}defRPr")
        if run is None:
            continue
        run.set("sz", "1600" if number == 0 else "1400")
        if number == 0:
            level.set("marL", "0")
            level.set("indent", "0")
            for sign in [*level.iterfind(f"{_A}buFont"), *level.iterfind(f"{_A}buChar")]:
                level.remove(sign)
            run.addprevious(etree.Element(f"{_A}buNone"))


def _recolour(presentation: pptx_objects.Deck) -> None:
    """Our colours in the theme of python-pptx's own template."""
    part = presentation.slide_masters[0].part.part_related_by(RELATIONSHIP_TYPE.THEME)
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


def _rescale(presentation: pptx_objects.Deck, share: float) -> None:
    """Placeholders of master and layouts spread over a wider slide."""
    for holder in (presentation.slide_master, *presentation.slide_layouts):
        for each in holder.placeholders:
            if each._element.spPr.find(f"{_A}xfrm") is not None:  # noqa: SLF001  else it inherits its place
                each.left, each.width = Emu(round(each.left * share)), Emu(round(each.width * share))
