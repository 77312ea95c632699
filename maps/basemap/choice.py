"""Which base map a layer is drawn on: Central Asia's, in OpenStreetMap's detail, or what it needs of the world's."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from maps.basemap import packed_layers, world
from maps.basemap.packed_layers import Basemap

CENTRAL_ASIA = frozenset({"KZ", "KG", "TJ", "TM", "UZ"})
"""The countries that the regional base map has in detail."""

REGION = (0.0, 0.0, 140.0, 78.0)
"""West, south, east, north in degrees: what the regional base map draws."""

NEAR = (36.0, 34.0, 96.0, 60.0)
"""The same of where it knows the neighbours: what a layer that names no country is drawn on it for."""


REGIONAL_CREDITS = ("credits.land", "credits.water", "credits.towns")
"""What the credits of the regional base map say, as keys of their words."""

WORLD_CREDITS = ("credits.world", "credits.lakes", "credits.disputed", "credits.towns")
"""The same of a cut of the world's."""


def credit_keys(focus: Collection[str], positions: Sequence[Sequence[float]]) -> tuple[str, ...]:
    """What the credits say of the base map of a layer with these own countries and positions."""
    return REGIONAL_CREDITS if is_regional(focus, positions) else WORLD_CREDITS


def of_layer(focus: Sequence[str], positions: Iterable[Sequence[float]], languages: Sequence[str]) -> Basemap:
    """The base map of a layer with these own countries (ISO 3166-1) and positions (longitude, latitude in degrees)."""
    places = list(positions)
    if is_regional(focus, places):
        return packed_layers.load()
    return world.for_view(world.view_of(focus, places), focus, languages)


def is_regional(focus: Collection[str], positions: Sequence[Sequence[float]]) -> bool:
    """Whether the regional base map shows all of a layer."""
    if not focus and not positions:
        return False
    west, south, east, north = REGION if focus else NEAR
    inside = all(west <= x <= east and south <= y <= north for x, y, *_ in positions)
    return inside and CENTRAL_ASIA.issuperset(focus)
