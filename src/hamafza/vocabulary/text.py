"""Keys for matching Persian, Arabic and Latin text; what people wrote is kept beside them."""

import re
import unicodedata
from collections.abc import Callable, Mapping

import polars as pl

# Letters that one Persian word is typed with on different keyboards. Hamza forms go to the
# bare letter: «مسئول» and «مسؤول» meet on «مسیول», which is wrong Persian and a good key.
_LETTERS = {
    "ي": "ی", "ى": "ی", "ئ": "ی", "ې": "ی", "ك": "ک", "ڪ": "ک", "ة": "ه", "ۀ": "ه", "ە": "ه",
    "ہ": "ه", "ھ": "ه", "أ": "ا", "إ": "ا", "ٱ": "ا", "آ": "ا", "ؤ": "و", "ء": "",
}  # fmt: skip
_DIGITS = {chr(zero + d): str(d) for zero in (0x06F0, 0x0660) for d in range(10)}
_MARKS = re.compile("[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640\u0300-\u036f]")
_TABLE = str.maketrans(_LETTERS | _DIGITS)
# \w minus the underscore; half-space, direction marks and punctuation all part words.
_OTHER_DIGIT = re.compile(r"[^\D0-9]")
_NOT_WORD = re.compile(r"[\W_]+")

# Signs that nearly all text is made of. They stand for themselves in every form of Unicode, so
# their key is made in bulk, a letter for a letter; a text with any other sign is keyed by itself.
_PLAIN = "ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی"
_ASCII = "".join(map(chr, (9, 10, 13, *range(32, 127))))
COMMON = f"{_ASCII}{_PLAIN}{''.join(_LETTERS)}{''.join(_DIGITS)}\u200c،؛؟«»"
_LOWER = {letter: letter.lower() for letter in _ASCII if letter.isupper()}
_LEVELLED = _LETTERS | _DIGITS | _LOWER
_ALL_COMMON = f"^[{re.escape(COMMON)}]*$"


def latin_digits(text: str) -> str:
    """Return the text with every decimal digit of any script as 0-9."""
    return "".join(str(int(mark)) if mark.isdecimal() else mark for mark in text)


def match_key(text: str) -> str:
    """
    Return the words of the text, one spelling for each letter, parted by single spaces.

    Compatibility forms, Arabic letters, marks, tatweel, case, digits of other scripts and the
    half-space are levelled. Applying it twice changes nothing.
    """
    plain = unicodedata.normalize("NFKC", text).lower()
    plain = unicodedata.normalize("NFKC", plain)
    plain = _MARKS.sub("", plain.translate(_TABLE))
    if _OTHER_DIGIT.search(plain):  # Persian and Arabic digits are in the table: this is rare
        plain = latin_digits(plain)
    return _NOT_WORD.sub(" ", plain).strip()


def compact_key(text: str) -> str:
    """Return the match key without spaces: «کسب و کار», «کسب‌وکار» and «کسبوکار» are one."""
    return match_key(text).replace(" ", "")


def match_key_expr(column: pl.Expr) -> pl.Expr:
    """Return the match key of a text column, in bulk; equal to ``match_key`` on each cell."""
    return once_for_each(column, match_key, common_keys)


def common_keys(texts: pl.Expr, apart: Mapping[str, str] | None = None) -> pl.Expr:
    """
    Return the match keys of texts of common signs alone.

    ``apart`` are signs that are to become others than a match key makes of them.
    """
    table = _LEVELLED | dict(apart or {})
    kept = f"[^0-9a-z{_PLAIN}{''.join(table[sign] for sign in apart or ())}]+"
    levelled = texts.str.replace_many(list(table), list(table.values()))
    return levelled.str.replace_all(kept, " ").str.strip_chars(" ")


def is_common(texts: pl.Expr) -> pl.Expr:
    """Say of each text whether all its signs are common ones."""
    return texts.str.contains(_ALL_COMMON)


def once_for_each(
    column: pl.Expr,
    key: Callable[[str], str],
    common: Callable[[pl.Expr], pl.Expr] | None = None,
) -> pl.Expr:
    """
    Key each distinct text of a column once: registries repeat their words thousands of times.

    ``common`` is ``key`` in bulk, for texts of common signs alone.
    """

    def keys_of(texts: pl.Series) -> pl.Series:
        frame = texts.alias("text").to_frame()
        once = frame.unique().drop_nulls()
        rare = once
        keyed: list[pl.DataFrame] = []
        if common:
            at_once = is_common(pl.col("text"))
            keyed.append(once.filter(at_once).with_columns(key=common(pl.col("text"))))
            rare = once.filter(~at_once)
        told = pl.Series("key", map(key, rare["text"]), dtype=pl.String)
        keys = pl.concat([*keyed, rare.with_columns(told)])
        return frame.join(keys, on="text", how="left", maintain_order="left")["key"].alias(
            texts.name
        )

    return column.cast(pl.String).map_batches(keys_of, return_dtype=pl.String)
