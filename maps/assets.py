"""Files made safe to stand inside one page: Leaflet from XStatic, our own scripts and styles, data as JSON."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from xstatic.pkg import leaflet

WEB = Path(__file__).with_name("web")
_LEAFLET = Path(leaflet.BASE_DIR)


@cache
def leaflet_script() -> str:
    """Leaflet's own script, without the address of its source map, which a page must not ask for."""
    script = (_LEAFLET / "leaflet.js").read_text(encoding="utf-8")
    return re.sub(r"//# sourceMappingURL=\S*", "", script).strip()


@cache
def leaflet_style(*, pictures: bool = False) -> str:
    """Leaflet's own style sheet, with the pictures of its layer control and default marker inside, or without them."""
    style = (_LEAFLET / "leaflet.css").read_text(encoding="utf-8")
    style = re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL)
    style = re.sub(r"\s*\n\s*", "\n", style).strip()
    return re.sub(r"url\(images/([\w-]+\.png)\)", lambda found: _picture(found[1]) if pictures else "none", style)


def _picture(name: str) -> str:
    data = base64.b64encode((_LEAFLET / "images" / name).read_bytes()).decode("ascii")
    return f"url(data:image/png;base64,{data})"


@cache
def script(*, packed: bool = False) -> str:
    """Our scripts as one: those for a layer of plain records, or those for a packed one."""
    return _bundle("packed.js" if packed else "page.js")


@cache
def style() -> str:
    """Our style sheets as one."""
    return _bundle("page.css")


def _bundle(name: str) -> str:
    return (WEB / "bundle" / name).read_text(encoding="utf-8").strip()


_PICTURES = {
    ".png": ("image/png", b"\x89PNG"),
    ".jpg": ("image/jpeg", b"\xff\xd8\xff"),
    ".jpeg": ("image/jpeg", b"\xff\xd8\xff"),
    ".gif": ("image/gif", b"GIF8"),
    ".webp": ("image/webp", b"RIFF"),
}
_LARGEST_PICTURE = 5_000_000  # bytes


def picture(folder: Path, source: str) -> str | None:
    """A picture file of the folder as a data: address, so that it travels inside the page.

    None for what is no picture, is larger than 5 MB, or lies outside the folder: a layer from a stranger must not
    carry other files of this machine into the page.
    """
    kind, signature = _PICTURES.get(Path(source).suffix.lower(), ("", b""))
    try:
        path = (folder / source).resolve()
        if not kind or not path.is_relative_to(folder.resolve()) or path.stat().st_size > _LARGEST_PICTURE:
            return None
        data = path.read_bytes()
    except (OSError, ValueError):
        return None
    return f"data:{kind};base64,{base64.b64encode(data).decode('ascii')}" if data.startswith(signature) else None


def as_json(value: Any) -> str:
    """JSON that may stand in a script element: no "<", nothing that a parser of HTML or of JavaScript stumbles over."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    # A lone surrogate has no UTF-8 form; JSON's own escape keeps it.
    return re.sub("[\ud800-\udfff]", lambda found: f"\\u{ord(found[0]):04x}", text)


def policy(page: str, image_hosts: tuple[str, ...], *, extended: bool = False) -> str:
    """The Content-Security-Policy of a page: its own scripts and styles by their hashes, pictures, nothing else.

    extended: a developer has added elements of folium's: what they link is admitted by its address, and pictures,
    fonts and styles from anywhere, for folium writes such into its markup. Scripts stay bound to their hashes.
    """
    found = _Inline()
    found.feed(page)
    rules = {
        "default-src": ["'none'"],
        "script-src": [_hash(text) for text in found.scripts],
        "style-src": [_hash(text) for text in found.styles],
        "img-src": ["data:", *image_hosts],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
    }
    if extended:
        rules["script-src"] += found.script_links
        rules["style-src"] = ["'unsafe-inline'", *found.style_links]
        rules["img-src"] += ["https:"]
        rules["font-src"] = ["https:"]
    return "; ".join(" ".join([name, *dict.fromkeys(values)]) for name, values in rules.items())


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


class _Inline(HTMLParser):
    """Collects the texts of inline scripts and styles, and the addresses of linked ones."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.scripts: list[str] = []
        self.styles: list[str] = []
        self.script_links: list[str] = []
        self.style_links: list[str] = []
        self._into: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "script" and (source := values.get("src")):
            self.script_links.append(source)
        elif tag == "script" and values.get("type", "text/javascript") in ("text/javascript", "module"):
            self._into = self.scripts
            self._into.append("")
        elif tag == "style":
            self._into = self.styles
            self._into.append("")
        elif tag == "link" and values.get("rel") == "stylesheet" and (source := values.get("href")):
            self.style_links.append(source)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self._into = None

    def handle_data(self, data: str) -> None:
        if self._into is not None:
            self._into[-1] += data
