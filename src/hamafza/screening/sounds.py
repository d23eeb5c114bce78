"""How a word sounds in either script: consonants, and the vowels written between them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, product

# Capital letters are sounds that Latin writes with two: X kh, Q gh or q, C ch, S sh, Z zh.
_PERSIAN = {
    "ب": "b", "پ": "p", "ت": "t", "ط": "t", "ث": "s", "س": "s", "ص": "s", "ج": "j", "چ": "C",
    "ح": "h", "ه": "h", "خ": "X", "د": "d", "ذ": "z", "ز": "z", "ض": "z", "ظ": "z", "ر": "r",
    "ژ": "Z", "ش": "S", "ع": "", "غ": "Q", "ق": "Q", "ف": "f", "ک": "k", "گ": "g", "ل": "l",
    "م": "m", "ن": "n", "ا": "a", "و": "w", "ی": "i",
}  # fmt: skip
# Letters that Latin writes in more than one way, from one country to the next.
_AMBIGUOUS = {"ض": "zd", "ذ": "zd", "ظ": "zd", "ث": "st", "ق": "Qgk", "غ": "Qg", "ج": "jg"}
MOST_VARIANTS = 12
_LATIN_PAIRS = (
    ("sch", "S"), ("tch", "C"), ("kh", "X"), ("gh", "Q"), ("ch", "C"), ("sh", "S"), ("zh", "Z"),
    ("dj", "j"), ("ph", "f"), ("th", "t"), ("dh", "z"), ("ck", "k"), ("q", "Q"), ("x", "ks"),
)  # fmt: skip
_DOUBLED = re.compile(r"(.)\1+")
_SOFT_C = re.compile(r"c(?=[eiy])")
_VOWELS = frozenset("aeiouvwy")
_LATIN_FINAL_H = re.compile(r"(?<=[ae])h$")
# What a vowel that Persian writes may be in Latin, and what Latin writes that Persian must too.
_WRITTEN = {"a": "aoeu", "w": "uovwe", "i": "iyea"}
_DEMANDS = {"v": "w", "y": "i"}


@dataclass(frozen=True)
class Sound:
    """``gaps`` are the vowels before, between and after the consonants: one more than those."""

    word: str
    is_persian: bool
    consonants: str
    gaps: tuple[str, ...]


@lru_cache(maxsize=200_000)
def sounds(word: str) -> tuple[Sound, ...]:
    """Return how one word of a match key may sound, the likeliest first."""
    is_persian = any("\u0600" <= mark <= "\u06ff" for mark in word)
    spelled = _of_persian(word) if is_persian else _of_latin(word)
    return tuple(_heard(word, is_persian, marks) for marks in spelled)


def _heard(word: str, is_persian: bool, spelled: str) -> Sound:
    consonants, gaps = "", [""]
    for mark in spelled:
        if mark in _VOWELS:
            gaps[-1] += mark
        else:
            consonants += mark
            gaps.append("")
    return Sound(word, is_persian, consonants, tuple(gaps))


def vowels_agree_share(one: Sound, other: Sound) -> float:
    """
    Return the share of gaps whose vowels may be the same, for two words of equal consonants.

    Persian writes no short vowel, so an empty Persian gap agrees with any but a v or y.
    """
    agree = _agree_across if one.is_persian != other.is_persian else _agree_within
    first, second = (one, other) if one.is_persian or not other.is_persian else (other, one)
    fits = [agree(a, b) for a, b in zip(first.gaps, second.gaps, strict=True)]
    return sum(fits) / len(fits)


def _agree_across(persian: str, latin: str) -> float:
    written = all(any(mark in latin for mark in _WRITTEN.get(vowel, vowel)) for vowel in persian)
    demanded = all(_DEMANDS[mark] in persian for mark in latin if mark in _DEMANDS)
    return float(written and demanded)


def _agree_within(one: str, other: str) -> float:
    """Mohammad and Muhammad are nearly one, Karimi and Karami may be two."""
    if one == other:
        return 1.0
    return 0.75 if one and other else 0.0


def _of_persian(word: str) -> Iterator[str]:
    """Yield the spellings in Latin marks; a doubled letter, as in Allah, is heard once."""
    bare = word[:-1] if len(word) > 2 and word.endswith("ه") else word
    bare = _DOUBLED.sub(r"\1", bare)
    choices = [_AMBIGUOUS.get(mark) or (_PERSIAN.get(mark, mark),) for mark in bare]
    return ("".join(marks) for marks in islice(product(*choices), MOST_VARIANTS))


def _of_latin(word: str) -> Iterator[str]:
    """Yield the word in marks; a final h may be silent (Khaneh) or not (Saleh)."""
    silent = _LATIN_FINAL_H.sub("", word)
    for spelled in (word, silent) if silent != word else (word,):
        marks = _SOFT_C.sub("s", spelled) if "ch" not in spelled else spelled
        for pair, mark in _LATIN_PAIRS:
            marks = marks.replace(pair, mark)
        yield _DOUBLED.sub(r"\1", marks.replace("c", "k"))
