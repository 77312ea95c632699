"""The bundles that the page takes in say what the sources say."""

from __future__ import annotations

import base64
import zlib

import pytest

from maps import bundle


@pytest.mark.parametrize("suffix", bundle.KINDS)
def test_every_source_is_in_one_bundle(suffix: str):
    named = [name for names in bundle.KINDS[suffix][1].values() for name in names]
    assert sorted(named) == sorted(path.stem for path in bundle.WEB.glob(f"*.{suffix}"))


def plain(text: str) -> str:
    """A bundle as text; one that is packed is unpacked, for another zlib packs otherwise."""
    return text if "{" in text else zlib.decompress(base64.b64decode(text)).decode()


def test_the_bundles_are_made_of_the_sources_as_they_are():
    pytest.importorskip("minify", reason="tdewolff-minify has no wheel for this machine", exc_type=ImportError)
    made = bundle.made()
    stale = [path.name for path in made if plain(path.read_text(encoding="utf-8")) != plain(made[path])]
    assert stale == [], "Run `make bundle` and commit what it writes."
