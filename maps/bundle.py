"""Our scripts and our styles, each as one small file that the page takes in: `make bundle` writes them anew."""

from __future__ import annotations

from pathlib import Path

WEB = Path(__file__).with_name("web")
FOLDER = WEB / "bundle"

SCRIPTS = (
    *(
        "dom",
        "holding",
        "store",
        "words",
        "fold",
        "index",
        "search",
        "address",
        "ground",
        "tiles",
        "gather",
        "marks",
        "labels",
        "card",
    ),
    *("panel", "list", "legend", "figures", "events", "table", "controls", "embed", "print"),
    *("story", "stage", "notes", "clicker", "remote", "present", "main"),
)
"""In this order: each uses only what stands before it."""
PACKED = {"holding": "packed/holding", "index": "packed/index", "gather": ("gather", "packed/gather")}
"""What stands in place of a script in the page of a packed layer."""
STYLES = ("page", "panel", "figures", "table", "present", "print")


def _packed_scripts() -> tuple[str, ...]:
    found: list[str] = []
    for name in SCRIPTS:
        other = PACKED.get(name, name)
        found += [other] if isinstance(other, str) else other
    return tuple(found)


BUNDLES = {
    "page.js": ("application/javascript", SCRIPTS),
    "packed.js": ("application/javascript", _packed_scripts()),
    "page.css": ("text/css", STYLES),
}
"""Bundle: what it is, and the sources that it is made of."""


def made() -> dict[Path, str]:
    """The bundles by their paths, as the sources say now. Needs tdewolff-minify, which users of coopmap do not."""
    import minify  # only who changes the page has it

    bundles = {}
    for bundle, (media_type, names) in BUNDLES.items():
        suffix = Path(bundle).suffix
        source = "\n".join((WEB / f"{name}{suffix}").read_text(encoding="utf-8") for name in names)
        bundles[FOLDER / bundle] = minify.string(media_type, source) + "\n"
    return bundles


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for path, text in made().items():
        path.write_text(text, encoding="utf-8", newline="\n")
