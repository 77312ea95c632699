"""The check by columns: each rule is asked once of projects that are alike in what it reads, and finds the same."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

import geo
from geo.checks import run
from geo.checks.rules.case import Case
from geo.checks.rules.cases import Cases
from geo.errors import Problem
from geo.io.feature_tables import Features, features_of, features_with, table_of
from geo.model.codebook import BUILT_IN
from geo.model.feature_table import FeatureTable
from tests.benchmarks import made
from tests.geo.io.test_feature_tables import sent
from tests.geo.samples import GONE, TODAY, feature, line, point

FAULTY = geo.Layer(
    (
        *made.layer(30).features,
        *(
            feature(point(63.5, 53.25), id=f"twin-{number}", status=status, start=start, status_date="2020", end="1999")
            for number in range(3)
            for status, start in (("operating", "2024"), ("planned", "2024"), ("planned", "never"), (7, GONE))
        ),
        feature(line([65.5, 41.5], [66.5, 42.5]), id="way", uncertainty_m=-1),
        feature(None, id="lost", precision="site", sources=[{"title": 1}, {"supports": ["nothing"]}]),
    )
)


def cases() -> Cases:
    return Cases(table_of(FAULTY.features), 0, run._world(TODAY, BUILT_IN)[0])


def test_a_rule_is_asked_once_of_projects_that_are_alike_in_what_it_reads():
    asked: list[tuple[object, ...]] = []

    def rule(case: Case) -> Iterator[Problem]:
        read = case.clean.get("status"), case.clean.get("start") if case.clean.get("status") == "planned" else None
        asked.append(read)
        if read[0] == "planned":
            yield case.finding("kind", "start", str(read[1]), "", "")

    every = cases()
    alone = [problem for row in range(len(every)) for problem in rule(every[row])]
    rows_of, asked = len(asked), []
    assert list(every.findings(rule, list)) == alone
    assert len(asked) <= 3 * len(set(asked)) < rows_of


def test_every_rule_finds_the_same_of_all_at_once_as_of_each_project():
    every = cases()
    for rule in run.RULES:
        alone = [problem for row in range(len(every)) for problem in rule(every[row])]
        assert list(every.findings(rule, list)) == alone, rule


def test_a_file_read_by_columns_has_the_findings_of_its_rows():
    assert any(problem.level == "error" for problem in geo.check(FAULTY, TODAY))
    by_columns = geo.Layer(Features(len(FAULTY.features), lambda: iter([sent(FAULTY)])))
    assert geo.check(by_columns, TODAY) == geo.check(FAULTY, TODAY)


def test_some_rows_of_a_table_are_those_features():
    rows = np.array([40, 3, 42])
    for table in (table_of(FAULTY.features), sent(FAULTY)):
        assert features_of(table.at(rows)) == [FAULTY.features[row] for row in rows.tolist()]


def test_those_with_a_field_are_read_alone_by_columns_and_as_rows():
    rows = FAULTY.features
    by_columns = Features(len(rows), lambda: iter([table.at(np.arange(n, n + 22)) for n in (0, 22)]))
    table = sent(FAULTY)
    having = [(number, row) for number, row in enumerate(rows, 1) if "uncertainty_m" in row["properties"]]
    assert 1 < len(having) < len(rows) == 44
    assert [*features_with(rows, "uncertainty_m")] == [*features_with(by_columns, "uncertainty_m")] == having
    assert not [*features_with(by_columns, "images")]


def test_a_file_is_not_read_for_a_field_that_none_of_its_columns_is_part_of():
    walks = []

    def tables() -> Iterator[FeatureTable]:
        walks.append(1)
        yield table_of(FAULTY.features)

    def held(*names: str) -> int:
        assert not [*features_with(Features(len(FAULTY.features), tables, names), "images")]
        return len(walks)

    assert (held("id", "name_en", "sources_1_url"), held("images"), held("id", "images_1_src")) == (0, 1, 2)


def test_half_a_sign_where_a_date_belongs_is_no_date():
    rules = {problem.rule for problem in geo.check(geo.Layer((feature(status_date="\ud800"),)), TODAY)}
    assert {"date", "control-character"} <= rules
    assert {"date"} == {
        each.rule for each in geo.check_milestones([{"id": "a", "date": "\ud800"}]) if each.field == "date"
    } - {"control-character"}
