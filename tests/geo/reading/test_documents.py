"""Documents of each kind give their paragraphs and pages; what is no document costs a sentence."""

from __future__ import annotations

import zipfile
from pathlib import Path

import docx
import pptx
import pytest

from geo import CoopmapError
from geo.reading import documents, formats
from geo.tables.readers import archives

LINE = "A plant in Qarshi is under construction."


def read(path: Path) -> tuple[str, list[tuple[str, int | None]]]:
    """(title, paragraphs), read in this process."""
    data = formats.parse_plain(str(path))
    assert isinstance(data["title"], str)
    assert isinstance(data["paragraphs"], list)
    return data["title"], data["paragraphs"]


def pdf(path: Path, text: str = "", encrypted: bool = False) -> Path:
    """A PDF of one page, made by hand."""
    content = f"BT /F 12 Tf 72 700 Td ({text}) Tj ET" if text else "0 0 100 100 re f"
    locked = "/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <" + "28" * 32 + "> /U <" + "28" * 32 + "> >>"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>",
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    body, offsets = "%PDF-1.4\n", []
    for number, value in enumerate(objects, 1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{value}\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    trailer = f"<< /Size 6 /Root 1 0 R /ID [<{'00' * 16}> <{'00' * 16}>] {locked if encrypted else ''} >>"
    path.write_text(
        f"{body}xref\n0 6\n0000000000 65535 f \n{table}trailer\n{trailer}\nstartxref\n{len(body)}\n%%EOF",
        encoding="ascii",
    )
    return path


def test_text_is_paragraphs_with_wrapped_lines_joined(tmp_path: Path):
    file = tmp_path / "a.txt"
    file.write_bytes("Заголовок\n\nПервая строка\nи вторая – строка.\n- пункт один\n- пункт два\n".encode("cp1251"))
    assert read(file) == (
        "Заголовок",
        [("Заголовок", None), ("Первая строка и вторая – строка.", None), ("пункт один", None), ("пункт два", None)],
    )


def test_markdown_is_its_words_alone(tmp_path: Path):
    file = tmp_path / "a.md"
    file.write_text("# Title **bold**\n\nSome [link](https://example.org) and `code`.\n\n<b>raw</b> word\n\n* item\n")
    title, paragraphs = read(file)
    assert title == "Title bold"
    assert [text for text, _ in paragraphs] == ["Title bold", "Some link and code.", "raw word", "item"]


def test_a_page_is_what_a_reader_sees_of_it(tmp_path: Path):
    file = tmp_path / "a.html"
    file.write_text(
        "<html><head><title>News</title><style>p{}</style></head><body><nav>Menu</nav><script>alert(1)</script>"
        f"<article><h1>Head</h1><p>{LINE[:20]}<b>{LINE[20:]}</b><!-- no -->&lt;b&gt;</p>"
        "<ul><li>one<li>two</ul></article>" + "<div>" * 1000 + "deep</body>",
        encoding="utf-8",
    )
    title, paragraphs = read(file)
    assert title == "News"
    assert [text for text, _ in paragraphs] == ["Head", f"{LINE}<b>", "one", "two", "deep"]


def test_word_gives_paragraphs_and_rows_of_tables(tmp_path: Path):
    document = docx.Document()
    document.core_properties.title = "Memo"
    document.add_paragraph(LINE)
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Shymkent", "textile mill"
    document.save(str(tmp_path / "a.docx"))
    assert read(tmp_path / "a.docx") == ("Memo", [(LINE, None), ("Shymkent; textile mill", None)])


def test_slides_give_their_texts_tables_and_notes_by_slide(tmp_path: Path):
    deck = pptx.Presentation()
    for number in (1, 2):
        slide = deck.slides.add_slide(deck.slide_layouts[5])
        slide.shapes.title.text = f"Slide {number}"
    slide.notes_slide.notes_text_frame.text = LINE
    deck.save(str(tmp_path / "a.pptx"))
    assert read(tmp_path / "a.pptx") == ("Slide 1", [("Slide 1", 1), ("Slide 2", 2), (LINE, 2)])


def test_a_pdf_gives_its_text_by_page(tmp_path: Path):
    assert read(pdf(tmp_path / "a.pdf", LINE)) == (LINE, [(LINE, 1)])


def test_strange_files_cost_a_sentence(tmp_path: Path):
    (tmp_path / "old.docx").write_bytes(b"\xd0\xcf\x11\xe0" + b"\0" * 600)
    (tmp_path / "broken.docx").write_bytes(b"PK\3\4 no zip")
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7 nothing")
    (tmp_path / "blank.txt").write_text(" \n")
    (tmp_path / "zeros.txt").write_bytes(b"a\0b" * 50)
    (tmp_path / "a.xyz").write_text("text")
    with zipfile.ZipFile(tmp_path / "other.pptx", "w") as packed:
        packed.writestr("a.txt", "a")
    sentences = {
        "old.docx": "is locked with a password, or of Office before 2007",
        "broken.docx": "is no sound zip file",
        "other.pptx": "is damaged, or no PPTX file",
        "broken.pdf": "is damaged, or no PDF",
        "blank.txt": "has no text",
        "zeros.txt": "is no text",
        "a.xyz": "is of no kind that can be read; text, Markdown, HTML, DOCX, PPTX and PDF can",
        "missing.pdf": "there is no such file",
    }
    pdf(tmp_path / "scan.pdf")
    pdf(tmp_path / "locked.pdf", LINE, encrypted=True)
    sentences |= {"scan.pdf": "run OCR on it", "locked.pdf": "is locked with a password"}
    for name, sentence in sentences.items():
        with pytest.raises(CoopmapError) as raised:
            formats.parse_plain(str(tmp_path / name))
        assert sentence in str(raised.value), name


def test_a_zip_that_unpacks_to_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    docx.Document().save(str(tmp_path / "a.docx"))
    monkeypatch.setattr(archives, "MAX_UNPACKED", 1000)
    with pytest.raises(CoopmapError, match="unpacks to"):
        formats.parse_plain(str(tmp_path / "a.docx"))


def test_a_document_is_read_in_a_process_of_its_own(tmp_path: Path):
    document = documents.read(pdf(tmp_path / "a.pdf", LINE))
    assert (document.title, document.paragraphs) == (LINE, (documents.Paragraph(LINE, 1),))


def test_a_text_without_end_is_cut_and_that_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    file = tmp_path / "a.txt"
    file.write_text("One line.\n\nAnother line.\n")
    monkeypatch.setattr(formats, "MAX_CHARACTERS", 12)
    assert formats.parse_plain(str(file))["shortened"] is True
