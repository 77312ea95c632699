"""Functions run over many arguments by Dask: in this process, in several, or on the machines of a cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from importlib.util import find_spec
from multiprocessing import get_context
from typing import TypeVar

from geo.errors import CoopmapError, library_reason
from geo.messages import Message

_T = TypeVar("_T")
_R = TypeVar("_R")

NO_DASK = Message(
    "A split site is made with the package dask, which is not installed. Install it (pip install 'coopmap[dask]')."
)


def need_dask() -> None:
    """Raises CoopmapError when the package is missing, which is an extra."""
    if find_spec("dask") is None or find_spec("distributed") is None:
        raise CoopmapError(NO_DASK)


@contextmanager
def engine(workers: int, scheduler: str | None = None) -> Iterator[None]:
    """Where `each` runs work meanwhile: in so many processes, or on the cluster of a Dask scheduler (tcp://HOST:PORT),
    whose workers see the same files. Raises CoopmapError when the scheduler does not answer."""
    import dask

    if scheduler is not None:
        with _cluster(scheduler):
            yield
    elif workers == 1:
        with dask.config.set(scheduler="sync"):
            yield
    else:
        with (
            ProcessPoolExecutor(workers, get_context("spawn")) as pool,
            dask.config.set(scheduler="processes", num_workers=workers, pool=pool, chunksize=1),
        ):
            yield


@contextmanager
def _cluster(scheduler: str) -> Iterator[None]:
    from distributed import Client

    try:
        client = Client(scheduler, timeout=10)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise CoopmapError(
            Message(
                "The scheduler {address} does not answer: {reason}.", address=scheduler, reason=library_reason(error)
            )
        ) from None
    with client:
        yield


def each(work: Callable[[_T], _R], arguments: Sequence[_T]) -> list[_R]:
    """The results of a function, in the order of its arguments; all of it goes to other processes."""
    from dask.base import compute
    from dask.delayed import delayed

    results: tuple[_R, ...] = compute(*(delayed(work, pure=False)(argument) for argument in arguments))  # type: ignore[no-untyped-call]
    return list(results)
