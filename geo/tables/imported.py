"""Any file or frame with projects as a layer of its own, in memory, without one that they are taken into."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, cast

from geo import layer as layers
from geo.errors import CoopmapError
from geo.io.table_address import TableAddress, place_of
from geo.layer import Layer
from geo.messages import Message
from geo.tables import intake
from geo.tables.import_plan import Plan, plan
from geo.tables.incoming import ImportOptions
from geo.tables.layer_file import is_own
from geo.tables.merge_row import TERMS, Terms
from geo.tables.model import Book, Row, Table
from geo.tables.readers import any_format
from geo.tables.readers.shapes import Repairs, sound

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geopandas import GeoDataFrame

    from geo.model.geojson import Json
    from geo.sandbox.process import Bounds


def plan_of_file(  # noqa: PLR0913  each is an option of the command
    path: str | os.PathLike[str] | TableAddress,
    options: ImportOptions,
    *,
    encoding: str | None = None,
    sheet: str | None = None,
    terms: Terms = TERMS,
    allowed: Bounds | None = None,
) -> Plan:
    """What importing a file into a new layer, titled as the file, does. Raises CoopmapError, one plain sentence."""
    book = any_format.read(path, encoding=encoding, sheet=sheet, crs=terms.crs, allowed=allowed)
    return plan_of_book(book, options, terms, Path(place_of(path).name).stem)


def plan_of_book(book: Book, options: ImportOptions, terms: Terms = TERMS, title: str = "") -> Plan:
    """What importing tables into a new layer does. Raises CoopmapError, one plain sentence."""
    titled: dict[str, Json] = {f"title_{options.first}": title} if title else {}
    members = titled | ({"languages": [*options.languages]} if options.languages else {})
    new = Layer((), members, codebook=options.codebook)
    return plan(new, intake.intake(book, options), terms)


def from_frame(frame: GeoDataFrame, options: ImportOptions | None = None) -> Layer:
    """The layer of a GeoDataFrame in any coordinate system; missing values are left out, coordinates are rounded to 6
    decimals.

    With the schema's own columns, as `geo.to_frame` gives them, it is taken as it stands. Any other needs a column with
    a name in it, and is understood as a table that is imported: columns that are no fields stay as fields of the
    project's own. A warning names rows that cannot be read and are left out.

    Raises CoopmapError when the frame has geometries and names no coordinate system, or no column holds a name;
    TypeError, one plain sentence, for what is no GeoDataFrame, such as a path.
    """
    layer = layers.from_frame(frame)
    if is_own(layer) or not _is_named(layer):
        return layer
    book = _book_of(layer)
    imported = plan_of_book(book, options or ImportOptions(own=True))
    _warn_of(imported)
    return Layer(imported.after.features, layer.members)


def _is_named(layer: Layer) -> bool:
    """Whether some column, in whatever words, holds names."""
    from geo.tables.headers import columns

    table = _book_of(layer).main
    return any(str(target[0]).startswith("name_") for target in columns(table).by_target)


def _book_of(layer: Layer) -> Book:
    rows = [cast("Mapping[str, Json]", feature["properties"]) for feature in layer.features]
    headers = tuple(dict.fromkeys(key for row in rows for key in row))
    repairs = Repairs()
    body = [
        Row(number, tuple(row.get(key) for key in headers), sound(feature["geometry"], number, repairs))
        for number, (feature, row) in enumerate(zip(layer.features, rows, strict=True), 1)
    ]
    return Book(Table(headers, body, unit="row", spatial=True), notes=repairs.notes())


def _warn_of(imported: Plan) -> None:
    import warnings

    wrong = imported.of("wrong")
    if not wrong:
        return
    first = next((problem for problem in wrong[0].problems if problem.level == "error"), None)
    message = Message(
        "{wrong:,} of {items:,} rows left out; {first}", wrong=len(wrong), items=len(imported.items), first=first
    )
    if len(wrong) == len(imported.items):
        raise CoopmapError(Message("No row of the frame can be read: {first}", first=first))
    warnings.warn(message, stacklevel=4)
