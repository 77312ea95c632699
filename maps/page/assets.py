"""Files made safe to stand inside one page: Leaflet from XStatic, our own scripts and styles, data as JSON."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

from xstatic.pkg import jquery, leaflet

from maps.page.deflated import inflated

WEB = Path(__file__).parents[1] / "web"
_LEAFLET = Path(leaflet.BASE_DIR)


@cache
def leaflet_script() -> str:
    """Leaflet's own script, without the address of its source map, which a page must not ask for."""
    script = (_LEAFLET / "leaflet.js").read_text(encoding="utf-8")
    return re.sub(r"//# sourceMappingURL=\S*", "", script).strip()


_FOR_ADDED = re.compile(r"leaflet-(?:dragging|tooltip|control-layers|control-zoom|default-icon|oldie|vml)|lvml")
"""What only elements that a developer adds have, browsers of the past, and the closed hand, for which
maps/web/map/grabbing.js has another way."""


@cache
def jquery_script() -> str:
    """jQuery's own script, for what a developer adds that stands on it."""
    return (Path(jquery.BASE_DIR) / "jquery.min.js").read_text(encoding="utf-8")


def leaflet_style(*, extended: bool = False) -> str:
    """Leaflet's own style sheet; extended: with what a developer's own elements need, pictures inside."""
    style = (_LEAFLET / "leaflet.css").read_text(encoding="utf-8")
    style = re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL)
    style = re.sub(r"\s*([{};,])\s*|(?<=:)\s+", r"\1", style).replace(";}", "}\n").strip()
    if extended:
        return re.sub(r"url\(images/([\w-]+\.png)\)", lambda match: _picture(match[1]), style)
    return "\n".join(rule for rule in style.split("\n") if not all(map(_FOR_ADDED.search, _selectors(rule))))


def _selectors(rule: str) -> list[str]:
    return rule.partition("{")[0].split(",")


def _picture(name: str) -> str:
    return f"url({_data_address(name)})"


def _data_address(name: str) -> str:
    data = base64.b64encode((_LEAFLET / "images" / name).read_bytes()).decode("ascii")
    return f"data:image/png;base64,{data}"


@cache
def marker_pictures() -> str:
    """JSON of options of Leaflet's own marker: its pictures, which it else looks for beside its style sheet."""
    pictures = {"iconUrl": "marker-icon.png", "iconRetinaUrl": "marker-icon-2x.png", "shadowUrl": "marker-shadow.png"}
    return as_json({option: _data_address(name) for option, name in pictures.items()})


@cache
def script(entry: str = "page.js", *, editor: bool = False) -> str:
    """Our scripts as one: those of a page, by the name of their bundle, and those of the editor."""
    return _bundle(entry, *(["editor.js"] if editor else []))


@cache
def style(*names: str) -> str:
    """Our style sheets as one, by the names of their bundles."""
    return _bundle(*names)


def _bundle(*names: str) -> str:
    return "\n".join((WEB / "bundle" / name).read_text(encoding="utf-8").strip() for name in names)


@cache
def around() -> dict[str, str]:
    """The script and the style that the page takes on after its first picture."""
    return {"script": _bundle("around.js"), "style": _bundle("around.css")}


def later() -> str:
    """What the page unpacks when it is first wanted: base64 of deflated JSON."""
    return _bundle("later.txt")


@cache
def _later_parts() -> dict[str, str]:
    """The script and the style of that, with what else it holds."""
    parts: dict[str, str] = json.loads(inflated(later()))
    return parts


def as_json(value: object) -> str:
    """JSON that may stand in a script element: no "<", nothing that a parser of HTML or of JavaScript stumbles over.

    Letters beyond ASCII are escaped: a browser reads a page without them sooner.
    """
    text = json.dumps(value, separators=(",", ":"), allow_nan=False)
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def policy(
    page: str, image_hosts: tuple[str, ...], *, extended: bool = False, asks: bool = False, later: bool = True
) -> str:
    """The Content-Security-Policy of a page: its own scripts and styles by their hashes, pictures, nothing else.

    extended: a developer has added elements of folium's: what they link is admitted by its address, and pictures,
    fonts and styles from anywhere, for folium writes such into its markup. Scripts stay bound to their hashes.
    asks: the page may ask the server that it is from; later: whether it runs scripts of its own later.
    """
    inline = _Inline()
    inline.feed(page)
    parts = [_later_parts(), around()] if later else []
    rules = {
        "default-src": ["'none'"],
        "script-src": [_hash(text) for text in (*inline.scripts, *(part["script"] for part in parts))],
        "style-src": [_hash(text) for text in (*inline.styles, *(part["style"] for part in parts))],
        "img-src": ["data:", *image_hosts],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
    }
    if asks:
        rules["connect-src"] = ["'self'"]
    if extended:
        rules["script-src"] += inline.script_links
        rules["style-src"] = ["'unsafe-inline'", *inline.style_links]
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
