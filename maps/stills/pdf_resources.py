"""What a PDF's pages are painted with: fonts, states of opacity, photographs."""

from __future__ import annotations

from collections.abc import Sequence

from maps.drawing.shapes import Drawing, Photograph
from maps.stills import font_subset, pdf_font
from maps.stills.pdf_objects import PdfFile
from maps.stills.pdf_operators import Fonts


class Resources:
    """Fonts and photographs of drawings."""

    def __init__(self, pages: Sequence[Drawing], *, whole_faces: bool = False) -> None:
        """whole_faces: the house's typeface as its files have it, instead of the letters that are used."""
        of_face = pdf_font.WholeFace if whole_faces else pdf_font.of_face
        shapes = [shape for page in pages for shape in page.shapes]
        self.fonts: Fonts = {
            (None, face): of_face(face, letters) for face, letters in font_subset.letters(shapes).items()
        }
        for number, (stand_in, used) in enumerate(font_subset.stand_ins(shapes).items(), 1):
            self.fonts[stand_in] = pdf_font.of_stand_in(number, stand_in, used)
        self.photographs = {each.data: each for page in pages for each in page.photographs}
        self.images = {data: f"I{number}" for number, data in enumerate(self.photographs)}
        """Names of photographs by their bytes."""

    def put(self, file: PdfFile, states: str = "") -> int:
        """Write them into a file and return the number of their dictionary; states: further ones of graphics."""
        faces = " ".join(f"/{font.name} {font.put(file)} 0 R" for font in self.fonts.values())
        states += " ".join(f"/G{percent} << /ca {percent / 100:g} /CA {percent / 100:g} >>" for percent in range(101))
        images = " ".join(f"/{self.images[data]} {_image(file, each)} 0 R" for data, each in self.photographs.items())
        objects = f" /XObject << {images} >>" if images else ""
        return file.add(f"<< /Font << {faces} >> /ExtGState << {states} >>{objects} >>")


def _image(file: PdfFile, photograph: Photograph) -> int:
    """A photograph as an object; JPEG stands in a PDF as it is."""
    wide, high = photograph.pixels
    space = "DeviceGray" if photograph.grey else "DeviceRGB"
    entries = f"/Type /XObject /Subtype /Image /Width {wide} /Height {high} /ColorSpace /{space}"
    return file.stream(photograph.data, f"{entries} /BitsPerComponent 8 /Filter /DCTDecode")
