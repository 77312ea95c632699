"""On a template slides stand in its body, in colours that can be read there; families and the cover's map stay."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.util import Pt

from maps.slides import template_master
from maps.slides.deck import slide_deck
from maps.slides.template_ground import READABLE, contrast
from maps.style.theme import palette
from tests.geo.samples import feature, point
from tests.maps.pages import layer
from tests.maps.slides.test_slides import A, P, named, opened, parts

Change = Callable[[Any], object]


def saved(path: Path, change: Change = lambda _: None) -> Path:
    """A template of PowerPoint's own layouts, wide, with something changed."""
    presentation = Presentation()
    presentation.slide_width, presentation.slide_height = Pt(960), Pt(540)
    for holder in (presentation.slide_master, *presentation.slide_layouts):
        for each in holder.placeholders:
            if each._element.spPr.find(f"{A}xfrm") is not None:
                each.left, each.width = round(each.left * 4 / 3), round(each.width * 4 / 3)
    change(presentation)
    presentation.save(str(path))
    return path


def deck(path: Path, **options: Any) -> Any:
    """A deck of three projects on a template."""
    features = [feature(point(66 + n, 45), id=f"p{n}", sector="automotive", status="operating") for n in (0, 2)]
    stop = {"id": "s", "title_en": "Two works", "title_ru": "A", "title_uz": "A", "title_kk": "A"}
    own = layer(*features, feature(None, id="nowhere"), title_en="A layer")
    return opened(slide_deck(own, template=path, story=[stop], **options)[0])


def inverted(presentation: Any) -> None:
    """Light text on dark through the master's colour map."""
    colours = presentation.slide_master._element.find(f"{P}clrMap")
    for name, slot in (("bg1", "dk1"), ("tx1", "lt1"), ("bg2", "dk2"), ("tx2", "lt2")):
        colours.set(name, slot)


def painted(value: str) -> Change:
    """A background of one colour, whatever the theme says."""

    def change(presentation: Any) -> None:
        fill = presentation.slide_master.background.fill
        fill.solid()
        fill.fore_color.rgb = RGBColor.from_string(value)

    return change


def banded(presentation: Any) -> None:
    """A band across the lower part of the body of every layout."""
    for layout in presentation.slide_layouts:
        tree = layout.shapes._spTree
        band = etree.fromstring(etree.tostring(tree.findall(f"{P}sp")[0]))
        band.find(f".//{P}nvPr").clear()
        form = band.find(f"{P}spPr")
        for each in list(form):
            form.remove(each)
        place = etree.SubElement(form, f"{A}xfrm")
        etree.SubElement(place, f"{A}off", x="0", y=str(Pt(400)))
        etree.SubElement(place, f"{A}ext", cx=str(Pt(960)), cy=str(Pt(60)))
        etree.SubElement(etree.SubElement(form, f"{A}prstGeom", prst="rect"), f"{A}avLst")
        etree.SubElement(etree.SubElement(form, f"{A}solidFill"), f"{A}srgbClr", val="204080")
        tree.append(band)


@pytest.mark.parametrize("language", ["en", "ru,kk"])
def test_content_stands_in_the_body_of_a_layout_that_has_one(tmp_path: Path, language: str):
    def narrow(presentation: Any) -> None:
        body = presentation.slide_layouts[1].placeholders[1]
        body.left, body.top, body.width, body.height = Pt(120), Pt(140), Pt(760), Pt(330)

    path = saved(tmp_path / "t.pptx", narrow)
    for slide in list(deck(path, language=language).slides)[1:]:
        assert slide.slide_layout.name in ("Title and Content", "Two Content")
        for shape in slide.shapes:
            if shape == slide.shapes.title or shape.name == "Slide number" or slide.slide_layout.name == "Two Content":
                continue
            assert shape.left >= Pt(119), shape.name
            assert shape.top >= Pt(139), shape.name
            assert shape.left + shape.width <= Pt(881), shape.name
            assert shape.top + shape.height <= Pt(482), shape.name
        assert all(shape.text_frame.text for shape in slide.placeholders if shape.has_text_frame)


def colours_of_text(slide: Any) -> set[str]:
    """The fixed colours of a slide's own texts."""
    values = slide.shapes._spTree.xpath("./p:sp//a:rPr/a:solidFill/a:srgbClr/@val")
    return {str(value) for value in values}


def test_a_dark_theme_is_read_through_the_masters_colour_map(tmp_path: Path):
    path = saved(tmp_path / "t.pptx", inverted)
    master = template_master.of_template(path)
    assert (master.dark, master.panel) == (True, False)
    slide = deck(path).slides[2]
    assert all(contrast(value, "000000") >= READABLE for value in colours_of_text(slide))
    assert not [shape for shape in slide.shapes if shape.name == "Ground"]


@pytest.mark.parametrize("change", [painted("102030"), banded])
def test_text_that_could_not_be_read_has_a_ground_of_its_own(tmp_path: Path, change: Change):
    for slide in list(deck(saved(tmp_path / "t.pptx", change)).slides)[1:]:
        ground = slide.shapes[0]
        assert ground.name == "Ground"
        behind = str(ground._element.xpath("./p:spPr/a:solidFill/a:srgbClr/@val")[0])
        assert all(contrast(value, behind) >= READABLE for value in colours_of_text(slide))
        body = [each for each in slide.placeholders if each.has_text_frame and each != slide.shapes.title]
        for run in (run for each in body if each.name != "Slide number" for run in each._element.iter(f"{A}rPr")):
            assert run.find(f"{A}solidFill") is not None


def test_a_title_in_the_colour_of_its_ground_gets_another(tmp_path: Path):
    slide = deck(saved(tmp_path / "t.pptx", painted("102030"))).slides[2]
    [colour] = set(slide.shapes.title._element.xpath(".//a:rPr/a:solidFill/a:srgbClr/@val"))
    assert contrast(colour, "102030") >= READABLE


@pytest.mark.parametrize("change", [lambda _: None, inverted])
def test_families_keep_their_colours_whatever_the_themes_accents_are(tmp_path: Path, change: Change):
    slide = deck(saved(tmp_path / "t.pptx", change)).slides[3]
    name = "dark" if change is inverted else "light"
    family = palette(name)["family-manufacturing"].lstrip("#").upper()
    assert named(slide.shapes, "p0")._element.xpath(f".//a:srgbClr[@val='{family}']")
    assert not slide.shapes._spTree.xpath(".//a:schemeClr[starts-with(@val, 'accent')]")


def test_the_cover_keeps_its_map_beside_its_texts(tmp_path: Path):
    cover = deck(saved(tmp_path / "t.pptx")).slides[0]
    drawn = named(cover.shapes, "Map")
    assert drawn.width > Pt(200)
    for holder in cover.placeholders:
        beside = holder.left + holder.width <= drawn.left or holder.left >= drawn.left + drawn.width
        assert beside or holder.top >= drawn.top + drawn.height or holder.top + holder.height <= drawn.top


def unnumbered(presentation: Any) -> None:
    """Placeholders without numbers and styles that stand in empty paragraphs alone, as LibreOffice saves them."""
    for layout in presentation.slide_layouts:
        for each in layout.placeholders:
            each._element.ph.attrib.pop("idx", None)
            body = each._element.txBody
            for styles in body.findall(f"{A}lstStyle"):
                body.remove(styles)
            for paragraph in body.findall(f"{A}p"):
                body.remove(paragraph)
            look = etree.SubElement(etree.SubElement(body, f"{A}p"), f"{A}endParaRPr", sz="2000")
            etree.SubElement(etree.SubElement(look, f"{A}solidFill"), f"{A}srgbClr", val="AA2020")


def test_layouts_as_libreoffice_saves_them_are_filled(tmp_path: Path):
    path = saved(tmp_path / "t.pptx", unnumbered)
    slide = deck(path).slides[3]
    [body] = [each for each in slide.placeholders if each != slide.shapes.title and each.name != "Slide number"]
    assert "Operating" in body.text_frame.text
    styled = slide.slide_layout.placeholders[0]._element.xpath(".//a:lstStyle/a:lvl1pPr/a:defRPr/@sz")
    assert styled == ["2000"]


def test_a_deck_on_a_deck_of_ours_has_each_part_once_and_nobody_is_warned(tmp_path: Path):
    own = layer(feature(point(66, 45), id="p0"), title_en="A layer")
    path = tmp_path / "own.pptx"
    path.write_bytes(slide_deck(own, language="ru,kk")[0])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        data, _ = slide_deck(own, template=path)
    names = list(parts(data))
    assert len(names) == len(set(names))
    assert [name for name in names if re.fullmatch(r"docProps/core.*\.xml", name)] == ["docProps/core.xml"]
    assert len(Presentation(io.BytesIO(data)).slides) > 2
