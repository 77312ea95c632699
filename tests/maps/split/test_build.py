"""Split sites: every count, word and id of the small files against what the layer itself says."""

import json
import struct
import zlib
from collections import Counter

import numpy as np
import pytest

import geo
from geo.errors import CoopmapError, ReadError, WriteError
from geo.places import text_folding
from maps.page.packed.text_words import WORD
from maps.split import build, curve, engine, folder, source
from maps.split.options import SplitOptions
from tests.benchmarks import made
from tests.command_line import run_here
from tests.maps.split.sites import COUNT, UNPLACED, built


def inflated(path):
    return zlib.decompress(path.read_bytes(), -15)


class Numbers:
    """Numbers of seven bits to a byte, and bytes."""

    def __init__(self, data):
        self.data, self.at = data, 0

    def next(self):
        number = shift = 0
        while True:
            byte = self.data[self.at]
            self.at += 1
            number |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return number

    def take(self, count):
        self.at += count
        return self.data[self.at - count : self.at]


def tile_of(path):
    """(first number, [(x, y, mean x, mean y, {combo: count})])."""
    numbers = Numbers(inflated(path))
    first, count = numbers.next(), numbers.next()
    places, *means = (numbers.take(count) for _ in range(3))
    sizes = [numbers.next() for _ in range(count)]
    combos = []
    for size in sizes:
        steps = [numbers.next() for _ in range(size)]
        combos.append(np.cumsum(steps).tolist())
    cells = [dict.fromkeys(combo, 0) for combo in combos]
    for cell in cells:
        cell.update((combo, numbers.next()) for combo in cell)
    assert numbers.at == len(numbers.data)
    return first, [
        (place & 15, place >> 4, x, y, cell) for place, x, y, cell in zip(places, *means, cells, strict=True)
    ]


def words_of(path):
    """{entry: (projects, blocks)} of a page of words."""
    data = inflated(path)
    (size,) = struct.unpack_from("<I", data)
    numbers = Numbers(data[4 + size :])
    entries = {}
    for name in data[4 : 4 + size].decode().split("\n"):
        projects, form = numbers.next(), numbers.next()
        if form % 2:
            first = numbers.next()
            bits = np.frombuffer(numbers.take(form // 2), np.uint8)
            blocks = (first + np.flatnonzero(np.unpackbits(bits, bitorder="little"))).tolist()
        else:
            blocks = np.cumsum([numbers.next() for _ in range(form // 2)]).tolist()
        entries[name] = projects, blocks
    return entries


def files_below(part):
    return sorted(part.rglob("*.bin"), key=lambda path: int(path.stem))


@pytest.fixture(scope="session")
def head(site):
    return json.loads((site / "head.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def projects(site):
    """The projects as the blocks of texts have them, by their numbers."""
    rows = []
    for path in files_below(site / "texts"):
        block = json.loads(inflated(path))
        columns = {
            name: column if isinstance(column, list) else [column["values"][code] for code in column["codes"]]
            for name, column in block["fields"].items()
        }
        lon, lat = (np.cumsum(block[axis]) for axis in ("lon", "lat"))
        for row, name in enumerate(block["ids"]):
            fields = {key: column[row] for key, column in columns.items() if column[row] is not None}
            rows.append({"id": name, "at": (lon[row], lat[row]) if row < len(lon) else None, **fields})
    return rows


@pytest.fixture(scope="session")
def features(layer_folder):
    return {
        feature["properties"]["id"]: feature
        for path in sorted(layer_folder.iterdir())
        for feature in geo.read(path).features
    }


def test_blocks_hold_each_project_as_the_layer_has_it(projects, features, head):
    assert head["count"] == len(projects) == len(features) == COUNT
    assert head["placed"] == COUNT - UNPLACED
    for project in projects:
        feature = features[project["id"]]
        expected = {key: value for key, value in feature["properties"].items() if key != "id"}
        assert {key: project[key] for key in expected} == expected
        if feature["geometry"] is None:
            assert project["at"] is None
        elif feature["geometry"]["type"] == "Point":
            assert np.allclose(np.array(project["at"]) / 1e6, feature["geometry"]["coordinates"], atol=1e-9)
        else:
            assert outlined(project) == feature["geometry"]


def test_half_a_character_stays_as_it_is(tmp_path):
    import pyarrow as pa
    from pyarrow import parquet

    made.parquet(tmp_path / "whole.parquet", 30)
    table = parquet.read_table(tmp_path / "whole.parquet")
    partners = [{"role": "lender", "name": "Half \ud800"}]
    column = pa.array([json.dumps(partners)] * len(table))
    half = table.set_column(table.column_names.index("partners"), "partners", column)
    parquet.write_table(half, tmp_path / "half.parquet")
    done = run_here("build", tmp_path / "half.parquet", "--split", tmp_path / "site", "--workers", "1", "--no-check")
    assert done.returncode == 0, done.stderr
    (block,) = (json.loads(inflated(path)) for path in files_below(tmp_path / "site" / "texts"))
    assert block["fields"]["partners"]["values"] == [partners]


def outlined(project):
    """The geometry that a block's steps lead along."""

    def line(steps):
        places = np.cumsum([project["at"], *np.reshape(steps, (-1, 2))], axis=0)[1:]
        return np.round(places / 1e6, 6).tolist()

    def nested(part):
        return line(part) if isinstance(part[0], int) else [nested(inner) for inner in part]

    return {"type": project["shape"]["type"], "coordinates": nested(project["shape"]["steps"])}


def test_tiles_are_ranges_of_numbers_and_count_exactly_at_every_zoom(site, projects, head):
    places = np.array([project["at"] for project in projects[: head["placed"]]])
    x, y = curve.world_xy(*places.T)
    statuses = head["dictionaries"]["status"]
    combos = [
        head["dictionaries"]["sector"].index(project.get("sector")) * len(statuses)
        + statuses.index(project.get("status"))
        for project in projects
    ]
    assert dict(head["counts"]) == Counter(combos)
    assert dict(head["unplaced"]) == Counter(combos[head["placed"] :])
    assert head["deepest"] >= 5
    for zoom in range(head["deepest"] + 2):
        tiles = Counter(zip((x >> curve.LEVELS - zoom).tolist(), (y >> curve.LEVELS - zoom).tolist(), strict=True))
        drawn = {tile for tile, count in tiles.items() if count > head["block"] or not zoom}
        of_zoom = site / "cells" / str(zoom)
        assert {(int(path.parent.name), int(path.stem)) for path in of_zoom.rglob("*.bin")} == drawn
        for column, row in drawn:
            number, cells = tile_of(of_zoom / str(column) / f"{row}.bin")
            for cell_x, cell_y, mean_x, mean_y, counts in cells:
                inside = range(number, number + sum(counts.values()))
                fine = curve.LEVELS - zoom - 4
                assert {(x[i] >> fine, y[i] >> fine) for i in inside} == {(column * 16 + cell_x, row * 16 + cell_y)}
                assert counts == Counter(combos[i] for i in inside)
                for axis, mean in ((x, mean_x), (y, mean_y)):
                    assert abs((axis[inside] % (1 << fine)).mean() / (1 << fine) * 256 - mean) < 2
                number = inside.stop


def test_words_lead_to_the_blocks_of_all_projects_that_have_them(site, projects, head):
    having: dict[str, set[int]] = {}
    for number, project in enumerate(projects):
        texts = [value for key, value in project.items() if key.startswith(("name_", "place_", "summary_"))]
        texts += [
            str(text)
            for partner in project.get("partners", ())
            for key, text in partner.items()
            if key.startswith("name")
        ]
        for word in {text_folding.word(written) for text in texts for written in WORD.findall(text)} - {""}:
            having.setdefault(word, set()).add(number)
    pages = [words_of(path) for path in files_below(site / "words")]
    assert len(pages) == head["words"]["pages"] > 10
    entries = {name: entry for page in pages for name, entry in page.items()}
    assert [*entries] == sorted(entries)
    block = head["block"]
    for word, numbers in having.items():
        projects_with, blocks = entries[word]
        assert set(blocks) >= {number // block for number in numbers}
        if projects_with == len(numbers):  # no sector is called so
            assert blocks == sorted({number // block for number in numbers})
    assert sum(entries[word][0] == len(numbers) for word, numbers in having.items()) > 0.9 * len(having)
    firsts = [name for path in files_below(site / "index") for name in inflated(path).decode().split("\n")]
    assert firsts == [next(iter(page)) for page in pages]


def test_a_beginning_of_words_that_fill_more_than_two_pages_has_an_entry(site):
    pages = [words_of(path) for path in files_below(site / "words")]
    where = {name: number for number, page in enumerate(pages) for name in page}
    entries = {name: entry for page in pages for name, entry in page.items()}
    words_beginning: dict[str, list[str]] = {}
    for name in entries:
        for length in range(1, len(name) + 1) if not name.endswith("*") else ():
            words_beginning.setdefault(name[:length], []).append(name)
    wide = 0
    for begin, own in words_beginning.items():
        if where[own[-1]] - where[own[0]] > 1:
            wide += 1
            projects, blocks = entries[f"{begin}*"]
            assert blocks == sorted({block for word in own for block in entries[word][1]})
            assert projects == sum(entries[word][0] for word in own)
    assert wide


def test_every_id_leads_to_its_number(site, projects, head):
    for number, project in enumerate(projects):
        shard = zlib.crc32(project["id"].encode()) % head["ids"]["shards"]
        assert json.loads(inflated(site / "ids" / str(shard // 1000) / f"{shard}.bin"))[project["id"]] == number


def contents(target):
    return {str(path.relative_to(target)): path.read_bytes() for path in target.rglob("*") if path.is_file()}


@pytest.mark.slow
def test_the_same_bytes_whatever_runs_the_work(layer_folder, tmp_path, monkeypatch):
    from distributed import LocalCluster

    monkeypatch.setattr(source, "PORTION", COUNT // 4)  # several parts and ranges

    sites: list[dict[str, bytes]] = []
    with LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None, host="127.0.0.1") as cluster:
        for workers, scheduler in ((1, None), (2, None), (1, cluster.scheduler_address)):
            target = tmp_path / str(len(sites))
            with engine.engine(workers, scheduler):
                build.write(geo.layer.empty(layer_folder), layer_folder, target, SplitOptions())
            sites.append(contents(target))
    assert sites[0] == sites[1] == sites[2]


def test_nothing_is_begun_that_would_be_refused_at_the_end(layer_folder, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for here in (tmp_path, tmp_path.parent):
        with pytest.raises(WriteError, match="is where you are, or above it; name another folder"):
            built(layer_folder, here)
    with pytest.raises(CoopmapError, match="The layer is not in “fr”"):
        build.write(geo.layer.empty(layer_folder), layer_folder, tmp_path / "site", SplitOptions(language="fr"))
    assert not (tmp_path / "site").exists()


def test_an_earlier_site_is_replaced_and_anything_else_is_refused(layer_folder, site, tmp_path):
    target = tmp_path / "site"
    target.mkdir()
    (target / "thesis.docx").write_bytes(b"mine")
    with pytest.raises(WriteError, match=r"did not write, such as “thesis\.docx”"):
        built(layer_folder, target)
    assert contents(target) == {"thesis.docx": b"mine"}
    (target / "thesis.docx").unlink()
    built(layer_folder, target)
    assert contents(target) == contents(site)
    (target / "texts" / "0" / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(WriteError, match=r"such as “notes\.txt”"):
        built(layer_folder, target)
    assert (target / "texts" / "0" / "notes.txt").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_an_error_at_the_end_leaves_the_earlier_site_whole(layer_folder, site, tmp_path, monkeypatch):
    target = tmp_path / "site"
    target.mkdir()
    monkeypatch.setattr(build, "split_page", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        built(layer_folder, target)
    assert [*tmp_path.rglob("*")] == [target]
    assert contents(site)


@pytest.mark.parametrize("name", ["site", "site [2]"])
def test_a_site_laid_aside_by_a_killed_build_is_put_back(tmp_path, name):
    aside = tmp_path / f".{name}.x.coopmap" / "earlier"
    aside.mkdir(parents=True)
    (aside / "head.json").write_text('{"form": 1, "block": 500, "words": {}}', encoding="utf-8")
    folder._put_back(tmp_path / name)
    assert folder.left_behind(tmp_path / name, tmp_path / f".{name}.y.coopmap") == [f".{name}.x.coopmap"]
    assert (tmp_path / name / "head.json").is_file()
    assert sorted(path.name for path in tmp_path.iterdir()) == [f".{name}.x.coopmap", name]


def test_errors_of_any_part_and_ids_of_two_parts_refuse_the_layer(tmp_path, layer_folder):
    import pyarrow.compute as pc
    from pyarrow import parquet

    first, second = sorted(layer_folder.iterdir())
    table = parquet.read_table(second)
    wrong = {
        "unknown-code": table.set_column(
            table.column_names.index("sector"), "sector", pc.replace_substring_regex(table["sector"], "^.*$", "magic")
        ),
        "duplicate-id": parquet.read_table(first),
    }
    for rule, other in wrong.items():
        layer = tmp_path / rule
        layer.mkdir()
        (layer / "a.parquet").write_bytes(first.read_bytes())
        parquet.write_table(other, layer / "b.parquet")
        with pytest.raises(build.FaultyLayer) as faulty:
            built(layer, tmp_path / "site")
        assert faulty.value.count == 1000
        assert {problem.rule for problem in faulty.value.errors} == {rule}
        assert not (tmp_path / "site").exists()


def test_the_command_says_what_was_written_and_refuses_what_it_cannot(tmp_path):
    small = tmp_path / "small.parquet"
    made.parquet(small, 30)
    done = run_here("build", small, "--split", tmp_path / "site", "--workers", "1")
    assert done.returncode == 0, done.stderr
    assert "site: 30 projects. Put the folder on a web server" in done.stdout
    assert (tmp_path / "site" / "index.html").is_file()
    for arguments, sentence in {
        ("--split", tmp_path / "other", "--open"): "for --open: a split site has no such thing",
        ("--split", tmp_path / "other", "-o", tmp_path / "map.html"): "for --output: a split site has no such thing",
        ("--split", tmp_path / "other", "--crs", "EPSG:3857"): "for --crs: a split site has no such thing",
        ("--split", tmp_path / "other", "--workers", "2", "--scheduler", "tcp://127.0.0.1:1"): "for --workers: is for"
        " this machine alone; a cluster has its own workers",
        ("--workers", "2"): "is for --split alone",
    }.items():
        refused = run_here("build", small, *arguments)
        assert refused.returncode == 2
        assert sentence in " ".join(refused.stderr.replace("│", " ").split())
    shipped = str(geo.data_path("projects.geojson"))
    plain = run_here("build", shipped, "--split", tmp_path / "other")
    assert plain.returncode == 1
    assert "is no GeoParquet, of which a split site is made" in plain.stderr
    advice = plain.stderr.partition("coopmap ")[2].rstrip(".\n").replace("LAYER", shipped)
    assert run_here(*advice.split(), cwd=tmp_path).returncode == 0
    with pytest.raises(ReadError, match="holds no file that ends in"):
        source.parts(tmp_path / "site")


def test_without_dask_a_sentence_says_what_to_install(monkeypatch):
    monkeypatch.setattr(engine, "find_spec", lambda _: None)
    with pytest.raises(geo.CoopmapError, match=r"pip install 'coopmap\[dask\]'"):
        engine.need_dask()
