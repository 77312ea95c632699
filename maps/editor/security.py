"""The editor's security middleware: it lets through what this session's own page requests, and nothing else."""

from __future__ import annotations

from secrets import compare_digest
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse

from geo.messages import ENGLISH, Message, known_language, translated

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send
    from starlette.types import Message as Event

MAX_REQUEST_BYTES = 4 * 2**20
"""Bytes of the largest request body; a project takes some kilobytes."""

FILES = ("/import", "/photo")
"""Where a file comes in as it is, and not as JSON: one with projects, and a picture."""

MAX_FILE_BYTES = 64 * 2**20
"""Bytes of the largest such file; what reads it has bounds of its own."""

_JSON = "application/json"

RESPONSE_HEADERS = (
    (b"cache-control", b"no-store"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
)


class SecurityMiddleware:
    """An ASGI application that refuses what is not this session's own before the application behind it sees it.

    The whole body of a request is read here: at most MAX_REQUEST_BYTES, of a file MAX_FILE_BYTES.
    """

    def __init__(self, app: ASGIApp, port: int, token: str) -> None:
        """Take what is needed to tell this session's requests from others.

        app: the application behind; port: the server's own, which Host and Origin must name; token: what the query of
        the page's address, or the header x-coopmap-token of every other request, must hold.
        """
        self._app = app
        self._hosts = {f"{name}:{port}" for name in ("127.0.0.1", "localhost")}
        self._token = token.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it with one plain sentence."""
        if scope["type"] != "http":
            return
        send = _with_headers(send)
        refusal = self._refusal(scope)
        body = None if refusal else await _body(receive, _bounds(scope)[1])
        if refusal or body is None:
            status, reason = refusal or _too_large(scope)
            await PlainTextResponse(
                translated(reason, known_language(Headers(scope=scope).get("accept-language", ENGLISH))) + "\n",
                status,
                {"connection": "close"},
            )(scope, receive, send)
            return
        await self._app(scope, _replayed(body), send)

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        """The HTTP status and the sentence of a refusal, or None."""
        headers = Headers(scope=scope)
        host, origin = headers.get("host", ""), headers.get("origin")
        acts = scope["method"] not in ("GET", "HEAD")
        if host not in self._hosts:
            return 403, Message("This host is not served here.")
        if (acts and origin is None) or (origin is not None and origin != f"http://{host}"):
            return 403, Message("Another page may not ask here.")
        if not compare_digest(_token(scope, headers, acts=acts), self._token):
            return 403, Message("The address lacks this session's token; take the one that coopmap edit has printed.")
        media_type, limit = _bounds(scope)
        if acts and headers.get("content-type", "").partition(";")[0].strip() != media_type:
            return 415, (
                Message("What is asked here is asked in JSON.")
                if media_type == _JSON
                else Message("What is asked here is asked in plain bytes.")
            )
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > limit:
            return _too_large(scope)
        return None


def _token(scope: Scope, headers: Headers, *, acts: bool) -> bytes:
    """The token that a request carries: in its query when it only reads, else in a header, which no form can set."""
    if acts:
        return headers.get("x-coopmap-token", "").encode("utf-8", "replace")
    query = str(scope["query_string"], "latin-1")
    return parse_qs(query, errors="replace").get("token", [""])[0].encode("utf-8", "replace")


def _bounds(scope: Scope) -> tuple[str, int]:
    """(the media type of a request's body, most bytes of it)."""
    return ("application/octet-stream", MAX_FILE_BYTES) if scope["path"] in FILES else (_JSON, MAX_REQUEST_BYTES)


def _too_large(scope: Scope) -> tuple[int, str]:
    if scope["path"] in FILES:
        return 413, Message(
            "A file dropped here holds at most {max_file_bytes} MB; coopmap import takes more.",
            max_file_bytes=MAX_FILE_BYTES // 2**20,
        )
    return 413, Message("A request holds at most {max_request_bytes} MB.", max_request_bytes=MAX_REQUEST_BYTES // 2**20)


async def _body(receive: Receive, limit: int) -> bytes | None:
    """The whole body, or None when it is larger than the limit, in bytes."""
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > limit:
            return None
        if not message.get("more_body"):
            return bytes(body)


def _replayed(body: bytes) -> Receive:
    """A channel that gives the body that was read already, once."""
    events: list[Event] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Event:
        return events.pop() if events else {"type": "http.disconnect"}

    return receive


def _with_headers(send: Send) -> Send:
    async def send_with_headers(message: Event) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", ()), *RESPONSE_HEADERS]
        await send(message)

    return send_with_headers
