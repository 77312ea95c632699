"""GDAL as strangers' files may see it: the drivers of the formats that are read here, and no others.

GDAL opens a file by what it holds, whatever it is called: as a list of other files (VRT), or an address to ask. A
driver that is not there opens nothing.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from geo.errors import CoopmapError
from geo.messages import Message

if TYPE_CHECKING:
    from collections.abc import Iterator

DRIVERS = frozenset({"ESRI Shapefile", "FlatGeobuf", "GPKG", "GPX"})
"""The drivers that may read."""

UNUSED = ("geopandas", "pandas", "pyarrow")
"""What pyogrio imports when it is there, and plain reading does not need: half a second."""


def switch_others_off() -> None:
    """Take all other drivers from this process, for good. Raises CoopmapError if one stays."""
    with _without(UNUSED):
        import pyogrio

    others = sorted(set(pyogrio.list_drivers()) - DRIVERS)
    if not others:  # switched off before: to skip none would bring all back
        return
    pyogrio.set_gdal_config_options({"GDAL_SKIP": ",".join(others)})
    again = getattr(pyogrio.core, "_register_drivers", None)  # GDAL drops what is to be skipped when it registers
    if again is not None:
        again()
    if left := set(pyogrio.list_drivers()) - DRIVERS:
        raise CoopmapError(
            Message("GDAL's other drivers stay on ({left}): its files are not read.", left=", ".join(sorted(left)))
        )


@contextmanager
def _without(packages: tuple[str, ...]) -> Iterator[None]:
    """Packages that are not imported yet cannot be, meanwhile."""
    hidden = [name for name in packages if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]  # None says that it cannot be imported
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]
