"""Requests thrown at the editor as its server gets them (ASGI), without a socket: an answer in JSON or one sentence."""

from __future__ import annotations

import asyncio
import json
import socket
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geo
from maps.editor import server
from maps.editor.service import EditorService
from tests.geo.samples import feature

if TYPE_CHECKING:
    from starlette.types import ASGIApp

ROUTES = ("open", "find", "at", "todo", "take", "check", "save", "remove", "draft", "undo")

KNOWN = {200, 400, 403, 404, 405, 409, 413, 415, 422}
"""What may be answered; 500 is a fault of the editor's own."""

BASE = feature()

SOUND = json.dumps(
    {"feature": BASE, "based_on": BASE, "id": "x", "text": "Nukus", "again": False, "lon": 71, "lat": 51, "key": "x"}
).encode()
"""What every route finds something in."""

LOOP = ThreadPoolExecutor(1)


@dataclass
class Ear:
    """An editor of a layer in a folder of its own, and what it answers."""

    folder: tempfile.TemporaryDirectory[str] = field(default_factory=tempfile.TemporaryDirectory)

    def __post_init__(self) -> None:
        self.path = Path(self.folder.name) / "layer.geojson"
        self.reset()
        self.session = server.Session(EditorService(self.path), "en", "token", socket.socket())
        self.session.listener.bind(("127.0.0.1", 0))
        self.app: ASGIApp = server.application(self.session)
        self.host = f"127.0.0.1:{self.session.port}"

    def reset(self) -> None:
        """The layer as it was."""
        self.path.write_text(geo.text(geo.Layer((BASE,))), encoding="utf-8")

    @property
    def headers(self) -> dict[str, str]:
        """What the editor's own page sends."""
        own = {"origin": f"http://{self.host}", "x-coopmap-token": "token", "content-type": "application/json"}
        return {"host": self.host, **own}

    def request(
        self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None, query: bytes = b""
    ) -> tuple[int, bytes]:
        """(status, body) of an answer."""
        sent: list[Any] = []
        given = self.headers if headers is None else headers
        scope = {
            "type": "http",
            "http_version": "1.1",
            "method": method,
            "path": path,
            "raw_path": path.encode("utf-8", "replace"),
            "root_path": "",
            "scheme": "http",
            "query_string": query,
            "headers": [
                (name.lower().encode("latin-1"), value.encode("utf-8", "replace")) for name, value in given.items()
            ],
            "client": ("127.0.0.1", 1),
            "server": ("127.0.0.1", self.session.port),
        }
        asked = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive() -> Any:
            return asked.pop() if asked else {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            sent.append(message)

        # In a thread of its own: where Playwright runs too, this one has a loop already.
        LOOP.submit(lambda: asyncio.run(self.app(scope, receive, send))).result()  # type: ignore[arg-type]
        return sent[0]["status"], b"".join(one.get("body", b"") for one in sent)

    def ask(self, what: str, value: Any) -> tuple[int, Any]:
        """(status, JSON) of what the page asks."""
        status, body = self.request("POST", f"/{what}", json.dumps(value).encode())
        return status, json.loads(body) if body.startswith(b"{") else body.decode()


@cache
def ear() -> Ear:
    """One for all."""
    return Ear()


def ask_it(method: str, path: str, body: bytes, headers: dict[str, str] | None = None, query: bytes = b"") -> int:
    """Ask; whatever is answered is JSON or one sentence, and the layer is as it was or one without errors."""
    before = ear().path.read_bytes()
    status, told = ear().request(method, path, body, headers, query)
    assert status in KNOWN, (status, told[:200])
    if told.startswith(b"{"):
        json.loads(told, parse_constant=_refuse)
    elif not told.startswith(b"<!DOCTYPE html>"):
        assert told.count(b"\n") <= 1
        assert told.decode().strip().isprintable()
    if ear().path.read_bytes() != before:
        assert (status, method) == (200, "POST")
        assert path in ("/save", "/remove", "/undo")
        assert not [one for one in geo.check(geo.read(ear().path)) if one.level == "error"]
    return status


def _refuse(name: str) -> Any:
    raise AssertionError(f"{name} is no JSON")


def ask_any(data: bytes) -> None:
    """Ask one of the routes, chosen by the first byte, with the rest as its body."""
    ask_it("POST", f"/{ROUTES[data[0] % len(ROUTES)]}" if data else "/", data[1:])
