"""One slide while it is filled: its shapes, texts, links and notes, and text that flows down a part of it."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, cast

from lxml import etree
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.slide import Slide
from pptx.util import Pt

from maps.drawing.shapes import Box, Shape
from maps.slides.drawingml import Writer
from maps.slides.master import Master
from maps.style import typeface
from maps.text.names import web_address

if TYPE_CHECKING:
    from pptx.text.text import TextFrame

_LONG_TITLE = 32
"""Letters of a title that a template's own size may be too large for."""


class SlideContext(Protocol):
    """What a slide has to know of its deck."""

    master: Master

    @property
    def language(self) -> str:
        """The leading language."""

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
        self.writer = Writer(itertools.count(100), self.deck.colour, self.link, self.deck.language)

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

    def title(self, lines: Sequence[str], box: Box | None = None, size: float | None = None) -> None:
        """The slide's title, a line for each language; in a box of its own, or where the master has it."""
        holder = self.slide.shapes.title
        if holder is None:
            wide = self.deck.master.width
            self.text([" / ".join(lines)], (34, 16, wide - 34, 78), 24, bold=True, name="Title")
            return
        frame = holder.text_frame
        frame.text = typeface.clean(lines[0])
        if size is None and not self.deck.master.own and len(lines[0]) > _LONG_TITLE:
            size = 0.05 * self.deck.master.height
        if size:
            frame.paragraphs[0].runs[0].font.size = Pt(size)
        for line in lines[1:]:
            paragraph = frame.add_paragraph()
            paragraph.text = typeface.clean(line)
            paragraph.runs[0].font.size = Pt(0.62 * (size or 24))
            paragraph.runs[0].font.bold = False
        if box and self.deck.master.own:
            left, top, right, bottom = box
            holder.left, holder.top, holder.width, holder.height = (
                Pt(left), Pt(top), Pt(right - left), Pt(bottom - top),
            )  # fmt: skip

    def text(  # noqa: PLR0913  what a text box has
        self, lines: Sequence[str], box: Box, size: float, colour: str = "ink", *, bold: bool = False,
        align: str = "start", name: str = "Text", click: str = "",
    ) -> None:  # fmt: skip
        """A text box with a paragraph for each line."""
        runs = [self.writer.run(line, size, colour, bold=bold, click=click) for line in lines]
        paragraphs = "".join(self.writer.paragraph([run], align=align) for run in runs)
        self.parts.append(self.writer.box(name, box, paragraphs, wrapped=True))

    def finish(self) -> None:
        """Puts everything into the slide."""
        tree = self.slide.shapes._spTree  # noqa: SLF001  python-pptx builds neither groups with holes nor dashes
        tree.append(etree.Comment(self.mark))
        for chart in [each for each in tree if str(each.tag).endswith("}graphicFrame")]:
            tree.append(chart)
        if self.notes:
            frame = cast("TextFrame", self.slide.notes_slide.notes_text_frame)
            frame.text = "\n".join(typeface.clean(note) for note in self.notes)


@dataclass
class Column:
    """Text that flows down a part of a slide, until there is no more room."""

    page: Page
    """The slide."""
    box: Box
    """The part of it: left, top, right and bottom in points."""
    larger: float = 1.0
    """How much larger all text is than it says."""
    y: float = 0.0
    """Where the next text goes, in points from the slide's top."""
    whole: bool = True
    """Whether there was room for everything."""

    def __post_init__(self) -> None:
        self.y = self.box[1]

    @property
    def wide(self) -> float:
        """Width in points."""
        return self.box[2] - self.box[0]

    def lines(self, text: str, size: float, *, bold: bool = False, left: float = 0.0) -> int:
        """How many lines a text takes."""
        size *= self.larger
        wide = (self.wide - left) / self.page.deck.master.stretch
        return len(typeface.wrapped(text, "semibold" if bold else "regular", size, wide))

    def fits(self, high: float) -> bool:
        """Whether there is room for so many points."""
        fits = self.y + high <= self.box[3]
        self.whole = self.whole and fits
        return fits

    def write(  # noqa: PLR0913  what a line of text has
        self, text: str, size: float, colour: str = "ink", *, bold: bool = False, left: float = 0.0,
        gap: float = 0.0, name: str = "Text", click: str = "",
    ) -> bool:  # fmt: skip
        """A text below what is there; False, and nothing, when there is no room."""
        if not text:
            return True
        lines = self.lines(text, size, bold=bold, left=left)
        size, gap = size * self.larger, gap * self.larger
        high = lines * size * 1.2
        if not self.fits(gap + high):
            return False
        self.y += gap
        box = (self.box[0] + left, self.y, self.box[2], self.y + high)
        self.page.text([text], box, size, colour, bold=bold, name=name, click=click)
        self.y += high
        return True
