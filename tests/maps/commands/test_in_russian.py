"""Commands in Russian: help, refusals and what they print, with no English sentence left."""

from __future__ import annotations

import io
import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from geo import messages
from maps import cli
from tests.command_line import run_here
from tests.conftest import Command
from tests.maps.commands.test_cli import SPOILT, save

RUSSIAN = {"COOPMAP_LANG": "ru", "COLUMNS": "160"}

COMMANDS = list(cli.COMMANDS)


@cache
def english() -> frozenset[str]:
    """Pieces of three words and more of what the catalogue has in English, and differently in Russian."""
    entries = list(read_po(io.BytesIO((messages.LOCALES / "ru/LC_MESSAGES/coopmap.po").read_bytes())))
    pairs = [
        (english, "".join([entry.string] if isinstance(entry.string, str) else entry.string or ()))
        for entry in entries
        for english in ([entry.id] if isinstance(entry.id, str) else entry.id)
    ]
    pieces = (
        (" ".join(piece.split()), russian) for english, russian in pairs for piece in re.split(r"\{[^}]*\}", english)
    )
    return frozenset(piece for piece, russian in pieces if len(piece.split()) > 2 and piece not in russian)


def spoken(text: str) -> str:
    """What a command printed, on one line without frames. Fails for an English sentence in it."""
    line = " ".join(re.sub(r"[─-╿]", " ", text).split())
    assert [piece for piece in english() if piece in line] == []
    return line


def test_help_is_russian_for_every_command():
    assert "Перечислить документы" in spoken(run_here("--lang", "ru", "--help").stdout)
    for command in COMMANDS:
        line = spoken(run_here(command, "--help", env=RUSSIAN).stdout)
        assert f"{command} [ПАРАМЕТРЫ]" in line
        assert line.startswith("Использование: ")
        assert "Показать эту справку и выйти." in line
    line = spoken(run_here("add", "--help", env=RUSSIAN).stdout)
    assert "Откуда известно" in line
    assert "Одно из: announced, planned" in line


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--lang", "ru", "frob"], "Нет команды 'frob'."),
        (["--lang", "ru", "check", "--hlp"], "Нет параметра --hlp (похожие: --help)"),
        (["--lang", "ru", "undo", "--steps", "x"], "Недопустимое значение '--steps': 'x' — не целое число."),
        (["--lang", "ru", "undo", "--steps"], "Параметру '--steps' нужно значение."),
        (["--lang", "ru", "find"], "Не указан аргумент 'PLACE'."),
        (["--lang", "ru", "check", "a", "b"], "Лишние аргументы (b)"),
        (
            ["--lang", "ru", "build", "--lang", "xx"],
            "слоя нет на языке «xx»; выберите один из его языков: en, ru, uz, kk.",
        ),
        (["--lang", "ru", "check", "none.geojson"], "none.geojson: не удаётся прочитать: такого файла нет."),
    ],
)
def test_a_wrong_command_line_is_refused_in_russian(arguments: list[str], sentence: str):
    done = run_here(*arguments)
    assert done.returncode in (1, 2)
    assert sentence in spoken(done.stderr)


def test_what_commands_print_is_russian(command: Command, tmp_path: Path):
    """The commands that take no second; their data is in no language."""
    save(tmp_path / "data/projects.geojson", SPOILT)
    (tmp_path / "t.csv").write_text(
        "name,status,lat,lon,cost\nA,operating,41.3,69.2,5\nB,flying,99,200,x\nTotal,,,,5\n", encoding="utf-8"
    )
    (tmp_path / "b.geojson").write_text("{", encoding="utf-8")

    def said(*arguments: str) -> str:
        done = command(*arguments, cwd=tmp_path, env=RUSSIAN)
        return spoken(done.stdout + done.stderr)

    assert "как исправить:" in said("check")
    assert "data/projects.geojson: пересмотреть до 20" in said("due")
    assert "1 документ, без адреса 0, без архивной копии 1" in said("sources")
    assert "жителей" in said("find", "Ташкент")
    assert "Одно из двух:" in said("find", "41.3,69.2")
    assert "В справочнике нет места под названием “Nowhereville”." in said("find", "Nowhereville")
    imported = said("import", "t.csv", "new.geojson")
    assert "t.csv → new.geojson: новых 2" in imported
    assert "пропущено: строка 4: “Total”, сумма остальных." in imported
    assert "можно отменить" in said("undo", "--list")
    assert "отменять нечего" in said("undo")
    assert "Различий нет." in said("diff", "data/projects.geojson")
    assert "таблица для заполнения" in said("export", "template.xlsx")
    assert "это не JSON: ожидалось имя поля в двойных кавычках" in said("check", "b.geojson")
    assert "не оканчивается ни на одно из: .png" in said("picture", "a.gif")
    assert "ничего не записано" in said("picture", "a.png")
