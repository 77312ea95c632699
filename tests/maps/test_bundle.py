"""The bundles that the page takes in say what the sources say."""

from __future__ import annotations

from pathlib import Path

import pytest

from maps import bundle


@pytest.mark.parametrize("suffix", bundle.KINDS)
def test_every_source_is_in_its_bundle(suffix: str):
    assert sorted(bundle.KINDS[suffix][1]) == sorted(path.stem for path in bundle.WEB.glob(f"*.{suffix}"))


def test_the_bundles_are_made_of_the_sources_as_they_are():
    pytest.importorskip("minify", reason="tdewolff-minify has no wheel for this machine", exc_type=ImportError)
    stale = [path.name for path, text in bundle.made().items() if Path(path).read_text(encoding="utf-8") != text]
    assert stale == [], "Run `make bundle` and commit what it writes."
