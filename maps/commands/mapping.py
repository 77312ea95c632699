"""`mapping.json` beside a layer: what a person's own words for a status or sector mean, asked once and kept."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from geo.errors import plain, show
from geo.io import beside
from geo.messages import Message
from geo.model.schema import find
from maps.commands import asking
from maps.commands.printing import echo

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.io.table_address import LayerPlace
    from geo.model.codebook import Codebook

NAME = "mapping.json"

Words = dict[str, dict[str, str]]


def read(layer: LayerPlace) -> Words:
    """Field to the code of each word. Raises ReadError for a file that is no JSON."""
    value = beside.read_json(layer.with_name(NAME))
    records = value.items() if isinstance(value, dict) else ()
    return {
        field: {str(word): str(code) for word, code in words.items()}
        for field, words in records
        if isinstance(words, dict)
    }


def write(layer: LayerPlace, words: Words) -> None:
    """Add words to those that are kept. Raises WriteError."""
    known = read(layer)
    for field, codes in words.items():
        known.setdefault(field, {}).update(codes)
    text = json.dumps(known, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    beside.write_text(layer.with_name(NAME), text)


def ask(unknown: Mapping[str, Mapping[str, int]], codebook: Codebook) -> Words:
    """The codes that a person at a terminal gives to words that nobody knows; those left open are asked again."""
    answers: Words = {}
    for field, words in unknown.items():
        known = find(field, codebook.fields)
        choices = dict(known.choices or {}) if known else {}
        echo(f"{field}: " + ", ".join(f"{number} {code}" for number, code in enumerate(choices, 1)))
        for word, times in sorted(words.items(), key=lambda item: -item[1]):
            answer = asking.ask(
                Message(
                    "What is {word} ({times}×)? A number or code; Enter keeps it as a field of your own",
                    word=plain(show(word)),
                    times=times,
                )
            )
            if answer and (code := asking.code_meant(answer, choices, {})):
                answers.setdefault(field, {})[word] = code
    return answers
