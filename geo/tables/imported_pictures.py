"""The picture files that an imported table names: found beside it or in its archive, stored beside the layer."""

from __future__ import annotations

import os
import posixpath
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from geo.errors import CoopmapError, WriteError, plain
from geo.io import picture_files, regular_files
from geo.io.pictures import MAX_BYTES
from geo.messages import Message
from geo.model.project import Project
from geo.tables.readers import archives

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from pathlib import Path
    from zipfile import ZipFile

    from geo.layer import Layer
    from geo.model.geojson import Feature
    from geo.tables.incoming import Intake

ARCHIVES = (".kmz", ".zip")
"""Files in which pictures lie beside the projects."""


class ImportedPictures:
    """The pictures that a file of projects names, on their way beside a layer."""

    def __init__(self, file: Path, folder: Path) -> None:
        """Take the file of projects and the layer's folder."""
        self._file = file
        self._folder = folder
        self._origins: dict[str, str] = {}  # by the path that each will have, the one that the file gives it

    def rename(self, taken: Intake) -> None:
        """Give the pictures the paths that they will have beside the layer, which is what the projects then say.

        One that lies there already, and one that cannot be had, keeps its own.
        """
        places: dict[str, str] = {}
        for project in taken.projects:
            for entry in project.entries.get("images", ()):
                source = entry.values.get("src")
                if isinstance(source, str):
                    if source not in places:
                        places[source] = self._place(source)
                    entry.values["src"] = places[source]

    def _place(self, source: str) -> str:
        with suppress(CoopmapError):
            picture_files.size(self._folder, source)
            return source
        with suppress(CoopmapError):
            self._read(source, 0)
            place = picture_files.stored_path(source, self._origins)
            self._origins[place] = source
            return place
        return source

    def stored(self, layer: Layer, taken: Collection[str], notify: Callable[[str], object]) -> Layer:
        """The layer, with the pictures of the projects taken in written beside it.

        taken: their ids; notify: called with a sentence for each picture that is not there and cannot be stored, which
        its project names all the same. Raises WriteError.
        """
        places = {source: source for source in self._origins}
        projects = (project for project in layer.projects if project.id in taken)
        for source in {source: None for project in projects for source in _sources(project)}:
            try:
                if source in self._origins:
                    places[source] = picture_files.store(self._folder, source, self._read(self._origins[source]))
                else:
                    picture_files.size(self._folder, source)
            except WriteError:
                raise
            except CoopmapError as error:
                named = source in self._origins
                notify(
                    Message("{picture}: {reason}.", picture=plain(source), reason=error.sentence)
                    if named
                    else error.sentence
                )
        if all(place == source for source, place in places.items()):
            return layer
        features = tuple(
            _moved(feature, places) if Project(0, feature).id in taken else feature for feature in layer.features
        )
        return replace(layer, features=features)

    def _read(self, source: str, most: int = MAX_BYTES) -> bytes:
        """The first bytes of a picture, all where they are no more than may be. Raises CoopmapError with the reason."""
        if self._file.suffix.lower() in ARCHIVES:
            with archives.opened(str(self._file), self._file, Message("is no sound zip file.")) as packed:
                return _in_archive(packed, source, most)
        beside = self._file.resolve().parent
        try:
            path = (beside / source).resolve()
            if not path.is_relative_to(beside):
                raise CoopmapError(Message("it lies outside the table's folder"))
            with os.fdopen(regular_files.handle(path), "rb") as file:
                return file.read(most + 1)
        except (OSError, ValueError):
            raise CoopmapError(Message("there is no such file beside the table")) from None


def _sources(project: Project) -> list[str]:
    images = project.properties.get("images")
    records = images if isinstance(images, list) else []
    return [image["src"] for image in records if isinstance(image, dict) and isinstance(image.get("src"), str)]


def _moved(feature: Feature, places: Mapping[str, str]) -> Feature:
    """The Feature with the paths that its pictures were stored under, where those were taken by others."""
    properties = dict(Project(0, feature).properties)
    images = properties.get("images")
    if isinstance(images, list):
        properties["images"] = [
            {**image, "src": places.get(str(image.get("src")), image.get("src"))} if isinstance(image, dict) else image
            for image in images
        ]
    return cast("Feature", {**feature, "properties": properties})


def _in_archive(packed: ZipFile, source: str, most: int) -> bytes:
    """A picture of an archive, by its path from the file of projects, wherever in the archive that lies."""
    name = posixpath.normpath(source)
    entries = [entry for entry in packed.infolist() if f"/{entry.filename}".endswith(f"/{name}")]
    if not entries or name.startswith(".."):
        raise CoopmapError(Message("there is no such file in the archive"))
    entry = min(entries, key=lambda each: len(each.filename))
    with packed.open(entry) as file:  # one byte more than may be is what the next reader refuses
        return file.read(most + 1)
