"""The command line as people use it: real files, processes where it matters; failures are sentences, no tracebacks."""

from __future__ import annotations

import json
import os
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

import geo
from maps import cli
from tests.command_line import OFFLINE
from tests.conftest import Command
from tests.geo.samples import GONE, collection, feature, point
from tests.maps.pages import Document, shipped_layer

SHIPPED = len(shipped_layer().projects)
UNPLACED = sum(project.geometry is None for project in shipped_layer().projects)

SPOILT = collection(
    feature(id="first", sector="rockets", status="soon"),
    feature(point(53.2485, 63.59), id="second", name_kk=GONE),
    feature(id="third", precision="unlocated"),
)
"""A layer with errors in each of its projects."""


def save(path: Path, value: Any) -> Path:
    """Write a value as a JSON file, its folder too."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    return path


def refused(done: subprocess.CompletedProcess[str], *codes: int) -> str:
    """The one plain sentence that a failed command says; nothing on standard output."""
    assert done.returncode in (codes or (1, 2)), done.stdout + done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert "fault of its own" not in done.stderr
    assert re.fullmatch(r"[^\n]{10,400}[.]\n", done.stderr), done.stderr
    return done.stderr


# --- build ------------------------------------------------------------------------------------------------------------


def test_build_in_an_empty_folder_writes_the_shipped_layer_and_says_so(process: Command, tmp_path: Path):
    done = process("build", cwd=tmp_path)
    assert done.returncode == 0
    assert "this is the layer that ships with coopmap" in done.stderr
    assert [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")] == ["out", "out/map.html"]
    size = (tmp_path / "out/map.html").stat().st_size
    assert done.stdout.count("\n") == 1
    for told in (
        str(Path("out/map.html")),
        f"{size / 1000:.0f} kB",
        f"{SHIPPED} projects",
        f"{UNPLACED} of them not placed",
    ):
        assert told in done.stdout
    document = Document((tmp_path / "out/map.html").read_text(encoding="utf-8"))
    assert len(document.data()["projects"]) == SHIPPED


def test_build_takes_the_layer_of_the_folder_and_the_wishes_of_its_user(command: Command, tmp_path: Path):
    save(tmp_path / "data/projects.geojson", collection(feature()))
    title = "<b>Cars</b> & “{{ 7*7 }}” {% raw %}"
    done = command("build", "-o", "deep/er/page.html", "--lang", "kk", "--title", title, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "1 project," in done.stdout
    document = Document((tmp_path / "deep/er/page.html").read_text(encoding="utf-8"))
    assert [project["id"] for project in document.data()["projects"]] == ["chevrolet-kostanay"]
    [html], [shown] = document.all("html"), document.all("title")
    assert (html.attributes["lang"], shown.text) == ("kk", title)
    assert document.data()["language"] == "kk"


def test_build_for_sharing_writes_a_picture_beside_the_page_that_the_page_names(command: Command, tmp_path: Path):
    path = save(tmp_path / "layer.geojson", collection(feature()))
    done = command("build", path.name, "-o", "a map.html", "--social", "https://example.org/m/index.html", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    [image] = Document((tmp_path / "a map.html").read_text(encoding="utf-8")).all("meta", property="og:image")
    assert image.attributes["content"] == "https://example.org/m/a%20map.png"
    with Image.open(tmp_path / "a map.png") as picture:
        assert picture.size == (1200, 630)
    wrong = command("build", path.name, "--social", "map", cwd=tmp_path)
    assert wrong.returncode == 2
    assert "no address" in wrong.stderr


def test_build_refuses_a_layer_with_errors_names_them_all_and_writes_nothing(command: Command, tmp_path: Path):
    path = save(tmp_path / "spoilt.geojson", SPOILT)
    done = command("build", path.name, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert list(tmp_path.iterdir()) == [path]
    *problems, last = done.stderr.splitlines()
    errors = [str(problem) for problem in geo.check(geo.read(path)) if problem.level == "error"]
    assert len(errors) >= 4
    assert problems == errors
    assert last.endswith("nothing was written. Fix them, or give the command --no-check too.")


def test_build_leaves_the_old_page_when_the_layer_has_errors(command: Command, tmp_path: Path):
    path = save(tmp_path / "spoilt.geojson", SPOILT)
    (tmp_path / "map.html").write_text("old", encoding="utf-8")
    assert command("build", path, "-o", "map.html", cwd=tmp_path).returncode == 1
    assert (tmp_path / "map.html").read_text(encoding="utf-8") == "old"


@pytest.mark.parametrize(
    "option", [("--sheet", "Projects"), ("--encoding", "windows-1251"), ("--crs", "EPSG:28412")], ids=lambda it: it[0]
)
def test_build_refuses_what_a_layer_has_no_use_for(command: Command, tmp_path: Path, option: tuple[str, str]):
    done = command("build", *option, cwd=tmp_path)
    assert done.returncode == 2
    told = " ".join(done.stderr.replace("│", " ").split())
    assert f"for {option[0]}: " in told
    assert "is a layer, which says that itself" in told
    assert not (tmp_path / "out").exists()


def test_build_without_the_check_shows_a_layer_with_errors(command: Command, tmp_path: Path):
    path = save(tmp_path / "spoilt.geojson", SPOILT)
    done = command("build", path, "--no-check", "-o", "map.html", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    shown = Document((tmp_path / "map.html").read_text(encoding="utf-8")).data()["projects"]
    assert [project["id"] for project in shown] == ["first", "second", "third"]


def test_build_opens_the_page_when_asked_to(process: Command, tmp_path: Path):
    path = save(tmp_path / "one.geojson", collection(feature()))
    note = tmp_path / "opened.txt"
    script = save(tmp_path / "browser.py", 0)
    script.write_text(f"import sys\nopen({str(note)!r}, 'w').write(sys.argv[1])\n", encoding="utf-8")
    browser = {"BROWSER": f"{sys.executable} {script} %s"}
    done = process("build", path, "-o", "map.html", "--open", cwd=tmp_path, env=browser)
    assert (done.returncode, done.stderr) == (0, "")
    assert note.read_text(encoding="utf-8") == (tmp_path / "map.html").resolve().as_uri()


@pytest.mark.parametrize("place", ["file/map.html", "folder"])
def test_build_says_plainly_that_the_page_cannot_be_written(command: Command, tmp_path: Path, place: str):
    path = save(tmp_path / "one.geojson", collection(feature()))
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    (tmp_path / "folder").mkdir()
    before = sorted(tmp_path.rglob("*"))
    said = refused(command("build", path, "-o", place, cwd=tmp_path), 1)
    assert str(Path(place)) in said
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.skipif(os.geteuid() == 0, reason="Root may write everywhere.")
def test_build_says_plainly_that_the_folder_is_read_only(command: Command, tmp_path: Path):
    path = save(tmp_path / "one.geojson", collection(feature()))
    (tmp_path / "shut").mkdir(mode=0o555)
    assert "permission" in refused(command("build", path, "-o", "shut/map.html", cwd=tmp_path), 1).casefold()


# --- check ------------------------------------------------------------------------------------------------------------


def test_check_finds_no_error_in_the_shipped_layer(process: Command, tmp_path: Path):
    done = process("check", cwd=tmp_path)
    assert done.returncode == 0
    assert done.stderr.count("\n") == 1
    last = done.stdout.splitlines()[-1]
    assert f"judged as published: {SHIPPED} projects, 0 errors" in last
    assert list(tmp_path.iterdir()) == []


def test_check_takes_the_layer_of_the_folder_and_counts_its_errors(command: Command, tmp_path: Path):
    path = save(tmp_path / "data/projects.geojson", SPOILT)
    done = command("check", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (1, "")
    *problems, last = done.stdout.splitlines()
    found = geo.check(geo.read(path))
    assert problems == [str(problem) for problem in found]
    errors = sum(problem.level == "error" for problem in found)
    assert f"judged as draft: 3 projects, {errors} errors, {len(found) - errors} warning" in last


def test_check_takes_a_draft_with_gaps_and_refuses_it_when_it_is_strict(command: Command, tmp_path: Path):
    path = save(tmp_path / "draft.geojson", collection(feature(name_kk=GONE, status=GONE)))
    done = command("check", path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("draft.geojson, judged as draft: 1 project, 0 errors, 2 warnings\n")
    done = command("check", path, "--strict")
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.endswith("draft.geojson, judged as published: 1 project, 1 error, 1 warning\n")


def test_check_looks_at_the_files_beside_the_layer_too(command: Command, tmp_path: Path):
    path = save(tmp_path / "one.geojson", collection(feature()))
    save(tmp_path / "indicators.json", {"indicators": [{"id": "Trade turnover"}]})
    done = command("check", path, cwd=tmp_path)
    assert done.returncode == 1
    assert "Trade turnover" in done.stdout


def test_check_for_programs_is_json(command: Command, tmp_path: Path):
    path = save(tmp_path / "spoilt.geojson", SPOILT)
    done = command("check", path, "--format", "json")
    assert (done.returncode, done.stderr) == (1, "")
    assert json.loads(done.stdout)["findings"] == [problem.to_dict() for problem in geo.check(geo.read(path))]


def test_check_for_github_is_one_annotation_a_problem_and_no_text_can_forge_another(command: Command, tmp_path: Path):
    forged = feature(id="x\n::error::forged", name_en="50% off\r\n::warning::forged", sector="%0A::error::forged")
    path = save(tmp_path / "layer.geojson", collection(forged))
    done = command("check", path.name, "--format", "github", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (1, "")
    lines = done.stdout.splitlines()
    assert len(lines) == len(geo.check(geo.read(path)))
    for line in lines:
        assert re.match(r"::(error|warning) file=layer\.geojson(,line=\d+)?::\S", line)
        assert not re.search(r"%(?!25|0A|0D)", line)
    assert not any("%0A::" in line for line in lines)


def test_findings_name_the_line_of_their_field_and_gitlab_gets_them_as_a_report(command: Command, tmp_path: Path):
    path = tmp_path / "layer.geojson"
    geo.write(geo.Layer((feature(id="first"), feature(id="second", sector="x", status=GONE)), {"as_of": "soon"}), path)
    report = json.loads(command("check", path.name, "--format", "gitlab", cwd=tmp_path).stdout)
    lines = path.read_text(encoding="utf-8").splitlines()
    at = {entry["check_name"]: lines[entry["location"]["lines"]["begin"] - 1].strip() for entry in report}
    assert at["date"] == '"as_of": "soon",'
    assert at["unknown-code"] == '"sector": "x",'
    assert at["not-told"] == '"id": "second",'
    assert len({entry["fingerprint"] for entry in report}) == len(report)
    assert {entry["severity"] for entry in report} == {"major", "minor"}
    [line] = [line for line in command("check", path, "--format", "github").stdout.splitlines() if "[date]" in line]
    assert f",line={1 + lines.index('  ' + at['date'])}::" in line


def test_check_prints_every_script_even_into_a_file_of_windows(tmp_path: Path):
    """There the encoding of a redirected output has neither Kazakh letters nor half of the quotation marks."""
    path = save(tmp_path / "layer.geojson", collection(feature(name_kk="Қостанай <b>", sector="көлік")))
    windows = {
        "PYTHONUTF8": "0",
        "PYTHONIOENCODING": "cp1252",
        "PYTHONPATH": os.pathsep.join([str(OFFLINE), *sys.path]),
    }
    done = subprocess.run(
        [sys.executable, "-m", "maps.cli", "check", path], env=os.environ | windows, capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (1, b"")
    assert rb"\u049a" in done.stdout


# --- wrong use --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [
        ["bild"],
        ["build", "--langg", "ru"],
        ["build", "--lang", "xx"],
        ["build", "--lang", "../words/en"],
        ["build", "one", "two"],
        ["check", "--format", "xml"],
        ["build", "-o"],
    ],
    ids=" ".join,
)
def test_wrong_use_is_told_on_standard_error_with_code_2(command: Command, tmp_path: Path, arguments: list[str]):
    done = command(*arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr
    assert done.stderr.strip()
    assert list(tmp_path.iterdir()) == []


def test_help_names_the_commands_and_their_options(process: Command):
    whole, build, check = process("--help"), process("build", "--help"), process("check", "--help")
    assert {done.returncode for done in (whole, build, check)} == {0}
    assert all(name in whole.stdout for name in ("build", "check"))
    assert all(name in build.stdout for name in ("--output", "-o", "--lang", "--title", "--open", "--no-check"))
    assert all(name in check.stdout for name in ("--format", "github"))


def test_the_list_of_commands_says_of_each_what_its_own_help_begins_with():
    helps = {name: command.help or "" for name, command in cli.program().commands.items()}
    first = {name: " ".join(text.split("\n\n")[0].split()) for name, text in helps.items()}
    assert first == cli.program().summaries


def test_help_calls_no_kind_of_value_by_a_name_out_of_the_code():
    kinds = {param.type.name for command in cli.program().commands.values() for param in command.params}
    assert "path" in kinds
    assert [kind for kind in kinds if "_" in kind] == []


# --- bad files --------------------------------------------------------------------------------------------------------

SOUND = json.dumps(collection(feature()), ensure_ascii=False)

BAD: dict[str, bytes] = {
    "empty": b"",
    "blank": b" \n\t\n",
    "no JSON": b"id;name\n1;Kostanay\n",
    "half a file": SOUND.encode()[:-40],
    "two files": SOUND.encode() * 2,
    "NaN": SOUND.replace("63.59", "NaN").encode(),
    "a key twice": SOUND.replace('"sector"', '"status": "planned", "sector"').encode(),
    "a number": b"7",
    "a list": b"[]",
    "another JSON": b'{"indicators": []}',
    "a lone Feature": json.dumps(feature()).encode(),
    "features that are no list": b'{"type": "FeatureCollection", "features": {}}',
    "a feature that is none": b'{"type": "FeatureCollection", "features": [null]}',
    "TopoJSON": b'{"type": "Topology", "objects": {}, "arcs": []}',
    "another crs": SOUND.replace(
        '"features"', '"crs": {"type": "name", "properties": {"name": "EPSG:3857"}}, "features"'
    ).encode(),
    "UTF-16": SOUND.encode("utf-16"),
    "UTF-16 without its mark": SOUND.encode("utf-16-le"),
    "Windows 1251": SOUND.encode("cp1251", "replace"),
    "a picture": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "zeros": b"\0" * 1000,
    "a million brackets": b"[" * 1_000_000,
    "a very long number": b'{"type": "FeatureCollection", "features": [], "n": ' + b"9" * 5000 + b"}",
}


@pytest.mark.parametrize("what", BAD)
def test_a_file_that_is_no_layer_is_refused_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path, what: str
):
    """Through the very function that `coopmap` starts; the tests below start processes."""
    path = tmp_path / "projects.geojson"
    path.write_bytes(BAD[what])
    monkeypatch.setattr(sys, "argv", ["coopmap", "check", str(path)])
    with pytest.raises(SystemExit) as left:
        cli.main()
    printed = capfd.readouterr()
    done = subprocess.CompletedProcess([], int(str(left.value.code)), printed.out, printed.err)
    assert "projects.geojson" in refused(done, 1)


@pytest.mark.alike(every=3)
@pytest.mark.parametrize(
    ("what", "make"),
    [
        ("missing", lambda _: None),
        ("a folder", lambda path: path.mkdir()),
        ("a link to itself", lambda path: path.symlink_to(path.name)),
        ("a pipe", os.mkfifo),
        ("empty", lambda path: path.touch()),
        ("not JSON", lambda path: path.write_text("no")),
        ("not GeoJSON", lambda path: path.write_text("{}")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_build_refuses_what_no_map_can_be_made_of_in_one_sentence(
    process: Command, tmp_path: Path, what: str, make: Callable[[Path], object]
):
    make(tmp_path / "projects.geojson")
    said = refused(process("build", "projects.geojson", "--no-check", cwd=tmp_path, timeout=30))
    assert "projects.geojson" in said, what
    assert not (tmp_path / "out").exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="Root may read everything.")
def test_a_file_that_may_not_be_read_is_refused_in_one_sentence(command: Command, tmp_path: Path):
    path = save(tmp_path / "projects.geojson", collection(feature()))
    path.chmod(0)
    assert "permission" in refused(command("check", path), 1).casefold()


def test_a_broken_file_beside_the_layer_is_refused_in_one_sentence(command: Command, tmp_path: Path):
    path = save(tmp_path / "one.geojson", collection(feature()))
    (tmp_path / "milestones.json").write_text("{", encoding="utf-8")
    assert "milestones.json" in refused(command("build", path, cwd=tmp_path), 1)
    assert not (tmp_path / "out").exists()


def test_a_gigabyte_of_nothing_is_refused_at_once_and_without_reading_it(tmp_path: Path):
    path = tmp_path / "projects.geojson"
    with path.open("wb") as file:
        file.truncate(1_000_000_000)
    started = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "maps.cli", "check", path],
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(OFFLINE), *sys.path])},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (900_000_000, 900_000_000)),
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=30,
    )
    assert time.monotonic() - started < 10
    said = refused(done, 1)
    assert "projects.geojson" in said
    assert "memory" not in said


# --- the language of messages -----------------------------------------------------------------------------------------


def test_findings_come_in_the_language_that_is_asked_for_and_json_stays_english(command: Command, tmp_path: Path):
    layer = save(tmp_path / "layer.geojson", SPOILT)
    english, asked = command("check", layer), command("check", "--lang", "ru", layer)
    assert asked.returncode == english.returncode == 1
    assert "ошибка first, sector. Сейчас: “rockets”; должно быть: одно из: " in asked.stdout
    assert re.search(r"проверено как черновик: 3 проекта, \d+ ошиб\w+, \d+ предупреждени\w\n$", asked.stdout)
    assert command("check", layer, env={"COOPMAP_LANG": "", "LC_ALL": "ru_RU.UTF-8"}).stdout == asked.stdout
    assert command("--lang", "ru", "check", "--format", "json", layer).stdout == (
        command("check", "--format", "json", layer).stdout
    )
    assert "messages are there in en, ru" in command("check", "--lang", "xx", layer).stderr


def test_a_refusal_comes_in_the_language_that_is_asked_for(command: Command, tmp_path: Path):
    layer = tmp_path / "layer.geojson"
    assert command("--lang", "ru", "add", layer, "--start", "soon").stderr.startswith("--start: сейчас: “soon”; должно")
    assert "--countries: укажите страны" in command("--lang", "ru", "new", "x", cwd=tmp_path).stderr
