from statistics import StatisticsError, fmean

import numpy as np
import pytest
import shapely

from geo import CoopmapError
from geo.aside import Aside
from geo.model.feature_table import Column, FeatureTable


def test_what_is_sent_is_worked_on_elsewhere_and_the_result_comes_back():
    aside: Aside[int, int] = Aside(sum)
    for number in (1, 2, 3, 4, 5):
        aside.send(number)
    assert aside.result() == 15


def test_an_error_of_the_work_is_raised_where_its_result_is_asked_for():
    aside: Aside[int, float] = Aside(fmean)
    with pytest.raises(StatisticsError, match="at least one"):
        aside.result()


def test_a_process_that_is_killed_is_told_of_in_a_sentence_whatever_is_still_sent():
    aside: Aside[bytes, list[bytes]] = Aside(list)
    aside._process.kill()
    aside._process.wait()
    for _ in range(3):
        aside.send(bytes(2**20))
    with pytest.raises(CoopmapError, match="stopped from outside"):
        aside.result()


def test_a_table_arrives_as_it_was_sent():
    shapes = np.array([shapely.Point(67, 41), None, shapely.LineString([(1, 2, 3), (4, 5, 6)])])
    column = Column(["a", {"b": [1]}], np.array([1, -1, 0], dtype=np.int32))
    table = FeatureTable({"key": column}, shapes, {1: "no geometry"})
    aside: Aside[FeatureTable, list[FeatureTable]] = Aside(list[FeatureTable])
    aside.send(table)
    [same] = aside.result()
    assert shapely.equals_identical(same.shapes, shapes).tolist() == [True, False, True]
    assert same.shapes[1] is None
    assert same.columns["key"].cells() == column.cells()
    assert (same.malformed, same.rows) == (table.malformed, table.rows)
