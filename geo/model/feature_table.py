"""Features by columns: of each field every value once, and of each Feature the number of its value."""

from __future__ import annotations

from dataclasses import dataclass
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
    """Each value once, plain JSON; of a file that is read by columns null is none of them."""
    codes: npt.NDArray[np.int32]
    """Of each Feature the number of its value in `values`, -1 where it lacks the field; shape (features,)."""

    def __len__(self) -> int:
        return len(self.codes)

    def at(self, rows: npt.NDArray[np.integer]) -> Column:
        """What some of the Features have, in the order of their numbers here, from 0."""
        return Column(self.values, self.codes[rows])

    def cells(self, lacking: Any = None) -> list[Json]:
        """Of each Feature its value, equal ones one object; lacking: what stands for none."""
        values = (*self.values, lacking)
        return [values[code] for code in self.codes.tolist()]


@dataclass(frozen=True)
class FeatureTable:
    """Some Features of a layer, in its order."""

    columns: Mapping[str, Column]
    """Their properties by key, in the schema's order; all of one length."""
    shapes: npt.NDArray[np.object_]
    """Their geometries as shapely's, degrees in WGS 84, None where there is none; of a file that is read by columns
    rounded to 6 decimals; with altitudes where a position has one, NaN at those without; shape (features,)."""
    malformed: Mapping[int, Json]
    """The geometries that are no sound GeoJSON, by the number of their Feature from 0; their shape is None."""
    rows: Sequence[Feature] = ()
    """The Features that it was made of; none where each is known to say that it is one, to have geometry and
    properties, and its project's id."""
    texts: Sequence[bytes] = ()
    """The JSON of each of these, of a layer that was read as text."""

    def __len__(self) -> int:
        return len(self.shapes)

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
            [self.rows[row] for row in numbers] if self.rows else (),
            [self.texts[row] for row in numbers] if self.texts else (),
        )


def _of_wkb(shapes: npt.NDArray[np.object_], others: Mapping[str, Any]) -> FeatureTable:
    return FeatureTable(**{**others, "shapes": shapely.from_wkb(shapes)})
