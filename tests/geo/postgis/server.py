"""A PostgreSQL with PostGIS for the tests: the system's own, in a folder of its own, on loopback, for one session."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

import psycopg

PASSWORD = "s3cret/päss#@:?"  # noqa: S105  of a server that lives for a minute; with all that an address must escape
QUOTED = "s3cret%2Fp%C3%A4ss%23%40%3A%3F"

_SETTINGS = {
    "fsync": "off",
    "shared_buffers": "16MB",
    "max_connections": "60",
    "listen_addresses": "127.0.0.1",
}


@dataclass(frozen=True)
class Server:
    """A running server."""

    port: int
    """Its port on 127.0.0.1."""

    def address(self, table: str = "projects", *, database: str = "maps", user: str = "keeper", rest: str = "") -> str:
        """The address of a table, password included."""
        return f"postgresql://{user}:{QUOTED}@127.0.0.1:{self.port}/{database}?table={table}{rest}"

    def sql(self, *statements: str, database: str = "maps") -> list[tuple[object, ...]]:
        """Run statements as its owner; the rows of the last."""
        with self.connection(database) as connection:
            for statement in statements:
                cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def connection(self, database: str = "maps") -> psycopg.Connection[tuple[object, ...]]:
        """A connection as its owner, each statement by itself."""
        return psycopg.connect(
            host="127.0.0.1", port=self.port, user="owner", password=PASSWORD, dbname=database, autocommit=True
        )


def why_none() -> str:
    """Why there can be no server here, "" when there can."""
    if sys.platform == "win32":
        return "servers are begun here as another user, which Windows has not"
    programs = _programs()
    if programs is None:
        return "PostgreSQL's initdb is not installed"
    shared = subprocess.run([programs / "pg_config", "--sharedir"], capture_output=True, text=True, check=False)
    # Debian has pg_config with the development files alone: then its folder is known.
    folder = (
        Path(shared.stdout.strip()) if shared.returncode == 0 else Path("/usr/share/postgresql", programs.parts[-2])
    )
    return "" if (folder / "extension" / "postgis.control").is_file() else "PostGIS is not installed"


def _programs() -> Path | None:
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parts[-2]), reverse=True)
    on_path = shutil.which("initdb")
    candidates = [*folders, *([Path(on_path).resolve().parent] if on_path else [])]
    return next((folder for folder in candidates if (folder / "initdb").is_file()), None)


@contextmanager
def running() -> Iterator[Server]:
    """A server with the databases maps, with PostGIS, and plain, without; the roles owner, keeper and reader."""
    programs = _programs()
    assert programs is not None
    user = _user()
    with tempfile.TemporaryDirectory(prefix="coopmap-pg-") as text:
        folder = Path(text)
        (folder / "password").write_text(PASSWORD, encoding="utf-8")
        for path in (folder, folder / "password"):
            shutil.chown(path, user)
        options = ["-U", "owner", "-A", "scram-sha-256", "-E", "UTF8", "--locale=C", "--no-sync", "--wal-segsize=1"]
        _run([programs / "initdb", "-D", folder / "data", "--pwfile", folder / "password", *options], user)
        port = _free_port()
        settings = [f"-c{name}={value}" for name, value in _SETTINGS.items()]
        line: list[str | Path] = [
            programs / "postgres",
            "-D",
            folder / "data",
            "-p",
            str(port),
            "-k",
            folder,
            *settings,
        ]
        with (folder / "log").open("w", encoding="utf-8") as log:
            process = subprocess.Popen(line, stdout=log, stderr=log, stdin=subprocess.DEVNULL, **_as(user))
        try:
            server = Server(port)
            _wait(server, process, folder / "log")
            server.sql("CREATE DATABASE maps", "CREATE DATABASE plain", database="postgres")
            roles = [f"CREATE ROLE {role} LOGIN PASSWORD '{PASSWORD}'" for role in ("keeper", "reader")]
            server.sql("CREATE EXTENSION postgis", *roles, "GRANT CREATE ON SCHEMA public TO keeper")
            yield server
        finally:
            process.send_signal(signal.SIGINT)  # cuts off what tests left connected
            process.wait(20)


def _user() -> str:
    """Who runs it: PostgreSQL refuses root."""
    import pwd  # Windows has none

    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid()).pw_name
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


class _Identity(TypedDict, total=False):
    """Who a process runs as."""

    user: str
    group: int
    extra_groups: list[int]


def _as(user: str) -> _Identity:
    if os.geteuid() != 0:
        return {}
    import pwd

    return {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []}


def _run(line: list[str | Path], user: str) -> None:
    done = subprocess.run(line, capture_output=True, text=True, check=False, **_as(user))
    assert done.returncode == 0, done.stderr


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _wait(server: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + 30
    while True:
        try:
            server.connection("postgres").close()
            return
        except psycopg.OperationalError:
            assert process.poll() is None, log.read_text(encoding="utf-8")
            assert time.monotonic() < until, log.read_text(encoding="utf-8")
            time.sleep(0.05)
