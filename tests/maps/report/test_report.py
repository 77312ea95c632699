"""The Word report is read back: each project, each source as a footnote, its languages, and nothing of a stranger's."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from lxml import etree

import geo
from geo import CoopmapError, ReadError
from geo.tables.readers import archives
from maps import word_report
from maps.report import report, template
from tests.geo.samples import feature, point
from tests.maps.test_photos import HIDDEN, jpeg, png

HOSTILE = "<b>{ DDEAUTO cmd } & {{ 7*7 }}\x07 =1+1 INCLUDETEXT"
"""Text that must stay text; the bell is no character of XML."""

MARKED = "&lt;b&gt;{ DDEAUTO cmd } &amp; {{ 7*7 }}"


def source(number: int, *supports: str) -> dict[str, Any]:
    return {"title": f"Document {number}", "url": f"https://example.org/{number}", "supports": list(supports)}


def described(name: str, **image: str) -> dict[str, str]:
    return {"src": name, "alt_en": f"{name} seen", "alt_fa": "نما", "credit": "A. B.", "licence": "CC0", **image}


@pytest.fixture(scope="module")
def layer(tmp_path_factory: pytest.TempPathFactory) -> geo.Layer:
    """Three projects with photographs and sources, in English and Persian."""
    folder = tmp_path_factory.mktemp("report")
    (folder / "a.jpg").write_bytes(jpeg())
    (folder / "b.png").write_bytes(png())
    images = [described("a.jpg", pair="before"), described("b.png", pair="after"), described("none.jpg")]
    sources = [source(1, "status", "place"), source(2, "status"), source(3, "partners")]
    features = (
        feature(point(66, 45), id="one", name_en="One", name_fa="یک", images=images, sources=sources),
        feature(point(68, 45), id="two", name_en=HOSTILE, sources=[source(1, "name")]),
        feature(None, id="three", name_en="Three", precision="unlocated", sources=[]),
    )
    members = {"languages": ["en", "fa"], "title_en": "A layer", "title_fa": "لایه", "as_of": "2026-11-01"}
    return geo.Layer(features, members, folder / "projects.geojson")


@pytest.fixture(scope="module")
def made(layer: geo.Layer) -> tuple[bytes, list[str]]:
    """The report in both languages, and what was said."""
    said: list[str] = []
    data, count = word_report(layer, languages="en,fa", notify=said.append)
    assert count == 3
    return data, said


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def media(content: dict[str, bytes]) -> bytes:
    """The files of all pictures."""
    files = [data for name, data in content.items() if name.startswith("word/media/")]
    assert files
    return b"".join(files)


def notes(data: bytes) -> list[str]:
    """The texts of the footnotes."""
    root = etree.fromstring(parts(data)["word/footnotes.xml"])
    return ["".join(note.itertext()).strip() for note in root if note.get(qn("w:type")) is None]


def headings(data: bytes, level: int) -> list[str]:
    document = docx.Document(io.BytesIO(data))
    return [each.text for each in document.paragraphs if each.style and each.style.name == f"Heading {level}"]


def links_outside(data: bytes) -> set[str]:
    """Where relationships lead that leave the package."""
    found = set()
    for name, content in parts(data).items():
        if name.endswith(".rels"):
            for each in etree.fromstring(content):
                if each.get("TargetMode") == "External":
                    assert str(each.get("Type")).endswith("/hyperlink"), name
                    found.add(str(each.get("Target")))
    return found


def test_each_project_has_its_section_and_each_source_its_footnote(made: tuple[bytes, list[str]]):
    data, said = made
    assert headings(data, 2)[:3] == ["One", "<b>{ DDEAUTO cmd } & {{ 7*7 }} =1+1 INCLUDETEXT", "Three"]
    assert headings(data, 2)[3] == "یک"
    assert notes(data) == ["Document 1", "Document 2", "Document 3", "Document 1"] * 2
    assert links_outside(data) == {f"https://example.org/{number}" for number in (1, 2, 3)}
    document = parts(data)["word/document.xml"].decode()
    assert document.count("<w:footnoteReference ") == 8
    assert document.count(" NOTEREF _Ref100001 \\f \\h ") == 1  # the place rests on the first one again
    assert said == ["none.jpg: there is no such file; the picture is left out."] * 2


def test_photographs_have_alternative_texts_and_say_whose_they_are(made: tuple[bytes, list[str]]):
    content = parts(made[0])
    root = etree.fromstring(content["word/document.xml"])
    texts = [each.get("descr") for each in root.iter("{*}docPr")]
    assert texts[1:3] == ["a.jpg seen", "b.png seen"]
    assert all(texts)
    document = docx.Document(io.BytesIO(made[0]))
    assert "Before: A. B., CC0 · After: A. B., CC0" in [each.text for each in document.paragraphs]
    assert HIDDEN.encode() not in media(content)
    assert all(data[:2] == b"\xff\xd8" for name, data in content.items() if name.endswith((".jpg", ".jpeg")))


def test_text_is_text_and_fields_are_ours_alone(made: tuple[bytes, list[str]]):
    content = parts(made[0])
    assert MARKED in content["word/document.xml"].decode()
    for name, data in content.items():
        if name.endswith(".xml") and name.startswith("word/"):
            root = etree.fromstring(data)
            codes = {(each.text or "").split()[0] for each in root.iter(qn("w:instrText"))}
            assert codes <= {"TOC", "NOTEREF", "PAGE"}, name
            assert not list(root.iter(qn("w:fldSimple")))


def test_each_text_says_its_language_and_runs_its_way(made: tuple[bytes, list[str]]):
    for name in ("word/document.xml", "word/footnotes.xml"):
        root = etree.fromstring(parts(made[0])[name])
        for run in root.iter(qn("w:r")):
            text = "".join(each.text or "" for each in run.iter(qn("w:t")))
            if not text.strip():
                continue
            language = run.find(f"{qn('w:rPr')}/{qn('w:lang')}").get(qn("w:bidi"))
            assert (language == "fa") == (run.find(f"{qn('w:rPr')}/{qn('w:rtl')}") is not None)
            paragraph = next(run.iterancestors(qn("w:p")))
            assert (language == "fa") == (paragraph.find(f"{qn('w:pPr')}/{qn('w:bidi')}") is not None), text


def test_the_contents_list_every_heading_before_word_counts_the_pages(made: tuple[bytes, list[str]]):
    root = etree.fromstring(parts(made[0])["word/document.xml"])
    listed = ["".join(each.itertext()) for each in root.iter(qn("w:hyperlink")) if each.get(qn("w:anchor"))]
    assert [text for text in headings(made[0], 2) if text not in listed] == []
    names = {each.get(qn("w:name")) for each in root.iter(qn("w:bookmarkStart"))}
    anchors = [each.get(qn("w:anchor")) for each in root.iter(qn("w:hyperlink"))]
    assert set(anchors) <= names
    assert len(set(anchors)) == len(anchors)


def test_the_same_layer_gives_the_same_bytes_and_only_what_is_asked_for(layer: geo.Layer):
    first, second = (word_report(layer, only="one", title="Own title")[0] for _ in range(2))
    assert first == second
    assert headings(first, 2) == ["One"]
    assert docx.Document(io.BytesIO(first)).core_properties.title == "Own title"
    with pytest.raises(CoopmapError, match="choose one of its languages: en, fa"):
        word_report(layer, languages="en,de")
    with pytest.raises(CoopmapError, match="neither the id of a project"):
        word_report(layer, only="four")


# --- a stranger's template --------------------------------------------------------------------------------------------


def ministry(path: Path) -> Path:
    """A template as a ministry has it: own styles, a crest in the header, page numbers, and its last letter."""
    document = docx.Document()
    document.styles["Heading 2"].font.name = "Ministry Sans"
    document.add_paragraph("Our last letter")
    header = document.sections[0].header.paragraphs[0]
    header.add_run("Ministry").add_picture(io.BytesIO(png()))
    header.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    document.save(str(path))
    return path


def changed(path: Path, new: dict[str, tuple[str, str] | str]) -> Path:
    """The file with parts replaced in, or added: [old, new] of a part, or all of it."""
    content = {name: data.decode("utf-8") if name.endswith((".xml", ".rels")) else data for name, data in
               parts(path.read_bytes()).items()}  # fmt: skip
    with zipfile.ZipFile(path, "w") as packed:
        for name, change in new.items():
            old = content.get(name, "")
            assert isinstance(old, str)
            assert isinstance(change, str) or change[0] in old
            content[name] = change if isinstance(change, str) else old.replace(*change, 1)
        for name, data in content.items():
            packed.writestr(name, data)
    return path


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def hostile(path: Path) -> Path:
    """The same with macros, a linked template, a linked picture, and fields that read files."""
    outside = f'<Relationship Id="rId{{}}" Type="{RELATED}/{{}}" Target="{{}}" TargetMode="{{}}"/></Relationships>'
    relations = "".join(
        outside.format(number, kind, target, mode).removesuffix("</Relationships>")
        for number, kind, target, mode in (
            (91, "image", "http://evil.example/track.png", "External"),
            (92, "attachedTemplate", "file:///evil/x.dotm", "External"),
            (93, "vbaProject", "vbaProject.bin", "Internal"),
        )
    )
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>INCLUDE</w:instrText></w:r><w:r>'
        '<w:instrText>TEXT "//evil/x"</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
        '<w:fldSimple w:instr="DDEAUTO cmd"><w:r><w:t>Kept text</w:t></w:r></w:fldSimple></w:p>'
    )
    return changed(
        path,
        {
            "word/_rels/document.xml.rels": ("</Relationships>", relations + "</Relationships>"),
            "word/vbaProject.bin": "macro",
            "word/header1.xml": ("</w:p>", field),
        },
    )


def test_a_template_gives_styles_page_and_header_and_nothing_that_runs(layer: geo.Layer, tmp_path: Path):
    path = hostile(ministry(tmp_path / "ministry.docx"))
    said: list[str] = []
    data, _ = word_report(layer, only="three", template_file=path, notify=said.append)
    assert said == [
        f"{path}: left out of the template: custom XML, linked pictures, links to other files, macros, fields."
    ]
    assert links_outside(data) == set()
    content = parts(data)
    header = content["word/header1.xml"].decode()
    assert "Kept text" in header
    assert not any(word in header for word in ("INCLUDE", "evil", "DDEAUTO"))
    assert not any("vba" in name for name in content)
    assert HIDDEN.encode() not in media(content)  # the crest's notes
    document = docx.Document(io.BytesIO(data))
    assert document.styles["Heading 2"].font.name == "Ministry Sans"
    assert "Our last letter" not in [each.text for each in document.paragraphs]
    assert headings(data, 2) == ["Three"]


def bomb(path: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", bytes(17 * 2**20))
    return path


def renamed(path: Path, old: str, new: str) -> Path:
    return changed(ministry(path), {"word/document.xml": (old, new)})


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda path: path, "there is no such file"),
        (lambda path: Path(str(path.write_text("no zip") and path)), "is no Word template: it is no sound zip file"),
        (bomb, "unpacks to 17 MB"),
        (lambda path: renamed(path, "<w:document", '<!DOCTYPE a [<!ENTITY b "c">]><w:document'), "has a document type"),
        (lambda path: renamed(path, "</w:body>", "</w:bod>"), "is no sound XML"),
        (lambda path: Path(str(path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") and path)), "has a password"),
    ],
)
def test_what_is_no_sound_template_costs_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: Any, said: str
):
    monkeypatch.setattr(archives, "MAX_UNPACKED", 2**24)
    path = tmp_path / "template.docx"
    with pytest.raises(ReadError, match=said):
        template.read(make(path))


def test_a_layer_too_large_for_word_is_refused_before_it_is_drawn(monkeypatch: pytest.MonkeyPatch, layer: geo.Layer):
    monkeypatch.setattr(report, "MAX_PROJECTS", 2)
    with pytest.raises(CoopmapError, match="at most 2 projects, got 3; choose fewer with --only"):
        word_report(layer)


def sequence(names: Sequence[str], order: Sequence[str]) -> bool:
    """Whether names stand in an order."""
    places = [order.index(name) for name in names if name in order]
    return places == sorted(places)


def test_properties_stand_in_the_order_that_the_schema_demands(made: tuple[bytes, list[str]]):
    runs = ["rStyle", "b", "bCs", "rtl", "lang"]
    paragraphs = ["pStyle", "keepNext", "pageBreakBefore", "bidi", "spacing", "ind", "jc", "outlineLvl"]
    root = etree.fromstring(parts(made[0])["word/document.xml"])
    for name, order in (("w:rPr", runs), ("w:pPr", paragraphs)):
        for each in root.iter(qn(name)):
            assert sequence([etree.QName(child).localname for child in each], order), etree.tostring(each)
