"""The first page of a site, one in each language of its layers: what there is, as a map and as data."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, Template

from geo.messages import ENGLISH, languages, translated
from maps.basemap.names import locale
from maps.site import citation
from maps.site.layer_files import FEED, PAGE, PICTURE
from maps.style import theme, typeface
from maps.text import formats, i18n
from maps.text.imprint import imprint

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from maps.site.layer_files import LayerFiles

_HERE = Path(__file__).parent


def index_pages(layers: Sequence[LayerFiles], title: str | None) -> dict[str, bytes]:
    """The pages by their names: index.html in the first language of the first layer, index.ru.html and so on.

    title: in place of the one layer's own, or of the usual one for several.
    """
    tags = list(dict.fromkeys(tag for output in layers for tag in output.layer.languages))
    return {page_name(tag, tags): _page(tag, tags, layers, title) for tag in tags}


def page_name(language: str, tags: Sequence[str]) -> str:
    """The name of the page in a language, of those that there are."""
    return "index.html" if language == tags[0] else f"index.{language}.html"


def _page(language: str, tags: Sequence[str], layers: Sequence[LayerFiles], title: str | None) -> bytes:
    # What is ours is said in one language: where there are no words in the layer's, in English.
    ours = language if language in i18n.languages() else ENGLISH
    style = _style()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    html = _template().render(
        language=language,
        ours=ours,
        direction="rtl" if i18n.is_right_to_left(ours) else "ltr",
        title=title or (_text(layers[0], "title", language) if len(layers) == 1 else i18n.text(ours, "site.title")),
        languages=[{"tag": tag, "page": page_name(tag, tags), "name": i18n.text(tag, "language.name")} for tag in tags],
        layers=[_entry(output, language, ours) for output in layers],
        words={
            "language": i18n.text(ours, "page.languages"),
            "cite": i18n.text(ours, "cite.as"),
            **{name: i18n.text(ours, f"site.{name}") for name in ("open", "data", "changes", "lost", "draft")},
        },
        style=style,
        style_hash=f"sha256-{digest}",
    )
    return html.encode("utf-8", "backslashreplace")


def _entry(output: LayerFiles, language: str, ours: str) -> Mapping[str, object]:
    """What the page says of a layer. ours: the language of what is not the layer's own."""
    own = imprint(output.layer.members, ours)
    below = f"{output.folder}/"
    messages = ours if ours in languages() else ENGLISH
    return {
        "title": _text(output, "title", language),
        "subtitle": typeface.clean(i18n.version(output.layer.members, "subtitle", language)),
        "language": language if language in output.layer.languages else output.layer.languages[0],
        "draft": output.draft,
        "facts": [*filter(None, (_count(output, ours), _as_of(output, ours), own.credit))],
        "page": below + PAGE,
        "picture": below + PICTURE,
        "feed": below + FEED if output.has(FEED) else "",
        "citation_file": below + citation.NAME if output.has(citation.NAME) else "",
        "citation": own.citation,
        "offers": [
            {"name": offer.name, "address": below + offer.path, "size": _size(ours, offer.size)}
            for offer in output.offers
        ],
        "lost": {name: [translated(clause, messages) for clause in lost] for name, lost in output.lost.items()},
        "lost_language": messages,
    }


def _text(output: LayerFiles, field: str, language: str) -> str:
    return typeface.clean(i18n.version(output.layer.members, field, language)) or output.title


def _count(output: LayerFiles, language: str) -> str:
    number = len(output.layer.projects)
    return formats.counted(language, "site.projects", number).replace("{n}", formats.number(language, number))


def _as_of(output: LayerFiles, language: str) -> str:
    day = output.layer.members.get("as_of")
    return formats.as_of(language, day) if isinstance(day, str) else ""


def _size(language: str, size: int) -> str:
    """A number of bytes in kilobytes, as CLDR writes it in the language, else in English."""
    from babel.units import format_unit

    kilobytes = max(1, round(size / 1000))
    return str(format_unit(kilobytes, "digital-kilobyte", "short", locale=locale(language) or "en"))


@cache
def _style() -> str:
    return f"{theme.css()}{(_HERE / 'index.css').read_text(encoding='utf-8')}".strip()


@cache
def _template() -> Template:
    return Environment(loader=FileSystemLoader(_HERE), autoescape=True).get_template("index.html")
