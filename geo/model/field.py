"""A field of a record: its name, the kind of its value, and where it has to stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.model.languages import USUAL

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geo.model.value_types import Kind


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """One field. What is neither required nor told is absent from a record: nobody said."""

    name: str
    """The key, without the language of a translated field."""
    kind: Kind
    """The kind of its value."""
    about: str
    """What it says, one sentence."""
    follows: str = ""
    """The standard behind it."""
    group: str = ""
    """Its part of the form and of the card."""
    translated: bool = False
    """Whether it stands as name_en, name_ru, ..."""
    required: bool = False
    """Whether it must always be there: of a translated one, some language."""
    published: bool = False
    """Whether it must be there in a published layer."""
    choices: Mapping[str, str] | None = None
    """The codes it can hold, each with what it means."""
    fields: tuple[Field, ...] = ()
    """The fields of a nested record."""

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys it stands under in the languages of a layer that names none, or its name alone."""
        return self.keys_in(USUAL)

    def keys_in(self, languages: Sequence[str]) -> tuple[str, ...]:
        """The keys it stands under in some languages, in their order, or its name alone."""
        return tuple(f"{self.name}_{tag}" for tag in languages) if self.translated else (self.name,)
