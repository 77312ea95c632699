"""The option of `coopmap add` for a layer's own fields, --field CODE=VALUE."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.errors import CoopmapError, show
from geo.messages import Message

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.model.codebook import Codebook, OwnField


def own_texts(given: Iterable[str], codebook: Codebook) -> dict[str, str]:
    """What --field says by key; a sum said whole, "1.2 million USD", by its amount and its currency.

    Raises CoopmapError for what names no own field, or one twice."""
    texts: dict[str, str] = {}
    for pair in given:
        name, sign, text = (part.strip() for part in pair.partition("="))
        whole = codebook.own_fields.get(name)
        if not sign or not text or (whole is None and codebook.own_key(name) is None):
            raise CoopmapError(_refusal(pair, codebook))
        said = _sum(pair, whole, text) if whole is not None and whole.parts else {name: text}
        if texts.keys() & said.keys():
            raise CoopmapError(Message("--field {name} stands twice; give it once.", name=name))
        texts |= said
    return texts


def _refusal(pair: str, codebook: Codebook) -> str:
    names = ", ".join(codebook.own_fields)
    if not names:
        fix = Message("the layer has no fields of its own; docs/own-lists.md says how it gets some")
    else:
        fix = Message("one of its own fields and what it holds: {names}", names=names)
    return Message("--field: got {got}; expected CODE=VALUE, {fix}.", got=show(pair), fix=fix)


def _sum(pair: str, own: OwnField, text: str) -> dict[str, str]:
    from geo.tables.ordinary.money import sum_of

    total = sum_of(text)
    if total is None or not total.currency:
        raise CoopmapError(
            Message(
                "--field: got {got}; expected a sum with its currency, such as {name}=1200000 USD.",
                got=show(pair),
                name=own.definition.name,
            )
        )
    amount, currency = own.parts
    return {amount.name: str(total.amount), currency.name: total.currency}
