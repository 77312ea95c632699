"""Questions in a terminal: choices by number, code, beginning or word of any language; Tab completes."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

import typer

from geo.messages import Joined, Message, spoken
from geo.model.languages import USUAL
from maps.commands import outcome
from maps.commands.printing import echo

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

Answer = TypeVar("Answer")
"""What an answer in words stands for."""


def at_terminal() -> bool:
    """Whether somebody is there to be asked."""
    return not outcome.wanted() and sys.stdin.isatty() and sys.stdout.isatty()


def tell(text: str) -> None:
    """A line below a question, a Message in the system's language."""
    echo(Joined(["  ", text], ""))


def ask(label: str, default: str = "", completions: Sequence[str] = ()) -> str:
    """The answer without surrounding space; Enter alone gives the default. Raises typer.Abort at its end (Ctrl-D)."""
    with _completing(completions):
        return str(typer.prompt(spoken(label), default=default, show_default=bool(default))).strip()


def confirm(label: str, *, default: bool = False) -> bool:
    """Whether the answer is yes, in any language that coopmap speaks; Enter alone gives the default."""
    marks = Message("[Y/n]") if default else Message("[y/N]")
    while True:
        answer = yes_or_no(ask(Joined([label, marks], " ")), default=default)
        if answer is not None:
            return answer
        tell(Message("Write yes or no (y, n; да, нет; ha, yoʻq; иә, жоқ)."))


def yes_or_no(answer: str, *, default: bool) -> bool | None:
    """What an answer means: "да" and "ha" are yes, "нет" and "жоқ" are no, nothing is the default, else None."""
    from geo.places.text_folding import key
    from geo.tables import header_names

    if not answer:
        return default
    meant: set[bool] = set()
    for language in USUAL:
        words = header_names.load(language)["answers"]
        meant |= {said == "yes" for said in ("yes", "no") if key(answer) in map(key, words[said])}
    return meant.pop() if len(meant) == 1 else None


def choose(label: str, options: Sequence[str]) -> int | None:
    """The place of one of the listed options, None when none of them is right."""
    for number, option in enumerate(options, 1):
        echo(Joined([f"  {number}  ", option], ""))
    while True:
        answer = ask(Message("{question} (a number; Enter for none)", question=label))
        if not answer:
            return None
        if answer.isdecimal() and 1 <= int(answer) <= len(options):
            return int(answer) - 1
        tell(Message("Write a number from 1 to {number}, or press Enter.", number=len(options)))


def code_meant(answer: str, choices: Mapping[str, str], names: Mapping[str, Sequence[str]]) -> str | None:
    """The code that an answer means: by number in the list, as it stands, by its only beginning, by a word for it.

    names: words for a code in several languages.
    """
    from geo.places.text_folding import key

    codes = list(choices)
    if answer.isdecimal() and 1 <= int(answer) <= len(codes):
        return codes[int(answer) - 1]
    wanted = key(answer)
    spelt = {code: [key(code), *map(key, names.get(code, ()))] for code in codes}
    for fits in (lambda word: word == wanted, lambda word: word.startswith(wanted)):
        matches = [code for code in codes if wanted and any(map(fits, spelt[code]))]
        if len(matches) == 1:
            return matches[0]
    return None


def until_right(question: Callable[[], Answer], wrong: Callable[[Answer], str | None]) -> Answer:
    """The first answer with which nothing is wrong; what is wrong with the others is said."""
    while True:
        answer = question()
        said = wrong(answer)
        if said is None:
            return answer
        tell(said)


@contextmanager
def _completing(words: Sequence[str]) -> Iterator[None]:
    """Tab completes one of the words, where the system has readline."""
    try:
        import readline
    except ImportError:  # Windows
        yield
        return

    def complete(begin: str, number: int) -> str | None:
        matches = [word for word in words if word.startswith(begin)]
        return matches[number] if number < len(matches) else None

    before = readline.get_completer()
    readline.set_completer(complete)
    readline.set_completer_delims(" ")
    readline.parse_and_bind("bind ^I rl_complete" if "libedit" in (readline.__doc__ or "") else "tab: complete")
    try:
        yield
    finally:
        readline.set_completer(before)
