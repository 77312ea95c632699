"""The guards of the other tests: a page that asks for something, or complains, does not go unseen."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser import Opener
from tests.command_line import OFFLINE

PAGE = "<!doctype html><meta charset=utf-8><title>t</title>"


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        ("<img src=https://example.com/a.png>", "request to https://example.com/a.png"),
        ("<script src=beside.js></script>", "beside.js"),
        ("<script>fetch('https://example.com/b').catch(() => 0)</script>", "request to https://example.com/b"),
        ("<script>new WebSocket('wss://example.com/c')</script>", "web socket to wss://example.com/c"),
        ("<script>console.warn('careful')</script>", "console warning: careful"),
        ("<script>console.error('bad')</script>", "console error: bad"),
        ("<script>throw new Error('worse')</script>", "page error: worse"),
        ("<script>Promise.reject(new Error('late'))</script>", "page error: late"),
    ],
)
def test_a_page_that_asks_or_complains_is_reported(chromium: Browser, tmp_path: Path, body: str, complaint: str):
    opener = Opener(chromium, tmp_path)
    page = opener(PAGE + body)
    page.wait_for_load_state("networkidle")
    assert complaint in "\n".join(opener.close())


def test_a_quiet_page_is_not_reported(open_page: Opener):
    page = open_page(PAGE + "<img src=data:image/gif;base64,R0lGODlhAQABAAAAACw=><script>console.log(1)</script>")
    assert page.title() == "t"


def test_the_window_and_the_fragment_are_those_asked_for(open_page: Opener):
    page = open_page(PAGE, width=390, height=844, language_hash="lang=ru")
    assert page.evaluate("[innerWidth, innerHeight, location.hash]") == [390, 844, "#lang=ru"]


def test_an_allowed_request_is_answered_with_a_pixel(open_page: Opener):
    page = open_page(
        PAGE + "<img src=https://tile.example.com/1/2/3.png>", allow_requests=r"^https://tile\.example\.com/"
    )
    assert page.evaluate("document.images[0].naturalWidth") == 1
    assert open_page.answered == ["https://tile.example.com/1/2/3.png"]


def test_an_allowed_message_is_not_reported(open_page: Opener):
    open_page(PAGE + "<script>console.error('Refused to load')</script>", allow_messages="^Refused")


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("example.com", 80), ("2001:db8::1", 80)])
def test_python_reaches_no_other_machine(address: tuple[str, int]):
    with pytest.raises(Exception, match="need no network"):
        socket.create_connection(address, timeout=1)


def test_python_reaches_this_machine():
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname(), timeout=1):
        pass


def test_a_command_started_by_a_test_reaches_no_other_machine():
    line = "import socket; socket.create_connection(('192.0.2.1', 80), timeout=1)"
    done = subprocess.run(
        [sys.executable, "-c", line], env={"PYTHONPATH": str(OFFLINE)}, capture_output=True, check=False
    )
    assert b"need no network" in done.stderr
