"""The corpus of bad files: `bad_layers.json` names each fault, the change that makes it, and exactly what is said.

An entry changes the one sound project of `samples.py`:

    put      {path: value} of the project's fields, "" for the whole; "/geometry" and other paths after a slash are of
             the Feature, after two of the whole layer
    drop     [path] of what is left out
    more     features that follow the first, each {"put": ..., "drop": ...} on the same sound project
    text     [old, new]: the file's text with the first `old` replaced; `latin` says that new is bytes, a letter each
    cut      how many characters of the file are kept
    whole    the file's whole text (`latin` as above); "times" repeats it
    beside   {"indicators.json": ...}: companions, their JSON or their text

and `said` is every line that is said of it, FILE in place of the file's name, FOLDER of its folder's,
SECTORS and the like of lists of codes.
"""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from typing import Any

import geo
from geo.messages import Message
from tests.geo.samples import TODAY, collection, corpus, feature

CORPUS = Path(__file__).with_name("bad_layers.json")


def entries() -> list[dict[str, Any]]:
    """The corpus, in order."""
    return corpus(CORPUS)


def stored(folder: Path, entry: dict[str, Any]) -> Path:
    """The bad layer of an entry as a real file, its companions beside it."""
    path = folder / "layer.geojson"
    path.write_bytes(_bytes(entry))
    for name, value in entry.get("beside", {}).items():
        (folder / name).write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
    return path


def _bytes(entry: dict[str, Any]) -> bytes:
    encoding = "latin-1" if entry.get("latin") else "utf-8"
    if "whole" in entry:
        return str(entry["whole"]).encode(encoding) * int(entry.get("times", 1))
    text = json.dumps(_layer(entry), indent=1).encode()
    if "text" in entry:
        old, new = (str(part).encode(encoding) for part in entry["text"])
        assert old in text, f"{entry['fault']}: the layer holds no {old!r}"
        text = text.replace(old, new, 1)
    cut: int | None = entry.get("cut")
    return text[:cut]


def _layer(entry: dict[str, Any]) -> dict[str, Any]:
    layer = collection(*(copy.deepcopy(feature()) for _ in (entry, *entry.get("more", ()))))
    for number, change in enumerate((entry, *entry.get("more", ()))):
        for path, value in change.get("put", {}).items():
            _put(layer, number, path, value)
        for path in change.get("drop", ()):
            owner, key = _owner(layer, number, path)
            del owner[key]
    return layer


def _put(layer: dict[str, Any], number: int, path: str, value: Any) -> None:
    owner, key = _owner(layer, number, path)
    if isinstance(owner, list) and key == len(owner):
        owner.append(value)
    else:
        owner[key] = value
    if path == "id":  # the Feature bears the project's id, unless that itself is the fault
        layer["features"][number]["id"] = value


def _owner(layer: dict[str, Any], number: int, path: str) -> tuple[Any, Any]:
    """What holds the value of a path, and under which key or position."""
    steps: list[Any] = [int(a) if a else b for a, b in re.findall(r"\[(\d+)\]|([^\[\].]+)", path.lstrip("/"))]
    owner: Any = layer if path.startswith("//") else layer["features"]
    if not path.startswith("//"):
        steps = [number, *([] if path.startswith("/") else ["properties"]), *steps]
    for step in steps[:-1]:
        owner = owner[step]
    return owner, steps[-1]


def said(path: Path) -> list[str]:
    """Every line that is said of a layer and of what lies beside it, the file and its folder by stand-ins."""
    try:
        layer = geo.read(path)
        indicators = geo.read_indicators(path.with_name("indicators.json"))
        lines = [
            *geo.check(layer, TODAY),
            *geo.check_indicators(indicators),
            *geo.check_milestones(geo.read_milestones(path.with_name("milestones.json"))),
            *geo.check_story(geo.read_story(path.with_name("story.json")), layer, indicators),
        ]
    except geo.ReadError as error:
        return [str(error).replace(str(path), "FILE").replace(str(path.parent), "FOLDER")]
    for problem in lines:
        assert isinstance(problem.fix, Message), problem
        assert isinstance(problem.expected, Message) or problem.rule == "no-base-map", problem
    return [str(problem) for problem in lines]
