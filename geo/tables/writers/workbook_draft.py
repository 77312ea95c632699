"""A workbook in the making: the words of its language, its formats, and where its choices stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from geo.tables import header_names
from geo.tables.own_headers import own_heading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

    from geo.model.codebook import Codebook
    from geo.tables.header_names import TemplateWords
    from geo.tables.model import Labels

INK, NEEDED, PLAIN, FAINT, RULE = "#FFFFFF", "#1F4E5F", "#5B7C8D", "#7A7A7A", "#DCE3E7"
"""Text of headers; their ground where a field is needed and where not; the example's text; lines between cells."""

LOOKED_UP = ("id", "precision")
"""Required fields that are no duty of who fills in: an id is made of the name, precision comes with a place's name."""


@dataclass
class Draft:
    """A workbook in the making."""

    file: Workbook
    language: str
    labels: Labels
    only: str | None
    whose: Sequence[str]
    codebook: Codebook
    about_article: bool
    formats: dict[str, Format] = field(default_factory=dict)
    ranges: dict[str, str] = field(default_factory=dict)

    def style(self, **how: str | float) -> Format:
        """A format, made once."""
        name = repr(sorted(how.items()))
        if name not in self.formats:
            self.formats[name] = self.file.add_format({"font_size": 11, "valign": "top", **how})
        return self.formats[name]

    def heading(self, key: str) -> str:
        """The header of a column of the projects."""
        return own_heading(key, self.codebook, self.language) or header_names.heading((key,), self.language)

    def about(self, name: str) -> str:
        """One sentence on a field of a project."""
        own = self.codebook.part(name)
        return own[1].about if own is not None else header_names.about(name, self.language)

    @property
    def words(self) -> TemplateWords:
        """The texts of the template."""
        return header_names.load(self.language)["template"]
