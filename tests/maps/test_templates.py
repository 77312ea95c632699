"""A stranger's template gives masters, fonts and colours, or costs a sentence; nothing of it runs, links or tells."""

from __future__ import annotations

import io
import os
import re
import time
import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree
from PIL import Image
from pptx import Presentation

import geo
from geo import CoopmapError
from maps.slides.deck import slide_deck
from tests.conftest import Command
from tests.geo.samples import feature
from tests.maps.pages import layer
from tests.maps.test_photos import HIDDEN, jpeg

pytestmark = pytest.mark.slow


Change = Callable[[bytes], bytes] | bytes | None
"""What becomes of a part: other bytes, or None for nothing."""

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "ppt/presentation.xml"
MAIN_LINKS = "ppt/_rels/presentation.xml.rels"
MASTER = "ppt/slideMasters/slideMaster1.xml"
MASTER_LINKS = "ppt/slideMasters/_rels/slideMaster1.xml.rels"
LAYOUT = "ppt/slideLayouts/slideLayout1.xml"
LAYOUT_LINKS = "ppt/slideLayouts/_rels/slideLayout1.xml.rels"
THEME = "ppt/theme/theme1.xml"


@cache
def sound() -> dict[str, bytes]:
    """The parts of a sound template."""
    file = io.BytesIO()
    made = Presentation()
    made.core_properties.author = f"{HIDDEN}Author"
    made.save(file)
    with zipfile.ZipFile(file) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def written(path: Path, changes: Mapping[str, Change] | None = None) -> Path:
    """A template with some parts changed, added or taken away."""
    parts: dict[str, Change] = dict(sound())
    for name, change in (changes or {}).items():
        old = parts.get(name)
        parts[name] = change(old) if callable(change) and isinstance(old, bytes) else change
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in parts.items():
            if isinstance(data, bytes):
                packed.writestr(name, data)
    return path


def swap(old: str, new: str) -> Callable[[bytes], bytes]:
    """Something else for the first match of a pattern, which must be there."""

    def change(data: bytes) -> bytes:
        made, count = re.subn(old.encode(), lambda _: new.encode(), data, count=1, flags=re.DOTALL)
        assert count, old
        return made

    return change


def linked(*links: str) -> Callable[[bytes], bytes]:
    """More relationships: "id kind target", with a ! before the target when it lies outside."""
    text = ""
    for link in links:
        number, kind, target = link.split(" ")
        outside = ' TargetMode="External"' if target.startswith("!") else ""
        text += f'<Relationship Id="{number}" Type="{OFFICE}/{kind}" Target="{target.lstrip("!")}"{outside}/>'
    return swap("</Relationships>", text + "</Relationships>")


def drawn(shapes: str) -> Callable[[bytes], bytes]:
    """More shapes on a master or layout."""
    return swap("</p:spTree>", shapes + "</p:spTree>")


def deck(path: Path) -> tuple[dict[str, bytes], list[str]]:
    """The parts of a deck made with a template, and what was said of it; python-pptx opens it."""
    told: list[str] = []
    data, _ = slide_deck(layer(feature()), template=path, notify=told.append)
    assert len(Presentation(io.BytesIO(data)).slides) > 2
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        assert len(set(packed.namelist())) == len(packed.namelist())
        return {name: packed.read(name) for name in packed.namelist()}, told


def refused(path: Path) -> str:
    """The sentence with which a template is refused."""
    with pytest.raises(CoopmapError) as caught:
        slide_deck(layer(feature()), template=path)
    said = str(caught.value)
    assert said.startswith(f"{path} ")
    assert said.isprintable()
    return said.removeprefix(f"{path} ")


# --- what is left out -------------------------------------------------------------------------------------------------

OLE = (
    '<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="90" name="o"/><p:cNvGraphicFramePr/><p:nvPr/>'
    '</p:nvGraphicFramePr><p:xfrm/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/presentationml/2006/ole">'
    f'<p:oleObj name="{HIDDEN}Ole" r:id="x1" progId="Excel.Sheet.12"><p:embed/></p:oleObj>'
    "</a:graphicData></a:graphic></p:graphicFrame>"
)
PICTURE = (
    '<p:pic><p:nvPicPr><p:cNvPr id="91" name="p">{click}</p:cNvPr><p:cNvPicPr/><p:nvPr>{media}</p:nvPr></p:nvPicPr>'
    '<p:blipFill><a:blip {blip}/></p:blipFill><p:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="9" cy="9"/></a:xfrm>'
    '<a:prstGeom prst="rect"/></p:spPr></p:pic>'
)


def pictured(blip: str = 'r:embed="x1"', click: str = "", media: str = "") -> Callable[[bytes], bytes]:
    return drawn(PICTURE.format(blip=blip, click=click, media=media))


HIDDEN_PART = f"<x>{HIDDEN}</x>".encode()
EVIL: dict[str, tuple[dict[str, Change], str]] = {
    "macros": (
        {
            MAIN_LINKS: linked("x1 vbaProject vbaProject.bin"),
            "ppt/vbaProject.bin": HIDDEN_PART,
            "[Content_Types].xml": swap(
                "presentationml.presentation.main", "ms-powerpoint.presentation.macroEnabled.main"
            ),
        },
        "macros",
    ),
    "a linked picture": (
        {MASTER: pictured('r:link="x1"'), MASTER_LINKS: linked(f"x1 image !file://h/{HIDDEN}.png")},
        "linked pictures",
    ),
    "a picture, linked and held": (
        {
            MASTER: pictured('r:embed="x1" r:link="x2"'),
            "ppt/media/a.png": jpeg(),
            MASTER_LINKS: linked("x1 image ../media/a.png", f"x2 image !http://h/{HIDDEN}.png"),
        },
        "linked pictures",
    ),
    "a link to a file": (
        {MASTER: pictured("", '<a:hlinkClick r:id="x1"/>'), MASTER_LINKS: linked(f"x1 hyperlink !file:///{HIDDEN}")},
        "links",
    ),
    "a link to the web on a layout": (
        {LAYOUT: pictured("", '<a:hlinkHover r:id="x1"/>'), LAYOUT_LINKS: linked(f"x1 hyperlink !https://h/{HIDDEN}")},
        "links",
    ),
    "a program": ({MASTER: pictured("", f'<a:hlinkClick r:id="" action="ppaction://program?{HIDDEN}"/>')}, "links"),
    "a macro by a click": (
        {MASTER: pictured("", f'<a:hlinkClick r:id="" action="ppaction://macro?name={HIDDEN}"/>')},
        "links",
    ),
    "an embedded object": (
        {
            MASTER: drawn(OLE),
            MASTER_LINKS: linked("x1 oleObject ../embeddings/o.bin"),
            "ppt/embeddings/o.bin": HIDDEN_PART,
        },
        "embedded objects",
    ),
    "an embedded workbook": (
        {
            MASTER: drawn(OLE),
            MASTER_LINKS: linked("x1 package ../embeddings/o.xlsx"),
            "ppt/embeddings/o.xlsx": HIDDEN_PART,
        },
        "embedded objects",
    ),
    "a linked object": (
        {MASTER: drawn(OLE), MASTER_LINKS: linked(f"x1 oleObject !file:///{HIDDEN}")},
        "links to other files",
    ),
    "a control": (
        {
            MASTER: swap("</p:cSld>", '<p:controls><p:control r:id="x1"/></p:controls></p:cSld>'),
            MASTER_LINKS: linked("x1 control ../activeX/activeX1.xml"),
            "ppt/activeX/activeX1.xml": HIDDEN_PART,
        },
        "controls",
    ),
    "a sound": (
        {
            MASTER: pictured("", media='<a:audioFile r:link="x1"/>'),
            MASTER_LINKS: linked(f"x1 audio !file:///{HIDDEN}.wav"),
        },
        "sounds and films",
    ),
    "a film": (
        {
            MASTER: pictured("", media='<a:videoFile r:link="x1"/>'),
            MASTER_LINKS: linked("x1 video ../media/a.mp4"),
            "ppt/media/a.mp4": HIDDEN_PART,
        },
        "sounds and films",
    ),
    "animations": (
        {
            MASTER: swap(
                "</p:clrMap>|<p:clrMap[^>]*/>",
                '<p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" '
                'accent1="accent1" accent2="accent2" accent3="accent3" accent4="accent4" accent5="accent5" '
                f'accent6="accent6" hlink="hlink" folHlink="folHlink"/><p:timing><p:cmd cmd="{HIDDEN}"/></p:timing>',
            )
        },
        "animations",
    ),
    "custom XML": (
        {MAIN_LINKS: linked("x1 customXml ../customXml/item1.xml"), "customXml/item1.xml": HIDDEN_PART},
        "custom XML",
    ),
    "properties of its own": (
        {"_rels/.rels": linked("x1 custom-properties docProps/custom.xml"), "docProps/custom.xml": HIDDEN_PART},
        "properties of its own",
    ),
    "fonts": (
        {
            MAIN: swap(
                "<p:defaultTextStyle>",
                '<p:embeddedFontLst><p:embeddedFont><p:font typeface="x"/><p:regular r:id="x1"/>'
                "</p:embeddedFont></p:embeddedFontLst><p:defaultTextStyle>",
            ),
            MAIN_LINKS: linked("x1 font fonts/font1.fntdata"),
            "ppt/fonts/font1.fntdata": HIDDEN_PART,
        },
        "embedded fonts",
    ),
    "another template": ({MAIN_LINKS: linked(f"x1 attachedTemplate !file:///{HIDDEN}")}, "links to other files"),
    "tags": (
        {
            MAIN: swap(
                "<p:defaultTextStyle>", '<p:custDataLst><p:tags r:id="x1"/></p:custDataLst><p:defaultTextStyle>'
            ),
            MAIN_LINKS: linked("x1 tags tags/tag1.xml"),
            "ppt/tags/tag1.xml": HIDDEN_PART,
        },
        "custom data",
    ),
    "something new": (
        {MAIN_LINKS: linked("x1 mindReader a.xml"), "ppt/a.xml": HIDDEN_PART},
        "parts of the kind “mindReader”",
    ),
    "a picture that cannot be read": (
        {MASTER: pictured(), MASTER_LINKS: linked("x1 image ../media/a.png"), "ppt/media/a.png": HIDDEN_PART},
        "pictures that cannot be read",
    ),
    "a drawing with a script": (
        {
            MASTER: pictured(),
            MASTER_LINKS: linked("x1 image ../media/a.svg"),
            "ppt/media/a.svg": f"<svg xmlns='http://www.w3.org/2000/svg'><script>{HIDDEN}</script></svg>".encode(),
        },
        "pictures that cannot be read",
    ),
    "a comment": ({THEME: swap("<a:themeElements>", f"<!--{HIDDEN}--><?{HIDDEN} x?><a:themeElements>")}, ""),
}


@pytest.mark.usefixtures("warm_sandbox_children")
@pytest.mark.parametrize("what", EVIL)
def test_what_runs_links_or_tells_of_its_author_is_left_out_and_said(tmp_path: Path, what: str):
    changes, said = EVIL[what]
    parts, told = deck(written(tmp_path / "a.pptx", changes))
    (sentence,) = told
    words = sentence.removeprefix(f"{tmp_path / 'a.pptx'}: left out of the template: ").removesuffix(".").split(", ")
    assert set(words) >= ({said} if said else set()) | {"printer settings"}
    for name, data in parts.items():
        assert HIDDEN.encode() not in data, name
        assert not re.search(r"vbaProject|\.bin$|embeddings/o|activeX|customXml|custom\.xml|tags/|fonts/|printer", name)
        if name.endswith(".rels") and "/slides/" not in name:
            assert b"External" not in data, name
    resolved(parts)


def resolved(parts: Mapping[str, bytes]) -> None:
    """Every reference of a master, a layout and the presentation leads to a relationship, and that to a part."""
    for name, data in parts.items():
        if not re.fullmatch(r"ppt/(presentation|slideMasters/\w+|slideLayouts/\w+)\.xml", name):
            continue
        folder, _, file = name.rpartition("/")
        links = etree.fromstring(parts[f"{folder}/_rels/{file}.rels"])
        known = {each.get("Id") for each in links}
        used = {
            value
            for each in etree.fromstring(data).iter()
            for key, value in each.attrib.items()
            if f"{{{OFFICE}}}" in key
        }
        assert used <= known, name


def test_a_sound_template_is_told_nothing_of_but_what_is_left_out(tmp_path: Path, command: Command):
    bare = {MAIN_LINKS: swap(r'<Relationship Id="rId2"[^>]*/>', "")}
    assert deck(written(tmp_path / "a.pptx", bare))[1] == []
    (tmp_path / "a.geojson").write_text(geo.text(geo.Layer((feature(),))), encoding="utf-8")
    written(tmp_path / "b.pptx", {**bare, **EVIL["macros"][0], MAIN_LINKS: linked("x1 vbaProject vbaProject.bin")})
    done = command("slides", "out.pptx", "a.geojson", "--no-check", "--template", "b.pptx", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "b.pptx: left out of the template: printer settings, macros.\n")


def test_the_masters_pictures_come_along_as_pixels(tmp_path: Path):
    drawing = b"\x01\0\0\0" + bytes(36) + b" EMF" + bytes(60)
    changes: dict[str, Change] = {
        MASTER: lambda old: pictured('r:embed="x1"')(pictured('r:embed="x2"')(old)),
        MASTER_LINKS: linked("x1 image ../media/photo.jpg", "x2 image ../media/logo.emf"),
        "ppt/media/photo.jpg": jpeg(),
        "ppt/media/logo.emf": drawing,
    }
    parts, _ = deck(written(tmp_path / "a.pptx", changes))
    held = {name: data for name, data in parts.items() if name.startswith("ppt/media/")}
    assert {name.rpartition(".")[2] for name in held} == {"jpeg", "emf"}
    assert drawing in held.values()
    assert Image.open(io.BytesIO(next(data for name, data in held.items() if name.endswith("jpeg")))).size == (24, 16)


def test_a_button_that_leads_to_the_next_slide_stays(tmp_path: Path):
    click = '<a:hlinkClick r:id="" action="ppaction://hlinkshowjump?jump=nextslide"/>'
    parts, _ = deck(written(tmp_path / "a.pptx", {MASTER: pictured("", click)}))
    assert b"jump=nextslide" in parts[MASTER]


# --- what is refused --------------------------------------------------------------------------------------------------

ENTITY = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
LAUGHS = "<!DOCTYPE x [<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY {new} '{f'&{old};' * 10}'>" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)


def doctype(text: str) -> Callable[[bytes], bytes]:
    return swap(r"(?<=\?>)\s*<", f"{text}<")


CANNOT = "is no PowerPoint template that can be used: "
WRONG: dict[str, tuple[dict[str, Change], str]] = {
    "no presentation": ({MAIN: None}, f"{CANNOT}“ppt/presentation.xml” is missing."),
    "no relationships": ({"_rels/.rels": None}, f"{CANNOT}it holds no document."),
    "no master": ({MASTER: None}, f"{CANNOT}“{MASTER}” is missing."),
    "no master that is listed": (
        {MAIN: swap("<p:sldMasterIdLst>.*</p:sldMasterIdLst>", "")},
        "has no slide master; choose",
    ),
    "no relationship to the master": (
        {MAIN_LINKS: swap(r'<Relationship Id="rId1"[^>]*/>', "")},
        "has no slide master;",
    ),
    "no size": ({MAIN: swap("<p:sldSz[^>]*/>", "")}, "has no slide size from 914,400 to 51,206,400 EMU;"),
    "a size that is none": ({MAIN: swap('cx="9144000"', 'cx="wide"')}, "has no slide size"),
    "a size beyond all bounds": ({MAIN: swap('cx="9144000"', 'cx="99999999999999999"')}, "has no slide size"),
    "no theme": ({MASTER_LINKS: swap(r'<Relationship Id="rId12"[^>]*/>', "")}, "has no theme;"),
    "the theme's part is missing": ({THEME: None}, f"{CANNOT}“{THEME}” is missing."),
    "a broken theme": ({THEME: lambda old: old[:500]}, f"{CANNOT}“{THEME}” is no sound XML."),
    "a theme of nothing": ({THEME: b""}, f"{CANNOT}“{THEME}” is no sound XML."),
    "a theme without colours": ({THEME: swap("<a:clrScheme.*</a:clrScheme>", "")}, "has no colour dk1 in its theme;"),
    "a theme without one colour": (
        {THEME: swap("<a:accent3>.*</a:accent3>", "")},
        "has no colour accent3 in its theme;",
    ),
    "a theme without typefaces": (
        {THEME: swap("<a:fontScheme.*</a:fontScheme>", "")},
        "has no typefaces in its theme;",
    ),
    "no layout": ({MASTER: swap("<p:sldLayoutIdLst>.*</p:sldLayoutIdLst>", "")}, "has no slide layout;"),
    "a layout's part is missing": ({LAYOUT: None}, f"{CANNOT}“{LAYOUT}” is missing."),
    "a layout without a master": ({LAYOUT_LINKS: None}, "has no slide master for ppt/slideLayouts/slideLayout1.xml;"),
    "a layout without shapes": ({LAYOUT: swap("<p:spTree>.*</p:spTree>", "")}, "has no shapes in ppt/slideLayouts"),
    "a theme in place of the master": (
        {MAIN_LINKS: swap("slideMasters/slideMaster1.xml", "theme/theme1.xml")},
        "holds <theme>, expected <sldMaster>.",
    ),
    "a document of Word": (
        {MAIN: b"<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'/>"},
        "“ppt/presentation.xml” holds <document>, expected <presentation>.",
    ),
    "Strict Open XML": (
        {
            "_rels/.rels": swap(
                OFFICE + "/officeDocument", "http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument"
            )
        },
        "is saved as Strict Open XML; save it as an ordinary .pptx.",
    ),
    "an entity of a file": ({THEME: doctype(ENTITY)}, "has a document type or entities, which no PowerPoint file has."),
    "an entity in a master": ({MASTER: doctype(ENTITY)}, f"“{MASTER}” has a document type or entities"),
    "an entity in the relationships": ({MAIN_LINKS: doctype(ENTITY)}, "has a document type or entities"),
    "a billion laughs": ({LAYOUT: doctype(LAUGHS + "]>")}, "has a document type or entities"),
    "an entity in UTF-16": (
        {THEME: lambda old: doctype(ENTITY)(old).replace(b"UTF-8", b"UTF-16").decode().encode("utf-16")},
        "has a document type or entities",
    ),
    "names that lead out": (
        {MASTER_LINKS: swap("../theme/theme1.xml", "../../../../etc/passwd")},
        "“etc/passwd” is missing.",
    ),
    "names of a device": ({MASTER_LINKS: swap("../theme/theme1.xml", "/dev/zero")}, "“dev/zero” is missing."),
    "a name that a terminal would obey": (
        {MASTER_LINKS: swap("../theme/theme1.xml", "&#x9b;2J")},
        "“ppt/slideMasters/\\u009b2J” is missing.",
    ),
    "a part of 17 MB": (
        {THEME: lambda old: old + b" " * 2**24},
        "its parts are too large: 16 MB each and 128 MB in all.",
    ),
    "elements beyond all depth": ({LAYOUT: drawn("<p:grpSp>" * 5000 + "</p:grpSp>" * 5000)}, "is no sound XML."),
    "a place that is none": (
        {LAYOUT: swap('(?<=<p:spPr><a:xfrm>)<a:off x="[^"]*"', '<a:off x="left"')},
        "hold what no slide can be made of (",
    ),
    "a kind of placeholder that is none": (
        {LAYOUT: swap('type="ctrTitle"', 'type="x"')},
        "hold what no slide can be made of (",
    ),
}


@pytest.mark.usefixtures("warm_sandbox_children")
@pytest.mark.parametrize("what", WRONG)
def test_a_template_that_cannot_be_used_is_refused_with_what_is_missing(tmp_path: Path, what: str):
    changes, said = WRONG[what]
    began = time.monotonic()
    assert said in refused(written(tmp_path / "a.pptx", changes))
    assert time.monotonic() - began < 20


def test_relationships_in_a_circle_are_followed_once(tmp_path: Path):
    changes: dict[str, Change] = {
        THEME.replace("theme1.xml", "_rels/theme1.xml.rels"): LINKS.format(
            f'Type="{OFFICE}/theme" Target="theme1.xml"'
        ).encode(),
        MASTER_LINKS: linked("x1 slideMaster slideMaster1.xml"),
        LAYOUT_LINKS: linked("x1 slideLayout slideLayout1.xml"),
    }
    deck(written(tmp_path / "a.pptx", changes))


LINKS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="x1" {}/>'
    "</Relationships>"
)


@pytest.mark.parametrize("name", ["docProps/core.xml", "ppt/presentation.xml", "PPT/Presentation.XML"])
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_parts_of_one_name_are_refused(tmp_path: Path, name: str):
    path = written(tmp_path / "a.pptx")
    with zipfile.ZipFile(path, "a") as packed:
        packed.writestr(name, b"<x/>")
    assert refused(path) == f"{CANNOT}it holds two parts named “{name}”."


def test_what_is_no_zip_file_is_refused(tmp_path: Path):
    path = tmp_path / "a.pptx"
    sentences = {
        b"": "is empty.",
        b"text": "is no PowerPoint template: it is no sound zip file.",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(500): "has a password or comes from PowerPoint 97 to 2003; save it as .pptx without a password.",
        written(tmp_path / "b.pptx").read_bytes()[:-3000]: "is no PowerPoint template: it is no sound zip file.",
    }
    for data, said in sentences.items():
        path.write_bytes(data)
        assert refused(path) == said


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_what_is_no_regular_file_is_not_waited_for(tmp_path: Path):
    os.mkfifo(tmp_path / "a.pptx")
    assert refused(tmp_path / "a.pptx") == "is no regular file."
    (tmp_path / "b.pptx").symlink_to("/dev/zero")
    assert refused(tmp_path / "b.pptx") == "is no regular file."
    assert refused(tmp_path) == "is a folder; name a file in it."
    assert refused(tmp_path / "none.pptx") == "cannot be read: there is no such file."


def test_a_template_that_unpacks_to_more_than_may_be_is_refused_at_once(tmp_path: Path):
    path = written(tmp_path / "a.pptx")
    deflated = zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(path, "a", deflated, compresslevel=1) as packed, packed.open("ppt/media/a.png", "w") as file:
        for _ in range(1_500):
            file.write(b" " * 10**6)
    assert path.stat().st_size < 10_000_000
    began = time.monotonic()
    assert refused(path) == "unpacks to 1,431 MB; at most 512 MB are read."
    assert time.monotonic() - began < 10


@pytest.mark.parametrize("side", ["x", "y", "cx", "cy"])
def test_a_place_that_is_far_from_all_slides_is_refused(tmp_path: Path, side: str):
    """What is reckoned from it could not be written."""

    def changed(old: bytes) -> bytes:
        before, name, after = old.rpartition(f' {side}="'.encode())
        return before + name + b"27273042316900" + after[after.index(b'"') :]

    path = written(tmp_path / "a.pptx", {LAYOUT: changed})
    assert refused(path).endswith("what no slide can be made of (ValueError).")


def test_a_large_file_is_refused_before_it_is_read(tmp_path: Path):
    with (tmp_path / "a.pptx").open("wb") as file:
        file.truncate(200_000_000)
    assert refused(tmp_path / "a.pptx") == "is larger than 100 MB; take a smaller template."


# --- by chance --------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("warm_sandbox_children")
@settings(max_examples=40)
@given(
    name=st.sampled_from(sorted({MAIN, MAIN_LINKS, MASTER, MASTER_LINKS, LAYOUT, LAYOUT_LINKS, THEME, "_rels/.rels"})),
    changes=st.lists(
        st.tuples(st.integers(0, 10**6), st.binary(max_size=3), st.integers(0, 9)), min_size=1, max_size=4
    ),
)
def test_any_change_to_a_part_gives_a_deck_or_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, name: str, changes: list[tuple[int, bytes, int]]
):
    def changed(old: bytes) -> bytes:
        data = bytearray(old)
        for at, new, gone in changes:
            place = at % len(data)
            data[place : place + gone] = new
        return bytes(data)

    made_or_refused(written(tmp_path_factory.mktemp("fuzz") / "a.pptx", {name: changed}))


ATTRIBUTE = re.compile(rb'(?<= )(\w+)="([^"]*)"')


@pytest.mark.usefixtures("warm_sandbox_children")
@settings(max_examples=40)
@given(
    name=st.sampled_from([MAIN, MASTER, LAYOUT, THEME]),
    at=st.integers(0, 10**6),
    value=st.sampled_from(["", "-1", "0", "99999999999999999999", "x", "rId1", "rId99", "NaN", "title", "é", " "]),
)
@example(name=LAYOUT, at=254, value="99999999999999999999")
def test_any_value_of_an_attribute_gives_a_deck_or_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, name: str, at: int, value: str
):
    def changed(old: bytes) -> bytes:
        found = list(ATTRIBUTE.finditer(old))
        one = found[at % len(found)]
        return old[: one.start(2)] + value.encode() + old[one.end(2) :]

    made_or_refused(written(tmp_path_factory.mktemp("fuzz") / "a.pptx", {name: changed}))


@pytest.mark.usefixtures("warm_sandbox_children")
@settings(max_examples=40)
@given(changes=st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=8))
def test_any_change_to_the_file_gives_a_deck_or_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[int, int]]
):
    path = written(tmp_path_factory.mktemp("fuzz") / "a.pptx")
    data = bytearray(path.read_bytes())
    for at, value in changes:
        data[at % len(data)] = value
    path.write_bytes(data)
    made_or_refused(path)


def made_or_refused(path: Path) -> None:
    """A deck that python-pptx opens, or one sentence that names the file."""
    told = ""
    try:
        data, _ = slide_deck(layer(feature()), template=path)
    except CoopmapError as error:
        told = str(error)
    if told:
        assert told.startswith(f"{path} ")
        assert told.isprintable()
    else:
        Presentation(io.BytesIO(data))
