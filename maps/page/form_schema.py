"""The schema as the page's form reads it: groups of fields, each as small as it can be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.model import iso, schema, text_forms, value_types

if TYPE_CHECKING:
    from geo.model.codebook import Codebook
    from geo.model.field import Field

WORDS = {"start_kind": "time", "end_kind": "time", "kind": "money.kind"}
"""Under which start the words of a field's choices stand, where it is not the field's own name."""

PATTERNS = {
    "slug": (text_forms.SLUG, "bus-depot-nukus"),
    "date": (text_forms.DATE, "2025, 2025-12, 2025-12-29"),
    "language": (str(value_types.LANGUAGE.pattern), "en, ru, uz, kk"),
    "url": (r"https?://\S+", "https://"),
    "regions": (".*", "KZ-39, UZ-TK"),
}
"""For kinds of text: what a browser can check while one types, and an example; Python's check says the rest."""

KEPT_BACK = {"id"}
"""What a suggestion cannot have: the keeper names a project."""


def for_page(*, editor: bool = False) -> dict[str, object]:
    """The form's groups, patterns and, for the editor, which names projects itself, all countries and currencies."""
    groups: dict[str, list[list[object]]] = {}
    for field in schema.FIELDS:
        if editor or field.name not in KEPT_BACK:
            groups.setdefault(field.group, []).append(_brief(field))
    form: dict[str, object] = {"groups": groups, "patterns": PATTERNS}
    return form | ({"countries": sorted(iso.COUNTRIES), "currencies": sorted(iso.CURRENCIES)} if editor else {})


def own_fields(codebook: Codebook) -> list[list[object]]:
    """A layer's own fields in the same form; the words of their codes stand under "own."."""
    fields = [own.definition for own in codebook.own_fields.values()]
    return [[*_brief(field)[:3], f"own.{field.name}"] if field.choices else _brief(field) for field in fields]


def _brief(field: Field) -> list[object]:
    """[name, kind, flags, more]: translated, required; the choices' words, fields or longest text."""
    flags = ("t" if field.translated else "") + ("r" if field.required and field.name != "id" else "")
    if field.fields:
        return [field.name, "records", flags, [_brief(inner) for inner in field.fields]]
    more = WORDS.get(field.name, field.name) if field.choices else field.kind.longest
    return [field.name, field.kind.name, flags, *([more] if more else [])]
