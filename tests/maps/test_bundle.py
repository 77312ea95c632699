"""The bundles that the page takes in say what the sources say."""

from __future__ import annotations

import base64
import zlib

import pytest

from maps import bundle


@pytest.mark.parametrize(("suffix", "later"), [("js", bundle.LATER_SCRIPTS), ("css", bundle.LATER_STYLES)])
def test_every_source_is_in_a_bundle(suffix: str, later: tuple[str, ...]):
    bundles = [names for name, names in bundle.BUNDLES.items() if name.endswith(suffix)]
    sources = {path.relative_to(bundle.WEB).with_suffix("").as_posix() for path in bundle.WEB.rglob(f"*.{suffix}")}
    named = {name for names in (*bundles, later) for name in names}
    assert named == {name for name in sources if not name.startswith("bundle/")}


def test_a_page_of_few_projects_has_no_script_for_many():
    assert not [name for name in bundle.BUNDLES["page.js"] if name.startswith("packed/")]


def plain(text: str) -> str:
    """A bundle as text; one that is packed is unpacked, for another zlib packs otherwise."""
    return text if "{" in text else zlib.decompress(base64.b64decode(text)).decode()


def test_the_bundles_are_made_of_the_sources_as_they_are():
    pytest.importorskip("minify", reason="tdewolff-minify has no wheel for this machine", exc_type=ImportError)
    made = bundle.made()
    stale = [path.name for path in made if plain(path.read_text(encoding="utf-8")) != plain(made[path])]
    assert stale == [], "Run `make bundle` and commit what it writes."
