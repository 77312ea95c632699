"""SECURITY.md says what was tried: each line names a test that exists, with the number that this test has."""

from __future__ import annotations

import ast
import re
from functools import cache

import pytest

from tests import hostile
from tests.geo import bad_layers, bad_tables
from tests.repo import ROOT, files

LINES = re.findall(
    r"^\| (.+?) \| (\d+) \| (.+?) \| `(test_\w+)` \|$",
    (ROOT / "SECURITY.md").read_text(encoding="utf-8"),
    re.MULTILINE,
)


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
    if int(times) > 10:
        counted = {
            "305": len(bad_layers.entries()),
            "326": len(bad_tables.entries()),
            "146": len(hostile.STRINGS),
        }
        assert int(times) == counted[times] if times in counted else re.search(rf"\b{times}\b", sources()[test])
