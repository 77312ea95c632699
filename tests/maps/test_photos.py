"""Of a picture nothing but its pixels goes into the page; what is no sound picture costs a sentence."""

from __future__ import annotations

import base64
import io
import json
import os
import random
import struct
import subprocess
import sys
import time
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pillow_heif
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ExifTags, Image, ImageCms, PngImagePlugin
from PIL.TiffImagePlugin import IFDRational

import geo
from geo import CoopmapError
from geo.io import pictures
from maps import render_page
from maps.photos import Pictures, embedded
from tests.conftest import Command
from tests.geo.samples import feature
from tests.maps.editor.served import Editor
from tests.maps.pages import Document

HIDDEN = "Hidden"
XMP = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><author>{HIDDEN}Author</author></x:xmpmeta>'.encode()
IPTC = b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x1a\x1c\x02\x50\0\x0c" + f"{HIDDEN}Byline".encode() + b"\0\0"
SEGMENTS = {0xD8, 0xE0, 0xDB, 0xC0, 0xC2, 0xC4, 0xDA, 0xD9}
"""Markers of a JPEG that are its pixels, and APP0, in which stands that it is a JPEG."""
CHUNKS = {b"IHDR", b"IDAT", b"IEND", b"VP8 ", b"VP8L", b"VP8X", b"ALPH"}


def profile() -> bytes:
    """A colour profile of another space than sRGB, with a name that must not travel."""
    made = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    return made + f"{HIDDEN}Profile".encode()


def exif(orientation: int = 1) -> bytes:
    """Camera, author, place, and a thumbnail."""
    notes = Image.Exif()
    notes[ExifTags.Base.Make] = f"{HIDDEN}Camera"
    notes[ExifTags.Base.Artist] = f"{HIDDEN}Artist"
    notes[ExifTags.Base.Orientation] = orientation
    notes.get_ifd(ExifTags.IFD.GPSInfo).update({1: "N", 2: (41.0, 18.0, 30.0), 29: f"{HIDDEN}Date"})
    notes.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.UserComment] = f"{HIDDEN}Comment".encode()
    data = notes.tobytes()
    return data + f"{HIDDEN}Thumbnail".encode()


def pixels(size: tuple[int, int] = (24, 16), mode: str = "RGB") -> Image.Image:
    """Red at the left, green at the right, blue below."""
    made = Image.new("RGB", size, "#ff0000")
    made.paste("#00ff00", (size[0] // 2, 0, size[0], size[1]))
    made.paste("#0000ff", (0, 3 * size[1] // 4, size[0], size[1]))
    return made.convert(mode)


def jpeg(orientation: int = 1, **options: Any) -> bytes:
    file = io.BytesIO()
    pixels().save(
        file, "JPEG", quality=95, exif=exif(orientation), icc_profile=profile(), comment=f"{HIDDEN}Comment", xmp=XMP,
        **options,
    )  # fmt: skip
    data = file.getvalue()
    return data[:2] + b"\xff\xed" + struct.pack(">H", len(IPTC) + 2) + IPTC + data[2:] + f"{HIDDEN}Tail".encode()


def png() -> bytes:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", f"{HIDDEN}Author")
    notes.add_itxt("XML:com.adobe.xmp", XMP.decode())
    notes.add_text("Comment", f"{HIDDEN}Comment", zip=True)
    notes.add(b"prVt", f"{HIDDEN}Chunk".encode())
    file = io.BytesIO()
    pixels().save(file, "PNG", pnginfo=notes, exif=exif(), icc_profile=profile(), dpi=(72, 72))
    return file.getvalue() + f"{HIDDEN}Tail".encode()


def webp() -> bytes:
    file = io.BytesIO()
    pixels().save(file, "WEBP", lossless=True, exif=exif(), icc_profile=profile(), xmp=XMP)
    return file.getvalue()


def gif() -> bytes:
    file = io.BytesIO()
    second = Image.new("RGB", (24, 16), "#ffffff")
    pixels().save(file, "GIF", save_all=True, append_images=[second], comment=f"{HIDDEN}Comment".encode(), loop=0)
    data = file.getvalue()
    return data[:-1] + b"!\xff\x0bXMP DataXMP" + XMP + b"\x01\0\0" + data[-1:]


def heic() -> bytes:
    """What a telephone makes: turned by its container, not by EXIF."""
    file = io.BytesIO()
    pillow_heif.register_heif_opener()
    notes = exif().removesuffix(f"{HIDDEN}Thumbnail".encode())
    pixels().save(file, "HEIF", quality=90, exif=notes, xmp=XMP, save_all=True, append_images=[pixels((16, 16))])
    return file.getvalue() + f"{HIDDEN}Tail".encode()


FILES = {"a.jpg": jpeg, "a.png": png, "a.webp": webp, "a.gif": gif, "a.heic": heic}


def opened(address: str) -> tuple[Image.Image, bytes]:
    """The picture of a data: address, and its bytes."""
    head, _, text = address.partition(",")
    data = base64.b64decode(text, validate=True)
    image = Image.open(io.BytesIO(data))
    assert head == f"data:image/{str(image.format).lower()};base64"
    image.load()
    return image, data


def pieces(data: bytes) -> Iterator[object]:
    """The markers of a JPEG, the names of the chunks of a PNG or a WebP."""
    if data.startswith(b"\xff\xd8"):
        yield from {data[at + 1] for at in range(len(data) - 1) if data[at] == 0xFF} - {0, 0xFF, *range(0xD0, 0xD8)}
    elif data.startswith(b"\x89PNG"):
        at = 8
        while at < len(data):
            yield data[at + 4 : at + 8]
            at += 12 + int(struct.unpack(">I", data[at : at + 4])[0])
    else:
        at = 12
        while at < len(data):
            yield data[at : at + 4]
            size = int(struct.unpack("<I", data[at + 4 : at + 8])[0])
            at += 8 + size + size % 2


def near(found: object, wanted: tuple[int, int, int]) -> bool:
    return isinstance(found, tuple) and all(abs(a - b) < 40 for a, b in zip(found[:3], wanted, strict=True))


# --- nothing but pixels -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FILES)
def test_place_camera_author_and_all_other_notes_stay_behind(tmp_path: Path, name: str):
    data = FILES[name]()
    assert HIDDEN.encode() in data
    (tmp_path / name).write_bytes(data)
    layer = geo.Layer((feature(images=[{"src": name}]),), {}, tmp_path / "projects.geojson")
    page = render_page(layer)
    shown = Document(page).data()
    assert HIDDEN not in page
    assert HIDDEN not in json.dumps(shown)
    (image,) = shown["projects"][0]["images"]
    made, clean = opened(image["src"])
    assert HIDDEN.encode() not in clean
    assert set(pieces(clean)) <= SEGMENTS | CHUNKS
    assert not made.getexif()
    assert set(made.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression", "loop",
                              "background", "timestamp", "duration"}  # fmt: skip
    assert made.size == (24, 16)
    assert near(made.convert("RGB").getpixel((3, 3)), (255, 0, 0))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_stands_upright(tmp_path: Path, orientation: int):
    (tmp_path / "a.jpg").write_bytes(jpeg(orientation))
    made, _ = opened(embedded(tmp_path, "a.jpg"))
    assert made.size == ((24, 16) if orientation < 5 else (16, 24))
    corners = [(2, 2), (made.width - 3, 2), (2, made.height - 3), (made.width - 3, made.height - 3)]
    red = [near(made.getpixel(corner), (255, 0, 0)) for corner in corners]
    # EXIF 2.32, 4.6.4: where the first row and the first column of the file are seen.
    assert red.index(True) == {1: 0, 2: 1, 3: 3, 4: 2, 5: 0, 6: 1, 7: 3, 8: 2}[orientation]


def test_an_orientation_that_cannot_be_read_leaves_the_photo_as_it_lies(tmp_path: Path):
    (tmp_path / "a.jpg").write_bytes(jpeg(6).replace(b"MM\0*", b"MM\xff\xff").replace(b"II*\0", b"II\xff\xff"))
    assert opened(embedded(tmp_path, "a.jpg"))[0].size == (24, 16)


def swapped() -> bytes:
    """The profile of a device whose red and blue are swapped: sRGB with two of its columns exchanged."""
    data = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return data.replace(b"rXYZ", b"tmpZ").replace(b"bXYZ", b"rXYZ").replace(b"tmpZ", b"bXYZ")


def test_colours_of_a_profile_become_those_of_srgb(tmp_path: Path):
    kinds: dict[str, dict[str, Any]] = {
        "a.png": {},
        "a.jpg": {"quality": 95, "subsampling": 0},
        "a.webp": {"quality": 95},
    }
    for name, options in kinds.items():
        file = tmp_path / name
        pixels().save(file, icc_profile=swapped(), **options)
        assert near(opened(embedded(tmp_path, name))[0].convert("RGB").getpixel((3, 3)), (0, 0, 255))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "YCbCr", "I;16"])
def test_every_kind_of_pixels_is_taken(tmp_path: Path, mode: str):
    name = "a.jpg" if mode in ("CMYK", "YCbCr") else "a.png"
    if mode == "I;16":
        made = Image.frombytes("I;16", (2, 1), struct.pack("<2H", 0, 65535))
    else:
        made = pixels(mode="L").convert(mode) if mode in ("1", "LA") else pixels(mode=mode)
    made.save(tmp_path / name)
    image, _ = opened(embedded(tmp_path, name))
    if mode == "I;16":
        assert [image.convert("L").getpixel((x, 0)) for x in range(2)] == [0, 255]
    else:
        wanted = made.convert("RGB").getpixel((3, 3))
        assert isinstance(wanted, tuple)
        assert near(image.convert("RGB").getpixel((3, 3)), (wanted[0], wanted[1], wanted[2]))


def test_what_is_transparent_stays_so(tmp_path: Path):
    made = pixels(mode="RGBA")
    made.putpixel((0, 0), (1, 2, 3, 0))
    made.save(tmp_path / "a.png")
    made.save(tmp_path / "a.webp", lossless=True)
    made.quantize(8).save(tmp_path / "a.gif", transparency=made.quantize(8).getpixel((0, 0)))
    for name in ("a.png", "a.webp", "a.gif"):
        found = opened(embedded(tmp_path, name))[0].convert("RGBA").getpixel((0, 0))
        assert isinstance(found, tuple)
        assert found[3] == 0, name


CODE = "import sys, pathlib; from maps import photos; print(photos.embedded(pathlib.Path(sys.argv[1]), sys.argv[2]))"


@pytest.mark.parametrize("name", FILES)
def test_the_same_picture_gives_the_same_bytes_in_every_process(tmp_path: Path, name: str):
    (tmp_path / name).write_bytes(FILES[name]())
    line = [sys.executable, "-c", CODE, str(tmp_path), name]
    first, second = (subprocess.run(line, capture_output=True, text=True, check=True).stdout for _ in range(2))
    assert first == second == embedded(tmp_path, name) + "\n"


def test_a_picture_that_is_changed_is_read_anew(tmp_path: Path):
    (tmp_path / "a.png").write_bytes(png())
    first = embedded(tmp_path, "a.png")
    Image.new("RGB", (3, 3)).save(tmp_path / "a.png")
    os.utime(tmp_path / "a.png", (1, 1))
    assert embedded(tmp_path, "a.png") != first


def test_the_name_of_a_file_says_nothing_of_what_it_is(tmp_path: Path):
    for name in ("a.png", "b.jpg"):
        (tmp_path / name).write_bytes(jpeg())
    assert embedded(tmp_path, "a.png") == embedded(tmp_path, "b.jpg")


@pytest.mark.parametrize("name", FILES)
def test_a_picture_for_paper_is_a_jpeg_of_nothing_but_pixels(name: str):
    for use in ("paper", "template"):
        picture = pictures.prepare(FILES[name](), use)
        assert picture.format == ("PNG" if use == "template" and name in ("a.png", "a.gif") else "JPEG")
        assert HIDDEN.encode() not in picture.data
        assert set(pieces(picture.data)) <= SEGMENTS | CHUNKS
        assert picture.pixels == Image.open(io.BytesIO(picture.data)).size == (24, 16)


def test_what_is_transparent_is_white_on_paper():
    file = io.BytesIO()
    Image.new("RGBA", (8, 8), (255, 0, 0, 0)).save(file, "PNG")
    paper = Image.open(io.BytesIO(pictures.prepare(file.getvalue(), "paper").data))
    assert near(paper.getpixel((4, 4)), (255, 255, 255))


def noisy(size: tuple[int, int]) -> Image.Image:
    """A picture with as much in it as a photograph has, the same each time."""
    grains = random.Random(1).randbytes(size[0] * size[1] * 3 // 256)  # noqa: S311
    rough = Image.frombytes("RGB", (size[0] // 16, size[1] // 16), grains)
    return rough.resize(size, Image.Resampling.BICUBIC)


def test_a_photograph_is_as_large_as_a_card_shows_it_and_a_small_one_is_not_enlarged():
    file = io.BytesIO()
    noisy((2880, 1920)).save(file, "JPEG", quality=92, exif=exif(6).removesuffix(f"{HIDDEN}Thumbnail".encode()))
    large = pictures.prepare(file.getvalue())
    assert large.pixels == (853, 1280)
    assert len(large.data) < 250_000 < len(file.getvalue())
    assert pictures.prepare(jpeg()).pixels == (24, 16)


def test_the_edges_of_a_drawing_stay_as_they_are():
    file = io.BytesIO()
    pixels().save(file, "PNG")
    kept = Image.open(io.BytesIO(pictures.prepare(file.getvalue()).data)).convert("RGB")
    assert kept.tobytes() == pixels().tobytes()


def located(latitude: object, longitude: object, *, south: bool = False, west: bool = False) -> bytes:
    """A photograph that says where it was taken."""
    notes = Image.Exif()
    notes.get_ifd(ExifTags.IFD.GPSInfo).update(
        {1: "S" if south else "N", 2: latitude, 3: "W" if west else "E", 4: longitude}
    )
    file = io.BytesIO()
    pixels().save(file, "JPEG", exif=notes)
    return file.getvalue()


def test_a_photograph_says_where_it_was_taken_when_it_says_so_soundly():
    assert pictures.place_of(located((53.0, 14.0, 55.0), (63.0, 35.0, 24.0))) == (63.59, 53.248611)
    assert pictures.place_of(located((1.0, 30.0, 0.0), (36.0, 0.0, 0.0), south=True)) == (36.0, -1.5)
    assert pictures.place_of(located((4.0, 36.0, 0.0), (74.0, 4.8, 0.0), west=True)) == (-74.08, 4.6)
    for latitude, longitude in (
        ((91.0, 0.0, 0.0), (10.0, 0.0, 0.0)),
        ((0.0, 0.0, 0.0), (0.0, 0.0, 0.0)),
        ((53.0, 14.0), (63.0, 35.0, 24.0)),
        ((IFDRational(1, 0), 0.0, 0.0), (10.0, 0.0, 0.0)),
    ):
        assert pictures.place_of(located(latitude, longitude)) is None
    assert [pictures.place_of(data) for data in (b"", jpeg()[:300], gif(), png())] == [None] * 4


# --- what costs a sentence --------------------------------------------------------------------------------------------


def header(kind: str, size: int) -> bytes:
    """A picture that says it has size times size pixels."""
    if kind == "png":
        head = b"IHDR" + struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)
        chunk = struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))
        return b"\x89PNG\r\n\x1a\n" + chunk + bytes(4) + b"IDAT" + struct.pack(">I", zlib.crc32(b"IDAT"))
    if kind == "gif":
        return (
            b"GIF89a" + struct.pack("<HHBBB", size, size, 0x80, 0, 0) + bytes(6) + b"," + bytes(9) + b"\x02\x01\x44\0;"
        )
    data = bytearray(jpeg())
    at = data.rfind(b"\xff\xc0")  # the last: not that of a thumbnail
    data[at + 5 : at + 9] = struct.pack(">HH", size, size)
    return bytes(data)


def many_scans() -> bytes:
    """A progressive JPEG of 200 scans: each is a pass over all pixels."""
    file = io.BytesIO()
    pixels((64, 64)).save(file, "JPEG", progressive=True)
    data = file.getvalue()
    at = data.rfind(b"\xff\xda")
    return data[:at] + data[at:-2] * 200 + data[-2:]


def text_bomb() -> bytes:
    """A PNG with a note that unpacks to 64 MB."""
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", " " * 2**26, zip=True)
    file = io.BytesIO()
    pixels().save(file, "PNG", pnginfo=notes)
    return file.getvalue()


def test_a_heic_without_its_package_says_which_one(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "pillow_heif", None)
    with pytest.raises(CoopmapError, match="pillow-heif reads; install it, or save the picture as JPEG"):
        pictures.prepare(heic())


BAD = {
    "text": (b"no picture", "it is no JPEG, PNG, GIF or WebP, or is broken"),
    "empty": (b"", "it is no JPEG, PNG, GIF or WebP"),
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "it is no JPEG, PNG, GIF or WebP"),
    "bmp": (b"BM" + bytes(60), "it is no JPEG, PNG, GIF or WebP"),
    "postscript": (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "it is no JPEG, PNG, GIF or WebP"),
    "truncated jpeg": (jpeg()[:-400], "it is broken"),
    "truncated png": (png()[: png().index(b"IDAT") + 20], "it is broken"),
    "truncated webp": (webp()[:-200], "is broken"),
    "png of 10^10 pixels": (header("png", 10**5), "it has too many pixels, at most 50 million are taken"),
    "png of 100 million pixels": (header("png", 10**4), "it has too many pixels"),
    "gif of 4 * 10^9 pixels": (header("gif", 2**16 - 1), "it has too many pixels"),
    "jpeg of 60 million pixels": (header("jpeg", 7_800), "it has too many pixels"),
    "jpeg of many scans": (many_scans(), "it is a JPEG of more than 100 scans"),
    "png with a note of 64 MB": (text_bomb(), "is broken"),
    "much": (b"\xff\xd8\xff" + bytes(21_000_000), "it has 21.0 MB, at most 20 MB are taken"),
}


@pytest.mark.parametrize("what", BAD)
def test_a_file_that_is_no_sound_picture_costs_a_sentence(tmp_path: Path, what: str):
    data, said = BAD[what]
    (tmp_path / "a.png").write_bytes(data)
    began = time.monotonic()
    with pytest.raises(CoopmapError) as caught:
        embedded(tmp_path, "a.png")
    assert str(caught.value).startswith("a.png: ")
    assert said in str(caught.value)
    assert str(caught.value).endswith("; the picture is left out.")
    assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("none.png", "there is no such file"),
        ("", "there is no such file"),
        (".", "there is no such file"),
        ("a\0b", "there is no such file"),
        ("pipe.png", "there is no such file"),
        ("../outside.png", "it lies outside the layer's folder"),
        ("link.png", "it lies outside the layer's folder"),
        ("/dev/zero", "it lies outside the layer's folder"),
        ("data:image/png;base64,AA", "there is no such file"),
    ],
)
@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_what_is_no_file_of_the_folder_is_left_where_it_is(tmp_path: Path, source: str, said: str):
    folder = tmp_path / "layer"
    folder.mkdir()
    (tmp_path / "outside.png").write_bytes(png())
    (folder / "link.png").symlink_to(tmp_path / "outside.png")
    os.mkfifo(folder / "pipe.png")
    with pytest.raises(CoopmapError, match=f"{said}; the picture is left out"):
        embedded(folder, source)


def test_the_build_says_which_picture_is_left_out_and_goes_on(tmp_path: Path, command: Command):
    path = tmp_path / "projects.geojson"
    (tmp_path / "good.png").write_bytes(png())
    described = {f"alt_{code}": "A plant" for code in ("en", "ru", "uz", "kk")} | {"credit": "A", "licence": "CC0"}
    images = [{"src": name, **described} for name in ("good.png", "none\x1b.png")]
    path.write_text(geo.text(geo.Layer((feature(images=images),))), encoding="utf-8")
    done = command("build", path, "-o", tmp_path / "map.html", "--no-check", cwd=tmp_path)
    assert done.returncode == 0
    assert done.stderr == "none\\u001b.png: there is no such file; the picture is left out.\n"
    shown = Document((tmp_path / "map.html").read_text(encoding="utf-8")).data()
    assert "data:image/webp;base64," in json.dumps(shown)


def test_the_editor_says_which_picture_is_left_out_and_goes_on(tmp_path: Path):
    path = tmp_path / "projects.geojson"
    described = {f"alt_{code}": "A plant" for code in ("en", "ru", "uz", "kk")} | {"credit": "A", "licence": "CC0"}
    path.write_text(geo.text(geo.Layer((feature(images=[{"src": "none.png", **described}]),))), encoding="utf-8")
    editor = Editor(path)
    status, _, _ = editor.request("GET", f"/?token={editor.token}")
    _, said = editor.stop()
    assert status == 200
    assert "none.png: there is no such file; the picture is left out.\n" in said


def test_of_many_pictures_that_are_left_out_some_are_told_and_the_rest_counted(tmp_path: Path):
    told: list[str] = []
    pictures = Pictures(tmp_path, told.append)
    assert {pictures.address(f"{number}.png") for number in range(23)} == {""}
    pictures.finish()
    assert len(told) == 21
    assert told[-1] == "3 more pictures are left out."


@settings(max_examples=100)
@given(name=st.sampled_from(sorted(FILES)), changes=st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255))))
def test_any_change_to_a_picture_gives_pixels_or_a_sentence(name: str, changes: list[tuple[int, int]]):
    data = bytearray(FILES[name]())
    for at, value in changes:
        data[at % len(data)] = value
    try:
        clean = pictures.prepare(bytes(data)).data
    except CoopmapError:
        return
    assert set(pieces(clean)) <= SEGMENTS | CHUNKS
    assert HIDDEN.encode() not in clean
