"""The documentation as a site: each link leads somewhere, no page asks for anything elsewhere, commands are current."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from docs import publish_commands
from tests.repo import ROOT

SITE = "mkdocs.yml"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the site, built strictly: what is wrong with a link or a page that nothing leads to is an error."""
    build = pytest.importorskip("mkdocs.commands.build")
    config = pytest.importorskip("mkdocs.config")
    folder = tmp_path_factory.mktemp("site")
    build.build(config.load_config(str(ROOT / SITE), site_dir=str(folder), strict=True))
    return folder


def test_the_page_of_commands_is_current() -> None:
    """To fix: python -m docs.publish_commands"""
    assert publish_commands.page() == publish_commands.PAGE.read_text(encoding="utf-8")


def test_what_llms_txt_names_is_there() -> None:
    links = re.findall(r"^- \[[^]]+\]\(([^)]+)\)", (ROOT / "llms.txt").read_text(encoding="utf-8"), re.MULTILINE)
    assert len(links) > 10
    assert [link for link in links if not (ROOT / link).is_file()] == []


@pytest.mark.slow
def test_the_site_is_whole_and_asks_for_nothing_elsewhere(site: Path) -> None:
    pages = {path.relative_to(site).as_posix(): path.read_text(encoding="utf-8") for path in site.rglob("*.html")}
    assert {"index.html", "analyst.html", "analyst.ru.html", "commands.html", "fields.html"} <= pages.keys()
    for name, text in pages.items():
        asked = re.findall(r"<(?:script|img|iframe)[^>]*\bsrc=\"?(https?:[^\s\">]+)", text)
        asked += re.findall(r"<link[^>]*rel=\"?(?:stylesheet|preload|preconnect)[^>]*href=\"?(https?:[^\s\">]+)", text)
        assert asked == [], name


@pytest.mark.slow
def test_a_link_of_the_repository_leads_to_the_page_of_the_site(site: Path) -> None:
    """In the repository the analyst's page in Russian is README.ru.md, on the site a page beside the others."""
    assert 'href="analyst.ru.html"' in (site / "analyst.html").read_text(encoding="utf-8")
    assert 'href="analyst.html"' in (site / "overview.html").read_text(encoding="utf-8")
