"""Letters that the house's typeface lacks: joined, in order, copied as written, from a user's fonts too."""

from __future__ import annotations

from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from lxml import etree

from geo import CoopmapError
from maps.drawing.shapes import Drawing, Text
from maps.stills.font_subset import missing
from maps.stills.pdf import pdf
from maps.stills.svg import svg
from maps.style import fallback_fonts, shaping, typeface
from tests.maps.pixels import told

PERSIAN = "پروژه‌های UNDP (2024) در کابل، 12.5 کیلومتر"


def page(*lines: str, spacing: float = 0.0) -> Drawing:
    """A drawing of nothing but lines of text."""
    texts = tuple(
        Text("t", 10.0, 30.0 + 30 * row, (line,), 16.0, "#000000", "semibold", spacing=spacing)
        for row, line in enumerate(lines)
    )
    return Drawing(500.0, 40.0 + 30 * len(lines), texts, {}, "#ffffff", language="fa")


def names(text: str) -> list[str]:
    """The glyphs of a line from left to right."""
    return [name for cluster in shaping.line(text, "regular") for name, _, _ in cluster.parts]


def test_arabic_letters_are_joined_and_run_from_right_to_left():
    assert names("محل") == ["uni0644.fina", "uni062D.medi", "uni0645.init"]
    assert "".join(cluster.text for cluster in shaping.line("هرات (2024) x", "regular")) == "x (2024) تاره"
    assert "".join(cluster.text for cluster in shaping.line("a (b) هرات (الف)", "regular")) == "(فلا) تاره a (b)"
    assert [cluster.text for cluster in shaping.line("۱۲٫۵ متر", "regular")] == ["ر", "ت", "م", " ", *"۱۲٫۵"]


def test_no_line_ends_within_a_number():
    assert (
        typeface.clean("до 50 000 машин за 1\u00a0234 567 сумов") == "до 50\u00a0000 машин за 1\u00a0234\u00a0567 сумов"
    )
    assert typeface.clean("in 2025 300 buses, 12 3456, 7 000 000") == "in 2025 300 buses, 12 3456, 7\u00a0000\u00a0000"
    assert typeface.wrapped("до 50 000 машин", "regular", 10, 30)[:2] == ("до", "50\u00a0000")


def test_letters_part_where_persian_spelling_parts_them_and_join_no_other():
    assert typeface.clean("می\u200cشود") == "می\u200cشود"
    assert typeface.clean("a\u200cb \u202eabc") == "ab abc"
    assert names("میش") != names("می\u200cش")


def test_widths_are_those_of_the_shaped_line_and_joined_letters_are_not_spread():
    clusters = shaping.line(PERSIAN, "bold")
    wide = typeface.width(PERSIAN, "bold", 10)
    assert wide == pytest.approx(sum(cluster.advance for cluster in clusters) / 100)
    assert typeface.width(PERSIAN, "bold", 10, 3.0) == wide
    assert 'letter-spacing="' not in svg(page("محل", spacing=3.0), (500, 70))


def test_a_line_breaks_between_ideographs_and_before_none_of_their_commas():
    lines = typeface.wrapped("中华人民共和国，合作项目", "regular", 10, 45)
    assert "".join(lines) == "中华人民共和国，合作项目"
    assert len(lines) > 1
    assert not any(line.startswith("，") for line in lines)


def test_a_copy_of_the_pdf_has_the_text_as_it_was_written(tmp_path: Path):
    (tmp_path / "a.pdf").write_bytes(pdf([page("راه‌آهن UNDP در کابل 12.5 کیلومتر", "راه‌آهن خواف–هرات")]))
    copied = typeface.clean(told("pdftotext", "-layout", tmp_path / "a.pdf", "-"))
    assert "راه‌آهن خواف–هرات" in copied
    # Poppler leaves out blanks where the direction changes.
    assert "راه‌آهنUNDPدرکابل12.5کیلومتر" in copied.replace(" ", "")


def test_svg_keeps_the_text_says_which_way_it_runs_and_brings_the_font():
    root = etree.fromstring(svg(page(PERSIAN, "Kabul"), (500, 100)).encode("utf-8"))
    first, second = root.iter("{http://www.w3.org/2000/svg}text")
    assert (first.text, first.get("direction"), first.get("text-anchor")) == (PERSIAN, "rtl", "end")
    assert second.get("direction") is None
    style = "".join(root.find("{*}style").itertext())
    assert "font-family:'Source Sans Pro','Noto Sans Arabic'," in style
    assert style.count("@font-face") == 2


def test_a_users_font_steps_in_and_what_no_font_has_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(fallback_fonts, "_named", [])
    shapes = page("a𒀀𒀁").shapes
    assert missing(shapes) == "𒀀𒀁"
    _font(tmp_path / "own.ttf", "𒀀")
    typeface.use([tmp_path / "own.ttf"])
    try:
        assert missing(shapes) == "𒀁"
        assert typeface.width("𒀀", "bold", 10) == 9.0
    finally:
        fallback_fonts._named.clear()
        typeface.use([])


def test_a_file_that_is_no_font_is_refused_in_one_sentence(tmp_path: Path):
    (tmp_path / "own.ttf").write_text("no font")
    with pytest.raises(CoopmapError, match=r"own\.ttf is no font; name a TrueType or OpenType file"):
        typeface.use([tmp_path / "own.ttf"])
    with pytest.raises(CoopmapError, match=r"none\.ttf cannot be read: no such file"):
        typeface.use([tmp_path / "none.ttf"])


def _font(file: Path, letter: str) -> None:
    """A font of one letter, which is a square."""
    pen = TTGlyphPen(None)
    for move, point in (("moveTo", (0, 0)), ("lineTo", (0, 700)), ("lineTo", (700, 700)), ("lineTo", (700, 0))):
        getattr(pen, move)(point)
    pen.closePath()
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "letter"])
    builder.setupCharacterMap({ord(letter): "letter"})
    builder.setupGlyf({".notdef": pen.glyph(), "letter": pen.glyph()})
    builder.setupHorizontalMetrics({".notdef": (900, 0), "letter": (900, 0)})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Own", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    builder.save(file)
