"""Pictures that a table or a KMZ names come along as pixels, once somebody says whose they are."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest

import geo
from geo.tables.ordinary.pictures import names_of_files
from tests.conftest import Command
from tests.maps.test_photos import HIDDEN, jpeg, png

WHOSE = ["--set", "images_1_credit=A. B.", "--set", "images_1_licence=CC0"]
TABLE = "name,latitude,longitude,Фото\nPlant,42.5,59.6,a.jpg\nDepot,42.6,59.7,a.jpg; sub/b.png; link.png\n"
TABLE += "Road,42.7,59.8,../secret.jpg\n"
KML = """<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>Plant</name><description><![CDATA[
<img src="files/a.jpg"/> New. <img src="https://example.org/x.jpg"/>]]></description>
<Point><coordinates>59.6,42.5</coordinates></Point></Placemark></Document></kml>"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of a table with pictures, and one of a layer; a secret beside them."""
    for name, data in {"secret.jpg": jpeg(), "in/a.jpg": jpeg(), "in/sub/b.png": png()}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    (tmp_path / "in" / "link.png").symlink_to(tmp_path / "secret.jpg")
    (tmp_path / "in" / "list.csv").write_text(TABLE, encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "in" / "list.kmz", "w") as packed:
        packed.writestr("doc.kml", KML)
        packed.writestr("files/a.jpg", jpeg())
    (tmp_path / "out").mkdir()
    return tmp_path


def images(folder: Path) -> dict[str, Any]:
    """The pictures of each project of the layer."""
    projects = geo.read(folder / "out" / "own.geojson").projects
    return {str(project.id): project.properties.get("images") for project in projects}


def test_pictures_of_a_table_are_stored_as_pixels_and_the_same_ones_once(folder: Path, command: Command):
    line = ["import", folder / "in" / "list.csv", folder / "out" / "own.geojson", *WHOSE, "--yes"]
    done = command(*line)
    assert done.returncode == 0, done.stderr
    assert "link.png: there is no such file; the picture is left out." in done.stderr
    plant, depot, road = (images(folder)[name] for name in ("plant", "depot", "road"))
    assert road is None
    assert plant == [{"src": "photos/a.webp", "alt_en": "Plant", "credit": "A. B.", "licence": "CC0"}]
    assert [image["src"] for image in depot] == ["photos/a.webp", "photos/b.webp", "link.png"]
    stored = {path.name: path.read_bytes() for path in (folder / "out" / "photos").iterdir()}
    assert set(stored) == {"a.webp", "b.webp"}
    assert not any(HIDDEN.encode() in data for data in stored.values())
    assert "0 new, 0 changed, 3 same" in command(*line).stdout


def test_a_picture_whose_owner_nobody_names_is_left_out_and_said_so(folder: Path, command: Command):
    done = command("import", folder / "in" / "list.csv", folder / "out" / "own.geojson", "--yes")
    assert done.returncode == 0, done.stderr
    assert "got “a.jpg”; expected a picture with credit, licence" in done.stderr
    assert images(folder) == {"plant": None, "depot": None, "road": None}
    assert not (folder / "out" / "photos").exists()


def test_pictures_of_a_kmz_come_out_of_it_and_none_is_fetched(folder: Path, command: Command):
    done = command("import", folder / "in" / "list.kmz", folder / "out" / "own.geojson", *WHOSE, "--yes")
    assert done.returncode == 0, done.stderr
    assert [image["src"] for image in images(folder)["plant"]] == ["photos/a.webp"]
    assert [path.name for path in (folder / "out" / "photos").iterdir()] == ["a.webp"]


def test_names_of_files_are_told_from_other_words():
    assert names_of_files("a.jpg") == ["a.jpg"]
    assert names_of_files("a b.JPG; c/d.png") == ["a b.JPG", "c/d.png"]
    assert names_of_files("c\\d.png\ne.heic") == ["c/d.png", "e.heic"]
    for words in ("", "see a.jpg and others", "https://example.org/a.jpg", "a.jpg; yes", "<img src=a.jpg>", 5, None):
        assert names_of_files(words) is None
