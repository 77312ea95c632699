"""Lines and areas as JSON texts of steps from the place of their mark, so that courses that are the same are equal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from geo.io.shapes import parts_of_shapes

if TYPE_CHECKING:
    import numpy.typing as npt

    from geo.io.shapes import Parts

    Numbers = npt.NDArray[np.int64]

_SCALE = 1e6


def outlines(shapes: npt.NDArray[np.object_], places: Numbers) -> pa.Array:
    """{"type": ..., "steps": ...} of each shape that is no point; places: of their marks, in millionths of a degree.

    Steps are those of `maps.page.packed.places.outlines`.
    """
    lines = shapes.copy()
    lines[shapely.get_type_id(shapes) == shapely.GeometryType.POINT] = None
    texts = np.full(len(shapes), None, dtype=object)
    parts, _ = parts_of_shapes(lines)
    for alike in parts:
        texts[alike.rows] = _texts(alike, places[alike.rows])
    return pa.array(texts, pa.string())


def _texts(alike: Parts, places: Numbers) -> list[str]:
    positions = np.round(alike.coordinates[:, :2] * _SCALE).astype(np.int64)
    level = alike.offsets[0]
    steps = np.diff(positions, axis=0, prepend=positions[:1])
    starts = level[:-1]
    steps[starts] = positions[starts] - places[_owners(alike)]
    texts = pa.array(steps.reshape(-1)).cast(pa.string())
    nested = _joined(texts, level * 2)
    for offsets in alike.offsets[1:]:
        nested = _joined(nested, offsets)
    return [f'{{"type":"{alike.kind}","steps":{text}}}' for text in nested.to_pylist()]


def _owners(alike: Parts) -> Numbers:
    """Of each row of positions the geometry that it is of."""
    owners = np.arange(len(alike.rows))
    for offsets in reversed(alike.offsets[1:]):
        owners = np.repeat(owners, np.diff(offsets))
    return owners


def _joined(texts: pa.Array, offsets: Numbers) -> pa.Array:
    lists = pa.LargeListArray.from_arrays(pa.array(offsets), texts)
    return pc.binary_join_element_wise("[", pc.binary_join(lists, ","), "]", "")
