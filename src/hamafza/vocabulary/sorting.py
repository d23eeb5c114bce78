"""
Persian in Persian order, on any database.

The order of the letters is that of the Iranian national standard ISIRI 6219: «آ» before «ا», «پ»
after «ب», «گ» after «ک», «و» before «ه». Code points put these after «ی», and a database sorts by
the collation it was made with. So each letter becomes two marks of 0-9 and a-z, which every
collation sorts alike.
"""

import unicodedata

import polars as pl

from hamafza.vocabulary.text import common_keys, match_key, once_for_each

LETTERS_SORTED = 20
"""Two texts alike in so many letters keep the order of their numbers."""

_MADDA = "ⵣ"  # stands for «آ»: a letter of its own here, though one word with «ا» for a search
_LETTERS = f" 0123456789{_MADDA}ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیabcdefghijklmnopqrstuvwxyz"
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_MARKS = {
    letter: _DIGITS[place // 36] + _DIGITS[place % 36] for place, letter in enumerate(_LETTERS)
}
_STRANGE = "zz"  # other alphabets come last
_BEFORE_KEY = str.maketrans({"آ": _MADDA, **dict.fromkeys("\u200c\u200d\u00ad")})


def sort_key(text: str) -> str:
    """
    Return letters and digits of ASCII that sort as the text does in Persian.

    A space comes before every letter; half-spaces, marks and case do not count.
    """
    key = match_key(unicodedata.normalize("NFC", text).translate(_BEFORE_KEY))
    return "".join(_MARKS.get(letter, _STRANGE) for letter in key[:LETTERS_SORTED])


def sort_key_expr(column: pl.Expr) -> pl.Expr:
    """Return the sort key of a text column, in bulk; equal to ``sort_key`` on each cell."""
    return once_for_each(column, sort_key, _common)


def _common(texts: pl.Expr) -> pl.Expr:
    """Return the sort keys of texts of common signs alone; each letter of theirs has its marks."""
    keys = common_keys(texts, {"آ": _MADDA, "\u200c": ""})
    return keys.str.slice(0, LETTERS_SORTED).str.replace_many(list(_MARKS), list(_MARKS.values()))
