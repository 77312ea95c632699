"""A layer in parts and its split site, once for all tests that only read them."""

import pyarrow as pa
import pytest
from pyarrow import parquet

from tests.benchmarks import made
from tests.maps.split.sites import COUNT, UNPLACED, built


@pytest.fixture(scope="session")
def layer_folder(tmp_path_factory):
    """2,000 made projects in two files, 20 of them without a place."""
    folder = tmp_path_factory.mktemp("split") / "layer"
    made.partitions(folder, COUNT, rows=COUNT // 2)
    path = sorted(folder.iterdir())[1]
    parquet.write_table(without_places(parquet.read_table(path)), path, row_group_size=400)
    return folder


def without_places(table):
    """The first points as projects whose place is not known."""
    rows = [row for row, route in enumerate(table["route"].to_pylist()) if route is None][:UNPLACED]
    new = {"geometry": None, "precision": "unlocated", "uncertainty_m": None, "location_source": None}
    for name, value in new.items():
        values = table[name].to_pylist()
        for row in rows:
            values[row] = value
        table = table.set_column(table.column_names.index(name), name, pa.array(values, table[name].type))
    return table


@pytest.fixture(scope="session")
def site(layer_folder):
    """The site of the layer."""
    return built(layer_folder, layer_folder.parent / "site")
