"""The system's Chromium for tests: pages from disk, outside requests refused, complaints collected."""

from __future__ import annotations

import base64
import os
import re
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Route, WebError, WebSocketRoute, expect

from tests import browser_window

expect.set_options(timeout=15_000)  # what is expected comes at once, but not on a machine that others use too

# Chromium obeys the last list of this kind alone, so Playwright's own stands here too. The last two are the lists under
# the address bar: pages that nobody sees, and that cost each window as much as the page which is tested.
_UNUSED = (
    *("AimEnabled", "AvoidCorsURLLoaderRestartOnRedirect", "AvoidUnnecessaryBeforeUnloadCheckSync"),
    *("DestroyProfileOnBrowserClose", "HttpsFirstBalancedModeAutoEnable", "HttpsUpgrades", "LensOverlay"),
    *("MediaRouter", "NetworkTimeServiceQuerying", "OptimizationHints", "PaintHolding", "PreconnectToSearch"),
    *("TcpPortRandomizationWin", "ThirdPartyStoragePartitioning"),
    *("WebUIOmniboxAimPopup", "WebUIOmniboxPopup"),
)

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--disable-features=" + ",".join(_UNUSED),
    "--no-first-run",
    "--js-flags=--single-threaded",  # helpers cost a page a fifth more, and all cores have a test of their own
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost",
)
"""What Chromium is started with; the last makes every name unknown, should a request get past the page's guard."""

PIXEL = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR42mO4CwAA3wDehPEKOwAAAABJRU5ErkJggg==")
"""A PNG image of one pixel, the answer to a request that a test allows."""

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
_PLACES = {
    "darwin": (
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    ),
    "win32": (
        "Google/Chrome/Application/chrome.exe",
        "Chromium/Application/chrome.exe",
        "Microsoft/Edge/Application/msedge.exe",
    ),
}
_ROOTS = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")


def find_chromium() -> str | None:
    """Path of a browser of the Chromium family: $CHROMIUM, then the usual names and places; None when there is none."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named
    on_path = next((found for name in _NAMES if (found := shutil.which(name))), None)
    roots = (
        [Path(os.environ[root]) for root in _ROOTS if root in os.environ] if sys.platform == "win32" else [Path("/")]
    )
    usual = (root / place for root in roots for place in _PLACES.get(sys.platform, ()))
    return on_path or next((str(path) for path in usual if path.is_file()), None)


# Asked without a locator: for the first of a page Playwright brings in scripts that cost as much as a fifth of the map.
_DRAWN = """() => new Promise((done, fail) => {
  const look = (tries) => {
    if (!document.getElementById("coopmap-data") || "drawn" in document.documentElement.dataset) return done();
    if (!tries) return fail(new Error("The page is never drawn."));
    setTimeout(() => look(tries - 1), 5);
  };
  look(6000);
})"""


def wait_until_drawn(page: Page) -> None:
    """Wait until a page of coopmap says that it is drawn; any other is at once."""
    page.evaluate(_DRAWN)


class Opener:
    """Opens pages for one test: `page = open_page(path)`. Each page has a browser context, so a storage, of its own."""

    def __init__(self, browser: Browser, folder: Path) -> None:
        self.answered: list[str] = []
        """Addresses that were requested, allowed and answered with a pixel, in order."""
        self._browser = browser
        self._folder = folder
        self._contexts: list[BrowserContext] = []
        self._complaints: list[str] = []

    def __call__(
        self,
        source: Path | str,
        *,
        width: int = 1280,
        height: int = 720,
        language_hash: str | None = None,
        beside: Sequence[Path] = (),
        allow_requests: str | re.Pattern[str] | None = None,
        allow_messages: str | re.Pattern[str] | None = None,
        **context: Any,
    ) -> Page:
        """Open a file (a Path) or HTML text (a str) in a window of `width` by `height` CSS pixels.

        `language_hash` is the address's fragment, such as "lang=ru". `beside` are files that the page may show in
        frames or open. `allow_requests` is a pattern of addresses that
        are answered with a one-pixel image and listed in `answered`; all others are refused and fail the test, as does
        a console error or warning that `allow_messages` does not match. The rest goes to Playwright's `new_context`:
        locale, has_touch, device_scale_factor, reduced_motion, java_script_enabled and so on.
        """
        path = source if isinstance(source, Path) else self._save(source)
        address = path.resolve().as_uri()
        page = self._window(viewport={"width": width, "height": height}, service_workers="block", **context)
        self._guard(page.context, {address, *(path.resolve().as_uri() for path in beside)}, allow_requests)
        self._listen(page.context, allow_messages)
        page.goto(f"{address}#{language_hash.lstrip('#')}" if language_hash else address)
        if context.get("java_script_enabled", True):
            wait_until_drawn(page)
        return page

    def served(self, address: str, *, beside: Page | None = None, allow_messages: str | None = None) -> Page:
        """Open what a server of this machine serves, in a window of its own or in another tab beside a page."""
        near = address.replace("127.0.0.1", "localhost")
        # At its end a test stops the server under the page, which may be asking just then.
        ended = r"net::ERR_(CONNECTION_(RESET|REFUSED)|EMPTY_RESPONSE|SOCKET_NOT_CONNECTED)"
        allow_messages = f"{allow_messages}|{ended}" if allow_messages else ended
        if beside is None:
            page = self._window(viewport={"width": 1280, "height": 720}, service_workers="block")
            self._guard(page.context, set(), None, re.split("[?#]", near)[0])
            self._listen(page.context, allow_messages)
        else:
            page = beside.context.new_page()
        page.goto(near)
        page.locator("html[data-drawn]").wait_for(state="attached")
        return page

    def close(self) -> list[str]:
        """Close every page; what they asked for or complained about that no test allowed."""
        for context in self._contexts:
            if browser_window.is_shared(context):
                browser_window.take_back(context)
            else:
                context.close()
        return self._complaints

    def _window(self, **options: Any) -> Page:
        """An empty page: in the window that tests hand on, or a new one where that is lent or has other options."""
        own = options.keys() - {"viewport", "service_workers"} - browser_window.CHANGEABLE
        if not own and browser_window.is_free(self._browser):
            page = browser_window.lend(self._browser, **options)
        else:
            page = self._browser.new_context(**options).new_page()
        self._contexts.append(page.context)
        return page

    def _save(self, html: str) -> Path:
        path = self._folder / f"page-{len(self._contexts)}.html"
        path.write_text(html, encoding="utf-8", newline="")
        return path

    def _guard(
        self, context: BrowserContext, own: set[str], allowed: str | re.Pattern[str] | None, server: str = "data:"
    ) -> None:
        def request(route: Route) -> None:
            url = route.request.url
            if url.partition("#")[0] in own or url.startswith(("data:", "blob:", server)):
                route.continue_()
            elif allowed and re.search(allowed, url):
                self.answered.append(url)
                route.fulfill(body=PIXEL, content_type="image/png", headers={"Access-Control-Allow-Origin": "*"})
            else:
                self._complaints.append(f"request to {url}")
                route.abort()

        def socket(route: WebSocketRoute) -> None:
            self._complaints.append(f"web socket to {route.url}")
            route.close()

        context.route("**/*", request)
        context.route_web_socket("**/*", socket)

    def _listen(self, context: BrowserContext, allowed: str | re.Pattern[str] | None) -> None:
        def message(seen: ConsoleMessage) -> None:
            if seen.type in ("error", "warning", "assert") and not (allowed and re.search(allowed, seen.text)):
                self._complaints.append(f"console {seen.type}: {seen.text}")

        def error(seen: WebError) -> None:
            self._complaints.append(f"page error: {seen.error}")

        context.on("console", message)
        context.on("weberror", error)
