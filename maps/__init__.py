"""How a layer of cooperation projects is shown: page, pictures and slides from one theme, words and base map."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from maps.page import project_map as project_map
    from maps.page import render_page as render_page
    from maps.pictures import fact_sheets as fact_sheets
    from maps.pictures import picture as picture
    from maps.slides import slide_deck as slide_deck

_HOME = {
    "project_map": "page",
    "render_page": "page",
    "picture": "pictures",
    "fact_sheets": "pictures",
    "slide_deck": "slides",
}

__all__ = ["fact_sheets", "picture", "project_map", "render_page", "slide_deck"]


def __getattr__(name: str) -> Any:
    """Import what shows a layer only when it is asked for: folium and pyproj are slow to import."""
    if name not in _HOME:
        raise AttributeError(f"module 'maps' has no attribute {name!r}")
    value = getattr(import_module(f"maps.{_HOME[name]}"), name)
    globals()[name] = value
    return value
