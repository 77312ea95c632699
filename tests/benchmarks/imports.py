"""A spreadsheet of many projects with a place name each, and what a user of geopandas would run on it."""

from __future__ import annotations

import csv
from pathlib import Path

from geo.errors import CoopmapError
from geo.places.gazetteer import all_places, locate

ROWS = 10_000

HEADERS = (
    "Название (en)", "Название (ru)", "Название (uz)", "Название (kk)", "Отрасль", "Состояние", "Состояние на дату",
    "Место", "Источник 1: Заголовок", "Источник 1: Какие поля подтверждает",
)  # fmt: skip

GEOPANDAS = """
import sys, geopandas
frame = geopandas.read_file(sys.argv[1])
frame = geopandas.GeoDataFrame(frame, geometry=[None] * len(frame), crs=4326)
frame.to_file(sys.argv[2], driver="GeoJSON")
"""
"""Reads the same file and writes it as GeoJSON: no place is looked up, nothing is checked."""


def table(path: Path, rows: int = ROWS) -> None:
    """Write a CSV file of so many projects, in as many towns as the gazetteer knows by one Russian name."""
    towns = [name for place in all_places() if place.kind == "town" and (name := _sole_name(place.names.get("ru")))]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADERS)
        for number in range(rows):
            names = [f"{word} {number}" for word in ("Depot", "Парк", "Saroy", "Саябақ")]
            facts = ("Автомобили", "Планируется", "2025-12", towns[number % len(towns)], "Отчёт", "status, place")
            writer.writerow([*names, *facts])


def _sole_name(name: str | None) -> str | None:
    """The name, if the gazetteer knows one place of it."""
    try:
        return name if name and locate(name) else None
    except CoopmapError:
        return None
