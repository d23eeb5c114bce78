"""Cells that name people, papers and ways to reach them, read in bulk."""

import polars as pl

from hamafza.registry.identity import CodeRule
from hamafza.registry.params import Phones
from hamafza.registry.reading_numbers import latin

_BETWEEN = r"[\s\-_./\x{200c}\x{200d}\x{200e}\x{200f}\x{202a}-\x{202e}\x{2066}-\x{2069}]+"
_SEPARATOR = "\x1f"
_PARTED = r"[،,;؛\n\r]+"
_WORK = "دستگاه|ماشین|چرخ|[0-9۰-۹]"
"""What begins the next machine behind « و »; «دستگاه برش و دوخت» is one."""
_EMAIL = (
    r"^[A-Za-z0-9._%+\-]+@[A-Za-z0-9](?:[A-Za-z0-9\-]*[A-Za-z0-9])?"
    r"(?:\.[A-Za-z0-9\-]+)*\.[A-Za-z]{2,}$"
)
_ADDRESS = r"^(?:https?://)?[\p{L}\p{N}](?:[\p{L}\p{N}\-]*\.)+\p{L}{2,}(?:[/?#:]\S*)?$"


def codes_read(column: pl.Expr, rule: CodeRule) -> pl.Expr:
    """Return national codes in their one spelling; null where ``identity`` refuses them."""
    plain = plain_code(column)
    shaped = plain.str.contains(rf"^[0-9]{{{rule.least_digits},{rule.digits}}}$")
    code = pl.when(shaped).then(plain.str.zfill(rule.digits))
    total = pl.sum_horizontal(
        code.str.slice(at, 1).cast(pl.Int32, strict=False) * weight
        for at, weight in enumerate(rule.weights)
    )
    rest = total % rule.modulus
    check = pl.when(rest < rule.remainder_stands).then(rest).otherwise(rule.modulus - rest)
    alike = [digit * rule.digits for digit in "0123456789"]
    sound = (code.str.slice(-1).cast(pl.Int32, strict=False) == check) & ~code.is_in(alike)
    return pl.when(sound).then(code)


def plain_code(column: pl.Expr) -> pl.Expr:
    """Return a number without the marks that people put between its digits."""
    return latin(column).str.replace_all(_BETWEEN, "")


def parts(column: pl.Expr) -> pl.Expr:
    """Return what stands in one cell as a list: commas, semicolons and new lines part it."""
    return _parted(column, _PARTED)


def numbers_called(column: pl.Expr, phones: Phones | None) -> pl.Expr:
    """Return the telephones of a cell, digits alone; the zero that Excel takes is put back."""
    plain = _without(latin(column), r"[\s\-_.()\x{200c}\x{200e}\x{200f}\x{202a}-\x{202e}]", "")
    number = pl.element()
    if phones is not None:
        lost = number.str.contains(rf"^[1-9]\d{{{phones.digits - 1}}}$")
        number = pl.when(lost).then(pl.concat_str(pl.lit(phones.trunk), number)).otherwise(number)
    sound = number.str.contains(r"^\+?\d{5,15}$")
    return _parted(plain, _PARTED).list.eval(number.filter(sound))


def emails(column: pl.Expr) -> pl.Expr:
    """Return the e-mail addresses of a cell, in small letters."""
    each = pl.element().str.to_lowercase()
    return parts(column).list.eval(each.filter(each.str.contains(_EMAIL)))


def addresses(column: pl.Expr) -> pl.Expr:
    """Return the websites of a cell."""
    each = pl.element()
    return parts(column).list.eval(each.filter(each.str.contains(_ADDRESS)))


def pieces_of_work(column: pl.Expr) -> pl.Expr:
    """Return the machines of a cell, parted at « و » only where another machine begins behind."""
    apart = column.str.replace_all(rf"\s+و\s+({_WORK})", f"{_SEPARATOR}$1")
    written = pl.element().str.contains(r"[\p{L}\p{N}]")
    return _parted(apart, rf"[،,;؛\n\r{_SEPARATOR}]+").list.eval(pl.element().filter(written))


def _parted(column: pl.Expr, pattern: str) -> pl.Expr:
    """Return the parts of a cell without spaces around them, each once; null of no cell."""
    marked = column.str.replace_all(pattern, _SEPARATOR)
    each = pl.element().str.strip_chars()
    found = marked.str.split(_SEPARATOR).list.eval(each.filter(each != ""))
    return found.list.unique(maintain_order=True)


def _without(column: pl.Expr, pattern: str, instead: str) -> pl.Expr:
    """Replace what stands in numbers, but a new line, which parts two."""
    kept = column.str.replace_all(r"[\n\r]+|\s[-–/]\s", ",")
    return kept.str.replace_all(pattern, instead)
