"""Lists of numbers as arrays, and things numbered as they come."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence, Sized

    import numpy.typing as npt

    Numbers = npt.NDArray[np.integer]

_Key = TypeVar("_Key")


class Lists(NamedTuple):
    """Lists of numbers, one behind the other."""

    lengths: Numbers
    numbers: Numbers

    def of(self, which: Numbers) -> tuple[Numbers, Numbers]:
        """The numbers in some of the lists, each with the place of its list in `which`."""
        lists = self.at(which)
        return np.repeat(np.arange(len(which)), lists.lengths), lists.numbers

    def at(self, which: Numbers) -> Lists:
        """Some of the lists."""
        lengths = self.lengths[which]
        begins = (np.cumsum(self.lengths) - self.lengths)[which]
        return Lists(lengths, self.numbers[stretches(begins, lengths)])

    def joined(self, ends: Numbers) -> Lists:
        """Neighbours as one list each. ends: the number of the first list behind each."""
        return Lists(np.diff(np.append(0, np.cumsum(self.lengths))[ends], prepend=0), self.numbers)


def stretches(begins: Numbers, lengths: Numbers) -> Numbers:
    """The numbers from each beginning on, as many as each length says."""
    numbers = np.repeat(begins - (np.cumsum(lengths) - lengths), lengths)
    numbers += np.arange(len(numbers))
    return numbers


def lengths_of(things: Sequence[Sized]) -> Numbers:
    """How long each thing is."""
    return np.fromiter(map(len, things), np.int64, len(things))


def numbers_of(things: Iterable[_Key], numbering: Mapping[_Key, int]) -> Numbers:
    """The number of each thing."""
    return np.fromiter(map(numbering.__getitem__, things), np.int64)


class Numbering(dict[_Key, int]):
    """Numbers what is asked for, from 0 as it comes."""

    def __missing__(self, key: _Key) -> int:
        number = self[key] = len(self)
        return number
