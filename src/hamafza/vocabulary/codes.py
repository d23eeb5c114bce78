"""Codes of goods and the public numbers of units. A code is text: its zeros count."""

import re

import polars as pl

HS_EDITIONS = ("1992", "1996", "2002", "2007", "2012", "2017", "2022")
NOT_SPECIFIED = "9999"  # UN Comtrade's heading for commodities not specified according to kind

# Latin capitals without I, L and O, which are misread as digits: 23, a prime.
_CHECK_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ"
_PUBLIC_ID = re.compile(r"HM-(\d{7,})-([A-Z])")


def is_hs4(code: str) -> bool:
    """Say whether the text has the shape of a heading; chapter 00 does not exist."""
    return re.fullmatch(r"(?!00)[0-9]{4}", code) is not None


def is_hs6(code: str) -> bool:
    """Say whether the text has the shape of a subheading."""
    return re.fullmatch(r"(?!00)[0-9]{6}", code) is not None


def public_id(number: int) -> str:
    """
    Return a unit's public number, such as ``HM-0000042-K``: seven digits or more, and a letter.

    The letter stands for the weighted sum of the digits modulo 23: one wrong digit, or two
    neighbours exchanged, would give another.
    """
    if number < 0:
        raise ValueError("a public number is not negative")
    digits = f"{number:07d}"
    return f"HM-{digits}-{_letter(digits)}"


def public_ids(numbers: pl.Series) -> pl.Series:
    """Return the public numbers of many units, as ``public_id`` gives each."""
    count = pl.col("number")
    most = len(str(numbers.max() or 0))
    terms = (count // 10**place % 10 * _weight(place) for place in range(most))
    letter = (pl.sum_horizontal(terms) % len(_CHECK_LETTERS)).replace_strict(
        dict(enumerate(_CHECK_LETTERS)), return_dtype=pl.String
    )
    digits = count.cast(pl.String).str.zfill(7)
    told = pl.concat_str(pl.lit("HM-"), digits, pl.lit("-"), letter)
    return numbers.cast(pl.Int64).alias("number").to_frame().select(public_id=told).to_series()


def public_id_is_valid(text: str) -> bool:
    """Say whether the text is a public number whose check letter fits."""
    found = _PUBLIC_ID.fullmatch(text)
    return found is not None and _letter(found[1]) == found[2]


def _letter(digits: str) -> str:
    """Return the check letter; weights 2 to 22 repeat and never meet 0 modulo 23."""
    total = sum(_weight(at) * int(digit) for at, digit in enumerate(reversed(digits)))
    return _CHECK_LETTERS[total % len(_CHECK_LETTERS)]


def _weight(place: int) -> int:
    return place % 21 + 2
