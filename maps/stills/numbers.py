"""Numbers as SVG and PDF have them."""


def real(value: float) -> str:
    """A number with at most two decimals: a hundredth of a point."""
    digits = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if digits in ("-0", "") else digits
