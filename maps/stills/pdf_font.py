"""A face of the typeface embedded in a PDF: glyphs, widths, and the text that they stand for (ISO 32000-1, 9.7)."""

from __future__ import annotations

import io

from maps.stills import font_subset
from maps.stills.pdf_objects import PdfFile
from maps.style import typeface


class EmbeddedFont:
    """A subset of a face in the document: glyph ids, advance widths, and the map from glyphs to Unicode."""

    def __init__(self, face: str, characters: str) -> None:
        from fontTools.ttLib import TTFont

        self.face = face
        self.name = f"F{typeface.WEIGHTS[face]}"
        self.data = font_subset.subset(face, characters)
        font = TTFont(io.BytesIO(self.data), lazy=True)
        order = font.getReverseGlyphMap()
        self.glyphs = {chr(code): order[name] for code, name in font.getBestCmap().items()}
        metrics = font["hmtx"].metrics
        self.widths = [metrics[name][0] for name in font.getGlyphOrder()]
        self.box = [getattr(font["head"], side) for side in ("xMin", "yMin", "xMax", "yMax")]

    def codes(self, text: str) -> str:
        """The text as hexadecimal glyph ids."""
        return "".join(f"{self.glyphs.get(character, 0):04x}" for character in text)

    def put(self, file: PdfFile) -> int:
        """Write the font into the file and return its object's number."""
        base = f"COOPMA+SourceSansPro-{self.face.capitalize()}"
        data = file.stream(self.data, f"/Length1 {len(self.data)}")
        box = " ".join(map(str, self.box))
        descriptor = file.add(
            f"<< /Type /FontDescriptor /FontName /{base} /Flags 4 /FontBBox [{box}] /ItalicAngle 0 /Ascent 984"
            f" /Descent -273 /CapHeight 660 /StemV {typeface.WEIGHTS[self.face] // 5} /FontFile2 {data} 0 R >>"
        )
        widths = " ".join(map(str, self.widths))
        descendant = file.add(
            f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{base} /CIDToGIDMap /Identity"
            f" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
            f" /FontDescriptor {descriptor} 0 R /DW 600 /W [0 [{widths}]] >>"
        )
        to_unicode = file.stream(self._to_unicode().encode("ascii"))
        return file.add(
            f"<< /Type /Font /Subtype /Type0 /BaseFont /{base} /Encoding /Identity-H"
            f" /DescendantFonts [{descendant} 0 R] /ToUnicode {to_unicode} 0 R >>"
        )

    def _to_unicode(self) -> str:
        """The CMap from glyph ids to UTF-16."""
        pairs = [
            f"<{glyph:04x}> <{character.encode('utf-16-be').hex()}>" for character, glyph in sorted(self.glyphs.items())
        ]
        parts = [pairs[at : at + 100] for at in range(0, len(pairs), 100)]
        maps = "\n".join(f"{len(part)} beginbfchar\n" + "\n".join(part) + "\nendbfchar" for part in parts)
        return (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
            "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
            "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
            f"{maps}\nendcmap CMapName currentdict /CMap defineresource pop end end"
        )
