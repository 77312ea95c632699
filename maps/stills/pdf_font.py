"""A font embedded in a PDF: glyphs, widths, and the text that they stand for (ISO 32000-1, 9.7)."""

from __future__ import annotations

import io
from abc import ABC, abstractmethod

from maps.stills import font_subset
from maps.stills.font_subset import StandIn, Used
from maps.stills.pdf_objects import PdfFile
from maps.style import fallback_fonts, house_typeface
from maps.style.house_typeface import WEIGHTS
from maps.style.shaping import Cluster


class PageFont(ABC):
    """A font that a page's letters have."""

    name: str
    """In the document."""
    face: str
    """Whose weight it has."""
    glyphs: dict[str | Cluster, int]
    """Glyph ids by what asks for them: letters, or clusters of them."""

    def codes(self, letters: str) -> str:
        """Letters of the house's typeface as hexadecimal glyph ids."""
        return "".join(f"{self.glyphs.get(letter, 0):04x}" for letter in letters)

    def code(self, cluster: Cluster) -> str:
        """A cluster of a shaped line as its hexadecimal glyph id."""
        return f"{self.glyphs.get(cluster if cluster.font else cluster.text, 0):04x}"

    @abstractmethod
    def put(self, file: PdfFile) -> int:
        """Write the font into the file and return its object's number."""


class WholeFace(PageFont):
    """A face as its file has it, for what is painted at once: taking letters out would cost more than it spares."""

    def __init__(self, face: str, letters: str) -> None:
        self.name, self.face = f"F{WEIGHTS[face]}", face
        own = ((letter, house_typeface.glyph(letter, face)) for letter in letters)
        self._own = {letter: glyph for letter, glyph in own if glyph}
        self.glyphs = {letter: glyph.number for letter, glyph in self._own.items()}

    def put(self, file: PdfFile) -> int:
        """Write the font into the file and return its object's number."""
        data = file.stream(house_typeface.path(self.face).read_bytes())
        descriptor = file.add(f"<< /Type /FontDescriptor /FontName /{self.name} /Flags 4 /FontFile2 {data} 0 R >>")
        widths = " ".join(f"{glyph.number} [{glyph.width:g}]" for glyph in self._own.values())
        descendant = file.add(
            f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{self.name} /CIDToGIDMap /Identity"
            f" /FontDescriptor {descriptor} 0 R /DW {house_typeface.box(self.face).width:g} /W [{widths}] >>"
        )
        return file.add(
            f"<< /Type /Font /Subtype /Type0 /BaseFont /{self.name} /Encoding /Identity-H"
            f" /DescendantFonts [{descendant} 0 R] >>"
        )


class EmbeddedFont(PageFont):
    """A subset of a font in the document: glyph ids, advance widths, and the map from glyphs to Unicode."""

    def __init__(self, name: str, base: str, face: str, data: bytes) -> None:
        from fontTools.ttLib import TTFont

        self.name, self.face, self.data = name, face, data
        self.base = f"COOPMA+{base}-{face.capitalize()}"
        self.font = TTFont(io.BytesIO(data), lazy=True)
        metrics = self.font["hmtx"].metrics
        self.widths = [metrics[glyph][0] for glyph in self.font.getGlyphOrder()]
        self.em = self.font["head"].unitsPerEm
        self.reach = (984, -273)
        """How far letters reach above and below the baseline, in thousandths of an em."""
        self.glyphs = {}

    def put(self, file: PdfFile) -> int:
        """Write the font into the file and return its object's number."""
        data = file.stream(self.data, f"/Length1 {len(self.data)}")
        head = self.font["head"]
        sides = (getattr(head, side) for side in ("xMin", "yMin", "xMax", "yMax"))
        box = " ".join(str(self._thousandths(side)) for side in sides)
        up, down = self.reach
        descriptor = file.add(
            f"<< /Type /FontDescriptor /FontName /{self.base} /Flags 4 /FontBBox [{box}] /ItalicAngle 0 /Ascent {up}"
            f" /Descent {down} /CapHeight 660 /StemV {WEIGHTS[self.face] // 5} /FontFile2 {data} 0 R >>"
        )
        widths = " ".join(str(self._thousandths(wide)) for wide in self.widths)
        descendant = file.add(
            f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{self.base} /CIDToGIDMap /Identity"
            f" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
            f" /FontDescriptor {descriptor} 0 R /DW 600 /W [0 [{widths}]] >>"
        )
        to_unicode = file.stream(self._to_unicode().encode("ascii"))
        return file.add(
            f"<< /Type /Font /Subtype /Type0 /BaseFont /{self.base} /Encoding /Identity-H"
            f" /DescendantFonts [{descendant} 0 R] /ToUnicode {to_unicode} 0 R >>"
        )

    def _thousandths(self, units: float) -> int:
        thousandths: int = round(units * 1000 / self.em)
        return thousandths

    def _to_unicode(self) -> str:
        """The CMap from glyph ids to UTF-16."""
        texts = sorted((of if isinstance(of, str) else of.text, glyph) for of, glyph in self.glyphs.items())
        pairs = [f"<{glyph:04x}> <{text.encode('utf-16-be').hex()}>" for text, glyph in texts]
        parts = [pairs[at : at + 100] for at in range(0, len(pairs), 100)]
        maps = "\n".join(f"{len(part)} beginbfchar\n" + "\n".join(part) + "\nendbfchar" for part in parts)
        return (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
            "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
            "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
            f"{maps}\nendcmap CMapName currentdict /CMap defineresource pop end end"
        )


def of_face(face: str, letters: str) -> EmbeddedFont:
    """A face of the house's typeface; its glyphs are asked for by letter."""
    embedded = EmbeddedFont(f"F{WEIGHTS[face]}", "SourceSansPro", face, font_subset.subset(face, letters))
    order = embedded.font.getReverseGlyphMap()
    letters_of = embedded.font.getBestCmap() or {}  # none, where the face has none of the letters
    embedded.glyphs = {chr(code): order[name] for code, name in letters_of.items()}
    return embedded


def of_stand_in(number: int, stand_in: StandIn, used: Used) -> EmbeddedFont:
    """A font that steps in; each cluster of letters is a glyph, so that a copy of the text has its letters."""
    font, face = stand_in
    data, order = font_subset.of_clusters(font, face, used)
    base = "".join(filter(str.isalnum, fallback_fonts.family(font).encode("ascii", "ignore").decode()))
    embedded = EmbeddedFont(f"S{number}", base, face, data)
    reach = embedded.font["hhea"]
    embedded.reach = round(reach.ascent * 1000 / embedded.em), round(reach.descent * 1000 / embedded.em)
    embedded.glyphs = {cluster: len(order) + place for place, cluster in enumerate(used.clusters)}
    return embedded
