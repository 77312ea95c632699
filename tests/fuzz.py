"""`make fuzz`: bytes found by what they reach in the reader (atheris), for minutes or a night; not part of the tests.

What makes it fail is written to the folder out/fuzz, and is then an example for tests/geo/test_reader_fuzz.py.
"""

from __future__ import annotations

import json
import sys
from contextlib import suppress

import geo
from geo import files
from geo.errors import plain
from geo.layer import layer_of_text
from tests.geo.samples import TODAY, collection, feature
from tests.repo import ROOT

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


def main() -> None:
    """Fuzz until the time is over or something fails."""
    try:
        import atheris
    except ModuleNotFoundError:
        sys.exit("atheris has no wheel for this system or this Python; Linux with Python 3.11 to 3.13 has one.")
    folder = ROOT / "out" / "fuzz"
    (folder / "corpus").mkdir(parents=True, exist_ok=True)
    (folder / "corpus" / "sound").write_bytes(SOUND)
    tokens = ("".join(f"\\x{one:02x}" for one in token) for token in TOKENS)
    (folder / "tokens").write_text("".join(f'"{token}"\n' for token in tokens), encoding="ascii")
    given = sys.argv[1:] or [f"-max_total_time={SECONDS}"]
    atheris.instrument_all()
    line = [sys.argv[0], *given, "-timeout=20", "-rss_limit_mb=2048", f"-dict={folder / 'tokens'}"]
    atheris.Setup([*line, f"-artifact_prefix={folder}/", str(folder / "corpus")], read_it)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
