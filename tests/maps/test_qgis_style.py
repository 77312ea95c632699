"""The style of QGIS in a GeoPackage: its table, its categories, and QGIS itself drawing by it."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest
from lxml import etree

import geo
from maps.drawing.qgis_style import qgis_style
from maps.site.tables import table
from tests.geo.samples import area, feature, line
from tests.maps import pages

AREA = area([[66, 41], [67, 41], [67, 42], [66, 41]])
OWN = {"sectors": {"fish": {"name_en": "Fish & <chips>", "icon": "fish", "colour": "#0b6e8a"}}}


def rules(style: str) -> list[dict[str, str]]:
    return [dict(rule.attrib) for rule in etree.fromstring(style).iterfind("renderer-v2/rules/rule")]


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("qgis") / "projects.gpkg"
    path.write_bytes(table(pages.shipped_layer(), ".gpkg"))
    return path


def test_a_geopackage_carries_its_style_where_qgis_looks_for_it(package: Path):
    with closing(sqlite3.connect(package)) as file:
        ask = "SELECT f_table_name, f_geometry_column, useAsDefault, update_time, styleQML FROM layer_styles"
        [(name, column, default, stamp, style)] = file.execute(ask)
        [[kind]] = file.execute("SELECT data_type FROM gpkg_contents WHERE table_name = 'layer_styles'")
        [[geometry]] = file.execute("SELECT column_name FROM gpkg_geometry_columns WHERE table_name = ?", [name])
        [[number]] = file.execute("SELECT feature_count FROM gpkg_ogr_contents WHERE table_name = 'layer_styles'")
        columns = {row[1] for row in file.execute(f"PRAGMA table_info({name})")}
        assert file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert (column, default, kind, number, stamp) == (geometry, 1, "attributes", 1, "2026-01-01T00:00:00.000Z")
    assert style == qgis_style(pages.shipped_layer(), "en")
    assert {"sector", "status", "route", "precision", "uncertainty_m", "name_en"} <= columns
    assert package.read_bytes() == table(pages.shipped_layer(), ".gpkg")


def test_the_categories_are_the_codes_of_the_layer():
    layer = pages.shipped_layer()
    drawn = rules(qgis_style(layer, "ru"))
    points = [rule for rule in drawn if "'Point'" in rule["filter"]]
    codes = [code for rule in points for code in layer.codebook.sectors if f"\"sector\" = '{code}'" in rule["filter"]]
    assert codes == [*layer.codebook.sectors]
    assert points[-1]["filter"].count("'") // 2 > len(codes), "the last one names all codes, to draw what has none"
    assert [rule["label"] for rule in drawn if "'Line'" in rule["filter"]][1] == pages.word("ru", "route.schematic")
    assert not any("'Polygon'" in rule["filter"] for rule in drawn), "the layer has no area"


def test_own_sectors_and_any_text_stand_in_the_style_as_themselves():
    own = geo.layer.layer_of_value(
        {"type": "FeatureCollection", "codebook": OWN, "features": [feature(AREA, sector="fish")]}, "own"
    )
    drawn = rules(qgis_style(own, "en"))
    assert {rule["label"] for rule in drawn} >= {"Fish & <chips>"}
    assert sum("\"sector\" = 'fish'" in rule["filter"] for rule in drawn) == 2
    assert "11,110,138" in qgis_style(own, "en")


_DRAW = """
import os, sys
from qgis.core import QgsApplication, QgsMapRendererSequentialJob, QgsMapSettings, QgsVectorLayer
from qgis.PyQt.QtCore import QSize
app = QgsApplication([], False)
app.initQgis()
layers = [QgsVectorLayer(f"{sys.argv[1]}|layername=projects|geometrytype={kind}", kind, "ogr")
          for kind in ("Point", "LineString")]
for layer in layers:
    _, loaded = layer.loadDefaultStyle()
    rules = layer.renderer().rootRule().children()
    faults = [rule.filter().parserErrorString() for rule in rules if rule.filter().hasParserError()]
    for symbol in (rule.symbol() for rule in rules):
        for part in symbol.symbolLayers():
            defined = part.dataDefinedProperties()
            for key in defined.propertyKeys():
                from qgis.core import QgsExpression
                expression = QgsExpression(defined.property(key).expressionString())
                faults += [expression.parserErrorString()] if expression.hasParserError() else []
    print(layer.name(), layer.featureCount(), loaded, len(rules), faults, flush=True)
settings = QgsMapSettings()
settings.setLayers(layers)
settings.setOutputSize(QSize(400, 300))
settings.setExtent(layers[0].extent())
job = QgsMapRendererSequentialJob(settings)
job.start()
job.waitForFinished()
image = job.renderedImage()
print("colours", len({image.pixel(x, y) for x in range(400) for y in range(300)}), job.errors(), flush=True)
os._exit(0)
"""


@pytest.mark.slow
def test_qgis_draws_by_the_style(package: Path, tmp_path: Path):
    python = shutil.which("python3", path="/usr/bin")
    ready = (
        python and not subprocess.run([python, "-c", "import qgis.core"], capture_output=True, check=False).returncode
    )
    if not ready:
        pytest.skip("QGIS is not installed (Debian's python3-qgis); the other tests read the style as text.")
    environment = {"QT_QPA_PLATFORM": "offscreen", "HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path)}
    done = subprocess.run(
        [str(python), "-c", _DRAW, str(package)],
        env=environment, capture_output=True, encoding="utf-8", timeout=100, check=True,
    )  # fmt: skip
    points, lines, picture = [text for text in done.stdout.splitlines() if text]
    sectors = len(pages.shipped_layer().codebook.sectors)
    assert points == f"Point 10 True {sectors + 1 + 4} []"
    assert lines == f"LineString 4 True {sectors + 1 + 4} []"
    assert picture.endswith(" []")
    assert int(picture.split()[1]) > 30


def test_lines_and_areas_have_categories_where_there_are_any():
    mixed = geo.Layer((feature(line([66, 41], [67, 42])), feature(), feature(AREA)))
    assert {kind: any(f"'{kind}'" in rule["filter"] for rule in rules(qgis_style(mixed, "en")))
            for kind in ("Point", "Line", "Polygon")} == dict.fromkeys(("Point", "Line", "Polygon"), True)  # fmt: skip
