"""Every rule on a real small file: the sound project with one fault, and the rule that must find it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import geo
from geo.checks import run
from geo.model import codes
from tests.geo.samples import FIGURE, GONE, KOSTANAY, RING, SOURCE, TODAY, area, feature, findings, line, point

if TYPE_CHECKING:
    from pathlib import Path

SPOILT_SOURCE = {key: value for key, value in SOURCE.items() if key != "title"}
BOW = [[65, 48], [66, 49], [66, 48], [65, 49], [65, 48]]
TWO_ENDS = line([69.28, 41.31], [76.9, 43.2])
ROUTE = {"precision": "near", "uncertainty_m": 500, "countries": ["KZ", "UZ"], "regions": GONE}

ERRORS: list[tuple[str, str, dict[str, Any]]] = [
    ("missing", "name_en", feature(name_en=GONE, name_ru=GONE, name_uz=GONE, name_kk=GONE)),
    ("missing", "id", {**feature(id=GONE), "id": "a"}),
    ("missing", "sources[0].title", feature(sources=[SPOILT_SOURCE])),
    ("missing", "figures[0].label_en", feature(figures=[{"value": 5, "unit": "jobs", "date": "2024"}])),
    ("missing", "disputes[0].text_en", feature(disputes=[{"field": "start"}])),
    ("too-long", "summary_en", feature(summary_en="a" * 601, summary_ru="а", summary_uz="a", summary_kk="а")),
    ("kind", "name_en", feature(name_en="")),
    ("kind", "name_en", feature(name_en=None)),
    ("kind", "name_de", feature(name_de=5)),
    ("kind", "figures[0].label_de", feature(figures=[FIGURE | {"label_de": " "}])),
    ("kind", "id", feature(id="Chevrolet Kostanay")),
    ("kind", "figures[0].value", feature(figures=[FIGURE | {"value": "30 000"}])),
    ("kind", "figures[0].value", feature(figures=[FIGURE | {"value": True}])),
    ("kind", "partners", feature(partners="UzAuto Motors")),
    ("kind", "partners[0]", feature(partners=["UzAuto Motors"])),
    (
        "kind",
        "images[0].src",
        feature(
            images=[
                {
                    "src": "https://example.org/a.jpg",
                    "credit": "a",
                    "licence": "b",
                    "alt_en": "a",
                    "alt_ru": "а",
                    "alt_uz": "a",
                    "alt_kk": "а",
                }
            ]
        ),
    ),
    ("kind", "uncertainty_m", feature(uncertainty_m=-1)),
    ("unknown-code", "sector", feature(sector="cars")),
    ("unknown-code", "status", feature(status="Operating ")),
    ("unknown-code", "figures[0].unit", feature(figures=[FIGURE | {"unit": "cars/year"}])),
    ("unknown-code", "countries[0]", feature(countries=["XX"])),
    ("unknown-code", "regions[0]", feature(regions=["KZ-KUS"])),
    ("unknown-code", "value[0].currency", feature(value=[{"amount": 1, "currency": "TENGE", "date": "2024"}])),
    ("twice", "countries", feature(countries=["KZ", "KZ"])),
    ("date", "start", feature(start="soon")),
    ("date", "start", feature(start="2025-02-30")),
    ("date", "start", feature(start=2020)),
    ("url", "sources[0].url", feature(sources=[SOURCE | {"url": "javascript:alert(1)"}])),
    ("url", "sources[0].url", feature(sources=[SOURCE | {"url": "https://"}])),
    ("url", "sources[0].url", feature(sources=[SOURCE | {"url": "https://bank.example@evil.example/"}])),
    ("no-such-field", "sources[0].supports[0]", feature(sources=[SOURCE | {"supports": ["statu", "status"]}])),
    ("no-such-field", "sources[0].supports[0]", feature(sources=[SOURCE | {"supports": ["name_en", "status"]}])),
    (
        "no-such-field",
        "disputes[0].field",
        feature(disputes=[{"field": "begin", "text_en": "a", "text_ru": "а", "text_uz": "a", "text_kk": "а"}]),
    ),
    ("markup", "name_en", feature(name_en="<b>Chevrolet</b>")),
    ("markup", "name_en", feature(name_en="Cars </script>")),
    ("markup", "partners[0].name", feature(partners=[{"name": "Smith &amp; Sons"}])),
    ("markup", "note", feature(note="an <img src=x onerror=alert(1)>")),
    ("markup", "note.deep[1]", feature(note={"deep": ["fine", "<!-- a -->"]})),
    ("control-character", "name_en", feature(name_en="Chevrolet\ncars")),
    ("control-character", "name_en", feature(name_en="Chevrolet\u2028cars")),
    ("control-character", "name_en", feature(name_en="Chevrolet\u202ecars")),
    ("control-character", "name_en", feature(name_en="Chevrolet\u2066cars")),
    ("control-character", "name_en", feature(name_en="Chev\u200brolet")),
    ("control-character", "name_en", feature(name_en="Chev\ud800rolet")),
    ("control-character", "sources[0].title", feature(sources=[SOURCE | {"title": "A\x00B"}])),
    ("control-character", "a\\u0007b", feature(**{"a\x07b": 1})),
    ("not-a-feature", "geometry", {k: v for k, v in feature(precision="country").items() if k != "geometry"}),
    ("id-differs", "id", feature() | {"id": "another"}),
    ("id-differs", "id", {key: value for key, value in feature().items() if key != "id"}),
    ("swapped-coordinates", "geometry", feature(point(53.2485, 63.59))),
    ("swapped-coordinates", "geometry", feature(point(39.7684, 95.0123), countries=["CN"], regions=GONE)),
    ("outside-country", "geometry", feature(point(69.28111, 41.31111))),
    ("outside-country", "geometry", feature(point(58.3794, 37.9509), countries=["CN"], regions=GONE)),
    ("outside-country", "geometry", feature(point(72.8012, 38.5513), countries=["CN"], regions=GONE)),
    ("outside-country", "geometry", feature(point(32.5012, 43.4513))),
    ("outside-country", "geometry", feature(line([69.28, 41.31], [69.2, 41.2], [69.1, 41.1]), route="surveyed")),
    ("coordinate-range", "geometry", feature(point(200.1234, 43))),
    ("coordinates", "geometry", feature(point("63.59", 53.2485))),  # type: ignore[arg-type]
    ("coordinates", "geometry", feature({"type": "Point", "coordinates": [63.59]})),
    ("coordinates", "geometry", feature({"type": "Point", "coordinates": [[63.59, 53.2485]]})),
    ("coordinates", "geometry", feature({"type": "Point", "coordinates": []})),
    ("coordinates", "geometry", feature({"type": "LineString", "coordinates": [63.59, 53.2485]})),
    ("coordinates", "geometry", feature({"type": "Point", "coordinates": [True, False]})),
    ("geometry", "geometry", feature({"coordinates": [63.59, 53.2485]})),
    ("geometry-type", "geometry", feature({"type": "point", "coordinates": [63.59, 53.2485]})),
    ("geometry-type", "geometry", feature({"type": "GeometryCollection", "geometries": [KOSTANAY]})),
    ("line-too-short", "geometry", feature(line([65, 48]), route="schematic")),
    ("line-too-short", "geometry", feature(line([65, 48], [65, 48]), route="schematic")),
    ("ring-open", "geometry", feature(area(RING[:-1]))),
    ("ring-too-short", "geometry", feature(area([[65, 48], [66, 48], [65, 48]]))),
    ("self-crossing", "geometry", feature(area(BOW))),
    ("invalid-area", "geometry", feature(area(RING, [[70, 48], [70, 49], [71, 49], [70, 48]]))),
    ("site-uncertain", "uncertainty_m", feature(uncertainty_m=1500)),
    ("unlocated-placed", "precision", feature(precision="unlocated")),
    ("route-without-line", "route", feature(route="schematic")),
]

WARNINGS: list[tuple[str, str, dict[str, Any]]] = [
    ("not-told", "sector", feature(sector=GONE)),
    ("not-told", "status", feature(status=GONE)),
    ("not-told", "countries", feature(countries=GONE)),
    ("not-told", "precision", feature(precision=GONE)),
    ("translation", "name_kk", feature(name_kk=GONE)),
    ("first-language", "name_en", feature(name_en=GONE, name_ru=GONE, name_uz=GONE, name_kk=GONE, name_fr="Usine")),
    ("near-without-radius", "uncertainty_m", feature(precision="near", uncertainty_m=GONE)),
    ("not-placed", "geometry", feature(None, precision="town")),
    ("translation", "summary_uz", feature(summary_en="A plant.", summary_ru="Завод.", summary_kk="Зауыт.")),
    (
        "translation",
        "figures[0].label_kk",
        feature(figures=[{key: value for key, value in FIGURE.items() if key != "label_kk"}]),
    ),
    ("no-source", "status", feature(sources=[SOURCE | {"supports": ["place"]}])),
    ("no-source", "place", feature(sources=[SOURCE | {"supports": ["status"]}], location_source=GONE)),
    ("line-ends-only", "route", feature(TWO_ENDS, **ROUTE)),
    ("line-ends-only", "route", feature(TWO_ENDS, **ROUTE, route="surveyed")),
    ("line-without-route", "route", feature(line([69.28, 41.31], [72, 42], [76.9, 43.2]), **ROUTE)),
    ("status-old", "status_date", feature(status_date="2024-02")),
    ("status-undated", "status_date", feature(status_date=GONE)),
    ("end-before-start", "end", feature(start="2020-05", end="2019")),
    ("value-undated", "value[0].date", feature(value=[{"amount": 5, "currency": "USD"}])),
    (
        "value-undated",
        "figures[0].date",
        feature(figures=[{key: value for key, value in FIGURE.items() if key != "date"}]),
    ),
    ("too-few-decimals", "geometry", feature(point(63.6, 53.25))),
    ("too-many-decimals", "geometry", feature(point(63.59, 53.24851234))),
    ("offshore", "geometry", feature(point(52.2104, 46.0321))),
    ("offshore", "geometry", feature(point(38.5012, 43.9513), countries=["RU"], regions=GONE)),
    ("region-elsewhere", "regions[0]", feature(regions=["UZ-TK"])),
    ("gazetteer-trap", "location_source", feature(location_source="GEONAMES 1512506")),
    ("gazetteer-trap", "geometry", feature(point(69.21627, 41.26465), countries=["UZ"], regions=["UZ-TK"])),
]


def _names(cases: list[tuple[str, str, dict[str, Any]]]) -> list[str]:
    return [f"{number}-{rule}-{field}" for number, (rule, field, _) in enumerate(cases)]


def test_the_sound_project_has_no_findings(tmp_path: Path) -> None:
    assert findings(tmp_path, feature()) == []


@pytest.mark.parametrize(("rule", "field", "spoilt"), ERRORS, ids=_names(ERRORS))
def test_an_error_is_found_once_and_alone(tmp_path: Path, rule: str, field: str, spoilt: dict[str, Any]) -> None:
    found = findings(tmp_path, spoilt)
    assert [(p.level, p.rule, p.field) for p in found if p.level == "error"] == [("error", rule, field)]


@pytest.mark.parametrize(("rule", "field", "spoilt"), WARNINGS, ids=_names(WARNINGS))
def test_a_warning_is_found_once_and_alone(tmp_path: Path, rule: str, field: str, spoilt: dict[str, Any]) -> None:
    assert [(p.level, p.rule, p.field) for p in findings(tmp_path, spoilt)] == [("warning", rule, field)]


FINE: list[tuple[str, dict[str, Any]]] = [
    ("a fifth language", feature(name_de="Chevrolet in Qostanai")),
    ("an unknown field", feature(colour="blue", note={"a": [1, None]})),
    ("a source for an unknown field", feature(colour="blue", sources=[SOURCE | {"supports": ["status", "colour"]}])),
    ("the joiner of some scripts", feature(name_en="Chevro\u200dlet")),
    ("no entity of HTML", feature(name_en="AB&CD; Power", place_en="A&B; C &notes; D")),
    ("an entity of its own making in a Chinese owner", feature(partners=[{"name": "S&Partners; 北京"}])),
    ("a town where China is cut", feature(point(81.6712, 36.8541), countries=["CN"], regions=GONE)),
    ("another town where China is cut", feature(point(94.9033, 36.4023), countries=["CN"], regions=GONE)),
    ("a town beyond the base map", feature(point(104.0655, 30.6573), countries=["CN"], regions=GONE)),
    ("a town in the south of Iran", feature(point(52.5836, 29.6101), countries=["IR"], regions=GONE)),
    ("a town in the east of Russia", feature(point(131.8869, 43.1151), countries=["RU"], regions=GONE)),
    ("less than", feature(name_en="Cars < 5 t & more; a<5")),
    ("an address with an ampersand", feature(homepage="https://example.org/?a=1&copy;b=2")),
    ("templates are only text", feature(name_en="{{ 7*7 }} ${x} `y`")),
    ("an altitude", feature({"type": "Point", "coordinates": [63.59, 53.2485, 170.5]})),
    ("no place at all", feature(None, precision="unlocated", uncertainty_m=GONE, location_source=GONE)),
    ("a country alone", feature(None, precision="country", uncertainty_m=GONE)),
    ("a flight", feature(TWO_ENDS, **ROUTE, route="great_circle")),
    ("an area", feature(area(RING), precision="near", uncertainty_m=500)),
    (
        "a point within its radius of the country",
        feature(point(69.28111, 41.31111), precision="near", uncertainty_m=20000),
    ),
    ("a country that the base map cuts off", feature(point(113.2644, 23.1291), countries=["CN"], regions=GONE)),
    ("a country that the base map lacks", feature(point(11.5755, 48.1374), countries=["DE"], regions=GONE)),
    ("a status exactly two years old", feature(status_date="2024-03-19")),
    ("a status of a year that ended less than two years ago", feature(status_date="2024")),
    ("a host in Cyrillic", feature(sources=[SOURCE | {"url": "https://пример.рф/новости?а=б"}])),
]


@pytest.mark.parametrize("sound", [sound for _, sound in FINE], ids=[name for name, _ in FINE])
def test_what_is_right_is_left_alone(tmp_path: Path, sound: dict[str, Any]) -> None:
    assert [str(p) for p in findings(tmp_path, sound)] == []


WORDING = [
    (
        feature(status="Operating "),
        (
            f"status: got “Operating ”; expected one of {', '.join(codes.STATUSES)}; "
            "to fix: write “operating” [unknown-code]"
        ),
    ),
    (
        feature(start="soon"),
        (
            "start: got “soon”; expected a year, month or day, such as 2025, 2025-12 or 2025-12-29; "
            "to fix: write the date in this form, or leave the field out when it is not known [date]"
        ),
    ),
    (
        feature(start="29.12.2019"),
        (
            "start: got “29.12.2019”; expected a year, month or day, such as 2025, 2025-12 or "
            "2025-12-29; to fix: write “2019-12-29” [date]"
        ),
    ),
    (
        feature(countries=["kz"]),
        (
            "countries[0]: got “kz”; expected a country code of two letters (ISO 3166-1), such as "
            "KZ or UZ; to fix: write “KZ” [unknown-code]"
        ),
    ),
    (
        feature(point(53.2485, 63.59)),
        (
            "geometry: got [53.2485, 63.59]; expected longitude, then latitude; to fix: write "
            "[63.59, 53.2485], which lies in Kazakhstan [swapped-coordinates]"
        ),
    ),
    (
        feature(area(BOW)),
        (
            "geometry: got a ring that crosses or touches itself at [65.5, 48.5]; expected a ring "
            "that meets itself only at its ends; to fix: move or reorder the positions there, or split the area in "
            "two [self-crossing]"
        ),
    ),
    (
        feature(name_en="Chevrolet\u202ecars"),
        (
            "name_en: got “Chevrolet\\u202ecars”, with right-to-left override (U+202E) at "
            "character 10; expected plain text in one paragraph; to fix: remove right-to-left override (U+202E) "
            "[control-character]"
        ),
    ),
    (
        feature(sources=[SPOILT_SOURCE]),
        (
            "sources[0].title: got nothing; expected text of 1 to 300 characters; to fix: add the "
            "field: the title of the document or page [missing]"
        ),
    ),
    (
        feature(figures=[FIGURE | {"value": "33 700,5"}]),
        ("figures[0].value: got “33 700,5”; expected a number; to fix: write 33700.5 without quotation marks [kind]"),
    ),
]


@pytest.mark.parametrize(("spoilt", "sentence"), WORDING, ids=[sentence[-24:] for _, sentence in WORDING])
def test_a_finding_says_where_what_came_what_was_expected_and_how_to_mend_it(
    tmp_path: Path, spoilt: dict[str, Any], sentence: str
) -> None:
    assert [str(p) for p in findings(tmp_path, spoilt) if p.level == "error"] == [
        f"error chevrolet-kostanay, {sentence}"
    ]


def test_a_point_outside_says_where_it_lies_and_how_far_off(tmp_path: Path) -> None:
    (found,) = findings(tmp_path, feature(point(69.28111, 41.31111)))
    assert found.got.startswith("[69.28111, 41.31111] in Uzbekistan, ")
    assert found.got.endswith(" km outside KZ")
    assert found.fix == "correct the coordinates, or add UZ to countries"


def test_all_faults_of_all_projects_come_at_once_by_project_and_field(tmp_path: Path) -> None:
    first = feature(id="alpha", name_en="<b>", status="built", start="soon", sources=[SPOILT_SOURCE | {"url": "x"}])
    second = feature(id="beta", precision="unlocated", place_en=GONE)
    found = findings(tmp_path, second, first)
    assert [(p.where, p.field, p.rule) for p in found if p.level == "error"] == [
        ("alpha", "name_en", "markup"),
        ("alpha", "status", "unknown-code"),
        ("alpha", "start", "date"),
        ("alpha", "sources[0].title", "missing"),
        ("alpha", "sources[0].url", "url"),
        ("beta", "precision", "unlocated-placed"),
    ]


def test_an_id_taken_twice_names_both_features(tmp_path: Path) -> None:
    found = findings(tmp_path, feature(), feature(point(69.6, 50.1234), name_en="Another", name_ru="Иной",
                                                  name_uz="Boshqa", name_kk="Басқа"))  # fmt: skip
    assert [(p.rule, p.got, p.expected) for p in found if p.level == "error"] == [
        ("duplicate-id", "“chevrolet-kostanay” again, in feature 2", "an id of its own; feature 1 has this one")
    ]


def other(geometry: Any = KOSTANAY, **changes: Any) -> Any:
    """Another project, its names unlike those of the first."""
    names = {"name_en": "Stoves", "name_ru": "Плиты", "name_uz": "Pechlar", "name_kk": "Пештер", "id": "stoves"}
    return feature(geometry, **(names | changes))


def test_two_sites_in_one_spot_are_a_warning(tmp_path: Path) -> None:
    found = findings(tmp_path, feature(), other(point(63.591, 53.2485), location_source="a map"))
    assert [(p.rule, p.where, p.got) for p in found] == [("same-spot", "stoves", "67 m from chevrolet-kostanay")]


@pytest.mark.parametrize("changes", [
    {},
    {"location_source": "a map", "precision": "town"},
    {"geometry": point(63.593, 53.2485), "location_source": "a map"},
], ids=["one source for both", "one known by its town only", "farther than 100 m"])  # fmt: skip
def test_two_projects_may_share_a_documented_site(tmp_path: Path, changes: dict[str, Any]) -> None:
    assert findings(tmp_path, feature(), other(**changes)) == []


def test_names_alike_in_one_place_are_a_likely_duplicate(tmp_path: Path) -> None:
    found = findings(
        tmp_path, feature(), feature(point(63.6012, 53.2485), id="copy", name_en="Chevrolet Cars, at Kostanay")
    )
    assert [(p.rule, p.where, p.field) for p in found] == [("name-alike", "copy", "name_en")]


def test_names_that_differ_by_a_number_are_two_projects(tmp_path: Path) -> None:
    names = {f"name_{tag}": f"Kostanay car plant, phase {{}} {tag}" for tag in ("en", "ru", "uz", "kk")}
    one, two = ({key: name.format(phase) for key, name in names.items()} for phase in (1, 2))
    assert findings(tmp_path, feature(**one), feature(**two, id="phase-2")) == []


def test_a_crowd_in_one_place_is_compared_in_a_moment(tmp_path: Path) -> None:
    crowd = [other(id=f"p-{number}", precision="town", name_en=f"Plant {number}", name_ru=f"Завод {number}",
                   name_uz=f"Zavod {number}", name_kk=f"Зауыт {number}") for number in range(2000)]  # fmt: skip
    assert findings(tmp_path, *crowd) == []


def test_the_layer_itself_is_checked(tmp_path: Path) -> None:
    titles = {"title_en": "<b>", "title_ru": "Т", "title_uz": "T", "title_kk": "Т", "subtitle_en": "a"}
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    found = findings(tmp_path, feature(), **titles, as_of="soon", crs=crs)
    assert [(p.level, p.rule, p.where, p.field) for p in found] == [
        ("error", "markup", "the layer", "title_en"),
        ("warning", "translation", "the layer", "subtitle_ru"),
        ("error", "date", "the layer", "as_of"),
        ("warning", "crs-member", "the layer", "crs"),
    ]


def test_a_foreign_crs_in_a_layer_made_in_python_is_an_error() -> None:
    layer = geo.Layer((feature(),), {"crs": {"type": "name", "properties": {"name": "EPSG:3857"}}})
    assert [(p.level, p.rule, p.got) for p in geo.check(layer, TODAY)] == [("error", "crs", "“EPSG:3857”")]


def test_without_a_base_map_the_check_says_what_it_could_not_see(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(run, "data_path", lambda name: tmp_path / name)
    (found,) = geo.check(geo.Layer((feature(point(53.2485, 63.59)),)), TODAY)
    assert (found.level, found.rule, found.where) == ("warning", "no-base-map", "the layer")


def test_the_day_of_the_check_is_today_when_none_is_given() -> None:
    assert [p.rule for p in geo.check(geo.Layer((feature(status_date="1999"),)))] == ["status-old"]


def test_a_finding_as_a_record_has_its_fields_in_order() -> None:
    (found,) = geo.check(geo.Layer((feature(start="soon"),)), TODAY)
    assert list(found.to_dict()) == ["level", "rule", "where", "field", "got", "expected", "fix"]


def test_a_long_or_hostile_value_stays_one_short_line(tmp_path: Path) -> None:
    found = findings(tmp_path, feature(status="\u202e" + "<script>" * 2000, name_en="a\n" * 9000))
    assert found
    for problem in found:
        assert len(str(problem)) < 600
        assert str(problem).isprintable()
