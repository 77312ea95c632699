"""Suggestions of readers: read generously, seen against the layer, never stronger than what it has by now."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import geo
from geo import ConflictError, CoopmapError, Layer, ReadError
from geo.model.geometry import direction
from geo.model.project import Project
from geo.review import suggestions
from geo.review.suggestions import Proposal, Suggestion
from tests.geo.samples import GONE, KOSTANAY, PROPERTIES, collection, feature, line, point

ID = "chevrolet-kostanay"
LAYER = Layer((feature(),))
TOLD = {
    "version": 1,
    "kind": "correction",
    "layer_title": "Projects",
    "by": "A. Akhmetov",
    "why": "",
    "made": "2026-11-20",
}


def correction(geometry: Any = GONE, based_on: Any = None, **values: Any) -> dict[str, Any]:
    """A correction as the page saves it: null for what was not there, the old place repeated when it stays."""
    base = {key: PROPERTIES.get(key) for key in values}
    if geometry is not GONE:
        base["geometry"] = KOSTANAY
    own = {"type": "Feature", "id": ID, "properties": {"id": ID, **values}, "based_on": {**base, **(based_on or {})}}
    return own | {"geometry": KOSTANAY if geometry is GONE else geometry}


def suggested(one: dict[str, Any], **told: str) -> Suggestion:
    return Suggestion("suggestion.geojson", 1, one, told)


def proposed(one: dict[str, Any], layer: Layer = LAYER, **told: str) -> Proposal:
    return suggestions.propose(layer, suggested(one, **told))


def stored(path: Path, value: Any) -> Path:
    path.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
    return path


# --- Reading ----------------------------------------------------------------------------------------------------------


def test_what_the_page_saves_is_read_with_who_and_why(tmp_path: Path):
    (one,) = suggestions.read(
        stored(tmp_path / "s.geojson", collection(correction(status="suspended"), suggestion=TOLD))
    )
    assert one.about == {"kind": "correction", "by": "A. Akhmetov", "made": "2026-11-20", "layer_title": "Projects"}
    assert (one.id, one.based_on) == (ID, {"status": "operating"})


@pytest.mark.parametrize("value", [feature(), collection(feature())])
def test_a_feature_alone_and_a_layer_are_suggestions_too(tmp_path: Path, value: Any):
    (one,) = suggestions.read(stored(tmp_path / "s.geojson", value))
    assert (one.feature, one.about) == (feature(), {})


REFUSED = {
    "[]": "is not GeoJSON: it holds a list, not a FeatureCollection.",
    '{"type": "Point"}': "is no layer: it is a “Point”, not a FeatureCollection.",
    '{"type": "FeatureCollection", "features": []}': "suggests nothing: it holds no project.",
    '{"type": "Feature", "properties": []}': "is no layer: the properties of feature 1 are a list.",
    '{"type": "Feature", "geometry": 7}': "is no layer: the geometry of feature 1 is a number.",
    "[" * 100_000: "is nested more than 64 levels deep.",
    '{"type": "Feature", "a": 1, "a": 2}': "cannot be read: the key “a” stands twice in one record.",
}


@pytest.mark.parametrize(("text", "said"), REFUSED.items(), ids=range(len(REFUSED)))
def test_what_is_no_suggestion_is_refused_in_a_sentence(tmp_path: Path, text: str, said: str):
    with pytest.raises(ReadError) as error:
        suggestions.read(stored(tmp_path / "s.geojson", text))
    assert str(error.value) == f"{tmp_path / 's.geojson'} {said}"


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path):
    path = tmp_path / "s.geojson"
    with path.open("wb") as file:
        file.truncate(300 * 2**20)
    with pytest.raises(ReadError, match=r"is 300 MB large; a suggestion has at most 4 MB\.$"):
        suggestions.read(path)


def test_thousands_of_projects_are_for_import(tmp_path: Path):
    path = stored(tmp_path / "s.geojson", collection(*({"type": "Feature"} for _ in range(5000))))
    with pytest.raises(ReadError, match=r"holds 5,000 projects, and at most 500 .* coopmap import\.$"):
        suggestions.read(path)


@pytest.mark.parametrize("told", [[], 7, {"by": 7, "why": ["a"], "kind": None, "made": " "}, None])
def test_strange_words_about_a_suggestion_are_left_out(tmp_path: Path, told: Any):
    (one,) = suggestions.read(stored(tmp_path / "s.geojson", collection(feature(), suggestion=told)))
    assert one.about == {}


# --- Against the layer ------------------------------------------------------------------------------------------------


def test_a_correction_changes_its_fields_alone():
    found = proposed(correction(status="suspended", start=None, summary_en="A plant."))
    assert found.after == feature(status="suspended", start=GONE, summary_en="A plant.")
    assert (found.conflicts, found.errors) == ((), ())
    change = found.change
    assert change is not None
    assert [field.path for field in change.fields] == ["summary_en", "status", "start"]


def test_a_moved_project_keeps_its_fields():
    assert proposed(correction(point(63.6, 53.25))).after == feature(point(63.6, 53.25))
    assert proposed(correction(None, precision="unlocated")).after["geometry"] is None


def test_a_place_that_is_only_repeated_moves_nothing_back():
    moved = Layer((feature(point(63.6, 53.25)),))
    assert proposed(correction(status="suspended"), moved).after == feature(point(63.6, 53.25), status="suspended")


def test_what_the_layer_changed_meanwhile_is_a_conflict_and_stays():
    layer = Layer((feature(point(63.7, 53.3), status="cancelled", start=GONE),))
    found = proposed(correction(point(63.6, 53.25), status="suspended", start="2021", end="2027"), layer)
    assert [conflict.to_dict() for conflict in found.conflicts] == [
        {"field": "status", "based_on": "operating", "now": "cancelled", "suggested": "suspended"},
        {"field": "start", "based_on": "2020", "suggested": "2021"},
        {"field": "geometry", "based_on": KOSTANAY, "now": point(63.7, 53.3), "suggested": point(63.6, 53.25)},
    ]
    assert found.after == feature(point(63.7, 53.3), status="cancelled", start=GONE, end="2027")


def test_what_the_layer_has_by_now_is_neither_change_nor_conflict():
    layer = Layer((feature(status="suspended"),))
    found = proposed(correction(status="suspended"), layer)
    assert (found.change, found.conflicts, found.problems) == (None, (), ())


def test_a_number_that_a_page_wrote_in_another_way_is_the_same():
    whole = [{**PROPERTIES["value"][0], "amount": 33_700_000_000}]
    found = proposed(correction(based_on={"value": whole}, value=[]))
    assert found.conflicts == ()


def test_a_layer_without_word_of_what_it_is_based_on_adds_and_changes_and_takes_nothing_away():
    found = proposed({"type": "Feature", "id": ID, "geometry": None, "properties": {"status": "suspended"}})
    assert found.after == feature(status="suspended")
    found = proposed({"type": "Feature", "properties": {"id": ID, "precision": "unlocated", "geometry": 7}})
    assert found.after == feature(None, precision="unlocated")


def test_a_new_project_comes_whole_and_alone():
    one = feature(id="new", name_en="New", start=None) | {"based_on": None, "bbox": [1, 2, 3, 4], "evil": "a"}
    found = proposed(one, kind="new")
    assert (found.before, found.after) == (None, feature(id="new", name_en="New", start=GONE))
    assert found.errors == ()


@pytest.mark.parametrize("name", ["../../etc/passwd", "C:\\a", "", "a b", "x" * 5000, "\x1b[2J", ID, 7, None, ["a"]])
def test_an_id_that_is_none_or_taken_is_made_anew(name: Any):
    found = proposed(feature(id=name, name_en="New plant"), kind="new")
    assert (found.id, found.after["id"], found.errors) == ("new-plant", "new-plant", ())


def test_a_new_project_that_was_taken_in_under_another_id_is_known_again():
    layer = Layer((*LAYER.features, feature(id="new-plant-2", name_en="New plant")))
    assert proposed(feature(id="new-plant", name_en="New plant"), layer, kind="new").change is None


def test_a_correction_of_nothing_is_refused():
    with pytest.raises(CoopmapError, match=r"^The layer has no project “gone”, which it corrects\.$"):
        proposed({"type": "Feature", "id": "gone", "properties": {}}, kind="correction")


def test_fields_of_ones_own_are_kept_and_hundreds_of_them_refused():
    assert Project(1, proposed(correction(own_note="A")).after).properties.get("own_note") == "A"
    with pytest.raises(CoopmapError, match=r"^It has 5,000 fields that no project has, such as “field-0”\.$"):
        proposed(correction(**{f"field-{number}": 1 for number in range(5000)}))


def test_only_what_the_suggestion_spoils_is_held_against_it():
    spoilt = Layer((feature(status="operational", name_kk=GONE),))
    assert proposed(correction(start="2021"), spoilt).errors == ()
    (error,) = proposed(correction(start="soon"), spoilt).errors
    assert (error.field, error.got) == ("start", "“soon”")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=8,
)
KEYS = st.sampled_from([*PROPERTIES, "geometry", "images", "summary_en", "__proto__", "own"])
ANY_FEATURE = st.fixed_dictionaries(
    {"type": st.just("Feature"), "properties": st.none() | st.dictionaries(KEYS, JSON, max_size=6)},
    optional={
        "id": JSON | st.just(ID),
        "geometry": st.none() | st.fixed_dictionaries({"type": JSON | st.just("Point"), "coordinates": JSON}),
        "based_on": JSON | st.dictionaries(KEYS, JSON, max_size=6),
    },
)


@settings(max_examples=150, deadline=None)
@given(one=ANY_FEATURE, kind=st.sampled_from(["", "new", "correction", "other"]))
def test_whatever_stands_in_a_suggestion_is_refused_in_a_sentence_or_leaves_a_layer_that_can_be_written(
    one: dict[str, Any], kind: str
):
    try:
        found = proposed(one, kind=kind)
    except CoopmapError as refused:
        assert str(refused).isprintable()  # noqa: PT017  refusing is one of two right outcomes
        return
    if not found.errors:
        after = suggestions.accepted(LAYER, found) if found.change else LAYER
        assert {problem for problem in geo.check(after) if problem.level == "error"} == set()
    assert geo.text(Layer((found.after,)))
    assert suggestions.text_of(found).replace("\n", "").isprintable()


# --- Taking in and editing --------------------------------------------------------------------------------------------


def test_taking_in_never_overwrites_what_changed_since_it_was_shown():
    found = proposed(correction(status="suspended"))
    assert suggestions.accepted(LAYER, found).features == (feature(status="suspended"),)
    with pytest.raises(ConflictError):
        suggestions.accepted(Layer((feature(status="cancelled"),)), found)
    new = proposed(feature(id="new"), kind="new")
    with pytest.raises(ConflictError):
        suggestions.accepted(Layer((feature(id="new", status="planned"),)), new)


def test_what_its_keeper_edits_is_a_change_of_the_layer_as_it_was_shown():
    found = proposed(correction(status="suspended"))
    edited = suggestions.edited(found, json.dumps(feature(point(63.6, 53.25), status="cancelled", start=GONE)))
    assert suggestions.propose(LAYER, edited).after == feature(point(63.6, 53.25), status="cancelled", start=GONE)
    meanwhile = Layer((feature(status="planned", end="2027"),))
    (conflict,) = suggestions.propose(meanwhile, edited).conflicts
    assert (conflict.field, conflict.based_on, conflict.now) == ("status", "operating", "planned")


def test_a_conflict_is_settled_by_editing():
    layer = Layer((feature(status="cancelled"),))
    found = proposed(correction(status="suspended"), layer)
    settled = suggestions.propose(layer, suggestions.edited(found, json.dumps(feature(status="suspended"))))
    assert (settled.conflicts, settled.after) == ((), feature(status="suspended"))


def test_a_new_project_is_edited_as_a_whole():
    found = proposed(feature(line([63, 53], [64, 54]), id="new"), kind="new")
    edited = suggestions.edited(found, json.dumps(feature(id="other", status="planned")))
    assert suggestions.propose(LAYER, edited).after == feature(id="other", status="planned")


SPOILT = {
    "": "The edited text is not JSON: expected value at line 1, column 1.",
    "[]": "The edited text is no layer: entry 1 of its features is a list, not a Feature.",
    json.dumps(feature(id="other")): f"The id is to stay “{ID}”.",
}


@pytest.mark.parametrize(("text", "said"), SPOILT.items(), ids=range(len(SPOILT)))
def test_a_text_that_editing_spoilt_is_refused_in_a_sentence(text: str, said: str):
    with pytest.raises(CoopmapError) as error:
        suggestions.edited(proposed(correction(status="suspended")), text)
    assert str(error.value) == said


def test_the_text_to_edit_hides_nothing_and_says_the_same():
    hidden = "a\x9b\u202e\U000e0001\ud800\n"
    text = suggestions.text_of(proposed(correction(own=hidden)))
    assert "\\u009b\\u202e\\udb40\\udc01\\ud800\\n" in text
    assert json.loads(text)["properties"]["own"] == hidden


WAYS = {(0, 1): "north", (1, 1): "north-east", (1, 0): "east", (0, -1): "south", (-1, 1): "north-west"}


@pytest.mark.parametrize(("step", "way"), WAYS.items())
def test_the_way_from_one_place_to_another_has_a_name(step: tuple[int, int], way: str):
    assert direction(69, 41, 69 + step[0] / 100, 41 + step[1] * 0.0075) == way
    assert direction(179.9, 0, -179.9, 0) == "east"
    assert direction(0, 89, 0, 90) == "north"
