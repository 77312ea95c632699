"""What is told of a project beside its map: place, dates, numbers, partners, disputes and sources, as plain texts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple, TypeAlias

from geo.model import schema
from geo.model.field import Field
from geo.model.record_types import Document, Figure, IndicatorValue, Milestone, Partner, Value
from geo.model.record_types import Source as SourceRecord
from geo.places import place_area
from maps.style import theme, typeface
from maps.style.looks import codebook_of_project
from maps.text import age, formats, i18n
from maps.text.code_names import name_in
from maps.text.names import Project, web_address
from maps.text.own_values import own_label, own_value

Disputed: TypeAlias = Project | Milestone | IndicatorValue
"""A record that can say what sources disagree on, and what it rests on."""


class Number(NamedTuple):
    """A number that is told of a project."""

    quantity: str
    """With its unit or currency, and how exact it is."""
    label: str
    """What it counts; may be ""."""
    date: str
    """When it held; may be ""."""


class Source(NamedTuple):
    """A document that facts rest on."""

    title: str
    """As the layer has it."""
    notes: str
    """Publisher and date."""
    address: str
    """Its URL if that is one of the web, else ""."""
    archive: str = ""
    """The URL of an archived copy if that is one of the web, else ""."""

    about: str = ""
    """Publisher and dates: what a list of sources tells behind the title, and a short name does not."""


def text(record: Mapping[str, object], field: str, language: str) -> str:
    """A translated field of a record on one line, in the language or the first that has it."""
    return typeface.clean(i18n.version(record, field, language))


def caption(image: Mapping[str, object], language: str) -> str:
    """Which one a picture is of a pair, whose it is, and its licence, on one line; "" where nobody says."""
    moment = formats.known(language, "pair", image.get("pair"))
    whose = i18n.listed((_string(image.get(key)) for key in ("credit", "licence")), language)
    return typeface.clean(": ".join(part for part in (moment, whose) if part))


def sector(project: Project, language: str) -> str:
    """The sector's name."""
    return name_in(project, language, "sector")


def status(project: Project, language: str, day: date) -> str:
    """The status, as of when it holds, and whether that is old on a day."""
    words = name_in(project, language, "status")
    if project.get("status_date"):
        words += ", " + age.held(language, project["status_date"], day)
    return typeface.clean(words)


def place(project: Project, language: str) -> tuple[str, str]:
    """Where it is, and how precisely that is known."""
    return text(project, "place", language), typeface.clean(
        " · ".join(part for part in _precision(project, language) if part)
    )


def _precision(project: Project, language: str) -> Iterator[str]:
    """How precisely the place is known; of a route, what its line is. Nothing of what has no place."""
    if project.get("route"):
        yield formats.known(language, "route", project["route"])
        return
    metres = project.get("uncertainty_m") or 0
    code = project.get("precision")
    if code and metres > theme.precision(code).approximate_m:
        code = f"{code}_about"
    if code or project.get("geometry"):
        yield formats.stated(language, "precision", code)
    is_region = project.get("precision") == "region"
    if not metres or (is_region and place_area.region_area(project.get("regions", ()))):
        return
    yield i18n.text(language, "precision.within", distance=formats.distance(language, metres))
    if is_region:
        yield i18n.text(language, "place.ring")


def dates(project: Project, language: str) -> Iterator[tuple[str, str]]:
    """Start and end, each with its heading."""
    for field in ("start", "end"):
        if project.get(field):
            words = formats.date(language, str(project[field]))
            if project.get(f"{field}_kind") == "planned":
                words = i18n.text(language, "card.planned", date=words)
            yield i18n.text(language, f"card.{field}"), typeface.clean(words)


def numbers(project: Project, language: str) -> list[Number]:
    """Sums of money and figures, in the layer's order."""
    return [
        *(_money(value, language) for value in project.get("value", ()) if _counts(value.get("amount"))),
        *(_figure(figure, language) for figure in project.get("figures", ()) if _counts(figure.get("value"))),
    ]


def _counts(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < 1e18


def _money(value: Value, language: str) -> Number:
    quantity = formats.money(language, value["amount"], str(value.get("currency", "")), _string(value.get("qualifier")))
    label = text(value, "label", language) or i18n.text(language, "card.value")
    kind = formats.known(language, "money.kind", value.get("kind"))
    return Number(
        typeface.clean(quantity),
        typeface.clean(i18n.listed((label, kind), language)),
        _date(value, language),
    )


def _figure(figure: Figure, language: str) -> Number:
    quantity = formats.unit(language, figure["value"], str(figure.get("unit", "")), _string(figure.get("qualifier")))
    return Number(typeface.clean(quantity), text(figure, "label", language), _date(figure, language))


def _date(record: Mapping[str, object], language: str) -> str:
    return typeface.clean(formats.date(language, _string(record.get("date")) or ""))


def _string(value: object) -> str | None:
    return value if isinstance(value, str) else None


def partners(project: Project, own: Sequence[str], language: str) -> list[tuple[str, list[str]]]:
    """Partners under the name of their country, the layer's own countries first, then the others together."""
    partners_named = project.get("partners", ())
    columns = [
        (
            formats.known(language, "country", code),
            [_partner(each, language) for each in partners_named if each.get("country") == code],
        )
        for code in own
    ]
    others = [each for each in partners_named if each.get("country") not in own]
    columns.append(
        (i18n.text(language, "card.partners_elsewhere"), [_partner(each, language, where=True) for each in others])
    )
    return [(typeface.clean(heading), names) for heading, names in columns if names]


def _partner(partner: Partner, language: str, *, where: bool = False) -> str:
    name = text(partner, "name", language)
    country = formats.known(language, "country", partner.get("country")) if where else ""
    role = formats.known(language, "role", partner.get("role"))
    notes = i18n.listed((country, role), language)
    return f"{name} ({typeface.clean(notes)})" if notes else name


def disputes(record: Disputed, language: str) -> list[str]:
    """What sources disagree on."""
    return [note for each in record.get("disputes", ()) if "field" in each and (note := text(each, "text", language))]


def remarks(record: Disputed, language: str) -> list[str]:
    """What a reader must know besides, and nobody disputes."""
    remarks_only = (each for each in record.get("disputes", ()) if "field" not in each)
    return [note for each in remarks_only if (note := text(each, "text", language))]


def sources(project: Project, language: str) -> list[Source]:
    """The documents, in the layer's order."""
    return [source(each, language) for each in project.get("sources", ())]


def source(record: Document | SourceRecord, language: str) -> Source:
    """One document."""
    published = [text(record, "publisher", language), formats.date(language, _string(record.get("date")) or "")]
    notes = typeface.clean(i18n.listed(published, language))
    accessed = typeface.clean(_accessed(_string(record.get("accessed")), language))
    return Source(
        typeface.clean(str(record.get("title", ""))),
        notes,
        web_address(record.get("url")),
        web_address(record.get("archive_url")),
        i18n.listed((notes, accessed), language),
    )


def _accessed(iso: str | None, language: str) -> str:
    return formats.as_of(language, iso, "source.accessed") if iso else ""


def documents(records: Iterable[Disputed], language: str) -> list[Source]:
    """The documents of several records, each once, as it was read last."""
    cited = [source for record in records for source in record.get("sources", ())]
    once: dict[tuple[str, str, str], Source] = {}
    for each in sorted(cited, key=lambda source: _string(source.get("accessed")) or ""):
        document = source(each, language)
        key = (document.title, document.notes, document.address)
        once[key] = document._replace(archive=document.archive or (once[key].archive if key in once else ""))
    return list(once.values())


PLACED = frozenset(
    {"id", "name", "summary", "sector", "status", "status_date", "place", "precision", "route", "uncertainty_m"}
    | {"location_source", "countries", "regions", "start", "start_kind", "end", "end_kind", "value", "figures"}
    | {"partners", "disputes", "sources", "images", "article", "checked"}
)
"""Fields that card, fact sheet and slide have a place for, or that say how another is known."""


def more_fields() -> list[Field]:
    """Fields of the schema that they have no place for: each is told under its name."""
    return [field for field in schema.FIELDS if field.name not in PLACED]


def more(project: Project, language: str) -> list[tuple[str, str]]:
    """What stands nowhere else, as name and value: such fields of the schema, and what a layer says beyond it."""
    entries = [(_field_name(field.name, language), _field_value(project, field, language)) for field in more_fields()]
    own_fields = codebook_of_project(project).own_fields.values()
    entries += [(own_label(own, language), own_value(project, own, language)) for own in own_fields]
    entries += [(key, _plain(value)) for key, value in project.get("extra", {}).items()]
    return [(typeface.clean(name), typeface.clean(value)) for name, value in entries if value]


def _field_name(name: str, language: str) -> str:
    words = i18n.load(language)
    return next((str(words[key]) for start in ("card", "table", "form") if (key := f"{start}.{name}") in words), name)


def _field_value(project: Project, field: Field, language: str) -> str:
    if field.translated:
        return text(project, field.name, language)
    value = project.get(field.name)
    return formats.known(language, field.name, value) if field.choices else _plain(value)


def _plain(value: object) -> str:
    """A text as it stands, else its JSON; "" for nothing."""
    if value is None or value == "":
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def notes(project: Project, language: str) -> list[str]:
    """How it stands to the article, and when its facts were checked."""
    article = {"inferred": "card.inferred", "no": "card.not_in_article"}.get(str(project.get("article")))
    lines = [i18n.text(language, article)] if article else []
    if project.get("checked"):
        lines.append(i18n.text(language, "card.checked", date=formats.date(language, str(project["checked"]))))
    return [typeface.clean(each) for each in lines]
