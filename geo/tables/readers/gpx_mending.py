"""GPX made such that GDAL can read it: mended where it is no sound XML, without stretches of a single point."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

from lxml import etree

from geo.messages import Plural
from geo.model.geometry import LINE_LEAST
from geo.tables.readers.xml_recovery import root_of, tag

if TYPE_CHECKING:
    from pathlib import Path

POINTS = ("wpt", "trkpt", "rtept")

STRETCHES = {"trkseg": "trkpt", "rte": "rtept"}
"""Elements that are lines, and their points."""


def mend(name: str, copy: Path) -> tuple[str, ...]:
    """Write the copy of a GPX file anew where that is needed; notes on what was mended. name: what messages call it.

    Raises ReadError, one plain sentence, for what is no XML even so.
    """
    root, notes = root_of(name, copy.read_bytes(), "GPX")
    unread = [element for element in root.iter() if tag(element) in POINTS and not _has_position(element)]
    for element in unread:
        _unplace(element)
    if unread:
        placeless = Plural(
            "{count:,} point whose latitude or longitude is no number: no place",
            "{count:,} points whose latitude or longitude is no number: no place",
            count=len(unread),
        )
        notes = (*notes, placeless)
    short = [element for element in root.iter() if tag(element) in STRETCHES and _points(element) < LINE_LEAST]
    for element in short:
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
    if short:
        left_out = Plural(
            "{count:,} line of a single point left out", "{count:,} lines of a single point left out", count=len(short)
        )
        notes = (*notes, left_out)
    if notes:
        copy.write_bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True))
    return notes


def _has_position(element: etree._Element) -> bool:
    try:
        return all(isfinite(float(element.get(key, ""))) for key in ("lat", "lon"))
    except ValueError:
        return False


def _unplace(element: etree._Element) -> None:
    """A waypoint goes to 0, 0, which stands for no place (GDAL would put it on the equator or meridian alone); a point
    of a line goes."""
    parent = element.getparent()
    if tag(element) == "wpt" or parent is None:
        element.set("lat", "0")
        element.set("lon", "0")
    else:
        parent.remove(element)


def _points(element: etree._Element) -> int:
    return sum(tag(child) == STRETCHES[tag(element)] for child in element)
