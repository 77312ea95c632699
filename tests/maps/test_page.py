"""The page as text: the same every time, small, shut to everything outside, and open to what a developer adds."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import folium
import pandas as pd
import pytest

import geo
from maps import fact_sheets, picture, project_map, render_page, slide_deck
from maps.page.deflated import inflated
from tests.command_line import OFFLINE
from tests.geo.samples import KOSTANAY, RING, area, feature, line, point
from tests.maps.pages import Document, layer, shipped_layer, shipped_page
from tests.repo import ROOT

NAMESPACES = r"https?://www\.w3\.org/(1999/xhtml|2000/svg|1999/xlink|2000/xmlns/?)"
LOADED_BY = {"src", "srcset", "poster", "data", "action", "formaction", "background", "manifest", "xlink:href"}

DIGEST = """
import hashlib, sys
import geo
from maps import render_page
print(hashlib.sha256(render_page(geo.read(sys.argv[1])).encode()).hexdigest())
"""


@pytest.fixture(scope="module")
def document() -> Document:
    """The shipped layer's page, parsed."""
    return Document(shipped_page())


# --- the same bytes ---------------------------------------------------------------------------------------------------


def test_the_same_layer_gives_the_same_text_twice():
    assert render_page(shipped_layer()) == render_page(shipped_layer())


@pytest.mark.slow
def test_the_same_layer_gives_the_same_bytes_wherever_and_whenever_it_is_built(tmp_path: Path):
    surroundings = [
        {"PYTHONHASHSEED": "1", "TZ": "Asia/Tashkent", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONHASHSEED": "77", "TZ": "America/New_York", "LC_ALL": "tr_TR.UTF-8", "LANGUAGE": "tr"},
    ]
    shipped = geo.data_path("projects.geojson").resolve()
    running = [
        subprocess.Popen(
            [sys.executable, "-c", DIGEST, shipped],
            cwd=folder,
            env=os.environ | {"PYTHONPATH": os.pathsep.join([str(OFFLINE), str(ROOT)])} | settings,
            stdout=subprocess.PIPE,
            encoding="ascii",
        )
        for settings, folder in zip(surroundings, (tmp_path, ROOT), strict=True)
    ]
    digests = {process.communicate(timeout=60)[0].strip() for process in running}
    assert digests == {hashlib.sha256(shipped_page().encode()).hexdigest()}


def test_a_frame_gives_the_same_page_as_its_layer():
    assert render_page(geo.to_frame(shipped_layer())) == shipped_page()


def test_a_layer_is_not_changed_by_being_shown():
    before = deepcopy(shipped_layer().features)
    render_page(shipped_layer())
    assert shipped_layer().features == before


# --- small ------------------------------------------------------------------------------------------------------------


def test_the_shipped_map_is_at_most_650_kb(built_map: Path):
    assert built_map.stat().st_size <= 650_000


def test_the_page_is_ascii_which_a_browser_reads_sooner(built_map: Path):
    assert built_map.read_bytes().isascii()


def test_the_base_map_takes_at_most_150_kb_of_it(document: Document):
    packed = json.dumps(document.data()["basemap"], ensure_ascii=False, separators=(",", ":"))
    assert 20_000 < len(packed.encode()) <= 150_000


# --- shut to everything outside ---------------------------------------------------------------------------------------


def test_the_page_links_nothing_that_a_browser_would_load(document: Document):
    loaded = {
        value
        for node in document.nodes
        for name, value in node.attributes.items()
        if name in LOADED_BY or (name == "href" and node.tag != "a")
    }
    # "#" is a place of the page itself, for which its first picture waits.
    assert {address for address in loaded if not address.startswith(("data:", "#"))} == set()


def test_the_style_sheets_load_nothing(document: Document):
    for style in document.styles():
        assert "@import" not in style
        addresses = re.findall(r"url\(['\"]?([^)'\"]*)", style)
        assert [address for address in addresses if not address.startswith(("data:", "#"))] == []


def test_web_addresses_stand_only_where_they_are_no_request(document: Document):
    """In sources, as namespaces, in the credit of Leaflet that is switched off, and as tile addresses in the data."""
    data = document.data()
    allowed = {source["url"] for source in data["sources"] if "url" in source}
    allowed |= {provider["url"] for provider in data["tiles"]} | {provider["host"] for provider in data["tiles"]}
    in_data = set(re.findall(r'"(https?://[^"]*)"', json.dumps(data, ensure_ascii=False)))
    assert in_data <= allowed
    for script in document.scripts():
        found = set(re.findall(r"https?://[^\s\"'`)]+", script))
        assert {each for each in found if not re.fullmatch(NAMESPACES + "|https://leafletjs.com", each)} == set()


def test_leaflets_source_map_is_not_asked_for(document: Document):
    assert not any("sourceMappingURL" in script for script in document.scripts())


def test_no_jquery_no_bootstrap_no_font_comes_along():
    page = shipped_page().casefold()
    assert [
        name
        for name in ("jquery", "bootstrap", "fontawesome", "font-awesome", "glyphicon", "@font-face")
        if name in page
    ] == []


def policy(document: Document) -> dict[str, list[str]]:
    """The Content-Security-Policy, a list of sources by directive."""
    [meta] = document.all("meta", **{"http-equiv": "Content-Security-Policy"})
    parts = (part.split() for part in meta.attributes["content"].split(";"))
    return {name: sources for name, *sources in parts}


def digest(text: str) -> str:
    """The source expression that admits an inline text."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_the_policy_admits_our_scripts_and_styles_by_hash_and_nothing_else(document: Document):
    rules = policy(document)
    assert rules["default-src"] == ["'none'"]
    later, around = (json.loads(inflated(document.part(name))) for name in ("later", "around"))
    assert rules["script-src"] == [digest(text) for text in (*document.scripts(), later["script"], around["script"])]
    assert rules["style-src"] == [digest(text) for text in (*document.styles(), later["style"], around["style"])]
    assert rules["base-uri"] == rules["form-action"] == ["'none'"]
    assert set(rules) == {"default-src", "script-src", "style-src", "img-src", "base-uri", "form-action"}


def test_the_policy_admits_pictures_of_the_tile_hosts_alone(document: Document):
    hosts = {provider["host"] for provider in document.data()["tiles"]}
    assert set(policy(document)["img-src"]) == {"data:", *hosts}
    assert all(re.fullmatch(r"https://[\w.-]+", host) for host in hosts)
    assert all(provider["url"].startswith(f"{provider['host']}/") for provider in document.data()["tiles"])


def test_the_policy_stands_before_everything_that_it_governs(document: Document):
    tags = [node.tag for node in document.nodes]
    where = next(i for i, node in enumerate(document.nodes) if node.attributes.get("http-equiv"))
    assert where < min(tags.index(tag) for tag in ("script", "style", "link", "body"))


def test_no_element_has_a_style_or_a_handler_of_its_own(document: Document):
    own = {name for node in document.nodes for name in node.attributes if name == "style" or name.startswith("on")}
    assert own == set()


# --- what every page says of itself -----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "ru", "uz", "kk"])
def test_title_description_and_noscript_are_in_the_language_asked_for(language: str):
    members = shipped_layer().members
    document = Document(render_page(shipped_layer(), language=language))
    [html], [title], [heading] = document.all("html"), document.all("title"), document.all("h1")
    assert html.attributes["lang"] == language
    assert title.text == heading.text == members[f"title_{language}"]
    [description] = document.all("meta", name="description")
    assert str(len(shipped_layer().projects)) in description.attributes["content"]
    names = [node.text for node in document.all("b")]
    assert names == [project.properties.get(f"name_{language}") for project in shipped_layer().projects]


def test_a_shared_link_has_a_title_and_a_tab_has_a_sign():
    page = Document(render_page(shipped_layer(), language="ru"))
    shared = {
        node.attributes["property"]: node.attributes["content"]
        for node in page.all("meta")
        if "property" in node.attributes
    }
    assert shared["og:title"] == shipped_layer().members["title_ru"]
    assert shared["og:description"]
    [icon] = page.all("link", rel="icon")
    assert icon.attributes["href"].startswith("data:image/svg+xml,")


def test_another_title_replaces_the_layers_own():
    document = Document(render_page(shipped_layer(), title="A & B <c>", language="ru"))
    assert [node.text for node in document.all("title")] == ["A & B <c>"]
    assert {document.data()["layer"][f"title_{code}"] for code in ("en", "ru", "uz", "kk")} == {"A & B <c>"}


def test_a_language_without_words_is_refused():
    with pytest.raises((KeyError, FileNotFoundError, geo.CoopmapError)):
        render_page(shipped_layer(), language="xx")


@pytest.mark.parametrize("show", [fact_sheets, picture, slide_deck])
@pytest.mark.parametrize("given", ["projects.geojson", Path("projects.geojson")])
def test_a_path_is_no_layer_for_a_picture(show: Callable[[Any], object], given: object):
    with pytest.raises(TypeError, match=r"got the path “projects\.geojson”; read the file first: geo\.read"):
        show(given)


@pytest.mark.parametrize("show", [fact_sheets, picture, project_map, render_page, slide_deck])
@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"type": "FeatureCollection", "features": []}, "a value of type dict"),
        (pd.DataFrame({"id": ["a"]}), "a value of type DataFrame"),
        (None, "a value of type NoneType"),
    ],
)
def test_what_is_no_layer_is_refused_in_a_sentence_that_says_how_to_get_one(
    show: Callable[[Any], object], given: object, named: str
):
    with pytest.raises(TypeError) as refused:
        show(given)
    message = str(refused.value)
    assert message.startswith(f"Expected a Layer or a GeoDataFrame, got {named}; ")
    assert "geo.read(path)" in message


def test_what_the_first_picture_does_not_show_is_packed_and_nothing_of_it_is_lost(document: Document):
    first, whole = document.first(), document.data()
    shown = re.compile("(?:name|place)_[a-z]+")
    others = {name for project in first["projects"] for name in project if not shown.fullmatch(name)}
    assert not others & {"summary_en", "sources", "disputes", "partners", "figures", "value"}
    assert {"id", "geometry", "sector", "status", "precision", "countries"} <= others
    assert first["sources"] == []
    assert whole["sources"]
    for project, feature_of in zip(whole["projects"], shipped_layer().features, strict=True):
        kept = {name for name, value in feature_of["properties"].items() if value not in (None, "", [])}
        assert kept <= project.keys(), project["id"]
    # The editor reads all at once.
    edited = Document(render_page(shipped_layer(), editor={"token": "", "file": "", "drafts": []})).first()
    assert [edited[part] for part in ("projects", "sources")] == [whole[part] for part in ("projects", "sources")]


# --- open to developers -----------------------------------------------------------------------------------------------


def test_a_user_can_add_what_folium_has_and_save_it(tmp_path: Path):
    made = project_map(shipped_layer())
    assert isinstance(made, folium.Map)
    folium.Marker([41.3, 69.2], popup=folium.Popup("Tashkent"), tooltip="capital").add_to(made)
    folium.CircleMarker([51.1, 71.4], radius=9).add_to(made)
    folium.TileLayer("https://tiles.example.org/{z}/{x}/{y}.png", attr="someone").add_to(made)
    made.save(tmp_path / "map.html")
    text = (tmp_path / "map.html").read_text(encoding="utf-8")
    document = Document(text)
    assert document.data()["projects"] == Document(shipped_page()).data()["projects"]
    scripts = policy(document)["script-src"]
    assert {digest(script) for script in document.scripts()} <= set(scripts)
    assert {node.attributes["src"] for node in document.all("script") if "src" in node.attributes} <= set(scripts)
    assert not {"'unsafe-inline'", "'unsafe-eval'"} & set(scripts)
    assert "tiles.example.org" in document.scripts()[-1]


def test_a_map_can_be_rendered_twice():
    made = project_map(shipped_layer())
    assert made.get_root().render() == made.get_root().render() == shipped_page()


def test_two_maps_do_not_share_what_is_added():
    first, second = project_map(shipped_layer()), project_map(shipped_layer())
    folium.CircleMarker([51.1, 71.4]).add_to(first)
    assert first.get_root().render() != shipped_page()
    assert second.get_root().render() == shipped_page()


def test_a_notebook_gets_the_whole_page_in_a_frame():
    [frame] = Document(project_map(shipped_layer())._repr_html_()).all("iframe")
    assert Document(frame.attributes["srcdoc"]).data() == Document(shipped_page()).data()


# --- other layers -----------------------------------------------------------------------------------------------------


def data_of(*features: dict[str, Any], **members: Any) -> Any:
    return Document(render_page(layer(*features, **members))).data()


def test_a_layer_of_one_project_keeps_every_field():
    data = data_of(feature())
    [shown] = data["projects"]
    sources = [data["sources"][number] | {"supports": supports} for number, supports in shown["sources"]]
    assert feature()["properties"].items() <= (shown | {"sources": sources}).items()
    assert shown["geometry"] == KOSTANAY


def test_a_layer_without_projects_is_a_page_too():
    assert data_of()["projects"] == []


def test_a_layer_of_which_nothing_is_placed_is_a_page_too():
    shown = data_of(feature(None, precision="unlocated"))["projects"]
    assert [project["geometry"] for project in shown] == [None]


def test_lines_travel_as_they_are_published():
    """The page itself fills in a great circle: what is saved from it is the layer's own geometry."""
    ends = [[-0.45, 51.47], [69.2812, 41.2579]]
    [flight] = data_of(feature(line(*ends), route="great_circle"))["projects"]
    assert flight["geometry"] == line(*ends)


def test_the_layers_own_countries_are_set_off_from_their_neighbours():
    countries = {
        each["code"]: each
        for each in data_of(feature(), feature(point(69.3, 41.3), id="b", countries=["UZ"]))["basemap"]["countries"]
    }
    assert {code for code, each in countries.items() if each.get("rings")} == {"KZ", "UZ"}
    only = data_of(feature(countries=["UZ"]))["basemap"]["countries"]
    assert {each["code"] for each in only if each.get("rings")} == {"UZ"}


def test_a_layer_of_other_countries_is_a_page_too():
    shown = data_of(
        feature(point(2.35, 48.85), id="paris", countries=["FR", "DE"], regions=["FR-75C"]),
        feature(point(13.4, 52.5), id="berlin", countries=["DE"], regions=["DE-BE"]),
        title_en="France and Germany",
    )
    assert [project["id"] for project in shown["projects"]] == ["paris", "berlin"]
    west, south, east, north = shown["basemap"]["bounds"]
    for project in shown["projects"]:
        longitude, latitude = project["geometry"]["coordinates"]
        assert west <= longitude <= east, "the base map has no land where the project lies"
        assert south <= latitude <= north, "the base map has no land where the project lies"


def test_fields_that_the_schema_does_not_know_are_kept_for_the_card():
    [shown] = data_of(feature(gauge="1520 mm", nested={"a": [1, None]}, status_note_xx=3))["projects"]
    assert shown["extra"] == {"gauge": "1520 mm", "nested": {"a": [1, None]}, "status_note_xx": 3}


@pytest.mark.parametrize(
    "broken",
    [
        {"type": "Point", "coordinates": []},
        {"type": "Point", "coordinates": ["63", "53"]},
        {"type": "Point", "coordinates": [630, 53]},
        {"type": "LineString", "coordinates": [[63, 53]]},
        {"type": "Polygon", "coordinates": [63, 53]},
        {"type": "GeometryCollection", "geometries": []},
        {"type": "Circle", "coordinates": [63, 53]},
        {},
    ],
)
def test_a_geometry_that_cannot_be_drawn_leaves_the_project_unplaced(broken: dict[str, Any]):
    assert [project["geometry"] for project in data_of(feature(broken))["projects"]] == [None]


@pytest.mark.parametrize("shape", [area(RING), {"type": "MultiPolygon", "coordinates": [[RING]]}])
def test_an_area_keeps_its_rings(shape: dict[str, Any]):
    assert [project["geometry"] for project in data_of(feature(shape))["projects"]] == [shape]


def test_a_page_tells_search_engines_what_the_layer_says_of_itself_and_no_more():
    [node] = Document(shipped_page()).all("script", type="application/ld+json")
    said = json.loads(node.text)
    members = shipped_layer().members
    assert said["@type"] == "Dataset"
    assert said["name"] == members["title_en"]
    assert {*said["alternateName"], said["name"]} == {members[f"title_{tag}"] for tag in said["inLanguage"]}
    assert (said["dateModified"], said["publisher"]["name"]) == (members["as_of"], members["publisher"])
    assert said["license"] == "https://creativecommons.org/licenses/by/4.0/"
    west, south, east, north = shipped_layer().bounds or (0, 0, 0, 0)
    assert said["spatialCoverage"][-1]["geo"]["box"] == f"{south} {west} {north} {east}"
    assert "distribution" not in said
    assert len(node.text.encode()) < 2000


def test_no_text_of_a_layer_breaks_out_of_what_search_engines_read():
    title = "</script><script>alert(1)</script> & <b>"
    document = Document(render_page(layer(title_en=title, licence="<i>", publisher="x", contact="a@b.c")))
    [node] = document.all("script", type="application/ld+json")
    said = json.loads(node.text)
    assert (said["name"], said["license"]) == (title, "<i>")
    assert said["publisher"] == {"@type": "Organization", "name": "x", "email": "a@b.c"}
    assert len(document.scripts()) == len(Document(shipped_page()).scripts())
