"""The browser window that one test hands to the next: a new one costs half as much as the map that is opened in it.

Playwright's own runner for JavaScript does so too. Its Python names for it are private; they stand here alone.
"""

from __future__ import annotations

from typing import Any, cast

from playwright._impl._sync_base import mapping
from playwright.sync_api import Browser, BrowserContext, Page

CHANGEABLE = frozenset({"color_scheme", "contrast", "forced_colors", "reduced_motion"})
"""Options of a context that Playwright changes in an open window; for any other it would start a new one."""


def is_shared(context: BrowserContext) -> bool:
    """Whether a context is the window that tests hand on."""
    return bool(context._impl_obj._for_reuse)


def is_free(browser: Browser) -> bool:
    """Whether no test has the window."""
    return not any(is_shared(context) for context in browser.contexts)


def lend(browser: Browser, **options: Any) -> Page:
    """An empty page in the window, without routes, scripts, listeners, storage and history of the test before."""
    reset = browser._impl_obj._new_context_for_reuse(options)
    context = cast("BrowserContext", mapping.from_impl(browser._sync(reset)))
    page = context.pages[0] if context.pages else context.new_page()
    session = context.new_cdp_session(page)
    # Playwright empties what pages of servers stored, and not those of files.
    session.send("Storage.clearDataForOrigin", {"origin": "file://", "storageTypes": "all"})
    session.send("Page.resetNavigationHistory")
    session.detach()
    return page


def take_back(context: BrowserContext) -> None:
    """Wait until all that its pages said has arrived; what comes after is not told to the test that had the window."""
    for page in context.pages:
        page.evaluate("0")
    browser = context.browser
    assert browser is not None
    browser._sync(browser._impl_obj._disconnect_from_reused_context("The test is over."))
