"""The national tariff: which rows of a country's file are lines, and the lines of a subheading."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

import polars as pl

from hamafza.vocabulary.text import latin_digits

_LEAST_DIGITS, _MOST_DIGITS = 7, 12


class Dropped(StrEnum):
    """Why a row of the file is no line."""

    NO_NAME = "no name"
    NO_DIGITS = "no digits"
    SHORT = "six digits or fewer: a heading of the tariff, not a line"
    LONG = "more than twelve digits"
    SUBHEADING_UNKNOWN = "its six digits are not of this edition"
    TWICE = "stands twice; the first was kept"


@dataclass(frozen=True)
class NationalLine:
    """A line as it is offered: its code and what the country calls it."""

    code: str
    name: str


def sorted_rows(
    codes: Sequence[str], names: Sequence[str], known: Collection[str]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """
    Return lines (``code``, ``hs6``, ``name``) and rows left out (``row``, ..., ``reason``).

    ``known`` are the subheadings of the edition; ``row`` is 0 for the first row of data. A line of
    seven digits has lost the zero before it, as spreadsheets take it, if only so its six are known.
    """
    kept: dict[str, tuple[str, str, str]] = {}
    dropped = []
    for row, (told, name) in enumerate(zip(codes, names, strict=True)):
        code = _with_its_zero(_digits(told), known)
        reason = _why_not(code, name.strip(), known, kept)
        if reason:
            dropped.append((row, told, name, str(reason)))
        else:
            kept[code] = (code, code[:6], " ".join(name.split()))
    return (
        pl.DataFrame(list(kept.values()), schema=dict.fromkeys(("code", "hs6", "name"), pl.String),
                     orient="row"),
        pl.DataFrame(dropped, orient="row", schema={
            "row": pl.Int64, "code": pl.String, "name": pl.String, "reason": pl.String,
        }),
    )  # fmt: skip


def _digits(code: str) -> str:
    return "".join(mark for mark in latin_digits(code) if mark.isdecimal())


def _with_its_zero(code: str, known: Collection[str]) -> str:
    is_lost = len(code) % 2 == 1 and len(code) >= _LEAST_DIGITS
    return f"0{code}" if is_lost and f"0{code}"[:6] in known and code[:6] not in known else code


def _why_not(code: str, name: str, known: Collection[str], kept: Collection[str]) -> Dropped | None:
    faults = (
        (not code, Dropped.NO_DIGITS),
        (len(code) < _LEAST_DIGITS, Dropped.SHORT),
        (len(code) > _MOST_DIGITS, Dropped.LONG),
        (code[:6] not in known, Dropped.SUBHEADING_UNKNOWN),
        (not name, Dropped.NO_NAME),
        (code in kept, Dropped.TWICE),
    )
    return next((reason for is_so, reason in faults if is_so), None)
