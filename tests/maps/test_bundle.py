"""The bundles that the page takes in say what the sources say."""

from __future__ import annotations

from pathlib import Path

import pytest

from maps import bundle


@pytest.mark.parametrize("suffix", ["js", "css"])
def test_every_source_is_in_a_bundle(suffix: str):
    bundles = [names for name, (_, names) in bundle.BUNDLES.items() if name.endswith(suffix)]
    sources = {path.relative_to(bundle.WEB).with_suffix("").as_posix() for path in bundle.WEB.rglob(f"*.{suffix}")}
    assert {name for names in bundles for name in names} == {name for name in sources if not name.startswith("bundle/")}


def test_a_page_of_few_projects_has_no_script_for_many():
    assert not [name for name in bundle.BUNDLES["page.js"][1] if name.startswith("packed/")]


def test_the_bundles_are_made_of_the_sources_as_they_are():
    pytest.importorskip("minify", reason="tdewolff-minify has no wheel for this machine", exc_type=ImportError)
    stale = [path.name for path, text in bundle.made().items() if Path(path).read_text(encoding="utf-8") != text]
    assert stale == [], "Run `make bundle` and commit what it writes."
