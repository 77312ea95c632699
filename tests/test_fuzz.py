"""What `make fuzz` throws bytes at takes the sound ones it begins with; each target is reached by its number."""

from __future__ import annotations

import pytest

from tests.fuzz import any_of, targets

pytestmark = pytest.mark.slow


def test_the_sound_bytes_that_fuzzing_begins_with_pass():
    names = list(targets())
    throw = any_of(names)
    for number, name in enumerate(names):
        for data in targets()[name][1]:
            throw(bytes([number]) + data)
    throw(b"")


def test_one_target_is_thrown_at_alone(monkeypatch: pytest.MonkeyPatch):
    from tests import fuzz_review

    thrown: list[bytes] = []
    monkeypatch.setattr(fuzz_review, "review_it", thrown.append)
    any_of(["review"])(b"\x07{}")
    assert thrown == [b"{}"]
