"""`coopmap review` as a layer's keeper uses it: at a real terminal, or with everything in options."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

import geo
from geo.history import changes
from maps.commands import editing
from tests.browser import Opener
from tests.conftest import Command
from tests.geo.samples import KOSTANAY, PROPERTIES, collection, feature, point
from tests.terminal import Terminal

ID = "chevrolet-kostanay"
BEFORE = {"status": PROPERTIES["status"], "geometry": KOSTANAY}


@pytest.fixture
def layer(tmp_path: Path) -> Path:
    """A layer with one project, where `coopmap review` looks for it."""
    path = tmp_path / "data" / "projects.geojson"
    path.parent.mkdir()
    path.write_text(geo.text(geo.Layer((feature(),))), encoding="utf-8")
    return path


def suggestion(folder: Path, *features: Any, name: str = "suggestion.geojson", **told: Any) -> Path:
    """A file as a saved map makes it."""
    about = {"version": 1, "layer_title": "Projects", "by": "A. Akhmetov", "why": "I was there.", "made": "2026-11-20"}
    path = folder / name
    path.write_text(json.dumps(collection(*features, suggestion=about | told)), encoding="utf-8")
    return path


def moved(**based_on: Any) -> dict[str, Any]:
    """A correction: the plant stands still, and 11 km further north-east."""
    own = {"id": ID, "status": "suspended", "uncertainty_m": None}
    base = BEFORE | {"uncertainty_m": 400} | based_on
    return {"type": "Feature", "id": ID, "geometry": point(63.7, 53.32), "properties": own, "based_on": base}


def new(name: str = "new", **values: Any) -> Any:
    return feature(point(63.8, 53.5), id=name, name_en="New plant", **values)


def status(path: Path) -> Any:
    return geo.read(path).projects[0].properties["status"]


SHOWN = f"""\
1 of 1: {ID}, suggestion.geojson
  suggested by A. Akhmetov on 2026-11-20 in the map Projects
  why: I was there.
  Changes {ID} (Chevrolet cars at Kostanay):
    status: operating → suspended
    uncertainty_m: removed 400
    geometry: moved 10.8 km, from 63.59, 53.2485 to 63.7, 53.32
      to the north-east
      was  Kazakhstan; 4 km from Kostanay, Kostanay Region, Kazakhstan
      new  Kazakhstan; 13 km from Tobyl, Kostanay Region, Kazakhstan
"""


# --- In scripts -------------------------------------------------------------------------------------------------------


def test_a_dry_run_shows_all_and_writes_nothing(layer: Path, command: Command, tmp_path: Path):
    before = layer.read_bytes()
    suggestion(tmp_path, moved())
    done = command("review", "suggestion.geojson", "--yes", ID, "--dry-run", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(SHOWN)
    assert done.stdout.endswith("\n\n1 suggestion: 1 left for later.\n")
    assert layer.read_bytes() == before


def test_options_take_in_and_refuse_and_the_list_goes_back(layer: Path, command: Command, tmp_path: Path):
    suggestion(tmp_path, moved())
    suggestion(tmp_path, new("a"), new("b", name_ru="Другой"), kind="new", name="two.geojson")
    options = ["--yes", ID, "--yes", "a", "--no", "b", "--reason", "No source.", "--report", "back/refused.json"]
    done = command("review", "suggestion.geojson", "two.geojson", *options, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "took in chevrolet-kostanay. coopmap undo takes it back." in done.stdout
    assert "\n3 suggestions: 1 refused, 2 taken in.\n" in done.stdout
    assert {project.id for project in geo.read(layer).projects} == {ID, "a"}
    assert {project.properties["status"] for project in geo.read(layer).projects} == {"operating", "suspended"}
    (refused,) = json.loads((tmp_path / "back" / "refused.json").read_text(encoding="utf-8"))
    assert (refused["id"], refused["what"], refused["reason"]) == ("b", "refused", "No source.")
    assert refused["feature"] == new("b", name_ru="Другой")
    assert refused["about"]["by"] == "A. Akhmetov"
    again = command("review", "suggestion.geojson", cwd=tmp_path)
    assert (again.returncode, again.stdout.splitlines()[-1]) == (0, "1 suggestion: 1 the same already.")


def test_each_taken_in_is_one_step_to_take_back(layer: Path, command: Command, tmp_path: Path):
    before = layer.read_bytes()
    suggestion(tmp_path, moved())
    assert command("review", "suggestion.geojson", "--yes", ID, cwd=tmp_path).returncode == 0
    assert command("undo", cwd=tmp_path).returncode == 0
    assert layer.read_bytes() == before


def test_a_conflict_is_shown_and_nothing_is_overwritten(layer: Path, command: Command, tmp_path: Path):
    geo.update(layer, lambda old: changes.replaced(old, feature(status="cancelled")))
    before = layer.read_bytes()
    suggestion(tmp_path, moved())
    done = command("review", "suggestion.geojson", "--yes", ID, "--report", "back.txt", cwd=tmp_path)
    said = "status: was operating when it was suggested, is cancelled by now; suggested is suspended"
    assert (done.returncode, f"  ! {said}\n" in done.stdout) == (1, True)
    assert done.stdout.endswith("1 suggestion: 1 in conflict.\nback.txt: the list to send back\n")
    assert layer.read_bytes() == before
    assert (tmp_path / "back.txt").read_text(encoding="utf-8").splitlines() == [
        f"- {ID}, suggestion.geojson by A. Akhmetov on 2026-11-20: in conflict",
        f"    {said}",
    ]


def test_what_the_check_refuses_is_not_taken_in(layer: Path, command: Command, tmp_path: Path):
    before = layer.read_bytes()
    suggestion(tmp_path, new(status="Operating ", countries=["UZ"]), kind="new")
    done = command("review", "suggestion.geojson", "--yes", "new", cwd=tmp_path)
    assert done.returncode == 1
    assert "! error new, status: got “Operating ”; expected one of announced" in done.stdout
    assert "! error new, geometry: got [63.8, 53.5] in Kazakhstan" in done.stdout
    assert "\n1 suggestion: 1 wrong.\nNot taken in:\n- new (New plant), suggestion.geojson by" in done.stdout
    assert layer.read_bytes() == before


def test_without_a_terminal_what_is_not_decided_stays_open(layer: Path, command: Command, tmp_path: Path):
    before = layer.read_bytes()
    suggestion(tmp_path, moved())
    done = command("review", "suggestion.geojson", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr == "Say --yes ID or --no ID, or run the command in a terminal, which asks.\n"
    assert layer.read_bytes() == before


@pytest.mark.usefixtures("layer")
@pytest.mark.parametrize(
    ("options", "said"),
    [(["--yes", "other"], "no suggestion is for “other”"), (["--yes", ID, "--no", ID], f"both are said of “{ID}”")],
)
def test_slips_on_the_command_line_are_said(command: Command, tmp_path: Path, options: list[str], said: str):
    suggestion(tmp_path, moved())
    done = command("review", "suggestion.geojson", *options, cwd=tmp_path)
    assert (done.returncode, said in done.stderr) == (2, True)


def test_the_shipped_layer_is_changed_only_by_name(command: Command, tmp_path: Path):
    suggestion(tmp_path, moved())
    done = command("review", "suggestion.geojson", "--yes", ID, cwd=tmp_path)
    assert (done.returncode, "there is no data/projects.geojson here" in done.stderr) == (2, True)


# --- Hostile suggestions ----------------------------------------------------------------------------------------------

EVIL = "\x1b[2J\x9b31m\u202e<script>alert(1)</script>{{ 7*7 }}"


def test_hostile_suggestions_harm_nothing(layer: Path, command: Command, tmp_path: Path):
    before = sorted((path, path.read_bytes()) for path in (layer,))
    features = [
        new("../../../evil", name_ru=EVIL, own={EVIL: [EVIL] * 3}),
        {"type": "Feature", "id": {"a": 1}, "geometry": {"type": EVIL, "coordinates": [[[1e308]]]}, "properties": None},
        {"type": "Feature", "id": ID, "geometry": None, "properties": {"images": [{"src": "../../etc/passwd.png"}]}},
        {"type": "Feature", "id": "gone\x1b[2J", "properties": {EVIL: 1}, "based_on": {"x": EVIL}},
        {"type": "Feature", "id": ID, "properties": {f"{EVIL}{number}": number for number in range(5000)}},
        {"type": "Feature", "id": ID, "properties": {"note": "x" * 1_000_000, "status": ["a"] * 10_000}},
    ]
    suggestion(tmp_path, *features, by=EVIL, why=EVIL * 1000, made=EVIL)
    (tmp_path / "huge.geojson").write_bytes(b" " * (5 * 2**20))
    (tmp_path / "no.geojson").write_bytes(b"\xff\xfe\x00")
    given = ["suggestion.geojson", "huge.geojson", "no.geojson", "none.geojson"]
    done = command("review", *given, "--no", ID, "--report", "r.json", "--map", "m.html", cwd=tmp_path)
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert "fault of its own" not in done.stderr
    assert [line for line in (done.stdout + done.stderr).split("\n") if not line.isprintable()] == []
    assert len(done.stdout) < 60_000
    assert "huge.geojson is 5 MB large; a suggestion has at most 4 MB." in done.stderr
    assert "no.geojson is in UTF-16; save it as UTF-8." in done.stderr
    assert "none.geojson cannot be read: there is no such file." in done.stderr
    assert "9 suggestions: 2 refused, 7 wrong." in done.stdout
    assert len(json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))) == 9
    assert sorted((path, path.read_bytes()) for path in (layer,)) == before
    made = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}
    assert made <= {*given, "r.json", "m.html", str(Path("data/projects.geojson"))}


@pytest.mark.usefixtures("layer")
def test_the_map_shows_the_old_and_the_new_place_and_runs_nothing(command: Command, tmp_path: Path, open_page: Opener):
    suggestion(tmp_path, moved(), new(name_ru="<img src=x onerror=alert(1)>"))
    done = command("review", "suggestion.geojson", "--map", "out/m.html", "--dry-run", cwd=tmp_path)
    assert "out/m.html: the places as they are and as suggested\n" in done.stdout
    page = open_page(tmp_path / "out" / "m.html", language_hash="lang=en")
    listed = page.locator("body").inner_text()
    for name in ("Chevrolet cars at Kostanay (as it is)", "Chevrolet cars at Kostanay (as suggested)", "New plant (as"):
        assert name in listed
    page.evaluate("location.hash = 'lang=ru'")
    page.get_by_text("<img src=x onerror=alert(1)> (как предложено)").first.wait_for()


# --- At a terminal ----------------------------------------------------------------------------------------------------


def editor(folder: Path, monkeypatch: pytest.MonkeyPatch, old: str, replacement: str) -> None:
    """An editor that replaces a text in what it is given."""
    script = folder / "my editor.py"
    script.write_text(
        "import pathlib, sys\npath = pathlib.Path(sys.argv[1])\ntext = path.read_text('utf-8')\n"
        f"path.write_text(text.replace({old!r}, {replacement!r}), 'utf-8')\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("VISUAL", f'{sys.executable} "{script}"')


def test_yes_no_and_later_are_asked_one_by_one(layer: Path, tmp_path: Path):
    suggestion(tmp_path, moved(), new("a"), new("b", name_ru="Другой"))
    with Terminal("review", "suggestion.geojson", cwd=tmp_path) as terminal:
        terminal.expect("1 of 3").answer(("Take it in? yes, no, edit, map, later [later]: ", "perhaps"))
        terminal.answer(("Answer yes, no, edit, map, later.", "да"), ("2 of 3", "n"), ("Why not?", "Not known."))
        terminal.expect("3 of 3").answer(("Take it in?", ""))
        assert terminal.end() == 0
    assert terminal.shown.endswith(
        "3 suggestions: 1 left for later, 1 refused, 1 taken in.\nNot taken in:\n"
        "- a (New plant), suggestion.geojson by A. Akhmetov on 2026-11-20: refused: Not known.\n"
    )
    assert (status(layer), len(geo.read(layer).features)) == ("suspended", 1)


@pytest.mark.usefixtures("layer")
def test_the_answer_map_opens_both_places_and_asks_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("BROWSER", "true")
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    suggestion(tmp_path, moved())
    with Terminal("review", "suggestion.geojson", cwd=tmp_path) as terminal:
        terminal.answer(("Take it in?", "map"), ("review.html", ""))
        assert terminal.end() == 0
    (page,) = tmp_path.glob("coopmap-*/review.html")
    assert "as suggested" in page.read_text(encoding="utf-8")


def test_what_is_wrong_is_mended_in_the_editor(layer: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    editor(tmp_path, monkeypatch, '"Operating "', '"planned"')
    suggestion(tmp_path, new(status="Operating "), kind="new")
    with Terminal("review", "suggestion.geojson", cwd=tmp_path) as terminal:
        terminal.answer(("Fix it? no, edit, map, later [later]: ", "yes"), ("Answer no, edit", "edit"))
        terminal.expect("status           planned").answer(("Take it in?", "y"))
        assert terminal.end() == 0
    assert geo.read(layer).projects[1].properties["status"] == "planned"


def test_a_conflict_is_settled_in_the_editor(layer: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    geo.update(layer, lambda old: changes.replaced(old, feature(status="cancelled")))
    editor(tmp_path, monkeypatch, '"cancelled"', '"suspended"')
    suggestion(tmp_path, moved())
    with Terminal("review", "suggestion.geojson", cwd=tmp_path) as terminal:
        terminal.expect("! status: was operating").answer(("Fix it?", "e"), ("status: cancelled → suspended", "y"))
        assert terminal.end() == 0
    assert status(layer) == "suspended"


def test_an_edit_that_spoils_it_is_said_and_asked_again(layer: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    before = layer.read_bytes()
    editor(tmp_path, monkeypatch, "{", "")
    suggestion(tmp_path, moved())
    with Terminal("review", "suggestion.geojson", cwd=tmp_path) as terminal:
        terminal.answer(("Take it in?", "edit"), ("is not JSON", "no"), ("Why not?", ""))
        assert terminal.end() == 0
    assert layer.read_bytes() == before


def test_what_changes_while_the_keeper_thinks_is_shown_again(layer: Path, tmp_path: Path):
    suggestion(tmp_path, moved())
    with Terminal("review", "suggestion.geojson", cwd=tmp_path) as terminal:
        terminal.expect("Take it in?")
        geo.update(layer, lambda old: changes.replaced(old, feature(end="2027")))
        terminal.type("yes").expect("was changed by someone else since").answer(("Take it in?", "yes"))
        assert terminal.end() == 0
    assert geo.read(layer).projects[0].properties["end"] == "2027"
    assert status(layer) == "suspended"


def test_the_keeper_may_end_it_and_what_was_taken_in_stays(layer: Path, tmp_path: Path):
    suggestion(tmp_path, moved(), new("a"))
    with Terminal("review", "suggestion.geojson", cwd=tmp_path) as terminal:
        terminal.answer(("Take it in?", "yes")).expect("2 of 2").expect("Take it in?")
        terminal.interrupt("2 suggestions: 1 left for later, 1 taken in.")
        assert terminal.end() == 130
    assert status(layer) == "suspended"


def test_the_editor_is_the_users_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    editor(tmp_path, monkeypatch, "a", "б")
    assert editing.edited("a\n", ".json") == "б\n"


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("no-such-editor --wait", r"no-such-editor --wait: Editing failed: .*No such file"),
        (f"{sys.executable} -c 1/0 ", r".* -c 1/0 : Editing failed"),
        (
            f"{sys.executable} -c \"import sys; open(sys.argv[1], 'wb').write(b'\\xff')\"",
            "the editor saved something else",
        ),
        ('"editor', "the variable VISUAL or EDITOR is no command: No closing quotation"),
        ("", "vi: Editing failed: .*No such file"),
    ],
)
def test_an_editor_that_fails_is_told_in_one_sentence_and_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, said: str
):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("VISUAL", command)
    monkeypatch.delenv("EDITOR", raising=False)
    with pytest.raises(
        geo.CoopmapError, match=rf"^{said}.*Nothing was changed; the variable EDITOR names the editor"
    ) as failed:
        editing.edited("a", ".json")
    assert "\n" not in str(failed.value)
