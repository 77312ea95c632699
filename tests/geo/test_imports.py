"""Imports point one way, arguments are read and results printed in one place, and `import geo` costs nothing."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

import geo
import maps

ROOT = Path(__file__).resolve().parents[2]

ORDER = [
    {"geo.errors", "geo.record_types", "geo.paths", "geo.iso", "geo.codes", "geo.dates", "geo.fold", "geo.blank"},
    {"geo.kinds", "geo.map_links", "geo.regular"},
    {"geo.schema", "geo.coordinates"},
    {
        "geo.project",
        "geo.geometry",
        "geo.canonical",
        "geo.files",
        "geo.lock",
        "geo.place",
        "geo.recognise",
        "geo.wire",
        "geo.gdal",
    },
    {
        "geo.columns",
        "geo.rules.near",
        "geo.validate",
        "geo.gazetteer",
        "geo.published",
        "geo.repository",
        "geo.world",
        "geo.history",
        "geo.drafts",
        "geo.sandbox",
        "geo.sandboxed",
    },
    {"geo.rules.case", "geo.rules.text", "geo.rules.names", "geo.places", "geo.columnar"},
    {"geo.rules.translation", "geo.proposals"},
    {"geo.rules.record", "geo.rules.place", "geo.rules.pairs", "geo.rules.story"},
    {"geo.checks", "geo.frames", "geo.large"},
    {"geo.layer", "geo.companions"},
    {"geo.changes", "geo.differences", "geo.revisions"},
    {"geo.difference_words", "geo.suggestions"},
    {"geo.tables.archives", "geo.tables.model", "geo.tables.example"},
    {"geo.tables.words", "geo.tables.plain", "geo.tables.staging"},
    {"geo.tables.headers", "geo.tables.cells", "geo.tables.kml"},
    {"geo.tables.delimited", "geo.tables.vector"},
    {"geo.tables.sheets", "geo.tables.flat", "geo.tables.intake"},
    {"geo.tables.parsing", "geo.tables.reading", "geo.tables.workbook", "geo.tables.placing"},
    {"geo.tables.merging", "geo.tables.export"},
    {"geo.tables.plan"},
    {"geo"},
]
"""A module imports from the rows above its own, never from its own row or below."""

STILLS = [
    {"maps.theme", "maps.words", "maps.basemap", "maps.assets", "maps.shapes", "maps.packing", "maps.photos"},
    {"maps.fonts", "maps.icons", "maps.formats", "maps.projection", "maps.records"},
    {
        "maps.wishes",
        "maps.placing",
        "maps.ground",
        "maps.marks",
        "maps.embedding",
        "maps.xmp",
        "maps.drawingml",
        "maps.template_parts",
    },
    {"maps.facts", "maps.furniture", "maps.svg", "maps.pdf", "maps.templates"},
    {"maps.insets", "maps.charts", "maps.masters", "maps.png"},
    {"maps.naming", "maps.slidepage"},
    {"maps.scene"},
    {"maps.factsheet"},
    {"maps.pictures"},
    {"maps.slides"},
]
"""The same for pictures and slides."""

RANK = {module: row for row, modules in enumerate(ORDER) for module in modules}
STILLS_RANK = {module: row for row, modules in enumerate(STILLS) for module in modules}


def module_name(path: Path) -> str:
    """The dotted name of a module's file."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def modules(package: str) -> dict[str, ast.Module]:
    """The parsed modules of a package by name."""
    return {module_name(path): ast.parse(path.read_text("utf-8")) for path in sorted((ROOT / package).rglob("*.py"))}


def imported(tree: ast.Module) -> set[str]:
    """The modules that a module names in any import; of `from geo import files` it is geo.files."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            parts = {f"{node.module}.{alias.name}" for alias in node.names}
            names |= {part if part in RANK else node.module for part in parts}
    return names


def test_every_module_of_geo_has_its_row() -> None:
    assert set(modules("geo")) - {"geo.rules", "geo.tables"} == set(RANK)


@pytest.mark.parametrize("module", sorted(set(RANK) - {"geo"}))
def test_geo_imports_one_way(module: str) -> None:
    ours = {name for name in imported(modules("geo")[module]) if name in RANK}
    assert {name for name in ours if RANK[name] >= RANK[module]} == set()


@pytest.mark.parametrize("module", sorted(STILLS_RANK))
def test_pictures_and_slides_import_one_way(module: str) -> None:
    ours = set()
    for node in ast.walk(modules("maps")[module]):
        if isinstance(node, ast.ImportFrom) and node.module:
            ours |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    assert {name for name in ours & set(STILLS_RANK) if STILLS_RANK[name] >= STILLS_RANK[module]} == set()
    assert not any(name.startswith(("maps.page", "maps.commands", "maps.cli", "folium", "typer")) for name in ours)


@pytest.mark.parametrize("module", ["pictures", "slides"])
def test_pictures_and_slides_are_made_without_folium_and_geopandas(module: str) -> None:
    slow = {"folium", "geopandas", "pandas"}
    code = f"import sys, maps.{module}, maps.png, maps.pdf; print(sorted({slow!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_geo_knows_no_map() -> None:
    forbidden = {"maps", "folium", "branca", "typer", "rich"}
    for module, tree in modules("geo").items():
        assert not {name.partition(".")[0] for name in imported(tree)} & forbidden, module


def test_only_the_page_imports_folium_and_branca() -> None:
    for module, tree in modules("maps").items():
        foreign = {name.partition(".")[0] for name in imported(tree)}
        assert module == "maps.page" or not foreign & {"folium", "branca"}, module


def test_only_the_command_line_prints_and_reads_arguments() -> None:
    for module, tree in (modules("geo") | modules("maps")).items():
        called = {
            node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        named = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        if module != "maps.cli" and not module.startswith("maps.commands."):
            assert not called & {"print", "input"}, module
            assert not named & {"argv", "stdout", "stderr"}, module
            assert not {name.partition(".")[0] for name in imported(tree)} & {"argparse", "typer", "click"}, module


def test_every_module_opens_with_one_sentence() -> None:
    for module, tree in modules("geo").items():
        opening = (ast.get_docstring(tree) or "").splitlines()
        assert opening, module
        assert opening[0].endswith((".", ":")), module


@pytest.mark.parametrize("package", [geo, maps])
def test_every_public_name_is_there_and_an_unknown_one_is_refused(package: ModuleType) -> None:
    assert {"read", "check"} <= set(dir(geo))
    assert {"picture", "project_map"} <= set(dir(maps))
    for name in package.__all__:
        assert getattr(package, name).__module__.startswith(f"{package.__name__}."), name
    with pytest.raises(AttributeError):
        package.no_such_name  # noqa: B018  to ask for it is the test


def test_importing_geo_imports_nothing_slow() -> None:
    slow = {"geopandas", "pandas", "numpy", "shapely", "pyproj", "pydantic", "pydantic_core"}
    code = (
        f"import sys, geo; geo.Layer, geo.read, geo.text, geo.CoopmapError; print(sorted({slow!r} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
