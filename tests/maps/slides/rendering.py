"""A deck as LibreOffice draws it where Calibri's stand-in is missing too, and the words that collide in it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import shapely
from lxml import etree

from tests.maps.pixels import told

_FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><include ignore_missing="yes">/etc/fonts/fonts.conf</include><selectfont><rejectfont>
<pattern><patelt name="family"><string>Carlito</string></patelt></pattern>
<pattern><patelt name="family"><string>Calibri</string></patelt></pattern>
</rejectfont></selectfont></fontconfig>
"""
"""Fonts without Carlito, whose letters are as wide as Calibri's: a wider typeface stands in."""
_AIR = 0.22
"""The share of a line's height above and below its letters."""
_TOUCH = 0.25
"""Two words collide when they share so much of the lower one's height."""


@dataclass(frozen=True)
class Word:
    """A word on a page, in points from its upper left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    def collides(self, other: Word) -> bool:
        """Whether the letters of two words lie on each other."""
        across = min(self.right, other.right) - max(self.left, other.left)
        (top, low), (other_top, other_low) = self._letters(), other._letters()
        down = min(low, other_low) - max(top, other_top)
        return across > 1 and down > _TOUCH * min(low - top, other_low - other_top)

    def _letters(self) -> tuple[float, float]:
        air = _AIR * (self.bottom - self.top)
        return self.top + air, self.bottom - air


def drawn(deck: bytes, folder: Path) -> Path:
    """A deck as PDF, drawn without Carlito."""
    office = shutil.which("soffice")
    if not office:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("LibreOffice is not installed.")
    path, fonts = folder / "deck.pptx", folder / "fonts.conf"
    path.write_bytes(deck)
    fonts.write_text(_FONTS)
    line = [office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "pdf"]
    subprocess.run(
        [*line, "--outdir", str(folder), str(path)],
        env={**os.environ, "FONTCONFIG_FILE": str(fonts)},
        capture_output=True,
        check=True,
        timeout=300,
    )
    return path.with_suffix(".pdf")


def faults(pdf: Path) -> list[str]:
    """Words that lie on each other, or leave the page, each with the number of its page."""
    pages = etree.HTML(told("pdftotext", "-bbox", pdf, "-").encode()).iter("page")
    return [f"{number}: {fault}" for number, page in enumerate(pages, 1) for fault in _faults(page)]


def _faults(page: etree._Element) -> Iterator[str]:
    words = [Word(each.text or "", *(float(each.get(side)) for side in _SIDES)) for each in page.iter("word")]
    wide, high = (float(page.get(side)) for side in ("width", "height"))
    for word in words:
        if word.left < -1 or word.right > wide + 1 or word.bottom > high + 1:
            yield f"{word.text} leaves the page"
    boxes = [shapely.box(word.left, word.top, word.right, word.bottom) for word in words]
    for first, second in shapely.STRtree(boxes).query(boxes).T.tolist():
        if first < second and words[first].collides(words[second]):
            yield f"{words[first].text} on {words[second].text}"


_SIDES = ("xmin", "ymin", "xmax", "ymax")
