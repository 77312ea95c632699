"""Refuses every connection that leaves this machine, in the tests and in the commands that they start."""

from __future__ import annotations

import ipaddress
import sys
from typing import Any


class NetworkRefused(Exception):
    """Something tried to reach the network."""


def _is_near(host: object) -> bool:
    """Whether a host name or address is this machine."""
    name = host.decode(errors="replace") if isinstance(host, bytes) else host
    if name in (None, "", "localhost"):
        return True
    try:
        return ipaddress.ip_address(str(name)).is_loopback
    except ValueError:
        return False


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    """An audit hook: Python calls it before each of these, also from C code. It cannot be taken back."""
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        address = arguments[1]
        near = not isinstance(address, tuple) or _is_near(address[0])
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        address = arguments[0]
        near = _is_near(address)
    else:
        return
    if not near:
        raise NetworkRefused(f"{event} to {address!r}: tests and commands need no network.")


sys.addaudithook(_refuse)
