"""Figures as people write them in a cell, in bulk."""

import polars as pl

_PERSIAN = "۰۱۲۳۴۵۶۷۸۹"
_ARABIC = "٠١٢٣٤٥٦٧٨٩"
_DIGITS = {mark: str(at) for marks in (_PERSIAN, _ARABIC) for at, mark in enumerate(marks)}
# Thousands marks, spaces of all widths and marks of direction go; the Persian point becomes one.
_MARKS = {"٬": "", ",": "", "،": "", "'": "", "\u00a0": "", "\u202f": "", "\u200c": "",
          "\u200e": "", "\u200f": "", "٫": ".", "\u2212": "-", " ": ""}  # fmt: skip
_FIGURE = r"^([+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d{1,2})?)\p{L}*$"


def figure(column: pl.Expr) -> pl.Expr:
    """
    Return a column of text as Float64; null where it is no figure.

    Digits of three scripts, thousands marks and a word of measure behind («۲۰۰ عدد») are read.
    """
    table = _DIGITS | _MARKS
    plain = column.str.replace_many(list(table), list(table.values()))
    return plain.str.extract(_FIGURE, 1).cast(pl.Float64, strict=False)


def latin(column: pl.Expr) -> pl.Expr:
    """Return text with Persian and Arabic digits as 0-9."""
    return column.str.replace_many(list(_DIGITS), list(_DIGITS.values()))
