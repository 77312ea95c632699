"""What an import would do: new, changed, same, wrong; each mistake with row, column, value, expectation, remedy."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import geo
from geo.errors import CoopmapError
from geo.model import codes
from geo.tables.merge_row import Terms
from tests.geo.samples import PROPERTIES, feature, line
from tests.geo.tables.plans import HEADERS, SOUND, csv_of, kinds, one_project, planned, row_with, said

STATUSES, SECTORS = ", ".join(codes.STATUSES), ", ".join(codes.SECTORS)
PLACED = {"precision": "town", "longitude": "69.28", "latitude": "41.31"}


def of(folder: Path, **cells: str) -> Any:
    """The plan of one row that is right but for some cells."""
    return planned(csv_of(folder, *row_with(**cells)))


# Messages, word for word


@pytest.mark.parametrize(
    ("cells", "lines"),
    [
        (
            PLACED | {"longitude": "41.31", "latitude": "69.28"},
            [("error row 2, column “longitude” and column “latitude”: got [41.31, 69.28]; expected longitude, then "
             "latitude; to fix: write [69.28, 41.31], which lies in Uzbekistan [swapped-coordinates]")],
        ),
        (
            {"uncertainty_m": "1,500"},
            [("error row 2, column “uncertainty_m”: got “1,500”; expected a number with a decimal point, or none; "
             "to fix: write 1500, or 1.500 if the comma is a decimal one [unread]")],
        ),
        (
            PLACED | {"longitude": "sixty-nine"},
            [("error row 2, column “longitude”: got “sixty-nine”; expected degrees as a number, such as 69.2797; "
             "to fix: write the degrees alone [unread]")],
        ),
        (
            {"status_date": "31.02.2025"},
            [("error row 2, column “status_date”: got “31.02.2025”; expected a year, month or day, such as 2025, "
             "2025-12 or 2025-12-29; to fix: February 2025 has 28 days: correct the day, or write “2025-02” when only "
             "the month is known [unread]")],
        ),
        (
            {"status": "Operating "},
            [(f"warning row 2, column “status”: got “Operating ”; expected one of {STATUSES}; to fix: write "
             "“operating”, as which it was taken [loose]")],
        ),
        (
            {"sector": "Текстиль"},
            [(f"error row 2, column “sector”: got “Текстиль”; expected one of {SECTORS}; to fix: write “textile” or "
             "“Текстиль и одежда” [unread]")],
        ),
        (
            {"countries": "KZ, Атлантида"},
            [("error row 2, column “countries”: got “Атлантида”; expected a country code of two letters (ISO 3166-1), "
             "such as KZ or UZ; to fix: look the code up in ISO 3166-1 [unknown-code]")],
        ),
        (
            {"sources_1_url": "www.example.org/a", "sources_1_title": "x"},
            [("error row 2, column “sources_1_url”: got “www.example.org/a”; expected an address that begins with "
             "http:// or https:// and a host; to fix: write “https://www.example.org/a” [url]")],
        ),
        (
            {"precision": "", "place_en": "Aksu"},
            None,
        ),
        (
            {"precision": "site", "place_en": "Nukus"},
            [("error row 2, column “precision”: got “site”; expected town for a place name; to fix: write longitude "
             "and latitude, or leave the precision empty: the name alone gives town [precision]")],
        ),
        (
            {"longitude": "69.28"},
            [("error row 2, latitude: got nothing; expected both longitude and latitude; to fix: write it, or empty "
             "longitude [missing]")],
        ),
        (
            {"name_en": "<b>Depot</b>"},
            [("error row 2, column “name_en”: got “<b>Depot</b>”; expected plain text without markup; to fix: remove "
             "the markup, or put a space after a < that means “less than” [markup]")],
        ),
    ],
)  # fmt: skip
def test_a_mistake_is_said_with_row_column_value_expectation_and_remedy(
    tmp_path: Path, cells: dict[str, str], lines: list[str] | None
):
    made = of(tmp_path, **cells)
    if lines is None:
        [told] = said(made)
        assert told.startswith(
            "error row 2, column “place_en”: got “Aksu”; expected a place that the gazetteer knows, or"
        )
        assert "“Aksu” may be" in told
    else:
        assert said(made) == lines
    assert kinds(made) == (["new"] if lines and lines[0].startswith("warning") else ["wrong"])


def test_a_sector_in_russian_or_a_date_with_dots_is_no_mistake(tmp_path: Path):
    made = of(
        tmp_path, sector="Текстиль и одежда", status_date="29.12.2025", status="Планируется", countries="Ўз, Қазақстан"
    )
    assert "Ўз" in said(made)[0]
    made = of(
        tmp_path, sector="Текстиль и одежда", status_date="29.12.2025", status="Планируется", countries="Қазақстан"
    )
    assert (kinds(made), said(made)) == (["new"], [])
    found = made.items[0].feature["properties"]
    assert [found[key] for key in ("sector", "status", "status_date", "countries")] == [
        "textile",
        "planned",
        "2025-12-29",
        ["KZ"],
    ]


def test_all_mistakes_of_all_rows_are_said_at_once(tmp_path: Path):
    bad = list(SOUND)
    bad[5], bad[6] = "cars", "soon"
    made = planned(csv_of(tmp_path, HEADERS, SOUND, bad, ["", *bad[1:]]))
    assert kinds(made) == ["new", "wrong", "wrong"]
    assert [(item.where, len(item.problems)) for item in made.items] == [("row 2", 0), ("row 3", 3), ("row 4", 3)]
    assert any("“depot” again" in line for line in said(made))


def test_a_row_cut_at_a_decimal_comma_is_said(tmp_path: Path):
    path = tmp_path / "a.csv"
    headers, cells = row_with(**PLACED)
    path.write_text(",".join(headers) + "\n" + ",".join(cells).replace("69.28", "69,28") + "\n", encoding="utf-8")
    assert said(planned(path)) == [
        (
            f"error row 2: got {len(cells) + 1} cells; expected {len(cells)}, as many as there are headers; to fix: "
            "put values that hold the delimiter, such as a decimal comma, into quotation marks [cut]"
        )
    ]


def test_a_missing_column_can_be_set_for_all_rows(tmp_path: Path):
    path = csv_of(tmp_path, HEADERS[:5], SOUND[:5])
    assert "sector" not in planned(path).items[0].feature["properties"]  # what nobody tells stays a gap
    made = planned(
        path, constants={"sector": "Энергетика", "status": "planned", "countries": "kz", "precision": "unlocated"}
    )
    assert kinds(made) == ["new"]
    assert made.items[0].feature["properties"]["sector"] == "energy"


@pytest.mark.parametrize(
    ("how", "sentence"),
    [
        ({"constants": {"sector": "x"}}, r"--set sector: got “x”; expected one of automotive.*; choose one of them"),
        ({"constants": {"sectr": "x"}}, "There is no field “sectr”. Did you mean sector?"),
        ({"constants": {"sources": "x"}}, "--set gives a plain field a value, and “sources” is none"),
        ({"chosen": {"Nam": ("name_en",)}}, "the column “Nam”, which the file does not have; it has “id”, “name_en”"),
        ({"chosen": {"id": ("name_en",), "name_ru": ("name_en",)}}, "--map gives name_en two columns; choose one."),
    ],
)  # fmt: skip
def test_options_that_cannot_be_are_said(tmp_path: Path, how: dict[str, Any], sentence: str):
    with pytest.raises(CoopmapError, match=sentence):
        planned(csv_of(tmp_path, HEADERS, SOUND), **how)


def test_two_columns_of_one_meaning_are_refused_and_map_chooses(tmp_path: Path):
    with pytest.raises(CoopmapError, match="Columns “Отрасль” and “Branch” both mean sector"):
        planned(csv_of(tmp_path, ("name_en", "Отрасль", "Branch"), ("a", "road", "road")))
    path = csv_of(tmp_path, (*HEADERS[1:], "Branch"), (*SOUND[1:], "road"))
    assert planned(path).items[0].feature["properties"]["sector"] == "automotive"  # the field's own name goes first
    made = planned(path, chosen={"Branch": ("sector",)})
    assert made.items[0].feature["properties"]["sector"] == "road"
    assert made.unused == ("sector",)


@pytest.mark.parametrize(
    ("count", "sentence"),
    [
        (2, "Columns “a” and “a” both mean a; rename one, or choose with --map 'a=a'."),
        (3, "Columns “a”, “a” and “a” all mean a; rename all but one, or choose with --map 'a=a'."),
        (400, "Columns “a”, “a”, “a” and 397 more all mean a; rename all but one, or choose with --map 'a=a'."),
    ],
)
def test_columns_of_one_meaning_are_named_up_to_three_and_counted(tmp_path: Path, count: int, sentence: str):
    with pytest.raises(CoopmapError) as caught:
        planned(csv_of(tmp_path, (*HEADERS, *["a"] * count), (*SOUND, *["x"] * count)), own=True)
    assert str(caught.value) == sentence


def test_a_column_that_is_not_there_is_answered_with_twenty_that_are(tmp_path: Path):
    many = [f"c{number}" for number in range(400)]
    with pytest.raises(CoopmapError, match=r"it has “id”, .* and \d{3} more\.$") as caught:
        planned(csv_of(tmp_path, (*HEADERS, *many), (*SOUND, *many)), chosen={"Nam": ("name_en",)})
    assert str(caught.value).count("“") == len(["Nam"]) + 20


@pytest.mark.parametrize("above", [(), ("Projects", "Status", "Sector", "Place")], ids=["at the top", "under a title"])
def test_a_row_of_values_that_name_more_fields_than_the_headers_do_is_no_row_of_headers(
    tmp_path: Path, above: tuple[str, ...]
):
    rows = [above] * bool(above) + [("id", "name_en", "own"), ("x", "y", "pictures")]
    path = tmp_path / "table.csv"
    path.write_text("".join(f"{','.join(row)}\n" for row in rows), encoding="utf-8")
    assert [item.id for item in planned(path).items] == ["x"]


def test_unknown_columns_are_named_and_kept_only_when_asked(tmp_path: Path):
    path = csv_of(tmp_path, (*HEADERS, "Comment", "Nothing"), (*SOUND, "seen", ""))
    made = planned(path)
    assert made.unused == ("Comment",)
    assert "Comment" not in made.items[0].feature["properties"]
    kept = planned(path, own=True)
    assert (kept.unused, dict(kept.items[0].feature["properties"])["Comment"]) == ((), "seen")


# Places


def test_a_place_name_becomes_a_point_with_the_precision_it_deserves(tmp_path: Path):
    made = of(tmp_path, precision="", place_ru="Нукус", countries="")
    assert kinds(made) == ["new"]
    found = made.items[0].feature
    assert found["geometry"] == {"type": "Point", "coordinates": [59.60576, 42.45861]}
    assert found["properties"]["precision"] == "town"
    assert found["properties"]["countries"] == ["UZ"]
    assert found["properties"]["location_source"].startswith("GEONAMES 601294")
    assert (found["properties"]["place_ru"], found["properties"]["place_kk"]) == ("Нукус", "Нөкіс")


def test_a_coarser_precision_than_the_name_gives_is_kept(tmp_path: Path):
    made = of(tmp_path, precision="region", place_ru="Нукус")
    assert (kinds(made), made.items[0].feature["properties"]["precision"]) == (["new"], "region")


def test_an_ambiguous_name_is_told_apart_by_the_row_or_not_at_all(tmp_path: Path):
    assert kinds(of(tmp_path, precision="", place_en="Aksu", countries="KZ")) == ["wrong"]
    made = of(tmp_path, precision="", place_en="Aksu", countries="KZ", regions="KZ-55")
    assert kinds(made) == ["new"], said(made)
    assert made.items[0].feature["properties"]["regions"] == ["KZ-55"]


def test_a_trap_of_the_gazetteer_is_not_taken(tmp_path: Path):
    made = of(tmp_path, precision="", place_en="GEONAMES 1512506")
    assert kinds(made) == ["wrong"]


def test_nothing_is_looked_up_for_what_nobody_can_place(tmp_path: Path):
    for precision in ("unlocated", "country"):
        made = of(tmp_path, precision=precision, place_en="Nukus")
        assert (kinds(made), made.items[0].feature["geometry"]) == (["new"], None)


def test_a_project_moves_when_its_place_is_called_otherwise(tmp_path: Path):
    placed = one_project(precision="town")
    still = planned(csv_of(tmp_path, ("id", "place_en"), ("chevrolet-kostanay", "Kostanay")), placed)
    assert kinds(still) == ["same"]
    moved = planned(csv_of(tmp_path, ("id", "place_en"), ("chevrolet-kostanay", "Rudny")), placed)
    assert kinds(moved) == ["changed"]
    assert {"geometry", "place_ru", "location_source"} <= {field.path for field in moved.items[0].fields}


@pytest.mark.parametrize(
    "cell",
    ["41.31, 69.28", "41,31; 69,28", "41°18′36″N 69°16′48″E", "https://www.openstreetmap.org/?mlat=41.31&mlon=69.28"],
)
def test_coordinates_in_one_cell(tmp_path: Path, cell: str):
    made = of(tmp_path, precision="town", coordinates=cell)
    assert kinds(made) == ["new"], said(made)
    assert made.items[0].feature["geometry"]["coordinates"] == pytest.approx([69.28, 41.31])


def test_coordinates_of_columns_may_be_in_another_system(tmp_path: Path):
    path = csv_of(tmp_path, *row_with(precision="town", x="7712214.3", y="5058174.2"))
    made = planned(path, terms=Terms(crs="EPSG:3857"))
    place = made.items[0].feature["geometry"]
    assert place is not None
    assert place["coordinates"] == pytest.approx([69.28, 41.31], abs=1e-4)


def test_degrees_minutes_and_seconds_in_two_columns(tmp_path: Path):
    made = of(tmp_path, precision="town", latitude="41°18'36\"", longitude="69°16'48\"")
    assert made.items[0].feature["geometry"]["coordinates"] == pytest.approx([69.28, 41.31])


def test_lines_and_areas_as_well_known_text_or_geojson(tmp_path: Path):
    for text in ("LINESTRING (69.28 41.31, 69.3 41.4)", json.dumps(line([69.28, 41.31], [69.3, 41.4]))):
        made = of(tmp_path, precision="town", geometry=text, route="schematic")
        assert made.items[0].feature["geometry"] == line([69.28, 41.31], [69.3, 41.4])
    made = of(tmp_path, precision="town", geometry="LINESTRING (a)")
    assert said(made)[0].startswith("error row 2, column “geometry”: got “LINESTRING (a)”; expected well-known text")


# What stays, what goes


def test_an_empty_cell_keeps_what_the_layer_has_and_clear_removes_it(tmp_path: Path):
    path = csv_of(tmp_path, ("id", "status_date", "start", "location_source"), ("chevrolet-kostanay", "", "", "x"))
    kept = planned(path, one_project()).items[0]
    assert [field.path for field in kept.fields] == ["location_source"]
    cleared = planned(path, one_project(), Terms(clear=True)).items[0]
    assert [field.path for field in cleared.fields] == ["status_date", "start", "location_source"]


def test_a_column_that_is_not_there_keeps_even_with_clear(tmp_path: Path):
    path = csv_of(tmp_path, ("id",), ("chevrolet-kostanay",))
    assert kinds(planned(path, one_project(), Terms(clear=True))) == ["same"]


def test_clear_leaves_a_gap_that_is_warned_of(tmp_path: Path):
    path = csv_of(tmp_path, ("id", "sector"), ("chevrolet-kostanay", ""))
    made = planned(path, one_project(), Terms(clear=True))
    assert (kinds(made), [field.path for field in made.items[0].fields]) == (["changed"], ["sector"])
    assert any(problem.rule == "not-told" and problem.field == "column “sector”" for problem in made.warnings)


TWO = [{"title": "A", "url": "https://a.org", "date": "2024"}, {"title": "B", "publisher": "P"}]


def test_a_list_counts_as_one(tmp_path: Path):
    headers = ("id", "sources_1_title", "sources_1_url", "sources_2_title", "sources_2_url")
    layer = one_project(sources=TWO)

    def after(*cells: str) -> Any:
        made = planned(csv_of(tmp_path, headers, ("chevrolet-kostanay", *cells)), layer)
        return made.items[0].feature["properties"]["sources"]

    assert after("", "", "", "") == TWO
    assert after("A", "", "B", "") == [{"title": "A", "date": "2024"}, TWO[1]]  # no column for dates: they stay
    assert after("", "", "B", "") == [TWO[1]]
    assert after("A", "https://a.org", "B", "https://b.org") == [TWO[0], TWO[1] | {"url": "https://b.org"}]


def test_entries_beyond_the_columns_stay(tmp_path: Path):
    path = csv_of(tmp_path, ("id", "sources_1_title"), ("chevrolet-kostanay", "Z"))
    made = planned(path, one_project(sources=TWO)).items[0].feature["properties"]["sources"]
    assert made == [TWO[0] | {"title": "Z"}, TWO[1]]


def test_precision_unlocated_takes_the_place_away(tmp_path: Path):
    path = csv_of(tmp_path, ("id", "precision"), ("chevrolet-kostanay", "unlocated"))
    made = planned(path, one_project())
    assert (kinds(made), made.items[0].feature["geometry"]) == (["changed"], None)


def test_numbers_and_blanks_that_say_the_same_change_nothing(tmp_path: Path):
    layer = one_project(uncertainty_m=400.0, place_en="Kostanay ", value=[{"amount": 33.7e9, "currency": "KZT"}])
    headers = ("id", "uncertainty_m", "place_en", "value_1_amount", "value_1_currency")
    made = planned(csv_of(tmp_path, headers, ("chevrolet-kostanay", "400", "Kostanay", "33700000000", "kzt")), layer)
    assert kinds(made) == ["same"]
    assert geo.text(made.after) == geo.text(layer)


def test_other_projects_and_their_order_are_left_alone(tmp_path: Path):
    others = geo.Layer((feature(id="zz", own={"a": [1]}), feature(), feature(id="aa")), {"title_en": "T"})
    path = csv_of(tmp_path, ("id", "status"), ("chevrolet-kostanay", "suspended"), ("nobody", "planned"))
    made = planned(path, others)
    assert kinds(made) == ["changed", "wrong"]
    assert [project.id for project in made.after.projects] == ["zz", "chevrolet-kostanay", "aa"]
    assert made.after.features[0] == others.features[0]
    assert made.after.members == {"title_en": "T"}


def test_an_error_that_the_layer_had_before_blames_no_row(tmp_path: Path):
    broken = one_project(sources=[{"title": "x", "supports": ["nonsense"]}])
    path = csv_of(tmp_path, ("id", "status"), ("chevrolet-kostanay", "suspended"))
    assert kinds(planned(path, broken)) == ["changed"]
    assert kinds(planned(csv_of(tmp_path, ("id", "status_date"), ("chevrolet-kostanay", "2025-13")), broken)) == [
        "wrong"
    ]


def test_a_layer_with_one_id_twice_is_not_added_to(tmp_path: Path):
    with pytest.raises(CoopmapError, match="has the id “chevrolet-kostanay” twice"):
        planned(csv_of(tmp_path, HEADERS, SOUND), geo.Layer((feature(), feature())))


def test_an_id_is_made_of_the_name_and_found_again(tmp_path: Path):
    path = csv_of(tmp_path, HEADERS[1:], SOUND[1:])
    made = planned(path)
    assert made.items[0].id == "depot"
    assert kinds(planned(path, made.after)) == ["same"]


def test_geojson_lists_and_nulls_are_read_as_they_are(tmp_path: Path):
    path = tmp_path / "a.geojson"
    changed = feature(partners=[{"name": "New", "country": "UZ"}], start=None)
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [changed]}), encoding="utf-8")
    made = planned(path, one_project())
    assert made.items[0].feature["properties"]["partners"] == [{"name": "New", "country": "UZ"}]
    assert made.items[0].feature["properties"]["start"] == PROPERTIES["start"]
