"""Text that flows: paragraphs, how high they are in the widest typeface that may stand in, and their DrawingML."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from maps.slides import bidi_runs
from maps.style import shaping, typeface
from maps.text import i18n
from maps.text.xml_text import escape, quoteattr

STRETCH = 1.18
"""How much wider than in our typeface a text may be: where Calibri is missing, Noto Sans stands in for it."""
SMALLEST = 10.0
"""Points of the smallest text."""
_LEADING = 90
"""Distance of lines as a per cent of the typeface's own."""
_LINE = 1.23
"""The same in sizes of the text, in Noto Sans, whose lines are the highest."""
_STEP = 0.025
"""By how much text is made smaller until it goes in."""
_EMU = 12_700
_ALIGNED = {"start": "l", "middle": "ctr", "end": "r"}
_COMPLEX = '<a:cs typeface="Arial"/>'
"""The font for scripts that join their letters: a theme may name none, and every office program has this one."""
_LINK_AS_TEXT = (
    '<a:extLst><a:ext uri="{A12FA001-AC4F-418D-AE19-62706E023703}"><ahyp:hlinkClr'
    ' xmlns:ahyp="http://schemas.microsoft.com/office/drawing/2018/hyperlinkcolor" val="tx"/></a:ext></a:extLst>'
)
"""A link in the colour of its text: the theme's own may not be readable on a template's ground."""

Colour = Callable[[str, float], str]
"""Gives a colour of the palette with an opacity as a DrawingML element."""


@dataclass(frozen=True, slots=True)
class Run:
    """Letters of one look."""

    text: str
    """A blank at either end stays."""
    size: float = 0.0
    """In points; 0 for the master's own."""
    colour: str = ""
    """Name of a colour of the palette; "" for the master's own."""
    bold: bool = False
    """Whether they are bold."""
    click: str = ""
    """What a click on them does, as attributes of a:hlinkClick."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Runs that flow together."""

    runs: tuple[Run, ...]
    """In order."""
    before: float = 0.0
    """Points above it."""
    indent: float = 0.0
    """How far it stands in, in points."""
    bullet: str = ""
    """A sign in the indent; a number ("7.") counts as one."""
    bullet_colour: str = ""
    """The sign's colour; "" for the text's."""
    align: str = "start"
    """start, middle or end."""
    language: str = ""
    """Language tag; "" for the slide's."""
    rank: int = 0
    """What has no room is left out by this: the highest first; 0 always stands."""


def line(  # noqa: PLR0913  what a paragraph of one look has
    text: str, size: float, colour: str = "", *, bold: bool = False, before: float = 0.0, click: str = "",
    language: str = "", rank: int = 0, indent: float = 0.0,
) -> Paragraph:  # fmt: skip
    """A paragraph of one run."""
    return Paragraph((Run(text, size, colour, bold, click),), before, indent, language=language, rank=rank)


# --- measured ---------------------------------------------------------------------------------------------------------


def height(paragraphs: Sequence[Paragraph], wide: float, scale: float = 1.0, stretch: float = STRETCH) -> float:
    """How high paragraphs are in a width, in points; infinite when a word is wider than that."""
    high = 0.0
    for number, paragraph in enumerate(paragraphs):
        lines = _lines(paragraph, (wide - paragraph.indent) / stretch, scale)
        high += sum(lines) * _LINE + (paragraph.before * scale if number else 0.0)
    return high


def _lines(paragraph: Paragraph, wide: float, scale: float) -> list[float]:
    """The size of each line of a paragraph; infinite where a word is wider than it may be."""
    sizes: list[float] = [0.0]
    used = 0.0
    for word, run in _words(paragraph):
        size = run.size * scale
        advance = typeface.width(word, "bold" if run.bold else "regular", size)
        blank = 0.25 * size if used else 0.0
        if advance > wide:
            return [float("inf")]
        if used and used + blank + advance > wide:
            sizes.append(0.0)
            used = blank = 0.0
        used += blank + advance
        sizes[-1] = max(sizes[-1], size)
    return sizes


def _words(paragraph: Paragraph) -> Iterator[tuple[str, Run]]:
    for run in paragraph.runs:
        for word in typeface.clean(run.text).split(" "):
            yield word, run


def fitted(
    paragraphs: Sequence[Paragraph], wide: float, high: float, least: float, stretch: float = STRETCH
) -> tuple[tuple[Paragraph, ...], float]:
    """The paragraphs that go into a box, and the share of their size at which they do, from 1 down to `least`.

    Those of the highest rank are left out first; of what always stands, all stays, at the least size.
    """
    remaining = tuple(paragraphs)
    while True:
        for step in range(round((1 - least) / _STEP) + 1):
            scale = 1 - step * _STEP
            if height(remaining, wide, scale, stretch) <= high:
                return remaining, scale
        worst = max((paragraph.rank for paragraph in remaining), default=0)
        if not worst:
            return remaining, least
        remaining = tuple(paragraph for paragraph in remaining if paragraph.rank < worst)


# --- written ----------------------------------------------------------------------------------------------------------


def body(  # noqa: PLR0913  what a text body has
    paragraphs: Sequence[Paragraph], colour: Colour, language: str, *, scale: float = 1.0, anchor: str = "t",
    tag: str = "p:txBody", inset: bool = False,
) -> str:  # fmt: skip
    """A text body whose text wraps and shrinks when more is written into it; inset: with the master's margins."""
    share = f' fontScale="{round(scale * 100_000)}"' if scale < 1 else ""
    margins = "" if inset else ' lIns="0" tIns="0" rIns="0" bIns="0"'
    fit = f'<a:bodyPr wrap="square"{margins} rtlCol="0" anchor="{anchor}"><a:normAutofit{share}/></a:bodyPr>'
    written = "".join(_paragraph(each, colour, each.language or language) for each in paragraphs)
    return f"<{tag}>{fit}<a:lstStyle/>{written or '<a:p/>'}</{tag}>"


def cell(paragraphs: Sequence[Paragraph], colour: Colour, language: str) -> str:
    """The text body of a table's cell."""
    written = "".join(_paragraph(each, colour, each.language or language) for each in paragraphs)
    return f"<a:txBody><a:bodyPr/><a:lstStyle/>{written or '<a:p/>'}</a:txBody>"


def _paragraph(paragraph: Paragraph, colour: Colour, language: str) -> str:
    indent = round(paragraph.indent * _EMU)
    hanging = f' marL="{indent}" indent="{-indent if paragraph.bullet else 0}"'
    spacing = f'<a:lnSpc><a:spcPct val="{_LEADING}000"/></a:lnSpc>'
    spacing += f'<a:spcBef><a:spcPts val="{round(paragraph.before * 100)}"/></a:spcBef>'
    spacing += '<a:spcAft><a:spcPts val="0"/></a:spcAft>'
    text = "".join(run.text for run in paragraph.runs)
    is_back = i18n.is_right_to_left(language) or shaping.is_right_to_left(text)
    way = _direction(paragraph.align, is_back=is_back)
    facts = f"<a:pPr{hanging}{way}>{spacing}{_bullet(paragraph, colour)}</a:pPr>"
    number = ""
    if own := _own_number(paragraph):  # a tab takes what follows to the paragraph's indent
        number = _run(replace(paragraph.runs[0], text=own, click=""), colour, language).replace("</a:t>", "\t</a:t>")
    runs = bidi_runs.cut(paragraph.runs) if is_back else paragraph.runs
    return f"<a:p>{facts}{number}{''.join(_run(run, colour, language) for run in runs)}</a:p>"


def _direction(align: str, *, is_back: bool) -> str:
    """How a paragraph is aligned, and whether it runs from right to left."""
    if not is_back:
        return f' algn="{_ALIGNED[align]}"'
    # Its left and right stay what they are, and it begins at the right.
    return f' algn="{_ALIGNED[{"start": "end", "end": "start"}.get(align, align)]}" rtl="1"'


def complex_font(text: str, language: str = "") -> str:
    """The font for scripts that join their letters, where a text has some, or its language."""
    return (
        _COMPLEX if i18n.is_right_to_left(language) or shaping.is_right_to_left(text) or shaping.is_joined(text) else ""
    )


def _own_number(paragraph: Paragraph) -> str:
    """The number before a paragraph in digits that PowerPoint's own numbering does not have, else ""."""
    return paragraph.bullet if re.search(r"\d", paragraph.bullet) and not paragraph.bullet.isascii() else ""


def _bullet(paragraph: Paragraph, colour: Colour) -> str:
    if not paragraph.bullet or _own_number(paragraph):
        return "<a:buNone/>"
    fill = f"<a:buClr>{colour(paragraph.bullet_colour, 1.0)}</a:buClr>" if paragraph.bullet_colour else ""
    number = paragraph.bullet.removesuffix(".")
    if number.isdigit():
        return f'{fill}<a:buFont typeface="+mj-lt"/><a:buAutoNum type="arabicPeriod" startAt="{number}"/>'
    return f'{fill}<a:buFont typeface="Arial"/><a:buChar char={quoteattr(paragraph.bullet)}/>'


def _run(run: Run, colour: Colour, language: str) -> str:
    facts = f" lang={quoteattr(language)}" + (f' sz="{round(run.size * 100)}"' if run.size else "")
    facts += f' b="{int(run.bold)}"' if run.size or run.bold else ""
    fill = f"<a:solidFill>{colour(run.colour, 1.0)}</a:solidFill>" if run.colour else ""
    link = f"<a:hlinkClick {run.click}>{_LINK_AS_TEXT}</a:hlinkClick>" if run.click else ""
    look = f"{fill}{complex_font(run.text, language)}{link}"
    return f'<a:r><a:rPr{facts} dirty="0">{look}</a:rPr><a:t>{escape(clean_run(run.text))}</a:t></a:r>'


def clean_run(text: str) -> str:
    """The text made clean, with a blank at either end where it had one, and the mark of `bidi_runs` before it."""
    if text.startswith(bidi_runs.MARK):
        return bidi_runs.MARK + clean_run(text.removeprefix(bidi_runs.MARK))
    if not text.strip():
        return text[:1]
    return f"{' ' * text.startswith(' ')}{typeface.clean(text)}{' ' * text.endswith(' ')}"
