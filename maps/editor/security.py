"""The editor's door: it lets in what this session's own page asks, and nothing else."""

from __future__ import annotations

from secrets import compare_digest
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BYTES = 4 * 2**20
"""Most bytes of a request's body: a project takes some kilobytes."""

FILES = "/import"
"""Where a file comes in as it is, and not as JSON."""

MOST_FILE_BYTES = 64 * 2**20
"""Most bytes of such a file; what reads it has bounds of its own."""

ANSWER_HEADERS = (
    (b"cache-control", b"no-store"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
)


class Guard:
    """An application behind the door.

    port: the server's own, which Host and Origin must name; token: what the page's address, or the header
    x-coopmap-token of what it asks, must hold. A body is read here, up to MOST_BYTES, that of a file up to
    MOST_FILE_BYTES, before the application sees it.
    """

    def __init__(self, app: ASGIApp, port: int, token: str) -> None:
        self._app = app
        self._hosts = {f"{name}:{port}" for name in ("127.0.0.1", "localhost")}
        self._token = token.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it with a plain sentence."""
        if scope["type"] != "http":
            return
        send = _with_headers(send)
        refused = self._refusal(scope)
        body = None if refused else await _body(receive, _bounds(scope)[1])
        if refused or body is None:
            code, reason = refused or _too_large(scope)
            await PlainTextResponse(reason + "\n", code, {"connection": "close"})(scope, receive, send)
            return
        await self._app(scope, _once(body), send)

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        headers = Headers(scope=scope)
        host, origin = headers.get("host", ""), headers.get("origin")
        asks = scope["method"] not in ("GET", "HEAD")
        if host not in self._hosts:
            return 403, "This host is not served here."
        if (asks and origin is None) or (origin is not None and origin != f"http://{host}"):
            return 403, "Another page may not ask here."
        if not compare_digest(self._given(scope, headers, asks), self._token):
            return 403, "The address lacks this session's token; take the one that coopmap edit has printed."
        kind, most = _bounds(scope)
        if asks and headers.get("content-type", "").partition(";")[0].strip() != kind:
            return 415, f"What is asked here is asked in {'JSON' if kind == _JSON else 'plain bytes'}."
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > most:
            return _too_large(scope)
        return None

    @staticmethod
    def _given(scope: Scope, headers: Headers, asks: bool) -> bytes:
        if asks:
            return headers.get("x-coopmap-token", "").encode("utf-8", "replace")
        query = str(scope["query_string"], "latin-1")
        return parse_qs(query, errors="replace").get("token", [""])[0].encode("utf-8", "replace")


_JSON = "application/json"


def _bounds(scope: Scope) -> tuple[str, int]:
    """(the type of a request's body, most bytes of it)."""
    return ("application/octet-stream", MOST_FILE_BYTES) if scope["path"] == FILES else (_JSON, MOST_BYTES)


def _too_large(scope: Scope) -> tuple[int, str]:
    if scope["path"] == FILES:
        return (
            413,
            f"A file dropped here holds at most {MOST_FILE_BYTES // 2**20} MB; coopmap import takes more.",
        )
    return 413, f"A request holds at most {MOST_BYTES // 2**20} MB."


async def _body(receive: Receive, most: int) -> bytes | None:
    """The whole body, or None when there is more of it than may be."""
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > most:
            return None
        if not message.get("more_body"):
            return bytes(body)


def _once(body: bytes) -> Receive:
    messages: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Message:
        return messages.pop() if messages else {"type": "http.disconnect"}

    return receive


def _with_headers(send: Send) -> Send:
    async def answer(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", ()), *ANSWER_HEADERS]
        await send(message)

    return answer
