"""One slide while it is filled: its placeholders, shapes, tables, pictures, links and notes."""

from __future__ import annotations

import io
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol, cast

from lxml import etree
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.slide import Slide
from pptx.util import Pt

from maps.drawing.shapes import Box, Polygon, Shape, Style
from maps.slides import paragraphs, pptx_objects
from maps.slides.drawingml import Writer
from maps.slides.master import Master
from maps.slides.paragraphs import Paragraph, Run
from maps.slides.tables import Table
from maps.style import typeface
from maps.text.names import web_address

if TYPE_CHECKING:
    from pptx.text.text import TextFrame

_NAMESPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_NUMBER = (
    f"<p:sp {_NAMESPACES}>"
    '<p:nvSpPr><p:cNvPr id="{id}" name="Slide number"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr>'
    '<p:ph type="sldNum" sz="quarter" idx="{place}"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/>'
    '<a:p><a:fld id="{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}" type="slidenum"><a:rPr lang="{language}"/>'
    "<a:t>‹#›</a:t></a:fld></a:p></p:txBody></p:sp>"
)
_TEXTS = (PP_PLACEHOLDER.OBJECT, PP_PLACEHOLDER.BODY, PP_PLACEHOLDER.SUBTITLE)
_SECOND = 0.62
"""The size of a title's second language as a share of the first one's."""
_LARGEST_TITLE = 0.062
"""The largest title on a template as a share of the slide's height: ours are sentences."""
_LEAST_TITLE = 14.0
"""Points of the smallest title."""
_PANEL = 8.0
"""How far the ground of our texts reaches around them, in points."""


class SlideContext(Protocol):
    """What a slide has to know of its deck."""

    master: Master

    @property
    def languages(self) -> tuple[str, ...]:
        """The deck's languages, the leading one first."""

    @property
    def pages(self) -> Mapping[str, Page]:
        """The slides by their keys."""

    def colour(self, name: str, opacity: float) -> str:
        """A colour as DrawingML."""


@dataclass
class Page:
    """One slide while it is filled: its shapes as XML, its links, its notes."""

    deck: SlideContext
    """What it knows of its deck."""
    slide: Slide
    """python-pptx's slide."""
    parts: list[str] = field(default_factory=list)
    """Its shapes in drawing order, as DrawingML."""
    notes: list[str] = field(default_factory=list)
    """The lines of its notes."""
    _links: dict[str, str] = field(default_factory=dict)

    @property
    def mark(self) -> str:
        """Stands for our shapes until the file is written: no parser need take them apart and put them together."""
        return f"shapes of {self.slide.part.partname}"

    def __post_init__(self) -> None:
        self.numbers = itertools.count(100)
        self.writer = Writer(self.numbers, self.deck.colour, self.link, self.deck.languages[0])

    def link(self, address: str) -> str:
        """What a click does, for an address of the web or the key of a slide: attributes of a:hlinkClick."""
        if address not in self._links:
            self._links[address] = self._related(address)
        return self._links[address]

    def _related(self, address: str) -> str:
        part = self.slide.part
        if address.startswith("slide:"):
            target = self.deck.pages.get(address.removeprefix("slide:"))
            if target is None:
                return ""
            number = part.relate_to(target.slide.part, RELATIONSHIP_TYPE.SLIDE)
            return f'r:id="{number}" action="ppaction://hlinksldjump"'
        if not web_address(address):
            return ""
        return f'r:id="{part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)}"'

    def add(self, *shapes: Shape) -> None:
        """Draws shapes."""
        self.parts += [self.writer.shape(shape) for shape in shapes]

    # --- text ---------------------------------------------------------------------------------------------------------

    def title(self, lines: Sequence[str], box: Box | None = None, ink: str | None = None) -> None:
        """The slide's title, a line for each language, where the master has it or in a box, and as small as it must be.

        In a layout without a title it stands in a text box at the top. ink: its colour instead of the master's.
        """
        holder = self.slide.shapes.title
        if holder is None:
            wide = self.deck.master.width
            size = 24.0
            self.box("Title", _title(lines, self.deck.languages, size), (34, 16, wide - 34, 78), least=0.6)
            return
        box = box or (self.deck.master.title_box if ink is None else None)
        if box:
            _place(holder, box)
        given = _title_size(holder)
        size = given if self.deck.master.own else min(given, _LARGEST_TITLE * self.deck.master.height)
        inset = 0.0 if self.deck.master.own else 7.2
        wide, high = holder.width.pt - 2 * inset, holder.height.pt - inset
        flow: Sequence[Paragraph] = _title(lines, self.deck.languages, size)
        least = min(1.0, _LEAST_TITLE / size)
        flow, scale = paragraphs.fitted(flow, wide, high, least, self.deck.master.stretch)
        share = scale * size / given
        # The first line in the master's own size and weight, the second one in a size that the same scale holds for.
        second = [replace(each, runs=(replace(each.runs[0], size=_SECOND * given),)) for each in flow[1:]]
        leading = [replace(flow[0], runs=(Run(flow[0].runs[0].text),)), *second]
        ink = self.deck.master.title_ink if ink is None else ink
        self._fill(holder, [_inked(each, ink) for each in leading], share, inset=True)

    def write(self, place: int, flow: Sequence[Paragraph], box: Box, least: float) -> None:
        """Writes paragraphs into the layout's body of a number, counted from the left, or into a text box.

        least: how small the text may become, as a share of its size, before what may be left out is.
        """
        flow, scale = paragraphs.fitted(flow, box[2] - box[0], box[3] - box[1], least, self.deck.master.stretch)
        holders = self._bodies()
        if place >= len(holders):
            self._text_box("Text", flow, box, scale)
            return
        _place(holders[place], box)
        self._fill(holders[place], [_inked(each, self.deck.master.ink) for each in flow], scale)

    def _bodies(self) -> list[pptx_objects.Holder]:
        """The slide's places for text from left to right; those that are filled too."""
        holders = [each for each in self.slide.placeholders if each.placeholder_format.type in _TEXTS]
        ordered = sorted(holders, key=lambda each: each.placeholder_format.idx)
        return [each for each in ordered if each.has_text_frame]

    def box(
        self, name: str, flow: Sequence[Paragraph], box: Box, *, least: float = 1.0, anchor: str = "t"
    ) -> tuple[Paragraph, ...]:
        """A text box; anchor: t or b, where in it the text stands. Returns what of the text had room."""
        flow, scale = paragraphs.fitted(flow, box[2] - box[0], box[3] - box[1], least, self.deck.master.stretch)
        self._text_box(name, flow, box, scale, anchor)
        return tuple(flow)

    def _text_box(self, name: str, flow: Sequence[Paragraph], box: Box, scale: float, anchor: str = "t") -> None:
        inked = [_inked(each, "ink") for each in flow]
        language = self.deck.languages[0]
        body = paragraphs.body(inked, self.deck.colour, language, scale=scale, anchor=anchor)
        self.parts.append(self.writer.text_box(name, box, body))

    def _fill(
        self, holder: pptx_objects.Holder, flow: Sequence[Paragraph], scale: float, *, inset: bool = False
    ) -> None:
        """Writes into a placeholder; inset: as a title, whose margins and places are the master's."""
        old = holder._element.txBody  # noqa: SLF001  python-pptx writes neither scales nor spacing
        written = paragraphs.body(flow, self.deck.colour, self.deck.languages[0], scale=scale, inset=inset)
        new = parse_xml(f"<p:sp {_NAMESPACES}>{written}</p:sp>")[0]
        if inset:
            for given in ("anchor", "wrap", "rtlCol"):
                new[0].attrib.pop(given, None)
            for facts in new.iter("{*}pPr"):
                backward = {"rtl": "1", "algn": str(facts.get("algn"))} if facts.get("rtl") else {}
                facts.attrib.clear()
                facts.attrib.update(backward)  # a master of another language does not know that its title runs back
                for sign in facts.findall("{*}buNone"):
                    facts.remove(sign)
        old.getparent().replace(old, new)

    # --- what else stands on it ---------------------------------------------------------------------------------------

    def table(self, table: Table, at: tuple[float, float]) -> None:
        """A table from its upper left corner."""
        self.parts.append(table.xml(next(self.numbers), at, self.deck.colour, self.deck.languages[0]))

    def picture(self, data: bytes, box: Box, name: str, words: str) -> None:
        """A picture that fills a box: what is too much of it at two sides is cropped, and can be had back."""
        left, top, right, bottom = box
        picture = self.slide.shapes.add_picture(io.BytesIO(data), Pt(left), Pt(top))
        wanted, given = (right - left) / (bottom - top), picture.width / picture.height
        spare = (1 - min(wanted, given) / max(wanted, given)) / 2
        if given > wanted:
            picture.crop_left = picture.crop_right = spare
        else:
            picture.crop_top = picture.crop_bottom = spare
        picture.width, picture.height = Pt(right - left), Pt(bottom - top)
        picture.name = name
        cast("pptx_objects.Element", picture._element).nvPicPr.cNvPr.set("descr", typeface.clean(words))  # noqa: SLF001

    def finish(self, *, panel: bool, numbered: bool) -> None:
        """Puts everything into the slide; panel: on a ground of its own; numbered: with its number."""
        tree = self.slide.shapes._spTree  # noqa: SLF001  python-pptx builds neither groups with holes nor dashes
        for holder in list(self.slide.placeholders):
            if holder.has_text_frame and not holder.text_frame.text:
                tree.remove(holder._element)  # noqa: SLF001  an empty one asks for a click
        tree.append(etree.Comment(self.mark))
        if numbered:
            self._add_number(tree)
        for chart in [each for each in tree if str(each.tag).endswith("}graphicFrame")]:
            tree.append(chart)
        if panel:
            tree.insert(2, parse_xml(self._panel()))
        if self.notes:
            frame = cast("TextFrame", self.slide.notes_slide.notes_text_frame)
            frame.text = "\n".join(typeface.clean(note) for note in self.notes)

    def _add_number(self, tree: pptx_objects.Element) -> None:
        """The slide's number where the layout has it."""
        kind = PP_PLACEHOLDER.SLIDE_NUMBER
        layout: pptx_objects.Layout = self.slide.slide_layout
        place = next((each for each in layout.placeholders if each.placeholder_format.type == kind), None)
        if place is not None:
            number = _NUMBER.format(
                id=next(self.numbers), place=place.placeholder_format.idx, language=self.deck.languages[0]
            )
            tree.append(parse_xml(number))

    def _panel(self) -> str:
        left, top, right, bottom = self.deck.master.body
        left, top = max(0.0, left - _PANEL), max(0.0, top - _PANEL)
        right, bottom = min(self.deck.master.width, right + _PANEL), min(self.deck.master.height, bottom + _PANEL)
        ring = ((left, top), (right, top), (right, bottom), (left, bottom))
        shape = self.writer.shape(Polygon("Ground", (ring,), Style(fill="paper")))
        return shape.replace("<p:sp>", f"<p:sp {_NAMESPACES}>", 1)


def _title(lines: Sequence[str], languages: Sequence[str], size: float) -> list[Paragraph]:
    """A title's lines; those after the first are smaller."""
    sizes = (size, *[size * _SECOND] * len(lines))
    codes = (*languages, *[languages[0]] * len(lines))
    return [
        paragraphs.line(text, points, bold=not number, language=code)
        for number, (text, points, code) in enumerate(zip(lines, sizes, codes, strict=False))
    ]


def _title_size(holder: pptx_objects.Holder) -> float:
    """The size of a title in points: the layout's, else the master's."""
    layout = holder.part.slide_layout
    kinds = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
    above = [
        each._element.find(".//{*}lstStyle")  # noqa: SLF001
        for of in (layout, layout.slide_master)
        for each in of.placeholders
        if each.placeholder_format.type in kinds
    ]
    above.append(layout.slide_master._element.find("{*}txStyles/{*}titleStyle"))  # noqa: SLF001
    for styles in above:
        run = styles.find("{*}lvl1pPr/{*}defRPr") if styles is not None else None
        if run is not None and str(run.get("sz", "")).isdigit():
            return float(min(96.0, max(10.0, int(run.get("sz")) / 100)))
    return 44.0


def _inked(paragraph: Paragraph, ink: str) -> Paragraph:
    """A paragraph whose runs have a colour, where they need one of ours."""
    if not ink:
        return paragraph
    return replace(paragraph, runs=tuple(replace(run, colour=run.colour or ink) for run in paragraph.runs))


def _place(holder: pptx_objects.Holder, box: Box) -> None:
    """Moves a placeholder to a box, unless its layout has it there."""
    wanted = (box[0], box[1], box[2] - box[0], box[3] - box[1])
    given = [None if each is None else each.pt for each in (holder.left, holder.top, holder.width, holder.height)]
    if any(old is None or abs(old - new) > 0.5 for old, new in zip(given, wanted, strict=True)):
        holder.left, holder.top, holder.width, holder.height = map(Pt, wanted)
