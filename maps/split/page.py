"""The page of a layer that lies in small files beside it: a shell without projects, which asks for what is seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maps.page.deflated import deflated
from maps.page.document import PageDocument
from maps.page.shell import LayerHead, page_shell
from maps.text import i18n

if TYPE_CHECKING:
    from collections.abc import Mapping


def split_page(
    layer: LayerHead, files: Mapping[str, object], *, title: str | None = None, language: str | None = None
) -> str:
    """The page as text, to stand as index.html beside the files.

    files: what `head.json` says of them; title: instead of the layer's own; language: the one of the layer's that the
    page opens in, else the reader's. Raises CoopmapError for a language that the layer is not in.
    """
    if language is not None:
        i18n.one_of(language, layer.languages)
    data = page_shell(layer, title=title, language=language, also=_words())
    # No file beside the page has figures, events or a story; the scripts that this page has in common ask for them.
    data |= {"projects": [], "sources": [], "companions": deflated("{}"), "split": files}
    return PageDocument(data, codebook=layer.codebook).html()


def _words() -> list[str]:
    """The keys of the words that such a page alone has, without those of its head."""
    return [key for key in i18n.keys_under("split.") if key not in ("split.description", "split.noscript")]
