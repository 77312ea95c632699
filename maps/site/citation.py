"""How a layer is cited, for programs: a CITATION.cff (Citation File Format 1.2.0)."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from geo.errors import plain
from geo.standards.licences import LICENCES
from maps.text import i18n
from maps.text.imprint import imprint

if TYPE_CHECKING:
    from geo.layer import Layer

NAME = "CITATION.cff"


def citation(layer: Layer, title: str, address: str | None) -> bytes | None:
    """The file, or None for a layer that does not say who publishes it: the format demands an author."""
    language = layer.languages[0]
    own = imprint(layer.members, language)
    if not own.publisher:
        return None
    day = layer.members.get("as_of")
    stated = {
        "cff-version": "1.2.0",
        "message": "If you use this layer, please cite it as below.",
        "type": "dataset",
        "title": title,
        "abstract": i18n.version(layer.members, "subtitle", language),
        "version": own.version,
        "date-released": day if isinstance(day, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", day) else "",
        "license": own.licence if own.licence in LICENCES else "",
        "url": address or "",
    }
    lines = [f"{name}: {_quoted(text)}" for name, text in stated.items() if text]
    lines += ["authors:", f"  - name: {_quoted(own.publisher)}"]
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "backslashreplace")


def _quoted(text: str) -> str:
    """A text of YAML: JSON's, on one line and without what cannot be seen, which YAML refuses."""
    return json.dumps(plain(text), ensure_ascii=False)
