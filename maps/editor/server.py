"""`coopmap edit`: the page with the editor in it, for one browser on this machine."""

from __future__ import annotations

import json
import os
import socket
import sys
import zlib
from dataclasses import dataclass
from functools import partial
from secrets import token_urlsafe
from typing import TYPE_CHECKING
from urllib.parse import unquote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

import geo
from geo import CoopmapError, Problem
from geo.errors import plain, system_reason
from geo.io import files
from geo.messages import ENGLISH, Message, known_language, translated
from maps.editor import photographs
from maps.editor.dropped_file import DroppedFile
from maps.editor.security import FILES, SecurityMiddleware
from maps.editor.service import EditorResponse, EditorService, JsonObject, finding_json
from maps.page.render import render_page

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    import uvicorn
    from starlette.requests import Request
    from starlette.types import ASGIApp


KEEP_ALIVE_S = 300
"""Seconds that a connection stays open without a request: who types is not told that the editor is gone."""

MAX_NAME = 255
"""Characters of a dropped file's name that are told again."""


class _BadRequestError(Exception):
    """A request that the editor's page does not make."""


@dataclass(frozen=True)
class Session:
    """One editing of one layer, for one browser on this machine."""

    service: EditorService
    """What is done to the layer."""

    language: str | None
    """The tag of the language that the page opens in; None leaves it to the page."""

    token: str
    """The secret of this session, which only the printed address holds."""

    listener: socket.socket
    """A listening socket of the loopback address."""

    notify: Callable[[str], object] | None = None
    """Called with a sentence for each picture that the page leaves out."""

    @property
    def port(self) -> int:
        """The port that was asked for, or that the system has given."""
        return int(self.listener.getsockname()[1])

    @property
    def address(self) -> str:
        """The URL for the browser, token included."""
        return f"http://127.0.0.1:{self.port}/?token={self.token}"

    def run(self) -> None:
        """Serve until the user ends it."""
        self.server().run(sockets=[self.listener])

    def server(self) -> uvicorn.Server:
        """What serves the page, not yet running."""
        import uvicorn

        config = uvicorn.Config(
            application(self), log_level="critical", access_log=False, server_header=False, lifespan="off", ws="none",
            timeout_graceful_shutdown=2,
            timeout_keep_alive=KEEP_ALIVE_S,
        )  # fmt: skip
        return uvicorn.Server(config)


def session(
    service: EditorService,
    *,
    language: str | None = None,
    port: int | None = None,
    notify: Callable[[str], object] | None = None,
) -> Session:
    """A new session on a port of the loopback address; 0 for any that is free.

    Without a port a layer has one of its own as long as that is free: the browser then finds what it remembers of a
    draft when the editing begins anew. Raises CoopmapError when the port is taken.
    """
    if port is None:
        try:
            return Session(service, language, token_urlsafe(24), _listener(_own_port(service)), notify)
        except OSError:
            port = 0
    try:
        return Session(service, language, token_urlsafe(24), _listener(port), notify)
    except OSError as error:
        raise CoopmapError(
            Message(
                "Port {port} cannot be had ({error}); --port 0 takes any that is free.",
                port=port,
                error=system_reason(error),
            )
        ) from None


def _own_port(service: EditorService) -> int:
    """A port that follows from the layer's path, among those that are nobody's by agreement."""
    return 49152 + zlib.crc32(os.path.realpath(service.path).encode("utf-8", "surrogateescape")) % 16384


def _listener(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if sys.platform != "win32":  # there the option would let two listen at one port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        listener.listen()
    except OSError:
        listener.close()
        raise
    return listener


def application(session: Session) -> ASGIApp:
    """The page and the actions of a session behind its security middleware; there are no other routes."""
    service = session.service
    dropped = DroppedFile(service)
    actions: dict[str, Callable[[JsonObject], EditorResponse]] = {
        "open": lambda request: service.open(_text(request, "id")),
        "find": lambda request: service.find(_text(request, "text")),
        "at": lambda request: service.at(_degrees(request, "lon"), _degrees(request, "lat")),
        "todo": lambda _: service.to_do(),
        "take": lambda request: dropped.take(_text(request, "key")),
        "check": lambda request: service.check(_feature(request, "feature"), _optional(request, "based_on")),
        "save": lambda request: service.save(_feature(request, "feature"), _optional(request, "based_on")),
        "remove": lambda request: service.remove(_feature(request, "based_on")),
        "undo": lambda request: service.undo(again=request.get("again") is True),
        "draft": lambda request: service.keep_draft(_text(request, "id"), _optional(request, "draft")),
    }

    async def page(_: Request) -> Response:
        try:
            return HTMLResponse(await run_in_threadpool(_page, session))
        except CoopmapError as error:
            return PlainTextResponse(f"{error}\n", 500)

    routes = [Route("/", page, methods=["GET"])]
    routes += [Route(f"/{name}", _endpoint(action), methods=["POST"]) for name, action in actions.items()]
    receive = (dropped.preview, partial(photographs.store, service))
    receivers: Iterable[tuple[str, Callable[[str, bytes], EditorResponse]]] = zip(FILES, receive, strict=True)
    routes += [Route(path, _receiver(act), methods=["POST"]) for path, act in receivers]
    app = Starlette(routes=routes, exception_handlers={Exception: _fault})
    app.router.redirect_slashes = False
    return SecurityMiddleware(app, session.port, session.token)


async def _fault(_: Request, error: Exception) -> Response:
    """A fault of coopmap's own, as a sentence that can be reported."""
    message = Message(
        "coopmap met a fault of its own ({name}: {error}). Please report it.", name=type(error).__name__, error=error
    )
    return _json(EditorResponse({"messages": [plain(message)]}, 500))


def _page(session: Session) -> str:
    service = session.service
    beside = service.path.with_name
    return render_page(
        service.layer(),
        language=session.language,
        indicators=geo.read_indicators(beside("indicators.json")),
        milestones=geo.read_milestones(beside("milestones.json")),
        story=geo.read_story(beside("story.json")),
        editor={"token": session.token, "file": service.path.name, "drafts": service.drafts()},
        notify=session.notify,
    )


def _endpoint(action: Callable[[JsonObject], EditorResponse]) -> Callable[[Request], Awaitable[Response]]:
    """A route that reads JSON, acts in a thread of its own, for files are slow, and responds in JSON."""

    async def respond(request: Request) -> Response:
        try:
            response = await run_in_threadpool(action, _parsed(await request.body()))
        except _BadRequestError:
            return PlainTextResponse("This is no JSON that the editor asks with.\n", 400)
        except CoopmapError as error:
            response = EditorResponse({"messages": [error.sentence]}, 422)
        return _json(response, _language(request))

    return respond


def _receiver(receive: Callable[[str, bytes], EditorResponse]) -> Callable[[Request], Awaitable[Response]]:
    """A route that takes a file's bytes; the header x-coopmap-file has its name as an address spells it."""

    async def respond(request: Request) -> Response:
        name = unquote(request.headers.get("x-coopmap-file", ""), errors="replace")[:MAX_NAME] or "the file"
        return _json(await run_in_threadpool(receive, name, await request.body()), _language(request))

    return respond


def _language(request: Request) -> str:
    """The language of the page, which it names as any browser does, where messages are there in it."""
    return known_language(request.headers.get("accept-language", ENGLISH))


def _json(response: EditorResponse, language: str = ENGLISH) -> Response:
    """Messages and findings in a language; all but ASCII as escapes: a lone surrogate has no other form."""
    body = dict(response.body)
    if isinstance(messages := body.get("messages"), list):
        body["messages"] = [translated(message, language) for message in messages]

    def said(value: object) -> JsonObject:
        if isinstance(value, Problem):
            return finding_json(value, language)
        raise TypeError(f"{type(value).__name__} is no JSON")

    return Response(json.dumps(body, default=said), response.status, media_type="application/json")


def _parsed(body: bytes) -> JsonObject:
    """A request's JSON, by a layer's own bounds: no number out of range, no key twice, no hundred levels."""
    try:
        return _object(files.parse(files.decode("the request", body), "the request"))
    except CoopmapError:
        raise _BadRequestError from None


def _object(value: object) -> JsonObject:
    if not isinstance(value, dict):
        raise _BadRequestError
    return value


def _text(request: JsonObject, key: str) -> str:
    value = request.get(key)
    if not isinstance(value, str):
        raise _BadRequestError
    return value


def _feature(request: JsonObject, key: str) -> JsonObject:
    """A Feature: its properties an object, its geometry an object or null."""
    feature = _object(request.get(key))
    _object(feature.get("properties"))
    _optional(feature, "geometry")
    return feature


def _optional(request: JsonObject, key: str) -> JsonObject | None:
    return None if request.get(key) is None else _object(request[key])


def _degrees(request: JsonObject, key: str) -> float:
    value = request.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= 180:
        raise _BadRequestError
    return float(value)
