"""A file dropped onto the editor's map: read as `coopmap import` reads it, shown as a preview, taken in on demand."""

from __future__ import annotations

import os
import re
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_urlsafe
from typing import TYPE_CHECKING

from geo.errors import CoopmapError, ReadError, plain, show
from geo.messages import NOTHING, Message
from geo.model import languages
from geo.tables import intake
from geo.tables.import_plan import Item, Plan, plan
from geo.tables.incoming import ImportOptions, Intake, named
from geo.tables.readers import any_format
from maps.editor.service import EditorResponse, EditorService, values_of
from maps.text.code_labels import labels

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo import Layer

MOST_ROWS = 200
"""Most rows of a preview; the others are counted."""

MOST_GAPS = 20
"""Most kinds of gaps that a preview names, the commonest first."""

_ENDING = re.compile(r"(\.[A-Za-z0-9]{1,10}){1,2}$")


@dataclass
class DroppedFile:
    """The last file that was dropped, until it is taken in or another one comes."""

    service: EditorService
    """The editor's service of the layer."""
    _key: str = ""
    _intake: Intake | None = field(default=None, repr=False)

    def preview(self, name: str, data: bytes) -> EditorResponse:
        """What the file would bring: its rows, how its columns were understood, what is missing. Nothing is written."""
        self._key, self._intake = "", None
        try:
            layer = self.service.layer()
            taken = _read(name, data, layer)
            planned = plan(layer, taken)
        except CoopmapError as error:
            return EditorResponse({"messages": [error.sentence], "problems": error.problems}, 422)
        self._key, self._intake = token_urlsafe(8), taken
        return EditorResponse({"key": self._key, "file": plain(name), **_outline(taken, planned)})

    def take(self, key: str) -> EditorResponse:
        """Write the good rows of the file that was previewed under this key; the wrong ones are left out."""
        taken = self._intake
        if taken is None or key != self._key:
            return EditorResponse({"messages": [Message("This file is no longer here; drop it once more.")]}, 422)
        plans: list[Plan] = []

        def change(layer: Layer) -> Layer:
            plans.append(plan(layer, taken))
            if not plans[-1].of("new") and not plans[-1].of("changed"):
                raise CoopmapError(Message("There is nothing to take in: no row is new, changed and without errors."))
            return plans[-1].after

        response = self.service.write(change)
        if response.status != 200:
            return response
        self._key, self._intake = "", None
        return EditorResponse({**response.body, "counts": _counts(plans[-1])})


def _read(name: str, data: bytes, layer: Layer) -> Intake:
    """The rows of a file that a browser sends for a layer. Its name is only told: it is kept under one of ours."""
    ending = _ENDING.search(name)
    with tempfile.TemporaryDirectory(prefix="coopmap-dropped-") as folder:
        path = Path(folder, "file" + (ending[0] if ending else ""))
        path.write_bytes(data)
        try:
            book = any_format.read(path)
        except ReadError as error:
            raise CoopmapError(str(error).replace(os.fspath(path), plain(name))) from None
    options = ImportOptions(labels(layer.codebook), languages=languages.named(layer.members), codebook=layer.codebook)
    return intake.intake(book, options)


def _counts(planned: Plan) -> dict[str, int]:
    return {what: len(planned.of(what)) for what in ("new", "changed", "same", "wrong")}


def _outline(taken: Intake, planned: Plan) -> dict[str, object]:
    """What the preview shows: numbers, columns, gaps, and the rows, wrong ones first."""
    order = ("wrong", "new", "changed", "same")
    items = sorted(planned.items, key=lambda item: order.index(item.what))
    fields = {named(header): key for project in taken.projects[:1] for key, header in project.headers.items()}
    gaps = Counter(
        (problem.rule, fields.get(problem.field, problem.field), problem.got) for problem in planned.warnings
    )
    return {
        "counts": _counts(planned),
        "columns": list(_columns(taken)),
        "unused": list(planned.unused),
        "notes": list(planned.notes),
        "gaps": [
            {"rule": rule, "field": name, "got": "" if got == NOTHING else got, "values": values_of(got), "n": number}
            for (rule, name, got), number in gaps.most_common(MOST_GAPS)
        ],
        "rows": [_row(item) for item in items[:MOST_ROWS]],
        "more": max(0, len(items) - MOST_ROWS),
    }


def _columns(taken: Intake) -> Iterator[dict[str, str]]:
    """Each column that was understood: its header, its field, and a value of the first row that has one."""
    for use in taken.columns:
        yield {"header": plain(use.header), "field": use.field, "sample": plain(use.sample)}
    headers = {} if taken.columns else next((project.headers for project in taken.projects), {})
    for name, header in headers.items():
        values = (project.values.get(name, project.places.get(name)) for project in taken.projects)
        sample = next((value for value in values if value is not None), None)
        yield {"header": plain(header), "field": name, "sample": "" if sample is None else show(sample)}


def _row(item: Item) -> dict[str, object]:
    properties = item.feature["properties"]
    geometry = item.feature["geometry"]
    absent = [key for key in ("sector", "status", "countries", "precision") if key not in properties]
    return {
        "what": item.what,
        "where": item.where,
        "id": item.id,
        "name": item.name,
        "absent": [*(["geometry"] if geometry is None else []), *absent],
        "problems": item.problems,
    }
