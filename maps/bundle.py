"""Our scripts and our styles, each as one small file that the page takes in: `make bundle` writes them anew."""

from __future__ import annotations

from pathlib import Path

WEB = Path(__file__).with_name("web")
FOLDER = WEB / "bundle"

SCRIPTS = (
    *("dom", "store", "words", "fold", "search", "address", "ground", "tiles", "gather", "marks", "labels", "card"),
    *("panel", "list", "legend", "figures", "events", "table", "controls", "embed", "print"),
    *("form", "suggest", "story", "stage", "notes", "clicker", "remote", "present", "main"),
)
"""In this order: each uses only what stands before it."""
STYLES = ("page", "panel", "figures", "table", "form", "present", "print")

KINDS = {"js": ("application/javascript", SCRIPTS), "css": ("text/css", STYLES)}


def made() -> dict[Path, str]:
    """The bundles by their paths, as the sources say now. Needs tdewolff-minify, which users of coopmap do not."""
    import minify  # only who changes the page has it

    bundles = {}
    for suffix, (media_type, names) in KINDS.items():
        source = "\n".join((WEB / f"{name}.{suffix}").read_text(encoding="utf-8") for name in names)
        bundles[FOLDER / f"page.{suffix}"] = minify.string(media_type, source) + "\n"
    return bundles


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for path, text in made().items():
        path.write_text(text, encoding="utf-8", newline="\n")
