"""The sandbox: a stranger's file is read in a child process, with bounds on memory, time and written bytes.

`call` runs a function of ours in the child and returns its plain data; `stream` yields what a generator of ours yields.
What a file does to a library, an end of the process too, is done to the child; the parent raises one plain sentence.
The system's limits hold where there are any (`geo.sandbox.child`); a watchdog in the parent holds everywhere.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import signal
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

from geo.errors import CoopmapError, ReadError, plain, show
from geo.messages import Message, from_plain
from geo.sandbox import wire

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import BinaryIO

    import psutil

    from geo.model.geojson import Json

MEMORY = 2 * 2**30
"""Bytes of memory that reading a file may take unless more is allowed, and as many of temporary files."""

LEAST = 256 * 2**20
"""What the libraries themselves need."""

SECONDS = 60
"""Seconds that it may take until it hands something over, unless more are allowed."""

REPLY = 1 / 8
"""Of the memory the share that one reply may take as JSON: as Python's values it takes about eight times that."""

BROKEN = Message("broke what reads it: it is damaged, or made to do harm.")
"""Of a file whose reader sends data of another form."""

INTERVAL_S = 0.05
"""Between two looks of the watchdog."""

SYSTEM_LIMITS = True
"""Whether the child bounds itself by the system's limits, where there are any; tests try the watchdog without them."""

LONGEST = 4_000
"""Characters of a sentence that a child may send."""

_UNITS = {"MB": 2**20, "GB": 2**30}
_SIZE = re.compile(r"(\d{1,7}(?:\.\d{1,3})?) ?(MB|GB)", re.IGNORECASE)

_BOOT = (
    "import sys, json; request = json.loads(sys.stdin.buffer.readline()); sys.path[:] = request['path'];"
    "from geo.sandbox.child import main; main(request)"
)
"""What the child runs: Python's isolated mode, with the parent's path and nothing of the current folder."""

_DROPPED = ("GDAL_", "OGR_", "CPL_", "VSI_", "PROJ_NETWORK", "PYTHON", "ARROW_", "OMP_", "OPENBLAS_")
_SET = {
    "GDAL_DRIVER_PATH": "disable",  # no plugins
    "GDAL_VRT_ENABLE_PYTHON": "NO",
    "GDAL_NUM_THREADS": "1",
    "CPL_VSIL_CURL_ALLOWED_FILENAME": "/vsicurl/nothing",
    "OGR_SQLITE_PRAGMA": "trusted_schema=OFF",  # a GeoPackage's own views, columns and triggers call nothing that acts
    "PROJ_NETWORK": "OFF",
    "ARROW_DEFAULT_MEMORY_POOL": "system",  # the others set address space aside that nobody uses
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
}
"""The child's environment: what of the parent's is left out, and what is said in its place."""


class Bounds(NamedTuple):
    """What reading a file may take.

    memory: bytes, of memory and again of temporary files; seconds: until the first result, and from one to the next.
    """

    memory: int
    seconds: int


def bounds(memory: str | None = None, seconds: int | None = None) -> Bounds:
    """The bounds that are asked for ("4GB", 300), else those of COOPMAP_MEMORY and COOPMAP_TIME, else 2 GB and 60 s.
    Raises CoopmapError, one plain sentence, for what is no size or no number of seconds."""
    size = memory or os.environ.get("COOPMAP_MEMORY") or f"{MEMORY // 2**30}GB"
    match = _SIZE.fullmatch(size.strip())
    allowed = float(match[1]) * _UNITS[match[2].upper()] if match else 0
    if not LEAST <= allowed <= 2**50:
        raise CoopmapError(
            Message("{size} is no bound on memory; expected such as 4GB or 500MB, at least 256MB.", size=show(size))
        )
    patience = str(seconds) if seconds is not None else os.environ.get("COOPMAP_TIME") or str(SECONDS)
    if not re.fullmatch(r"[1-9]\d{0,6}", patience.strip()):
        raise CoopmapError(
            Message("{patience} is no bound on time; expected whole seconds, such as 300.", patience=show(patience))
        )
    return Bounds(int(allowed), int(patience))


def call(name: str, function: str, *arguments: Json, allowed: Bounds | None = None) -> Any:
    """What a function makes of JSON arguments, run in a child process.

    name: the file that a message names; function: its module and name, as "geo.tables.readers.parse:parse_plain";
    allowed: `bounds()` by default. Returns plain data (`geo.sandbox.wire`). Raises the CoopmapError that the function
    raised, and ReadError, one plain sentence, when it goes over a bound or breaks.
    """
    with _started(name, function, arguments, allowed or bounds()) as child:
        reply = child.reply()
        return reply.get("value")


def stream(name: str, function: str, *arguments: Json, allowed: Bounds | None = None) -> Iterator[Any]:
    """What a generator function yields, as `call`; the child runs a few steps ahead, and ends when nobody listens."""
    with _started(name, function, (*arguments,), allowed or bounds()) as child:
        while "value" in (reply := child.reply()):
            yield reply["value"]


@contextmanager
def _started(name: str, function: str, arguments: Sequence[Json], allowed: Bounds) -> Iterator[_Child]:
    """A child at work. Whatever happens to the parent, it is gone afterwards, and so are its temporary files."""
    tag = secrets.token_hex(8)
    with tempfile.TemporaryDirectory(prefix="coopmap-", ignore_cleanup_errors=True) as folder:
        request: wire.Request = {
            "path": [os.path.abspath(entry) for entry in sys.path],
            "function": function,
            "arguments": arguments,
            "tag": tag,
            "parent": os.getpid(),
            "limits": SYSTEM_LIMITS,
            "memory": allowed.memory,
            "seconds": allowed.seconds,
        }
        process, replies = _spawned(name, folder, request)
        watchdog = _Watchdog(process, Path(folder), allowed)
        try:
            watchdog.start()
            yield _Child(name, tag, allowed, process, replies, watchdog)
        finally:
            watchdog.done.set()
            process.kill()
            with suppress(OSError):  # what it never read
                process.__exit__(None, None, None)
            replies.close()
            watchdog.join()


def _spawned(name: str, folder: str, request: wire.Request) -> tuple[subprocess.Popen[bytes], BinaryIO]:
    """(the child, with its orders; where its replies come from). Its input stays open: its end is the parent's."""
    receiving, sending = os.pipe()
    widen(sending)
    replies = open(receiving, "rb")  # noqa: SIM115  closed with the child
    try:
        process = subprocess.Popen(  # noqa: S603  Python itself, with a text of ours
            [python(), "-I", "-S", "-c", _BOOT],
            stdin=subprocess.PIPE,
            stdout=sending,
            stderr=subprocess.DEVNULL,
            env=_environment(folder),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError as error:
        replies.close()
        raise CoopmapError(
            Message("{name} cannot be read: Python could not be started anew ({error}).", name=plain(name), error=error)
        ) from None
    finally:
        os.close(sending)
    assert process.stdin is not None  # noqa: S101  for the type checker: it is a pipe
    with suppress(OSError):  # it has ended already, which is told when its reply is waited for
        process.stdin.write(json.dumps(request).encode("ascii") + b"\n")
        process.stdin.flush()
    return process, replies


def python() -> str:
    """Python itself. On Windows a virtual environment's is a launcher, and the watchdog would look at that one."""
    base = getattr(sys, "_base_executable", "") if sys.platform == "win32" else ""
    return base or sys.executable


def widen(pipe: int) -> None:
    """Let a pipe hold a megabyte, where it can: else the two processes wait for each other every 64 kB."""
    with suppress(ImportError, AttributeError, OSError):
        import fcntl

        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, 2**20)


def _environment(folder: str) -> dict[str, str]:
    inherited = {key: value for key, value in os.environ.items() if not key.upper().startswith(_DROPPED)}
    return inherited | _SET | dict.fromkeys(("TMPDIR", "TEMP", "TMP", "CPL_TMPDIR", "SQLITE_TMPDIR"), folder)


class _Watchdog(threading.Thread):
    """Ends the child that goes over a bound. over: the bound that it went over; until: when a reply is due, or None
    while nobody waits for one."""

    def __init__(self, process: subprocess.Popen[bytes], folder: Path, allowed: Bounds) -> None:
        super().__init__(name="coopmap watchdog", daemon=True)
        self.done = threading.Event()
        self.over: str | None = None
        self.until: float | None = None
        self._process, self._folder, self._allowed = process, folder, allowed

    def run(self) -> None:
        """Look until the child is no longer needed."""
        import psutil

        with suppress(psutil.Error):
            watched = psutil.Process(self._process.pid)
            while not self.done.wait(INTERVAL_S):
                if over := self._over(watched):
                    self.over = over
                    self._process.kill()
                    return

    def _over(self, watched: psutil.Process) -> str | None:
        due = self.until
        if due is not None and time.monotonic() > due:
            return "time"
        usage = watched.memory_info()
        if getattr(usage, "private", usage.rss) > self._allowed.memory:  # Windows takes pages out of what is resident
            return "memory"
        return "written" if _written(self._folder) > self._allowed.memory else None


def _written(folder: Path) -> int:
    """Bytes of all files in a folder; they come and go meanwhile."""
    size = 0
    for at, _, names in os.walk(folder):
        for name in names:
            with suppress(OSError):
                size += os.lstat(os.path.join(at, name)).st_size
    return size


class _Child(NamedTuple):
    """A child at work and what comes from it."""

    name: str
    tag: str
    allowed: Bounds
    process: subprocess.Popen[bytes]
    replies: BinaryIO
    watchdog: _Watchdog

    def reply(self) -> dict[str, Any]:
        """The next reply: a value, or the end. Raises what arrived in its place."""
        self.watchdog.until = time.monotonic() + self.allowed.seconds
        head = self.replies.read(8)
        size = int.from_bytes(head, "big")
        if len(head) == 8 and size > self.allowed.memory * REPLY:
            self._refuse("memory")
        data = self.replies.read(size) if len(head) == 8 else b""
        self.watchdog.until = None
        if len(head) < 8 or len(data) < size:
            self._refuse(self.watchdog.over or self._ending())
        try:
            record = wire.loads(data, self.tag)
        except (ValueError, RecursionError):
            self._refuse("broke")
        if not isinstance(record, dict) or not record.keys() & {"value", "end", "error", "over"}:
            self._refuse("broke")
        if "error" in record:
            self._raise(record["error"])
        if "over" in record:
            self._refuse(str(record["over"]))
        return record

    def _raise(self, report: object) -> NoReturn:
        """The error that the function raised, in its words."""
        match report:
            case [None, sentence]:
                raise CoopmapError(self._said(sentence))
            case [str(file), reason]:
                raise ReadError(file[:LONGEST], self._said(reason))
        self._refuse("broke")

    def _said(self, data: object) -> str:
        """A sentence of the function, of bounded length and on one line."""
        try:
            said = from_plain(data)
        except (ValueError, RecursionError):
            self._refuse("broke")
        return said if len(said) <= LONGEST and said.isprintable() else plain(said[:LONGEST])

    def _ending(self) -> str:
        """Why a child ended that said nothing."""
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(self.allowed.seconds)
        ended_by = {"SIGXCPU": "time", "SIGKILL": "memory"}
        signals = {-getattr(signal, name): over for name, over in ended_by.items() if hasattr(signal, name)}
        return signals.get(self.process.returncode, "broke")

    def _refuse(self, over: str) -> NoReturn:
        memory, more = _size(self.allowed.memory), f"COOPMAP_MEMORY={_size(self.allowed.memory * 2, '')}"
        reasons = {
            "memory": Message(
                "takes more than {memory} of memory to be read; if you trust it, allow more: {more}, or import"
                " with --memory.",
                memory=memory,
                more=more,
            ),
            "written": Message(
                "unpacks to more than {memory}; if you trust it, allow more: {more}, or import with --memory.",
                memory=memory,
                more=more,
            ),
            "time": Message(
                "takes more than {seconds:,} seconds to be read; if you trust it, allow more:"
                " COOPMAP_TIME={more}, or import with --time.",
                seconds=self.allowed.seconds,
                more=self.allowed.seconds * 5,
            ),
        }
        broke = Message(
            "broke what reads it: it is damaged, made to do harm, or takes more than {memory} of memory;"
            " save it anew in the program that it comes from, or, if you trust it, allow more: {more}, or"
            " import with --memory.",
            memory=memory,
            more=more,
        )
        raise ReadError(self.name, reasons.get(over, broke))


def _size(size: int, space: str = " ") -> str:
    """Bytes as a person says them and as COOPMAP_MEMORY takes them: 2 GB, 500 MB."""
    return f"{size // 2**30}{space}GB" if size % 2**30 == 0 else f"{size // 2**20}{space}MB"
