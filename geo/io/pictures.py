"""A picture made ready to travel: opened within bounds, upright, in sRGB, small, and nothing but its pixels."""

from __future__ import annotations

import io
import math
import warnings
from typing import TYPE_CHECKING, Literal, NamedTuple

from geo.errors import CoopmapError
from geo.messages import Message

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFile import ImageFile

MAX_BYTES = 20_000_000
"""Bytes of the largest file that is taken."""

MAX_PIXELS = 50_000_000
"""Pixels of the largest picture that is taken: those of a telephone's finest photo."""

MAX_SCANS = 100
"""Passes over the whole picture that a JPEG may make; a progressive one makes about ten."""

SIDE = 1280
"""Pixels of the longer side of a picture that travels: what a card, a slide and a page of paper show of it."""

Use = Literal["page", "store", "paper", "template"]
"""page: WebP, which may be transparent; store: the same, better, for it is drawn once more; paper: JPEG on white;
template: PNG where the file is lossless, else JPEG."""

Format = Literal["WEBP", "JPEG", "PNG"]
"""The formats that travel."""

_FORMATS = ("JPEG", "PNG", "GIF", "WEBP")
"""What is taken, by the file's content; Pillow tells a JPEG with further pictures in it as MPO."""
_LOSSLESS = ("PNG", "GIF")
_DRAWING_COLOURS = 256
"""Colours up to which a lossless file is a drawing, whose edges stay sharp."""
_HEIF_BRANDS = (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1")
"""How telephones' photographs name themselves in the first box of the file (ISO/IEC 23008-12)."""
_GPS = {"latitude": (1, 2, "S", 90.0), "longitude": (3, 4, "W", 180.0)}
"""EXIF 2.32, 4.6.6: tags of the reference and of degrees, minutes, seconds; which reference is negative; the bound."""


class Prepared(NamedTuple):
    """A picture that holds its pixels and nothing else."""

    data: bytes
    """The file."""
    format: Format
    """Its format."""
    pixels: tuple[int, int]
    """Width and height."""
    grey: bool
    """Whether it has one channel; else it is RGB, or RGBA where it is transparent."""


def prepare(data: bytes, use: Use = "page", side: int = SIDE) -> Prepared:
    """A picture as a file of its first frame's pixels: upright, in sRGB, its longer side at most so many pixels.

    The picture is drawn anew: no note of its file can come along. The same bytes give the same picture with the same
    version of Pillow. Raises CoopmapError whose sentence is the reason, to follow on a name and a colon, for what is no
    JPEG, PNG, GIF, WebP or, with the package pillow-heif, HEIC; for what is broken; and for what goes beyond a bound.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow warns of notes that are broken, and they stay behind
        try:
            return _prepared(data, use, side)
        except CoopmapError:
            raise
        except Exception as error:  # noqa: BLE001  Pillow raises whatever a broken file leads it into
            raise CoopmapError(Message("it is broken ({error})", error=type(error).__name__)) from None


def place_of(data: bytes) -> tuple[float, float] | None:
    """Where a photograph says that it was taken, (longitude, latitude) in degrees; None where it says nothing sound."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with _opened(data) as picture:
                tags = picture.getexif().get_ifd(0x8825)
            latitude, longitude = (_degrees(tags, *each) for each in _GPS.values())
        except Exception:  # noqa: BLE001  whatever a broken EXIF leads Pillow into: then there is no place
            return None
    if latitude is None or longitude is None or latitude == longitude == 0.0:  # what a camera without a fix writes
        return None
    return longitude, latitude


def _degrees(tags: dict[int, object], reference: int, tag: int, negative: str, bound: float) -> float | None:
    parts = tags.get(tag)
    if not isinstance(parts, tuple) or len(parts) != 3:
        return None
    degrees: float = sum(float(part) / 60**power for power, part in enumerate(parts))
    if not math.isfinite(degrees) or not 0 <= degrees <= bound:
        return None
    return round(-degrees if tags.get(reference) == negative else degrees, 6)


def _prepared(data: bytes, use: Use, side: int) -> Prepared:
    from PIL import Image

    with _opened(data) as opened:
        lossless = opened.format in _LOSSLESS
        profile = opened.info.get("icc_profile")
        picture = _in_srgb(_upright(_reduced(opened, side)), profile)
    if use == "paper" and picture.mode == "RGBA":
        picture = Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture).convert("RGB")
    bare = Image.new(picture.mode, picture.size)  # a copy would take the notes of the old one along
    bare.paste(picture)
    form = _format(use, lossless=lossless or bare.mode == "RGBA")
    return Prepared(_encoded(bare, form, lossless, 92 if use == "store" else 80), form, bare.size, bare.mode == "L")


def _format(use: Use, *, lossless: bool) -> Format:
    if use in ("page", "store"):
        return "WEBP"
    return "PNG" if use == "template" and lossless else "JPEG"


def _encoded(picture: Image, form: Format, lossless: bool, webp_quality: int) -> bytes:
    file = io.BytesIO()
    if form == "PNG":
        picture.save(file, form, optimize=True)
    elif form == "JPEG":
        picture.save(file, form, quality=85, optimize=True, progressive=True)
    elif lossless and picture.getcolors(_DRAWING_COLOURS):
        picture.save(file, form, lossless=True, method=4)
    else:
        picture.save(file, form, quality=webp_quality, method=4)
    return file.getvalue()


def _opened(data: bytes) -> ImageFile:
    """The picture with its facts read and its pixels not. Raises CoopmapError, and whatever Pillow raises."""
    from PIL import Image, UnidentifiedImageError

    if len(data) > MAX_BYTES:
        raise CoopmapError(too_many_bytes(len(data)))
    if data.startswith(b"\xff\xd8") and data.count(b"\xff\xda") > MAX_SCANS:
        raise CoopmapError(Message("it is a JPEG of more than {number} scans", number=MAX_SCANS))
    too_large = Message("it has too many pixels, at most {number} million are taken", number=MAX_PIXELS // 1_000_000)
    try:
        opened = Image.open(io.BytesIO(data), formats=(*_FORMATS, *_more_formats(data)))
    except Image.DecompressionBombError:
        raise CoopmapError(too_large) from None
    except UnidentifiedImageError:
        raise CoopmapError(Message("it is no JPEG, PNG, GIF or WebP, or is broken")) from None
    if opened.width * opened.height > MAX_PIXELS:
        opened.close()
        raise CoopmapError(too_large)
    return opened


def too_many_bytes(count: int) -> Message:
    """Why a file of so many bytes is not taken."""
    return Message(
        "it has {megabytes:.1f} MB, at most {most} MB are taken",
        megabytes=count / 1e6,
        most=MAX_BYTES // 1_000_000,
    )


def _more_formats(data: bytes) -> tuple[str, ...]:
    """HEIF for a file that says it is such, once its package has been found."""
    if data[4:8] != b"ftyp" or data[8:12] not in _HEIF_BRANDS:
        return ()
    try:
        import pillow_heif
    except ImportError:
        raise CoopmapError(
            Message("it is HEIC, which the package pillow-heif reads; install it, or save the picture as JPEG")
        ) from None
    pillow_heif.register_heif_opener(thumbnails=False)
    return ("HEIF",)


def _reduced(picture: Image, side: int) -> Image:
    """The picture read, its longer side at most so many pixels; a JPEG is read no finer than that takes."""
    from PIL import Image

    if picture.mode.startswith("I") or picture.mode == "F":  # 16 bits of grey
        picture = picture.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    elif picture.mode in ("1", "L", "P", "PA"):
        clear = picture.has_transparency_data
        picture = picture.convert("RGBA" if clear else "L" if picture.mode in ("1", "L") else "RGB")
    picture.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=2.0)
    picture.load()
    return picture


def _upright(picture: Image) -> Image:
    """The picture turned as its camera was held; as it lies when that cannot be read."""
    from PIL import ImageOps

    try:
        return ImageOps.exif_transpose(picture)
    except Exception:  # noqa: BLE001  whatever a broken EXIF leads Pillow into: the pixels are sound
        return picture


def _in_srgb(picture: Image, profile: bytes | None) -> Image:
    """The picture in sRGB, as RGBA where it is transparent, L where it is grey, RGB else."""
    from PIL import ImageCms

    clear = picture.has_transparency_data
    grey = picture.mode == "L"
    if clear or picture.mode not in ("L", "RGB", "CMYK"):
        picture = picture.convert("RGBA" if clear else "RGB")
    if profile:
        try:
            given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            mode = "RGBA" if clear else "RGB"
            turned = ImageCms.profileToProfile(picture, given, ImageCms.createProfile("sRGB"), outputMode=mode)
            return picture if turned is None else turned
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass  # a profile that is broken, or of another kind of picture: as most programs show it
    return picture.convert("RGBA" if clear else "L" if grey else "RGB")
