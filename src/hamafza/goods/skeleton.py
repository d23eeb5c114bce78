"""Loanwords met by their consonants: «رادیاتور» and "radiator" are both r-d-t-r."""

import re
from collections.abc import Iterable

SHORTEST = 3
"""Consonants below which two words meet by chance (tried on the trade vocabulary)."""

_PERSIAN = str.maketrans(
    {
        "ب": "b", "پ": "p", "ت": "t", "ط": "t", "ث": "s", "س": "s", "ص": "s", "ج": "j", "چ": "c",
        "ح": "h", "ه": "h", "خ": "x", "د": "d", "ذ": "z", "ز": "z", "ض": "z", "ظ": "z", "ر": "r",
        "ژ": "j", "ش": "$", "ع": "", "غ": "g", "ق": "g", "ف": "f", "ک": "k", "گ": "g", "ل": "l",
        "م": "m", "ن": "n", "و": "", "ی": "", "ا": "",
    }
)  # fmt: skip
_ENGLISH = (
    ("tion", "$n"), ("sch", "$"), ("sh", "$"), ("ch", "c"), ("ph", "f"), ("th", "t"), ("ck", "k"),
    ("qu", "k"), ("x", "ks"), ("ce", "s"), ("ci", "s"), ("cy", "s"), ("ge", "j"), ("c", "k"),
    ("q", "k"), ("v", ""), ("w", ""), ("y", ""),
)  # fmt: skip
_VOWELS = re.compile("[aeiou]")
_TWICE = re.compile(r"(.)\1+")


class Skeletons:
    """English words of a vocabulary, found by the consonants of a Persian word."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self._words: dict[str, list[str]] = {}
        for word in vocabulary:
            bones = _english(word) if word.isascii() and word.isalpha() else ""
            if len(bones) >= SHORTEST:
                self._words.setdefault(bones, []).append(word)

    def words(self, token: str) -> list[str]:
        """Return the English words with the same consonants; none if there are too many."""
        bones = _TWICE.sub(r"\1", token.translate(_PERSIAN))
        found = self._words.get(bones, []) if len(bones) >= SHORTEST else []
        return found if len(found) <= 2 else []


def _english(word: str) -> str:
    for letters, sound in _ENGLISH:
        word = word.replace(letters, sound)
    return _TWICE.sub(r"\1", _VOWELS.sub("", word))
