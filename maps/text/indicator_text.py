"""Key figures in words: a value with its unit, and whose it is and for when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maps.style import typeface
from maps.text import formats, project_text

if TYPE_CHECKING:
    from geo.model.record_types import Indicator, IndicatorValue


def amount(indicator: Indicator, value: IndicatorValue, language: str) -> str:
    """A value with its unit and how exact it is, "" where there is none: more than 4.27 billion dollars."""
    number, unit = value.get("value"), str(indicator.get("unit", ""))
    if not isinstance(number, (int, float)) or isinstance(number, bool):
        return ""
    qualifier = value.get("qualifier")
    words = formats.amount(language, number, unit, qualifier if isinstance(qualifier, str) else None)
    return typeface.clean(words)


def label(value: IndicatorValue, language: str) -> str:
    """Whose value it is and for when."""
    name = project_text.text(value, "label", language)
    way = " → ".join(formats.known(language, "country", code) for code in str(value.get("direction") or "").split("-"))
    period = str(value.get("period") or "")
    when = "" if value.get("kind") == "goal" and period in name else formats.period(language, period)
    return typeface.clean(" · ".join(part for part in (name or way, when) if part))


def in_words(indicator: Indicator, value: IndicatorValue, language: str) -> str:
    """A value in words: how much, and what must be known about it."""
    parts = (amount(indicator, value, language), project_text.text(value, "text", language))
    return ". ".join(part for part in parts if part)
