"""`coopmap sources`: the documents that a layer rests on, what each supports, and whether they still stand."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import asdict, replace
from datetime import datetime
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Annotated

import typer

import geo
from geo.errors import plain, show
from geo.messages import Joined, Message, template
from maps.commands import outcome
from maps.commands.common import (
    LayerFile,
    companions,
    layer_path,
    named,
    own_layer_path,
)
from maps.commands.printing import count, echo, refusal, say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from geo import Layer
    from geo.model.geojson import Feature
    from geo.model.record_types import Source
    from geo.sources.listing import Document
    from geo.sources.online import Reply

LIKE = 0.6
"""Share of signs in common above which two titles are taken for the same."""


def sources(
    layer: LayerFile = None,
    online: Annotated[
        bool, typer.Option("--online", help="Ask each address whether it still stands. Opens connections.")
    ] = False,
    yes: Annotated[
        bool,
        typer.Option(
            "--yes",
            help="With --online: write today as the day of access of what stands, and the new address of what has moved"
            " for good. Without it nothing is changed.",
        ),
    ] = False,
    private: Annotated[
        bool, typer.Option("--private", help="With --online: ask addresses of private networks too.")
    ] = False,
) -> None:
    """List the documents that the layer cites, what each supports, and which have no archived copy. No network, unless
    --online asks for it."""
    from geo.sources import listing

    if yes and not online:
        raise refusal(Message("--yes writes what --online learns; give both."), param_hint="--yes")
    path = own_layer_path(layer) if yes else layer_path(layer)
    documents = listing.documents(geo.read(path), *companions(path))
    replies = _ask(documents, private) if online else {}
    outcome.give(
        [
            {**document.to_dict(), **({"online": asdict(replies[document.url])} if document.url in replies else {})}
            for document in documents
        ]
    )
    for document in documents:
        _print(document, replies.get(document.url))
    _print_sum(path, documents, replies)
    if yes:
        _write(path, replies)


def _ask(documents: Sequence[Document], private: bool) -> dict[str, Reply]:
    """What each address answers, with a line of progress every ten."""
    from geo.sources import online

    addresses = [document.url for document in documents if document.url]
    replies: dict[str, Reply] = {}
    for url, reply in online.ask(addresses, private=private):
        replies[url] = reply
        if len(replies) % 10 == 0:
            every = count(len(addresses), "address")
            say(Message("{number} of {addresses} asked", number=len(replies), addresses=every))
    return replies


def _print(document: Document, reply: Reply | None) -> None:
    titles = " / ".join(f"“{title}”" for title in document.titles)
    about = ", ".join(filter(None, (titles, document.publisher, document.date)))
    echo(plain(document.url or Message("no address")))
    echo(plain(f"    {about}"))
    for use in document.uses:
        supported = [plain(", ".join(use.supports))] if use.supports else []
        echo(Joined(["    ", Joined([plain(use.where), *supported], ": ")], ""))
    if document.archive_url:
        echo(Joined(["    ", Message("archived: {address}", address=plain(document.archive_url))], ""))
    if reply:
        echo(Joined(["    ", _outcome(document, reply)], ""))


def _outcome(document: Document, reply: Reply) -> str:
    """What came of asking, in a line."""
    if reply.state not in _THERE:
        return Message("{state}: {why}", state=_STATES[reply.state], why=plain(reply.why))
    outcome = (
        Message("MOVED for good to {address}", address=plain(reply.url))
        if reply.state == "moved"
        else Message("stands")
    )
    if reply.title and not any(_same_title(reply.title, own) for own in document.titles):
        return Message("{outcome}; its title now is {title}", outcome=outcome, title=show(reply.title))
    return outcome


_THERE = ("stands", "moved")
"""The states of a document that can be read."""

_STATES = {
    "gone": Message("GONE"),
    "refused": Message("REFUSED"),
    "unreachable": Message("UNREACHABLE"),
    "local": Message("LOCAL"),
}
"""What the others are called."""

_COUNTS = {
    "gone": template("{number} gone"),
    "local": template("{number} local"),
    "moved": template("{number} moved"),
    "refused": template("{number} refused"),
    "stands": template("{number} stands"),
    "unreachable": template("{number} unreachable"),
}
"""How many are in a state."""


def _same_title(now: str, cited: str) -> bool:
    """Whether a page's title is the one cited, whatever the site sets before or after it."""
    a, b = (" ".join(re.findall(r"\w+", text.casefold())) for text in (now, cited))
    return a in b or b in a or SequenceMatcher(None, a, b).ratio() > LIKE


def _print_sum(path: Path, documents: Sequence[Document], replies: Mapping[str, Reply]) -> None:
    from geo.sources import listing

    for group in listing.alike(documents):
        say(Message("The same page? {addresses}", addresses=plain(" · ".join(document.url for document in group))))
    for document in documents:
        if document.url and len(document.titles) > 1:
            number = len(document.titles)
            say(Message("Cited under {number} titles: {address}", number=number, address=plain(document.url)))
    nowhere = sum(not document.url for document in documents)
    unarchived = sum(bool(document.url) and not document.archive_url for document in documents)
    states = Counter(reply.state for reply in replies.values())
    sums = [
        count(len(documents), "document"),
        Message("{number} without an address", number=nowhere),
        Message("{number} without an archived copy", number=unarchived),
        *(Message(_COUNTS[state], number=number) for state, number in sorted(states.items())),
    ]
    echo(Message("{file}: {content}", file=named(path), content=Joined(sums)))


def _write(path: Path, replies: Mapping[str, Reply]) -> None:
    """Write what was learnt into the layer, in one step that `undo` takes back."""
    today = datetime.now().astimezone().date().isoformat()
    update = geo.update(path, lambda layer: _informed(layer, replies, today))
    if update.written:
        outcome.add_file(path)
    changed = sum(a != b for a, b in zip(update.before.features, update.after.features, strict=True))
    say(
        Message(
            "{path}: {projects} changed; coopmap undo takes it back.",
            path=named(path),
            projects=count(changed, "project"),
        )
        if update.written
        else ""
    )
    say(Message("Indicators and milestones have files of their own, which this leaves as they are."))


def _informed(layer: Layer, replies: Mapping[str, Reply], today: str) -> Layer:
    return replace(layer, features=tuple(_with_sources(feature, replies, today) for feature in layer.features))


def _with_sources(feature: Feature, replies: Mapping[str, Reply], today: str) -> Feature:
    properties = feature.get("properties")
    if not isinstance(properties, dict) or not isinstance(properties.get("sources"), list):
        return feature
    cited = [_with_reply(source, replies, today) for source in properties["sources"]]
    return {**feature, "properties": {**properties, "sources": cited}}


def _with_reply(source: Source, replies: Mapping[str, Reply], today: str) -> Source:
    reply = replies.get(str(source.get("url"))) if isinstance(source, dict) else None
    if not isinstance(source, dict) or reply is None or reply.state not in ("stands", "moved"):
        return source
    return {**source, "url": reply.url if reply.state == "moved" else source["url"], "accessed": today}
