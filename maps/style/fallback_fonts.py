"""The typefaces that step in where the house's lacks a letter: those that came as packages, and files of the user's.

Packages of `fontpkg` announce themselves as entry points, so that one more script is one more package installed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from geo.errors import CoopmapError, system_reason
from geo.messages import Message

_PACKAGES = "fontpkg.family"
"""The group of entry points under which packages of fontpkg name their modules."""
_PREFERRED = "noto_sans"
"""How the names of the families begin that go well with the house's; others have to be named as files."""
_CHINESE = "noto_cjk_sans_otc"
"""The package of Chinese, Japanese and Korean, which announces nothing."""
_REGION = "SC"
"""Which of its regions' shapes are taken: those of simplified Chinese."""

_named: list[Path] = []


class Fallback(NamedTuple):
    """A font: a file, or one of those in a collection."""

    path: Path
    """Where it lies."""
    number: int = 0
    """Its place in a collection, from 0."""


def use(files: Iterable[Path]) -> None:
    """Let fonts step in before all others. Raises CoopmapError for a file that is no font."""
    for file in files:
        _check(file)
        _named.append(file)
    for function in (installed, of, letters, family):
        function.cache_clear()


@cache
def installed() -> tuple[Fallback, ...]:
    """The fonts that there are, in the order in which they are asked: the user's, Noto's by name, Chinese last."""
    return tuple(Fallback(file, _region(file)) for file in (*_named, *_of_packages(), *_of_chinese()))


@cache
def of(letter: str, weight: int) -> Fallback | None:
    """The font that draws a letter: of the first family that has it, the one nearest to a weight (400 is regular)."""
    having = [font for font in installed() if ord(letter) in letters(font)]
    same = [font for font in having if family(font) == family(having[0])]
    return min(same, key=lambda font: abs(_weight(font) - weight), default=None)


@cache
def letters(font: Fallback) -> frozenset[int]:
    """The code points that a font has letters for."""
    with opened(font) as file:
        return frozenset(file.getBestCmap())


@cache
def family(font: Fallback) -> str:
    """The name of a font's family, without its weight."""
    with opened(font) as file:
        names = file["name"]
        return str(names.getDebugName(16) or names.getDebugName(1))


@cache
def axes(font: Fallback, weight: int) -> dict[str, float]:
    """Where a variable font stands on each of its axes for a weight; {} for one that is not variable."""
    with opened(font) as file:
        if "fvar" not in file:
            return {}
        places = {axis.axisTag: axis.defaultValue for axis in file["fvar"].axes}
        bounds = {axis.axisTag: (axis.minValue, axis.maxValue) for axis in file["fvar"].axes}
        if "wght" in bounds:
            places["wght"] = min(max(weight, bounds["wght"][0]), bounds["wght"][1])
        return places


def opened(font: Fallback) -> Any:
    """The font as fontTools reads it, to be closed."""
    from fontTools.ttLib import TTFont

    return TTFont(font.path, fontNumber=font.number, lazy=True, recalcTimestamp=False)


@cache
def _weight(font: Fallback) -> float:
    with opened(font) as file:
        return 400 if "fvar" in file else float(file["OS/2"].usWeightClass)


def _of_packages() -> Iterator[Path]:
    from importlib.metadata import entry_points

    modules = {point.name: point.value for point in entry_points(group=_PACKAGES) if point.name.startswith(_PREFERRED)}
    for _, module in sorted(modules.items()):
        yield from sorted(file for file in (_folder(module) / "files").glob("*.ttf") if "Italic" not in file.name)


def _of_chinese() -> Iterator[Path]:
    if find_spec(_CHINESE):
        yield from sorted(_folder(_CHINESE).glob("*.ttc"))


def _folder(module: str) -> Path:
    spec = find_spec(module)
    return Path(spec.origin or "").parent if spec else Path()


def _region(file: Path) -> int:
    """The place in a collection of the font of _REGION; the first where there is none."""
    if file.suffix.lower() not in (".ttc", ".otc"):
        return 0
    from fontTools.ttLib import TTCollection

    with TTCollection(file, lazy=True) as collection:
        names = [str(font["name"].getDebugName(1)) for font in collection.fonts]
    return next((number for number, name in enumerate(names) if name.endswith(f" {_REGION}")), 0)


def _check(file: Path) -> None:
    from fontTools.ttLib import TTFont, TTLibError

    try:
        with file.open("rb") as stream, TTFont(stream, fontNumber=0, lazy=True) as font:
            font.getBestCmap()
    except OSError as error:
        raise CoopmapError(
            Message("{file} cannot be read: {error}; name a font that there is.", file=file, error=system_reason(error))
        ) from None
    except (TTLibError, KeyError, AssertionError, ValueError):
        raise CoopmapError(
            Message("{file} is no font; name a TrueType or OpenType file: .ttf, .otf or .ttc.", file=file)
        ) from None
