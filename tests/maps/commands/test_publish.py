"""`coopmap publish`: a folder that is whole, the same twice, and opens from disk; nothing of others is touched."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

import pytest
from lxml import etree
from playwright.sync_api import expect

import geo
from geo.errors import WriteError
from maps.site import folder as site_folder
from maps.site import index_page
from maps.site.layer_files import LayerFiles
from tests.browser import Opener
from tests.conftest import Command
from tests.geo.samples import GONE, feature, line
from tests.maps import pages

ATOM = {"a": "http://www.w3.org/2005/Atom"}
TYPED = "</title><script>alert(1)</script> \u202e&\u202c “roads”"
TITLE = "</title><script>alert(1)</script> & “roads”"
COMMITTED = "2026-03-01T10:00:00+05:00"
ROAD = line([66.97, 39.65], [69.6, 42.3])
WHOSE = {"publisher": "A ministry", "licence": "CC-BY-4.0", "version": "1.2", "as_of": "2026-03-19"}


def layer(*features: Any, **members: Any) -> geo.Layer:
    return geo.Layer(features, {"title_en": TYPED, "title_ru": "Дороги", "languages": ["en", "ru"], **WHOSE, **members})


def git(folder: Path, *arguments: str) -> None:
    own = {
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_COMMITTER_DATE": "2026-03-01T10:00:00+05:00",
    }
    names = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main")
    program = shutil.which("git") or "git"
    subprocess.run(
        [program, *names, *arguments], cwd=folder, env={**os.environ, **own}, check=True, capture_output=True
    )


def spoken(**changes: Any) -> Any:
    """A sound project in two languages, without what a published layer would ask more of."""
    return feature(
        **{f"{field}_{tag}": GONE for field in ("name", "place", "summary") for tag in ("uz", "kk")} | changes
    )


@pytest.fixture(scope="module")
def layers(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Two layers with one name: of the first git knows an earlier version, of the second coopmap."""
    top = tmp_path_factory.mktemp("layers")
    roads, plants = top / "roads" / "projects.geojson", top / "plants" / "data" / "projects.geojson"
    for path in (roads, plants):
        path.parent.mkdir(parents=True)
    geo.write(layer(spoken(status="planned")), roads)
    git(roads.parent, "init")
    git(roads.parent, "add", ".")
    git(roads.parent, "commit", "-m", "<secret> first")
    geo.write(layer(spoken(), spoken(id="road", geometry=ROAD, precision="near")), roads)
    git(roads.parent, "commit", "-am", "<secret> second")
    geo.write(layer(spoken(), title_en="Plants", publisher="B"), plants)
    geo.update(plants, lambda old: geo.Layer((*old.features, spoken(id="second", name_en="\x07")), old.members))
    return [roads, plants]


@pytest.fixture(scope="module")
def site(layers: list[Path], tmp_path_factory: pytest.TempPathFactory, command: Command) -> Path:
    path = tmp_path_factory.mktemp("site") / "public"
    done = command("publish", path, *layers, "--draft", "--url", "https://example.org/a b/".replace(" ", "%20"))
    assert done.returncode == 0, done.stdout + done.stderr
    return path


def below(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def links(html: str) -> Iterator[str]:
    """What a page leads to beside it, without fragments."""
    for node in pages.Document(html).nodes:
        for name in ("href", "src"):
            address = node.attributes.get(name, "")
            if address and not address.startswith(("data:", "#")):
                yield address.partition("#")[0]


def test_each_link_of_the_first_pages_leads_to_a_file_of_the_site(site: Path):
    assert {"roads", "projects"} <= {path.name for path in site.iterdir() if path.is_dir()}
    firsts = sorted(site.glob("index*.html"))
    assert [path.name for path in firsts] == ["index.html", "index.ru.html"]
    linked = {address for first in firsts for address in links(first.read_text(encoding="utf-8"))}
    assert not {address for address in linked if ":" in address}, "all are relative"
    assert all((site / address).is_file() for address in linked)
    wanted = {"index.html", "map.png", "changes.atom", "CITATION.cff", "csv/datapackage.json"}
    wanted |= {f"projects{ending}" for ending in (".geojson", ".xlsx", ".gpkg", ".kml", ".iati.xml", ".oc4ids.json")}
    assert {f"roads/{name}" for name in wanted} <= linked


def test_a_second_publishing_makes_the_same_bytes(
    layers: list[Path], site: Path, tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch
):
    first = below(site)
    monkeypatch.setenv("TZ", "Asia/Almaty")
    done = command("publish", tmp_path / "again", *layers, "--draft", "--url", "https://example.org/a%20b")
    assert done.returncode == 0, done.stderr
    assert [name for name, data in below(tmp_path / "again").items() if first.get(name) != data] == []


def test_feeds_tell_in_the_words_of_diff_when_what_changed_and_never_who(
    site: Path, layers: list[Path], command: Command
):
    feed = etree.parse(site / "roads" / "changes.atom")
    [entry] = feed.iterfind("a:entry", ATOM)
    assert entry.findtext("a:updated", None, ATOM) == COMMITTED
    told = command("diff", "HEAD~1", "--layer", layers[0], cwd=layers[0].parent).stdout.strip()
    assert entry.findtext("a:content", None, ATOM) == told
    assert feed.findtext("a:title", None, ATOM) == TITLE
    assert "secret" not in etree.tostring(feed, encoding="unicode")
    kept = etree.parse(site / "projects" / "changes.atom")
    assert "second" in str(kept.findtext("a:entry/a:title", None, ATOM))
    [link] = kept.iterfind("a:entry/a:link", ATOM)
    assert link.get("href").endswith("projects/index.html#project=second")


def test_addresses_stand_where_they_must_be_absolute(site: Path):
    base = "https://example.org/a%20b/"
    [robots] = re.findall("Sitemap: (.*)", (site / "robots.txt").read_text())
    assert robots == f"{base}sitemap.xml"
    listed = [node.text for node in etree.parse(site / "sitemap.xml").iterfind(".//{*}loc")]
    assert listed == [base, f"{base}index.ru.html", f"{base}roads/index.html", f"{base}projects/index.html"]
    record = json.loads((site / "roads" / "oembed.json").read_text(encoding="utf-8"))
    [frame] = pages.Document(record["html"]).all("iframe")
    assert (frame.attributes["src"], frame.attributes["title"]) == (f"{base}roads/index.html#embed", TITLE)
    page = pages.Document((site / "roads" / "index.html").read_text(encoding="utf-8"))
    assert [node.attributes["href"] for node in page.all("link", rel="alternate")] == ["changes.atom", "oembed.json"]
    [node] = page.all("script", type="application/ld+json")
    said = json.loads(node.text)
    assert said["url"] == f"{base}roads/"
    assert {"@type": "DataDownload", "encodingFormat": "application/geo+json",
            "contentUrl": f"{base}roads/projects.geojson"} in said["distribution"]  # fmt: skip
    [picture] = page.all("meta", property="og:image")
    assert picture.attributes["content"] == f"{base}roads/map.png"


def test_text_is_text_in_everything_that_is_written(site: Path):
    [heading] = [node for node in pages.Document((site / "index.html").read_text(encoding="utf-8")).all("h2", lang="en")
                 if node.text != "Plants"]  # fmt: skip
    assert heading.text == TITLE
    assert not pages.Document((site / "index.html").read_text(encoding="utf-8")).all("script")
    cited = dict(
        row.split(": ", 1) for row in (site / "roads" / "CITATION.cff").read_text().splitlines() if ": " in row
    )
    assert json.loads(cited["title"]) == TITLE
    assert json.loads(cited["  - name"]) == "A ministry"


def test_a_language_without_words_has_a_first_page_that_is_english_but_for_the_layers_texts():
    swahili = geo.Layer((), {"languages": ["sw", "fa"], "title_sw": "Barabara", "title_fa": "راه‌ها", **WHOSE})
    written = index_page.index_pages([LayerFiles(swahili, "roads", "Barabara", draft=True)], None)
    page, persian = (pages.Document(written[name].decode()) for name in ("index.html", "index.fa.html"))
    assert [page.all("html")[0].attributes[name] for name in ("lang", "dir")] == ["en", "ltr"]
    assert [node.text for node in page.all("h1", lang="sw")] == ["Barabara"]
    assert any("March 2026" in node.text for node in page.all("bdi"))
    assert [persian.all("html")[0].attributes[name] for name in ("lang", "dir")] == ["fa", "rtl"]


def test_what_is_not_ready_is_marked_as_a_draft_or_not_published(
    site: Path, tmp_path: Path, layers: list[Path], command: Command
):
    done = command("publish", tmp_path / "none", layers[1])
    assert done.returncode == 1
    assert re.search(r"has \d+ errors? by what a published layer has; nothing was written", done.stderr)
    assert not (tmp_path / "none").exists()
    drafts = pages.Document((site / "index.ru.html").read_text(encoding="utf-8")).all("p", **{"class": "draft"})
    assert drafts
    assert {node.text for node in drafts} == {pages.word("ru", "site.draft")}


def test_the_site_opens_from_disk_and_each_link_is_there(site: Path, open_page: Opener):
    files = [path for path in site.rglob("*") if path.is_file()]
    page = open_page(site / "index.html", beside=files, width=390, height=844)
    for language in ("ru", "en"):
        page.get_by_role("navigation").get_by_role("link").nth(int(language == "ru")).click()
        expect(page.locator("html")).to_have_attribute("lang", language)
        addresses = page.locator("a, link, img").evaluate_all("all => all.map((each) => each.href || each.src)")
        for address in addresses:
            if not address.startswith("data:"):
                assert Path(url2pathname(unquote(urlsplit(address).path))).is_file(), address
        assert page.evaluate("[...document.images].every((image) => image.complete && image.naturalWidth === 1200)")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("link", name=pages.word("en", "site.open")).first.click()
    page.locator("html[data-drawn]").wait_for(state="attached")
    expect(page).to_have_title(TYPED)  # the map shows its data as they are; the check refuses such signs


# --- the folder -------------------------------------------------------------------------------------------------------


def test_an_earlier_site_is_brought_up_to_date_and_only_its_own_files_go(tmp_path: Path):
    folder = tmp_path / "site"
    assert site_folder.write(folder, {"a/x.txt": b"1", "a/b/y.txt": b"2", "z.txt": b"3", "q.txt": b"4"}) == []
    (folder / "mine.txt").write_text("mine")
    (folder / "z.txt").write_text("changed by hand")
    assert site_folder.write(folder, {"a/x.txt": b"5"}) == ["z.txt"]
    assert {path.relative_to(folder).as_posix() for path in folder.rglob("*")} == {
        *("a", "a/x.txt", "mine.txt", "z.txt", site_folder.MANIFEST),
    }
    with pytest.raises(WriteError, match=r"mine\.txt is there already"):
        site_folder.write(folder, {"mine.txt": b"6"})
    assert (folder / "mine.txt").read_text() == "mine"


def test_a_folder_of_others_a_link_and_a_false_list_are_refused(tmp_path: Path):
    others = tmp_path / "others"
    others.mkdir()
    (others / "letter.txt").write_text("dear")
    with pytest.raises(WriteError, match=r"holds files that coopmap publish did not write, such as “letter.txt”"):
        site_folder.write(others, {"index.html": b"1"})
    (tmp_path / "link").symlink_to(others, target_is_directory=True)
    with pytest.raises(WriteError, match="is a link"):
        site_folder.write(tmp_path / "link", {"index.html": b"1"})
    site = tmp_path / "site"
    site_folder.write(site, {"index.html": b"1"})
    (site / "map").symlink_to(others, target_is_directory=True)
    with pytest.raises(WriteError, match="is a link"):
        site_folder.write(site, {"map/letter.txt": b"1"})
    for name in ("../others/letter.txt", "/etc/hostname", "a\\b", ""):
        (site / site_folder.MANIFEST).write_text(json.dumps({"files": {name: "0" * 64}}))
        with pytest.raises(WriteError, match="is no list of files"):
            site_folder.write(site, {"index.html": b"1"})
    assert (others / "letter.txt").read_text() == "dear"


def test_a_folder_with_what_its_host_needs_is_taken(tmp_path: Path):
    (tmp_path / ".git").mkdir()
    (tmp_path / "CNAME").write_text("maps.example.org")
    assert site_folder.write(tmp_path, {"index.html": b"1"}) == []
    assert (tmp_path / "CNAME").read_text() == "maps.example.org"
