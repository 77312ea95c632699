"""What is measured: how long a page takes until it is ready, how long a command runs, what a page asks for."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext

from tests.repo import ROOT

COOPMAP = (sys.executable, "-m", "maps.cli")
"""The command line as a process, of this checkout and not of what may be installed."""

SETTLING = 500
"""Milliseconds that a ready page is given to ask for something late."""

# Runs before the page's own scripts: a promise of the milliseconds from the start of navigation to two frames after
# the load event. A page of ours that unpacks its projects first has a map later than that event: the frames follow it.
_READY = """
window.benchReady = new Promise((done) => addEventListener("load", () => {
  const isOurs = document.getElementById("coopmap-data");
  const hasMap = () => !isOurs || document.querySelector(".leaflet-ground-pane :is(svg, canvas)");
  const look = () => requestAnimationFrame(() =>
    hasMap() ? requestAnimationFrame(() => done(performance.now())) : look());
  look();
}));
"""


def in_turns(tasks: Mapping[str, Callable[[], float]], rounds: int) -> dict[str, list[float]]:
    """What each task gives, `rounds` times, after one turn that does not count.

    The tasks take turns, so that a slow minute of the machine falls on all; every second round goes backwards.
    """
    taken: dict[str, list[float]] = {name: [] for name in tasks}
    for task in tasks.values():
        task()
    for number in range(rounds):
        for name in sorted(tasks, key=list(tasks).index, reverse=number % 2 == 1):
            taken[name].append(tasks[name]())
    return taken


def ready(browser: Browser, path: Path) -> float:
    """Seconds from the start of navigation until two animation frames after the load event, with nothing cached.

    Requests are not intercepted, which would cost time; the browser's flags make every host but localhost unknown.
    """
    context = _context(browser)
    try:
        page = context.new_page()
        page.goto(path.resolve().as_uri())
        return float(page.evaluate("benchReady")) / 1000
    finally:
        context.close()


def requests(browser: Browser, path: Path) -> list[str]:
    """Addresses that a page asks for when it is opened, without its own and those that hold their answer (data:)."""
    context = _context(browser)
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    try:
        page = context.new_page()
        page.goto(path.resolve().as_uri())
        page.evaluate("benchReady")
        page.wait_for_timeout(SETTLING)
    finally:
        context.close()
    return [url for url in asked if url != path.resolve().as_uri() and not url.startswith(("data:", "blob:"))]


# Types a word letter by letter into the search, or presses switches of the legend; gives the milliseconds of each act,
# until a frame with the change is drawn. The page's scripts act at once on an event, and draw in the next frame.
_ACTS = """async (kind) => {
  const drawn = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const taken = [];
  const act = async (change) => {
    await drawn();
    const start = performance.now();
    change();
    await drawn();
    taken.push(performance.now() - start);
  };
  if (kind === "search") {
    const field = document.querySelector(".search");
    const type = (text) => () => {
      field.value = text;
      field.dispatchEvent(new Event("input", {bubbles: true}));
    };
    const shown = () => document.querySelector("#panel-body .shown p").textContent;
    const before = shown();
    await act(type("9"));
    while (shown() === before) await drawn();
    taken.length = 0; // the first letter waits until all is read: see below
    for (const word of ["shymkent", "костанай", "toshkant"]) {
      for (let n = 1; n <= word.length; n++) await act(type(word.slice(0, n)));
    }
  } else {
    document.querySelector("#tab-legend").click();
    for (let n = 0; n < 12; n++) await act(() => document.querySelectorAll("#panel-body .switch")[n % 6].click());
  }
  return taken;
}"""


def acts(browser: Browser, path: Path, kind: str) -> list[float]:
    """Seconds of each keystroke of a search ("search") or of each press of a filter's switch ("filter")."""
    context = _context(browser)
    try:
        page = context.new_page()
        page.goto(path.resolve().as_uri())
        page.locator("html[data-drawn]").wait_for(state="attached")
        return [milliseconds / 1000 for milliseconds in page.evaluate(_ACTS, kind)]
    finally:
        context.close()


# Types one letter at once, when the search has read nothing yet; gives the milliseconds that the page stood still at
# most until the hits were listed, and how long that took. The many short waits show when the page answers again.
_FIRST = """async () => {
  const field = document.querySelector(".search");
  const shown = () => document.querySelector("#panel-body .shown p").textContent;
  const before = shown();
  const start = performance.now();
  let [last, most] = [start, 0];
  field.focus();
  field.value = "9";
  field.dispatchEvent(new Event("input", {bubbles: true}));
  do {
    await new Promise((done) => setTimeout(done));
    most = Math.max(most, performance.now() - last);
    last = performance.now();
  } while (shown() === before);
  return [most, last - start];
}"""


def first(browser: Browser, path: Path) -> tuple[float, float]:
    """Of the first letter of a search: seconds that the page stands still at most, and until the hits are listed."""
    context = _context(browser)
    try:
        page = context.new_page()
        page.goto(path.resolve().as_uri())
        page.locator("html[data-drawn]").wait_for(state="attached")
        still, listed = page.evaluate(_FIRST)
        return still / 1000, listed / 1000
    finally:
        context.close()


def _context(browser: Browser) -> BrowserContext:
    context = browser.new_context(viewport={"width": 1280, "height": 720}, locale="en-US", service_workers="block")
    context.add_init_script(_READY)
    return context


def run(line: Sequence[str], folder: Path, codes: Collection[int] = (0,)) -> float:
    """Seconds that a command runs in a folder, from its start to its end.

    Raises CalledProcessError when it ends with another exit code than those that are given.
    """
    start = time.perf_counter()
    _done(line, folder, codes)
    return time.perf_counter() - start


def processor(line: Sequence[str], folder: Path, codes: Collection[int] = (0,)) -> float:
    """Seconds of the processor that it takes, its children's too: what others do on the machine counts for less.

    Not on Windows, which does not say it of what has ended. Raises CalledProcessError likewise.
    """
    before = os.times()
    _done(line, folder, codes)
    after = os.times()
    return after.children_user - before.children_user + after.children_system - before.children_system


def _done(line: Sequence[str], folder: Path, codes: Collection[int]) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # whoever installs coopmap has its bytecode
    done = subprocess.run(
        line, cwd=folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", check=False
    )
    if done.returncode not in codes:
        done.check_returncode()
