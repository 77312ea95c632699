"""`coopmap sources`: the list, and with --online what a server of our own on loopback answers."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from geo.sources import online
from tests.conftest import Command

PAGES = {
    "/stands": (200, {"Content-Type": "text/html; charset=windows-1251"}, "<title>Завод открыт — Агентство</title>"),
    "/other-title": (200, {"Content-Type": "text/html"}, "<TITLE>Sale\x1b[31m of\nshoes &amp; hats</TITLE>"),
    "/gone": (404, {}, ""),
    "/refused": (403, {}, ""),
    "/moved": (301, {"Location": "/stands"}, ""),
    "/for-now": (302, {"Location": "/stands"}, ""),
    "/round": (301, {"Location": "/round"}, ""),
    "/to-a-file": (301, {"Location": "file:///etc/hostname"}, ""),
    "/bomb": (200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, "<title>no</title>"),
}


@dataclass
class Site:
    """A site on loopback: its address, and what was asked of it, with the headers."""

    address: str
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            here.asked.append((self.path, dict(self.headers)))
            if self.path == "/slow":
                time.sleep(3)
            status, headers, text = PAGES.get(self.path, (200, {}, ""))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(text.encode("windows-1251"))

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    here = Site(f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield here
    server.shutdown()
    server.server_close()


def layer_file(folder: Path, *sources: dict[str, Any]) -> Path:
    record = {"id": "plant", "name_en": "A plant", "sources": list(sources)}
    feature = {"type": "Feature", "id": "plant", "geometry": None, "properties": record}
    path = folder / "layer.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    return path


def states(site: Site, *paths: str, private: bool = True) -> list[tuple[str, str]]:
    replies = online.ask([site.address + path for path in paths], private=private)
    return [(reply.state, reply.url.removeprefix(site.address)) for _, reply in replies]


def test_the_list_tells_what_each_document_supports_and_what_lacks_an_archived_copy(command: Command, tmp_path: Path):
    archived = {"url": "https://example.org/b", "title": "B", "archive_url": "https://archive.example/b"}
    path = layer_file(tmp_path, {"title": "A book", "supports": ["status", "start"]}, archived)
    done = command("sources", str(path))
    assert done.returncode == 0
    assert done.stdout.splitlines()[:3] == ["no address", "    “A book”", "    plant: status, start"]
    assert "    archived: https://archive.example/b" in done.stdout
    assert done.stdout.endswith("layer.geojson: 2 documents, 1 without an address, 0 without an archived copy\n")


def test_each_kind_of_answer_is_told_apart(site: Site):
    assert states(site, "/stands", "/moved", "/for-now", "/gone", "/refused", "/round", "/to-a-file") == [
        ("stands", "/stands"),
        ("moved", "/stands"),
        ("stands", "/stands"),
        ("gone", "/gone"),
        ("refused", "/refused"),
        ("unreachable", "/round"),
        ("unreachable", "file:///etc/hostname"),
    ]


def test_a_site_that_does_not_answer_costs_a_bounded_time(site: Site, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(online, "SECONDS", 1)
    [(_, reply)] = online.ask([f"{site.address}/slow"], private=True)
    assert (reply.state, reply.why) == ("unreachable", "no answer within 1 s")


def test_what_unpacks_is_not_unpacked_and_no_password_is_sent(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    netrc = tmp_path / ".netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password secret\n", encoding="utf-8")
    monkeypatch.setenv("NETRC", str(netrc))
    [(_, reply)] = online.ask([f"{site.address}/bomb"], private=True)
    assert (reply.state, reply.title) == ("stands", "")
    assert not {"Authorization", "Cookie"} & site.asked[0][1].keys()


def test_private_networks_are_not_asked_unless_that_is_wanted(site: Site):
    assert states(site, "/stands", private=False) == [("local", "/stands")]
    assert site.asked == []


def test_without_online_nothing_is_asked_and_without_yes_nothing_is_changed(
    command: Command, tmp_path: Path, site: Site
):
    path = layer_file(tmp_path, {"title": "Завод открыт", "url": f"{site.address}/moved"})
    before = path.read_bytes()
    command("sources", str(path))
    assert site.asked == []
    done = command("sources", str(path), "--online", "--private")
    assert f"    MOVED for good to {site.address}/stands\n" in done.stdout
    assert path.read_bytes() == before


def test_yes_writes_the_day_and_the_new_address_and_undo_takes_it_back(command: Command, tmp_path: Path, site: Site):
    path = layer_file(
        tmp_path,
        {"title": "Завод открыт", "url": f"{site.address}/moved", "supports": ["status"]},
        {"title": "Nothing", "url": f"{site.address}/gone"},
    )
    before = json.loads(path.read_text(encoding="utf-8"))
    today = datetime.now().astimezone().date().isoformat()
    done = command("sources", str(path), "--online", "--private", "--yes")
    assert "1 project changed; coopmap undo takes it back." in done.stderr
    moved, gone = json.loads(path.read_text(encoding="utf-8"))["features"][0]["properties"]["sources"]
    assert (moved["url"], moved["accessed"]) == (f"{site.address}/stands", today)
    assert gone == {"title": "Nothing", "url": f"{site.address}/gone"}
    assert command("undo", str(path)).returncode == 0
    assert json.loads(path.read_text(encoding="utf-8"))["features"] == before["features"]


def test_another_title_is_told_as_text(command: Command, tmp_path: Path, site: Site):
    path = layer_file(tmp_path, {"title": "A plant opens", "url": f"{site.address}/other-title"})
    done = command("sources", str(path), "--online", "--private")
    assert "stands; its title now is “Sale\\u001b[31m of shoes & hats”" in done.stdout


def test_programs_get_the_answers_as_json(command: Command, tmp_path: Path, site: Site):
    path = layer_file(tmp_path, {"title": "Gone", "url": f"{site.address}/gone"})
    [document] = json.loads(command("sources", str(path), "--online", "--private", "--format", "json").stdout)["result"]
    assert (document["titles"], document["online"]["state"], document["online"]["status"]) == (["Gone"], "gone", 404)


def test_yes_alone_is_refused_in_a_sentence(command: Command):
    done = command("sources", "--yes")
    assert done.returncode == 2
    assert "give both" in done.stderr
