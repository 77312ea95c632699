"""Where a command's result goes: a new or a regular file that holds nothing else of the user's, or standard output."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import geo
import maps
from geo.errors import CoopmapError, WriteError, system_reason
from geo.history.lock import FOLDER
from geo.io import files
from geo.io.package_data import DATA
from geo.io.recognise import layer_format
from geo.messages import Joined, Message
from maps.commands import outcome
from maps.commands.common import named
from maps.commands.printing import echo, kilobytes, refusal

if TYPE_CHECKING:
    from geo import Layer
    from geo.io.table_address import LayerPlace

PAGE = Path("out/map.html")
"""Where a page goes that no other place is named for."""

STANDARD = "-"
"""The name that stands for standard output."""

COMPANIONS = ("indicators.json", "milestones.json", "story.json")
"""What lies beside a layer under these names is read with it."""

_TABLE = ("postgresql:", "postgres:")
"""How the address of a table begins, however a path writes it: its password would become a file's name."""

_PROGRAM = tuple(Path(package.__path__[0]).resolve() for package in (geo, maps))
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp")
_SAME_FORMAT = {".geojson": "GeoJSON", ".parquet": "GeoParquet"}


@dataclass(frozen=True)
class Output:
    """The place of a result, refused when it is made and again when it is written to.

    path: the file, or STANDARD; reads: files and tables that the command reads; layer: the layer that it shows, whose
    pictures it reads; ending: of the result's format, such as ".png".
    """

    path: Path
    ending: str
    reads: tuple[LayerPlace, ...] = ()
    layer: Layer | None = None

    @classmethod
    def of_kind(cls, path: Path, ending: str, *reads: LayerPlace, layer: Layer) -> Output:
        """The place of a result of one format alone. Raises BadParameter for a name with another ending, and WriteError
        as above."""
        if str(path) != STANDARD and path.suffix.lower() != ending:
            raise refusal(
                Message("{output} does not end in {ending}.", output=named(path), ending=ending), param_hint="OUT"
            )
        return cls(path, ending, reads, layer)

    def __post_init__(self) -> None:
        """Raises WriteError, one plain sentence, for a place that would lose what it holds."""
        self._refuse()

    @property
    def standard(self) -> bool:
        """Whether the result goes to standard output; messages then go to standard error."""
        return str(self.path) == STANDARD

    @property
    def name(self) -> str:
        """What a message calls it."""
        return Message("standard output") if self.standard else named(self.path)

    def write(self, data: bytes) -> int:
        """Write the result, a file whole or not at all, its folder too; gives the bytes. Raises CoopmapError."""
        self._refuse()
        if self.standard:
            _print(data)
            return len(data)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            reason = Message("not a directory") if isinstance(error, FileExistsError) else system_reason(error)
            raise WriteError(str(self.path), Message("cannot be written: {reason}.", reason=reason)) from None
        files.write_bytes(self.path, data, links=False)
        outcome.add_file(self.path)
        return len(data)

    def tell(self, text: str) -> None:
        """Say how it went."""
        echo(text, err=self.standard)

    def tell_written(self, size: int, *what: str) -> None:
        """Say where how many bytes were written, and of what."""
        self.tell(Message("{file}: {content}", file=self.name, content=Joined([kilobytes(size), *what])))

    def _refuse(self) -> None:
        if str(self.path).casefold().startswith(_TABLE):
            raise WriteError(str(self.path), Message("is the address of a table; name a file."))
        if self.standard:
            if outcome.wanted():
                raise CoopmapError(Message("With --format json standard output holds the result; name a file."))
            self._refuse_standard()
            return
        if self.path.is_symlink():
            raise WriteError(str(self.path), Message("is a link; name the file itself, or remove the link."))
        target = Path(files.target_of(self.path, links=False))
        if target.name.casefold() in COMPANIONS:
            raise WriteError(
                str(self.path), Message("has the name of a file that is read with a layer; name another file.")
            )
        if FOLDER in map(str.casefold, target.parts):
            raise WriteError(
                str(self.path),
                Message("lies in {folder}, where earlier versions are kept; name another file.", folder=FOLDER),
            )
        if target.exists():
            self._refuse_taken(target)

    def _refuse_taken(self, target: Path) -> None:
        """What a file that is there must not be."""
        self._refuse_read(target.stat())
        if any(map(target.is_relative_to, _PROGRAM)) or _is_one_of(target.stat(), _files_below(DATA)):
            raise WriteError(str(self.path), Message("is a file of coopmap itself; name another file."))
        try:
            layer_kind = layer_format(target)
        except OSError as error:
            raise WriteError(
                str(self.path),
                Message("cannot be read, to see that it holds no layer: {reason}.", reason=system_reason(error)),
            ) from None
        if layer_kind and (layer_kind != _SAME_FORMAT.get(self.ending) or _is_kept(target)):
            raise WriteError(
                str(self.path),
                Message("holds a layer ({format}), which would be lost; name another file.", format=layer_kind),
            )

    def _refuse_read(self, facts: os.stat_result) -> None:
        """Refuses what the command reads, by whatever name."""
        own = self.layer.path if self.layer else None
        if own and _is_one_of(facts, [own]):
            raise WriteError(self.name, Message("is the layer itself; name another file."))
        beside = [own.with_name(name) for name in COMPANIONS] if own else []
        reads = [place for place in self.reads if isinstance(place, Path)]
        if _is_one_of(facts, (Path("data/projects.geojson"), *reads, *beside, *self._pictures())):
            raise WriteError(self.name, Message("is a file that this command reads; name another file."))

    def _pictures(self) -> Iterator[Path]:
        """The layer's pictures, if the result would go by the name of one: a large layer is read again for them."""
        if self.layer and self.layer.path and self.path.suffix.lower() in _PICTURES:
            for source in _sources(self.layer):
                yield self.layer.path.parent / source

    def _refuse_standard(self) -> None:
        try:
            number = sys.stdout.fileno()
        except (OSError, ValueError):  # no file of the system's: a test's, or a notebook's
            return
        if self.ending not in (".html", ".csv", ".svg", ".geojson", ".kml") and os.isatty(number):
            raise CoopmapError(
                Message("Standard output is a terminal, which cannot show this; name a file, or lead it into one.")
            )
        self._refuse_read(os.fstat(number))


def _print(data: bytes) -> None:
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise  # a reader that has left: click ends the command without a word
    except OSError as error:
        _drop_rest()
        raise CoopmapError(Message("Standard output takes no more: {reason}.", reason=system_reason(error))) from None


def _drop_rest() -> None:
    """What standard output did not take goes nowhere: at the end Python would try once more, and complain of it."""
    with suppress(OSError, ValueError):  # a standard output that is no file
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _sources(layer: Layer) -> Iterator[str]:
    """The names of a layer's picture files, whatever its fields hold."""
    from geo.io.feature_tables import features_with  # with NumPy, which most commands do without

    for _, feature in features_with(layer.features, "images"):
        images: object = feature["properties"].get("images")
        for image in images if isinstance(images, list) else ():
            if isinstance(image, dict) and isinstance(image.get("src"), str):
                yield image["src"]


def _files_below(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if FOLDER not in path.parts)


def _is_one_of(facts: os.stat_result, paths: Iterable[Path]) -> bool:
    """Whether a file is one of those at the paths: by what it is, so by another name, letter case or link too."""
    return any(other is not None and os.path.samestat(facts, other) for other in map(_facts, paths))


def _facts(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except (OSError, ValueError):
        return None


def _is_kept(target: Path) -> bool:
    """Whether coopmap keeps earlier versions of a file: then it is somebody's layer and no export."""
    return (target.parent / FOLDER / target.name).exists() or (target.parent / FOLDER / f"{target.name}.lock").exists()
