"""PNG is painted with our typeface alone and as it is measured: widths, weights, the slant, a box for the unknown."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from PIL import Image

from maps.drawing.shapes import Drawing, Polygon, Style, Text
from maps.stills.png import png
from maps.style import house_typeface, typeface
from tests.maps.pixels import pixels

WIDE, HIGH = SIZE = (600, 120)


def drawing(*texts: Text, background: str | None = "paper") -> Drawing:
    """A page of texts, black on white."""
    return Drawing(WIDE, HIGH, texts, {"paper": "#ffffff", "ink": "#000000"}, background)


def ink(*texts: Text) -> Any:
    """How dark each pixel of such a page is, 0 to 1, row by row."""
    return 1 - np.asarray(pixels(png(drawing(*texts), SIZE, 72)).convert("L")) / 255


def line(words: str, face: str = "regular", **how: Any) -> Text:
    return Text("t", 20.0, 80.0, (words,), 60.0, "ink", face, **how)


def reach(painted: Any) -> tuple[int, int]:
    """The first and last column with ink."""
    columns = np.nonzero(painted.max(axis=0) > 0.5)[0]
    return int(columns[0]), int(columns[-1])


def test_widths_are_those_of_the_typeface():
    for face in house_typeface.FACES:
        with TTFont(house_typeface.path(face)) as font:
            widths, letters = font["hmtx"].metrics, font.getBestCmap()
            for sign in "AЖқғўʻ–1 ":
                assert typeface.width(sign, face, 1000) == widths[letters[ord(sign)]][0]
            assert typeface.width("中", face, 1000) == widths[".notdef"][0]
    assert (
        typeface.width("AB", "bold", 10, 3.0) == typeface.width("A", "bold", 10) + typeface.width("B", "bold", 10) + 6
    )


@pytest.mark.parametrize("face", house_typeface.FACES)
@pytest.mark.parametrize("words", ["AVAVAVH", "ТАРАТЬ", "Qoʻrgʻon", "office"])
def test_a_line_is_painted_as_wide_as_it_is_measured(face: str, words: str):
    """Kerning would make the first two narrower by many pixels, and a ligature the last.

    The last letter tells where the line has come to.
    """
    alone = reach(ink(line(words[-1], face)))
    whole = reach(ink(line(words, face)))
    assert whole[1] - alone[1] == pytest.approx(typeface.width(words[:-1], face, 60), abs=1.01)


@pytest.mark.parametrize("anchor", ["start", "middle", "end"])
@pytest.mark.parametrize("spacing", [0.0, 9.0])
def test_a_line_stands_where_its_anchor_says(anchor: str, spacing: float):
    at = {"start": 20.0, "middle": 300.0, "end": 580.0}[anchor]
    wide = typeface.width("HIH", "regular", 60, spacing)
    start = at - {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
    painted = reach(ink(Text("t", at, 80.0, ("HIH",), 60.0, "ink", anchor=anchor, spacing=spacing)))
    assert painted[0] - reach(ink(line("H")))[0] == pytest.approx(start - 20, abs=1.01)


def test_each_weight_is_darker_than_the_one_before():
    regular, semibold, bold = (float(ink(line("Жол", face)).sum()) for face in ("regular", "semibold", "bold"))
    assert regular * 1.15 < semibold < bold / 1.1


def test_slanted_letters_lean_on_their_own_baseline_in_every_line():
    upright = Text("t", 20.0, 50.0, ("I", "I"), 50.0, "ink", leading=50.0)
    leaning = Text("t", 20.0, 50.0, ("I", "I"), 50.0, "ink", "slanted", leading=50.0)
    for baseline in (50, 100):
        foot, head = baseline - 2, baseline - 30
        lean = [reach(ink(leaning)[row : row + 1])[0] - reach(ink(upright)[row : row + 1])[0] for row in (foot, head)]
        assert lean == [pytest.approx(typeface.SLANT * (baseline - row), abs=1.01) for row in (foot, head)]


def test_letters_that_the_typeface_lacks_are_boxes_and_those_around_them_stay():
    assert np.array_equal(ink(line("a中b")), ink(line("a字b")))
    assert reach(ink(line("a中b")))[1] - reach(ink(line("b")))[1] == pytest.approx(
        typeface.width("a中", "regular", 60), abs=1.01
    )


PAINTED = """
import hashlib, json, sys
from maps.stills.png import png
from maps.drawing.shapes import Drawing, Text
for sign in json.loads(sys.argv[1]):
    page = Drawing(600.0, 120.0, (Text("t", 20.0, 80.0, (sign,), 60.0, "#000000"),), {}, "#ffffff")
    print(hashlib.sha256(png(page, (600, 120), 72)).hexdigest())
"""


def test_fonts_of_the_system_are_never_used(tmp_path: Path):
    """A user's font has a letter which ours lacks, another one has our family's name; the machine may have more."""
    for name in ("Borrowed", house_typeface.FAMILY):
        _font(name, tmp_path / ".local/share/fonts" / f"{name}.ttf")
        _font(name, tmp_path / "Library/Fonts" / f"{name}.ttf")
    home = {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / ".local/share")}
    borrowed, lacking, other, ours = (
        subprocess.run(
            [sys.executable, "-c", PAINTED, json.dumps(["中", "字", "𒀀", "A"])],
            env={**os.environ, **home},
            cwd=Path(__file__).parents[2],
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
    ).stdout.split()
    assert borrowed == lacking == other
    assert ours == hashlib.sha256(png(drawing(line("A")), SIZE, 72)).hexdigest()


def _font(family: str, path: Path) -> None:
    """A font of one full square for two letters."""
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    for corner in ((0, 1000), (1000, 1000), (1000, 0)):
        pen.lineTo(corner)
    pen.closePath()
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "square"])
    builder.setupCharacterMap({ord("中"): "square", ord("A"): "square"})
    builder.setupGlyf({".notdef": pen.glyph(), "square": pen.glyph()})
    builder.setupHorizontalMetrics({".notdef": (1000, 0), "square": (1000, 0)})
    builder.setupHorizontalHeader(ascent=1000, descent=0)
    builder.setupNameTable({"familyName": family, "styleName": "Regular"})
    builder.setupOS2(usWeightClass=400)
    builder.setupPost()
    path.parent.mkdir(parents=True, exist_ok=True)
    builder.save(path)


def test_a_large_picture_is_the_users_wish_and_no_warning(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 1000)
    assert png(drawing(line("A")), SIZE, 72).startswith(b"\x89PNG")


def test_a_page_without_background_is_transparent_where_nothing_is_painted():
    half = Polygon(
        "a", (((0.0, 0.0), (300.0, 0.0), (300.0, 120.0), (0.0, 120.0)),), Style(fill="ink", fill_opacity=0.5)
    )
    page = Drawing(WIDE, HIGH, (half,), {"ink": "#ff0000"}, None)
    painted = pixels(png(page, SIZE, 72))
    assert painted.mode == "RGBA"
    assert painted.getpixel((10, 10)) in {(255, 0, 0, 127), (255, 0, 0, 128)}
    assert painted.getpixel((590, 10)) == (0, 0, 0, 0)
