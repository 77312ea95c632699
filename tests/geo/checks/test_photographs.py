"""The check looks at the photographs beside a layer: whether they can be shown, where they were taken, their weight."""

from __future__ import annotations

import io
import random
from pathlib import Path

import pytest
from PIL import Image

import geo
from geo.checks import photographs
from tests.geo.samples import GONE, feature
from tests.maps.test_photos import located, noisy

DESCRIBED = {f"alt_{code}": "A plant" for code in ("en", "ru", "uz", "kk")} | {"credit": "A", "licence": "CC0"}


def said(folder: Path, *images: dict[str, str], **properties: object) -> list[tuple[str, str, str]]:
    """Rule, field and what was got of each finding on a project at 59.61 E, 42.46 N."""
    where = {"type": "Point", "coordinates": [59.61, 42.46]}
    project = feature(where, images=[{**DESCRIBED, **image} for image in images], **properties)
    layer = geo.Layer((project,), {}, folder / "projects.geojson")
    assert not [problem for problem in geo.check(layer) if problem.field.startswith("images")]
    problems = geo.check_photographs(layer, folder)
    assert all(problem.level == "warning" for problem in problems)
    return [(problem.rule, problem.field, problem.got) for problem in problems]


def test_a_photograph_taken_farther_away_than_the_place_is_uncertain_is_told(tmp_path: Path):
    (tmp_path / "a.jpg").write_bytes(located((42.0, 30.0, 0.0), (59.0, 36.6, 0.0)))  # 4.4 km to the north
    far = ("photo-elsewhere", "images[0].src",
           "a photograph taken 4.4 km from the project's place, at 42.50000, 59.61000")  # fmt: skip
    assert said(tmp_path, {"src": "a.jpg"}, precision="site", uncertainty_m=GONE) == [far]
    assert said(tmp_path, {"src": "a.jpg"}, precision="near", uncertainty_m=4000) == [far]
    assert said(tmp_path, {"src": "a.jpg"}, precision="near", uncertainty_m=5000) == []
    assert said(tmp_path, {"src": "a.jpg"}, precision="region", uncertainty_m=GONE) == []


def test_a_photograph_that_cannot_be_shown_and_half_a_pair_are_told(tmp_path: Path):
    (tmp_path / "a.jpg").write_bytes(located((42.0, 27.6, 0.0), (59.0, 36.6, 0.0)))
    assert said(tmp_path, {"src": "none.jpg"}) == [
        ("photo-left-out", "images[0].src", "none.jpg: there is no such file; the picture is left out.")
    ]
    before, after = {"src": "a.jpg", "pair": "before"}, {"src": "a.jpg", "pair": "after"}
    assert said(tmp_path, before, after) == []
    assert said(tmp_path, after, before) == [
        ("photo-unpaired", "images[0].pair", "nothing"),
        ("photo-unpaired", "images[1].pair", "nothing"),
    ]


def test_photographs_are_weighed_as_the_page_has_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    file = io.BytesIO()
    noisy((1280, 960)).save(file, "PNG")
    (tmp_path / "large.png").write_bytes(file.getvalue())
    monkeypatch.setattr(photographs, "PAGE_BYTES", 300_000)
    assert len(file.getvalue()) > 300_000
    assert said(tmp_path, {"src": "large.png"}) == []  # as a file alone it is too heavy
    grains = Image.frombytes("RGB", (640, 480), random.Random(2).randbytes(640 * 480 * 3))  # noqa: S311
    grains.save(tmp_path / "grains.png")
    assert [rule for rule, *_ in said(tmp_path, {"src": "large.png"}, {"src": "grains.png"})] == ["photos-heavy"]
