"""Features by columns: of each field every value once, and of each Feature the number of its value."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

    from geo.model.geojson import Feature, Json


@dataclass(frozen=True)
class Column:
    """A field of some Features."""

    values: Sequence[Json]
    """Each value once, plain JSON; null is none of them."""
    codes: npt.NDArray[np.int32]
    """Of each Feature the number of its value in `values`, -1 where it lacks the field; shape (features,)."""

    def __len__(self) -> int:
        return len(self.codes)

    def at(self, rows: npt.NDArray[np.intp]) -> Column:
        """What some of the Features have, in the order of their numbers here, from 0."""
        return Column(self.values, self.codes[rows])

    def cells(self) -> list[Json]:
        """Of each Feature its value, None where it lacks the field; equal ones are one object."""
        values = (*self.values, None)
        return [values[code] for code in self.codes.tolist()]


@dataclass(frozen=True)
class FeatureTable:
    """Some Features of a layer, in its order."""

    columns: Mapping[str, Column]
    """Their properties by key, in the schema's order; all of one length."""
    shapes: npt.NDArray[np.object_]
    """Their geometries as shapely's, degrees in WGS 84, None where there is none; of a file that is read by columns
    rounded to 6 decimals; with altitudes where each position has one; shape (features,)."""
    malformed: Mapping[int, Json]
    """The geometries that are no sound GeoJSON, by the number of their Feature from 0; their shape is None."""
    nulls: Mapping[str, npt.NDArray[np.intp]] = field(default_factory=dict)
    """Of the keys that stand with null somewhere, the numbers of those Features from 0; their code is -1."""
    rows: Sequence[Feature] | None = None
    """The Features that it was made of, None where they were read by columns."""
    is_framed: bool = True
    """Whether each Feature is known to say that it is one, to have geometry and properties, and its project's id."""

    def __len__(self) -> int:
        return len(self.shapes)

    @property
    def frames(self) -> Sequence[Feature]:
        """The Features of which it is not known that they are framed as they should be: all of them or none."""
        return () if self.rows is None or self.is_framed else self.rows

    def __reduce__(self) -> tuple[object, ...]:
        """For pickle: the shapes all at once, which takes a tenth of what each by itself takes."""
        return _of_wkb, (shapely.to_wkb(self.shapes), {**vars(self), "shapes": None})

    def at(self, rows: npt.NDArray[np.intp]) -> FeatureTable:
        """Some of the Features, in the order of their numbers here, from 0."""
        numbers = rows.tolist()
        return FeatureTable(
            {key: column.at(rows) for key, column in self.columns.items()},
            self.shapes[rows],
            {new: self.malformed[row] for new, row in enumerate(numbers) if row in self.malformed},
            {key: np.flatnonzero(np.isin(rows, nulls)) for key, nulls in self.nulls.items()},
            None if self.rows is None else [self.rows[row] for row in numbers],
            self.is_framed,
        )


def _of_wkb(shapes: npt.NDArray[np.object_], others: Mapping[str, Any]) -> FeatureTable:
    return FeatureTable(**{**others, "shapes": shapely.from_wkb(shapes)})
