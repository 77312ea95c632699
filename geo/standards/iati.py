"""A layer as activities of the International Aid Transparency Initiative (IATI) 2.03."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from lxml import etree

from geo.errors import CoopmapError, plain
from geo.messages import Message
from geo.model.codes import IATI_STATUSES
from geo.model.dates import earliest, latest
from geo.model.geojson import areas_of, lines_of, points_of
from geo.standards.losses import Losses
from geo.standards.records import UNSAID, dac_code, narratives, sound_geometry, sound_members, sound_project

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geo.layer import Layer
    from geo.model.codebook import Codebook
    from geo.model.geojson import Position
    from geo.model.project import Project
    from geo.model.record_types import ProjectRecord, Source, Value

VERSION = "2.03"

ROLES: Mapping[str, int] = {"funder": 1, "investor": 1, "authority": 2, "owner": 2}
"""OrganisationRole of each role, 1 funding, 2 accountable; all others are 4, implementing."""

EXACT = frozenset({"site"})
"""Precisions that are exact by its GeographicExactness; the others are approximate."""

CLASSES: Mapping[str, int] = {"site": 3, "near": 3, "town": 2, "region": 1}
"""GeographicLocationClass of each precision: 3 structure, 2 populated place, 1 administrative region."""

DATE_TYPES: Mapping[tuple[str, str], int] = {
    ("start", "planned"): 1,
    ("start", "actual"): 2,
    ("end", "planned"): 3,
    ("end", "actual"): 4,
}

TRANSACTIONS: Mapping[str, int] = {"committed": 2, "spent": 4}
"""TransactionType of a sum: 2 outgoing commitment, 4 expenditure. An announced one is none."""

WEB_PAGE = "A12"
"""DocumentCategory of what tells of an activity."""

_SRS = "http://www.opengis.net/def/crs/EPSG/0/4326"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_OTHER = "90"
"""OrganisationType: other."""


def write(layer: Layer) -> tuple[bytes, Losses]:
    """The activities as XML in all languages of the layer, and what the standard cannot say.

    A project without a date, a partner or a status that IATI knows is left out: IATI demands all three. Raises
    CoopmapError for a layer that says no publisher or date, and when no project is left.
    """
    publisher, as_of = (_stated(layer, name) for name in ("publisher", "as_of"))
    losses = Losses()
    root = etree.Element("iati-activities", version=VERSION)
    root.set("generated-datetime", _moment(latest(as_of).isoformat()))
    reference = "coopmap-" + (re.sub(r"[^a-z0-9]+", "-", publisher.casefold()).strip("-") or "layer")
    losses.add(
        Message(
            "no registered identifier of “{publisher}” (it is called {reference})",
            publisher=plain(publisher),
            reference=reference,
        ),
        Message("the layer"),
    )
    for project in layer.projects:
        fields = sound_project(project, layer.codebook)
        if absent := _absent(fields, layer.codebook):
            losses.add(Message("left out for want of {absent}, which IATI demands", absent=absent), project.where)
        else:
            root.append(_Activity(project, fields, layer.codebook, losses).element(publisher, reference))
    if not len(root):
        raise CoopmapError(
            Message("No project has all that IATI demands: a name, a status that it knows, a date, a partner.")
        )
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True), losses


def _stated(layer: Layer, name: str) -> str:
    value = sound_members(layer).get(name)
    if not isinstance(value, str):
        raise CoopmapError(Message("IATI demands “{name}” of a layer; write it beside “features”.", name=name))
    return value


def _absent(fields: ProjectRecord, codebook: Codebook) -> Message | None:
    """What IATI demands and a project has not, in words; None when it has all."""
    status = fields.get("status")
    known = Message("a status that it knows (“{status}”)", status=status) if status else Message("a status")
    demanded = {
        Message("a name"): any(narratives(fields, "name")),
        Message("a date"): "start" in fields or "end" in fields,
        Message("a partner"): bool(fields.get("partners")),
        known: codebook.counts_as(status) in IATI_STATUSES,
    }
    return next((name for name, there in demanded.items() if not there), None)


class _Activity:
    """One project as an activity."""

    def __init__(self, project: Project, fields: ProjectRecord, codebook: Codebook, losses: Losses) -> None:
        self.project, self.fields, self.where = project, fields, project.where
        self._codebook = codebook
        self._losses = losses
        self._main = next(tag for tag, _ in narratives(fields, "name"))

    def element(self, publisher: str, reference: str) -> etree._Element:
        """The activity, its parts in the order of the schema."""
        self.root = etree.Element("iati-activity")
        self.root.set(_LANG, self._main)
        if checked := self.fields.get("checked"):
            self.root.set("last-updated-datetime", _moment(latest(checked).isoformat()))
        self._add("iati-identifier").text = _plain(f"{reference}-{self.where}")
        reporter = self._add("reporting-org", ref=reference, type=_OTHER, **{"secondary-reporter": "1"})
        _narrative(reporter, publisher)
        self._texts(self._add("title"), "name")
        description = self._add("description")
        if not self._texts(description, "summary"):
            self._texts(description, "name")
        self._organisations()
        self._add("activity-status", code=str(IATI_STATUSES[self._codebook.counts_as(self.fields["status"])]))
        self._dates()
        self._places()
        if code := dac_code(self.fields, self._codebook):
            self._add("sector", vocabulary="1", code=code)
        for value in self.fields.get("value", ()):
            self._sum(value)
        for source in self.fields.get("sources", ()):
            self._document(source)
        for name, what in UNSAID:
            if self.fields.get(name):
                self._lost(what)
        return self.root

    def _add(self, tag: str, into: etree._Element | None = None, **attributes: str) -> etree._Element:
        parent = self.root if into is None else into
        return etree.SubElement(parent, tag, {name: _plain(text) for name, text in attributes.items()})

    def _lost(self, what: Message) -> None:
        self._losses.add(what, self.where)

    def _texts(self, into: etree._Element, field: str) -> bool:
        """A narrative for each language that the field has; whether there was one."""
        texts = list(narratives(self.fields, field))
        for language, text in texts:
            _narrative(into, text, "" if language == self._main else language)
        return bool(texts)

    def _organisations(self) -> None:
        for partner in self.fields["partners"]:
            role = ROLES.get(partner.get("role", ""), 4)
            _narrative(self._add("participating-org", role=str(role)), partner["name"])
            if "country" in partner:
                self._lost(Message("countries of partners"))

    def _dates(self) -> None:
        for edge, day_of in (("start", earliest), ("end", latest)):
            text = self.fields.get(edge)
            if not isinstance(text, str):
                continue
            kind = str(self.fields.get(f"{edge}_kind", "planned"))
            day = day_of(text).isoformat()
            date = self._add("activity-date", type=str(DATE_TYPES[edge, kind]), **{"iso-date": day})
            if day != text:
                _narrative(date, text)
                self._lost(Message("dates known by month or year only (a day stands, with what is known)"))

    def _places(self) -> None:
        codes = self.fields.get("countries", ())
        for code in codes:
            self._add("recipient-country", code=code)
        if len(codes) > 1:
            self._lost(Message("the shares of several countries, which nobody states"))
        precision = self.fields.get("precision", "")
        for point in self._points(precision):
            location = self._add("location")
            self._add("location-reach", location, code="1")
            if not self._texts(name := self._add("name", location), "place"):
                self._texts(name, "name")
            position = self._add("point", location, srsName=_SRS)
            self._add("pos", position).text = f"{point[1]} {point[0]}"
            self._add("exactness", location, code="1" if precision in EXACT else "2")
            if place_class := CLASSES.get(precision):
                self._add("location-class", location, code=str(place_class))

    def _points(self, precision: str) -> Sequence[Position]:
        """The places that points can say: those of points, the ends of a line."""
        shape = sound_geometry(self.project)
        if shape is None or precision == "country":
            return ()
        lines = lines_of(shape)
        if lines:
            self._lost(Message("the course of lines, of which the ends alone stand"))
            return [end for line in lines for end in (line[0], line[-1])]
        if areas_of(shape):
            self._lost(Message("areas"))
            return ()
        return points_of(shape)

    def _sum(self, value: Value) -> None:
        kind, date = value.get("kind", ""), value.get("date", "")
        if kind not in TRANSACTIONS:
            self._lost(Message("sums that are announced only"))
        elif len(date) < len("2026-01-01"):
            self._lost(Message("sums without a day"))
        elif "qualifier" in value:
            self._lost(Message("sums that are not exact, such as “more than”"))
        else:
            transaction = self._add("transaction")
            self._add("transaction-type", transaction, code=str(TRANSACTIONS[kind]))
            self._add("transaction-date", transaction, **{"iso-date": date})
            amount = self._add("value", transaction, currency=value["currency"], **{"value-date": date})
            amount.text = f"{value['amount']:.15g}" if isinstance(value["amount"], float) else str(value["amount"])
            labels = list(narratives(value, "label"))
            description = self._add("description", transaction) if labels else None
            for language, text in labels:
                _narrative(description, text, language)

    def _document(self, source: Source) -> None:
        address = source.get("url")
        if not address:
            self._lost(Message("sources without an address"))
            return
        pdf = urlsplit(address).path.casefold().endswith(".pdf")
        link = self._add("document-link", format="application/pdf" if pdf else "text/html", url=address)
        _narrative(self._add("title", link), source["title"])
        self._add("category", link, code=WEB_PAGE)
        if language := source.get("language"):
            self._add("language", link, code=language.partition("-")[0])
        date = source.get("date", "")
        if len(date) == len("2026-01-01"):
            self._add("document-date", link, **{"iso-date": date})
        elif date:
            self._lost(Message("dates of sources that are known by month or year only"))


def _moment(day: str) -> str:
    return f"{day}T00:00:00Z"


def _narrative(into: etree._Element | None, text: str, language: str = "") -> None:
    if into is not None:
        element = etree.SubElement(into, "narrative", {_LANG: language} if language else {})
        element.text = _plain(text)


def _plain(text: str) -> str:
    """Text that XML can hold."""
    return _NO_XML.sub("\ufffd", text)
