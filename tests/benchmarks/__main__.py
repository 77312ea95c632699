"""`make bench`: the shipped map and the command line measured beside what a user would take instead."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

import geo
from maps import render_page
from tests import browser
from tests.benchmarks import importing, imports, made, measure, pages, peers, report

RIVAL = "import geopandas, folium"
"""What a script in place of coopmap starts with."""
STILL_RIVAL = "import geopandas, matplotlib, pptx"
"""The same for pictures and slides."""
BARE = f"bare Leaflet, {pages.BARE_POINTS} points, no base map"


def main() -> int:
    """Measures, prints Markdown; a missed floor is said and is no failure, for machines are noisy."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, metavar="N", help="how often each is measured (default: 5)")
    parser.add_argument("--layer", type=Path, metavar="FILE", help="another layer than the shipped one, unchecked")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        page = work / "map.html"
        layer = ["--no-check", str(given.layer.resolve())] if given.layer else []
        try:
            measure.run([*measure.COOPMAP, "build", "-o", str(page), *layer], work)
        except subprocess.CalledProcessError as error:
            print(f"The map cannot be built:\n{error.stderr}", file=sys.stderr)
            return 1
        shown = geo.read(given.layer or geo.data_path("projects.geojson"))
        rows, facts = _page_rows(page, shown, max(1, given.rounds))
        rows += _process_rows(work, page, layer, max(1, given.rounds))
        rows += _still_rows(work, layer, max(1, given.rounds))
        rows.append(_import_row(work, max(1, given.rounds)))
        commands = {
            "coopmap build": ["build", "-o", str(page)],
            "coopmap check": ["check"],
            "coopmap --help": ["--help"],
        }
        facts += importing.told({name: importing.profile(["maps.cli", *line]) for name, line in commands.items()})
    print(report.markdown(rows, facts, max(1, given.rounds)))
    return 0


def _page_rows(page: Path, layer: geo.Layer, rounds: int) -> tuple[list[report.Row], list[str]]:
    held = pages.held(page.read_text(encoding="utf-8"), layer)
    rows, facts = [], []
    chromium = browser.find_chromium()
    if chromium is None:
        facts.append("Chromium: none found, so the page was not opened; install one, or name it in CHROMIUM")
    else:
        with sync_playwright() as playwright:
            running = playwright.chromium.launch(executable_path=chromium, args=browser.FLAGS)
            facts.append(f"Chromium {running.version}, headless, 1280 x 720")
            rows += _ready_rows(running, page, held, facts, rounds)
            rows += _act_rows(running, page.parent)
            rows.append(report.counted("requests on opening", len(measure.requests(running, page)), limit=0))
            running.close()
    return rows + report.sizes(page.read_bytes(), held.basemap_bytes), facts


def _ready_rows(running: Browser, page: Path, held: pages.Held, facts: list[str], rounds: int) -> list[report.Row]:
    """Ready of our page, of the floor and, where its files can be had, of folium.GeoJson, in turns."""
    shown = {
        "coopmap": page,
        "bare Leaflet": page.with_name("floor.html"),
        BARE: page.with_name("bare.html"),
        "folium.GeoJson": page.with_name("peer.html"),
    }
    shown["bare Leaflet"].write_text(pages.floor(held), encoding="utf-8")
    shown[BARE].write_text(pages.bare(held), encoding="utf-8")
    try:
        files = peers.files()
    except peers.MissingPeer as error:
        facts.append(f"folium.GeoJson: left out, {error}")
        files = {}
        del shown["folium.GeoJson"]
    with peers.serve(files) as address:
        if files:
            shown["folium.GeoJson"].write_text(pages.geojson_peer(held, address, files), encoding="utf-8")
        taken = measure.in_turns({name: partial(measure.ready, running, path) for name, path in shown.items()}, rounds)
    own = taken["coopmap"]
    rows = [report.Row("page ready", own, "bare Leaflet", taken["bare Leaflet"], limit=1.5)]
    rows.append(report.Row("page ready", own, BARE, taken[BARE], limit=1.3))
    if files:
        rows.append(report.Row("page ready", own, "folium.GeoJson", taken["folium.GeoJson"], limit=1, strict=True))
    return rows


def _act_rows(running: Browser, folder: Path) -> list[report.Row]:
    """A keystroke of the search and a switch of the filters, with many projects in the page."""
    rows = []
    for count, limit in ((1_000, 0.05), (10_000, 0.15)):
        page = folder / f"made-{count}.html"
        page.write_text(render_page(made.layer(count)), encoding="utf-8")
        for kind, what in (("search", "search: a keystroke"), ("filter", "filter: a switch")):
            rows.append(report.Row(f"{what}, {count:,} projects", measure.acts(running, page, kind), limit=limit))
        still, listed = zip(*(measure.first(running, page) for _ in range(3)), strict=True)
        rows.append(report.Row(f"search: the first letter stops the page, {count:,} projects", still, limit=limit))
        rows.append(report.Row(f"search: the first letter's hits are listed, {count:,} projects", listed))
    return rows


def _process_rows(work: Path, page: Path, layer: list[str], rounds: int) -> list[report.Row]:
    """Commands beside what a script in place of coopmap imports, in seconds of the processor."""
    rival = f'python -c "{RIVAL}"'
    shipped, read = str(geo.data_path("projects.geojson")), layer[1:]
    commands: dict[str, tuple[list[str], float]] = {
        "--help": (["--help"], 0.3),
        "find": (["find", "Kostanay"], 0.3),
        "check": (["check", *read], 0.3),
        "due": (["due", *read], 0.3),
        "diff": (["diff", shipped, shipped], 0.3),
        "build": (["build", "-o", str(page), *layer], 0.8),
        "picture": (["picture", str(work / "made.png"), *layer], 0.8),
    }
    codes = {"check": (0, 1)}  # 1: another layer may have errors
    tasks = {
        name: partial(measure.processor, [*measure.COOPMAP, *line], work, codes.get(name, (0,)))
        for name, (line, _) in commands.items()
    }
    tasks[rival] = partial(measure.processor, [sys.executable, "-c", RIVAL], work)
    taken = measure.in_turns(tasks, rounds)
    return [
        report.Row(f"coopmap {name}, processor", taken[name], rival, taken[rival], limit=limit)
        for name, (_, limit) in commands.items()
    ]


def _still_rows(work: Path, layer: list[str], rounds: int) -> list[report.Row]:
    """A picture of each kind and a deck, as whole processes."""
    rival = f'python -c "{STILL_RIVAL}"'
    made = {
        f"coopmap {command} .{suffix}": [*measure.COOPMAP, command, str(work / f"made.{suffix}"), *layer]
        for command, suffix in (("picture", "png"), ("picture", "svg"), ("picture", "pdf"), ("slides", "pptx"))
    }
    lines = {**made, rival: [sys.executable, "-c", STILL_RIVAL]}
    taken = measure.in_turns({name: partial(measure.run, line, work) for name, line in lines.items()}, rounds)
    limits = {name: 4 if "slides" in name else 2 for name in made}
    rows = [report.Row(name, taken[name], rival, taken[rival], limit=limits[name]) for name in made]
    deck = (work / "made.pptx").stat().st_size / 1000
    return [*rows, report.Row("deck", [deck], limit=4000, unit="kB")]


def _import_row(work: Path, rounds: int) -> report.Row:
    """A spreadsheet of 10,000 rows taken in, each with a place name, beside geopandas that only copies it."""
    table, made = work / "rows.csv", work / "rows.geojson"
    imports.table(table)

    def taken_in() -> float:
        made.unlink(missing_ok=True)
        return measure.run([*measure.COOPMAP, "import", str(table), str(made), "--yes"], work)

    copy = [sys.executable, "-c", imports.GEOPANDAS, str(table), str(work / "copy.geojson")]
    taken = measure.in_turns({"own": taken_in, "copy": partial(measure.run, copy, work)}, rounds)
    return report.Row(f"coopmap import, {imports.ROWS:,} rows", taken["own"], "geopandas", taken["copy"], limit=3)


if __name__ == "__main__":
    sys.exit(main())
