"""Our scripts and our styles, each as one small file that the page takes in: `make bundle` writes them anew."""

from __future__ import annotations

import base64
import json
import zlib
from pathlib import Path

from maps import fields, words

WEB = Path(__file__).with_name("web")
FOLDER = WEB / "bundle"

SCRIPTS = (
    *("dom", "holding", "store", "words", "fold", "index", "search", "address", "ground", "tiles", "gather", "marks"),
    *("labels", "card", "panel", "list", "legend", "controls", "embed", "print", "later"),
    *("story", "stage", "notes", "clicker", "remote", "present", "main"),
)
"""In this order: each uses only what stands before it."""
PACKED = {"holding": ("packed/holding",), "index": ("packed/index",), "gather": ("gather", "packed/gather")}
"""What stands in place of a script in the page of a packed layer."""
LATER_SCRIPTS = ("figures", "events", "table", "pins", "form", "workplace", "suggestion")
LATER_STYLES = ("figures", "table", "form")
"""What the page unpacks when it is first wanted."""

BUNDLES = {
    "page.js": SCRIPTS,
    "packed.js": tuple(name for one in SCRIPTS for name in PACKED.get(one, (one,))),
    "editor.js": ("editor", "conflict"),
    "page.css": ("page", "panel", "present", "print"),
    "editor.css": ("editor",),
}
"""Bundle: the sources that it is made of."""
_TYPES = {".js": "application/javascript", ".css": "text/css"}


def made() -> dict[Path, str]:
    """The bundles by their paths, as the sources say now. Needs tdewolff-minify, which users of coopmap do not."""
    bundles = {FOLDER / bundle: _joined(Path(bundle).suffix, names) + "\n" for bundle, names in BUNDLES.items()}
    return bundles | {FOLDER / "later.txt": packed(later()) + "\n"}


def later() -> str:
    """What the page unpacks when it is first wanted, as JSON: scripts, styles, the words and the schema of the form."""
    parts = {"script": _joined(".js", LATER_SCRIPTS), "style": _joined(".css", LATER_STYLES)}
    more = {"words": words.of_form(), "schema": fields.for_page()}
    return json.dumps(parts | more, ensure_ascii=False, separators=(",", ":"))


def packed(text: str) -> str:
    """A text as the page holds it: under half of its size. Other builds of zlib may pack otherwise, which is why this
    is done here and not when a page is made."""
    return base64.b64encode(zlib.compress(text.encode(), 9)).decode("ascii")


def _joined(suffix: str, names: tuple[str, ...]) -> str:
    import minify  # only who changes the page has it

    source = "\n".join((WEB / f"{name}{suffix}").read_text(encoding="utf-8") for name in names)
    return str(minify.string(_TYPES[suffix], source))


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for path, text in made().items():
        path.write_text(text, encoding="utf-8", newline="\n")
