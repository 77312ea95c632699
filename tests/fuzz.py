"""`make fuzz`: bytes found by what they reach (atheris), for minutes or a night; not part of the tests.

The first byte chooses what gets the rest: the reader, the importers, the review or the editor; `make fuzz ARGS=tables`
is for one of them alone. What makes it fail is written to out/fuzz, and is then an example for the test of that name.
"""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

import geo
from geo.errors import plain
from geo.io import files
from geo.layer import layer_of_text
from tests.geo.samples import TODAY, collection, feature
from tests.repo import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SOUND = json.dumps(collection(feature()), ensure_ascii=False).encode()
"""A sound file to begin with."""

TOKENS = [
    *(sign.encode() for sign in '{}[]:,"\\0-.eE'),
    *(b"null", b"true", b"NaN", b"Infinity", b"1e999", b"\\ud800", b"\\u0000", b"\xef\xbb\xbf", b"\xff", b"\x00"),
    *(b"[[", b"]]", b"{}", b'{"type":', b'"coordinates":', b'"Polygon"', b'"LineString"', b'"MultiPolygon"'),
    *(b'"sources":', b'"figures":', b'"id":', b'"precision":', b"<script>", b"&amp;", "\u202e".encode()),
]
"""Pieces that mean something to the reader."""

SECONDS = 300


def read_it(data: bytes) -> None:
    """Read, check and write bytes as a layer, and read them as each companion; only ReadError may stop it, in one
    sentence that can be shown, and what was written is read as the same."""
    try:
        text = files.decode("a file", data)
        value = files.parse(text, "a file")
    except geo.ReadError as error:
        said = str(error)
        assert plain(said) == said
        return
    with suppress(geo.ReadError):
        layer = layer_of_text(text, "a file")
        assert all(str(problem).isprintable() for problem in geo.check(layer, TODAY))
        written = geo.text(layer)
        assert geo.text(layer_of_text(written, "a file")) == written
    records = value if isinstance(value, list) else list(value.values()) if isinstance(value, dict) else []
    sound = [one for one in records if isinstance(one, dict)]
    geo.check_indicators(sound)
    geo.check_milestones(sound)
    geo.check_story(sound, geo.Layer(()))


def targets() -> dict[str, tuple[Callable[[bytes], None], list[bytes], list[bytes]]]:
    """By name what gets the bytes, sound ones to begin with, and pieces that mean something to it."""
    from tests import fuzz_editor, fuzz_review, fuzz_tables  # they need more than the reader's tests do

    tables = [bytes([n, 0]) + fuzz_tables.sound(ending) for n, ending in enumerate(fuzz_tables.ENDINGS)]
    asks = [bytes([n]) + fuzz_editor.SOUND for n in range(len(fuzz_editor.ROUTES))]
    return {
        "reader": (read_it, [SOUND], TOKENS),
        "tables": (fuzz_tables.take_any, tables, fuzz_tables.TOKENS),
        "review": (fuzz_review.review_it, [fuzz_review.SOUND], TOKENS),
        "editor": (fuzz_editor.ask_any, asks, TOKENS),
    }


def any_of(names: Sequence[str]) -> Callable[[bytes], None]:
    """What throws bytes at one of the targets, by the first of them."""
    chosen = [targets()[name][0] for name in names]

    def throw(data: bytes) -> None:
        if data:
            chosen[data[0] % len(chosen)](data[1:])

    return throw


def main() -> None:
    """Fuzz until the time is over or something fails."""
    try:
        import atheris
    except ModuleNotFoundError:
        sys.exit("atheris has no wheel for this system or this Python; Linux with Python 3.11 to 3.13 has one.")
    names = [one for one in sys.argv[1:] if one in targets()] or list(targets())
    folder = ROOT / "out" / "fuzz" / "-".join(names)
    (folder / "corpus").mkdir(parents=True, exist_ok=True)
    pieces = []
    for number, name in enumerate(names):
        _, sound, tokens = targets()[name]
        pieces += tokens
        for place, data in enumerate(sound):
            (folder / "corpus" / f"{name}-{place}").write_bytes(bytes([number]) + data)
    escaped = ("".join(f"\\x{one:02x}" for one in piece) for piece in dict.fromkeys(pieces))
    (folder / "tokens").write_text("".join(f'"{piece}"\n' for piece in escaped), encoding="ascii")
    given = [one for one in sys.argv[1:] if one not in names]
    if not any(one.startswith("-max_total_time") for one in given):
        given.append(f"-max_total_time={SECONDS}")
    atheris.instrument_all()
    line = [sys.argv[0], *given, "-timeout=20", "-rss_limit_mb=2048", f"-dict={folder / 'tokens'}"]
    atheris.Setup([*line, f"-artifact_prefix={folder}/", str(folder / "corpus")], any_of(names))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
