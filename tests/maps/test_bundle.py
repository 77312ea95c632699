"""The bundles that the page takes in say what the sources say; the sources are checked and tested by Deno."""

from __future__ import annotations

from maps.page import bundle
from maps.page.deflated import inflated

MODULES = {
    path.relative_to(bundle.WEB).as_posix() for path in bundle.WEB.rglob("*.js") if bundle.FOLDER not in path.parents
}
CHUNKS = (bundle.AROUND, *bundle.CHUNKS.values(), bundle.LAZY)
ENTRIES = (*bundle.PAGES.values(), *CHUNKS)


def test_every_module_and_style_sheet_is_in_a_bundle():
    assert set().union(*map(bundle.sources, ENTRIES)) == MODULES
    styles = {f"{name}.css" for names in (*bundle.STYLES.values(), bundle.LAZY_STYLES) for name in names}
    assert styles == {path.name for path in bundle.WEB.glob("*.css")}


def test_a_page_of_few_projects_has_no_script_for_many():
    packed = set(bundle.sources("packed.js")) - set(bundle.sources("page.js"))
    assert {"data/packed_store.js", "data/packed_word_index.js", "map/clusters.js"} < packed
    assert not [path for path in bundle.sources("page.js") if path.startswith("split/")]


def test_the_first_script_has_nothing_of_what_stands_around_the_map():
    first, around = set(bundle.sources("page.js")), set(bundle.sources(bundle.AROUND))
    assert {"panel/panel.js", "panel/card.js", "map/labels.js", "print.js", "data/search.js"} < around - first
    assert not [path for path in first if path.startswith("present/")]


def test_no_chunk_has_a_copy_of_what_holds_the_state_of_the_page():
    for entry in CHUNKS:
        page, below = bundle.in_page(entry), bundle.sources(entry)
        own = {path for path in below if path not in page}
        asked = {path for imported in own for path in below[imported]} & page
        assert asked <= bundle.handed(entry)
        assert not own & set(bundle.sources("packed.js"))
        assert "data/store.js" not in own


def plain(text: str) -> str:
    """A bundle as text; one that is packed is unpacked, for another zlib packs otherwise."""
    return text if "{" in text else inflated(text).decode()


def test_the_bundles_are_made_of_the_sources_as_they_are():
    made = {bundle.TYPES: bundle.types(), **bundle.bundles()}
    stale = [path.name for path in made if plain(path.read_text(encoding="utf-8")) != plain(made[path])]
    assert stale == [], "Run `make bundle` and commit what it writes."


def test_no_script_makes_a_global_of_its_own():
    page = bundle.WEB / "bundle"
    for name in ("page.js", "packed.js", "split.js", "around.js", "editor.js"):
        script = (page / name).read_text(encoding="utf-8").strip()
        assert script.startswith(("(()=>{", '"use strict";(()=>{', "addEventListener(")), name


def test_the_modules_pass_their_unit_tests():
    bundle.deno("test", "--quiet", "--no-check", "--frozen", "--cached-only", "--allow-read", "tests/web")
