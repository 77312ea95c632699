"""The languages of a layer: those that its member `languages` names, the first one first."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
"""A language tag, as far as a layer has them (BCP 47)."""

USUAL = ("en", "ru", "uz", "kk")
"""The languages of a layer that names none (BCP 47; uz in Latin script, kk in Cyrillic script)."""


def named(members: Mapping[str, object]) -> tuple[str, ...]:
    """The languages that a layer's members name, each once; () where they name none that is a tag."""
    listed = members.get("languages")
    tags = (tag for tag in (listed if isinstance(listed, list) else ()) if isinstance(tag, str) and TAG.fullmatch(tag))
    return tuple(dict.fromkeys(tags))


def of_members(members: Mapping[str, object]) -> tuple[str, ...]:
    """The languages of a layer by its members: those that they name, else the usual ones."""
    return named(members) or USUAL
