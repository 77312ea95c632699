"""What no format of tables can hold, and what is said of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.errors import CoopmapError
from geo.io.shapes import shape_of
from geo.messages import Message
from geo.model.geometry import DEPTHS, faults

if TYPE_CHECKING:
    from geo.model.project import Project


def half_character() -> CoopmapError:
    """For half of a surrogate pair, which UTF-8 has no form for."""
    return CoopmapError(
        Message("The layer holds half of a character, which no table can hold; coopmap check says where.")
    )


def controls(form: str) -> CoopmapError:
    """For control characters; form: what cannot hold them, such as CSV."""
    return CoopmapError(
        Message(
            "The layer holds control characters, which no {format} can hold; coopmap check says where.", format=form
        )
    )


def refuse_shapeless(project: Project) -> None:
    """Raises CoopmapError for a geometry that is none: GeoJSON alone holds whatever stands there."""
    import shapely

    shape = project.geometry
    if shape is None:
        return
    try:
        shape_of(shape)
        broken = shape["type"] not in tuple(DEPTHS) or any(rule == "coordinates" for rule, *_ in faults(shape))
    except (TypeError, ValueError, LookupError, AttributeError, ArithmeticError, shapely.errors.ShapelyError):
        broken = True
    if broken:
        raise CoopmapError(
            Message(
                "{where} has a geometry that no table can hold; coopmap check says what is wrong with it.",
                where=project.where,
            )
        )
