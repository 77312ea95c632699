"""`python -m tests.benchmarks.reading`: precision and recall of `coopmap read` on texts whose projects are known.

The texts retell public ones in our own words; `--text FILE --as article-ru` measures a file of yours by the same list,
such as the article itself, whose text is not ours to keep here. A candidate is right when its own words hold one of the
marks of a project.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

import geo
from geo.layer import empty
from geo.reading import candidates, documents
from geo.reading.candidates import Candidate
from geo.reading.comparing import Comparer
from geo.reading.documents import Document, Paragraph

TEXTS = Path(__file__).parent / "texts"


class Expected(TypedDict):
    """What a text names. projects: the marks of each by its id, in the layer or of our own; layer: shipped or empty."""

    layer: str
    projects: dict[str, list[str]]


@dataclass(frozen=True)
class Outcome:
    """What was read of a text."""

    text: str
    named: frozenset[str]
    """The projects that the text names."""
    placed: frozenset[str]
    """Those of the layer that are placed on its map."""
    retrieved: frozenset[str]
    """Those that a candidate is right about."""
    candidates: int
    right: int
    """Candidates that are right about one."""
    joined: int
    """Candidates that were set beside a project of the layer."""
    well_joined: int
    """Those set beside the one that they are right about."""

    @property
    def recall(self) -> float:
        """Share of the named projects that were found."""
        return len(self.retrieved) / len(self.named)

    @property
    def placed_recall(self) -> float:
        """The same of those that the layer has on its map."""
        return len(self.retrieved & self.placed) / len(self.placed) if self.placed else self.recall

    @property
    def precision(self) -> float:
        """Share of the candidates that are projects."""
        return self.right / self.candidates if self.candidates else 1.0


def expected() -> dict[str, Expected]:
    """What each text names, by its name."""
    data: dict[str, Expected] = json.loads((TEXTS / "expected.json").read_text(encoding="utf-8"))
    return data


def outcome(name: str, path: Path | None = None, *, weak: bool = False) -> Outcome:
    """Reads a text as `coopmap read` does. path: another file that names the same projects."""
    entry = expected()[name]
    layer = geo.read(geo.data_path("projects.geojson")) if entry["layer"] == "shipped" else empty("none")
    placed = {project.id for project in layer.projects if project.geometry}
    document = documents.read(path or TEXTS / f"{name}.txt")
    chosen = [each for each in candidates.candidates(document) if each.strong or weak]
    meant = [_meant(each, entry["projects"]) for each in chosen]
    comparer = Comparer(layer)
    beside = [comparer.compare(each).project for each in chosen]
    return Outcome(
        name,
        frozenset(entry["projects"]),
        frozenset(entry["projects"].keys() & placed),
        frozenset().union(*meant),
        len(chosen),
        sum(map(bool, meant)),
        sum(project is not None for project in beside),
        sum(project is not None and project.id in own for project, own in zip(beside, meant, strict=True)),
    )


def read_back(language: str) -> tuple[int, int, int]:
    """(projects of the shipped layer that are found when their summaries in a language are read, candidates that are
    set beside another project, projects)."""
    layer = geo.read(geo.data_path("projects.geojson"))
    comparer = Comparer(layer)
    retrieved, mistaken = set(), 0
    for project in layer.projects:
        paragraphs = (Paragraph(project.text("summary", language)),)
        for candidate in candidates.candidates(Document("summary", "summary", paragraphs)):
            same = comparer.compare(candidate).project if candidate.strong else None
            if same is not None and same.id == project.id:
                retrieved.add(project.id)
            mistaken += same is not None and same.id != project.id
    return len(retrieved), mistaken, len(layer.projects)


def _meant(candidate: Candidate, projects: dict[str, list[str]]) -> frozenset[str]:
    words = " ".join(mention.words for mention in candidate.mentions).casefold()
    return frozenset(name for name, marks in projects.items() if any(mark.casefold() in words for mark in marks))


def main() -> None:
    """Prints a table."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.reading", description=__doc__)
    parser.add_argument("--text", type=Path, metavar="FILE", help="a document in place of the one kept here")
    parser.add_argument("--as", dest="name", default="article-ru", choices=list(expected()), help="what it names")
    parser.add_argument("--all", action="store_true", help="weak candidates too")
    given = parser.parse_args()
    outcomes = (
        [outcome(given.name, given.text, weak=given.all)]
        if given.text
        else [outcome(name, weak=given.all) for name in expected()]
    )
    print("| text | named | found | recall | of those placed | candidates | right | precision | beside the right one |")
    print("| - | - | - | - | - | - | - | - | - |")
    for each in outcomes:
        print(
            f"| {each.text} | {len(each.named)} | {len(each.retrieved)} | {each.recall:.0%} | {each.placed_recall:.0%} "
            f"| {each.candidates} | {each.right} | {each.precision:.0%} | {each.well_joined} of {each.joined} |"
        )
    if not given.text:
        for language in ("en", "ru", "uz", "kk"):
            retrieved, mistaken, every = read_back(language)
            print(f"\nThe layer's summaries in {language}: {retrieved} of {every} found, {mistaken} taken for another.")


if __name__ == "__main__":
    main()
