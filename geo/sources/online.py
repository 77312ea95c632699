"""Asking an address whether its document still stands: the one module of coopmap that opens a connection by itself.

It is asked in a child process with bounds on memory and time, four addresses at once.
"""

from __future__ import annotations

import ipaddress
import socket
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from html.parser import HTMLParser
from http import HTTPStatus
from typing import TYPE_CHECKING, Literal
from urllib.parse import urljoin, urlsplit

from geo.errors import CoopmapError
from geo.messages import Message, as_plain, from_plain
from geo.sandbox import process

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from requests import Response, Session

State = Literal["stands", "moved", "gone", "refused", "unreachable", "local"]

SECONDS = 25
"""Seconds that one address may take, redirects too."""

WAIT_S = (5, 10)
"""Seconds for the connection, and from one byte to the next."""

HOPS = 6
"""Most redirects that are followed."""

PAGE = 512 * 1024
"""Bytes of a page in which its title is looked for."""

AT_ONCE = 4
"""Addresses that are asked at the same time."""

_HEADERS = {
    "User-Agent": "Mozilla/5.0 (compatible; coopmap; checks whether cited documents still stand)",
    "Accept": "text/html, */*",
    "Accept-Encoding": "identity",  # a page that unpacks to more than it is would count against the bound
}
_GONE = (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)
_FOR_GOOD = (HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT)


@dataclass(frozen=True, slots=True)
class Reply:
    """What an address answers.

    state: stands; moved (for good, to `url`); gone (404, 410); refused (another status: it may stand for people);
    unreachable (no answer in time, no such host, a broken certificate); local (of a private network, not asked);
    status: of HTTP, 0 without an answer; url: where the document was found in the end; title: of the page, or "";
    why: for a reader, such as "no answer within 25 s".
    """

    state: State
    status: int = 0
    url: str = ""
    title: str = ""
    why: str = ""


def ask(addresses: Iterable[str], *, private: bool = False) -> Iterator[tuple[str, Reply]]:
    """Each address with what it answers, in their order. private: addresses of private networks are asked too.

    Nothing but the address and the program's name is sent: no cookies, no passwords.
    """
    with ThreadPoolExecutor(AT_ONCE) as pool:
        listed = list(addresses)
        yield from zip(listed, pool.map(lambda url: _asked(url, private), listed), strict=True)


def _asked(url: str, private: bool) -> Reply:
    allowed = process.Bounds(process.bounds().memory, SECONDS)
    try:
        fields = process.call(url, "geo.sources.online:reply", url, private, allowed=allowed)
        return Reply(**{**fields, "why": from_plain(fields["why"])})
    except (CoopmapError, ValueError):
        return Reply("unreachable", why=Message("no answer within {seconds} s", seconds=SECONDS))


# In the child process


def reply(url: str, private: bool) -> dict[str, object]:
    """The fields of the Reply of an address, as plain data."""
    answer = _reply(url, private)
    return {**asdict(answer), "why": as_plain(answer.why)}


def _reply(url: str, private: bool) -> Reply:
    import requests

    with requests.Session() as session:
        session.auth = lambda request: request  # passwords of ~/.netrc are for nobody here
        try:
            return _followed(session, url, private)
        except requests.exceptions.SSLError:
            return Reply("unreachable", why=Message("its certificate is not valid"))
        except requests.exceptions.Timeout:
            return Reply("unreachable", why=Message("no answer in time"))
        except (requests.exceptions.RequestException, OSError, ValueError):
            return Reply("unreachable", why=Message("no connection"))


def _followed(session: Session, url: str, private: bool) -> Reply:
    """The answer after redirects; the document has moved only where each of them holds for good."""
    here, for_good = url, True
    for _ in range(HOPS):
        if not private and _is_private(here):
            return Reply("local", url=here, why=Message("an address of a private network"))
        with session.get(here, timeout=WAIT_S, allow_redirects=False, stream=True, headers=_HEADERS) as response:
            target = response.headers.get("Location") if response.is_redirect else None
            if target is None:
                return _judged(response, here, moved=here != url and for_good)
            for_good = for_good and response.status_code in _FOR_GOOD
            here = urljoin(here, target)
        if urlsplit(here).scheme not in ("http", "https"):
            return Reply("unreachable", url=here, why=Message("it leads to an address that is no web page"))
    return Reply("unreachable", url=here, why=Message("more than {hops} redirects", hops=HOPS))


def _judged(response: Response, url: str, *, moved: bool) -> Reply:
    status = response.status_code
    if status in _GONE:
        return Reply("gone", status, url, why=Message("the site answers {status}", status=status))
    if status != HTTPStatus.OK:
        return Reply(
            "refused", status, url, why=Message("the site answers {status}; look with a browser", status=status)
        )
    return Reply("moved" if moved else "stands", status, url, _title(response))


def _title(response: Response) -> str:
    if "html" not in response.headers.get("Content-Type", "") or response.headers.get("Content-Encoding"):
        return ""
    data = b""
    while len(data) < PAGE and (part := response.raw.read1(PAGE - len(data))):
        data += part
    page = _Titles()
    page.feed(data.decode(_charset(response, data), "replace"))
    return " ".join(page.title.split())[:400]


def _charset(response: Response, data: bytes) -> str:
    import codecs

    declared = response.headers.get("Content-Type", "").rpartition("charset=")[2].strip("\"' ").lower()
    for name in (declared, "windows-1251" if b"windows-1251" in data[:2048].lower() else "utf-8"):
        try:
            return codecs.lookup(name).name
        except LookupError:
            continue
    return "utf-8"


def _is_private(url: str) -> bool:
    """Whether the name of an address stands for a machine that is not on the public network."""
    parts = urlsplit(url)
    try:
        names = socket.getaddrinfo(parts.hostname, parts.port or 443, proto=socket.IPPROTO_TCP)
    except OSError:
        return False  # unknown here; a proxy may know it
    return any(not ipaddress.ip_address(str(name[4][0]).partition("%")[0]).is_global for name in names)


class _Titles(HTMLParser):
    """The text of a page's first title."""

    def __init__(self) -> None:
        super().__init__()
        self.title = ""
        self._state: Literal["before", "in", "after"] = "before"

    def handle_starttag(self, tag: str, _attrs: object) -> None:
        if tag == "title" and self._state == "before":
            self._state = "in"

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self._state = "after"

    def handle_data(self, data: str) -> None:
        if self._state == "in":
            self.title += data
