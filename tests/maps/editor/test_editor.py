"""The editor's server, as a process: what it does for its own page, and that it does nothing for anyone else."""

from __future__ import annotations

import json
import shutil
import socket
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

import geo
from geo.history import changes, drafts
from maps.editor import security, service
from maps.editor import server as editor
from tests.conftest import Command
from tests.maps.editor.served import Editor
from tests.maps.pages import shipped_layer

ID = "chevrolet-kostanay"


def copy_of_layer(folder: Path) -> Path:
    """The shipped layer with what lies beside it."""
    for name in ("projects", "indicators", "milestones", "story"):
        file = geo.data_path(f"{name}.{'geojson' if name == 'projects' else 'json'}")
        shutil.copy(file, folder / file.name)
    return folder / "projects.geojson"


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A layer of one's own, for all tests here."""
    return copy_of_layer(tmp_path_factory.mktemp("edited"))


@pytest.fixture(scope="module")
def server(path: Path) -> Iterator[Editor]:
    """An editor of it."""
    running = Editor(path)
    yield running
    running.kill()


def feature(path: Path, name: str = ID) -> Any:
    """A project as the layer has it."""
    found = changes.feature_of(geo.read(path), name)
    assert found is not None
    return found


def changed(found: dict[str, Any], **properties: Any) -> Any:
    """The Feature with other values."""
    return {**found, "properties": {**found["properties"], **properties}}


# --- security ---------------------------------------------------------------------------------------------------------


def test_the_page_comes_to_who_has_the_address_and_may_ask_its_own_server_alone(server: Editor):
    status, body, headers = server.request("GET", f"/?token={server.token}", headers={})
    assert status == 200
    assert b"connect-src &#39;self&#39;" in body
    assert headers["cache-control"] == "no-store"
    assert headers["x-frame-options"] == "DENY"
    assert "access-control-allow-origin" not in headers
    assert "server" not in headers


def test_it_listens_on_this_machine_alone(tmp_path: Path):
    session = editor.session(service.EditorService(tmp_path / "a.geojson"), port=0)
    assert session.listener.getsockname()[0] == "127.0.0.1"
    session.listener.close()


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"Host": "evil.example"}, 403),
        ({"Host": "127.0.0.1"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": None}, 403),
        ({"x-coopmap-token": None}, 403),
        ({"x-coopmap-token": "x" * 32}, 403),
        ({"content-type": "text/plain"}, 415),
    ],
    ids=str,
)
def test_a_foreign_host_or_origin_or_no_token_is_refused(server: Editor, change: dict[str, Any], status: int):
    headers = {name: value for name, value in {**server.headers, **change}.items() if value is not None}
    got, body, answer = server.request("POST", "/open", '{"id": ""}', headers)
    assert got == status
    assert body.count(b"\n") == 1
    assert "access-control-allow-origin" not in answer


@pytest.mark.parametrize("query", ["", "?token=", "?token=x", "?token=%ff"])
def test_the_page_is_refused_without_the_token(server: Editor, query: str):
    assert server.request("GET", f"/{query}", headers={})[0] == 403


def test_a_page_elsewhere_may_not_ask_leave_to_ask(server: Editor):
    asked = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    status, _, headers = server.request("OPTIONS", "/save", headers=asked)
    assert status == 403
    assert not any(name.startswith("access-control") for name in headers)


@pytest.mark.parametrize(("method", "way"), [("GET", "save"), ("PUT", "save"), ("DELETE", "save"), ("POST", "")])
def test_a_wrong_method_is_refused(server: Editor, method: str, way: str):
    assert server.request(method, f"/{way}?token={server.token}", "{}")[0] == 405


@pytest.mark.parametrize(
    "way", ["../projects.geojson", "%2e%2e/etc/passwd", "projects.geojson", ".coopmap", "favicon.ico", "save/", "/etc"]
)
def test_nothing_is_served_but_the_editors_own_routes(server: Editor, way: str):
    status, body, _ = server.request("GET", f"/{way}?token={server.token}", headers={})
    assert (status, body) == (404, b"Not Found")


def test_a_body_of_100_mb_is_refused_before_it_is_sent(server: Editor):
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as line:
        head = "".join(f"{name}: {value}\r\n" for name, value in server.headers.items())
        line.sendall(
            f"POST /save HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n{head}Content-Length: 100000000\r\n\r\n".encode()
        )
        assert line.recv(4096).startswith(b"HTTP/1.1 413 ")


def test_a_body_without_an_announced_end_is_cut_off(server: Editor):
    sent = 0
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as line:
        head = "".join(f"{name}: {value}\r\n" for name, value in server.headers.items())
        line.sendall(
            f"POST /save HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n{head}Transfer-Encoding: chunked\r\n\r\n".encode()
        )
        try:
            for _ in range(100):
                line.sendall(b"f4240\r\n" + b" " * 1_000_000 + b"\r\n")
                sent += 1_000_000
        except OSError:
            pass
    assert sent < 100_000_000
    assert server.ask("open", id="")[0] == 200
    assert security.MAX_REQUEST_BYTES < 100_000_000


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b'{"id": 1}', b"\xff", b"[" * 200_000, b'{"id": "", "x": NaN}', b"1" * 9999],
    ids=["empty", "open", "list", "null", "number", "no UTF-8", "deep", "NaN", "long number"],
)
def test_what_is_no_json_of_the_editor_is_refused(server: Editor, body: bytes):
    assert server.request("POST", "/open", body)[0] == 400


@pytest.mark.parametrize("what", ["check", "save", "remove"])
@pytest.mark.parametrize("wrong", [None, [], {}, {"properties": []}, {"properties": {}, "geometry": 7}], ids=str)
def test_a_project_that_is_none_is_refused(server: Editor, what: str, wrong: Any):
    ask = json.dumps({"feature": wrong, "based_on": wrong})
    assert server.request("POST", f"/{what}", ask)[0] == 400


# --- the service ------------------------------------------------------------------------------------------------------


def test_the_check_is_pythons_own(server: Editor, path: Path):
    found = feature(path)
    assert server.ask("check", feature=found, based_on=found) == (200, {"problems": []})
    wrong = changed(found, status="Operating ", start="31.02.2025")
    problems = server.ask("check", feature=wrong, based_on=found)[1]["problems"]
    layer = geo.read(path)
    others = tuple(one for one in layer.features if one["id"] != ID)
    expected = [
        service.finding_json(p, "en") for p in geo.check(geo.Layer((*others, wrong), layer.members)) if p.where == ID
    ]
    assert [problem["field"] for problem in problems if problem["level"] == "error"] == ["status", "start"]
    assert problems == expected


def test_a_new_project_gets_an_id_and_is_written_and_taken_back(server: Editor, path: Path):
    before = path.read_bytes()
    new: dict[str, Any] = {"type": "Feature", "geometry": None, "properties": {}}
    status, told = server.ask("save", feature=new, based_on=None)
    assert status == 422
    assert {problem["field"] for problem in told["problems"]} >= {"name_en", "sector", "status", "precision"}
    assert path.read_bytes() == before
    names = {
        f"name_{tag}": f"Мост {tag}" if tag in ("ru", "kk") else f"Bridge {tag}" for tag in ("en", "ru", "uz", "kk")
    }
    known = {"sector": "road", "status": "planned", "status_date": "2026-01", "countries": ["KZ"], "article": "no"}
    rest = {"precision": "unlocated", "checked": "2026-01-02"}
    source = {"title": "Bridges", "supports": ["status", "place", "start"]}
    new["properties"] = {**rest, **known, **names, "sources": [source]}
    status, told = server.ask("save", feature=new, based_on=None)
    assert (status, told["id"]) == (200, "bridge-en")
    assert told["messages"] == ["+ bridge-en (Bridge en): added", "1 project added."]
    assert list(feature(path, "bridge-en")["properties"])[:2] == ["id", "name_en"]
    assert server.ask("undo", again=False)[1]["messages"][-1] == "1 project removed."
    assert path.read_bytes() == before
    assert server.ask("undo", again=True)[1]["messages"][-1] == "1 project added."
    saved = feature(path, "bridge-en")
    assert server.ask("remove", based_on=saved)[1]["messages"][-1] == "1 project removed."
    assert path.read_bytes() == before


def test_a_place_is_found_by_its_name_or_coordinates_and_never_guessed(server: Editor):
    [nukus] = server.ask("find", text="Нукус")[1]["places"]
    assert nukus["geometry"]["type"] == "Point"
    assert nukus["fields"]["countries"] == ["UZ"]
    assert nukus["fields"]["precision"] == "town"
    [spot] = server.ask("find", text="42,46 N 59,61 E")[1]["places"]
    assert (spot["geometry"]["coordinates"], spot["fields"]["countries"]) == ([59.61, 42.46], ["UZ"])
    assert len(server.ask("find", text="Uchquduq")[1]["places"]) == 1
    assert server.ask("find", text="Qwxz")[1] == {"messages": ["No place is called so."], "places": []}
    assert server.ask("find", text="95 N 200 E")[0] == 422


def test_a_project_changed_meanwhile_is_not_overwritten(server: Editor, path: Path):
    old = feature(path)
    theirs = changed(old, checked="2026-03-20")
    geo.update(path, lambda layer: changes.replaced(layer, theirs))
    before = path.read_bytes()
    status, told = server.ask("save", feature=changed(old, summary_en="Mine."), based_on=old)
    assert (status, told["current"]) == (409, theirs)
    assert server.ask("remove", based_on=old)[0] == 409
    assert path.read_bytes() == before


def test_a_draft_outlives_a_killed_server(tmp_path: Path):
    path = copy_of_layer(tmp_path)
    first = Editor(path)
    draft = {"feature": changed(feature(path), summary_en="Begun"), "base": feature(path)}
    assert first.ask("draft", id=ID, draft=draft) == (200, {})
    first.kill()
    second = Editor(path)
    try:
        assert second.port == first.port
        assert second.token != first.token
        assert second.ask("open", id=ID)[1]["draft"] == draft
        assert second.ask("save", feature=draft["feature"], based_on=draft["base"])[0] == 200
        assert second.ask("open", id=ID)[1]["draft"] is None
        path.unlink()
        assert second.ask("draft", id="", draft=draft)[0] == 200
        status, told = second.ask("save", feature=draft["feature"], based_on=draft["base"])
        assert status == 422
        assert told["messages"] == [f"{path} cannot be read: there is no such file."]
        assert drafts.unsaved(path)[""] == draft
    finally:
        code, said = second.stop()
    assert (code, said.splitlines()[-1]) == (0, "Ended.")


def test_a_layer_that_is_not_there_yet_is_begun(tmp_path: Path):
    path = tmp_path / "new.geojson"
    editing = service.EditorService(path, new=True)
    assert editing.open("").body == {"feature": None, "draft": None}
    project: Any = deepcopy(next(one for one in shipped_layer().features if one["id"] == ID))
    assert editing.save(project, None).status == 200
    assert [one.id for one in geo.read(path).projects] == [ID]


def test_a_port_that_is_taken_is_said(command: Command, server: Editor, path: Path):
    done = command("edit", path, "--no-open", "--port", str(server.port))
    assert done.returncode == 1
    assert done.stderr.startswith(f"Port {server.port} cannot be had (")
    assert "--port 0" in done.stderr


def test_another_editor_of_the_same_layer_takes_another_port(server: Editor, path: Path):
    other = editor.session(service.EditorService(path))
    assert other.port != server.port
    other.listener.close()


def test_a_broken_draft_is_passed_over(tmp_path: Path):
    path = copy_of_layer(tmp_path)
    drafts.keep(path, "a", {"feature": None})
    drafts.keep(path, "b/../\ud800", {"feature": 1})
    [file, other] = sorted((tmp_path / ".coopmap" / path.name).glob("draft-*"))
    file.write_text("{", encoding="utf-8")
    assert len(drafts.unsaved(path)) == 1
    other.write_text('{"name": 1, "draft": {}}', encoding="utf-8")
    assert drafts.unsaved(path) == {}
