"""Features by columns: of each field every value once, and of each Feature the number of its value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    import numpy.typing as npt

    from geo.model.geojson import Json


@dataclass(frozen=True)
class Column:
    """A field of some Features."""

    values: Sequence[Json]
    """Each value once, plain JSON; null is none of them."""
    codes: npt.NDArray[np.int32]
    """Of each Feature the number of its value in `values`, -1 where it lacks the field; shape (features,)."""

    def __len__(self) -> int:
        return len(self.codes)


@dataclass(frozen=True)
class FeatureTable:
    """Some Features of a layer, in its order."""

    columns: Mapping[str, Column]
    """Their properties by key, in the schema's order; all of one length."""
    shapes: npt.NDArray[np.object_]
    """Their geometries as shapely's, degrees in WGS 84 rounded to 6 decimals, None where there is none; shape
    (features,)."""
    malformed: Mapping[int, Json]
    """The geometries that are no sound GeoJSON, by the number of their Feature from 0; their shape is None."""

    def __len__(self) -> int:
        return len(self.shapes)
