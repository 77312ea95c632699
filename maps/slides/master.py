"""What slides are made on: the layouts of a presentation, what they leave for us, and which colours are the theme's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from pptx.presentation import Presentation as OpenPresentation
from pptx.slide import SlideLayout
from pptx.util import Length

from maps.drawing.shapes import Box
from maps.slides.paragraphs import STRETCH
from maps.style import theme


@dataclass(frozen=True)
class Layouts:
    """The layouts that slides are made with; in a template one may stand for several."""

    cover: SlideLayout
    """Of the title slide."""
    titled: SlideLayout
    """A title, and room for a map, charts or a table."""
    columns: SlideLayout
    """A title above two columns of text."""
    beside: SlideLayout
    """A map, and a column of text beside it."""
    beside_two: SlideLayout
    """A map, and two columns of text beside it."""
    statement: SlideLayout
    """A statement above a map, and a large number beside it."""


@dataclass(frozen=True)
class Master:
    """A presentation without slides and what of it ours are made with."""

    presentation: OpenPresentation
    """python-pptx's presentation."""
    layouts: Layouts
    """Those of its layouts that are used."""
    body: Box
    """The box, in points, that a layout leaves for what we draw."""
    own: bool
    """Whether the master is ours, so that maps bleed to the edges."""
    dark: bool
    """Whether its ground is dark."""
    slots: dict[str, str]
    """The theme's slot by the palette's name of a colour; what is not there keeps its own."""
    panel: bool = False
    """Whether our texts need a ground of their own: on the template's they might not be read."""
    title_box: Box | None = None
    """Where titles are moved; None where the layout has them."""
    title_ink: str = ""
    """The colour of our palette that titles need where the template's cannot be read; "" where it can."""
    cover_ink: str = ""
    """The same of the title slide."""
    subtitle_ink: str = ""
    """The same of the text below its title."""
    stretch: float = STRETCH
    """How much wider than ours its typeface, or what stands in for it, may be."""
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

    @property
    def ink(self) -> str:
        """The colour of our texts in a template's placeholders; "" for the one that the template gives them."""
        return "ink" if self.panel else ""

    def palette(self, own: theme.OwnFamilies) -> dict[str, str]:
        """The theme of stills that suits the master's ground, with the layer's own colours."""
        return theme.palette("dark" if self.dark else "light", own)
