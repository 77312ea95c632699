"""A file that is dropped onto the editor: who may send it, what is said of it, what is taken in."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import shapely

import geo
from geo.places import countries, gazetteer
from maps.editor import position, security
from tests.geo.samples import feature
from tests.maps.editor.served import Served

LIST = "Название;Отрасль;Широта;Долгота;Примечание\nШкола;;42,46;59,60;a\nМост;;51,1;71,4;b\n;;1;2;\n"


def send(server: Served, name: str, data: bytes, way: str = "import", **headers: Any) -> tuple[int, dict[str, Any]]:
    """(status, JSON or the sentence) of a file as the page sends it."""
    own = {"content-type": "application/octet-stream", "x-coopmap-file": quote(name)}
    given = {key.replace("_", "-"): value for key, value in headers.items()}
    sent = {key: value for key, value in {**server.headers, **own, **given}.items() if value is not None}
    status, body, answer = server.request("POST", f"/{way}", data, sent)
    return status, json.loads(body) if "json" in answer["content-type"] else {"messages": [body.decode()]}


def test_a_list_is_previewed_and_nothing_is_written_until_it_is_taken_in(server: Served, path: Path):
    before = path.read_bytes()
    status, preview = send(server, "список.csv", LIST.encode("cp1251"))
    assert status == 200
    assert preview["file"] == "список.csv"
    assert preview["counts"] == {"new": 3, "changed": 0, "same": 0, "wrong": 0}
    understood = {column["header"]: (column["field"], column["sample"]) for column in preview["columns"]}
    assert understood["Название"] == ("name_ru", "Школа")
    assert understood["Широта"] == ("latitude", "42,46")
    assert understood["Примечание"][0].startswith("summary_")
    assert len(understood) == len(preview["columns"])
    assert any("windows-1251" in note for note in preview["notes"])
    assert {"rule": "not-told", "field": "sector", "got": "", "values": {}, "n": 3} in preview["gaps"]
    assert [row["name"] for row in preview["rows"]] == ["Школа", "Мост", "Untitled 1"]
    assert "status" in preview["rows"][0]["absent"]
    assert path.read_bytes() == before

    status, taken = server.ask("take", key=preview["key"])
    assert (status, taken["counts"]["new"]) == (200, 3)
    assert {project.text("name") for project in geo.read(path).projects} > {"Школа", "Мост"}
    status, again = server.ask("take", key=preview["key"])
    assert (status, again["messages"]) == (422, ["This file is no longer here; drop it once more."])
    assert server.ask("undo", again=False)[0] == 200
    assert path.read_bytes() == before


def test_a_project_that_someone_adds_between_preview_and_taking_stays(server: Served, path: Path):
    _, preview = send(server, "a.csv", LIST.encode())
    added = feature(id="meanwhile")
    added["id"] = "meanwhile"
    geo.update(path, lambda layer: geo.Layer((*layer.features, added), layer.members, layer.path))
    assert server.ask("take", key=preview["key"])[0] == 200
    assert "meanwhile" in {project.id for project in geo.read(path).projects}
    assert len(geo.read(path).projects) == 5


def test_another_file_takes_the_place_of_the_one_before(server: Served):
    _, first = send(server, "a.csv", LIST.encode())
    send(server, "b.csv", LIST.encode())
    assert server.ask("take", key=first["key"])[0] == 422


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("../../etc/список.bin", b"\0\1\2", "../../etc/список.bin is of no kind that can be imported"),
        ("empty.csv", b"", "empty.csv is empty"),
        ("a\nb\u202e.csv", b"", "a\\u000ab\\u202e.csv is empty"),
        ("x.geojson", b'{"type": "FeatureCollection", "features": [', "x.geojson"),
        ("", b"\0", "the file is of no kind"),
    ],
)
def test_what_cannot_be_read_is_one_sentence_that_names_the_file_and_no_folder(
    server: Served, name: str, data: bytes, said: str
):
    status, answer = send(server, name, data)
    assert status == 422
    [sentence] = answer["messages"]
    assert sentence.startswith(said)
    assert "coopmap-dropped" not in sentence
    assert "\n" not in sentence


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": None}, 403),
        ({"x_coopmap_token": "x" * 32}, 403),
        ({"Host": "evil.example"}, 403),
        ({"content_type": "application/json"}, 415),
        ({"content_type": "multipart/form-data"}, 415),
    ],
    ids=str,
)
def test_a_file_from_elsewhere_is_refused(server: Served, headers: dict[str, Any], status: int):
    assert send(server, "a.csv", LIST.encode(), **headers)[0] == status


def test_bytes_are_taken_where_files_come_in_alone(server: Served):
    assert send(server, "a.csv", LIST.encode(), way="save")[0] == 415


def test_a_file_that_is_too_large_is_refused_before_it_is_sent(server: Served):
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as line:
        kind = {"content-type": "application/octet-stream", "Content-Length": str(security.MAX_FILE_BYTES + 1)}
        head = "".join(f"{name}: {value}\r\n" for name, value in {**server.headers, **kind}.items())
        line.sendall(f"POST /import HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n{head}\r\n".encode())
        assert line.recv(4096).startswith(b"HTTP/1.1 413 ")


def test_what_is_to_do_names_each_gap_and_its_field(server: Served):
    _, preview = send(server, "a.csv", LIST.encode())
    server.ask("take", key=preview["key"])
    status, answer = server.ask("todo")
    assert (status, answer["projects"]) == (200, 4)
    rows = {row["feature"]["properties"].get("name_ru"): row["problems"] for row in answer["rows"]}
    assert {("not-told", "sector"), ("first-language", "name_en"), ("no-source", "place")} <= {
        (problem["rule"], problem["field"]) for problem in rows["Мост"]
    }


def test_a_saved_project_comes_back_as_the_layer_has_it_with_what_is_left_to_do(server: Served, path: Path):
    new = {"type": "Feature", "geometry": None, "properties": {"name_kk": "Көпір"}}
    status, answer = server.ask("save", feature=new, based_on=None)
    assert status == 200
    assert answer["feature"] in [dict(project.feature) for project in geo.read(path).projects]
    assert "not-told" in {problem["rule"] for problem in answer["problems"]}


# Positions: 8 nearest towns of one region, a country whose borders are farther than their accuracy.


@pytest.mark.parametrize(
    ("lon", "lat", "country"),
    [(64.1, 48.78, "KZ"), (64.4, 39.8, "UZ"), (71.43, 51.13, "KZ"), (0, 0, None), (-100, 40, "US"), (-130, -50, None)],
)
def test_a_position_has_its_country_where_that_is_sure(lon: float, lat: float, country: str | None):
    assert position.sure_fields(lon, lat).get("countries") == ([country] if country else None)


def test_a_position_at_a_border_has_none():
    world = countries.countries().by_code
    border = shapely.intersection(world["KZ"].area.boundary, shapely.buffer(world["UZ"].area, 0.001))
    at = shapely.line_interpolate_point(shapely.get_parts(border)[0], 0.5, normalized=True)
    assert position.sure_fields(at.x, at.y) == {}


def test_a_region_follows_where_the_towns_around_agree_and_contradicts_no_town():
    assert position.sure_fields(57.2, 50.3) == {"countries": ["KZ"], "regions": ["KZ-15"]}
    towns = [place for place in gazetteer.all_places() if place.kind == "town" and place.region]
    told = [(position.sure_fields(town.lon, town.lat).get("regions"), town.region) for town in towns[::5]]
    assert sum(1 for regions, _ in told if regions) > len(told) / 5
    assert [pair for pair in told if pair[0] and pair[0] != [pair[1]]] == []


def test_the_editor_says_what_follows_from_a_position_and_refuses_what_is_none(server: Served):
    assert server.ask("at", lon=64.1, lat=48.78) == (200, {"fields": position.sure_fields(64.1, 48.78)})
    for strange in ({"lon": "64", "lat": 48}, {"lon": True, "lat": 1}, {"lon": 1e9, "lat": 1}, {}):
        assert server.request("POST", "/at", json.dumps(strange))[0] == 400
