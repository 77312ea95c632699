"""Layers for tests of pictures and slides, pictures as pixels, and how far two of them look apart."""

from __future__ import annotations

import io
import random
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageFilter

import geo
from geo.model import codes
from tests.geo.samples import area, feature, line, point
from tests.maps.pages import layer

REGION = (48.0, 38.0, 86.0, 54.0)
"""West, south, east, north of Kazakhstan and Uzbekistan, about."""


def scattered(number: int, seed: int) -> geo.Layer:
    """A layer of so many projects of all kinds at random places, the same for the same seed."""
    pick = random.Random(seed)  # noqa: S311  nothing is to be kept secret
    west, south, east, north = REGION
    return layer(
        *(
            feature(
                point(round(pick.uniform(west, east), 3), round(pick.uniform(south, north), 3)),
                id=f"p-{n}",
                name_en=f"Project {n} {'of a rather long name ' * pick.randrange(3)}".strip(),
                sector=pick.choice(list(codes.SECTORS)),
                status=pick.choice(list(codes.STATUSES)),
                precision=pick.choice(["site", "near", "town", "region"]),
                countries=[pick.choice(["KZ", "UZ"])],
            )
            for n in range(number)
        )
    )


def spots(*places: tuple[float, float], **fields: Any) -> geo.Layer:
    """A layer of a project at each place."""
    return layer(*(feature(point(*place), id=f"p-{n}", **fields) for n, place in enumerate(places)))


DEGENERATE: dict[str, geo.Layer] = {
    "one project": spots((63.6, 53.2)),
    "lines only": layer(
        feature(line([60, 40], [70, 50]), id="a", route="schematic"),
        feature(line([69, 41], [77, 43]), id="b", route="great_circle", sector="air"),
    ),
    "none placed": layer(feature(None, precision="unlocated")),
    "an area": layer(feature(area([[65, 48], [66, 48], [66, 49], [65, 49], [65, 48]]), id="a")),
    "across the antimeridian": layer(
        feature(point(178, 52), id="a", countries=["RU"]),
        feature(point(-178, 50), id="b", countries=["RU"]),
        feature(line([170, 50], [-170, 55]), id="c", route="great_circle", countries=["RU"]),
    ),
    "around the pole": spots((-170, 84), (-90, 84), (0, 84), (90, 84), (150, 84), countries=["RU"]),
    "around the south pole": spots((-170, -80), (-60, -85), (70, -88), countries=["RU"]),
    "over the equator": spots((30, -8), (36, 9), countries=["CD"]),
    "one town": spots(*((69.28 + 0.01 * n, 41.31 + 0.007 * n) for n in range(6))),
    "one point": spots(*[(69.28, 41.31)] * 9),
    "the whole world": spots(*((x, y) for x in range(-170, 180, 50) for y in (-60, -10, 30, 70))),
    "a flight round half the world": layer(
        feature(line([69, 41], [-74, 40.7]), id="a", route="great_circle", sector="air"),
        feature(line([69, 41], [151, -34]), id="b", route="great_circle", sector="air"),
    ),
}
"""Layers of which a picture is not easily made."""


def pixels(png: bytes) -> Image.Image:
    """A PNG as a picture."""
    image = Image.open(io.BytesIO(png))
    image.load()
    return image


def difference(one: Image.Image, other: Image.Image) -> tuple[float, float]:
    """How far two pictures look apart, as the mean and the largest distance of their colours in CIE Lab.

    Both are blurred first, as an eye sees them from some way off: edges that are smoothed in another way do not count.
    """
    near, far = (_lab(image.convert("RGB")) for image in (one, other))
    assert near.shape == far.shape
    apart = np.sqrt(((near - far) ** 2).sum(axis=2))
    return float(apart.mean()), float(apart.max())


def _lab(image: Image.Image) -> Any:
    values = np.asarray(image.filter(ImageFilter.GaussianBlur(2.0)), dtype=float) / 255
    linear = np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)
    xyz = linear @ np.array([[0.4124, 0.2126, 0.0193], [0.3576, 0.7152, 0.1192], [0.1805, 0.0722, 0.9505]])
    ratios = np.cbrt(xyz / np.array([0.9505, 1.0, 1.089]))
    x, y, z = ratios[..., 0], ratios[..., 1], ratios[..., 2]
    return np.stack([116 * y, 500 * (x - y), 200 * (y - z)], axis=2)


def told(*line: str | Path) -> str:
    """What a program of the system prints."""
    done = subprocess.run([str(part) for part in line], capture_output=True, encoding="utf-8", check=True)
    return done.stdout
