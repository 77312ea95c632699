"""Photographs given to `coopmap add`: described, their place offered, stored as pixels when the project is written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from geo import CoopmapError
from geo.errors import plain, system_reason
from geo.io import picture_files, pictures, regular_files
from geo.messages import Message
from geo.model import geometry
from geo.model.geometry import is_number
from maps.commands import asking
from maps.commands.answers import field_of, value_of_answer
from maps.commands.places import position, surroundings
from maps.commands.printing import say
from maps.commands.questions import complete_record
from maps.commands.whereabouts import put

if TYPE_CHECKING:
    from collections.abc import Sequence

    from maps.commands.answers import Answers


def take(answers: Answers, texts: Sequence[str]) -> None:
    """Take the photographs, "FILE; alt_en=...; credit=...; licence=...", and ask at a terminal for what is missing.

    What is written is the path that each will have beside the layer. Raises CoopmapError, one sentence that names the
    file, for what is no sound picture.
    """
    field = field_of("images", answers.codebook)
    records = answers.properties.get("images")
    images: list[object] = list(records) if isinstance(records, list) else []
    for text in texts:
        record = value_of_answer(field, text, answers.codebook, answers.languages)
        if not isinstance(record, dict):
            raise CoopmapError(Message("--photo needs the path of a picture."))
        file = Path(str(record.get("src", "")))
        data = _read(file)
        source = picture_files.stored_path(file.name, set(answers.photographs))
        answers.photographs[source] = (file.name, data)
        _offer_place(answers, file, data)
        image = {**record, "src": source}
        if asking.at_terminal():
            complete_record(answers, field, image, len(images))
        images.append(image)
    if images:
        answers.properties["images"] = images


def store(answers: Answers, folder: Path) -> None:
    """Write the photographs into `photos` in the folder, and their paths into the project. Raises WriteError."""
    paths = {source: picture_files.store(folder, *photograph) for source, photograph in answers.photographs.items()}
    images = answers.properties.get("images")
    for image in images if isinstance(images, list) else ():
        if isinstance(image, dict) and (path := paths.get(str(image.get("src")))):
            image["src"] = path


def _read(file: Path) -> bytes:
    """The bytes of a picture that can be prepared."""
    try:
        data = regular_files.read(file, pictures.MAX_BYTES, links=True)
        pictures.prepare(data)
    except OSError as error:
        reason = system_reason(error)
        raise CoopmapError(Message("{picture}: {reason}.", picture=plain(str(file)), reason=reason)) from None
    except CoopmapError as error:
        raise CoopmapError(Message("{picture}: {reason}.", picture=plain(str(file)), reason=error.sentence)) from None
    return data


def _offer_place(answers: Answers, file: Path, data: bytes) -> None:
    """Where the photograph was taken: asked at a terminal whether it is the project's place, else only said."""
    from geo.places.coordinates import Coordinates

    at = pictures.place_of(data)
    if at is None:
        return
    lon, lat = (round(degrees, 5) for degrees in at)
    here = Coordinates(lon, lat, "EXIF")
    taken = Message(
        "{picture} was taken at {position} ({surroundings}).",
        picture=plain(file.name),
        position=position(here),
        surroundings=surroundings(here),
    )
    if answers.geometry is not None:
        _compare(answers, at, taken)
    elif not answers.unplaced and asking.at_terminal():
        asking.tell(taken)
        if asking.confirm(Message("Is that the project's place?")):
            put(answers, [here])
    else:
        say(taken)
        say(Message("--place “{position}” takes it as the project's place.", position=position(here)))


def _compare(answers: Answers, at: tuple[float, float], taken: Message) -> None:
    """Says so when a photograph was taken farther from the project's point than that is uncertain."""
    where, metres = answers.geometry, answers.properties.get("uncertainty_m")
    if where is None or where["type"] != "Point":
        return
    lon, lat = next(geometry.positions(where))[:2]
    far = geometry.distance_m(lon, lat, *at)
    if far > (metres if is_number(metres) else 0):
        say(taken)
        say(Message("That is {distance:.1f} km from the project's place.", distance=far / 1000))
