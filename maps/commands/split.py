"""`coopmap build --split`: a layer of any size as a folder of small files for a web server."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import geo
from geo.messages import Message
from maps.commands import outcome
from maps.commands.common import named, refuse_errors
from maps.commands.printing import count, echo, refusal, say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.io.table_address import LayerPlace
    from maps.split.options import SplitOptions


def split_site(
    path: LayerPlace, target: Path, options: SplitOptions, *, workers: int | None, scheduler: str | None
) -> None:
    """Write the site of the GeoParquet in `path` into a folder, and tell of it.

    workers: processes, by default as many as this machine has cores for it; scheduler: of a Dask cluster, instead.
    """
    from geo.io.columnar import need_parquet
    from maps.split import engine

    if workers is not None and scheduler is not None:
        raise refusal(Message("is for this machine alone; a cluster has its own workers."), param_hint="--workers")
    need_parquet()
    engine.need_dask()
    from maps.split import build

    if not isinstance(path, Path):
        raise refusal(Message("a split site is made of files in GeoParquet, not of a table."), param_hint="--split")
    layer = geo.layer.empty(path)
    try:
        with engine.engine(workers or _cores(), scheduler):
            head = build.write(layer, path, target, options._replace(notify=say))
    except build.FaultyLayer as faulty:
        refuse_errors(path, faulty.errors, faulty.count)
    if options.checked:
        say(
            Message(
                "Looked for in each project: all errors; among all: ids taken twice. Not looked for: names and places"
                " that two projects share; coopmap check does that."
            )
        )
    outcome.give({"layer": str(path), "projects": head["count"]})
    outcome.add_file(target / "index.html")
    echo(
        Message(
            "{folder}: {projects}. Put the folder on a web server: opened from disk the page cannot read its files.",
            folder=named(target),
            projects=count(head["count"], "project"),
        )
    )


def refuse_with_split(others: Mapping[str, object]) -> None:
    """Ends the command for options of one page that are given with --split, by their names."""
    for option, value in others.items():
        if value:
            raise refusal(Message("a split site has no such thing."), param_hint=option)


def refuse_without_split(others: Mapping[str, object]) -> None:
    """Ends the command for options of a split site that are given without --split, by their names."""
    for option, value in others.items():
        if value:
            raise refusal(Message("is for --split alone."), param_hint=option)


def _cores() -> int:
    """The processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
