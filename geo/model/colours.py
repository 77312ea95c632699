"""Measures of colours as readers see them: contrast, and how far two differ for every eye."""

from __future__ import annotations

import colorsys

Vector = tuple[float, float, float]
Matrix = tuple[Vector, Vector, Vector]

EYES: dict[str, Matrix] = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
"""Machado, Oliveira and Fernandes 2009, severity 1: linear RGB as each reader sees it."""

NEAR = 12.0
"""Below this difference in CIE Lab two colours are one to some reader."""

READABLE = 4.5
"""The least contrast of a text and its ground (WCAG 2, level AA)."""

ON_FAMILY = ("#ffffff", "#101820")
"""What stands on a sector's colour: on light ground white, on dark ground near black."""

_XYZ: Matrix = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
_D65: Vector = (0.95047, 1.0, 1.08883)
_LIGHTER = 0.02
"""The step in which a colour is made lighter until it can be read on dark ground."""


def _times(matrix: Matrix, vector: Vector) -> Vector:
    x, y, z = (sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix)
    return x, y, z


def _channels(colour: str) -> Vector:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _linear(colour: str) -> Vector:
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in _channels(colour))
    return red, green, blue


def lab(colour: str, eye: str = "normal") -> Vector:
    """CIE Lab (D65) of a colour, #rrggbb, as one of EYES sees it."""
    red, green, blue = (min(1.0, max(0.0, c)) for c in _times(EYES[eye], _linear(colour)))
    ratios = [c / white for c, white in zip(_times(_XYZ, (red, green, blue)), _D65, strict=True)]
    x, y, z = (r ** (1 / 3) if r > 216 / 24389 else (24389 / 27 * r + 16) / 116 for r in ratios)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def difference(left: str, right: str) -> float:
    """How far two colours differ in CIE Lab for the reader who tells them apart least."""
    return min(
        float(sum((a - b) ** 2 for a, b in zip(lab(left, eye), lab(right, eye), strict=True)) ** 0.5) for eye in EYES
    )


def contrast(left: str, right: str) -> float:
    """WCAG 2 contrast of two colours, 1 to 21."""
    dark, light = sorted(_times(_XYZ, _linear(colour))[1] for colour in (left, right))
    return (light + 0.05) / (dark + 0.05)


def for_dark_ground(colour: str) -> str:
    """A colour of the same hue that near black on it, and it on near black, can be read."""
    hue, light, full = colorsys.rgb_to_hls(*_channels(colour))
    lighter = colour
    while contrast(lighter, ON_FAMILY[1]) < READABLE + 1:
        light += _LIGHTER
        lighter = "#" + "".join(f"{round(c * 255):02x}" for c in colorsys.hls_to_rgb(hue, min(light, 1.0), full))
    return lighter
