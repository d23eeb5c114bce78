"""Figures in the reader's script: Persian digits with ٬ and ٫, Latin ones with , and a point."""

from decimal import ROUND_HALF_UP, Decimal

MINUS = "\u2212"
_PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
_PERSIAN_MARKS = str.maketrans({",": "٬", ".": "٫"})
_DECIMALS_UNASKED = 2

Figure = int | float | Decimal


def digits(text: object, language: str) -> str:
    """Return the text with its Latin digits in the script of the language; marks stay."""
    return str(text).translate(_PERSIAN) if language == "fa" else str(text)


def number(value: Figure, language: str, decimals: int | None = None) -> str:
    """
    Return the figure grouped by thousands, a minus as U+2212 on its left.

    ``decimals`` are always shown; without it a fraction keeps up to two and no idle zero.
    Halves are rounded away from zero, as readers expect of a shown figure.
    """
    exact = Decimal(str(value)) if not isinstance(value, Decimal) else value
    if not exact.is_finite():
        raise ValueError(f"not a figure: {value!r}")
    places = _DECIMALS_UNASKED if decimals is None else decimals
    rounded = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    shown = f"{abs(rounded):,.{places}f}"
    if decimals is None and "." in shown:
        shown = shown.rstrip("0").rstrip(".")
    if rounded < 0:
        shown = MINUS + shown
    return digits(shown.translate(_PERSIAN_MARKS), language) if language == "fa" else shown


def percent(share: Figure, language: str, decimals: int = 1) -> str:
    """Return a share of one as a percentage with its sign."""
    hundredfold = Decimal(str(share)) * 100
    return number(hundredfold, language, decimals) + ("٪" if language == "fa" else "%")
