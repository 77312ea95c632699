"""Our scripts and our styles, each as one small file that the page takes in: `make bundle` writes them anew."""

from __future__ import annotations

import base64
import json
import zlib
from pathlib import Path

from maps import fields, words

WEB = Path(__file__).with_name("web")
FOLDER = WEB / "bundle"

SCRIPTS = {
    "page": (
        *("dom", "store", "words", "fold", "search", "address", "ground", "tiles", "gather", "marks", "labels", "card"),
        *("panel", "list", "legend", "figures", "events", "controls", "embed", "print", "later"),
        *("story", "stage", "notes", "clicker", "remote", "present", "main"),
    ),
    "editor": ("editor", "conflict"),
    "later": ("table", "pins", "form", "workplace", "suggestion"),
}
"""In this order: each uses only what stands before it."""
STYLES = {"page": ("page", "panel", "figures", "present", "print"), "editor": ("editor",), "later": ("table", "form")}

KINDS = {"js": ("application/javascript", SCRIPTS), "css": ("text/css", STYLES)}


def made() -> dict[Path, str]:
    """The bundles by their paths, as the sources say now. Needs tdewolff-minify, which users of coopmap do not."""
    plain = [(name, suffix) for name in ("page", "editor") for suffix in KINDS]
    bundles = {FOLDER / f"{name}.{suffix}": _joined(suffix, KINDS[suffix][1][name]) + "\n" for name, suffix in plain}
    return bundles | {FOLDER / "later.txt": packed(later()) + "\n"}


def later() -> str:
    """What the page unpacks when it is first wanted, as JSON: the table, and the form with its words and schema."""
    parts = {"script": _joined("js", SCRIPTS["later"]), "style": _joined("css", STYLES["later"])}
    more = {"words": words.of_form(), "schema": fields.for_page()}
    return json.dumps(parts | more, ensure_ascii=False, separators=(",", ":"))


def packed(text: str) -> str:
    """A text as the page holds it: under half of its size. Other builds of zlib may pack otherwise, which is why this
    is done here and not when a page is made."""
    return base64.b64encode(zlib.compress(text.encode(), 9)).decode("ascii")


def _joined(suffix: str, names: tuple[str, ...]) -> str:
    import minify  # only who changes the page has it

    source = "\n".join((WEB / f"{name}.{suffix}").read_text(encoding="utf-8") for name in names)
    return str(minify.string(KINDS[suffix][0], source))


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for path, text in made().items():
        path.write_text(text, encoding="utf-8", newline="\n")
