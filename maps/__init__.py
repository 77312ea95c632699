"""How a layer of cooperation projects is shown: one page, from the same theme, words and base map as every output."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from maps.page import project_map as project_map
    from maps.page import render_page as render_page

__all__ = ["project_map", "render_page"]


def __getattr__(name: str) -> Any:
    """Import the page only when it is asked for: folium is slow to import and not every command needs it."""
    if name not in __all__:
        raise AttributeError(f"module 'maps' has no attribute {name!r}")
    from maps import page

    return getattr(page, name)
