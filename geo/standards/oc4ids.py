"""A layer as a project package of the Open Contracting for Infrastructure Data Standard (OC4IDS) 0.9.5."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from geo.errors import CoopmapError, plain
from geo.io import canonical_json
from geo.messages import Message, template
from geo.model.dates import latest
from geo.standards.licences import licence_address
from geo.standards.losses import Losses
from geo.standards.records import UNSAID, dac_code, sound_geometry, sound_members, sound_project

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from geo.layer import Layer
    from geo.model.codebook import Codebook
    from geo.model.geojson import Json
    from geo.model.project import Project
    from geo.model.record_types import Partner, ProjectRecord, Source

_Record = TypeVar("_Record")

VERSION = "0.9"

STATUSES: Mapping[str, str] = {
    "planned": "preparation",
    "construction": "implementation",
    "operating": "maintenance",
    "cancelled": "cancelled",
}
"""The projectStatus of each status that has one; maintenance is the day-to-day running of an asset."""

SECTORS: Mapping[str, tuple[str, ...]] = {
    "road": ("transport", "transport.road"),
    "rail": ("transport", "transport.rail"),
    "air": ("transport", "transport.air"),
    "logistics": ("transport",),
    "energy": ("energy",),
    "education": ("education",),
}
"""The projectSector of each sector that has one."""

ROLES: Mapping[str, str] = {
    "funder": "funder",
    "investor": "funder",
    "authority": "publicAuthority",
    "contractor": "supplier",
    "supplier": "supplier",
}
"""The partyRole of each role that has one."""

_BESIDE = ("status", "status_date", "start", "start_kind", "end", "end_kind", "precision", "uncertainty_m", "value")
"""Fields that stand as coopmap has them under x_coopmap, so that nothing is lost of what the standard cannot say."""


def write(layer: Layer, language: str) -> tuple[bytes, Losses]:
    """The package as JSON, with texts in one language, and what the standard cannot say.

    Raises CoopmapError for a layer that says no date or publisher, which the standard demands, or has no project.
    """
    members = sound_members(layer)
    as_of = members.get("as_of")
    if not isinstance(as_of, str):
        raise CoopmapError(
            Message("OC4IDS demands the day of publication; give the layer “as_of”, such as 2026-03-19.")
        )
    if not layer.projects:
        raise CoopmapError(Message("The layer has no project, and OC4IDS demands one."))
    losses = Losses()
    projects = [_project(project, language, layer.codebook, losses) for project in layer.projects]
    publisher = members.get(f"publisher_{language}") or members.get("publisher")
    if not isinstance(publisher, str):
        raise CoopmapError(Message("OC4IDS demands a publisher; give the layer “publisher”."))
    package: dict[str, Json] = {
        "version": VERSION,
        "uri": f"urn:coopmap:{projects[0]['id']}:{as_of}:{language}",
        "publishedDate": _moment(latest(as_of).isoformat()),
        "publisher": {"name": publisher},
    }
    licence = members.get("licence")
    if isinstance(licence, str):
        if address := licence_address(licence):
            package["license"] = address
        else:
            losses.add(
                Message("the licence {licence}, of which no address is known", licence=plain(licence)),
                Message("the layer"),
            )
    return canonical_json.dumps({**package, "projects": projects}).encode(), losses


def _project(project: Project, language: str, codebook: Codebook, losses: Losses) -> dict[str, Json]:
    fields, where = sound_project(project, codebook), project.where
    code = dac_code(fields, codebook)
    unknown_day = Message("days of the last look that are known by month only")
    beside = {key: fields[key] for key in _BESIDE if key in fields}  # type: ignore[literal-required]
    record: dict[str, Json] = {
        "id": where,
        "updated": _day(fields.get("checked"), unknown_day, where, losses),
        "language": language,
        "title": project.text("name", language),
        "description": project.text("summary", language),
        "status": _coded(STATUSES, _status(fields, codebook), template("the status “{code}”"), where, losses),
        "sector": _sectors(fields, where, losses),
        "additionalClassifications": [{"scheme": "oecd-dac", "id": code}] if code else [],
        "period": _period(fields, where, losses),
        "locations": list(_locations(project, language)),
        "parties": [_party(number, each, where, losses) for number, each in _numbered(fields.get("partners"))],
        "budget": _budget(fields, where, losses),
        "documents": [_document(number, each, where, losses) for number, each in _numbered(fields.get("sources"))],
        "x_coopmap": beside,
    }
    if not fields.get(f"name_{language}"):
        losses.add(Message("a name in {language} (that of another language stands)", language=language), where)
    for name, what in UNSAID:
        if fields.get(name):
            losses.add(what, where)
    return {key: value for key, value in record.items() if value not in (None, "", [], {})}


def _numbered(records: Sequence[_Record] | None) -> Iterable[tuple[int, _Record]]:
    return enumerate(records or (), 1)


def _coded(table: Mapping[str, str], code: object, clause: str, where: str, losses: Losses) -> str | None:
    if isinstance(code, str) and code not in table:
        losses.add(Message(clause, code=plain(code)), where)
    return table.get(code) if isinstance(code, str) else None


def _sectors(fields: ProjectRecord, where: str, losses: Losses) -> list[Json]:
    sector = fields.get("sector")
    if sector and sector not in SECTORS:
        losses.add(Message("a sector of infrastructure (the DAC code stands among the classifications)"), where)
    return list(SECTORS.get(sector, ())) if sector else []


def _status(fields: ProjectRecord, codebook: Codebook) -> str | None:
    return codebook.counts_as(fields["status"]) if "status" in fields else None


def _period(fields: ProjectRecord, where: str, losses: Losses) -> dict[str, Json]:
    lost = Message("dates that are known by month or year only (they stand under x_coopmap)")
    edges = (("startDate", fields.get("start")), ("endDate", fields.get("end")))
    days = {name: _day(text, lost, where, losses) for name, text in edges}
    return {name: day for name, day in days.items() if day}


def _day(text: object, lost: Message, where: str, losses: Losses) -> str | None:
    """A day as the standard's moment; a reduced date is none, and is not made one."""
    if not isinstance(text, str) or not text:
        return None
    if len(text) < len("2026-01-01"):
        losses.add(lost, where)
        return None
    return _moment(text)


def _moment(day: str) -> str:
    return f"{day}T00:00:00Z"


def _locations(project: Project, language: str) -> Iterator[Json]:
    shape = sound_geometry(project)
    place = project.text("place", language)
    if shape is not None or place:
        record = {"id": "1", "description": place, "geometry": shape}
        yield {key: value for key, value in record.items() if value}  # type: ignore[misc]


def _party(number: int, partner: Partner, where: str, losses: Losses) -> Json:
    role = _coded(ROLES, partner.get("role"), template("the role “{code}”"), where, losses)
    party: dict[str, Json] = {"id": str(number), "name": partner.get("name", "")}
    if role:
        party["roles"] = [role]
    if country := partner.get("country"):
        party["address"] = {"countryName": country}
    return party


def _budget(fields: ProjectRecord, where: str, losses: Losses) -> dict[str, Json]:
    """The one sum that is agreed; all sums stand under x_coopmap too."""
    sums = fields.get("value", ())
    agreed = [each for each in sums if each.get("kind") == "committed" and "qualifier" not in each]
    if len(sums) > len(agreed) or len(agreed) > 1:
        losses.add(Message("sums that are not the one agreed budget (they stand under x_coopmap)"), where)
    if len(agreed) != 1:
        return {}
    return {"amount": {"amount": agreed[0]["amount"], "currency": agreed[0]["currency"]}}


def _document(number: int, source: Source, where: str, losses: Losses) -> Json:
    record = {
        "id": str(number),
        "title": source.get("title"),
        "url": source.get("url"),
        "datePublished": _day(
            source.get("date"), Message("dates of sources that are known by month or year only"), where, losses
        ),
        "language": source.get("language"),
        "author": source.get("publisher"),
    }
    return {key: value for key, value in record.items() if value}
