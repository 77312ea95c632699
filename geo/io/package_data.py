"""Where the shipped data lies: inside the installed package, or beside it in a checkout."""

from __future__ import annotations

from pathlib import Path

_INSTALLED = Path(__file__).resolve().parents[1] / "data"

DATA: Path = _INSTALLED if _INSTALLED.is_dir() else _INSTALLED.parent.parent / "data"
"""The folder of the shipped data."""


def data_path(name: str) -> Path:
    """Path of a shipped data file, such as "projects.geojson" or "basemap/countries.geojson"."""
    return DATA.joinpath(*name.split("/"))
