"""Layers as pages, and pages as tests read them: parsed, never retyped."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from typing import Any

import geo
from maps import render_page


@cache
def shipped_layer() -> geo.Layer:
    """The layer that ships with coopmap."""
    return geo.read(geo.data_path("projects.geojson"))


@cache
def shipped_page() -> str:
    """Its page, made in this process with the companions left out."""
    return render_page(shipped_layer())


def layer(*features: dict[str, Any], **members: Any) -> geo.Layer:
    """A layer of GeoJSON Features."""
    return geo.Layer(features, members)


@dataclass
class Node:
    """An element: its tag, its attributes, and the text that stands directly in it."""

    tag: str
    attributes: dict[str, str]
    text: str = ""


@dataclass
class Document(HTMLParser):
    """An HTML page as its elements, in order."""

    html: str
    nodes: list[Node] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._open: list[Node] = []
        self.feed(self.html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Called by the parser."""
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.nodes.append(node)
        if tag not in {"meta", "link", "img", "br", "input"}:
            self._open.append(node)

    def handle_endtag(self, tag: str) -> None:
        """Called by the parser."""
        while self._open and self._open.pop().tag != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Called by the parser."""
        if self._open:
            self._open[-1].text += data

    def all(self, tag: str, **attributes: str) -> list[Node]:
        """The elements of a tag with these attributes."""
        wanted = attributes.items()
        return [node for node in self.nodes if node.tag == tag and wanted <= node.attributes.items()]

    def data(self) -> Any:
        """What the page holds for its scripts."""
        [node] = self.all("script", type="application/json")
        return json.loads(node.text)

    def scripts(self) -> list[str]:
        """Inline scripts that run."""
        return [node.text for node in self.all("script") if not {"type", "src"} & node.attributes.keys()]

    def styles(self) -> list[str]:
        """Inline style sheets."""
        return [node.text for node in self.all("style")]
