"""Pictures that come with a suggestion: read within bounds, prepared to be seen, stored when it is taken in."""

from __future__ import annotations

import binascii
from base64 import b64decode
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from geo.errors import CoopmapError, ReadError, plain
from geo.io import picture_files
from geo.io.pictures import Prepared, prepare
from geo.messages import Message
from geo.model.project import Project

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from geo.model.geojson import Feature
    from geo.review.suggestions import Proposal

MAX_PICTURES = 2
"""Pictures of a suggestion."""

MAX_BYTES = 300_000
"""Bytes of one of them."""


def read(file: str, value: object) -> dict[str, bytes]:
    """The pictures of a suggestion file by their paths: its member `pictures`, where they stand as base64.

    What is no picture is found when it is prepared. Raises ReadError when there are too many or one is too large.
    """
    record = value if isinstance(value, dict) else {}
    texts = {path: text for path, text in record.items() if isinstance(path, str) and isinstance(text, str)}
    if len(texts) > MAX_PICTURES or any(len(text) * 3 / 4 > MAX_BYTES + 3 for text in texts.values()):
        raise ReadError(
            file,
            Message("brings more than {number} pictures of {size} kB.", number=MAX_PICTURES, size=MAX_BYTES // 1000),
        )
    return {path: _decoded(text) for path, text in texts.items()}


def _decoded(text: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""


def brought(proposal: Proposal) -> dict[str, Prepared]:
    """The pictures that the proposed project shows and its suggestion brings, prepared, by their paths.

    Raises CoopmapError, one sentence that names the picture, when one cannot be shown.
    """
    pictures = {}
    for source in _sources(proposal.after):
        if source in proposal.suggestion.pictures:
            try:
                pictures[source] = prepare(proposal.suggestion.pictures[source], "store")
            except CoopmapError as error:
                raise CoopmapError(
                    Message("{picture}: {reason}.", picture=plain(source), reason=error.sentence)
                ) from None
    return pictures


def stored(proposal: Proposal, folder: Path) -> Proposal:
    """The proposal with its pictures stored in `photos` in the folder, under the names that they have there.

    Raises CoopmapError as `brought` does, and WriteError.
    """
    places = {
        source: picture_files.store(folder, source, proposal.suggestion.pictures[source])
        for source in brought(proposal)
    }
    return replace(proposal, after=_renamed(proposal.after, places)) if places else proposal


def _sources(feature: Feature) -> list[str]:
    images = Project(0, feature).properties.get("images")
    records = images if isinstance(images, list) else []
    return [str(image["src"]) for image in records if isinstance(image, dict) and "src" in image]


def _renamed(feature: Feature, places: Mapping[str, str]) -> Feature:
    properties = dict(Project(0, feature).properties)
    images = properties["images"]
    properties["images"] = [
        {**image, "src": places.get(str(image.get("src")), image.get("src"))} if isinstance(image, dict) else image
        for image in (images if isinstance(images, list) else [])
    ]
    return cast("Feature", {**feature, "properties": properties})
