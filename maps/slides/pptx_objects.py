"""What python-pptx hands out, by names: its own classes where its annotations hold, else `Any`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from pptx.oxml.xmlchemy import BaseOxmlElement
    from pptx.presentation import Presentation

Deck: TypeAlias = "Presentation"
"""A presentation: slides, layouts, masters."""
Layout: TypeAlias = Any
"""A layout, a master or a slide: shapes and placeholders on a ground. Its base class declares neither of the two."""
Holder: TypeAlias = Any
"""A placeholder or another shape that holds text. python-pptx gives no type to what its collections are walked for."""
Element: TypeAlias = "BaseOxmlElement"
"""An element of the package's XML."""
