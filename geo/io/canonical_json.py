"""The canonical JSON text: two spaces a level, each key on a line of its own, each array of coordinates on one line."""

from __future__ import annotations

import json
import math
from functools import lru_cache
from json.encoder import encode_basestring
from typing import TYPE_CHECKING

from geo.messages import Message

if TYPE_CHECKING:
    from collections.abc import Sequence

SHORT = 40
"""Longest text, in characters, that stands on one line with others in a list."""

_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def dumps(value: object) -> str:
    """The value's canonical text, with a newline at the end; equal values in equal order give equal text.

    Raises ValueError for NaN and infinity, TypeError for what JSON cannot hold.
    """
    text = _text(value, "\n") + "\n"
    return text.encode("utf-8", "backslashreplace").decode("utf-8")  # lone surrogates alone cannot be encoded


def _text(value: object, newline: str) -> str:
    if isinstance(value, str):
        return encode_basestring(value)
    if isinstance(value, dict) and value:
        inner = newline + "  "
        return "{" + inner + f",{inner}".join(_member(k, v, inner) for k, v in value.items()) + newline + "}"
    if isinstance(value, (list, tuple)) and value:
        if _on_one_line(value):
            return _line(value)
        inner = newline + "  "
        return "[" + inner + f",{inner}".join(_text(entry, inner) for entry in value) + newline + "]"
    return _scalar(value)


def _member(key: object, value: object, newline: str) -> str:
    text = encode_basestring(value) if isinstance(value, str) else _text(value, newline)
    return f"{_key(key)}: {text}"


def _scalar(value: object) -> str:
    # The encoder says the same of texts and numbers, five times as slowly.
    if isinstance(value, str):
        return encode_basestring(value)
    if type(value) is int or (type(value) is float and math.isfinite(value)):
        return repr(value)
    return _encode(value)


@lru_cache(maxsize=4096)
def _key(key: object) -> str:
    if not isinstance(key, str):
        raise TypeError(Message("a key is a {name}, not a text", name=type(key).__name__))
    return _scalar(key)


def _line(value: object) -> str:
    return "[" + ", ".join(map(_line, value)) + "]" if isinstance(value, (list, tuple)) else _scalar(value)


def _on_one_line(entries: Sequence[object]) -> bool:
    """Numbers, positions or short texts, one kind alone."""
    if isinstance(entries[0], str):
        return all(isinstance(entry, str) and len(entry) <= SHORT for entry in entries)
    if isinstance(entries[0], (list, tuple)):
        return all(isinstance(entry, (list, tuple)) and entry and _numbers(entry) for entry in entries)
    return _numbers(entries)


def _numbers(entries: Sequence[object]) -> bool:
    return all(isinstance(entry, (int, float)) and not isinstance(entry, bool) for entry in entries)
