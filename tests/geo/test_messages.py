"""Messages in other languages: catalogues that lack nothing, and text that stays text."""

from __future__ import annotations

import ast
import copy
import io
import json
import pickle
import re
import string
from pathlib import Path

import pytest
from babel.messages.catalog import Message as Entry
from babel.messages.pofile import read_po

from data import rebuild_messages
from geo import messages
from geo.checks.grades import finding
from geo.messages import Joined, Message, Plural, alternatives, as_plain, from_plain, translated
from geo.places.country_name import CountryName

ROOT = Path(__file__).resolve().parents[2]

CATALOGUES = sorted(messages.LOCALES.glob("*/LC_MESSAGES/coopmap.po"))


def _entries(po: bytes) -> list[Entry]:
    return [entry for entry in read_po(io.BytesIO(po)) if entry.id]


def _texts(text: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ("",))


def _places(text: str) -> set[str | None]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("path", CATALOGUES, ids=[path.parents[1].name for path in CATALOGUES])
def test_a_catalogue_is_current_and_lacks_no_message(path: Path):
    po = rebuild_messages.updated(path)
    assert path.read_bytes() == po, "a message, a help text or a field is new or changed: run `make messages`"
    assert path.with_suffix(".mo").read_bytes() == rebuild_messages.compiled(po), "run make messages"
    assert len(_entries(po)) > 250
    gaps = [entry.id for entry in _entries(po) if not all(_texts(entry.string))]
    assert gaps == [], f"after `make messages`, write what these are in {path.parents[1].name} behind msgstr in {path}"


@pytest.mark.parametrize("path", CATALOGUES, ids=[path.parents[1].name for path in CATALOGUES])
def test_a_translation_has_the_places_of_its_message(path: Path):
    for entry in _entries(path.read_bytes()):
        english = _texts(entry.id)
        if "{" in "".join(english) and '["' not in english[0]:
            for text in _texts(entry.string):
                assert _places(text) == _places(english[-1]), entry.id  # English says "once" for one


SENTENCES = {
    *("echo", "say", "tell", "refusal", "ask", "confirm", "counting", "notify", "BadParameter"),
    *("CoopmapError", "ReadError", "WriteError", "BusyError"),
}
"""What takes a sentence for the user."""


def _untranslatable(file: Path) -> list[str]:
    """Sentences of a file that are handed over as bare text, in English for ever."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    handed = [
        (call.lineno, argument)
        for call in calls
        if (call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")) in SENTENCES
        for argument in call.args
    ]
    return [f"{file}:{line}" for line, argument in handed if _is_sentence(argument)]


def _is_sentence(argument: ast.expr) -> bool:
    """Whether an expression is a text with two words at least that are no value."""
    parts = argument.values if isinstance(argument, ast.JoinedStr) else [argument]
    bare = " ".join(part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str))
    return len(re.findall(r"(?:^|\s)[\w'-]{2,}", bare)) > 1 and not bare.startswith("<")


def test_what_is_said_to_the_user_is_a_message():
    files = [path for folder in ("geo", "maps") for path in (ROOT / folder).rglob("*.py")]
    bare = [place for path in files for place in _untranslatable(path)]
    assert bare == [], 'say it as Message("… {x}", x=x), run `make messages`, and write the Russian into the .po'


def test_a_message_is_its_english_text_and_has_others():
    message = Message("{metres:,} m with precision site", metres=12_000)
    assert message == "12,000 m with precision site"
    assert message.in_language("ru") == "12\u00a0000 м при точности site"
    assert [message.in_language(tag) for tag in ("en", "uz", "xx")] == [message] * 3
    assert (translated(message, "ru"), translated("nothing", "ru")) == (message.in_language("ru"), "nothing")


def test_messages_inside_a_message_are_translated_with_it_and_data_never():
    fix = Message("write {position}, which lies in {country}", position="{fix}", country=CountryName("UZ"))
    assert fix == "write {fix}, which lies in Uzbekistan"
    assert fix.in_language("ru") == "укажите {fix}, это Узбекистан"
    assert translated(Message("a region of {countries}", countries=alternatives(["KZ", "UZ", "TJ"])), "ru") == (
        "регион страны KZ или UZ или TJ"
    )
    assert Message("write {value}", value="error").in_language("ru") == "укажите error"


@pytest.mark.parametrize(("count", "text"), [(1, "1 ошибка"), (3, "3 ошибки"), (11, "11 ошибок"), (0, "0 ошибок")])
def test_a_number_has_the_form_of_its_language(count: int, text: str):
    assert Plural("{count} error", "{count} errors", count=count).in_language("ru") == text


@pytest.mark.parametrize(
    "message",
    [
        *(Message("add {keys}", keys="sector"), Plural("{count} error", "{count} errors", count=2), CountryName("UZ")),
        Joined(["a", Message("a number"), "b"], "; "),
    ],
)
def test_a_message_is_copied_and_pickled_with_its_parts(message: Message):
    for other in (copy.deepcopy(message), pickle.loads(pickle.dumps(message))):  # noqa: S301  its own
        assert (type(other), other, other.in_language("ru")) == (type(message), message, message.in_language("ru"))


def test_a_finding_is_said_in_russian_and_its_keys_stay():
    problem = finding("missing", "a\u200bb", "sector", messages.NOTHING, Message("a number"), Message("remove it"))
    assert problem.in_language("ru") == (
        "ошибка a\\u200bb, sector. Сейчас: ничего не указано; должно быть: число; как исправить: уберите его [missing]"
    )
    assert problem.to_dict("ru") == problem.to_dict() | {
        "got": "ничего не указано",
        "expected": "число",
        "fix": "уберите его",
    }
    assert {type(value) for value in problem.to_dict().values()} == {str}


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "C"}, "en"),
        ({"LANG": "ru_RU.UTF-8"}, "ru"),
        ({"LANG": "ru_RU.UTF-8", "LC_ALL": "C.UTF-8"}, "en"),
        ({"LC_MESSAGES": "ru", "LC_ALL": ""}, "ru"),
        ({"LC_ALL": "C", "COOPMAP_LANG": "ru-RU"}, "ru"),
        ({"LANG": "../../ru"}, "en"),
    ],
)
def test_the_environment_names_the_language(environment: dict[str, str], language: str):
    assert messages.system_language(environment) == language


@pytest.mark.parametrize(
    "text",
    [
        "plain {text}",
        Message("{file} {reason}", file="a.csv", reason=Message("is empty.")),
        Joined([Plural("{count:,} row", "{count:,} rows", count=1200), Message("a number")]),
    ],
)
def test_a_message_comes_whole_from_another_process(text: str):
    again = from_plain(json.loads(json.dumps(as_plain(text))))
    assert (type(again), again, translated(again, "ru")) == (type(text), text, translated(text, "ru"))


def test_what_no_catalogue_has_comes_as_its_english_text():
    assert as_plain(Message("of our own making: {x}", x=1)) == "of our own making: 1"


@pytest.mark.parametrize(
    "data",
    [
        ["message", "{x:999999999}", {"x": 1}],
        ["message", "{file.__class__} {reason}", {"file": "a", "reason": "b"}],
        ["message", "{file} {reason}", {"file": "a"}],
        ["message", "{file} {reason}", {"file": {}, "reason": "b"}],
        ["plural", "{count:,} row", "{count:999999999} rows", 2, {}],
        ["plural", "{count:,} row", "{count:,", 2, {}],
        ["joined", [1], ""],
        {"text": "a"},
        None,
    ],
)
def test_a_process_that_reads_a_strangers_file_makes_no_templates(data: object):
    with pytest.raises(ValueError, match="no text"):
        from_plain(data)
