"""Projects as they are beside what is suggested for them, as a layer to be looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from geo import Layer, Project
from geo.model.codebook import BUILT_IN, Codebook
from geo.model.languages import USUAL
from maps.text import i18n

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from geo.model.geojson import Feature, Json
    from geo.model.record_types import ProjectRecord


def comparison(
    pairs: Iterable[tuple[Feature | None, Feature]], languages: Sequence[str] = USUAL, codebook: Codebook = BUILT_IN
) -> Layer:
    """The layer of (Feature as it is, or None for a new project; Feature as suggested): a moved project stands in it
    twice, and its names say which of the two is meant. languages, codebook: those of their layer."""
    features = []
    for number, (before, after) in enumerate(pairs, 1):
        if before is not None and before.get("geometry") not in (None, after.get("geometry")):
            features.append(_named(before, f"now-{number}", "review.now", languages))
        features.append(_named(after, f"suggested-{number}", "review.suggested", languages))
    titles: dict[str, Json] = {f"title_{tag}": i18n.text(tag, "review.title") for tag in languages}
    return Layer(tuple(features), {**titles, "languages": [*languages]}, codebook=codebook)


def _named(feature: Feature, name: str, key: str, languages: Sequence[str]) -> Feature:
    properties = Project(0, feature).properties
    names = {f"name_{tag}": f"{i18n.version(properties, 'name', tag)} ({i18n.text(tag, key)})" for tag in languages}
    return {**feature, "id": name, "properties": cast("ProjectRecord", {**properties, **names, "id": name})}
