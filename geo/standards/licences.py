"""Licences by their addresses, which other standards want."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

LICENCES: Mapping[str, str] = {
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC-BY-SA-4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "ODbL-1.0": "https://opendatacommons.org/licenses/odbl/1-0/",
}
"""By SPDX identifier."""


def licence_address(licence: object) -> str | None:
    """The address of a licence: of a known SPDX identifier, or one that is an address itself; else None."""
    if not isinstance(licence, str):
        return None
    return LICENCES.get(licence) or (licence if licence.startswith("https://") else None)
