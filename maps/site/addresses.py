"""What needs the address of a site: its sitemap, its robots.txt, and the oEmbed record of a map."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from geo.io import canonical_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.model.geojson import Json

WIDTH, HEIGHT = 800, 600
"""Pixels of the frame that an oEmbed record offers."""


def sitemap(pages: Mapping[str, str]) -> bytes:
    """The sitemap (sitemaps.org 0.9) of pages: address to the day of what it shows, or ""."""
    entries = (
        f"  <url><loc>{escape(address)}</loc>{f'<lastmod>{escape(day)}</lastmod>' if day else ''}</url>\n"
        for address, day in pages.items()
    )
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return f"{head}{''.join(entries)}</urlset>\n".encode()


def robots(base: str) -> bytes:
    """Everything may be read, and where the sitemap is. Programs look for it at a host's root alone."""
    return f"User-agent: *\nAllow: /\nSitemap: {base}sitemap.xml\n".encode()


def oembed(address: str, title: str, publisher: str) -> bytes:
    """The oEmbed 1.0 record of a map, a frame with the map alone; address: of its folder, with a slash at the end."""
    frame = (
        f'<iframe src="{escape(address)}index.html#embed" title="{escape(title)}" loading="lazy"'
        f' allow="clipboard-write; fullscreen" width="{WIDTH}" height="{HEIGHT}" style="border: 0"></iframe>'
    )
    record: dict[str, Json] = {
        "version": "1.0",
        "type": "rich",
        "title": title,
        "width": WIDTH,
        "height": HEIGHT,
        "html": frame,
        "thumbnail_url": f"{address}map.png",
        "thumbnail_width": 1200,
        "thumbnail_height": 630,
    }
    return canonical_json.dumps(record | ({"provider_name": publisher} if publisher else {})).encode()
