"""What the check refuses in a row of an ordinary table made a gap: the value stays as written, beside the fields."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from geo.errors import Problem
from geo.messages import Message
from geo.model.schema import find
from geo.tables.ordinary.columns import own_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.model.codebook import Codebook
    from geo.model.geojson import Feature, Json, JsonRecord
    from geo.tables.incoming import Incoming

NEEDED = frozenset({"id", "name"})
"""Fields without which there is no project."""


def mend(row: Incoming, feature: Feature, errors: Iterable[Problem], codebook: Codebook) -> bool:
    """Take the values that the check refuses out of a feature's fields, each noted with its row; whether any was."""
    properties = cast("JsonRecord", feature["properties"])  # keys of any name
    done = False
    for problem in errors:
        key = problem.field.partition("[")[0].partition(".")[0]
        known = find(key, codebook.fields)
        if key not in properties or known is None or known.name in NEEDED:
            continue
        value = properties.pop(key)
        properties.setdefault(own_key(row.headers.get(key, key)), _plain(value))
        fix = Message("correct it; it is kept as a field of your own")
        row.problems.append(replace(problem, level="warning", where=row.where, fix=fix))
        done = True
    return done


def _plain(value: Json) -> Json:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (list, dict)) else value
