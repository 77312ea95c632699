"""Files in the revisions of a stranger's git repository, read without its configuration.

Git runs, or asks over the network, what a repository's own configuration names: to fetch what a partial clone lacks it
starts upload-pack, ssh or any remote helper. So git is shown a repository of ours instead: a new folder with a
configuration of three lines, copies of the stranger's references, and the stranger's objects. There is nothing else to
obey, in this version of git or the next: no remote, hook, include, filter, pager or program.
"""

from __future__ import annotations

import os
import posixpath
import re
import stat
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import IO, NamedTuple

from geo.errors import CoopmapError, show
from geo.io.files import MAX_BYTES
from geo.messages import Message

PATIENCE_S = 60
"""Seconds that git may take."""

MAX_REFERENCES = 50_000
"""Files of references that are copied; a repository of more packs them into one."""

_MOST_BYTES = 2**28
"""Bytes of all references and logs that are copied."""
_ALLOWANCE = MAX_BYTES + 2**20
"""Bytes that git may take for one object, whatever the object says of itself."""
_THEIRS = "theirs.txt"
_EXTENSIONS = ("objectformat", "refstorage")
"""What of the stranger's configuration says how objects and references are stored; the rest is not read."""


class NoSuchBlobError(CoopmapError):
    """There is no such file in the revision, or no repository; the text is a part of a sentence that says why."""


class _Repository(NamedTuple):
    """Where a repository lies: top is the folder with its files, own what belongs to this working tree alone (HEAD),
    common what all of its working trees share."""

    top: Path
    own: Path
    common: Path


def read_blob(git: str, revision: str, path: str | None, layer: Path) -> bytes:
    """The bytes of a file in a revision, at most one more than MAX_BYTES.

    path: from the top of the repository that the current folder lies in, or from the current folder when it begins with
    "./" or "../"; None for the layer itself in the repository that it lies in. git: as `program` gives it. Raises
    NoSuchBlobError, and CoopmapError when git does not answer.
    """
    target = Path(os.path.realpath(layer))
    start = target.parent if path is None else Path(os.path.realpath(os.curdir))
    repository = _repository_of(start)
    name = _from_top(repository.top, start, f"./{target.name}" if path is None else path)
    with tempfile.TemporaryDirectory(prefix="coopmap-") as folder:
        environment = _prepared(git, repository, Path(folder))
        blob, complaint = _answer([git, "cat-file", "blob", f"{revision}:{name}"], folder, environment)
    if blob is None:
        raise NoSuchBlobError(_reason(complaint, repository))
    return blob


def read_revisions(git: str, layer: Path, most: int) -> list[tuple[str, bytes]]:
    """(when it was committed, ISO 8601; the bytes then) of the commits that changed a file, the newest first, at most
    so many. Raises NoSuchBlobError, and CoopmapError when git does not answer."""
    target = Path(os.path.realpath(layer))
    repository = _repository_of(target.parent)
    name = _from_top(repository.top, target.parent, f"./{target.name}")
    with tempfile.TemporaryDirectory(prefix="coopmap-") as folder:
        environment = _prepared(git, repository, Path(folder))
        line = [git, "--literal-pathspecs", "log", f"--max-count={most}", "--format=%H %cI", "HEAD", "--", name]
        listed, complaint = _answer(line, folder, environment)
        if listed is None:
            raise NoSuchBlobError(_reason(complaint, repository))
        revisions = []
        for revision, _, when in (entry.partition(" ") for entry in listed.decode("ascii").splitlines()):
            blob, _ = _answer([git, "cat-file", "blob", f"{revision}:{name}"], folder, environment)
            revisions += [(when, blob)] if blob is not None else []  # one that removed the file has none
    return revisions


def program() -> str | None:
    """The git of the PATH. Never one in the current folder, where Windows and an empty entry of the PATH look too."""
    name = "git.exe" if sys.platform == "win32" else "git"
    paths = (os.path.join(folder, name) for folder in os.get_exec_path() if os.path.isabs(folder))
    return next((path for path in paths if os.path.isfile(path) and os.access(path, os.X_OK)), None)


def _from_top(top: Path, start: Path, name: str) -> str:
    """A path as git wants it: from the top of the repository."""
    if not name.startswith(("./", "../")):
        return name
    return posixpath.normpath(posixpath.join(start.relative_to(top).as_posix(), name))


# --- finding ----------------------------------------------------------------------------------------------------------


def _repository_of(start: Path) -> _Repository:
    """The repository that a folder lies in: the nearest `.git` above. A folder that only looks like a repository, as a
    bare one does, is none."""
    ceilings = {Path(os.path.realpath(each)) for each in os.environ.get("GIT_CEILING_DIRECTORIES", "").split(os.pathsep)
                if os.path.isabs(each)}  # fmt: skip
    for folder in (start, *start.parents):
        if folder in ceilings and folder != start:
            break
        if os.path.lexists(folder / ".git"):
            return _located(folder)
    raise NoSuchBlobError(Message("not a git repository"))


def _located(top: Path) -> _Repository:
    """The repository of a `.git`, which is its folder, or a file that names it."""
    own = top / ".git"
    if not own.is_dir():
        own = _led_to(top, own, "gitdir:")
    common = _led_to(own, own / "commondir", "") if os.path.lexists(own / "commondir") else own
    if not (common / "objects").is_dir():
        raise NoSuchBlobError("not a git repository: it has no objects")
    return _Repository(top, own, common)


def _led_to(base: Path, file: Path, head: str) -> Path:
    """The folder that a file names after `head`."""
    text = os.fsdecode(_content(file, 2**12) or b"").strip()
    name = text.removeprefix(head).strip()
    if not name or not text.startswith(head) or "\0" in name or not os.path.isdir(_local(base, name)):
        raise NoSuchBlobError(Message("not a git repository: {file} leads nowhere", file=file.name))
    return Path(os.path.realpath(_local(base, name)))


def _local(base: Path, name: str) -> str:
    """A path of this machine. Windows would ask a server for one that begins with two slashes."""
    path = os.path.join(base, name)
    if sys.platform == "win32" and path.replace("\\", "/").startswith("//") and not str(base).startswith("\\\\"):
        raise NoSuchBlobError(Message("its files lie on another machine"))
    return path


def _content(file: Path, most: int) -> bytes | None:
    """The bytes of a regular file; None for another, a link, or one that is larger than so many bytes."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    with suppress(OSError, ValueError):
        if not stat.S_ISREG(os.lstat(file).st_mode):
            return None
        with open(os.open(file, flags), "rb") as opened:
            data = opened.read(most + 1)
            return data if stat.S_ISREG(os.fstat(opened.fileno()).st_mode) and len(data) <= most else None
    return None


# --- a repository of ours ---------------------------------------------------------------------------------------------


def _prepared(git: str, repository: _Repository, ours: Path) -> dict[str, str]:
    """Makes a repository of ours with the stranger's references; gives the environment in which git sees it alone."""
    _refuse_odd_files(repository.common / "objects", set())
    (ours / "refs").mkdir()
    copies = _Copies()
    for base, name in ((repository.own, "HEAD"), (repository.common, "packed-refs"), (repository.common, "shallow")):
        copies.file(base / name, ours / name)
    for name in ("refs", "logs", "reftable"):
        for base in dict.fromkeys((repository.common, repository.own)):
            copies.tree(base / name, ours / name)
    environment = {name: value for name, value in os.environ.items() if not name.upper().startswith("GIT_")}
    environment |= {
        "LC_ALL": "C",
        "GIT_DIR": str(ours),
        "GIT_OBJECT_DIRECTORY": str(repository.common / "objects"),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_ALLOC_LIMIT": str(_ALLOWANCE),
        # There is nobody to fetch from; should that ever change, these say no once more.
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_ALLOW_PROTOCOL": "none",
        "GIT_TERMINAL_PROMPT": "0",
    }
    copies.file(repository.common / "config", ours / _THEIRS)
    (ours / "config").write_text(_configuration(git, ours, environment), encoding="ascii")
    return environment


def _refuse_odd_files(objects: Path, seen: set[str]) -> None:
    """Refuses objects, and others that they borrow from, among which lies a pipe or a device: git would wait for it."""
    seen.add(os.path.realpath(objects))
    for folder, _, names in os.walk(objects):
        for name in names:
            if not os.path.isfile(os.path.join(folder, name)):
                raise NoSuchBlobError(Message("among its objects {name} is no regular file", name=show(name)))
    for line in os.fsdecode(_content(objects / "info" / "alternates", _MOST_BYTES) or b"").splitlines():
        borrowed = _local(objects, line)
        if "\0" not in line and os.path.isdir(borrowed) and os.path.realpath(borrowed) not in seen:
            _refuse_odd_files(Path(borrowed), seen)


class _Copies:
    """Copies regular files, in all no more than MAX_REFERENCES of them and _MOST_BYTES."""

    def __init__(self) -> None:
        self._files, self._bytes = MAX_REFERENCES, _MOST_BYTES

    def tree(self, source: Path, target: Path) -> None:
        """Copies what lies below a folder, but for replacements of objects: they are none of the revision."""
        for folder, folders, names in os.walk(source):
            folders[:] = [name for name in folders if not (source.name == "refs" and name == "replace")]
            for name in names:
                file = Path(folder, name)
                self.file(file, target / file.relative_to(source))

    def file(self, source: Path, target: Path) -> None:
        """Copies a file, if it is there and a regular one."""
        content = _content(source, self._bytes)
        if content is None:
            return
        self._files, self._bytes = self._files - 1, self._bytes - len(content)
        if not self._files:
            raise NoSuchBlobError(
                Message(
                    "it has more than {max_references:,} references that are not packed", max_references=MAX_REFERENCES
                )
            )
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def _configuration(git: str, ours: Path, environment: dict[str, str]) -> str:
    """Our configuration. How the stranger's objects and references are stored stands in theirs, which git's own parser
    takes apart as a mere file."""
    text = "[core]\n\trepositoryformatversion = 1\n\tbare = true\n[extensions]\n"
    for name in _EXTENSIONS if (ours / _THEIRS).exists() else ():
        line = [git, "config", "--file", _THEIRS, "--no-includes", "--get", f"extensions.{name}"]
        value, _ = _answer(line, str(ours), environment)
        known = re.fullmatch(rb"\s*([a-z0-9]{1,20})\s*", value or b"")
        if known:
            text += f"\t{name} = {known[1].decode('ascii')}\n"
    return text


# --- asking -----------------------------------------------------------------------------------------------------------


def _answer(line: list[str], folder: str, environment: dict[str, str]) -> tuple[bytes | None, bytes]:
    """What git writes, at most one byte more than MAX_BYTES, or None when it fails; and what it complains of."""
    began = time.monotonic()
    with tempfile.TemporaryFile() as complaints:
        try:
            data, code = _read(line, folder, environment, complaints)
        except (OSError, ValueError) as error:
            raise CoopmapError(Message("git could not be asked: {error}.", error=error)) from None
        if time.monotonic() - began > PATIENCE_S:
            raise CoopmapError(Message("git did not answer within {patience_s} seconds.", patience_s=PATIENCE_S))
        complaints.seek(0)
        return (data if code == 0 or len(data) > MAX_BYTES else None), complaints.read(2**16)


def _read(line: list[str], folder: str, environment: dict[str, str], complaints: IO[bytes]) -> tuple[bytes, int]:
    """What a program writes, within our bounds of bytes and time, and the code with which it ends."""
    end, begin = os.pipe()
    with open(end, "rb") as answer:
        try:
            process = subprocess.Popen(  # noqa: S603  the program is git, the revision no option
                line, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=begin, stderr=complaints
            )
        finally:
            os.close(begin)
        with process:
            timer = threading.Timer(PATIENCE_S, process.kill)
            timer.start()
            try:
                data = answer.read(MAX_BYTES + 1)
                if len(data) <= MAX_BYTES:
                    process.wait()
            finally:
                timer.cancel()
                process.kill()
    return data, process.returncode


def _reason(complaint: bytes, repository: _Repository) -> str:
    """What git complains of first; of a partial clone, that nothing is fetched."""
    lines = complaint.decode("utf-8", "replace").strip().splitlines()
    said = lines[0].removeprefix("fatal: ").removeprefix("error: ").rstrip(".") if lines else ""
    reason = said or Message("no reason given")
    packs = repository.common / "objects" / "pack"
    if packs.is_dir() and any(name.endswith(".promisor") for name in os.listdir(packs)):
        return Message("{reason}; this is a partial clone, and coopmap fetches nothing", reason=reason)
    return reason
