"""The documents that a layer cites, each once: where it is cited, for what, and which of them look like the same."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import parse_qsl, urlencode, urlsplit

from geo.checks import validate
from geo.messages import Message
from geo.model.project import Project

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from geo.checks.run import LayerLike
    from geo.model import record_types

Citation: TypeAlias = "record_types.Source | record_types.Document"
"""A document as a project, or as an indicator or milestone, cites it."""

_TRACKING = ("utm_", "fbclid", "gclid", "yclid")
_HOST_VARIANTS = ("www.", "m.", "amp.")


@dataclass(frozen=True, slots=True)
class Use:
    """One citation of a document.

    where: the project's id, or such as "milestone forum-turkistan"; supports: the fields that it supports there, as the
    layer says; none where it does not say.
    """

    where: str
    supports: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A document that a layer cites: all citations of one address, or of one title where there is no address.

    url: its address, or ""; titles: as they are cited, the first use first, more than one where citations differ;
    publisher, date: of its first citation, or ""; accessed: the newest day on which it was read, or "";
    archive_url: an archived copy, or ""; uses: who cites it.
    """

    url: str
    titles: tuple[str, ...]
    publisher: str = ""
    date: str = ""
    accessed: str = ""
    archive_url: str = ""
    uses: tuple[Use, ...] = field(default=(), repr=False)

    @property
    def name(self) -> str:
        """What a message calls it: the address, else the title."""
        return self.url or self.titles[0]

    def to_dict(self) -> dict[str, object]:
        """The fields in order, for JSON."""
        uses = [{"where": use.where, "supports": list(use.supports)} for use in self.uses]
        plain = {key: getattr(self, key) for key in ("url", "publisher", "date", "accessed", "archive_url")}
        return {**plain, "titles": list(self.titles), "uses": uses}


def documents(
    layer: LayerLike, indicators: Sequence[Mapping[str, object]] = (), milestones: Sequence[Mapping[str, object]] = ()
) -> list[Document]:
    """The documents in the order of their first citation: projects, then indicators, then milestones.

    Values that the check refuses are passed over: they are findings of `check`.
    """
    citations: dict[str, list[tuple[Use, Citation]]] = {}
    for use, source in _citations(layer, indicators, milestones):
        if name := source.get("url") or source.get("title"):
            citations.setdefault(name, []).append((use, source))
    return [_document(uses) for uses in citations.values()]


def alike(listed: Iterable[Document]) -> list[tuple[Document, ...]]:
    """Documents whose addresses differ in nothing that matters (http, www, a slash, trackers): two or more each."""
    groups: dict[str, list[Document]] = {}
    for document in listed:
        if document.url:
            groups.setdefault(_plain_address(document.url), []).append(document)
    return [tuple(group) for group in groups.values() if len(group) > 1]


def _citations(
    layer: LayerLike, indicators: Sequence[Mapping[str, object]], milestones: Sequence[Mapping[str, object]]
) -> Iterator[tuple[Use, Citation]]:
    for number, feature in enumerate(layer.features, 1):
        project = Project(number, feature)
        for source in validate.sound(project.properties, layer.codebook.fields).get("sources", ()):
            yield Use(project.where, tuple(source.get("supports", ()))), source
    for record in indicators:
        indicator = validate.sound_indicator(record)
        for value in indicator.get("values", ()):
            use = Use(Message("indicator {name}", name=indicator.get("id")), (str(value.get("period", "")),))
            yield from ((use, source) for source in value.get("sources", ()))
    for record in milestones:
        milestone = validate.sound_milestone(record)
        yield from (
            (Use(Message("milestone {name}", name=milestone.get("id"))), source)
            for source in milestone.get("sources", ())
        )


def _document(citations: Sequence[tuple[Use, Citation]]) -> Document:
    sources = [source for _, source in citations]
    first = sources[0]
    return Document(
        first.get("url", ""),
        tuple(dict.fromkeys(source.get("title", "") for source in sources)),
        first.get("publisher", ""),
        first.get("date", ""),
        max(source.get("accessed", "") for source in sources),
        next((source["archive_url"] for source in sources if source.get("archive_url")), ""),
        tuple(use for use, _ in citations),
    )


def _plain_address(url: str) -> str:
    parts = urlsplit(url)
    host = parts.netloc.casefold()
    for variant in _HOST_VARIANTS:
        host = host.removeprefix(variant)
    query = [(key, value) for key, value in parse_qsl(parts.query, keep_blank_values=True) if not _tracks(key)]
    return f"{host}{parts.path.rstrip('/')}?{urlencode(sorted(query))}"


def _tracks(key: str) -> bool:
    return key.casefold().startswith(_TRACKING)
