"""Numbers as SVG and PDF have them."""

from __future__ import annotations

import re

_ZEROS = re.compile(r"\.?0+(?![\d.])")
_LESS_THAN_NOTHING = re.compile(r"-0(?![\d.])")


def real(value: float) -> str:
    """A number with at most two decimals: a hundredth of a point."""
    digits = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if digits in ("-0", "") else digits


def trimmed(numbers: str) -> str:
    """A text whose numbers all have two decimals, each number as `real` gives it: one by one takes twice as long."""
    return _LESS_THAN_NOTHING.sub("0", _ZEROS.sub("", numbers))
