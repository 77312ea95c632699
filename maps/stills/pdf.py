"""Drawings as a PDF, a page each: vectors, real text in embedded fonts, links, and structure for screen readers.

Written by hand because what fpdf2 and reportlab write has no structure for screen readers. Streams are not compressed:
zlib's bytes differ from one build of zlib to the next, and ours shall not.
"""

from __future__ import annotations

from collections.abc import Sequence

from maps.drawing.shapes import Drawing
from maps.stills import xmp
from maps.stills.numbers import real
from maps.stills.pdf_objects import PdfFile, references, text_string, uri_string
from maps.stills.pdf_page import Link, PageContent, StructureElement
from maps.stills.pdf_resources import Resources


def pdf(pages: Sequence[Drawing]) -> bytes:
    """The drawings as the pages of one document; the first one's title and language are the document's."""
    return _Document(pages).serialized()


class _Document:
    """Puts pages, fonts, structure and outline together."""

    def __init__(self, pages: Sequence[Drawing]) -> None:
        self.pages = pages
        self.file = PdfFile()
        self.resources = Resources(pages)

    def serialized(self) -> bytes:
        """The document's bytes."""
        file, first = self.file, self.pages[0]
        root, tree, structure = file.reserve(), file.reserve(), file.reserve()
        resources = self.resources.put(file)
        numbers = [file.reserve() for _ in self.pages]
        elements: list[StructureElement] = []
        for index, (number, page) in enumerate(zip(numbers, self.pages, strict=True)):
            writer = PageContent(page, self.resources.fonts, self.resources.images, index=index)
            elements += writer.elements
            self._page(number, tree, resources, writer)
        file.put(tree, f"<< /Type /Pages /Count {len(numbers)} /Kids [{references(numbers)}] >>")
        self._structure(structure, elements, numbers)
        meta = file.stream(xmp.packet(first).encode("utf-8"), "/Type /Metadata /Subtype /XML")
        outline = f" /Outlines {self._outline(numbers)} 0 R" if len(self.pages) > 1 else ""
        file.put(
            root,
            f"<< /Type /Catalog /Pages {tree} 0 R /Lang {text_string(first.language)} /MarkInfo << /Marked true >>"
            f" /StructTreeRoot {structure} 0 R /Metadata {meta} 0 R"
            f" /ViewerPreferences << /DisplayDocTitle true >>{outline} >>",
        )
        return file.serialized(root, file.add(_info(first)))

    def _page(self, number: int, tree: int, resources: int, writer: PageContent) -> None:
        file, page = self.file, writer.drawing
        content = file.stream("\n".join(writer.operators).encode("latin-1"))
        links = [file.add(_annotation(link, page.height)) for link in writer.links]
        file.put(
            number,
            f"<< /Type /Page /Parent {tree} 0 R /MediaBox [0 0 {real(page.width)} {real(page.height)}]"
            f" /Resources {resources} 0 R /Contents {content} 0 R /StructParents {writer.index} /Tabs /S"
            f" /Annots [{references(links)}] >>",
        )

    def _structure(self, root: int, elements: Sequence[StructureElement], pages: Sequence[int]) -> None:
        """The tree that tells a screen reader what the marked parts of each page are."""
        file = self.file
        document = file.reserve()
        numbers: list[list[int]] = [[] for _ in pages]
        for element in elements:
            attributes = f" /Alt {text_string(element.alt_text)}" if element.alt_text else ""
            if element.box:
                left, top, right, bottom = map(real, element.box)
                attributes += f" /A << /O /Layout /Placement /Block /BBox [{left} {bottom} {right} {top}] >>"
            numbers[element.page].append(
                file.add(
                    f"<< /Type /StructElem /S /{element.kind} /P {document} 0 R /Pg {pages[element.page]} 0 R"
                    f" /K {element.number}{attributes} >>"
                )
            )
        whole = [number for page in numbers for number in page]
        file.put(document, f"<< /Type /StructElem /S /Document /P {root} 0 R /K [{references(whole)}] >>")
        parents = " ".join(f"{index} [{references(page)}]" for index, page in enumerate(numbers))
        tree = file.add(f"<< /Nums [{parents}] >>")
        file.put(
            root,
            f"<< /Type /StructTreeRoot /K {document} 0 R /ParentTree {tree} 0 R /ParentTreeNextKey {len(pages)} >>",
        )

    def _outline(self, pages: Sequence[int]) -> int:
        """The list of pages beside the document."""
        root = self.file.reserve()
        entries = [self.file.reserve() for _ in pages]
        for place, (entry, page) in enumerate(zip(entries, pages, strict=True)):
            around = f" /Prev {entries[place - 1]} 0 R" if place else ""
            around += f" /Next {entries[place + 1]} 0 R" if place + 1 < len(entries) else ""
            title = text_string(self.pages[place].title)
            self.file.put(entry, f"<< /Title {title} /Parent {root} 0 R{around} /Dest [{page} 0 R /Fit] >>")
        ends = f"/First {entries[0]} 0 R /Last {entries[-1]} 0 R"
        return self.file.put(root, f"<< /Type /Outlines {ends} /Count {len(entries)} >>")


def _info(drawing: Drawing) -> str:
    entries = {
        "Title": drawing.title,
        "Author": drawing.imprint.publisher,
        "Subject": drawing.description,
        "Keywords": drawing.credits,
    }
    written = " ".join(f"/{name} {text_string(text)}" for name, text in entries.items() if text)
    return f"<< {written} /Creator (coopmap) /Producer (coopmap) >>"


def _annotation(link: Link, height: float) -> str:
    """A link as an annotation of a page so many points high."""
    left, top, right, bottom = link.box
    return (
        f"<< /Type /Annot /Subtype /Link /Border [0 0 0] /F 4 /Contents {text_string(link.title)}"
        f" /Rect [{real(left)} {real(height - bottom)} {real(right)} {real(height - top)}]"
        f" /A << /S /URI /URI {uri_string(link.address)} >> >>"
    )
