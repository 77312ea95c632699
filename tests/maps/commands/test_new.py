"""`coopmap new`: a layer of any countries in an empty folder."""

from __future__ import annotations

import json
import re
from importlib.metadata import version
from pathlib import Path

import pytest

from maps.editor.service import EditorService
from tests.command_line import run_here
from tests.repo import ROOT


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_a_new_layer_has_its_countries_languages_and_files_and_is_built() -> None:
    result = run_here("new", "kenya-uganda", "--countries", "KE,Uganda", "--languages", "en,sw")
    assert result.returncode == 0, result.stdout + result.stderr
    layer = json.loads(Path("data/projects.geojson").read_text(encoding="utf-8"))
    assert layer["countries"] == ["KE", "UG"]
    assert layer["languages"] == ["en", "sw"]
    assert layer["grade"] == "draft"
    assert layer["title_en"] == "Kenya – Uganda"
    for name in ("README.md", ".github/workflows/map.yml", ".gitlab-ci.yml", ".gitignore", "out/map.html"):
        assert Path(name).is_file(), name
    assert "interface texts are missing in sw: there they are English" in result.stdout + result.stderr
    assert run_here("check").returncode == 0


def done(*arguments: str) -> str:
    """What a command says that does its work."""
    result = run_here(*arguments)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout + result.stderr


def test_every_command_works_in_the_languages_of_the_new_layer() -> None:
    done("new", "kenya-uganda", "--countries", "KE,UG", "--languages", "sw,fr", "--title", "Daraja na barabara")
    done("add", "--name-fr", "Pont", "--place=-0.1, 34.75", "--countries", "KE", "--yes")
    assert "name_sw: got nothing in sw; expected the text in sw, fr, in sw at least" in done("check")
    service = EditorService(Path("data/projects.geojson"))
    [bridge] = service.layer().features
    named = {**bridge, "properties": {**bridge["properties"], "name_sw": "Daraja"}}
    assert service.save(named, dict(bridge)).status == 200
    Path("list.csv").write_text("jina,name,latitude,longitude\n1,Barabara,0.3,32.5\n", encoding="utf-8")
    done("import", "list.csv", "--yes")
    layer = service.layer()
    assert [project.text("name") for project in layer.projects] == ["Barabara", "Daraja"]
    assert list(layer.features[1]["properties"])[1:3] == ["name_sw", "name_fr"]
    done("export", "template.xlsx")
    assert "example and left out" in done("import", "template.xlsx")
    done("export", "out.csv")
    assert Path("out.csv").read_text(encoding="utf-8-sig").startswith("id,name_sw,name_fr,summary_sw,summary_fr,")
    done("build", "--lang", "fr")
    page = Path("out/map.html").read_text(encoding="utf-8")
    assert '"languages":["sw","fr"]' in page
    assert "Легенда" not in page
    done("picture", "out/map.svg")
    drawn = Path("out/map.svg").read_text(encoding="utf-8")
    assert 'xml:lang="sw"' in drawn
    assert "Daraja na barabara" in drawn
    assert "1 page" in done("facts", "out/facts.pdf", "--lang", "fr", "--only", "pont")
    assert "slides" in done("slides", "out/deck.pptx", "--lang", "fr,sw")
    for arguments in (["picture", "out/map.svg"], ["build"], ["export", "out.csv"], ["facts", "out/facts.pdf"]):
        result = run_here(*arguments, "--lang", "ru")
        assert result.returncode != 0
        assert "sw, fr" in result.stderr, arguments


def test_a_table_becomes_its_projects() -> None:
    Path("list.csv").write_text("name,latitude,longitude\nPort,-4.05,39.6\n", encoding="utf-8")
    result = run_here("new", "ports", "--countries", "KE", "--from", "list.csv", "--title", "Ports")
    assert result.returncode == 0, result.stdout + result.stderr
    layer = json.loads(Path("data/projects.geojson").read_text(encoding="utf-8"))
    assert layer["title_en"] == "Ports"
    assert [feature["geometry"]["coordinates"] for feature in layer["features"]] == [[39.6, -4.05]]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["new", "x"], "name the countries"),
        (["new", "x", "--countries", "KE,Atlantis"], "Atlantis"),
        (["new", "x", "--countries", "KE", "--languages", "e n"], "no tag of a language"),
    ],
)
def test_what_cannot_be_understood_is_said_and_nothing_is_written(arguments: list[str], said: str) -> None:
    result = run_here(*arguments)
    assert result.returncode == 2
    assert said in " ".join(result.stderr.split())
    assert list(Path().iterdir()) == []


def test_a_layer_that_is_there_is_never_written_over() -> None:
    assert run_here("new", "x", "--countries", "KE").returncode == 0
    assert run_here("new", "y", "--countries", "CO").returncode == 2
    assert json.loads(Path("data/projects.geojson").read_text(encoding="utf-8"))["countries"] == ["KE"]


def test_in_an_empty_folder_it_is_said_which_layer_is_built() -> None:
    result = run_here("check")
    assert "the layer that ships with coopmap, Uzbekistan and Kazakhstan" in result.stdout + result.stderr
    assert "coopmap new" in result.stdout + result.stderr


@pytest.mark.parametrize("name", ["README.md", "out/map.html", "data/projects.geojson"])
def test_a_link_leads_no_file_out_of_the_folder(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "file"
    Path(name).parent.mkdir(exist_ok=True)
    Path(name).symlink_to(elsewhere)
    result = run_here("new", "x", "--countries", "KE")
    assert not elsewhere.exists()
    assert Path(name).is_symlink()
    assert Path("data/projects.geojson").is_file() is (name == "README.md"), "refused before anything is written"
    assert result.returncode == (0 if name == "README.md" else 2 if name.startswith("data") else 1), (
        result.stdout + result.stderr
    )


def test_a_folder_that_takes_no_file_costs_a_sentence() -> None:
    Path("data").write_text("no folder", encoding="utf-8")
    result = run_here("new", "x", "--countries", "KE")
    assert result.returncode in (1, 2)
    assert "Traceback" not in result.stdout + result.stderr
    assert Path("data").read_text(encoding="utf-8") == "no folder"


def test_what_github_and_gitlab_are_told_checks_compares_and_publishes() -> None:
    done("new", "kenya-uganda", "--countries", "KE,UG")
    github, gitlab = (
        Path(name).read_text(encoding="utf-8") for name in (".github/workflows/map.yml", ".gitlab-ci.yml")
    )
    for text in (github, gitlab):
        assert f"coopmap=={version('coopmap')}" in text
        assert "@VERSION@" not in text
        for wanted in ("coopmap check --format git", "coopmap diff ", "coopmap publish "):
            assert wanted in text
    commands = re.findall(r"^ *- (?:run: )?((?:pip|coopmap|apt-get) .*)", github + gitlab, re.MULTILINE)
    assert len(commands) > 8
    assert not [line for line in commands if ": " in line], "a colon and a blank make of a command a record of YAML"


@pytest.mark.parametrize("path", [ROOT / ".github/workflows/map.yml", ROOT / "maps/commands/ci/github.yml"], ids=str)
def test_actions_are_pinned_by_their_commits_and_jobs_may_do_little(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    used = re.findall(r"uses: (.*)", text)
    assert len(used) == 8
    assert all(re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action) for action in used)
    assert "\npermissions: {}\n" in text
    assert set(re.findall(r"^ +(\S+: write)$", text, re.MULTILINE)) == {
        *("pull-requests: write", "pages: write", "id-token: write"),
    }
    assert "pull_request_target" not in text
    # What somebody else wrote, such as a title, must not stand in a shell's line.
    inserted = re.findall(r"\${{ *(.*?) *}}", text)
    assert set(inserted) <= {
        *("github.event.pull_request.base.sha", "github.token", "github.event.pull_request.number"),
        "steps.deployment.outputs.page_url",
    }
