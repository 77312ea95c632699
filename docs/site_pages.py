"""What the documentation site takes from elsewhere in the repository, and where links between its files then lead.

On the site README.md, data/README.md and the like are pages beside those of docs; in the repository they stay where
people look for them. A link that leads to a file that is no page would lead to nothing there, and becomes plain text.
"""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.structure.files import File, Files

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page

ROOT = Path(__file__).parents[1]

PAGES = {
    "README.md": "overview.md",
    "README.ru.md": "analyst.ru.md",
    "data/README.md": "fields.md",
    "data/examples/README.md": "examples.md",
    "CONTRIBUTING.md": "contributing.md",
    "SECURITY.md": "security.md",
    "CHANGELOG.md": "changelog.md",
}
"""Files of the repository, by their path, as pages of the site."""

_PLACES = {page: path for path, page in PAGES.items()}
_LINK = re.compile(r"(!?)\[((?:[^][]|\[[^][]*\])*)\]\(([^)#\s]*)(#[^)\s]*)?\)")
_CODE = re.compile(r"(```.*?```|`[^`\n]*`)", re.DOTALL)


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Adds the pages that stand elsewhere."""
    for path, page in PAGES.items():
        files.append(File.generated(config, page, content=(ROOT / path).read_text(encoding="utf-8")))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Leads links to the pages; `config` and `files` are handed by MkDocs."""
    del config, files
    own = page.file.src_uri
    folder = posixpath.dirname(_PLACES.get(own, f"docs/{own}"))
    parts = _CODE.split(markdown)
    return "".join(part if number % 2 else _led(part, folder) for number, part in enumerate(parts))


def _led(text: str, folder: str) -> str:
    def lead(link: re.Match[str]) -> str:
        image, words, target, anchor = link[1], link[2], link[3], link[4] or ""
        if not target or ":" in target:
            return link[0]
        path = posixpath.normpath(posixpath.join(folder, target))
        if path in PAGES:
            return f"{image}[{_led(words, folder)}]({PAGES[path]}{anchor})"
        if path.startswith("docs/"):
            return f"{image}[{_led(words, folder)}]({path.removeprefix('docs/')}{anchor})"
        return words

    return _LINK.sub(lead, text)
