"""Names and places asked of many at once: the same answers as one pair after another gives."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

import geo
from geo.checks.rules import near
from geo.checks.rules.names import ALIKE, Names, folded
from geo.model.geometry import distance_m
from tests.geo.samples import TODAY, feature, point

words = st.sampled_from(["Завод", "завод,", "Mill", "mill", "Textile", "Комбинат", "2", "17", "ўзбек", "😀"])
texts = st.none() | st.lists(words, max_size=4).map(" ".join) | st.text(max_size=12)


@settings(deadline=None)
@given(st.lists(texts, min_size=2, max_size=8))
def test_names_are_alike_as_each_pair_alone_is(given_names: list[str | None]):
    names = Names(given_names)
    left, right = np.array(list(combinations(range(len(given_names)), 2))).T
    one_by_one = [_alike(given_names[one], given_names[other]) for one, other in zip(left, right, strict=True)]
    assert names.alike(left, right).tolist() == one_by_one
    apart = names.digits[left] != names.digits[right]
    assert not any(np.array(one_by_one)[apart])


def _alike(one: str | None, other: str | None) -> bool:
    if one is None or other is None:
        return False
    one, other = folded(one), folded(other)
    same_numbers = re.findall(r"\d+", one) == re.findall(r"\d+", other)
    return one == other or (same_numbers and SequenceMatcher(None, one, other, autojunk=False).ratio() >= ALIKE)


spots = st.tuples(st.integers(0, 30), st.integers(0, 30)).map(lambda xy: (66 + xy[0] / 100, 60 + xy[1] / 100))


@settings(deadline=None)
@given(st.lists(st.tuples(spots, st.integers(0, 2)), max_size=25))
def test_near_pairs_are_those_that_each_pair_alone_says(placed: list[tuple[tuple[float, float], int]]):
    """Places that are the same give their pairs with others by the first of them."""
    places = np.array([at for at, _ in placed], dtype=float).reshape(-1, 2)
    groups = np.array([group for _, group in placed], dtype=np.int64)
    found = [
        pair
        for some in near.near_pairs(places, groups, 2000)
        for pair in zip(*map(np.ndarray.tolist, some), strict=True)
    ]
    first = {one: number for number, one in reversed(list(enumerate(placed)))}
    expected = {
        (a, b)
        for a, b in combinations(range(len(placed)), 2)
        if groups[a] == groups[b]
        and distance_m(*placed[a][0], *placed[b][0]) <= 2000
        and (placed[a] == placed[b] or (first[placed[a]] == a and first[placed[b]] == b))
    }
    assert sorted(found) == sorted(expected)


def _listed(pairs: Iterable[tuple[near.Numbers, near.Numbers]]) -> list[tuple[int, int]]:
    return [(one, other) for first, later in pairs for one, other in zip(first.tolist(), later.tolist(), strict=True)]


def test_of_a_crowd_each_is_paired_with_the_first():
    groups = np.array([3] * 100 + [-1] * 100 + [4, 4])
    found = _listed(near.grouped_pairs(groups))
    assert sorted(found) == [(0, later) for later in range(1, 100)] + [(200, 201)]


def test_equal_names_in_a_crowd_are_all_told():
    crowd = [
        feature(
            point(round(63.5 + number / 1000, 3), 53.2), id=f"p-{number}", precision="town", name_en=f"Mill {number}"
        )
        for number in range(90)
    ]
    crowd[80]["properties"]["name_en"] = "MILL, 3"
    found = [each for each in geo.check(geo.Layer(tuple(crowd)), TODAY) if each.rule == "name-alike"]
    assert ("p-80", "a name unlike that of p-3 in the same place") in {(each.where, each.expected) for each in found}


def test_errors_alone_are_the_errors_of_all():
    sectors = ["energy"] * 8 + ["none"]
    two = [feature(point(63.6, 53.2), id="two", name_en=f"Mill {n % 3}", sector=of) for n, of in enumerate(sectors)]
    layer = geo.Layer(tuple(two))
    everything = geo.check(layer, TODAY)
    assert {each.level for each in everything} == {"error", "warning"}
    assert geo.check(layer, TODAY, errors_only=True) == [each for each in everything if each.level == "error"]
