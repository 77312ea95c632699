"""Pictures that travel inside the page: their pixels alone, without place, camera and author, which files tell too."""

from __future__ import annotations

import base64
import io
import warnings
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from geo import CoopmapError
from geo.errors import plain
from geo.io import files

if TYPE_CHECKING:
    from collections.abc import Callable

    from PIL.Image import Image

MAX_BYTES = 5_000_000
"""Bytes of the largest file that is taken."""

MAX_PIXELS = 50_000_000
"""Pixels of the largest picture that is taken: those of a telephone's finest photo."""

MAX_SCANS = 100
"""Passes over the whole picture that a JPEG may make; a progressive one makes about ten."""

_MAX_NOTICES = 20
"""Pictures left out of which each is told."""

_FORMATS = {"JPEG": "JPEG", "MPO": "JPEG", "PNG": "PNG", "GIF": "PNG", "WEBP": "WEBP"}
"""What is taken, by the file's content, and as what it goes into the page: lossless as lossless, photos as photos."""
_OPTIONS: dict[str, dict[str, bool | int]] = {
    "JPEG": {"quality": 88, "optimize": True, "progressive": True},
    "PNG": {"optimize": True},
    "WEBP": {"quality": 88, "method": 4},
}


@dataclass
class Pictures:
    """The pictures beside a layer."""

    folder: Path | None
    """Where they lie; None for a layer that lies nowhere."""
    notify: Callable[[str], object] | None = None
    """Called with a sentence for each that is left out."""
    _left: int = 0

    def address(self, source: str) -> str:
        """A picture file of the folder as a data: address; "" when it is left out."""
        if self.folder is None:
            return ""
        try:
            return embedded(self.folder, source)
        except CoopmapError as error:
            self._left += 1
            self._tell(f"{error}" if self._left <= _MAX_NOTICES else "")
            return ""

    def finish(self) -> None:
        """Tells how many more were left out than were told."""
        more = self._left - _MAX_NOTICES
        self._tell(f"{more:,} more {'picture is' if more == 1 else 'pictures are'} left out." if more > 0 else "")

    def _tell(self, sentence: str) -> None:
        if sentence and self.notify is not None:
            self.notify(sentence)


def embedded(folder: Path, source: str) -> str:
    """A picture file of the folder as a data: address: upright, in sRGB, its first frame, and nothing but pixels.

    The same file gives the same address with the same version of Pillow. Raises CoopmapError, one plain sentence, for
    what is no PNG, JPEG, GIF or WebP, is broken, goes beyond a bound, or lies outside the folder: a layer from a
    stranger must not carry other files of this machine into the page.
    """
    try:
        path = (folder / source).resolve()
        inside = path.is_relative_to(folder.resolve())
        facts = path.stat() if inside and path.is_file() else None  # a pipe would be waited for
    except (OSError, ValueError, RuntimeError):
        inside, facts = True, None
    if not inside:
        raise _left_out(source, "it lies outside the layer's folder")
    if facts is None:
        raise _left_out(source, "there is no such file")
    if facts.st_size > MAX_BYTES:
        raise _left_out(source, f"it has {facts.st_size / 1e6:.1f} MB, at most {MAX_BYTES / 1e6:.0f} MB are taken")
    return _address(path, source, facts.st_mtime_ns, facts.st_size)


def decoded(folder: Path, source: str) -> bytes:
    """The bytes of the same picture, as `embedded` gives it. Raises CoopmapError as it does."""
    return base64.b64decode(embedded(folder, source).partition(",")[2])


@dataclass(frozen=True, slots=True)
class Print:
    """A picture for paper: no finer than that shows, and without transparency."""

    data: bytes
    """JPEG."""
    pixels: tuple[int, int]
    """Width and height."""
    grey: bool
    """Whether it has one channel; else it is RGB."""


def printed(folder: Path, source: str, side: int) -> Print:
    """The same picture on white, its longer side at most so many pixels. Raises CoopmapError as `embedded` does."""
    from PIL import Image

    with Image.open(io.BytesIO(decoded(folder, source))) as opened:
        opened.load()
        opened.thumbnail((side, side))
        picture = opened.convert("L" if opened.mode == "L" else "RGBA" if opened.has_transparency_data else "RGB")
        if picture.mode == "RGBA":
            picture = Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture).convert("RGB")
        file = io.BytesIO()
        picture.save(file, "JPEG", quality=85)
        return Print(file.getvalue(), picture.size, picture.mode == "L")


def _left_out(source: str, reason: str) -> CoopmapError:
    return CoopmapError(f"{plain(source)}: {reason}; the picture is left out.")


@lru_cache(maxsize=128)
def _address(path: Path, source: str, *_version: int) -> str:
    """The data: address of a picture file, as long as it is the same: the editor makes the page again and again."""
    try:
        data = files.read_bytes(path)
    except CoopmapError:
        raise _left_out(source, "it cannot be read") from None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of notes that are broken, and they stay behind
            kind, encoded = pixels(data)
    except CoopmapError as error:
        raise _left_out(source, str(error)) from None
    except Exception as error:  # noqa: BLE001  Pillow raises whatever a broken file leads it into
        raise _left_out(source, f"it is broken ({type(error).__name__})") from None
    return f"data:image/{kind.lower()};base64,{base64.b64encode(encoded).decode('ascii')}"


def pixels(data: bytes, *, webp: bool = True) -> tuple[str, bytes]:
    """A picture as a file that holds its pixels and nothing else, and its format: JPEG, PNG or WEBP; webp: whether that
    may be. Raises CoopmapError with the reason as a part of a sentence, and whatever Pillow raises."""
    from PIL import Image, UnidentifiedImageError

    if data.count(b"\xff\xda") > MAX_SCANS and data.startswith(b"\xff\xd8"):
        raise CoopmapError(f"it is a JPEG of more than {MAX_SCANS} scans")
    try:
        opened = Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "GIF", "WEBP"))
    except Image.DecompressionBombError:
        raise CoopmapError(_TOO_LARGE) from None
    except UnidentifiedImageError:
        raise CoopmapError("it is no PNG, JPEG, GIF or WebP, or is broken") from None
    with opened:
        if opened.width * opened.height > MAX_PIXELS:
            raise CoopmapError(_TOO_LARGE)
        kind = _FORMATS[str(opened.format)] if webp or opened.format != "WEBP" else "PNG"
        opened.load()
        picture = _in_srgb(_upright(opened), opened.info.get("icc_profile"))
    if kind == "JPEG" and picture.mode == "RGBA":
        picture = picture.convert("RGB")
    bare = Image.new(picture.mode, picture.size)  # a copy would take the notes of the old one along
    bare.paste(picture)
    file = io.BytesIO()
    bare.save(file, kind, **_OPTIONS[kind])
    return kind, file.getvalue()


_TOO_LARGE = f"it has too many pixels, at most {MAX_PIXELS / 1e6:.0f} million are taken"


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
    if picture.mode.startswith("I") or picture.mode == "F":  # 16 bits of grey
        return picture.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    grey = picture.mode in ("1", "L")
    if clear or picture.mode not in ("1", "L", "RGB", "CMYK"):
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
