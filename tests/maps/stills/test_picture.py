"""A picture is what its file type promises: exact pixels, real text in embedded fonts, links, words for the blind."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import resvg_py
from fontTools.ttLib import TTFont
from lxml import etree
from PIL import Image, ImageChops

import geo
import maps
from geo import CoopmapError
from geo.model.languages import USUAL
from maps import picture
from maps.drawing.shapes import Group, Shape, Text, flat
from maps.project_records import DrawnProject
from maps.stills import font_subset
from maps.stills import picture as stills
from maps.stills.pdf import pdf
from maps.stills.picture import Picture
from maps.stills.svg import svg
from maps.style import theme, typeface
from maps.text import i18n, project_text
from tests.browser import Opener
from tests.conftest import Command
from tests.geo.samples import collection, feature, point
from tests.hostile import HOSTILE, SURROGATE, hostile
from tests.maps.pages import layer, shipped_layer
from tests.maps.pixels import difference, pixels, told
from tests.maps.test_photos import HIDDEN, jpeg

REFERENCES = Path(__file__).with_name("pictures")
VARIANTS: dict[str, dict[str, Any]] = {
    "en-light": {"language": "en"},
    "ru-dark-a4": {"language": "ru", "theme": "dark", "size": "a4"},
    "uz-grey-a4-portrait": {"language": "uz", "theme": "grey", "size": "a4-portrait"},
    "kk-light-square": {"language": "kk", "size": "square"},
    "ru-light": {"language": "ru"},
    "kk-dark": {"language": "kk", "theme": "dark"},
    "uz-light-4x3": {"language": "uz", "size": "4:3"},
    "en-locator": {"language": "en", "locator": True, "only": "chevrolet-kostanay,saz-buses"},
}
"""What is compared with a picture in the repository; `python -m tests.maps.stills.test_picture` draws these anew."""
TODAY = date(2026, 11, 29)
"""The day of the references: later more of the statuses are old."""
SMALL = 60
"""Dots an inch of the references."""
SVG = "{http://www.w3.org/2000/svg}"


@cache
def shipped(**options: Any) -> Picture:
    """A picture of the shipped layer."""
    return picture(shipped_layer(), today=TODAY, **options)


def small(name: str) -> Image.Image:
    """A variant, small enough for the repository."""
    return shrunk(shipped(**VARIANTS[name], dpi=4 * SMALL))


def shrunk(still: Picture) -> Image.Image:
    """A picture of four times SMALL made smaller; of fewer dots its letters would be set larger than usual."""
    return pixels(still.png()).convert("RGB").reduce(4)


# --- how it looks -----------------------------------------------------------------------------------------------------


@pytest.mark.alike
@pytest.mark.parametrize("name", VARIANTS)
def test_a_picture_looks_like_its_reference(name: str):
    mean, most = difference(small(name), pixels((REFERENCES / f"{name}.png").read_bytes()))
    assert (mean < 0.5, most < 20) == (True, True), (mean, most)


def test_the_measure_sees_a_mark_that_is_missing_and_not_a_shift_in_the_smoothing():
    whole = small("en-light")
    fewer = picture(shipped_layer(), dpi=4 * SMALL, without=["names"], only="air,rail,energy,road,automotive")
    assert difference(whole, shrunk(fewer))[1] > 30
    softened = whole.resize((whole.width * 2, whole.height * 2)).resize(whole.size)
    mean, most = difference(whole, softened)
    assert (mean < 0.5, most < 20) == (True, True), (mean, most)


def test_the_references_are_small():
    files = sorted(REFERENCES.glob("*.png"))
    assert [file.stem for file in files] == sorted(VARIANTS)
    assert sum(file.stat().st_size for file in files) < 700_000


@pytest.mark.parametrize("name", ["en-light", "kk-dark"])
def test_svg_looks_in_a_browser_as_the_png(open_page: Opener, tmp_path: Path, name: str):
    made = shipped(**VARIANTS[name], dpi=96)
    path = tmp_path / "picture.svg"
    path.write_text(svg(made.drawing, made.pixels), encoding="utf-8")
    page = open_page(path, width=made.pixels[0], height=made.pixels[1])
    page.evaluate("document.fonts.ready")
    mean, most = difference(pixels(page.screenshot()).convert("RGB"), pixels(made.png()))
    assert (mean < 0.6, most < 25) == (True, True), (mean, most)


@pytest.mark.alike
@pytest.mark.parametrize("name", ["uz-light-4x3", "ru-dark-a4"])
def test_pdf_looks_as_the_png(tmp_path: Path, name: str):
    made = shipped(**VARIANTS[name], dpi=96)
    path = tmp_path / "picture.pdf"
    path.write_bytes(made.pdf())
    told("pdftoppm", "-r", "96", "-png", "-singlefile", path, tmp_path / "page")
    shown = pixels((tmp_path / "page.png").read_bytes()).convert("RGB")
    mean, most = difference(shown.resize(made.pixels), pixels(made.png()))
    assert (mean < 0.8, most < 30) == (True, True), (mean, most)


def test_in_grey_no_pixel_has_a_colour():
    red, green, blue = small("uz-grey-a4-portrait").split()
    assert ImageChops.difference(red, green).getextrema() == (0, 0)
    assert ImageChops.difference(green, blue).getextrema() == (0, 0)


def test_a_transparent_picture_lets_through_what_lies_behind_paper_sea_and_neighbours():
    made = pixels(shipped(transparent=True, dpi=SMALL).png())
    assert made.mode == "RGBA"
    opacity = made.getchannel("A")
    assert opacity.getpixel((5, 5)) == 0
    assert opacity.getpixel((3, made.height // 2)) == 0
    assert opacity.getextrema() == (0, 255)
    assert pixels(shipped(dpi=SMALL).png()).mode == "RGB"


# --- PNG --------------------------------------------------------------------------------------------------------------


@pytest.mark.alike
@pytest.mark.parametrize(
    ("size", "dpi", "expected"),
    [
        ("1920x1080", None, (1920, 1080)),
        ("641x479", None, (641, 479)),
        ("square", None, (1080, 1080)),
        ("a4", 100, (1169, 827)),
        ("16:9", 60, (800, 450)),
        ("4:3", 72, (720, 540)),
    ],
)
def test_a_png_has_exactly_the_pixels_that_were_asked_for(size: str, dpi: float | None, expected: tuple[int, int]):
    made = picture(shipped_layer(), size=size, dpi=dpi)
    image = Image.open(io.BytesIO(made.png()))
    assert image.size == made.pixels == expected
    assert image.info["dpi"][0] == pytest.approx(made.dpi, abs=0.1)


def test_a_png_says_what_it_shows_to_who_cannot_see_it():
    image = Image.open(io.BytesIO(shipped(language="kk", dpi=SMALL).png()))
    said = str(image.info["Description"])
    assert image.info["Title"] == shipped_layer().members["title_kk"]
    assert "SAZ автобустары" in said
    packet = etree.fromstring(re.sub(r"<\?xpacket[^>]*\?>", "", str(image.info["XML:com.adobe.xmp"])))
    alternative = packet.find(".//{http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/}AltTextAccessibility")
    assert alternative is not None
    assert said in {"".join(each.itertext()) for each in alternative.iter()}
    assert "OpenStreetMap" in str(image.info["Copyright"])


# --- SVG --------------------------------------------------------------------------------------------------------------


@pytest.mark.alike
@pytest.mark.parametrize("language", ["en", "ru", "uz", "kk"])
def test_svg_holds_every_name_as_text_in_fonts_that_travel_with_it(language: str):
    made = shipped(language=language)
    root = etree.fromstring(made.svg())
    texts = {
        " ".join(line.text or "" for line in (node.findall(f"{SVG}tspan") or [node]))
        for node in root.iter(f"{SVG}text")
    }
    names = {i18n.version(dict(project), "name", language) for project in made.projects}
    assert names <= texts
    style = "".join(node.text or "" for node in root.iter(f"{SVG}style"))
    assert len(re.findall(r"@font-face\{[^}]*base64,", style)) == 3
    for face, signs in font_subset.letters(made.drawing.shapes).items():
        with TTFont(io.BytesIO(font_subset.subset(face, signs))) as font:
            assert {ord(sign) for sign in signs} - set(font.getBestCmap()) == set()


def test_svg_names_its_groups_and_each_mark_says_its_project_and_leads_to_it():
    root = etree.fromstring(shipped(page="https://example.org/map.html#lang=ru", language="en").svg())
    ids = [node.get("id") for node in root.iter() if node.get("id")]
    assert len(ids) == len(set(ids))
    assert {"g-base-map", "g-routes", "g-projects", "g-project-names", "g-legend", "g-inset"} <= set(ids)
    links = {a.get("href"): a for a in root.iter(f"{SVG}a")}
    leads = links["https://example.org/map.html#lang=en&project=chevrolet-kostanay"]
    title = leads.find(f".//{SVG}title")
    assert title is not None
    assert "Chevrolet" in str(title.text)
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"


@pytest.mark.alike
@pytest.mark.parametrize("name", ["en-light", "kk-dark"])
def test_svg_in_outlines_looks_the_same_without_any_typeface(name: str):
    still = shipped(**VARIANTS[name], dpi=96)
    text = still.svg(outlines=True).decode("utf-8")
    assert "<text" not in text
    assert "font" not in text
    painted = resvg_py.svg_to_bytes(svg_string=text, skip_system_fonts=True)
    mean, most = difference(pixels(painted).convert("RGB"), pixels(still.png()))
    assert (mean < 0.3, most < 20) == (True, True), (mean, most)


def test_svg_in_outlines_still_says_every_name():
    still = shipped(language="kk")
    root = etree.fromstring(still.svg(outlines=True))
    labels = {node.get("aria-label") for node in root.iter(f"{SVG}g")}
    assert {i18n.version(dict(project), "name", "kk") for project in still.projects} <= labels


def test_letters_that_the_typeface_lacks_are_named(command: Command, tmp_path: Path):
    assert shipped(language="kk").missing == ""
    assert picture(layer(feature(name_en="中国 factory ქ"), title_en="中 boxes")).missing == "ქ中国"
    assert (
        picture(layer(feature(name_en="factory"), title_en="中国")).pdf().startswith(b"%PDF")
    )  # a face without letters
    chinese = {**collection(feature(name_en="中国 factory ქ")), "title_en": "中 boxes"}
    (tmp_path / "layer.geojson").write_text(json.dumps(chinese), "utf-8")
    done = command("picture", "map.svg", "layer.geojson", cwd=tmp_path)
    assert done.returncode == 0
    named = "No typeface here has ქ (U+10E5) 中 (U+4E2D) 国 (U+56FD): boxes stand in their place. `pip"
    assert named in done.stderr
    facts = command("facts", "facts.pdf", "layer.geojson", cwd=tmp_path)
    assert facts.returncode == 0
    assert named in facts.stderr


def test_more_projects_than_a_picture_shows_are_refused_at_once(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(stills, "_MAX_PROJECTS", 17)
    with pytest.raises(CoopmapError, match=r"^A picture shows at most 17 projects, got 18; choose fewer with --only"):
        picture(shipped_layer())
    assert picture(shipped_layer(), only="air")


def test_no_line_of_the_credits_begins_or_ends_with_the_dot_between_them():
    for size in ("story", "390x844", "a4", "locator"):
        [text] = [
            shape for shape in flat(picture(shipped_layer(), size=size).drawing.shapes) if shape.name == "Credits"
        ]
        assert isinstance(text, Text)
        assert [line for line in text.lines if line != line.strip(" ·")] == []


def test_the_command_draws_small_maps_numbers_and_outlines(command: Command, tmp_path: Path):
    for options in (["--by", "status"], ["--numbers"], ["--outlines"]):
        done = command("picture", "map.svg", *options, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        assert done.stderr.count("\n") <= 1, "no more than which layer is read"
    assert "<text" not in (tmp_path / "map.svg").read_text("utf-8")


def test_svg_asks_for_nothing(open_page: Opener, tmp_path: Path):
    path = tmp_path / "picture.svg"
    path.write_bytes(shipped().svg())
    open_page(path).wait_for_load_state("networkidle")
    outside = re.findall(r'(?:src|href)="(?!https?://)[^"]*"|url\((?!data:)[^)]*\)', path.read_text("utf-8"))
    assert outside == []


# --- PDF --------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def pdf_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped layer in Kazakh as a PDF."""
    path = tmp_path_factory.mktemp("pdf") / "picture.pdf"
    path.write_bytes(shipped(language="kk", size="a3").pdf())
    return path


def test_pdf_holds_real_text_in_embedded_fonts(pdf_file: Path):
    listed = told("pdffonts", pdf_file).splitlines()[2:]
    assert len(listed) == 3
    assert all(re.search(r"CID TrueType +Identity-H +yes yes yes", line) for line in listed)
    text = " ".join(told("pdftotext", "-raw", pdf_file, "-").split())
    for project in shipped_layer().projects:
        assert " ".join(project.text("name", "kk").split()) in text


def test_pdf_has_the_size_of_its_paper_a_title_a_language_and_words_for_its_map(pdf_file: Path):
    info = told("pdfinfo", pdf_file)
    assert re.search(r"Page size: +1190\.55 x 841\.89 pts \(A3\)", info)
    assert re.search(r"Tagged: +yes", info)
    assert str(shipped_layer().members["title_kk"]) in info
    assert "Figure" in told("pdfinfo", "-struct", pdf_file)
    data = pdf_file.read_bytes()
    assert b"/Lang <feff006b006b>" in data
    assert "SAZ автобустары".encode("utf-16-be").hex().encode() in data


def test_pdf_marks_lead_to_their_sources(pdf_file: Path):
    found = set(re.findall(r"https?://\S+", told("pdfinfo", "-url", pdf_file)))
    sources = [project.properties["sources"] for project in shipped_layer().projects if project.geometry]
    wanted = {next(str(source["url"]) for source in each if "url" in source) for each in sources}
    assert wanted <= found


# --- the same bytes ---------------------------------------------------------------------------------------------------

BYTES = """
import hashlib, geo, maps
made = maps.picture(geo.read(geo.data_path("projects.geojson")), language="uz", dpi=60)
print([hashlib.sha256(made.written(kind)).hexdigest() for kind in ("png", "svg", "pdf")])
print(hashlib.sha256(maps.fact_sheets(made.layer, only="air")[0]).hexdigest())
"""


@pytest.mark.slow
def test_the_same_layer_gives_the_same_bytes_in_every_process():
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


# --- hostile text -----------------------------------------------------------------------------------------------------


def hostile_layer() -> geo.Layer:
    """A project for each hostile text, with it in every field, and such a title."""
    several = {**HOSTILE, "surrogate": SURROGATE}
    features = [
        hostile(text, f"h-{n}", (52 + 2.2 * (n % 12), 42 + 3 * (n // 12))) for n, text in enumerate(several.values())
    ]
    odd = [feature(None, id=text, sector=text, status=text, precision=text, name_en="Odd") for text in several.values()]
    title = " ".join(text for what, text in several.items() if what != "long")
    return layer(*features, *odd, title_en=title, subtitle_en=title, as_of=title)


def test_hostile_text_breaks_no_file_and_becomes_no_markup(open_page: Opener, tmp_path: Path):
    made = picture(hostile_layer(), without=["legend"])
    root = etree.fromstring(made.svg())
    assert {node.tag.removeprefix(SVG) for node in root.iter() if node.tag.startswith(SVG)} <= {
        "svg", "title", "desc", "metadata", "style", "rect", "g", "a", "path", "circle", "text", "tspan",
    }  # fmt: skip
    assert not [name for node in root.iter() for name in node.attrib if name.casefold().startswith("on")]
    path = tmp_path / "picture.svg"
    path.write_bytes(made.svg())
    page = open_page(path)
    assert page.evaluate("window.pwned === undefined")
    assert pixels(made.png()).size == made.pixels
    (tmp_path / "picture.pdf").write_bytes(made.pdf())
    assert "name_en" in told("pdftotext", tmp_path / "picture.pdf", "-")
    sheets, pages = maps.fact_sheets(hostile_layer(), only="h-0,h-1,h-8,h-20")
    (tmp_path / "sheets.pdf").write_bytes(sheets)
    assert re.search(rf"Pages: +{pages}\b", told("pdfinfo", tmp_path / "sheets.pdf"))


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", " https://a", "file:///etc/hosts", "ht tp://"]
)
def test_only_addresses_of_the_web_become_links(address: str):
    project = feature(sources=[{"title": "T", "url": address, "supports": []}])
    made = picture(layer(project))
    assert b"<a " not in made.svg()
    assert b"/URI" not in made.pdf()
    with pytest.raises(CoopmapError, match="begins with https://"):
        picture(layer(project), page=address)


@pytest.mark.parametrize("text", [*HOSTILE.values(), SURROGATE])
def test_clean_text_is_one_line_that_can_be_seen(text: str):
    clean = typeface.clean(text)
    assert clean.isprintable()
    assert clean == " ".join(clean.split())
    assert typeface.clean(clean) == clean
    lines = typeface.wrapped(text, "regular", 10, 80)
    assert all(typeface.width(line, "regular", 10) <= 80 for line in lines)


# --- wishes -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("only", "expected"),
    [
        ("chevrolet-kostanay", {"chevrolet-kostanay"}),
        ("rail,air", {"rail-tours", "flights"}),
        (["automotive", "operating"], {"chevrolet-kostanay"}),
        ("planned", {"lab-kashkadarya", "logistics-hub-tashkent-region", "road-kyzylorda-uchquduq"}),
    ],
)
def test_only_some_projects_are_shown_by_id_sector_and_status(only: Any, expected: set[str]):
    assert {str(project["id"]) for project in picture(shipped_layer(), only=only).projects} == expected


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ({"only": "chevrolet-kostany"}, "Is chevrolet-kostanay meant?"),
        ({"only": ["rail", "suspended"]}, "No project is rail and suspended."),
        ({"size": "a5"}, "There is no size “a5”; choose one of 16:9"),
        ({"size": "10x10"}, "64 to 16,000 pixels"),
        ({"size": "9000x100"}, "five times as long"),
        ({"dpi": 5}, "dpi must be 20 to 2400"),
        ({"theme": "pink"}, "There is no theme “pink”; choose one of light, dark, grey."),
        ({"language": "xx"}, "The layer is not in “xx”; choose one of its languages: en, ru, uz, kk"),
        ({"without": ["map"]}, "There is no part “map”"),
        ({"extent": (1, 2, 3)}, "west, south, east, north"),
        ({"extent": (80, 50, 60, 40)}, "west, south, east, north"),
        ({"extent": ("a", "b", "c", "d")}, "west, south, east, north"),
        ({"crs": "EPSG:99999999"}, "There is no coordinate system"),
        ({"crs": "mercator maybe"}, "There is no coordinate system"),
        ({"by": "colour"}, "There is no field to draw maps by “colour”; choose one of sector, status, country."),
    ],
)
def test_a_wish_that_cannot_be_is_refused_in_one_sentence(wish: dict[str, Any], said: str):
    with pytest.raises(CoopmapError) as refused:
        picture(shipped_layer(), **wish).drawing  # noqa: B018  the drawing is what may fail
    assert said in str(refused.value)
    assert str(refused.value).count("\n") == 0


@pytest.mark.alike
@pytest.mark.parametrize(
    "crs", ["EPSG:3857", "EPSG:4326", "EPSG:32642", "ESRI:54030", "+proj=ortho +lat_0=45 +lon_0=66"]
)
def test_any_coordinate_system_draws_the_layer(crs: str):
    drawing = picture(shipped_layer(), crs=crs, size="4:3").drawing
    assert len(drawing.labels) > 20
    assert drawing != shipped(size="4:3").drawing


def names_of_projects(shapes: Iterable[Shape]) -> Iterator[Shape]:
    """The names of projects among shapes and their groups."""
    for shape in shapes:
        if isinstance(shape, Group):
            yield from shape.shapes if shape.name == "Project names" else names_of_projects(shape.shapes)


@pytest.mark.alike
@pytest.mark.parametrize("language", USUAL)
def test_no_projects_name_is_broken_within_a_word(language: str):
    names = {" ".join(project.text("name", language).split()) for project in shipped_layer().projects}
    for size in ("1280x720", "a4", "square"):
        written = list(names_of_projects(shipped(language=language, size=size).drawing.shapes))
        assert written
        assert {text.name for text in written} <= names


def test_parts_can_be_left_out_each_for_itself():
    whole = {shape.name for shape in shipped().drawing.shapes}
    strip = {"Claimed and found", "Found"}  # they stand below the title
    assert {"Title", "Map", "Legend", "Credits", *strip} == whole
    parts = {"title": {"Title", *strip}, "strip": strip, "legend": {"Legend"}, "credits": {"Credits"}}
    for part, names in parts.items():
        left = {shape.name for shape in shipped(without=(part, "date")).drawing.shapes}
        assert left == whole - names
    bare = shipped(without=("title", "legend", "scale", "credits", "date", "inset", "names")).drawing
    assert [shape.name for shape in bare.shapes] == ["Map"]


def test_a_frame_of_geopandas_can_be_drawn():
    frame = geo.to_frame(shipped_layer())
    assert picture(frame, dpi=SMALL).png() == shipped(dpi=SMALL).png()


def test_a_notebook_shows_it():
    data, facts = shipped(dpi=SMALL)._repr_mimebundle_()
    assert pixels(data["image/png"]).size == (800, 450)
    assert facts == {"image/png": {"width": 960, "height": 540}}
    assert "Chevrolet" in data["text/plain"]


def test_every_theme_has_every_colour():
    names = {name: set(theme.palette(name)) for name in theme.STILLS}
    assert names["light"] == names["dark"] == names["grey"]


# --- fact sheets ------------------------------------------------------------------------------------------------------


def test_what_nobody_disputes_is_told_apart_from_what_sources_dispute():
    project: DrawnProject = {
        "disputes": [{"field": "start", "text_en": "2023 or 2024"}, {"text_en": "No other is meant"}]
    }
    assert project_text.disputes(project, "en") == ["2023 or 2024"]
    assert project_text.remarks(project, "en") == ["No other is meant"]


@pytest.mark.alike
@pytest.mark.parametrize("language", ["en", "kk"])
def test_a_fact_sheet_tells_what_is_known_of_each_project_and_names_the_sources(tmp_path: Path, language: str):
    data, pages = maps.fact_sheets(shipped_layer(), language=language)
    path = tmp_path / "sheets.pdf"
    path.write_bytes(data)
    text = " ".join(told("pdftotext", path, "-").split())
    assert len(shipped_layer().projects) <= pages <= len(shipped_layer().projects) + 2
    for project in shipped_layer().projects:
        for source in project.properties["sources"]:
            assert typeface.clean(source["title"])[:40] in text, project.id
        for dispute in project.properties.get("disputes", ()):
            assert str(dispute.get(f"text_{language}")).split()[0] in text
    urls = {source["url"] for p in shipped_layer().projects for source in p.properties["sources"] if "url" in source}
    assert len(urls - set(re.findall(r"https?://\S+", told("pdfinfo", "-url", path)))) < 3


def test_photographs_stand_on_the_fact_sheet_with_their_words_and_credit(tmp_path: Path):
    (tmp_path / "works.jpg").write_bytes(jpeg())
    Image.new("LA", (60, 40), (9, 0)).save(tmp_path / "clear.png")
    images = [
        {"src": "missing.jpg"},
        {"src": "works.jpg", "alt_en": "The works", "credit": "A. Person", "licence": "CC-BY-4.0"},
        {"src": "clear.png"},
    ]
    path, messages = tmp_path / "projects.geojson", list[str]()
    geo.write(layer(feature(point(66, 48), id="works", images=images)), path)
    pages = stills.fact_pages(geo.read(path), notify=messages.append)
    [first, second] = pages[0].photographs
    assert (first.alt_text, first.grey, first.box[3]) == ("The works", False, second.box[3])
    assert pixels(second.data).convert("RGB").getpixel((9, 9)) == (255, 255, 255), "what is clear is white on paper"
    (tmp_path / "sheet.pdf").write_bytes(pdf(pages))
    assert "A. Person, CC-BY-4.0" in told("pdftotext", tmp_path / "sheet.pdf", "-")
    listed = [line.split() for line in told("pdfimages", "-list", tmp_path / "sheet.pdf").splitlines()[2:]]
    assert [(row[3], row[8]) for row in listed] == [(str(each.pixels[0]), "jpeg") for each in (first, second)]
    assert HIDDEN.encode() not in pdf(pages), "neither place nor camera travels along"
    assert svg(pages[0], (90, 120)).count("<image ") == 2
    assert [message.split(":")[0] for message in messages] == ["missing.jpg"]


# --- the command ------------------------------------------------------------------------------------------------------


def test_the_command_writes_what_the_name_asks_for_and_says_so(command: Command, tmp_path: Path):
    done = command("picture", "deep/map.png", "--size", "800x450", "--lang", "ru", "--only", "rail,air", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("\n") <= 1, "no more than which layer is read"
    assert "800 × 450 pixels" in done.stdout
    assert "2 projects" in done.stdout
    assert pixels((tmp_path / "deep/map.png").read_bytes()).size == (800, 450)
    sheets = command("facts", "facts.pdf", "--only", "energy", cwd=tmp_path)
    assert sheets.returncode == 0, sheets.stderr
    assert (tmp_path / "facts.pdf").read_bytes().startswith(b"%PDF-1.7")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["picture", "map.bmp"], 2, ".png, .svg, .pdf"),
        (["picture", "map.png", "--outlines"], 2, "only SVG has them"),
        (["picture"], 2, "OUT"),
        (["facts", "facts.png"], 2, ".pdf"),
        (["picture", "map.png", "--only", "nothing-of-the-kind"], 1, "neither the id of a project"),
        (["picture", "map.png", "spoilt.geojson"], 1, "--no-check"),
    ],
)
def test_the_command_says_plainly_what_is_wrong(
    command: Command, tmp_path: Path, arguments: list[str], code: int, said: str
):
    (tmp_path / "spoilt.geojson").write_text(json.dumps(collection(feature(status="soon"))), "utf-8")
    done = command(*arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (code, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["spoilt.geojson"]


def in_few_colours(image: Image.Image) -> Image.Image:
    """A picture in 256 colours: one way loses the palest ground of some, the other the small marks of others."""
    ways = (Image.Quantize.MAXCOVERAGE, Image.Quantize.MEDIANCUT)
    reduced = [image.quantize(256, way, kmeans=3, dither=Image.Dither.NONE) for way in ways]
    return min(reduced, key=lambda each: max(mean_and_most(image, each)))


def mean_and_most(image: Image.Image, other: Image.Image) -> tuple[float, float]:
    """How far two pictures look apart, in parts of what a reference may differ."""
    mean, most = difference(image, other.convert("RGB"))
    return mean / 0.5, most / 20


if __name__ == "__main__":
    REFERENCES.mkdir(exist_ok=True)
    for each in VARIANTS:
        in_few_colours(small(each)).save(REFERENCES / f"{each}.png", optimize=True)
