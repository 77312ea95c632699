"""Pictures in an ordinary table: names of files in its cells, and whose they are, without which none is taken in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geo.errors import Problem, show
from geo.messages import Message
from geo.model.schema import IMAGE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geo.model.geojson import JsonRecord
    from geo.tables.incoming import ImportOptions, Incoming
    from geo.tables.model import Cell

LIST = "images"
"""The list of a project's pictures."""

_NAME = re.compile(r"[^;|\n<>\"]+\.(?:jpe?g|png|webp|hei[cf])", re.IGNORECASE)
_NEEDED = tuple(field.name for field in IMAGE if field.required and not field.translated and field.name != "src")

_SET = re.compile(rf"{LIST}_1_(?:{'|'.join(_NEEDED)}|alt_[A-Za-z-]+)")


def names_of_files(cell: Cell) -> list[str] | None:
    """The names of picture files in a cell, one or several with ; | or line breaks between; None when others stand
    there, addresses too: nothing is fetched."""
    if not isinstance(cell, str):
        return None
    parts = [part.strip() for part in re.split(r"[;|\n]|,(?=\s)", cell) if part.strip()]
    names = [part.replace("\\", "/").removeprefix("./") for part in parts if _NAME.fullmatch(part) and ":" not in part]
    return names if names and len(names) == len(parts) else None


def of_all(options: ImportOptions) -> dict[str, str]:
    """What --set says of all pictures, by option, such as images_1_credit."""
    return {key: value for key, value in options.constants.items() if _SET.fullmatch(key)}


def completed(images: Sequence[JsonRecord], project: Incoming, of_pictures: Mapping[str, str]) -> list[JsonRecord]:
    """The pictures of a row with what holds for all of them: columns and --set name it as that of the first one.

    One without credit or licence is left out, which a warning says. One without a text for who cannot see it gets the
    project's name.
    """
    common: JsonRecord = {key.removeprefix(f"{LIST}_1_"): value for key, value in of_pictures.items()}
    for image in images:
        common.update({} if "src" in image else image)
    names = {f"alt_{key.removeprefix('name_')}": value for key, value in project.values.items() if key[:5] == "name_"}
    complete = []
    for image in images:
        if "src" not in image:
            continue
        whole = {**common, **image}
        whole = whole if any(key.startswith("alt_") for key in whole) else {**whole, **names}
        lacking = [key for key in _NEEDED if key not in whole]
        if lacking:
            project.problems.append(_left_out(project, image, lacking))
        else:
            complete.append(whole)
    return complete


def _left_out(project: Incoming, image: JsonRecord, lacking: Sequence[str]) -> Problem:
    options = " ".join(f"--set {LIST}_1_{key}=…" for key in lacking)
    return Problem(
        "warning",
        "picture-left-out",
        project.where,
        LIST,
        show(image["src"]),
        Message("a picture with {fields}", fields=", ".join(lacking)),
        Message("add the columns, or give {options}", options=options),
    )
