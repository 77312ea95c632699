"""`coopmap edit`: the page with the editor in it, for one browser on this machine."""

from __future__ import annotations

import json
import os
import socket
import sys
import zlib
from dataclasses import dataclass
from secrets import token_urlsafe
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

import geo
from geo import CoopmapError
from geo.io import files
from maps.editor.dropped_file import DroppedFile
from maps.editor.security import FILES, Guard
from maps.editor.service import Answer, Desk
from maps.page.folium_map import render_page

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from starlette.requests import Request
    from starlette.types import ASGIApp

Ask = dict[str, Any]

LONGEST_NAME = 255
"""Characters of a dropped file's name that are told again."""


class _StrangeError(Exception):
    """What was asked is not what the editor's page asks."""


@dataclass(frozen=True)
class Session:
    """One editing: a socket of this machine alone, a token that only the printed address holds, and a layer.

    notify is called with a sentence for each picture that the page leaves out.
    """

    desk: Desk
    language: str | None
    token: str
    listening: socket.socket
    notify: Callable[[str], object] | None = None

    @property
    def port(self) -> int:
        """The port that the system has given, or that was asked for."""
        return int(self.listening.getsockname()[1])

    @property
    def address(self) -> str:
        """What the browser opens."""
        return f"http://127.0.0.1:{self.port}/?token={self.token}"

    def run(self) -> None:
        """Serve until the user ends it."""
        import uvicorn

        config = uvicorn.Config(
            _app(self), log_level="critical", access_log=False, server_header=False, lifespan="off", ws="none",
            timeout_graceful_shutdown=2,
        )  # fmt: skip
        uvicorn.Server(config).run(sockets=[self.listening])


def session(
    desk: Desk,
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
            return Session(desk, language, token_urlsafe(24), _listening(_own_port(desk)), notify)
        except OSError:
            port = 0
    try:
        return Session(desk, language, token_urlsafe(24), _listening(port), notify)
    except OSError as error:
        raise CoopmapError(f"Port {port} cannot be had ({error.strerror}); --port 0 takes any that is free.") from None


def _own_port(desk: Desk) -> int:
    """A port that follows from the layer's path, among those that are nobody's by agreement."""
    return 49152 + zlib.crc32(os.path.realpath(desk.path).encode("utf-8", "surrogateescape")) % 16384


def _listening(port: int) -> socket.socket:
    found = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if sys.platform != "win32":  # there the option would let two listen at one port
            found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind(("127.0.0.1", port))
        found.listen()
    except OSError:
        found.close()
        raise
    return found


def _app(session: Session) -> ASGIApp:
    """The routes behind their guard; there are no others."""
    desk = session.desk
    dropped = DroppedFile(desk)
    asks: dict[str, Callable[[Ask], Answer]] = {
        "open": lambda ask: desk.open(_text(ask, "id")),
        "find": lambda ask: desk.find(_text(ask, "text")),
        "at": lambda ask: desk.at(_degrees(ask, "lon"), _degrees(ask, "lat")),
        "todo": lambda _: desk.to_do(),
        "take": lambda ask: dropped.take(_text(ask, "key")),
        "check": lambda ask: desk.check(_feature(ask, "feature"), _maybe(ask, "based_on")),
        "save": lambda ask: desk.save(_feature(ask, "feature"), _maybe(ask, "based_on")),
        "remove": lambda ask: desk.remove(_feature(ask, "based_on")),
        "undo": lambda ask: desk.undo(again=ask.get("again") is True),
        "draft": lambda ask: desk.keep(_text(ask, "id"), _record(ask["draft"]) if ask.get("draft") else None),
    }

    async def page(_: Request) -> Response:
        try:
            return HTMLResponse(await run_in_threadpool(_page, session))
        except CoopmapError as error:
            return PlainTextResponse(f"{error}\n", 500)

    routes = [Route("/", page, methods=["GET"])]
    routes += [Route(f"/{name}", _answering(act), methods=["POST"]) for name, act in asks.items()]
    routes.append(Route(FILES, _receiving(dropped), methods=["POST"]))
    served = Starlette(routes=routes)
    served.router.redirect_slashes = False
    return Guard(served, session.port, session.token)


def _page(session: Session) -> str:
    desk = session.desk
    beside = desk.path.with_name
    html: str = render_page(
        desk.layer(),
        language=session.language,
        indicators=geo.read_indicators(beside("indicators.json")),
        milestones=geo.read_milestones(beside("milestones.json")),
        story=geo.read_story(beside("story.json")),
        editor={"token": session.token, "file": desk.path.name, "drafts": desk.drafts()},
        notify=session.notify,
    )
    return html


def _answering(act: Callable[[Ask], Answer]) -> Callable[[Request], Any]:
    """A route that reads JSON, acts in a thread of its own, for files are slow, and answers JSON."""

    async def answer(request: Request) -> Response:
        try:
            done = await run_in_threadpool(act, _asked(await request.body()))
        except _StrangeError:
            return PlainTextResponse("This is no JSON that the editor asks with.\n", 400)
        except CoopmapError as error:
            done = Answer({"said": [str(error)]}, 422)
        return _json(done)

    return answer


def _receiving(dropped: DroppedFile) -> Callable[[Request], Any]:
    """A route that takes a file's bytes; the header x-coopmap-file has its name as an address spells it."""

    async def answer(request: Request) -> Response:
        name = unquote(request.headers.get("x-coopmap-file", ""), errors="replace")[:LONGEST_NAME] or "the file"
        done = await run_in_threadpool(dropped.preview, name, await request.body())
        return _json(done)

    return answer


def _json(done: Answer) -> Response:
    """All but ASCII as escapes: a lone surrogate has no other form."""
    return Response(json.dumps(done.value), done.status, media_type="application/json")


def _asked(body: bytes) -> Ask:
    """What is asked: JSON as a layer holds it, without numbers beyond all bounds, a key twice, or a hundred levels."""
    try:
        return _record(files.parse(files.decode("the request", body), "the request"))
    except CoopmapError:
        raise _StrangeError from None


def _record(value: Any) -> Ask:
    if not isinstance(value, dict):
        raise _StrangeError
    return value


def _text(ask: Mapping[str, Any], key: str) -> str:
    value = ask.get(key)
    if not isinstance(value, str):
        raise _StrangeError
    return value


def _degrees(ask: Mapping[str, Any], key: str) -> float:
    value = ask.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= 180:
        raise _StrangeError
    return float(value)


def _feature(ask: Mapping[str, Any], key: str) -> Ask:
    """A Feature: its properties a record, its geometry a record or null."""
    feature = _record(ask.get(key))
    _record(feature.get("properties"))
    if feature.get("geometry") is not None:
        _record(feature["geometry"])
    return feature


def _maybe(ask: Mapping[str, Any], key: str) -> Ask | None:
    return None if ask.get(key) is None else _record(ask[key])
