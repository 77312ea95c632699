"""Rules on numbers: those of a text have a source and are the same in each language; totals and growth fit."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple, cast

from geo.checks.grades import finding
from geo.messages import Message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from geo.checks.rules.case import Case
    from geo.errors import Problem
    from geo.model.field import Field
    from geo.model.record_types import Indicator, IndicatorValue

_SPACE = "[ \u00a0\u202f]"
_NUMBER = re.compile(
    rf"(\d(?<![\w.,]\d)(?<![^\W\d_]-\d)(?:\d{{0,2}}(?:(?:{_SPACE}|,)\d{{3}})+|\d*))([.,]\d+)?(?:st|nd|rd|th)?"
    rf"(?!\w|[.]\d)(?:{_SPACE}?(тыс|ming|мың|thousand|млн|mln|million|миллион|млрд|mlrd|billion|миллиард|milliard)\w*)?",
    re.IGNORECASE,
)
"""It begins with a digit, so that all else is passed over quickly; what may not stand before it is looked at then."""
_BETWEEN = dict.fromkeys(map(ord, " \u00a0\u202f,"))
_SCALES = {
    **dict.fromkeys(("тыс", "ming", "мың", "thousand"), 1e3),
    **dict.fromkeys(("млн", "mln", "million", "миллион"), 1e6),
    **dict.fromkeys(("млрд", "mlrd", "billion", "миллиард", "milliard"), 1e9),
}
_QUOTED = re.compile(r"“[^”]*”|«[^»]*»|\"[^\"]*\"")
_DIGITS = re.compile(r"\d+")

_NAMES = ("name", "place", "publisher")
"""Names, whose numbers each language writes in its own way, as in "Terminal II"."""

_NUMBERED = ("figures", "value", "start", "end", "status_date", "disputes", "sources")
"""Where the numbers of a summary stand most often, which is looked at before all else."""

_LONGEST = 5_000
"""Signs of a text in which numbers are looked for; the schema allows fewer."""


@lru_cache(maxsize=50_000)
def numbers_of(text: str) -> tuple[float, ...]:
    """The numbers that a text names in digits, as they are meant: 7800 for "7,8 тыс." and for "7,800"."""
    numbers = []
    for whole, fraction, scale in _NUMBER.findall(text[:_LONGEST]):
        value = float(f"{whole.translate(_BETWEEN)}{fraction.replace(',', '.')}")
        numbers.append(round(value * _SCALES.get(scale.casefold(), 1), 6))
    return tuple(numbers)


def texts_agree(
    where: str, record: Mapping[str, object], fields: tuple[Field, ...], languages: Sequence[str], path: str = ""
) -> Iterator[Problem]:
    """The same numbers stand in each of the layer's languages of a text, in nested records too."""
    for field in fields:
        if field.translated and field.name not in _NAMES:
            texts = ((tag, record.get(f"{field.name}_{tag}")) for tag in languages)
            yield from _texts_differ(
                where, {tag: text for tag, text in texts if isinstance(text, str)}, path, field.name
            )
        entries = record.get(field.name) if field.fields else None
        for number, entry in enumerate(entries if isinstance(entries, list) else ()):
            if isinstance(entry, dict):
                yield from texts_agree(where, entry, field.fields, languages, f"{path}{field.name}[{number}].")


def project_texts_agree(field: Field, case: Case) -> Iterator[Problem]:
    """The same for a field of a project."""
    return texts_agree(case.where, cast("Mapping[str, object]", case.clean), (field,), case.world.languages)


def _texts_differ(where: str, texts: Mapping[str, str], path: str, name: str) -> Iterator[Problem]:
    """texts: those of a field, by language."""
    numbers = {tag: set(numbers_of(text)) for tag, text in texts.items()}
    first = next(iter(numbers), None)
    for tag, own in numbers.items():
        if first is not None and (odd := numbers[first] ^ own):
            mine, others = _listed(own & odd), _listed(numbers[first] & odd)
            yield finding(
                "numbers-differ",
                where,
                f"{path}{name}_{tag}",
                Message(
                    "{numbers} where {name}_{language} has {others}",
                    numbers=mine,
                    name=name,
                    language=first,
                    others=others,
                ),
                Message("the same numbers in each language"),
                Message("correct one of the two, or write both in digits"),
            )


def summary_is_backed(case: Case) -> Iterator[Problem]:
    """A number in a summary stands in a field or in a quotation, or a source supports the summary; where there are no
    sources at all, that is the finding."""
    texts = case.names("summary")
    sources = case.clean.get("sources", ())
    if not texts or not sources or any("summary" in source.get("supports", ()) for source in sources):
        return
    named = {tag: set(numbers_of(_QUOTED.sub(" ", text))) for tag, text in texts.items()}
    unsupported = set().union(*named.values())
    for key in chain(_NUMBERED, case.clean):
        if not unsupported:
            return
        if not key.startswith("summary"):
            unsupported.difference_update(_numbers_in(case.clean.get(key)))
    for tag, numbers in named.items():
        if odd := numbers & unsupported:
            yield finding(
                "number-unsupported",
                case.where,
                f"summary_{tag}",
                _listed(odd),
                Message("numbers that stand in figures, value or dates, or a source that supports the summary"),
                Message("add the number to a field, or “summary” to the supports of the source that says so"),
            )


def _numbers_in(value: object) -> Iterator[float]:
    """Every number in a record's fields: values, and those that stand in dates and texts."""
    if isinstance(value, dict):
        for entry in value.values():
            yield from _numbers_in(entry)
    elif isinstance(value, (list, tuple)):
        for entry in value:
            yield from _numbers_in(entry)
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        yield round(float(value), 6)
    elif isinstance(value, str):
        yield from numbers_of(value)
        yield from _digits_of(value)


@lru_cache(maxsize=50_000)
def _digits_of(text: str) -> tuple[float, ...]:
    return tuple(map(float, _DIGITS.findall(text[:_LONGEST])))


def _listed(numbers: set[float]) -> str:
    return ", ".join(f"{number:,.10g}" for number in sorted(numbers)[:5]) or Message("none")


# Figures of an indicator


class _Exact(NamedTuple):
    """A number of the past that nobody disputes."""

    number: float
    """In the indicator's unit, never 0."""
    period: str
    """ISO 8601."""
    direction: str | None
    """From which country to which, None for both directions together."""
    qualified: bool
    """Whether it is about, almost or more than so much."""


class _FigureRule(NamedTuple):
    """What a value of an indicator must agree with."""

    name: str
    field: str
    """The part of the value that a finding is on."""
    misfits: Callable[[IndicatorValue, Sequence[_Exact]], Iterator[str]]
    """What a value says against the exact numbers of its indicator, for each that it does not agree with."""
    expected: str
    fix: str
    """How to correct it."""


def values_agree(where: str, indicator: Indicator) -> Iterator[Problem]:
    """Of one period both directions add up to the whole, growth fits the year before, a ratio the value that it names:
    each as exactly as the numbers are written, and unless a dispute says that they do not."""
    values = indicator.get("values", ())
    exact = [number for value in values if (number := _exact_or_none(value)) is not None]
    for place, value in enumerate(values):
        if value.get("disputes"):
            continue
        for rule in _FIGURE_RULES:
            field = f"values[{place}].{rule.field}"
            for got in rule.misfits(value, exact):
                yield finding(rule.name, where, field, got, rule.expected, rule.fix)


def _exact_or_none(value: IndicatorValue) -> _Exact | None:
    number, period = value.get("value"), value.get("period")
    if value.get("kind") != "actual" or not number or period is None or value.get("disputes"):
        return None
    return _Exact(number, period, value.get("direction"), bool(value.get("qualifier")))


def _sums(value: IndicatorValue, exact: Sequence[_Exact]) -> Iterator[str]:
    whole = _exact_or_none(value)
    if whole is None or whole.direction:
        return
    parts = {other.direction: other.number for other in exact if other.direction and other.period == whole.period}
    for direction, there in parts.items():
        opposite = "-".join(reversed(direction.split("-")))
        back = parts.get(opposite)
        if back is None or direction > opposite:
            continue
        if abs(there + back - whole.number) > _step(there) + _step(back) + _step(whole.number):
            yield Message(
                "{number:,} for {period}, where both directions add up to {sum:,}",
                number=whole.number,
                period=whole.period,
                sum=there + back,
            )


def _growths(value: IndicatorValue, exact: Sequence[_Exact]) -> Iterator[str]:
    growth, now = value.get("growth_percent"), _exact_or_none(value)
    if growth is None or now is None:
        return
    before = _year_before(now.period)
    for base in _numbers(exact, before, now.direction):
        real = (now.number / base - 1) * 100
        if abs(real - growth) > _step(growth) + 100 * _slack(now.number, base):
            yield Message(
                "{growth:g}, where {number:,} in {period} makes {computed:.1f}",
                growth=growth,
                number=base,
                period=before,
                computed=real,
            )


def _ratios(value: IndicatorValue, exact: Sequence[_Exact]) -> Iterator[str]:
    ratio = value.get("ratio_to")
    if not ratio or "times" not in ratio or "period" not in ratio:
        return
    for number in _numbers(exact, value.get("period"), value.get("direction")):
        for base in _numbers(exact, ratio["period"], value.get("direction")):
            if abs(number / base - ratio["times"]) > _step(ratio["times"]) + _slack(number, base):
                yield Message(
                    "{times:g}, where the two numbers make {computed:.3g}",
                    times=ratio["times"],
                    computed=number / base,
                )


_ONE_OF_THREE = Message("correct one of the three, or say in disputes why they differ")
_FIGURE_RULES = (
    _FigureRule(
        "sum-differs",
        "value",
        _sums,
        Message("the sum of both directions"),
        Message("correct the number, or say in disputes why they differ"),
    ),
    _FigureRule(
        "growth-differs", "growth_percent", _growths, Message("the growth between the two numbers"), _ONE_OF_THREE
    ),
    _FigureRule("ratio-differs", "ratio_to.times", _ratios, Message("the ratio of the two numbers"), _ONE_OF_THREE),
)


def _numbers(exact: Sequence[_Exact], period: str | None, direction: str | None) -> list[float]:
    """The number of a period in a direction; none where there are several."""
    numbers = [
        float(other.number)
        for other in exact
        if other.period == period and other.direction == direction and not other.qualified
    ]
    return numbers if len(numbers) == 1 else []


def _year_before(period: str) -> str:
    return re.sub(r"\b(\d{4})(?=-\d\d|/|$)", lambda year: f"{int(year[1]) - 1:04d}", period)


def _slack(number: float, base: float) -> float:
    """How far the ratio of two numbers may be off, by the last digits that are written of each."""
    return abs(number / base) * (_step(number) / abs(number) + _step(base) / abs(base))


def _step(number: float) -> float:
    """How far a number may be off by its last digit that is written: 0.005 of 1.55, 50,000 of 3,400,000."""
    digits = f"{abs(number):.10g}"
    if "e" in digits:
        return abs(number) * 1e-9
    if "." in digits:
        return float(10 ** -len(digits.partition(".")[2])) / 2
    return float(10 ** (len(digits) - len(digits.rstrip("0")))) / 2
