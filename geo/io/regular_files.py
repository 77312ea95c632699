"""Regular files and real folders alone: no pipe is waited for, no device read, no link followed unless asked to."""

from __future__ import annotations

import errno
import os
import stat

from geo.messages import Message

_FLAGS = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)  # Windows has none: there the path is looked at before and after
_JUNCTION = 0xA0000003  # IO_REPARSE_TAG_MOUNT_POINT: what Windows has beside symbolic links

_KINDS = (
    (stat.S_ISREG, Message("a file")),
    (stat.S_ISDIR, Message("a folder")),
    (stat.S_ISLNK, Message("a link")),
    (stat.S_ISFIFO, Message("a pipe")),
    (stat.S_ISSOCK, Message("a socket")),
)


def kind(facts: os.stat_result) -> str:
    """What a path leads to, in two words: "a file" is a regular one."""
    if getattr(facts, "st_reparse_tag", 0) == _JUNCTION:
        return Message("a link")
    return next((name for test, name in _KINDS if test(facts.st_mode)), Message("a device"))


def handle(path: str | os.PathLike[str], flags: int = os.O_RDONLY, *, links: bool = False) -> int:
    """A handle on a regular file that is there. Raises OSError, also when it is anything else, or unless `links` a
    link."""
    before = os.stat(path) if links else os.lstat(path)
    refuse(before)  # a device that is only opened may do something already
    number = os.open(path, flags | _FLAGS | (0 if links else _NO_LINK))
    try:
        opened = os.fstat(number)
        refuse(opened)
        if not (links or _NO_LINK or os.path.samestat(before, opened)):
            raise OSError(errno.EAGAIN, Message("it was changed while it was opened"))
    except BaseException:
        os.close(number)
        raise
    return number


def new_handle(path: str | os.PathLike[str], flags: int = os.O_WRONLY) -> int:
    """A handle on a new, empty file. Raises FileExistsError when anything has the name, a link to nothing too."""
    return os.open(path, flags | os.O_CREAT | os.O_EXCL | _FLAGS, 0o666)


def refuse(facts: os.stat_result) -> None:
    """Raises OSError for anything but a regular file."""
    if (what := kind(facts)) != "a file":
        raise OSError(errno.EINVAL, Message("it is {what}, not a regular file", what=what))


def read(path: str | os.PathLike[str], most: int, *, links: bool = False) -> bytes:
    """The bytes of a regular file. Raises OSError as `handle` does, and when there are more than `most`."""
    with os.fdopen(handle(path, links=links), "rb") as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise OSError(errno.EFBIG, Message("it is larger than {most:,.0f} MB", most=most / 2**20))
    return data


def write_new(path: str | os.PathLike[str], data: bytes) -> None:
    """Write a new file. Raises OSError, FileExistsError when anything has the name; what was begun is removed."""
    number = new_handle(path)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(data)
    except BaseException:
        os.unlink(path)
        raise


def is_folder(path: str | os.PathLike[str]) -> bool:
    """Whether there is a folder, False when there is nothing. Raises OSError for a link and anything else."""
    try:
        what = kind(os.lstat(path))
    except FileNotFoundError:
        return False
    if what != "a folder":
        raise NotADirectoryError(
            errno.ENOTDIR,
            Message("{basename} is {what}, not a folder of its own", basename=os.path.basename(path), what=what),
        )
    return True


def make_folder(path: str | os.PathLike[str]) -> bool:
    """Make the folder if there is none, and say whether. Raises OSError as `is_folder` does."""
    if is_folder(path):
        return False
    try:
        os.mkdir(path)
    except FileExistsError:
        return not is_folder(path)
    return True
