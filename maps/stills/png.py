"""A drawing as PNG, painted by resvg from its SVG: exact pixels, words for who cannot see it."""

from __future__ import annotations

import io

import resvg_py
from PIL.PngImagePlugin import PngImageFile, PngInfo

from geo import CoopmapError
from geo.messages import Message
from maps.drawing.shapes import Drawing
from maps.stills import xmp
from maps.stills.svg import svg
from maps.style import house_typeface, typeface

_COMPRESSION = 3
"""zlib's level: files are 3 % larger than at its usual 6, and written in two thirds of the time."""

MAX_ELEMENTS = 1_000_000
"""Elements of the largest SVG that resvg reads."""


def png(drawing: Drawing, pixels: tuple[int, int], dpi: float) -> bytes:
    """The drawing as a PNG of exactly so many pixels; dpi is what the file says of its size on paper.

    Raises CoopmapError, one plain sentence, for a drawing of more than MAX_ELEMENTS elements.
    """
    painted = _painted(svg(drawing, pixels, typeface=False))
    file = io.BytesIO()
    # Image.open would warn of large pictures, which are the user's wish here.
    with PngImageFile(io.BytesIO(painted)) as image:
        picture = image.convert("RGB") if drawing.background else image
        picture.save(file, "png", dpi=(dpi, dpi), pnginfo=_facts(drawing), compress_level=_COMPRESSION)
    return file.getvalue()


def _painted(text: str) -> bytes:
    try:
        painted: bytes = resvg_py.svg_to_bytes(
            svg_string=text,
            skip_system_fonts=True,  # a letter that no typeface has is a box on every machine
            font_files=sorted({str(house_typeface.path(face)) for face in house_typeface.WEIGHTS}),
        )
    except ValueError as error:
        if "nodes limit" not in str(error):
            raise
        count = text.count("<") - text.count("</")
        raise CoopmapError(
            Message(
                "A PNG is painted of at most {max_elements:,} elements, and this drawing has {count:,}; draw"
                " fewer projects (--only, --extent), or write SVG or PDF, which have no such bound.",
                max_elements=MAX_ELEMENTS,
                count=count,
            )
        ) from None
    return painted


def _facts(drawing: Drawing) -> PngInfo:
    """Title, description, credits, language and publisher, as text and as XMP, where programs look for them."""
    info = PngInfo()
    facts = {"Title": drawing.title, "Description": drawing.description, "Copyright": drawing.credits}
    facts |= {"Author": drawing.imprint.publisher, "Comment": drawing.imprint.citation, "Software": "coopmap"}
    for name, value in facts.items():
        if value:
            info.add_itxt(name, typeface.clean(value), lang=drawing.language)
    info.add_itxt("XML:com.adobe.xmp", xmp.packet(drawing))
    return info
