"""`coopmap read`: candidates of projects in a document, each with its sentence, as suggestions for `coopmap review`."""

from __future__ import annotations

import shutil
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import geo
from geo.errors import plain
from geo.messages import Message, Plural, spoken
from maps.commands import common, outcome
from maps.commands.answers import today
from maps.commands.common import Memory, Place, Seconds, layer_path, named
from maps.commands.output import STANDARD, Output
from maps.commands.printing import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo import Layer
    from geo.io.table_address import LayerPlace
    from geo.reading.candidates import Candidate
    from geo.reading.comparing import Comparison
    from geo.reading.documents import Document
    from geo.reading.drafts import SuggestionFile
    from geo.sandbox.process import Bounds

    Compared = tuple[Candidate, Comparison]

WIDEST = 32
"""Letters of the widest column."""


def read(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="Text, Markdown, HTML, DOCX, PPTX or PDF.", show_default=False),
    ],
    layer: Annotated[
        Place | None,
        typer.Option(
            metavar="LAYER",
            parser=common.path,
            help="The layer to compare with. Without it: data/projects.geojson here.",
            show_default=False,
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="Write the suggestions, for coopmap review: .json.", show_default=False),
    ] = None,
    weak: Annotated[bool, typer.Option("--all", help="Candidates of which little is said, too.")] = False,
    title: Annotated[
        str | None, typer.Option(help="The document's title, as a source has it.", show_default="its own")
    ] = None,
    url: Annotated[str, typer.Option(help="Its address.", show_default=False)] = "",
    date: Annotated[
        str, typer.Option(metavar="DATE", help="When it was published, such as 2025-11-14.", show_default=False)
    ] = "",
    publisher: Annotated[str, typer.Option(help="Who published it.", show_default=False)] = "",
    world: Annotated[bool, typer.Option("--world", help="Look for the world's towns as well.")] = False,
    memory: Memory = None,
    time: Seconds = None,
) -> None:
    """Find candidates of projects in a document, without a network, and compare them with the layer.

    Nothing enters the layer: -o writes suggestions, which coopmap review shows one by one. Exit code 1 when there are
    none.
    """
    from geo.reading import drafts
    from geo.sandbox import process

    path = layer_path(layer)
    target = _target(output, file, path)
    current = geo.read(path)
    document, compared = gathered(file, current, weak=weak, world=world, allowed=process.bounds(memory, time))
    source = drafts.Source(title or document.title, _language(compared), url, date, publisher)
    suggested = drafts.document(compared, current, source, today())
    outcome.give([record(*pair) for pair in compared])
    tell(compared)
    if document.shortened:
        say(Message("{file}: is very long; only its first part was read.", file=named(file)))
    say(_summary(file, compared))
    if target is not None:
        _write(target, suggested)
    elif compared:
        say(Message("Nothing was written; -o suggestions.json writes them for coopmap review."))
    if not compared:
        raise typer.Exit(1)


def _write(target: Output, suggested: SuggestionFile) -> None:
    number = len(suggested["features"])
    if not number:
        say(Message("{file}: not written, for the layer has all of it from this document.", file=target.name))
        return
    target.write(geo_json(suggested))
    say(
        Message(
            "{file}: {suggestions}; coopmap review {file} shows them one by one.",
            file=target.name,
            suggestions=Plural("{count} suggestion", "{count} suggestions", count=number),
        )
    )


def gathered(
    file: Path, layer: Layer, *, weak: bool = False, world: bool = False, allowed: Bounds | None = None
) -> tuple[Document, list[Compared]]:
    """(the document, its candidates beside the layer, the strongest first)."""
    from geo.reading import candidates, documents
    from geo.reading.comparing import Comparer

    document = documents.read(file, allowed=allowed)
    labels = {code: list(layer.codebook.names("sector", code).values()) for code in layer.codebook.sectors}
    chosen = [each for each in candidates.candidates(document, labels, world=world) if each.strong or weak]
    return document, Comparer(layer).all(chosen)


def geo_json(value: object) -> bytes:
    """A suggestion file's bytes."""
    from geo.io import canonical_json

    return canonical_json.dumps(value).encode("utf-8", "surrogatepass")


def record(candidate: Candidate, comparison: Comparison) -> dict[str, object]:
    """A candidate for programs."""
    return {
        "title": candidate.title,
        "language": candidate.language,
        "strength": candidate.strength,
        "sector": candidate.sector or None,
        "status": candidate.status or None,
        "places": [[place.source for place in places] for places in candidate.places],
        "countries": candidate.countries,
        "sums": [{"amount": total.amount, "currency": total.currency} for total in candidate.sums],
        "years": [{"year": year.year, "kind": year.kind or None} for year in candidate.years],
        "names": [name.text for name in candidate.names],
        "project": comparison.project.id if comparison.project else None,
        "doubtful": list(comparison.doubtful),
        "differences": [difference._asdict() for difference in comparison.differences],
        "adds": list(comparison.adds),
        "sentences": [
            {"text": each.text, "page": each.page, "language": each.language} for each in candidate.sentences
        ],
    }


def _target(output: Path | None, file: Path, layer: LayerPlace) -> Output | None:
    if output is not None and str(output) == STANDARD:
        raise typer.BadParameter(
            spoken(Message("the candidates go to standard output; name a file.")), param_hint="--output"
        )
    return None if output is None else Output(output, output.suffix.lower(), (file, layer))


def _language(compared: Sequence[Compared]) -> str:
    """The language of most candidates."""
    every = [candidate.language for candidate, _ in compared]
    return max(every, key=every.count, default="en")


# For people


def tell(compared: Sequence[Compared]) -> None:
    """The candidates in columns, each with its words and its sentences below."""
    from geo.reading import drafts

    rows = [_cells(*pair) for pair in compared]
    header = tuple(map(spoken, (Message("sector"), Message("where"), Message("status"), Message("in the layer"))))
    widths = [min(WIDEST, max(map(len, column))) for column in zip(header, *rows, strict=True)]
    if rows:
        typer.echo(f"     {_line(header, widths)}")
    width = max(60, shutil.get_terminal_size((100, 24)).columns)
    for number, (row, (candidate, comparison)) in enumerate(zip(rows, compared, strict=True), 1):
        typer.echo(f"{number:3}. {_line(row, widths)}")
        for text in _below(candidate, comparison):
            typer.echo(_wrapped(text, width))
        typer.echo(_wrapped(f"“{drafts.quotation(candidate)}”{_pages(candidate)}", width))


def _cells(candidate: Candidate, comparison: Comparison) -> tuple[str, ...]:
    from geo.reading import drafts

    where = drafts.place_names(candidate) or candidate.countries
    known = comparison.project.where if comparison.project else " / ".join(f"{name}?" for name in comparison.doubtful)
    cells = candidate.sector, ", ".join(where), candidate.status, known or spoken(Message("new"))
    return tuple(plain(_cut(cell)) for cell in cells)


def _cut(text: str) -> str:
    return text if len(text) <= WIDEST else f"{text[: WIDEST - 1]}…"


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()


def _below(candidate: Candidate, comparison: Comparison) -> Iterator[str]:
    """Its words with sums and years; then what the layer has otherwise."""
    facts = [total.written for total in candidate.sums] + [year.year for year in candidate.years]
    yield f"{candidate.title} ({'; '.join(facts)})" if facts else candidate.title
    for difference in comparison.differences:
        yield f"! {spoken(difference.message)}"


def _pages(candidate: Candidate) -> str:
    pages = sorted({sentence.page for sentence in candidate.sentences if sentence.page is not None})
    return f" ({spoken(Message('p. {pages}', pages=', '.join(map(str, pages))))})" if pages else ""


def _wrapped(text: str, width: int) -> str:
    return textwrap.fill(plain(text), width, initial_indent=" " * 5, subsequent_indent=" " * 5)


def _summary(file: Path, compared: Sequence[Compared]) -> Message:
    known = sum(comparison.project is not None for _, comparison in compared)
    otherwise = sum(bool(comparison.differences) for _, comparison in compared)
    return Message(
        "{file}: {candidates}, {known} in the layer, of which {otherwise} told otherwise.",
        file=named(file),
        candidates=Plural("{count} candidate", "{count} candidates", count=len(compared)),
        known=known,
        otherwise=otherwise,
    )
