"""The map of a review: where projects are, and where they would be as suggested."""

from __future__ import annotations

import tempfile
import webbrowser
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from geo.messages import Message
from maps.commands.output import Output
from maps.commands.printing import echo

if TYPE_CHECKING:
    from geo import Layer
    from geo.review.suggestions import Proposal


def draw(proposals: Sequence[Proposal], layer: Layer, target: Output, *, open_page: bool) -> None:
    """Write the map of all proposals, and open it. Raises WriteError."""
    target.write(_page(proposals, layer))
    echo(Message("{file}: the places as they are and as suggested", file=target.name))
    if open_page:
        webbrowser.open(target.path.resolve().as_uri())


def open_one(proposal: Proposal, layer: Layer) -> None:
    """Show one proposal on a map, in a temporary file."""
    target = Output(Path(tempfile.mkdtemp(prefix="coopmap-")) / "review.html", ".html")
    target.write(_page([proposal], layer))
    webbrowser.open(target.path.as_uri())
    echo(f"  {target.path}")


def _page(proposals: Sequence[Proposal], layer: Layer) -> bytes:
    from maps import render_page
    from maps.page.comparison import comparison

    pairs = [(proposal.before, proposal.after) for proposal in proposals]
    return render_page(comparison(pairs, layer.languages, layer.codebook)).encode("utf-8", "surrogatepass")
