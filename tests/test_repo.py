"""Habits of the whole repository: no machine's paths, locked and reasoned dependencies, text that is never parsed."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.repo import ROOT, files, pyproject

LOCKS = ("requirements.txt", "requirements-dev.txt", "requirements-more.txt")

# What a dependency is called where it is used, when that is not its own name with underscores.
USED_AS = {
    "cyclonedx-bom": "cyclonedx-py",
    "fontpkg-noto-sans-arabic": "fontpkg",
    "fontpkg-noto-sans-devanagari": "fontpkg",
    "fonttools": "fontTools",
    "griffelib": "griffe",
    "import-linter": "lint-imports",
    "mkdocs-material": "mkdocs",
    "pillow": "PIL",
    "pip-audit": "pip-audit",
    "pytest-cov": "--cov",
    "pytest-xdist": "--numprocesses",
    "markdown-it-py": "markdown_it",
    "python-bidi": "bidi",
    "python-docx": "docx",
    "python-pptx": "pptx",
    "xstatic-jquery": "xstatic.pkg.jquery",
    "xstatic-leaflet": "xstatic.pkg.leaflet",
}

MACHINE_PATH = (
    r"(?<![\w.~-])/(?:home|Users|root|work|opt|srv|var/folders|mnt|media)/\w|\b[A-Z]:\\+(?:Users|Documents)\b"
)
INDEX_HOST = r"\b(?:pypi\.org|pythonhosted\.org|npmjs\.(?:org|com)|artifactory)|--(?:extra-)?index-url|--find-links"
SCRIPT_HOST = r"\b(?:jsdelivr|unpkg|cdnjs|googleapis|gstatic|bootstrapcdn|code\.jquery|glyphicons)\b"
PARSED_MARKUP = (
    r"\b(?:innerHTML|outerHTML|insertAdjacentHTML|createContextualFragment|DOMParser|srcdoc|setHTML\w*)\b"
    r"|\bdocument\.write(?:ln)?\b|\beval\s*\(|\bnew\s+Function\b|\bset(?:Timeout|Interval)\s*\(\s*[\"'`]"
)


def found(pattern: str, paths: Iterable[Path]) -> list[str]:
    """Where a pattern stands in text files, as "file:line: text"."""
    return [
        f"{path.relative_to(ROOT).as_posix()}:{number}: {line.strip()[:120]}"
        for path in paths
        for number, line in enumerate(_text(path).splitlines(), 1)
        if re.search(pattern, line)
    ]


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode()
    except UnicodeDecodeError:
        return ""


def _others(*names: str) -> Iterator[Path]:
    return (path for path in files() if path.relative_to(ROOT).as_posix() not in names)


def test_no_file_names_a_place_on_one_machine():
    assert found(MACHINE_PATH, _others("tests/test_repo.py")) == []


def test_no_file_names_a_package_index():
    assert found(INDEX_HOST, _others("tests/test_repo.py")) == []


def test_code_and_data_name_no_host_of_scripts_or_fonts():
    assert found(SCRIPT_HOST, files("geo", "maps", "data")) == []


def test_the_page_never_parses_text_as_markup_or_code():
    assert found(PARSED_MARKUP, files("maps/web")) == []


def test_no_javascript_or_html_stands_in_python_strings():
    python = (path for path in files("geo", "maps", "data") if path.suffix == ".py")
    assert found(r"<script|<style|<div|\bfunction\s*\(|=>\s*\{", python) == []


def test_text_files_end_their_lines_in_one_way():
    made_elsewhere = ROOT / "tests" / "files"  # by other programs, as they end their lines
    ours = [path for path in files() if made_elsewhere not in path.parents]
    odd = [path for path in ours if b"\0" not in path.read_bytes() and b"\r" in path.read_bytes()]
    assert odd == []


def _lines() -> Iterator[tuple[str, str]]:
    """Each dependency of the project file with the rest of its line."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    for block in re.findall(r"^(?:dependencies|build|dev|more) = \[\n(.*?)^\]", text, re.DOTALL | re.MULTILINE):
        for line in block.splitlines():
            match = re.fullmatch(r'\s*"([^"]+)",(.*)', line)
            assert match, f"In pyproject.toml a dependency stands on one line, with its reason: {line}"
            yield match[1], match[2]


def _wanted() -> list[Requirement]:
    project = pyproject()
    groups = project["dependency-groups"]
    named = (
        *project["project"]["dependencies"],
        *(text for group in ("build", "dev", "more") for text in groups[group]),
    )
    return [Requirement(text) for text in named]


@pytest.mark.parametrize(("dependency", "comment"), list(_lines()))
def test_each_dependency_gives_its_reason(dependency: str, comment: str):
    assert re.fullmatch(r"\s+# .{5,}", comment), f"{dependency} needs a comment that says what it is for."


def test_every_dependency_was_read_for_its_reason():
    assert sorted(Requirement(text).name for text, _ in _lines()) == sorted(wanted.name for wanted in _wanted())


@pytest.mark.slow
def test_each_dependency_is_used():
    project = pyproject()["project"]
    runtime = {Requirement(text).name.lower() for text in project["dependencies"]}
    shipped = _imports(files("geo", "maps"))
    tools = _imports(path for path in files("tests") if path.name != "test_repo.py")
    tools |= _imports([Path(__file__)], strings=False) | set(re.findall(r"[\w-]+", _text(ROOT / "Makefile")))
    unused = []
    for wanted in _wanted():
        name = wanted.name.lower()
        used = USED_AS.get(name, name.replace("-", "_"))
        places = shipped if name in runtime else tools | shipped
        if not any(place == used or place.startswith(used + ".") for place in places):
            unused.append(name)
    assert unused == []


def _imports(paths: Iterable[Path], *, strings: bool = True) -> set[str]:
    """Modules that Python files import, and those whose name is a whole string, as in `python -m hatchling`."""
    names: set[str] = set()
    for path in paths:
        if path.suffix != ".py":
            continue
        for node in ast.walk(ast.parse(_text(path))):
            if isinstance(node, ast.Import):
                names.update(alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                names.update(f"{node.module}.{alias.name}" for alias in node.names)
            elif strings and isinstance(node, ast.Constant) and isinstance(node.value, str):
                names.add(node.value)
    return names


def _locked(name: str) -> list[tuple[Requirement, Version]]:
    text = (ROOT / name).read_text(encoding="utf-8")
    pins = [Requirement(line.rstrip(" \\")) for line in text.splitlines() if re.match(r"[A-Za-z0-9]", line)]
    return [(pin, Version(str(pin.specifier).removeprefix("=="))) for pin in pins]


@pytest.mark.parametrize(
    ("name", "groups"),
    [(LOCKS[0], ("build",)), (LOCKS[1], ("build", "dev")), (LOCKS[2], ("build", "dev", "more"))],
)
def test_the_lock_satisfies_the_project_file(name: str, groups: tuple[str, ...]):
    project = pyproject()
    wanted = [
        *project["project"]["dependencies"],
        *(text for group in groups for text in project["dependency-groups"][group]),
    ]
    locked = _locked(name)
    for requirement in map(Requirement, wanted):
        versions = [
            version for pin, version in locked if canonicalize_name(pin.name) == canonicalize_name(requirement.name)
        ]
        assert versions, f"{requirement.name} is not in {name}: run make lock."
        assert all(version in requirement.specifier for version in versions), f"{name} is old: run make lock."


def test_the_locks_agree():
    """On versions; a tool may need on every system what the runtime needs on one."""
    pins = [{(pin.name, str(pin.specifier)) for pin, _ in _locked(name)} for name in LOCKS]
    assert pins[0] <= pins[1] <= pins[2]


@pytest.mark.parametrize("name", LOCKS)
def test_the_lock_pins_each_package_with_hashes_and_nothing_else(name: str):
    pin = r"[\w.-]+(?:\[[\w,-]+\])?==[\w.]+(?: ; [^\\\n]+)?(?: \\\n    --hash=sha256:[0-9a-f]{64})+"
    rest = re.sub(pin, "", (ROOT / name).read_text(encoding="utf-8"))
    assert [line for line in rest.splitlines() if line.strip() and not line.lstrip().startswith("#")] == []


def test_the_build_backend_is_the_one_that_is_locked():
    assert pyproject()["build-system"]["requires"] == pyproject()["dependency-groups"]["build"]


def test_the_citation_names_the_version_that_is_packaged():
    project = pyproject()["project"]
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\nversion: {project['version']}\n" in citation


def test_what_make_does_is_told_for_windows_too() -> None:
    targets = re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    told = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("### On Windows")[2]
    assert len(targets) > 10
    assert [name for name in targets if name != "help" and f"`make {name}`" not in told] == []


def test_the_hooks_of_pre_commit_are_targets_of_make() -> None:
    entries = re.findall(r"entry: (.+)", (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    assert entries == ["make lint", "make types"]


CATCH_ALL = {"found", "kept", "made", "one", "shown", "spot", "told"}
"""Words that fit any value: a name says what it holds."""


def _defined_names(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Names of functions, classes, parameters, variables and attributes that a module sets, with their lines."""
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name, node.lineno
            case ast.arg(arg=name) | ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
                yield name, node.lineno


def test_names_say_what_they_hold():
    vague = [
        f"{path.relative_to(ROOT).as_posix()}:{line}: {name}"
        for path in files("geo", "maps")
        if path.suffix == ".py"
        for name, line in _defined_names(ast.parse(_text(path)))
        if name.lower().strip("_") in CATCH_ALL
    ]
    assert vague == []


MOST_LINES = 350
"""Lines of a module of geo or maps: what is longer holds more than one idea."""


def test_no_module_is_long() -> None:
    lengths = {path.relative_to(ROOT).as_posix(): len(_text(path).splitlines()) for path in files("geo", "maps")}
    assert {name: lines for name, lines in lengths.items() if name.endswith(".py") and lines > MOST_LINES} == {}
