"""What python-pptx hands out, by names: its own annotations fail where its collections are walked through."""

from __future__ import annotations

from typing import Any, TypeAlias

Deck: TypeAlias = Any
"""A presentation: slides, layouts, masters."""
Layout: TypeAlias = Any
"""A layout, a master or a slide: shapes and placeholders on a ground."""
Holder: TypeAlias = Any
"""A placeholder or another shape that holds text."""
Element: TypeAlias = Any
"""An element of the package's XML, as lxml has it."""
Graphic: TypeAlias = Any
"""A chart, or a part of one."""
