"""Activities of the International Aid Transparency Initiative (IATI) 2, one at a time: an activity is a project."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, TypeAlias

from lxml import etree

from geo.errors import ReadError, plain
from geo.messages import Message
from geo.model.codes import DAC_CODES
from geo.tables.model import Book, Row, Table
from geo.tables.readers.xml_recovery import reason, refuse_document_type

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from geo.model.geojson import JsonRecord
    from geo.tables.model import Cell

Record: TypeAlias = "dict[str, Cell]"
"""Cells by header."""

STATUSES: Mapping[str, str] = {
    "1": "planned",
    "2": "construction",
    "3": "operating",
    "4": "operating",
    "5": "cancelled",
    "6": "suspended",
}
"""The status of each ActivityStatus."""

ASSUMED: Mapping[str, Message] = {
    "2": Message("activity-status implementation was taken for construction"),
    "3": Message("activity-status finalisation was taken for operating"),
    "4": Message("activity-status closed was taken for operating"),
}
"""What an ActivityStatus does not say for sure."""

PRECISIONS: Mapping[tuple[str, str], str] = {
    ("1", "3"): "site",
    ("2", "3"): "near",
    ("1", "2"): "town",
    ("2", "2"): "town",
    ("1", "1"): "region",
    ("2", "1"): "region",
}
"""The precision of each GeographicExactness with a GeographicLocationClass."""

ROLES: Mapping[str, str] = {"1": "funder", "2": "authority"}
"""The role of each OrganisationRole that has one; the others are partners."""

SECTORS: Mapping[str, str] = {str(code): sector for sector, code in reversed(list(DAC_CODES.items()))}
"""The sector of each DAC purpose code."""

GROUPS: Mapping[str, str] = {"11": "education", "23": "energy"}
"""The sector of DAC purpose codes by their first two digits."""

KINDS: Mapping[str, tuple[str, str]] = {
    "2": ("committed", "commitments"),
    "3": ("spent", "disbursements and expenditures"),
    "4": ("spent", "disbursements and expenditures"),
}
"""What a TransactionType says of a sum, and the word for several."""

DATES = {"start": ("2", "1"), "end": ("4", "3")}
"""ActivityDateType of each date: of one that came about, then of one that is planned."""

UNSAID = Message(
    "texts of which the file does not say the language were taken for English: --map name_en=name_fr says another"
)
"""What is assumed of an activity without a language."""

SUPPORTED = "name, summary, sector, status, start, end, countries, place, precision, partners, value"
"""Fields that an activity itself is the source of."""

LINKS = 20
"""Documents of an activity that become sources."""

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_DAC = ("", "1")


def read(name: str, path: str) -> Book:
    """The activities of a file as rows of coopmap's own columns. Raises ReadError, one plain sentence."""
    reader = _Reader()
    rows: list[tuple[Record, JsonRecord | None]] = []
    lists: dict[str, list[Record]] = {"partners": [], "value": [], "sources": []}
    try:
        for activity in _activities(name, path):
            record, geometry = reader.project(activity)
            rows.append((record, geometry))
            for list_name, entries in reader.entries(activity).items():
                lists[list_name] += [{"id": record["id"], **entry} for entry in entries if "id" in record]
    except (etree.XMLSyntaxError, ValueError) as error:
        sentence = Message("is no sound XML: {reason}; save it anew, or fetch it again.", reason=reason(error))
        raise ReadError(name, sentence) from None
    if not rows:
        raise ReadError(name, Message("is XML without an iati-activity; of XML files those of IATI are read."))
    main = _table([record for record, _ in rows], "activity", "", [geometry for _, geometry in rows])
    beside = {list_name: _table(entries, "row", list_name) for list_name, entries in lists.items() if entries}
    return Book(main, beside, tuple(reader.notes()))


def _activities(name: str, path: str) -> Iterator[etree._Element]:
    """Each activity, forgotten once it is read."""
    with open(path, "rb") as file:
        refuse_document_type(name, file.read(4096), "IATI")
    parsed = etree.iterparse(
        path, events=("end",), tag="iati-activity", resolve_entities=False, no_network=True, load_dtd=False
    )
    for _, activity in parsed:
        yield activity
        activity.clear()
        while activity.getprevious() is not None:
            del activity.getparent()[0]


def _table(records: list[Record], unit: str, title: str, geometries: list[JsonRecord | None] | None = None) -> Table:
    headers = tuple(dict.fromkeys(key for record in records for key in record))
    rows = [
        Row(number, tuple(record.get(header) for header in headers), geometries[number - 1] if geometries else None)
        for number, record in enumerate(records, 1)
    ]
    return Table(headers, rows, unit, title, spatial=geometries is not None)


class _Reader:
    """What activities say, and what was assumed of them."""

    def __init__(self) -> None:
        self._assumed: Counter[Message] = Counter()
        self._other: Counter[str] = Counter()
        self._ids: Counter[str] = Counter()

    def project(self, activity: etree._Element) -> tuple[Record, JsonRecord | None]:
        """(cells by header, geometry) of an activity."""
        above = activity.getparent()
        main = (
            activity.get(_LANG) or (above.get(_LANG) if above is not None else None) or self._assumed_language(activity)
        )
        record: Record = {"id": self._id(activity)}
        record |= {_key("name", tag, main): text for tag, text in _narratives(activity.find("title"))}
        record |= {_key("summary", tag, main): text for tag, text in _narratives(activity.find("description"))}
        record["sector"] = self._sector(activity)
        record["status"] = self._status(activity)
        record["status_date"] = record["status"] and activity.get("last-updated-datetime", "")[:10]
        for edge, kinds in DATES.items():
            record |= _date(activity, edge, kinds)
        codes = [code.upper() for each in activity.iterfind("recipient-country") if (code := each.get("code"))]
        record["countries"] = ", ".join(dict.fromkeys(codes))
        locations = list(activity.iterfind("location"))
        positions = [position for each in locations if (position := _position(each))]
        if positions:
            first = next(each for each in locations if _position(each))
            record |= {_key("place", tag, main): text for tag, text in _narratives(first.find("name"))}
            record["precision"] = PRECISIONS.get((_code(first, "exactness"), _code(first, "location-class")))
        return {key: cell for key, cell in record.items() if cell}, _geometry(positions)

    def entries(self, activity: etree._Element) -> dict[str, list[Record]]:
        """The entries of lists of an activity, by list."""
        return {
            "partners": list(_partners(activity)),
            "value": list(_sums(activity)),
            "sources": list(_sources(activity)),
        }

    def notes(self) -> Iterator[Message]:
        """What was assumed, a sentence each."""
        for what, number in self._assumed.items():
            yield Message("{what} ({number:,})", what=what, number=number)
        if self._other:
            common = ", ".join(f"{code} ({number:,})" for code, number in self._other.most_common(10))
            yield Message("DAC sectors that coopmap has no sector for became other: {sectors}", sectors=common)

    def _id(self, activity: etree._Element) -> str:
        """The identifier as an id; one that stands again gets a number, so that neither activity is lost."""
        slug = _slug(_text(activity.find("iati-identifier")))
        self._ids[slug] += 1
        if not slug or self._ids[slug] == 1:
            return slug
        self._assumed[Message("identifiers that stand again got a number behind them")] += 1
        return f"{slug}-{self._ids[slug]}"

    def _assumed_language(self, activity: etree._Element) -> str:
        if any(not narrative.get(_LANG) for narrative in activity.iterfind("title/narrative")):
            self._assumed[UNSAID] += 1
        return "en"

    def _status(self, activity: etree._Element) -> str | None:
        code = _code(activity, "activity-status")
        if code in ASSUMED:
            self._assumed[ASSUMED[code]] += 1
        return STATUSES.get(code)

    def _sector(self, activity: etree._Element) -> str | None:
        """The sector with the largest share, by its DAC code."""
        stated = [
            each for each in activity.iterfind("sector") if each.get("vocabulary", "") in _DAC and each.get("code")
        ]
        largest = max(stated, key=lambda each: _number(each.get("percentage", "100")) or 0, default=None)
        if largest is None:
            return None
        code = largest.get("code", "")
        sector = SECTORS.get(code) or GROUPS.get(code[:2])
        if sector is None:
            self._other[plain(code[:10])] += 1
        return sector or "other"


def _text(element: etree._Element | None) -> str:
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


def _slug(identifier: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", identifier.casefold()).strip("-")[:80].strip("-")


def _code(parent: etree._Element, tag: str) -> str:
    child = parent.find(tag)
    return "" if child is None else child.get("code", "").strip()


def _narratives(parent: etree._Element | None) -> Iterator[tuple[str, str]]:
    """(language, text) of each narrative; "" for the main language; the first one of a language."""
    seen = set()
    for narrative in () if parent is None else parent.iterfind("narrative"):
        tag, text = narrative.get(_LANG, ""), _text(narrative)
        if text and tag not in seen:
            seen.add(tag)
            yield tag, text


def _key(field: str, tag: str, main: str) -> str:
    """The header of a text in a language, by its tag without region and script."""
    said = re.match(r"[a-z]{2,3}(?=$|[-_])", (tag or main).strip().casefold())
    return f"{field}_{said[0] if said else 'en'}"


def _date(activity: etree._Element, edge: str, kinds: tuple[str, str]) -> Record:
    for kind, meant in zip(kinds, ("actual", "planned"), strict=True):
        for each in activity.iterfind("activity-date"):
            if each.get("type") == kind and each.get("iso-date"):
                return {edge: each.get("iso-date", "")[:10], f"{edge}_kind": meant}
    return {}


def _position(location: etree._Element) -> list[float] | None:
    """[longitude, latitude] in degrees: IATI writes latitude first."""
    numbers = [_number(part) for part in _text(location.find("point/pos")).split()]
    if len(numbers) != 2 or None in numbers:
        return None
    latitude, longitude = (float(number) for number in numbers if number is not None)
    return [longitude, latitude] if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def _geometry(positions: list[list[float]]) -> JsonRecord | None:
    different = [list(each) for each in dict.fromkeys(map(tuple, positions))]
    if not different:
        return None
    if len(different) == 1:
        return {"type": "Point", "coordinates": different[0]}
    return {"type": "MultiPoint", "coordinates": different}


def _partners(activity: etree._Element) -> Iterator[Record]:
    for organisation in activity.iterfind("participating-org"):
        name = next((text for _, text in _narratives(organisation)), "")
        if name:
            yield {"name": name, "role": ROLES.get(organisation.get("role", ""), "partner")}


def _sums(activity: etree._Element) -> Iterator[Record]:
    """Commitments and what was spent, each added up by currency."""
    default = activity.get("default-currency", "")
    sums_of: dict[tuple[str, str, str], list[tuple[Decimal, str]]] = {}
    for transaction in activity.iterfind("transaction"):
        kind = KINDS.get(_code(transaction, "transaction-type"))
        value = transaction.find("value")
        amount = _number(_text(value)) if value is not None else None
        currency = value.get("currency") or default if value is not None else ""
        if kind and amount is not None and currency:
            day = value.get("value-date", "") if value is not None else ""
            sums_of.setdefault((*kind, currency), []).append((amount, day[:10]))
    for (meant, word, currency), sums in sums_of.items():
        entry: Record = {"amount": float(sum(amount for amount, _ in sums)), "currency": currency, "kind": meant}
        entry["date"] = max(day for _, day in sums) or None
        if len(sums) > 1:
            entry["label_en"] = f"Sum of {len(sums):,} {word} in IATI"
        yield {key: cell for key, cell in entry.items() if cell is not None}


def _sources(activity: etree._Element) -> Iterator[Record]:
    reporter = next((text for _, text in _narratives(activity.find("reporting-org"))), "")
    own: Record = {
        "title": f"IATI activity {_text(activity.find('iati-identifier'))}",
        "publisher": reporter,
        "date": activity.get("last-updated-datetime", "")[:10],
        "supports": SUPPORTED,
    }
    yield {key: cell for key, cell in own.items() if cell}
    for link in list(activity.iterfind("document-link"))[:LINKS]:
        address = link.get("url", "")
        title = next((text for _, text in _narratives(link.find("title"))), "")
        if address.startswith(("http://", "https://")):
            yield {"title": title or address, "url": address}


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
