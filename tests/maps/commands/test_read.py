"""`coopmap read` as a layer's keeper uses it: candidates in columns, suggestions that `coopmap review` takes."""

from __future__ import annotations

import json
from pathlib import Path

import geo
from tests.benchmarks import reading
from tests.command_line import run_here
from tests.conftest import Command

ARTICLE = reading.TEXTS / "article-ru.txt"


def test_an_article_becomes_suggestions_that_review_takes_in(command: Command, tmp_path: Path):
    layer, suggestions = tmp_path / "layer.geojson", tmp_path / "s.json"
    geo.write(geo.Layer((), {"title_ru": "Проекты"}), layer)
    before = layer.read_bytes()
    done = command(
        "read", ARTICLE, "--layer", layer, "-o", suggestions, "--date", "2025-11", "--title", "<b>Статья</b>"
    )
    assert done.returncode == 0, done.stderr
    assert layer.read_bytes() == before, "nothing enters the layer unreviewed"
    lines = done.stdout.splitlines()
    assert lines[0].split()[0] == "sector"
    assert sum("Chevrolet" in line for line in lines) >= 2, "its title, and its sentence"
    content = json.loads(suggestions.read_text(encoding="utf-8"))
    quotes = {feature["id"]: feature["suggestion"]["quote"] for feature in content["features"]}
    text = " ".join(ARTICLE.read_text(encoding="utf-8").split())
    assert all(part in text for quote in quotes.values() for part in quote.split(" […] "))
    titles = {source["title"] for feature in content["features"] for source in feature["properties"]["sources"]}
    assert titles == {"< b>Статья< /b>"}
    ids = [option for name in quotes for option in ("--yes", name)]
    reviewed = command("review", suggestions, "--layer", layer, *ids)
    assert reviewed.returncode == 0, reviewed.stdout[-2000:]
    assert f"{len(quotes)} suggestions: {len(quotes)} taken in." in reviewed.stdout
    assert all(f"“{quote}”" in reviewed.stdout for quote in quotes.values())
    assert len(geo.read(layer).features) == len(quotes)


def test_the_shipped_layer_has_what_the_article_names_and_only_its_new_source_is_suggested(tmp_path: Path):
    shipped, suggestions = geo.data_path("projects.geojson"), tmp_path / "s.json"
    done = run_here("read", ARTICLE, "--layer", shipped, "-o", suggestions)
    assert done.returncode == 0, done.stderr
    content = json.loads(suggestions.read_text(encoding="utf-8"))
    assert all(feature["suggestion"]["kind"] == "correction" for feature in content["features"])
    reviewed = run_here("review", suggestions, "--layer", shipped, "--dry-run")
    assert reviewed.returncode == 0, reviewed.stdout[-2000:]
    assert " wrong" not in reviewed.stdout.splitlines()[-1]


def test_a_document_without_projects_says_so(tmp_path: Path):
    (tmp_path / "a.md").write_text("# Hello\n\nNothing is built here.\n")
    done = run_here("read", tmp_path / "a.md", "--layer", geo.data_path("projects.geojson"), "-o", tmp_path / "s.json")
    assert done.returncode == 1
    assert "0 candidates" in done.stderr
    assert not (tmp_path / "s.json").exists()
