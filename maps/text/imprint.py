"""Whose a layer is, and how it is cited: the words for page, pictures, slides and exports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from maps.style import typeface
from maps.text import formats, i18n


class Imprint(NamedTuple):
    """What a layer says of itself in a language; each text may be ""."""

    publisher: str = ""
    """Who publishes it and answers for it."""
    licence: str = ""
    """Its licence, such as CC-BY-4.0."""
    version: str = ""
    """Its version, such as 1.2."""
    contact: str = ""
    """Where to write about it: an address of mail or of the web."""
    rows: tuple[tuple[str, str], ...] = ()
    """Those that are stated, each with what it is called."""
    credit: str = ""
    """Publisher, version and licence, as briefly as the credits of a picture have them."""
    cite_as: str = ""
    """The heading of the citation."""
    citation: str = ""
    """How it is cited: publisher, title, version, date, licence. "" of a layer that does not say whose it is."""

    @property
    def lines(self) -> tuple[str, ...]:
        """Whose it is, and how it is cited, a line each."""
        stated = tuple(f"{name}: {value}" for name, value in self.rows)
        return (*stated, f"{self.cite_as}: {self.citation}") if self.citation else stated


UNSTATED = Imprint()
"""Of what does not say whose it is."""


def imprint(members: Mapping[str, object], language: str) -> Imprint:
    """The imprint of a layer with these members."""
    publisher = _text(members, "publisher", language)
    licence, version, contact = (_plain(members, name) for name in ("licence", "version", "contact"))
    stated = {"publisher": publisher, "licence": licence, "version": version, "contact": contact}
    rows = tuple((i18n.text(language, f"imprint.{name}"), value) for name, value in stated.items() if value)
    if not publisher and not licence:
        return Imprint(version=version, contact=contact, rows=rows)
    credit = i18n.listed((publisher, _version(version, language), licence), language)
    return Imprint(
        publisher,
        licence,
        version,
        contact,
        rows,
        credit,
        i18n.text(language, "cite.as"),
        typeface.clean(
            " ".join(_sentences(publisher, _text(members, "title", language), _edition(members, language), licence))
        ),
    )


def _edition(members: Mapping[str, object], language: str) -> str:
    """Version and date: "Version 1.2, as of 19 March 2026"."""
    version, day = _version(_plain(members, "version"), language), _plain(members, "as_of")
    parts = (version, formats.as_of(language, day, "status.as_of") if day else "")
    edition = i18n.listed(parts, language)
    return edition[:1].upper() + edition[1:]


def _version(version: str, language: str) -> str:
    return i18n.text(language, "imprint.in_version", version=version) if version else ""


def _sentences(*parts: str) -> Iterator[str]:
    """Each part that is not blank as a sentence of its own."""
    for part in parts:
        if part:
            yield part + ("" if part.endswith((".", "!", "?", "…")) else ".")


def _text(members: Mapping[str, object], field: str, language: str) -> str:
    return typeface.clean(i18n.version(members, field, language))


def _plain(members: Mapping[str, object], field: str) -> str:
    value = members.get(field)
    return typeface.clean(value) if isinstance(value, str) else ""
