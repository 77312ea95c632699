"""`make licences`: the licence of every locked package, as that itself states it, and whether coopmap may use it.

What runs may be under licences that let coopmap stay MIT: permissive ones, and those whose sharing ends at their own
files (MPL) or library (LGPL). What only builds, tests and measures may be under any free licence, for none of it is
handed on.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, metadata
from typing import TYPE_CHECKING

from packaging.markers import default_environment
from packaging.requirements import Requirement

from tests.repo import ROOT

if TYPE_CHECKING:
    from email.message import Message

PERMISSIVE = {
    "0BSD", "Apache-2.0", "BSD", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "HPND", "ISC", "MIT", "MIT-0", "MIT-CMU",
    "OFL-1.1", "PSF-2.0", "Unlicense", "Zlib",
}  # fmt: skip
OWN_FILES = {"MPL-2.0", "LGPL-2.1", "LGPL-2.1-or-later", "LGPL-3.0", "LGPL-3.0-only", "LGPL-3.0-or-later"}
"""To be shared again are only their own files, or the library itself."""

SPDX = {
    "Apache Software License": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "BSD License": "BSD",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "SIL Open Font License 1.1 (OFL-1.1)": "OFL-1.1",
}
"""What packages wrote before there were SPDX expressions."""

STATED = {
    "axe-playwright-python": "MIT AND MPL-2.0",  # its licence file, and the head of the axe.min.js that it carries
    "pypdfium2": "BSD-3-Clause AND Apache-2.0",  # its own licence files; PDFium's libraries are under permissive ones
    "python-bidi": "LGPL-3.0-or-later",  # COPYING.LESSER, version 3; its metadata name no version
    "resvg-py": "MIT",  # its licence file; the resvg inside is MIT or Apache-2.0
    "xstatic-jquery": "MIT",  # "same as jQuery", whose licence that is
    "xstatic-leaflet": "BSD-2-Clause",  # "same as Leaflet", whose licence that is
}
"""Packages whose metadata name no licence, and what their files state."""


@dataclass(frozen=True, slots=True, order=True)
class Package:
    """A locked package that is installed here. runs: coopmap needs it at work, not only its makers."""

    name: str
    version: str
    licence: str
    runs: bool

    @property
    def fits(self) -> bool:
        """Whether every part of the licence is one that coopmap may use; of alternatives one is enough."""
        allowed = PERMISSIVE | OWN_FILES
        choices = [re.split(r"[() ]+AND[() ]+", choice.strip("() ")) for choice in re.split(r" OR ", self.licence)]
        return any(all(part in allowed for part in parts) for parts in choices)


def packages() -> list[Package]:
    """Every package of the locks that this platform needs. Raises PackageNotFoundError when one is not installed."""
    running = {pin.name for pin in _pins("requirements.txt")}
    return sorted(_package(pin.name, pin.name in running) for pin in _pins("requirements-dev.txt"))


def _pins(lock: str) -> list[Requirement]:
    lines = (ROOT / lock).read_text(encoding="utf-8").splitlines()
    pins = [Requirement(line.rstrip(" \\")) for line in lines if re.match(r"[A-Za-z0-9]", line)]
    here = {key: str(value) for key, value in default_environment().items()}
    return [pin for pin in pins if pin.marker is None or pin.marker.evaluate(here)]


def _package(name: str, runs: bool) -> Package:
    about = metadata(name)
    return Package(name, about["Version"], STATED.get(name) or _licence(about), runs)  # type: ignore[arg-type]


def _licence(about: Message) -> str:
    """The SPDX expression, else what the classifiers say, else the first line of the licence's text."""
    if expression := about["License-Expression"]:
        return str(expression)
    classified = [
        str(value).rpartition(" :: ")[2] for value in about.get_all("Classifier", []) if "License ::" in value
    ]
    stated = [one for one in classified if one != "OSI Approved"] or str(about["License"] or "not stated").splitlines()[
        :1
    ]
    return " AND ".join(SPDX.get(one, one) for one in stated)


def main() -> int:
    """Prints the table; the exit code is 1 when a package does not fit."""
    found = packages()
    lines = [f"| {one.name} | {one.version} | {one.licence} | {'runs' if one.runs else 'makes'} |" for one in found]
    sys.stdout.write("\n".join(["| package | version | licence | for |", "|---|---|---|---|", *lines]) + "\n")
    wrong = [one.name for one in found if not one.fits]
    if wrong:
        sys.stderr.write(f"coopmap may not use: {', '.join(wrong)}\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except PackageNotFoundError as error:
        sys.exit(f"{error}: run make test once, which installs what is locked.")
