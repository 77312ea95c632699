"""Arguments are read and results printed in one place, and `import geo` costs nothing; contracts say the rest."""

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


def module_name(path: Path) -> str:
    """The dotted name of a module's file."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def modules(package: str) -> dict[str, ast.Module]:
    """The parsed modules of a package by name."""
    return {module_name(path): ast.parse(path.read_text("utf-8")) for path in sorted((ROOT / package).rglob("*.py"))}


def imported(tree: ast.Module) -> set[str]:
    """The modules that a module names in any import, and the names that it takes from them."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


@pytest.mark.parametrize("module", ["page.render", "stills.picture", "slides.deck"])
def test_page_pictures_and_slides_are_made_without_folium_and_geopandas(module: str) -> None:
    slow = {"folium", "geopandas", "pandas"}
    code = f"import sys, maps.{module}, maps.stills.png, maps.stills.pdf; print(sorted({slow!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_only_the_command_line_prints_and_reads_arguments() -> None:
    for module, tree in (modules("geo") | modules("maps")).items():
        if module == "maps.cli" or module.startswith("maps.commands."):
            continue
        nodes, brought = [*ast.walk(tree)], imported(tree)
        called = {node.func.id for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
        of_system = {
            node.attr
            for node in nodes
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "sys"
        }
        streams = {"argv", "stdout", "stderr"}
        assert not called & {"print", "input"}, module
        assert not of_system & streams, module
        assert not brought & {f"sys.{name}" for name in streams}, module
        assert not {name.partition(".")[0] for name in brought} & {"argparse", "typer", "click"}, module


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


@pytest.mark.parametrize(
    ("line", "others"),
    [
        ("--help", {"numpy", "shapely", "pyproj", "pydantic_core", "pptx", "starlette", "maps.commands.page"}),
        ("find Kostanay", {"numpy", "shapely", "pyproj", "pydantic_core", "maps.commands.page"}),
        ("check", {"pyproj", "PIL", "babel", "jinja2", "fontTools", "lxml"}),
    ],
)
def test_a_command_starts_without_what_only_others_need(line: str, others: set[str]) -> None:
    slow = {"geopandas", "pandas", "folium", *others}
    code = f"import sys, atexit, maps.cli; atexit.register(lambda: print('has', *({slow!r} & set(sys.modules))))"
    code += f"; sys.argv[1:] = {line.split()!r}; maps.cli.main()"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1].split() == ["has"]
