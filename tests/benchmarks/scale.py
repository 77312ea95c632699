"""`make scale`: the page beside every rival, from a hundred projects to a million: a table in Markdown and a chart.

Each page is opened from disk in the system's Chromium, everything remote is answered on this machine, and pages take
turns; the figures are medians. A larger run disturbs whatever else the machine does.
"""

from __future__ import annotations

import argparse
import gzip
import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from playwright.sync_api import Browser, CDPSession, Error, Page, sync_playwright

from tests import browser
from tests.benchmarks import made, measure, peers, report
from tests.benchmarks.rivals import NO_POPUP, RIVALS, UNNEEDED
from tests.repo import ROOT

OWN, FLOOR = "coopmap", "bare Leaflet"
MILLION = 1_000_000
PATIENCE_S = 120
"""Seconds after which a page that is not ready is given up."""

COLUMNS = {
    "build": ("build", "s", 2), "memory": ("memory", "MB", 0), "bytes": ("file", "MB", 2),
    "packed": ("gzipped", "MB", 2), "ready": ("ready", "ms", 0), "heap": ("heap", "MB", 0), "nodes": ("nodes", "", 0),
    "p95": ("frame, 95 %", "ms", 0),
    "longest": ("longest frame", "ms", 0), "search": ("keystroke", "ms", 0), "filter": ("filter", "ms", 0),
    "language": ("language", "ms", 0), "card": ("card", "ms", 0),
}  # fmt: skip
"""What is measured: its heading, its unit, its decimals. Seconds and bytes inside."""

SCALES = {"s": 1.0, "ms": 1e3, "MB": 1e-6, "": 1.0}

# Collects the times between frames until it is asked for them.
FRAMES = """() => {
  window.benchFrames = [];
  let last = performance.now();
  const note = (now) => { window.benchFrames.push(now - last); last = now; requestAnimationFrame(note); };
  requestAnimationFrame(note);
}"""

# Milliseconds until a frame with the change is drawn: of each language, and of each of some cards.
ACTS = """async (kind) => {
  const drawn = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const taken = [];
  for (const value of kind === "language" ? ["ru", "uz", "kk", "en"] : [5, 17, 42, 77, 99]) {
    await drawn();
    const start = performance.now();
    location.hash = kind === "language" ? "lang=" + value : "lang=en&project=made-" + value;
    const spoken = () => document.documentElement.lang === value;
    const there = kind === "language" ? spoken : () => document.querySelector(".card-frame");
    for (let n = 0; n < 500 && !there(); n++) await drawn();
    await drawn();
    taken.push(performance.now() - start);
    if (kind === "card") location.hash = "lang=en";
  }
  return taken;
}"""


@dataclass
class Shown:
    """A page and what was measured of it, by the name of the measure."""

    name: str
    count: int
    path: Path
    samples: dict[str, list[float]] = field(default_factory=dict)
    failed: str = ""

    def add(self, **values: float) -> None:
        """Note one sample of each."""
        for key, value in values.items():
            self.samples.setdefault(key, []).append(value)

    def middle(self, key: str) -> float | None:
        """The median of a measure, or None where there is none."""
        return median(self.samples[key]) if self.samples.get(key) else None


def main() -> int:
    """Builds, measures, prints the table, writes table, chart and samples."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.scale", description=__doc__)
    parser.add_argument("--counts", default="100,1000,10000", metavar="N,N", help="projects (default: %(default)s)")
    parser.add_argument("--full", action="store_true", help="100,000 projects too: half an hour")
    parser.add_argument("--million", action="store_true", help="1,000,000 too, of coopmap alone: 15 minutes, 8 GB")
    parser.add_argument("--rounds", type=int, default=3, metavar="N", help="how often (default: 3)")
    parser.add_argument("--only", default="", metavar="NAME,NAME", help="some of: " + ", ".join(RIVALS))
    parser.add_argument("--out", type=Path, default=ROOT / "out" / "bench", metavar="FOLDER")
    given = parser.parse_args()
    counts = [int(part) for part in given.counts.split(",")] + [100_000] * given.full + [MILLION] * given.million
    names = [part for part in given.only.split(",") if part] or list(RIVALS)
    given.out.mkdir(parents=True, exist_ok=True)
    chromium = browser.find_chromium()
    if chromium is None:
        sys.exit("No Chromium was found; install one, or name it in CHROMIUM.")
    with (
        tempfile.TemporaryDirectory() as folder,
        peers.serve({**dict.fromkeys(UNNEEDED, b""), **peers.files()}) as address,
        sync_playwright() as playwright,
    ):
        running = playwright.chromium.launch(executable_path=chromium, args=browser.FLAGS)
        every = [
            one for count in counts for one in _measured(running, Path(folder), address, count, names, given.rounds)
        ]
        facts = [
            f"Chromium {running.version}, headless, 1280 x 720; {given.rounds} rounds, medians",
            *report._machine(),
        ]
        running.close()
    table = markdown(every, facts)
    print(table)
    (given.out / "scale.md").write_text(table, encoding="utf-8")
    (given.out / "scale.svg").write_bytes(chart(every))
    samples = [{"name": one.name, "count": one.count, "failed": one.failed, **one.samples} for one in every]
    (given.out / "scale.json").write_text(json.dumps(samples, indent=1), encoding="utf-8")
    return 0


def _measured(
    running: Browser, folder: Path, address: str, count: int, names: Sequence[str], rounds: int
) -> list[Shown]:
    """The pages of one size, measured in turns."""
    every = [_built(folder, address, name, count) for name in names if count <= RIVALS[name][1]]
    for number in range(rounds):
        for shown in every if number % 2 == 0 else every[::-1]:
            if not shown.failed:
                try:
                    _look(running, shown)
                except Error as error:
                    shown.failed = (
                        f"none in {PATIENCE_S} s" if "Timeout" in str(error) else str(error).splitlines()[0][:80]
                    )
    for shown in every:
        shown.path.unlink(missing_ok=True)
    return every


def _built(folder: Path, address: str, name: str, count: int) -> Shown:
    shown = Shown(name, count, folder / f"{len(name)}-{count}.html")
    print(f"{name}, {count:,} projects", file=sys.stderr)
    if name == OWN and count >= MILLION:
        return _built_from_file(folder, shown)
    line = [sys.executable, "-m", "tests.benchmarks.rivals", name, str(count), str(shown.path), address]
    done = subprocess.run(line, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        shown.failed = "not here: " + done.stderr.strip().splitlines()[-1][:80]
        return shown
    told = json.loads(done.stdout.splitlines()[-1])
    data = shown.path.read_bytes()
    shown.add(build=told["build"], memory=told["memory"], bytes=len(data), packed=len(gzip.compress(data, 6)))
    return shown


def _built_from_file(folder: Path, shown: Shown) -> Shown:
    """`coopmap build` as a process, from GeoParquet, checked: no list of so many stands in memory."""
    table = folder / "projects.parquet"
    made.parquet(table, shown.count)
    taken = measure.run([*measure.COOPMAP, "build", str(table), "-o", str(shown.path)], folder)
    table.unlink()
    data = shown.path.read_bytes()
    shown.add(build=taken, bytes=len(data), packed=len(gzip.compress(data, 6)))
    return shown


def _look(running: Browser, shown: Shown) -> None:
    """Open the page once: ready, heap, nodes, frames while it is dragged and zoomed, and what only our page can."""
    context = measure._context(running)
    context.set_default_timeout(PATIENCE_S * 1000)
    try:
        page = context.new_page()
        page.goto(shown.path.as_uri())
        shown.add(ready=float(page.evaluate("benchReady")) / 1000)
        if shown.name == "pydeck" and not page.evaluate("!!document.createElement('canvas').getContext('webgl2')"):
            shown.failed = "no WebGL here"
            return
        if shown.name == OWN:
            page.locator("html[data-drawn]").wait_for(state="attached")
        session = context.new_cdp_session(page)
        session.send("HeapProfiler.collectGarbage")
        shown.add(heap=_metric(session, "JSHeapUsedSize"), nodes=_metric(session, "Nodes"))
        frames = _moved(page)
        shown.add(longest=max(frames), p95=quantiles(frames, n=20)[-1])
        if shown.name == OWN:
            for kind in ("language", "card"):
                shown.add(**{kind: median(page.evaluate(ACTS, kind)) / 1000})
    finally:
        context.close()
    if shown.name == OWN:
        for kind in ("search", "filter"):
            shown.add(**{kind: median(measure.acts(running, shown.path, kind))})


def _metric(session: CDPSession, name: str) -> float:
    session.send("Performance.enable")
    metrics: list[dict[str, Any]] = session.send("Performance.getMetrics")["metrics"]
    return next(float(one["value"]) for one in metrics if one["name"] == name)


def _moved(page: Page) -> list[float]:
    """Seconds between frames while the map is dragged to and fro and zoomed in and out, by a real mouse."""
    page.evaluate(FRAMES)
    for sign in (1, -1, 1):
        page.mouse.move(600, 400)
        page.mouse.down()
        for step in range(1, 13):
            page.mouse.move(600 + sign * 25 * step, 400 + 8 * step)
        page.mouse.up()
    for wheel in (-240, -240, 240, 240):
        page.mouse.wheel(0, wheel)
        page.wait_for_timeout(300)
    frames: list[float] = page.evaluate("window.benchFrames")
    return [one / 1000 for one in frames[1:]] or [0.0, 0.0]


def markdown(every: Sequence[Shown], facts: Sequence[str]) -> str:
    """The table: per size the pages with their medians, then ratios to the floor and the best rival with popups."""
    heads = ["projects", "page", *(f"{name}, {unit}" if unit else name for name, unit, _ in COLUMNS.values())]
    lines = [heads, ["-"] * len(heads)]
    for one in every:
        cells = [_cell(one, key) for key in COLUMNS]
        lines.append(
            [f"{one.count:,}", one.name, *cells] if not one.failed else [f"{one.count:,}", one.name, one.failed]
        )
    table = "\n".join("| " + " | ".join(line) + " |" for line in lines)
    ratios = "\n".join(
        f"- {line}" for count in dict.fromkeys(one.count for one in every) for line in _ratios(every, count)
    )
    return "\n".join(f"- {fact}" for fact in facts) + f"\n\n{table}\n\n{ratios}\n"


def _cell(one: Shown, key: str) -> str:
    value = one.middle(key)
    _, unit, decimals = COLUMNS[key]
    return "" if value is None else f"{value * SCALES[unit]:,.{decimals}f}"


def _ratios(every: Sequence[Shown], count: int) -> list[str]:
    here: Mapping[str, Shown] = {one.name: one for one in every if one.count == count and not one.failed}
    if OWN not in here:
        return []
    said = []
    for key in ("ready", "bytes", "build", "longest"):
        own = here[OWN].middle(key)
        others = {
            name: value
            for name, one in here.items()
            if name not in (OWN, FLOOR, *NO_POPUP) and (value := one.middle(key))
        }
        parts = []
        if FLOOR in here and own and (bare := here[FLOOR].middle(key)):
            parts.append(f"{own / bare:.2f} of the floor")
        if own and others:
            best = min(others, key=lambda name: others[name])
            parts.append(f"{own / others[best]:.2f} of the best rival with popups, {best}")
        said.append(f"{count:,} projects, {COLUMNS[key][0]}: {', '.join(parts)}")
    return said


def chart(every: Sequence[Shown]) -> bytes:
    """Ready and file size over the number of projects, both axes logarithmic, as SVG; the same for the same figures."""
    import io

    import matplotlib as mpl
    from matplotlib.figure import Figure
    from matplotlib.ticker import LogLocator

    figure = Figure(figsize=(10, 4.2), layout="constrained")
    for axes, (key, scale, title) in zip(
        figure.subplots(1, 2), (("ready", 1.0, "ready, seconds"), ("bytes", 1e-6, "file, MB")), strict=True
    ):
        for name in dict.fromkeys(one.name for one in every):
            own = [(one.count, value * scale) for one in every if one.name == name and (value := one.middle(key))]
            if own:
                axes.plot(*zip(*own, strict=True), marker="o", label=name, linewidth=2.5 if name == OWN else 1.2)
        axes.set(xscale="log", yscale="log", xlabel="projects", title=title)
        axes.grid(visible=True, which="major", alpha=0.3)
        axes.xaxis.set_major_formatter("{x:,.0f}")
        axes.yaxis.set_major_formatter("{x:g}")
        axes.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5) if key == "ready" else (1,)))
        axes.yaxis.set_minor_formatter("")
    lines = figure.axes[0].get_legend_handles_labels()
    figure.legend(*lines, loc="outside lower center", ncols=7, frameon=False, fontsize=8)
    file = io.BytesIO()
    with mpl.rc_context({"svg.hashsalt": "coopmap", "svg.fonttype": "none"}):
        figure.savefig(file, format="svg", metadata={"Date": None})
    return file.getvalue()


if __name__ == "__main__":
    sys.exit(main())
