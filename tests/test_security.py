"""SECURITY.md says what was tried: each line names a test that exists, with the number that this test has."""

from __future__ import annotations

import ast
import re
from functools import cache

import pytest

from tests import hostile
from tests.geo import test_sandboxed_bombs, test_strangers
from tests.geo.checks import bad_layers
from tests.geo.tables import bad_tables
from tests.maps import test_photos, test_templates
from tests.repo import ROOT, files

LINES = re.findall(
    r"^\| (.+?) \| (\d+) \| (.+?) \| `(test_\w+)` \|$",
    (ROOT / "SECURITY.md").read_text(encoding="utf-8"),
    re.MULTILINE,
)

LISTS = {
    "test_a_fault_is_said_in_its_words": len(bad_layers.entries()),
    "test_a_fault_of_a_table_is_said_in_its_words": len(bad_tables.entries()),
    "test_in_the_page_every_text_is_shown_letter_for_letter_and_nothing_runs": len(hostile.STRINGS),
    "test_every_text_goes_out_and_what_is_only_text_comes_back_the_same": len(hostile.STRINGS),
    "test_the_editor_shows_every_text_letter_for_letter_or_refuses_it_plainly": len(hostile.STRINGS),
    "test_the_editors_form_holds_every_text_letter_for_letter": len(hostile.STRINGS),
    "test_no_server_is_asked": len(test_strangers.ATTACKS),
    "test_no_other_file_is_shown": len(test_strangers.ATTACKS),
    "test_a_bomb_goes_over_a_bound_and_is_a_sentence": 2 * len(test_sandboxed_bombs.BOMBS),
    "test_what_runs_links_or_tells_of_its_author_is_left_out_and_said": len(test_templates.EVIL),
    "test_a_template_that_cannot_be_used_is_refused_with_what_is_missing": len(test_templates.WRONG),
    "test_a_file_that_is_no_sound_picture_costs_a_sentence": len(test_photos.BAD),
}
"""How many entries the lists have from which these tests are made."""


@cache
def sources() -> dict[str, str]:
    """The source of every test by its name, with what decorates it."""
    found = {}
    for path in files("tests"):
        if path.suffix == ".py":
            text = path.read_text(encoding="utf-8")
            for node in ast.parse(text).body:
                if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                    begin = min([node.lineno, *(one.lineno for one in node.decorator_list)])
                    found[node.name] = "\n".join(text.splitlines()[begin - 1 : node.end_lineno])
    return found


def test_the_summary_has_its_lines():
    table = (ROOT / "SECURITY.md").read_text(encoding="utf-8").partition("| what |")[2]
    assert len(LINES) == len(re.findall(r"^\| ", table, re.MULTILINE)) > 10


@pytest.mark.parametrize(("what", "times", "lost", "test"), LINES, ids=[line[3] for line in LINES])
def test_what_was_tried_is_a_test_with_that_number(what: str, times: str, lost: str, test: str):
    assert test in sources(), what
    assert ": 0" in lost or lost.startswith("(")
    if test in LISTS:
        assert int(times) == LISTS[test]
    elif int(times) > 10:
        assert re.search(rf"\b{times}\b", sources()[test])
