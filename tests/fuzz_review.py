"""Bytes thrown at the review: suggestions that are shown, settled or refused, or one plain sentence."""

from __future__ import annotations

import json
import tempfile
from functools import cache
from pathlib import Path

import geo
from geo import CoopmapError
from geo.errors import plain
from geo.review import suggestions
from maps.commands import review, verdicts
from tests.geo.samples import PROPERTIES, collection, feature, point

LAYER = geo.Layer((feature(),))

CORRECTION = {
    **feature(point(63.7, 53.32), status="suspended", uncertainty_m=None),
    "based_on": {"status": PROPERTIES["status"], "uncertainty_m": 400, "geometry": feature()["geometry"]},
}
TOLD = {"version": 1, "kind": "correction", "by": "A. Akhmetov", "why": "I was there.", "made": "2026-11-20"}
SOUND = json.dumps(collection(CORRECTION, feature(id="new"), suggestion=TOLD), ensure_ascii=False).encode()
"""A file as a saved map makes it."""


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory()


def review_it(data: bytes) -> None:
    """Read suggestions, show each, take in what may be; only CoopmapError may stop it, in one sentence, and what is
    taken in has no error that the layer had not."""
    path = Path(_folder().name) / "suggestion.geojson"
    path.write_bytes(data)
    try:
        found = suggestions.read(path)
    except CoopmapError as error:
        said = str(error)
        assert plain(said) == said
        return
    for one in found:
        try:
            proposal = suggestions.propose(LAYER, one)
        except CoopmapError as error:
            said = str(error)
            assert plain(said) == said
            continue
        shown = [*review._title(one).split("\n"), *review._lines(proposal), *verdicts.reasons(proposal)]
        assert all(line.isprintable() for line in (*shown, *map(str, proposal.problems)))
        _settle(proposal)


def _settle(proposal: suggestions.Proposal) -> None:
    again = suggestions.propose(LAYER, suggestions.edited(proposal, suggestions.text_of(proposal)))
    assert proposal.conflicts or again.after == proposal.after
    if proposal.errors or proposal.conflicts:
        return
    after = suggestions.accepted(LAYER, proposal)
    assert not [problem for problem in geo.check(after) if problem.level == "error"]
    assert geo.text(geo.layer.layer_of_text(geo.text(after), "a file")) == geo.text(after)
