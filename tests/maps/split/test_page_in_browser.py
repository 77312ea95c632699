"""The page of a split site as a reader meets it: what it asks for, what it says, what it finds."""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import IO, Any

import pytest
from playwright.sync_api import Page, expect
from pyarrow import parquet

from tests.browser import Opener
from tests.maps.pages import becomes, card, go, panel, rests, show_tab, switch_of, until, use, word
from tests.maps.split.sites import COUNT, UNPLACED
from tests.maps.test_accessibility import complaints

FIRST_VIEW = 30_000
VIEW = 400_000
"""Bytes of the files beside the page that the first view, and any step after it, may ask for."""


@dataclass
class Host:
    """A web server of the site, what it has sent since it was last asked, and what it does not have."""

    address: str = ""
    sent: dict[str, int] = field(default_factory=dict)
    lacks: str = ""

    def taken(self) -> dict[str, int]:
        """The files beside the page that were sent since this was last asked, and the bytes of each."""
        sent, self.sent = self.sent, {}
        return {path: size for path, size in sent.items() if path.endswith(".bin")}


class Handler(SimpleHTTPRequestHandler):
    """Answers from a folder, and tells the host what."""

    def __init__(self, *arguments: object, host: Host, directory: str) -> None:
        self.host = host
        super().__init__(*arguments, directory=directory)  # type: ignore[arg-type]

    def send_head(self) -> IO[bytes] | None:  # type: ignore[override]
        """The file to send, None where an error was."""
        if self.host.lacks and self.host.lacks in self.path:
            self.send_error(HTTPStatus.NOT_FOUND)
            return None
        path = Path(self.translate_path(self.path))
        if path.is_file():
            self.host.sent[self.path.lstrip("/")] = path.stat().st_size
        opened: IO[bytes] | None = super().send_head()
        return opened

    def log_message(self, *_: object) -> None:
        """Nothing is logged."""


@pytest.fixture
def host(site: Path) -> Iterator[Host]:
    """The site on a server of this machine."""
    told = Host()
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, host=told, directory=str(site))) as server:
        told.address = f"http://127.0.0.1:{server.server_port}/"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield told
        server.shutdown()


@pytest.fixture
def records(layer_folder: Path) -> list[dict[str, Any]]:
    """The projects of the site's layer, in its order; the geometry is None without a place."""
    rows: list[dict[str, Any]] = parquet.read_table(layer_folder).to_pylist()
    return rows


def counted(page: Page) -> int:
    """How many projects the dots in the window stand for."""
    return sum(page.evaluate("[...document.querySelectorAll('.dot')].map(({dataset}) => Number(dataset.n))"))


def check_counts(page: Page, facet: str, records: Sequence[dict[str, Any]]) -> None:
    """Each switch tells how many of those in view, where all are that have a place, and of all its code has."""
    everywhere = Counter(record[facet] for record in records)
    in_view = Counter(record[facet] for record in records if record["geometry"])
    for code, count in everywhere.items():
        texts = switch_of(page, facet, code).locator(".switch-count")
        expect(texts).to_have_text([f"{in_view[code]:,}", f"{count:,}"])


def test_a_reader_filters_searches_and_reads_with_few_bytes(
    open_page: Opener, host: Host, records: list[dict[str, Any]]
):
    page = open_page.served(host.address, allow_messages="404")
    until(page, "document.querySelectorAll('.dot').length > 5")
    page.wait_for_load_state("networkidle")
    first = host.taken()
    assert first.keys()
    assert all(path.startswith("cells/") for path in first)
    assert sum(first.values()) < FIRST_VIEW
    becomes(page, partial(counted, page), COUNT - UNPLACED)
    assert complaints(page) == []

    show_tab(page, "legend")
    check_counts(page, "sector", records)
    panel(page).get_by_role("button", name=word("en", "filter.only_this").format(name="Roads"), exact=True).click()
    roads = [record for record in records if record["sector"] == "road"]
    check_counts(page, "status", roads)
    becomes(page, partial(counted, page), len(roads))
    expect(page).to_have_url(re.compile("sector=road"))
    assert complaints(page) == []
    panel(page).get_by_role("button", name=word("en", "legend.all"), exact=True).click()

    host.taken()
    show_tab(page, "projects")
    nowhere = panel(page).get_by_role("button", name=f"{word('en', 'unplaced.title')}: {UNPLACED}", exact=True)
    nowhere.click()
    expect(page.locator("#panel-body .entry")).to_have_count(UNPLACED)
    nowhere.click()
    sought = next(record for record in reversed(records) if record["sector"] == "rail")
    first_word, *_, last_word = sought["name_en"].split()
    page.get_by_role("searchbox").fill(f"{first_word} {last_word}")
    entry = page.locator(f"#panel-body .entry[data-id='{sought['id']}']")
    entry.click()
    expect(card(page).get_by_role("heading", level=2)).to_have_text(sought["name_en"])
    expect(card(page).get_by_text(sought["sources"][0]["title"])).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert 0 < sum(host.taken().values()) < VIEW
    use(page, "ru")
    expect(card(page).get_by_role("heading", level=2)).to_have_text(sought["name_ru"])
    assert complaints(page) == []
    page.go_back()
    expect(card(page)).to_have_count(0)


def test_what_is_missing_is_said_and_asked_for_again(open_page: Opener, host: Host, records: list[dict[str, Any]]):
    page = open_page.served(f"{host.address}#lang=kk&project={records[7]['id']}", allow_messages="404")
    expect(card(page).get_by_role("heading", level=2)).to_have_text(records[7]["name_kk"])
    page.keyboard.press("Escape")
    host.lacks = "texts/"
    go(page, 67.0, 49.0, 12)
    go(page, 69.28, 41.31, 12)
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text(word("kk", "split.failed"))
    assert complaints(page) == []
    host.lacks = ""
    host.taken()
    alert.get_by_role("button", name=word("kk", "split.again")).click()
    expect(alert).to_be_hidden()
    expect(page.locator(".leaflet-marker-pane .mark, .dot").first).to_be_visible()
    # Where few are in view each stands in the list, and the page says how many.
    go(page, 69.28, 41.31, 15)
    expect(page.locator("#panel-body .entry").first).to_be_visible()
    rests(page)
    told = page.locator("#panel-body .shown").inner_text()
    assert str(page.locator("#panel-body .entry").count()) in told
    page.wait_for_load_state("networkidle")
    assert sum(host.taken().values()) < VIEW
    page.set_viewport_size({"width": 390, "height": 844})
    assert complaints(page) == []


def test_from_disk_the_page_says_that_it_needs_a_server(open_page: Opener, site: Path):
    page = open_page(site / "index.html", language_hash="lang=uz")
    # It may ask its own server alone.
    policy = page.locator("meta[http-equiv]").get_attribute("content") or ""
    assert re.findall(r"connect-src [^;]*", policy) == ["connect-src 'self'"]
    expect(page.get_by_role("alert")).to_contain_text("python -m http.server")
    page.get_by_role("searchbox").fill("Toshkent")
    assert complaints(page) == []
