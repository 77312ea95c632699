"""Drawings as a PDF, a page each: vectors, real text in embedded fonts, links, and structure for screen readers.

Written by hand because what fpdf2 and reportlab write has no structure for screen readers. Streams are not compressed:
zlib's bytes differ from one build of zlib to the next, and ours shall not.
"""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from maps.drawing.shapes import Area, Box, Disc, Drawing, Group, Line, Look, Point, Shape, Text, colour, extent
from maps.stills import font_subset, xmp
from maps.style import typeface

_ROUND = 0.5522847498
"""How far the handles of a quarter of a circle stand from its ends, in radii."""


def pdf(pages: Sequence[Drawing]) -> bytes:
    """The drawings as the pages of one document; the first one's title and language are the document's."""
    return _Document(pages).written()


class _File:
    """Numbered objects and where they lie in the file."""

    def __init__(self) -> None:
        self.objects: list[bytes] = []

    def reserve(self) -> int:
        """A number for an object that is to be given later."""
        self.objects.append(b"")
        return len(self.objects)

    def put(self, number: int, content: str | bytes) -> int:
        """Give the object of a number."""
        self.objects[number - 1] = content.encode("latin-1") if isinstance(content, str) else content
        return number

    def add(self, content: str | bytes) -> int:
        """A new object; gives its number."""
        return self.put(self.reserve(), content)

    def stream(self, data: bytes, facts: str = "") -> int:
        """A new stream; gives its number."""
        return self.add(f"<< {facts} /Length {len(data)} >>\nstream\n".encode("latin-1") + data + b"\nendstream")

    def written(self, root: int, info: int) -> bytes:
        """The whole file."""
        file = io.BytesIO()
        file.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        places = []
        for number, content in enumerate(self.objects, 1):
            places.append(file.tell())
            file.write(f"{number} 0 obj\n".encode() + content + b"\nendobj\n")
        start = file.tell()
        lines = "".join(f"{place:010d} 00000 n \n" for place in places)
        file.write(f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n{lines}".encode())
        file.write(f"trailer\n<< /Size {len(places) + 1} /Root {root} 0 R /Info {info} 0 R >>\n".encode())
        file.write(f"startxref\n{start}\n%%EOF\n".encode())
        return file.getvalue()


@dataclass
class _Element:
    """An element of the structure: a paragraph, a heading or a figure with what is said in its place."""

    kind: str
    page: int
    number: int
    words: str = ""
    box: Box | None = None


class _Document:
    """Puts pages, fonts, structure and outline together."""

    def __init__(self, pages: Sequence[Drawing]) -> None:
        self.pages = pages
        self.file = _File()
        shapes = [shape for page in pages for shape in page.shapes]
        self.fonts = {face: _Font(face, signs) for face, signs in font_subset.letters(shapes).items()}

    def written(self) -> bytes:
        """The document's bytes."""
        file, first = self.file, self.pages[0]
        root, tree, structure = file.reserve(), file.reserve(), file.reserve()
        resources = self._resources()
        numbers = [file.reserve() for _ in self.pages]
        elements: list[_Element] = []
        for index, (number, page) in enumerate(zip(numbers, self.pages, strict=True)):
            writer = _Page(page, self.fonts, index)
            elements += writer.elements
            self._page(number, tree, resources, writer)
        file.put(tree, f"<< /Type /Pages /Count {len(numbers)} /Kids [{_refs(numbers)}] >>")
        self._structure(structure, elements, numbers)
        meta = file.stream(xmp.packet(first).encode("utf-8"), "/Type /Metadata /Subtype /XML")
        outline = f" /Outlines {self._outline(numbers)} 0 R" if len(self.pages) > 1 else ""
        file.put(
            root,
            f"<< /Type /Catalog /Pages {tree} 0 R /Lang {_string(first.language)} /MarkInfo << /Marked true >>"
            f" /StructTreeRoot {structure} 0 R /Metadata {meta} 0 R"
            f" /ViewerPreferences << /DisplayDocTitle true >>{outline} >>",
        )
        return file.written(root, file.add(_info(first)))

    def _resources(self) -> int:
        faces = " ".join(f"/{font.name} {font.put(self.file)} 0 R" for font in self.fonts.values())
        states = " ".join(f"/G{percent} << /ca {percent / 100:g} /CA {percent / 100:g} >>" for percent in range(101))
        return self.file.add(f"<< /Font << {faces} >> /ExtGState << {states} >> >>")

    def _page(self, number: int, tree: int, resources: int, writer: _Page) -> None:
        file, page = self.file, writer.drawing
        content = file.stream("\n".join(writer.lines).encode("latin-1"))
        links = [file.add(_annotation(link, writer)) for link in writer.links]
        file.put(
            number,
            f"<< /Type /Page /Parent {tree} 0 R /MediaBox [0 0 {_n(page.width)} {_n(page.height)}]"
            f" /Resources {resources} 0 R /Contents {content} 0 R /StructParents {writer.index} /Tabs /S"
            f" /Annots [{_refs(links)}] >>",
        )

    def _structure(self, root: int, elements: Sequence[_Element], pages: Sequence[int]) -> None:
        """The tree that tells a screen reader what the marked parts of each page are."""
        file = self.file
        document = file.reserve()
        numbers: list[list[int]] = [[] for _ in pages]
        for element in elements:
            words = f" /Alt {_string(element.words)}" if element.words else ""
            if element.box:
                left, top, right, bottom = element.box
                words += f" /A << /O /Layout /Placement /Block /BBox [{_n(left)} {_n(bottom)} {_n(right)} {_n(top)}] >>"
            numbers[element.page].append(
                file.add(
                    f"<< /Type /StructElem /S /{element.kind} /P {document} 0 R /Pg {pages[element.page]} 0 R"
                    f" /K {element.number}{words} >>"
                )
            )
        whole = [number for page in numbers for number in page]
        file.put(document, f"<< /Type /StructElem /S /Document /P {root} 0 R /K [{_refs(whole)}] >>")
        parents = " ".join(f"{index} [{_refs(page)}]" for index, page in enumerate(numbers))
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
            title = _string(self.pages[place].title)
            self.file.put(entry, f"<< /Title {title} /Parent {root} 0 R{around} /Dest [{page} 0 R /Fit] >>")
        ends = f"/First {entries[0]} 0 R /Last {entries[-1]} 0 R"
        return self.file.put(root, f"<< /Type /Outlines {ends} /Count {len(entries)} >>")


def _info(drawing: Drawing) -> str:
    facts = {"Title": drawing.title, "Subject": drawing.description, "Keywords": drawing.credits}
    told = " ".join(f"/{name} {_string(text)}" for name, text in facts.items() if text)
    return f"<< {told} /Creator (coopmap) /Producer (coopmap) >>"


def _annotation(link: tuple[Box, str, str], writer: _Page) -> str:
    (left, top, right, bottom), address, words = link
    high = writer.drawing.height
    return (
        f"<< /Type /Annot /Subtype /Link /Border [0 0 0] /F 4 /Contents {_string(words)}"
        f" /Rect [{_n(left)} {_n(high - bottom)} {_n(right)} {_n(high - top)}]"
        f" /A << /S /URI /URI {_ascii(address)} >> >>"
    )


# --- fonts ------------------------------------------------------------------------------------------------------------


class _Font:
    """A face of the typeface in the document: its glyphs' numbers, its widths, and what its glyphs mean as text."""

    def __init__(self, face: str, signs: str) -> None:
        from fontTools.ttLib import TTFont

        self.face = face
        self.name = f"F{typeface.WEIGHTS[face]}"
        self.data = font_subset.subset(face, signs)
        font = TTFont(io.BytesIO(self.data), lazy=True)
        order = font.getReverseGlyphMap()
        self.glyphs = {chr(code): order[name] for code, name in font.getBestCmap().items()}
        metrics = font["hmtx"].metrics
        self.widths = [metrics[name][0] for name in font.getGlyphOrder()]
        self.box = [getattr(font["head"], side) for side in ("xMin", "yMin", "xMax", "yMax")]

    def codes(self, text: str) -> str:
        """The text as hexadecimal numbers of glyphs."""
        return "".join(f"{self.glyphs.get(sign, 0):04x}" for sign in text)

    def put(self, file: _File) -> int:
        """Puts the font into the file; gives its number."""
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
        meaning = file.stream(self._meaning().encode("ascii"))
        return file.add(
            f"<< /Type /Font /Subtype /Type0 /BaseFont /{base} /Encoding /Identity-H"
            f" /DescendantFonts [{descendant} 0 R] /ToUnicode {meaning} 0 R >>"
        )

    def _meaning(self) -> str:
        pairs = [f"<{glyph:04x}> <{sign.encode('utf-16-be').hex()}>" for sign, glyph in sorted(self.glyphs.items())]
        parts = [pairs[at : at + 100] for at in range(0, len(pairs), 100)]
        maps = "\n".join(f"{len(part)} beginbfchar\n" + "\n".join(part) + "\nendbfchar" for part in parts)
        return (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
            "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
            "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
            f"{maps}\nendcmap CMapName currentdict /CMap defineresource pop end end"
        )


# --- pages ------------------------------------------------------------------------------------------------------------


@dataclass
class _Page:
    """A drawing as a page's lines of operators, its links, and the elements that its parts are."""

    drawing: Drawing
    fonts: dict[str, _Font]
    index: int
    lines: list[str] = field(default_factory=list)
    links: list[tuple[Box, str, str]] = field(default_factory=list)
    elements: list[_Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        page = self.drawing
        if page.background:
            self.lines.append("/Artifact BMC")
            self.lines.append(f"{self._rgb(page.background)} rg 0 0 {_n(page.width)} {_n(page.height)} re f")
            self.lines.append("EMC")
        self.lines.append(f"1 0 0 -1 0 {_n(page.height)} cm")
        for shape in page.shapes:
            self._marked(shape)

    def _marked(self, shape: Shape) -> None:
        """A shape with what it is for a screen reader: text, a figure, or nothing."""
        if isinstance(shape, Group) and not shape.figure:
            self._link(shape)
            for inner in shape.shapes:
                self._marked(inner)
        elif isinstance(shape, Group):
            high = self.drawing.height
            left, top, right, bottom = extent(shape.shapes)
            self._element("Figure", shape.title, (left, high - top, right, high - bottom))
            self._paint(shape)
            self.lines.append("EMC")
        elif isinstance(shape, Text):
            self._element({"Title": "H1", "Heading": "H2"}.get(shape.name, "P"))
            self._paint(shape)
            self.lines.append("EMC")
        else:
            self.lines.append("/Artifact BMC")
            self._paint(shape)
            self.lines.append("EMC")

    def _element(self, kind: str, words: str = "", box: Box | None = None) -> None:
        number = len(self.elements)
        self.elements.append(_Element(kind, self.index, number, typeface.clean(words), box))
        self.lines.append(f"/{kind} << /MCID {number} >> BDC")

    def _link(self, group: Group) -> None:
        if group.link and group.shapes:
            self.links.append((extent(group.shapes), group.link, group.title))

    def _paint(self, shape: Shape) -> None:
        if isinstance(shape, Group):
            self._link(shape)
            for inner in shape.shapes:
                self._paint(inner)
        elif isinstance(shape, Text):
            self._text(shape)
        elif isinstance(shape, Disc):
            self._painted(_circle(shape.x, shape.y, shape.radius), shape.look)
        elif isinstance(shape, Line):
            self._painted(" ".join(map(_open, shape.parts)), shape.look, closed=False)
        elif isinstance(shape, Area):
            self._painted(" ".join(f"{_open(ring)} h" for ring in shape.rings), shape.look)

    def _painted(self, path: str, look: Look, *, closed: bool = True) -> None:
        fill = look.fill is not None and closed and look.fill_opacity > 0
        if fill:
            self.lines.append(f"{_state(look.fill_opacity)} {self._rgb(look.fill or '')} rg {path} f*")
        if look.line:
            dash = " ".join(_n(length) for length in look.dash)
            pen = f"{_state(look.line_opacity)} {self._rgb(look.line)} RG {_n(look.width)} w {0 if look.blunt else 1} J"
            self.lines.append(f"{pen} 1 j [{dash}] 0 d {path} S")

    def _text(self, text: Text) -> None:
        font = self.fonts["regular" if text.face == "slanted" else text.face]
        leading = text.leading or text.size * 1.2
        for number, line in enumerate(map(typeface.clean, text.lines)):
            wide = typeface.width(line, text.face, text.size, text.spacing)
            x = text.x - {"start": 0.0, "middle": wide / 2, "end": wide}[text.anchor]
            y = text.y + number * leading
            slant = typeface.SLANT if text.face == "slanted" else 0.0
            set_in = f"/{font.name} {_n(text.size)} Tf {_n(text.spacing)} Tc 1 0 {_n(slant)} -1 {_n(x)} {_n(y)} Tm"
            shown = f"<{font.codes(line)}> Tj"
            if text.halo:
                pen = f"{self._rgb(text.halo)} RG {_n(text.size * typeface.HALO)} w 1 j [] 0 d"
                # The edge is no text: nobody wants it twice when he searches or copies.
                self.lines.append(f"/Span << /ActualText () >> BDC {_state(1)} {pen} BT 1 Tr {set_in} {shown} ET EMC")
            self.lines.append(f"{_state(1)} {self._rgb(text.colour)} rg BT 0 Tr {set_in} {shown} ET")
            if text.link:
                box = (x, y - text.size * typeface.ASCENT, x + wide, y + text.size * typeface.DESCENT)
                self.links.append((box, text.link, line))

    def _rgb(self, name: str) -> str:
        value = colour(self.drawing, name)
        return " ".join(f"{int(value[at : at + 2], 16) / 255:.3f}" for at in (1, 3, 5))


def _state(opacity: float) -> str:
    return f"/G{round(opacity * 100)} gs"


def _open(points: tuple[Point, ...]) -> str:
    start, *rest = points
    return f"{_n(start[0])} {_n(start[1])} m " + " ".join(f"{_n(x)} {_n(y)} l" for x, y in rest)


def _circle(x: float, y: float, radius: float) -> str:
    handle = radius * _ROUND
    path = [f"{_n(x + radius)} {_n(y)} m"]
    for step in range(4):
        a, b = math.tau * step / 4, math.tau * (step + 1) / 4
        one = (x + radius * math.cos(a) - handle * math.sin(a), y + radius * math.sin(a) + handle * math.cos(a))
        two = (x + radius * math.cos(b) + handle * math.sin(b), y + radius * math.sin(b) - handle * math.cos(b))
        end = (x + radius * math.cos(b), y + radius * math.sin(b))
        path.append(" ".join(_n(value) for point in (one, two, end) for value in point) + " c")
    return " ".join(path) + " h"


def _n(value: float) -> str:
    told = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if told in ("-0", "") else told


def _refs(numbers: Sequence[int]) -> str:
    return " ".join(f"{number} 0 R" for number in numbers)


def _string(text: str) -> str:
    """A text for readers, in UTF-16."""
    return f"<feff{typeface.clean(text).encode('utf-16-be').hex()}>"


def _ascii(address: str) -> str:
    """An address in the letters that a URI has."""
    from urllib.parse import quote

    return f"<{quote(address, safe=';/?:@&=+$,#%!*~.-_()').encode('ascii').hex()}>"
