"""A lock on a layer that other processes honour; the system takes it back from a process that is killed.

It lies, with the earlier versions, in the folder `.coopmap` beside the layer, so that everyone who shares the layer
meets it; the folder tells git to leave it alone.
"""

from __future__ import annotations

import errno
import os
import socket
import stat
import sys
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from geo.errors import BusyError, WriteError, plain, system_reason
from geo.io import regular_files
from geo.messages import Message

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WAIT_S = 5.0
"""Seconds after which a lock that another process holds is no longer waited for."""

PAUSE_S = 0.02
"""Seconds between two tries."""

FOLDER = ".coopmap"
"""The folder beside a layer that holds its lock and its earlier versions."""

if sys.platform == "win32":
    import msvcrt

    def _take(handle: int) -> None:
        # A locked byte cannot be read on Windows: one far behind the text is taken.
        os.lseek(handle, 1 << 30, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def locked(layer: Path, wait_s: float = WAIT_S) -> Iterator[None]:
    """Hold the lock of the layer with this real path (no link) for the time of the block.

    Raises BusyError when another process or thread holds it for longer than wait_s seconds, and WriteError when there
    can be no lock there: in a read-only folder, or on a disk that knows none.
    """
    handle = _opened(layer)
    try:
        _wait(handle, layer, wait_s)
        _sign(handle)
        yield
    finally:
        os.close(handle)


def state_folder(layer: Path) -> Path:
    """The folder beside a layer for its lock and earlier versions, made when it is missing.

    Raises OSError, also when something else has its name: a link would take what is kept to another folder.
    """
    folder = layer.parent / FOLDER
    if regular_files.make_folder(folder):
        with suppress(OSError):
            folder.chmod(stat.S_IMODE(layer.parent.stat().st_mode))
    with suppress(FileExistsError):
        regular_files.write_new(folder / ".gitignore", b"*\n")
    return folder


def kept_folder(layer: Path, *, make: bool = False) -> Path:
    """The folder in it that holds the earlier versions and drafts of one layer; made if asked to. Raises OSError."""
    if make:
        regular_files.make_folder(state_folder(layer) / layer.name)
    elif regular_files.is_folder(layer.parent / FOLDER):
        regular_files.is_folder(layer.parent / FOLDER / layer.name)
    return layer.parent / FOLDER / layer.name


def _opened(layer: Path) -> int:
    if not layer.parent.is_dir():
        raise WriteError(str(layer), Message("cannot be written: there is no such folder."))
    try:
        return _lock_file(state_folder(layer) / f"{layer.name}.lock", layer)
    except OSError as error:
        raise WriteError(
            str(layer), Message("cannot be changed: its folder takes no lock ({error}).", error=system_reason(error))
        ) from None


def _lock_file(path: Path, layer: Path) -> int:
    try:
        handle = regular_files.new_handle(path, os.O_RDWR)
    except FileExistsError:
        handle = regular_files.handle(path, os.O_RDWR)
        if os.fstat(handle).st_nlink > 1:  # it is written into, and so would be what else has this name
            os.close(handle)
            raise OSError(errno.EMLINK, Message("{path} is another file as well", path=path.name)) from None
        return handle
    with suppress(OSError):  # whoever may change the layer may lock it
        path.chmod(stat.S_IMODE(layer.stat().st_mode))
    return handle


def _wait(handle: int, layer: Path, wait_s: float) -> None:
    until = time.monotonic() + wait_s
    while True:
        try:
            return _take(handle)
        except (BlockingIOError, PermissionError):
            if time.monotonic() >= until:
                raise _busy(handle, layer, wait_s) from None
            time.sleep(PAUSE_S)
        except OSError as error:
            raise WriteError(
                str(layer), Message("cannot be locked on this disk ({error}).", error=system_reason(error))
            ) from None


def _busy(handle: int, layer: Path, wait_s: float) -> BusyError:
    holder = ""
    with suppress(OSError):
        os.lseek(handle, 0, os.SEEK_SET)
        holder = os.read(handle, 200).decode("utf-8", "replace").strip()
    being = Message("is being changed by {holder}", holder=plain(holder)) if holder else Message("is being changed")
    waited = Message(
        "{being}; it was waited for {wait_s:.0f} s. Nothing was written: try again later.", being=being, wait_s=wait_s
    )
    return BusyError(str(layer), waited)


def _sign(handle: int) -> None:
    """Say who holds the lock, for those who wait; of no other use, so it may fail on a full disk."""
    with suppress(OSError):
        os.ftruncate(handle, 0)
        os.lseek(handle, 0, os.SEEK_SET)
        os.write(handle, f"process {os.getpid()} on {socket.gethostname()}\n".encode())
