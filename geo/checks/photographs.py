"""The check of the photographs beside a layer: that they can be shown, where they were taken, how much they weigh."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from geo.checks.grades import at_grade, finding
from geo.checks.run import LAYER
from geo.errors import CoopmapError, show
from geo.io import picture_files
from geo.io.feature_tables import features_with
from geo.messages import NOTHING, Message
from geo.model import codes, geometry
from geo.model.geometry import is_number
from geo.model.project import Project

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from geo.checks.grades import Grade
    from geo.errors import Problem
    from geo.layer import Layer

PAGE_BYTES = 5_000_000
"""Most bytes of the photographs of a page: some forty of them, and as much as mail takes."""

SITE_M = 1000.0
"""Metres from a site's point at which its photograph may be taken, where the project does not say how exact that is."""

BEFORE, AFTER = codes.PAIR


def check_photographs(layer: Layer, folder: Path, *, grade: Grade = "draft") -> list[Problem]:
    """Every finding on the photographs that lie beside a layer in a folder, by project.

    Their files are read; only where they are heavier than a page are they also prepared, to know what they weigh in it.
    """
    problems: list[Problem] = []
    sound: dict[str, int] = {}
    for number, feature in features_with(layer.features, "images"):
        project = Project(number, feature, layer.languages)
        images = _images(project)
        problems += _unpaired(project, images)
        for place, image in enumerate(images):
            problems += _findings(project, f"images[{place}].src", str(image.get("src", "")), folder, sound)
    return [at_grade(problem, grade) for problem in (*problems, *_too_heavy(folder, sound))]


def _images(project: Project) -> list[Mapping[str, object]]:
    images = project.properties.get("images")
    return [image for image in images if isinstance(image, dict)] if isinstance(images, list) else []


def _findings(project: Project, field: str, source: str, folder: Path, sound: dict[str, int]) -> Iterator[Problem]:
    """What is wrong with one photograph; sound: takes in its size in bytes when it can be shown."""
    if not source:
        return  # the schema says so
    try:
        taken_at = picture_files.photographed_at(folder, source)
        sound[source] = picture_files.size(folder, source)
    except CoopmapError as error:
        expected = Message("a picture file beside the layer, such as photos/plant.jpg")
        fix = Message("put the picture there, or take the entry out")
        yield finding("photo-left-out", project.where, field, error.sentence, expected, fix)
        return
    if taken_at is not None and (far := _distance_m(project, taken_at)) is not None:
        metres, reach = far
        yield finding(
            "photo-elsewhere",
            project.where,
            field,
            Message(
                "a photograph taken {distance:.1f} km from the project's place, at {position}",
                distance=metres / 1000,
                position=_position(taken_at),
            ),
            Message("at most {distance:g} km from it", distance=reach / 1000),
            Message("see whether it is a picture of this project, correct the place, or say how far off it may be"),
        )


def _position(position: tuple[float, float]) -> str:
    """A position in degrees as people write it: latitude first."""
    return f"{position[1]:.5f}, {position[0]:.5f}"


def _distance_m(project: Project, taken_at: tuple[float, float]) -> tuple[float, float] | None:
    """Metres from the project's point to where a photograph was taken, and how many may be; None when it is near
    enough, or when nobody knows so exactly where the project is."""
    where, properties = project.geometry, project.properties
    if any(geometry.faults(where)) or where is None or where["type"] != "Point":
        return None
    reach = properties.get("uncertainty_m")
    if not is_number(reach):
        if properties.get("precision") not in ("site", None):
            return None
        reach = SITE_M
    lon, lat = next(geometry.positions(where))[:2]
    metres = geometry.distance_m(lon, lat, *taken_at)
    return (metres, float(reach)) if metres > reach else None


def _unpaired(project: Project, images: list[Mapping[str, object]]) -> Iterator[Problem]:
    """A picture of before stands right before the one of after."""
    pairs = [image.get("pair") for image in images]
    for number, pair in enumerate(pairs):
        other = {
            BEFORE: pairs[number + 1] if number + 1 < len(pairs) else None,
            AFTER: pairs[number - 1] if number else None,
        }
        wanted = {BEFORE: AFTER, AFTER: BEFORE}.get(str(pair))
        if wanted and other[str(pair)] != wanted:
            got = NOTHING if other[str(pair)] is None else show(other[str(pair)])
            expected = Message("a picture that says {value} beside it", value=show(wanted))
            fix = Message("put the two pictures of a pair one after the other, the earlier one first")
            yield finding("photo-unpaired", project.where, f"images[{number}].pair", got, expected, fix)


def _too_heavy(folder: Path, sound: dict[str, int]) -> Iterator[Problem]:
    """Whether the photographs are too much for one page, in which each stands once for each project that has it."""
    if sum(sound.values()) <= PAGE_BYTES:
        return
    weight = 0
    for source in sound:
        try:
            weight += len(picture_files.prepared(folder, source).data)
        except CoopmapError:
            continue  # it is broken, of which the page tells
    if weight > PAGE_BYTES:
        yield finding(
            "photos-heavy",
            LAYER,
            "images",
            Message("photographs of {megabytes:.1f} MB in one page", megabytes=weight / 1e6),
            Message("at most {megabytes:g} MB", megabytes=PAGE_BYTES / 1e6),
            Message("keep the photographs that say most, one or two of a project"),
        )
