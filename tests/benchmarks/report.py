"""The table that the benchmarks print: each number beside its rival, its floor, and whether it was met."""

from __future__ import annotations

import gzip
import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median

HEAD = ("measured", "coopmap", "beside", "that one", "ratio", "floor", "")


@dataclass(frozen=True)
class Row:
    """A line of the table: our samples, the rival's if there is one, and the floor.

    Samples are seconds, kilobytes or plain numbers, as `unit` says; the median counts. The limit holds for the ratio to
    the rival, or without one for our number; `strict` means less than the limit, not equal to it.
    """

    what: str
    own: Sequence[float]
    rival: str = ""
    other: Sequence[float] = ()
    limit: float | None = None
    strict: bool = False
    unit: str = "s"

    @property
    def ratio(self) -> float | None:
        """Our median over the rival's."""
        return median(self.own) / median(self.other) if self.other else None

    @property
    def verdict(self) -> str:
        """Whether the floor is met; nothing when there is none."""
        if self.limit is None:
            return ""
        value = median(self.own) if self.ratio is None else self.ratio
        return "met" if value < self.limit or (value == self.limit and not self.strict) else "**NOT met**"

    def cells(self) -> tuple[str, ...]:
        """The line's cells in the order of HEAD."""
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}"
        own, other = _shown(self.own, self.unit), _shown(self.other, self.unit)
        return self.what, own, self.rival, other, ratio, self._floor(), self.verdict

    def _floor(self) -> str:
        if self.limit is None:
            return ""
        own, unit = (self.limit * 1000, "ms") if self.unit == "s" else (self.limit, self.unit)
        limit = f"{self.limit:g}" if self.ratio is not None or self.unit == "" else f"{own:g} {unit}"
        return f"{'<' if self.strict else '≤'} {limit}"


def _shown(samples: Sequence[float], unit: str) -> str:
    """The median, and the least and the most where several were taken."""
    if not samples:
        return ""
    scale, unit = (1000, "ms") if unit == "s" else (1, unit)
    middle, least, most = (f"{value * scale:.0f}" for value in (median(samples), min(samples), max(samples)))
    return f"{middle} {unit} ({least} to {most})" if len(samples) > 1 else f"{middle} {unit}".strip()


def counted(what: str, number: int, limit: float) -> Row:
    """The line of a number that was counted once."""
    return Row(what, [number], limit=limit, unit="")


def sizes(page: bytes, basemap: int) -> list[Row]:
    """The page's size, raw and gzipped, and the base map's share of it; kilobytes are 1,000 bytes."""
    return [
        Row("page", [len(page) / 1000], limit=650, unit="kB"),
        Row("page, gzipped", [len(gzip.compress(page, 9)) / 1000], unit="kB"),
        Row("base map in the page", [basemap / 1000], limit=150, unit="kB"),
    ]


def markdown(rows: Sequence[Row], facts: Sequence[str], rounds: int) -> str:
    """The table, with the machine and the versions above it and the verdict below, as Markdown."""
    cells = [HEAD, ("-",) * len(HEAD), *(row.cells() for row in rows)]
    table = "\n".join("| " + " | ".join(line) + " |" for line in cells)
    missed = [f"{row.what} ({row.cells()[4] or row.cells()[1]}, not {row.cells()[5]})" for row in rows if _missed(row)]
    said = "Floors NOT met: " + "; ".join(missed) + "." if missed else "All floors are met."
    if any("left out" in fact or "none found" in fact for fact in facts):
        said += " Some could not be measured here: see above."
    listed = "\n".join(f"- {fact}" for fact in [*_machine(), *facts, f"median of {rounds} (least to most), in turns"])
    return f"{listed}\n\n{table}\n\n{said}"


def _missed(row: Row) -> bool:
    return row.verdict not in ("", "met")


def _machine() -> list[str]:
    versions = ", ".join(
        f"{name} {version(name)}"
        for name in ("folium", "geopandas", "matplotlib", "python-pptx", "XStatic-Leaflet", "playwright")
    )
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return [
        f"{_processor()}, {os.cpu_count()} cores{load}; {platform.system()} {platform.machine()}",
        f"Python {platform.python_version()}, {versions}",
    ]


def _processor() -> str:
    """The processor's name, where the system tells it."""
    told = Path("/proc/cpuinfo")
    lines = told.read_text(encoding="utf-8").splitlines() if told.is_file() else []
    return next(
        (line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.processor()
    )
