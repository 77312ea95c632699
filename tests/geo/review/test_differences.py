"""What differs between two layers is found by project and field, and said in words."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import geo
from geo.history import changes
from geo.review.diff import ABSENT, LAYER
from geo.review.diff_text import headline, words
from tests.geo.samples import FIGURE, GONE, KOSTANAY, PROPERTIES, SOURCE, feature, line, point


def layer(*features: Any, **members: Any) -> geo.Layer:
    return geo.Layer(features, members)


def fields(before: dict[str, Any], after: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """The changed fields of one project: path -> (before, after)."""
    (change,) = geo.difference(layer(before), layer(after))
    assert (change.what, change.before, change.after) == ("changed", before, after)
    return {field.path: (field.before, field.after) for field in change.fields}


def test_a_layer_does_not_differ_from_itself_whatever_its_order():
    shipped = geo.read(geo.data_path("projects.geojson"))
    shuffled = list(copy.deepcopy(shipped.features))
    shuffled.sort(key=lambda one: one["id"][::-1])
    assert geo.difference(shipped, geo.Layer(tuple(shuffled), dict(reversed(list(shipped.members.items()))))) == []
    assert words([]) == ["Nothing differs."]


def test_a_headline_names_the_first_projects_and_what_changed_in_them_and_counts_the_rest():
    new = [feature(id=f"p-{number}", name_en=f"Plant {number}") for number in range(4)]
    changed = feature(status="suspended", sources=[SOURCE | {"title": "a", "date": "2025"}])
    assert headline(geo.difference(layer(feature()), layer(changed, *new))) == (
        "changed chevrolet-kostanay (Chevrolet cars at Kostanay): status, sources; added p-0 (Plant 0); "
        "added p-1 (Plant 1); and 2 more"
    )
    assert headline([]) == "nothing differs"


def test_a_changed_field_is_told_with_both_values():
    assert fields(feature(), feature(status="suspended", value=GONE, end="2026")) == {
        "status": ("operating", "suspended"),
        "end": (ABSENT, "2026"),
        "value": (PROPERTIES["value"], ABSENT),
    }


def test_fields_come_in_the_order_of_the_schema_and_the_geometry_with_the_place():
    changed = feature(point(63.6, 53.25), checked="2026-04-01", name_kk="Б", partners=GONE, other=1)
    assert list(fields(feature(), changed)) == ["name_kk", "geometry", "partners", "checked", "other"]


def test_a_value_inside_a_record_is_told_by_its_path():
    before = feature(sources=[SOURCE, SOURCE | {"title": "Second"}])
    after = feature(sources=[SOURCE, SOURCE | {"title": "Second", "date": "2025"}])
    assert fields(before, after) == {"sources[1].date": ("2024-03-14", "2025")}


def test_a_record_put_in_front_leaves_the_others_unchanged():
    new = FIGURE | {"label_en": "Jobs", "value": 400}
    assert fields(feature(), feature(figures=[new, FIGURE])) == {"figures[0]": (ABSENT, new)}
    assert fields(feature(figures=[new, FIGURE]), feature()) == {"figures[0]": (new, ABSENT)}


def test_true_is_not_one_and_a_number_is_not_its_text():
    assert fields(feature(x=1), feature(x=True)) == {"x": (1, True)}
    assert fields(feature(x=1), feature(x="1")) == {"x": (1, "1")}
    assert geo.difference(layer(feature(x=1)), layer(feature(x=1))) == []


def test_added_and_removed_projects_are_told_whole():
    new = feature(id="new", name_en="New")
    found = geo.difference(layer(feature()), layer(new))
    assert [(change.where, change.what) for change in found] == [("chevrolet-kostanay", "removed"), ("new", "added")]
    assert found[1].to_dict() == {"where": "new", "what": "added", "feature": new}
    assert words(found) == [
        "- chevrolet-kostanay (Chevrolet cars at Kostanay): removed",
        "+ new (New): added",
        "1 project added, 1 project removed.",
    ]


def test_the_layers_own_members_are_told_first():
    found = geo.difference(layer(feature(), title_en="A"), layer(feature(status="planned"), title_en="B", as_of="2026"))
    assert [change.where for change in found] == [LAYER, "chevrolet-kostanay"]
    assert [field.path for field in found[0].fields] == ["title_en", "as_of"]
    assert words(found)[-1] == "1 project changed, the layer's own text changed."


def test_projects_without_an_id_or_with_one_id_are_paired_by_what_they_hold():
    nameless = [feature(id=GONE, name_en=name) for name in "abc"]
    found = geo.difference(layer(*nameless), layer(nameless[2], nameless[0]))
    assert [(change.what, change.name) for change in found] == [("removed", "b")]
    twins = [feature(status=status) for status in ("planned", "operating")]
    found = geo.difference(layer(*twins), layer(twins[1], feature(status="suspended")))
    assert [field.to_dict() for field in found[0].fields] == [
        {"field": "status", "before": "planned", "after": "suspended"}
    ]


SAID = {
    "a code": ({"status": "suspended"}, "status: operating → suspended"),
    "a list": ({"countries": ["KZ", "UZ"]}, "countries: KZ → KZ, UZ"),
    "a new field": ({"end": "2026"}, "end: added 2026"),
    "a field gone": ({"place_kk": GONE}, "place_kk: removed Қостанай"),
    "a partner": (
        {"partners": [*PROPERTIES["partners"], {"name": "Allur", "country": "KZ"}]},
        "partners[1]: added Allur",
    ),
    "all partners": ({"partners": GONE}, "partners: removed UzAuto Motors"),
    "money": ({"value": GONE}, "value: removed 33700000000.0 KZT"),
    "a figure": ({"figures": [FIGURE | {"value": 25000}]}, "figures[0].value: 30000 → 25000"),
    "a control character": ({"end": "2026\x1b[2J"}, r"end: added 2026\u001b[2J"),
    "an unknown record": ({"mine": {"a": 1}}, 'mine: added {"a": 1}'),
}


@pytest.mark.parametrize(("change", "said"), SAID.values(), ids=SAID.keys())
def test_a_change_is_said_in_words(change: dict[str, Any], said: str):
    lines = words(geo.difference(layer(feature()), layer(feature(**change))))
    assert lines == [
        "~ chevrolet-kostanay (Chevrolet cars at Kostanay)",
        f"    {said}",
        "1 project changed.",
    ]


MOVES = [
    (KOSTANAY, point(63.6, 53.2485), "geometry: moved 665 m, from 63.59, 53.2485 to 63.6, 53.2485"),
    (KOSTANAY, point(69.28, 41.31), "geometry: moved 1,394.1 km, from 63.59, 53.2485 to 69.28, 41.31"),
    (KOSTANAY, None, "geometry: Point 63.59, 53.2485 → not placed"),
    (None, line([60, 40], [61, 41], [62, 42]), "geometry: not placed → LineString of 3 positions"),
    (KOSTANAY, {"type": "Point", "coordinates": ["a"]}, None),
]


@pytest.mark.parametrize(("before", "after", "said"), MOVES)
def test_a_moved_place_is_said_in_metres(before: Any, after: Any, said: str | None):
    told = words(geo.difference(layer(feature(before)), layer(feature(after))))
    assert said is None or f"    {said}" in told
    assert len(told) == 3


def test_of_a_long_text_only_what_changed_is_shown():
    text = "A plant that was opened in 2022 together with a partner, and whose capacity was not found " * 4
    (_, said, _) = words(
        geo.difference(layer(feature(summary_en=text)), layer(feature(summary_en=text.replace("2022", "2023", 1))))
    )
    assert "2022" in said
    assert "2023" in said
    assert said.startswith("    summary_en: …")
    assert len(said) < 200


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)
records = st.dictionaries(st.sampled_from(["status", "sources", "figures", "name_en", "own"]), values, max_size=4)


@given(st.lists(records, max_size=3), st.lists(records, max_size=3))
def test_no_difference_means_equal_and_every_difference_can_be_said(old: list[Any], new: list[Any]):
    layers = [layer(*(feature(None, id=f"p{number}", **one) for number, one in enumerate(side))) for side in (old, new)]
    found = geo.difference(*layers)
    same = json.dumps(layers[0].features, sort_keys=True) == json.dumps(layers[1].features, sort_keys=True)
    assert (found == []) == same
    assert all(text.isprintable() for text in words(found))
    json.dumps([change.to_dict() for change in found])


def test_projects_are_added_replaced_and_removed_by_id():
    old = layer(feature(), title_en="T")
    new = changes.added(old, feature(id="b"))
    assert [project.id for project in new.projects] == ["chevrolet-kostanay", "b"]
    assert new.members == old.members
    changed = changes.replaced(new, feature(id="b", status="planned"))
    assert [change.where for change in geo.difference(new, changed)] == ["b"]
    assert changes.removed(changed, "b") == old


def test_what_cannot_be_changed_is_refused_in_words():
    old = layer(feature())
    with pytest.raises(geo.CoopmapError, match="has a project “chevrolet-kostanay” already; give the new one another"):
        changes.added(old, feature())
    with pytest.raises(geo.CoopmapError, match="has no project “b”"):
        changes.replaced(old, feature(id="b"))
    with pytest.raises(geo.CoopmapError, match="has no project “b”"):
        changes.removed(old, "b")


def test_a_change_based_on_an_older_version_is_a_conflict_that_holds_both():
    theirs, mine = feature(status="suspended"), feature(status="planned")
    with pytest.raises(geo.ConflictError, match="was changed by someone else since this change was begun") as caught:
        changes.replaced(layer(theirs), mine, based_on=feature())
    assert (caught.value.current, caught.value.based_on) == (theirs, feature())
    with pytest.raises(geo.ConflictError, match="was removed since"):
        changes.removed(layer(), "chevrolet-kostanay", based_on=feature())
    assert changes.replaced(layer(feature()), mine, based_on=feature()) == layer(mine)
