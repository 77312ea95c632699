"""`coopmap add` as an analyst uses it: at a real terminal, or with everything in options."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import geo
from geo.model import codes
from maps.commands.answers import field_of, value_of_answer
from tests.conftest import Command
from tests.geo.samples import feature
from tests.maps.test_photos import located
from tests.terminal import Terminal

NAMES = [
    ("in English (Enter to leave it out): ", "Bus depot"),
    ("in Russian (Enter to leave it out): ", "Автобусный парк"),
    ("in Uzbek, Latin script (Enter to leave it out): ", "Avtobus saroyi"),
    ("in Kazakh (Enter to leave it out): ", "Автобус паркі"),
]
NAME_OPTIONS = ["--name-en", "Bus depot", "--name-ru", "Автобусный парк"]
NAME_OPTIONS += ["--name-uz", "Avtobus saroyi", "--name-kk", "Автобус паркі"]
OPTIONS = [*NAME_OPTIONS, "--sector", "automotive", "--status", "planned"]
REST = [
    ("How exactly the place is known", ""),
    ("Source 1: The title", ""),
    ("Another field", ""),
]


@pytest.fixture
def layer(tmp_path: Path) -> Path:
    """A layer with one project, where `coopmap add` looks for it."""
    path = tmp_path / "data" / "projects.geojson"
    path.parent.mkdir()
    path.write_text(geo.text(geo.Layer((feature(),))), encoding="utf-8")
    return path


def added(path: Path) -> Any:
    """The project that was added to the layer."""
    (new,) = (one for one in geo.read(path).features if one["id"] != "chevrolet-kostanay")
    return new


# --- At a terminal ----------------------------------------------------------------------------------------------------


def test_a_project_is_added_by_answering_questions(layer: Path, tmp_path: Path):
    with Terminal("add", cwd=tmp_path) as terminal:
        terminal.answer(
            *NAMES,
            ("no two projects share it [bus-depot]: ", ""),
            ("The branch", "1"),
            ("How far it has come (Enter to leave it out): ", "on its way"),
            ("Got “on its way”; expected one of announced, planned,", "Планируется"),
            ("as of which the status holds [", "29.12.2025"),
            ("Place: a name, coordinates or a map link", "Нукус"),
            ("town in Karakalpakstan (UZ-QR), Uzbekistan (UZ); 332,500 people", ""),
            ("Next place", ""),
            ("How exactly the place is known (Enter to leave it out) [town]: ", ""),
            ("Source 1: The title", "Where it stands; in full"),
            ("Source 1: Who published it", "A paper"),
            ("Source 1: Its address", "www.example.org/a"),
            ("Source 1: When it was published", "12.2025"),
            ("Source 1: Its language", "ru"),
            ("Source 1: The fields it supports", ""),
            ("Source 2: The title", ""),
        )
        # Tab completes a field's name: both "start" and "start_kind" begin so.
        terminal.expect("Another field").type("sta\t").answer(
            ("When it began", "soon"),
            ("Got “soon”; expected a year, month or day", "2026"),
            ("Another field", "summary_en"),
            ("What it is, in plain text, in English", "A depot."),
            ("Another field", "no-such-field"),
            ("Fields are summary_ru, summary_uz, summary_kk, start_kind", ""),
        )
        terminal.expect("This will be written:").expect("place_kk         Нөкіс").expect(
            f"Write it to {Path('data/projects.geojson')}? [y/N]: "
        ).type("y")
        assert terminal.end() == 0
        assert "added bus-depot. coopmap undo takes it back." in terminal.shown
    new = added(layer)
    assert new["geometry"] == {"type": "Point", "coordinates": [59.60576, 42.45861]}
    properties = new["properties"]
    assert properties.pop("checked") > "2026"
    assert properties == {
        "id": "bus-depot",
        "name_en": "Bus depot",
        "name_ru": "Автобусный парк",
        "name_uz": "Avtobus saroyi",
        "name_kk": "Автобус паркі",
        "summary_en": "A depot.",
        "sector": "automotive",
        "status": "planned",
        "status_date": "2025-12-29",
        "start": "2026",
        "countries": ["UZ"],
        "regions": ["UZ-QR"],
        "place_en": "Nukus",
        "place_ru": "Нукус",
        "place_uz": "Nukus",
        "place_kk": "Нөкіс",
        "precision": "town",
        "uncertainty_m": 8000,
        "location_source": "GEONAMES 601294 (town point; radius estimated from the size of the town)",
        "sources": [
            {
                "title": "Where it stands; in full",
                "publisher": "A paper",
                "url": "https://www.example.org/a",
                "date": "2025-12",
                "language": "ru",
                "supports": ["status", "place"],
            }
        ],
    }
    assert [problem for problem in geo.check(geo.read(layer)) if problem.level == "error"] == []


def test_of_places_with_one_name_the_user_chooses_and_a_misspelt_one_is_offered(layer: Path, tmp_path: Path):
    with Terminal("add", *OPTIONS, "--yes", cwd=tmp_path) as terminal:
        terminal.answer(
            ("Place: ", "Костонай"),
            ("No place is called so. Is it one of these?", ""),
            ("Place: ", "Gisht Kuprik"),
            ("no source with its coordinates was found.", "Aktau"),
            ("1  Aktau, Mangystau Region, Kazakhstan: 43.", "7"),
            ("Write a number from 1 to 3, or press Enter.", "1"),
            ("Next place", ""),
        )
        assert terminal.end() == 0
    assert added(layer)["properties"]["location_source"].startswith("GEONAMES 610612 ")


def test_the_misplaced_uchkuduk_is_not_even_offered(layer: Path, tmp_path: Path):
    with Terminal("add", *OPTIONS, "--yes", cwd=tmp_path) as terminal:
        terminal.answer(("Place: ", "Uchkuduk"), ("GEONAMES 1538231", ""), ("Next place", ""))
        assert terminal.end() == 0
    assert added(layer)["geometry"]["coordinates"] == [63.55221, 42.15001]


def test_of_two_bare_numbers_the_user_says_which_is_which_unless_the_country_does(layer: Path, tmp_path: Path):
    with Terminal("add", *OPTIONS, "--yes", cwd=tmp_path) as terminal:
        terminal.answer(
            ("Place: ", "200; 95"),
            ("is off the globe", "53,2485; 63,59"),
        )
        terminal.expect("1  53.2485° N, 63.59° E: Kazakhstan; 4 km from Kostanay")
        terminal.expect("2  63.59° N, 53.2485° E: Russia").answer(
            ("Which (a number; Enter for none): ", "1"),
            ("Next place", ""),
            ("Where the coordinates come from", "A map"),
        )
        assert terminal.end() == 0
    new = added(layer)
    assert new["geometry"]["coordinates"] == [63.59, 53.2485]
    assert (new["properties"]["countries"], new["properties"]["precision"]) == (["KZ"], "near")
    assert (new["properties"]["uncertainty_m"], new["properties"]["location_source"]) == (1000, "A map")


def test_several_places_are_a_line_through_them(layer: Path, tmp_path: Path):
    with Terminal("add", *OPTIONS, "--yes", cwd=tmp_path) as terminal:
        terminal.answer(
            ("Place: ", "Кызылорда"),
            ("GEONAMES 1519922", ""),
            ("Next place", "1538231"),
            ("GEONAMES 1538231", ""),
            ("Next place", ""),
        )
        assert terminal.end() == 0
    new = added(layer)
    assert new["geometry"]["type"] == "LineString"
    kept = ("countries", "regions", "route", "place_uz")
    assert [new["properties"][key] for key in kept] == [
        ["KZ", "UZ"],
        ["KZ-43", "UZ-NW"],
        "schematic",
        "Qiziloʻrda – Uchquduq",
    ]


def test_what_nobody_can_place_is_listed(layer: Path, tmp_path: Path):
    with Terminal("add", *OPTIONS, "--yes", cwd=tmp_path) as terminal:
        terminal.answer(
            ("Place: ", ""),
            ("The countries it lies in", "Казахстан, uz"),
            ("on the map       nowhere; it is listed, not placed", ""),
        )
        assert terminal.end() == 0
    new = added(layer)
    assert (new["geometry"], new["properties"]["countries"]) == (None, ["KZ", "UZ"])


def test_what_the_check_refuses_is_asked_for_again(layer: Path, tmp_path: Path):
    wrong = ["--id", "chevrolet-kostanay", "--place", "Nukus", "--countries", "KZ"]
    with Terminal("add", *OPTIONS, *wrong, "--yes", cwd=tmp_path) as terminal:
        terminal.expect("id: Got “chevrolet-kostanay” again, in feature 2; expected an id of its own;")
        terminal.expect("geometry: Got [59.60576, 42.45861] in Uzbekistan").answer(
            ("no two projects share it: ", "Автобус"),
            ("Got “Автобус”; expected lower-case Latin letters", "Bus depot"),
            ("Place: ", "Kostanay"),
            ("GEONAMES 1519928", ""),
            ("Next place", ""),
        )
        assert terminal.end() == 0
    new = added(layer)
    assert (new["id"], new["properties"]["regions"]) == ("bus-depot", ["KZ-39"])


def test_ctrl_c_ends_and_keeps_a_draft_with_which_it_goes_on(layer: Path, tmp_path: Path):
    before = layer.read_bytes()
    with Terminal("add", cwd=tmp_path) as terminal:
        terminal.answer(*NAMES, ("share it [bus-depot]", "")).expect("The branch")
        terminal.interrupt("Nothing was written.")
        assert terminal.end() == 130
        draft = "bus-depot.draft.geojson"
        terminal.shown.index(f"go on with: coopmap add {Path('data/projects.geojson')} --from {draft}")
    assert layer.read_bytes() == before
    rest = ["--sector", "rail", "--status", "planned", "--place", "Nukus", "--yes"]
    with Terminal("add", "--from", draft, *rest, cwd=tmp_path) as terminal:
        assert terminal.end() == 0
    assert added(layer)["properties"]["name_kk"] == "Автобус паркі"


def test_on_no_nothing_is_written_and_a_draft_is_kept(layer: Path, tmp_path: Path):
    before = layer.read_bytes()
    with Terminal("add", *OPTIONS, "--status-date", "2025", "--place", "Nukus", cwd=tmp_path) as terminal:
        terminal.answer(("no two projects share it", ""), *REST, ("Write it to", "n"))
        assert terminal.end() == 0
        assert "Nothing was written." in terminal.shown
    assert layer.read_bytes() == before
    assert geo.read(tmp_path / "bus-depot.draft.geojson").projects[0].properties["status_date"] == "2025"


def test_a_layer_that_is_removed_meanwhile_is_said_and_a_draft_is_kept(layer: Path, tmp_path: Path):
    with Terminal("add", *OPTIONS, "--status-date", "2025", "--place", "Nukus", cwd=tmp_path) as terminal:
        terminal.answer(("no two projects share it", ""), *REST).expect("Write it to")
        layer.unlink()
        terminal.type("y")
        assert terminal.end() == 1
        assert f"{Path('data/projects.geojson')} cannot be read: there is no such file." in terminal.shown
    assert not layer.exists()
    assert geo.read(tmp_path / "bus-depot.draft.geojson").projects[0].properties["regions"] == ["UZ-QR"]


# --- In scripts -------------------------------------------------------------------------------------------------------


def refused(done: Any, code: int) -> str:
    assert done.returncode == code, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return str(done.stderr)


def test_with_everything_in_options_nothing_is_asked(command: Command, tmp_path: Path):
    done = command(
        "add", "new.geojson", *NAME_OPTIONS, "--sector", "Текстиль и одежда", "--status", "operating",
        "--place", "https://yandex.uz/maps/?pt=59.61,42.46&ll=1,2", "--precision", "site", "--uncertainty-m", "500",
        "--partners", "Allur; country=KZ; role=investor", "--partners", "A=B; country=UZ",
        "--value", "33 700,5; currency=kzt; date=2024", "--figures", '{"label_en": "Jobs", "value": 5, "unit": "jobs"}',
        "--sources", "T; url=https://example.org/?a=b;c; supports=status,place", "--checked", "2026-03-19", "--yes",
        cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    properties = added(tmp_path / "new.geojson")["properties"]
    assert properties["sector"] == "textile"
    assert properties["location_source"] == "Yandex Maps, the pin of a pasted link"
    assert properties["partners"] == [
        {"name": "Allur", "country": "KZ", "role": "investor"},
        {"name": "A=B", "country": "UZ"},
    ]
    assert properties["value"] == [{"amount": 33700.5, "currency": "KZT", "date": "2024"}]
    assert properties["figures"] == [{"label_en": "Jobs", "value": 5, "unit": "jobs"}]
    assert properties["sources"][0]["url"] == "https://example.org/?a=b;c"
    assert (properties["uncertainty_m"], properties["countries"]) == (500, ["UZ"])
    # Taking it back leaves a layer without projects.
    assert command("undo", "new.geojson", cwd=tmp_path).stdout.splitlines()[0] == "- bus-depot (Bus depot): removed"
    assert geo.read(tmp_path / "new.geojson").features == ()


def test_without_yes_it_only_shows_what_would_be_written(layer: Path, command: Command, tmp_path: Path):
    before = layer.read_bytes()
    done = command("add", *OPTIONS, "--place", "Nukus", cwd=tmp_path)
    assert "  precision        town\n" in done.stdout
    assert refused(done, 1).endswith("Nothing was written; --yes writes it.\n")
    assert layer.read_bytes() == before
    assert sorted(one.name for one in tmp_path.iterdir()) == ["data"]


@pytest.fixture
def published(layer: Path) -> Path:
    """The same layer, published."""
    layer.write_text(geo.text(geo.Layer((feature(),), {"grade": "published"})), encoding="utf-8")
    return layer


@pytest.mark.usefixtures("published")
def test_all_that_a_published_layer_misses_is_said_at_once(command: Command, tmp_path: Path):
    assert refused(command("add", "--name-en", "A", "--yes", cwd=tmp_path), 2) == (
        "Missing: --sector; --status; --place, or --precision unlocated and --countries. Give them, or run the command"
        " in a terminal, which asks for them.\n"
    )
    said = refused(command("add", *OPTIONS, "--precision", "country", cwd=tmp_path), 2)
    assert said.startswith("Missing: --countries. Give them")
    said = refused(command("add", *OPTIONS, "--place", "Nukus", "--yes", cwd=tmp_path), 1)
    assert [line.partition(":")[0] for line in said.splitlines()] == ["status", "status_date"]


def test_a_published_layer_is_asked_for_all_that_it_needs(published: Path, tmp_path: Path):
    with Terminal("add", *NAME_OPTIONS, "--place", "Nukus", "--yes", cwd=tmp_path) as terminal:
        terminal.answer(
            ("The branch, for icon and colour: ", ""),
            ("An answer is needed.", "1"),
            ("How far it has come: ", "planned"),
        )
        terminal.expect("status_date: Got nothing; expected the date as of which").answer(
            ("Source 1: The title", "A paper"),
            *((f"Source 1: {part}", "") for part in ("Who published", "Its address", "When", "Its language")),
            ("Source 1: The fields it supports", ""),
            ("Source 2: The title", ""),
            ("as of which the status holds (Enter to leave it out): ", "29.12.2025"),
        )
        assert terminal.end() == 0
    assert added(published)["properties"]["status_date"] == "2025-12-29"
    assert [problem for problem in geo.check(geo.read(published)) if problem.level == "error"] == []


def test_a_draft_takes_a_project_with_a_name_alone(layer: Path, command: Command, tmp_path: Path):
    assert refused(command("add", "--status", "planned", "--yes", cwd=tmp_path), 2).startswith(
        "Missing: --name-en or --name-ru or --name-uz or --name-kk. Give them"
    )
    assert command("add", "--name-kk", "Автобус паркі", "--yes", cwd=tmp_path).returncode == 0
    new = added(layer)
    assert (new["geometry"], set(new["properties"])) == (None, {"id", "name_kk"})


def test_at_a_terminal_all_but_a_name_is_left_out_with_enter(layer: Path, tmp_path: Path):
    with Terminal("add", "--yes", cwd=tmp_path) as terminal:
        languages = ("in English", "in Russian", "in Uzbek, Latin script", "in Kazakh")
        terminal.answer(*((f"{language} (Enter to leave it out): ", "") for language in languages))
        terminal.expect("A name is needed, in one language at least.").answer(
            ("in English", "Bus depot"), ("in Russian", ""), ("in Uzbek", ""), ("in Kazakh", ""),
            ("The branch", ""), ("How far it has come", ""), ("Place: ", ""), ("The countries it lies in", ""),
        )  # fmt: skip
        assert terminal.end() == 0
    assert set(added(layer)["properties"]) == {"id", "name_en"}


@pytest.mark.alike
@pytest.mark.parametrize(("answer", "written"), [("да", True), ("ha", True), ("Иә", True), ("нет", False)])
def test_yes_is_yes_in_every_language_of_the_interface(layer: Path, tmp_path: Path, answer: str, written: bool):
    with Terminal("add", *OPTIONS, "--status-date", "2025", "--place", "Nukus", cwd=tmp_path) as terminal:
        terminal.answer(("no two projects share it", ""), *REST, ("Write it to", "perhaps"))
        terminal.answer(("Write yes or no", answer))
        assert terminal.end() == 0
    assert (len(geo.read(layer).features) == 2) is written


def test_no_word_for_yes_is_one_for_no():
    from geo.model.languages import USUAL
    from geo.tables import header_names
    from maps.commands.asking import yes_or_no

    for language in USUAL:
        answers = header_names.load(language)["answers"]
        for said, meaning in (("yes", True), ("no", False)):
            assert {yes_or_no(word, default=not meaning) for word in answers[said]} == {meaning}, language
    assert (yes_or_no("", default=True), yes_or_no("perhaps", default=True)) == (True, None)


@pytest.mark.usefixtures("layer")
def test_all_that_is_wrong_with_the_options_is_said_at_once(command: Command, tmp_path: Path):
    said = refused(
        command(
            "add", *OPTIONS, "--start", "31.02.2025", "--countries", "KZ,XX", "--uncertainty-m", "far",
            "--partners", "A; role=boss", "--sources", "; url=x", cwd=tmp_path,
        ),
        2,
    )  # fmt: skip
    assert said.splitlines() == [
        "--start: got “31.02.2025”; expected a year, month or day, such as 2025, 2025-12 or 2025-12-29.",
        "--countries: got “XX”; expected a country code of two letters (ISO 3166-1), such as KZ or UZ.",
        "--uncertainty-m: got “far”; expected a number of metres, 0 or more.",
        f"--partners: got “boss”; expected one of {', '.join(codes.ROLES)}.",
        "--sources: got nothing; expected text of 1 to 300 characters.",
    ]


PLACES = {
    "Aktau": "“Aktau” may be 3 places: Aktau, KZ-47 (GEONAMES 610612)",
    "Atlantis": "The gazetteer has no place called “Atlantis”.",
    "GEONAMES 1512506": "which is never taken: this Uchkuduk is misplaced",
    "53.2485, 63.59": "“53.2485, 63.59” may be 53.2485° N, 63.59° E (Kazakhstan; 4 km from Kostanay, Kostanay Region,"
    " Kazakhstan) or 63.59° N, 53.2485° E (Russia",
    "https://maps.app.goo.gl/x": "holds no coordinates. If it is a short link, open it",
}


@pytest.mark.parametrize(("place", "said"), PLACES.items())
def test_a_place_is_never_guessed(layer: Path, command: Command, tmp_path: Path, place: str, said: str):
    before = layer.read_bytes()
    assert said in refused(command("add", *OPTIONS, "--place", place, "--yes", cwd=tmp_path), 1)
    assert layer.read_bytes() == before


def test_the_country_settles_which_number_is_the_latitude(layer: Path, command: Command, tmp_path: Path):
    line = ["--place", "63.59 53.2485", "--countries", "kz", "--location-source", "A map", "--yes"]
    assert command("add", *OPTIONS, *line, cwd=tmp_path).returncode == 0
    assert added(layer)["geometry"]["coordinates"] == [63.59, 53.2485]


def test_beyond_the_base_map_the_nearest_town_tells_in_which_country_a_reading_lies(
    layer: Path, command: Command, tmp_path: Path
):
    place = ["--name-en", "Nairobi depot", "--place=-1.2921, 36.8219"]
    assert command("add", *place, "--countries", "KE", "--yes", cwd=tmp_path).returncode == 0
    assert added(layer)["geometry"]["coordinates"] == [36.8219, -1.2921]
    said = refused(command("add", *place, "--countries", "PE", "--yes", cwd=tmp_path), 1)
    assert said.endswith("Write the sides with the numbers, such as N and E. Neither is known to lie in PE.\n")


def test_the_name_of_a_place_of_the_world_is_kept(layer: Path, command: Command, tmp_path: Path):
    place = ["--world", "--place", "Nairobi, KE", "--yes"]
    done = command("add", "--name-en", "A depot", *place, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    properties = added(layer)["properties"]
    assert (properties["place_en"], properties["countries"]) == ("Nairobi", ["KE"])


def test_what_the_check_refuses_is_not_written(layer: Path, command: Command, tmp_path: Path):
    before = layer.read_bytes()
    said = refused(command("add", *OPTIONS, "--place", "Nukus", "--countries", "KZ", "--yes", cwd=tmp_path), 1)
    assert said.startswith("geometry: Got [59.60576, 42.45861] in Uzbekistan, ")
    assert "; expected a place in KZ, or at most " in said
    assert layer.read_bytes() == before


def test_the_shipped_layer_is_changed_only_by_name(command: Command, tmp_path: Path):
    said = refused(command("add", *OPTIONS, "--place", "Nukus", "--yes", cwd=tmp_path), 2)
    assert "there is no data/projects.geojson here; name the" in said
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("layer")
def test_a_draft_holds_one_project(command: Command, tmp_path: Path):
    draft = tmp_path / "two.geojson"
    draft.write_text(geo.text(geo.Layer((feature(), feature(id="b")))), encoding="utf-8")
    assert (
        refused(command("add", "--from", draft, cwd=tmp_path), 1) == f"{draft} holds 2 projects; a draft holds one.\n"
    )


def test_a_name_without_latin_letters_gets_an_id_all_the_same(command: Command, tmp_path: Path):
    names = [option if option != "Bus depot" else "Автобусный парк" for option in OPTIONS]
    for expected in ("avtobusnyi-park", "avtobusnyi-park-2"):
        assert command("add", "a.geojson", *names, "--place", "Nukus", "--yes", cwd=tmp_path).returncode == 0
        assert expected in {project.id for project in geo.read(tmp_path / "a.geojson").projects}


def test_hostile_answers_are_text(command: Command, tmp_path: Path):
    hostile = ["--name-en", "\x1b[2J<script>", *OPTIONS[2:], "--place", "Nukus", "--yes"]
    said = refused(command("add", "a.geojson", *hostile, cwd=tmp_path), 2)
    assert "\x1b" not in said
    assert not (tmp_path / "a.geojson").exists()
    json.dumps(said)


@pytest.mark.parametrize(
    ("key", "typed", "value"),
    [
        ("start", "март 2024", "2024-03"),
        ("end", "12 Mart 2024", "2024-03-12"),
        ("status_date", "3 May 2025", "2025-05-03"),
        ("start", "Q3 2024", "Q3 2024"),
        ("start", "2024-05", "2024-05"),
    ],
)
def test_a_date_may_be_in_words_where_iso_8601_says_as_much(key: str, typed: str, value: str):
    assert value_of_answer(field_of(key), typed) == value


# --- Photographs ------------------------------------------------------------------------------------------------------


def photograph(folder: Path) -> Path:
    """One that says that it was taken in Nukus, and by whom."""
    path = folder / "My Depot.JPG"
    path.write_bytes(located((42.0, 27.6, 0.0), (59.0, 36.6, 0.0)))
    return path


def test_a_photograph_is_stored_as_pixels_and_its_place_only_told(layer: Path, tmp_path: Path, command: Command):
    options = ["--photo", f"{photograph(tmp_path)}; alt_en=A depot; credit=A. B.; licence=CC0", "--yes"]
    done = command("add", *NAME_OPTIONS, *options, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "My Depot.JPG was taken at 42.46° N, 59.61° E (Uzbekistan; 0 km from Nukus" in done.stderr
    assert "--place “42.46° N, 59.61° E” takes it" in done.stderr
    new = added(layer)
    assert new["geometry"] is None
    assert new["properties"]["images"] == [
        {"src": "photos/my-depot.webp", "alt_en": "A depot", "credit": "A. B.", "licence": "CC0"}
    ]
    assert photos_of(layer) == ["my-depot.webp"]


def test_a_photograph_that_is_none_or_is_not_described_is_not_stored(layer: Path, tmp_path: Path, command: Command):
    (tmp_path / "text.jpg").write_text("no picture")
    for photo, said in (
        ("text.jpg", "text.jpg: it is no JPEG, PNG, GIF or WebP"),
        ("none.jpg", "none.jpg: no such file"),
        (str(photograph(tmp_path)), "images[0].credit: Got nothing"),
    ):
        done = command("add", *NAME_OPTIONS, "--photo", photo, "--place", "42.5 N, 59.7 E", "--yes", cwd=tmp_path)
        assert done.returncode == 1
        assert said in done.stderr
    assert "That is 8.6 km from the project's place." in done.stderr
    assert not (layer.parent / "photos").exists()


def photos_of(layer: Path) -> list[str]:
    return sorted(path.name for path in (layer.parent / "photos").iterdir())


def test_at_a_terminal_one_is_asked_whether_a_photograph_shows_the_place(layer: Path, tmp_path: Path):
    with Terminal("add", *OPTIONS, "--photo", str(photograph(tmp_path)), "--yes", cwd=tmp_path) as terminal:
        terminal.answer(
            ("Is that the project's place? [y/N]", "y"),
            ("Picture 1: What the picture shows, for who cannot see it, in English", "A depot"),
            ("Picture 1: What the picture shows, for who cannot see it, in Russian", ""),
            ("Picture 1: What the picture shows, for who cannot see it, in Uzbek, Latin script", ""),
            ("Picture 1: What the picture shows, for who cannot see it, in Kazakh", ""),
            ("Picture 1: Whose picture it is", "A. B."),
            ("Picture 1: Its licence", "CC0"),
        )
        assert terminal.end() == 0
    new = added(layer)
    assert new["geometry"] == {"type": "Point", "coordinates": [59.61, 42.46]}
    assert new["properties"]["images"][0]["src"] == "photos/my-depot.webp"
