"""GPX made such that GDAL can read it: mended where it is no sound XML, without stretches of a single point."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from geo.model.geometry import LINE_LEAST
from geo.tables.readers.xml_recovery import root_of, tag

if TYPE_CHECKING:
    from pathlib import Path

STRETCHES = {"trkseg": "trkpt", "rte": "rtept"}
"""Elements that are lines, and their points."""


def mend(name: str, copy: Path) -> tuple[str, ...]:
    """Write the copy of a GPX file anew where that is needed; notes on what was mended. name: what messages call it.

    Raises ReadError, one plain sentence, for what is no XML even so.
    """
    root, notes = root_of(name, copy.read_bytes(), "GPX")
    short = [element for element in root.iter() if tag(element) in STRETCHES and _points(element) < LINE_LEAST]
    for element in short:
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
    if short:
        plural = "" if len(short) == 1 else "s"
        notes = (*notes, f"{len(short):,} line{plural} of a single point left out")
    if notes:
        copy.write_bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True))
    return notes


def _points(element: etree._Element) -> int:
    return sum(tag(child) == STRETCHES[tag(element)] for child in element)
