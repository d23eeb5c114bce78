"""A name as the words that tell it from others, and how alike two words are."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from hamafza.screening.rules import Rules
from hamafza.screening.sounds import Sound, sounds, vowels_agree_share
from hamafza.vocabulary.text import match_key

ONE_ARTICLE = 0.93  # «Noor» and «Al Noor»: for a person to judge, not to stop by themselves
_ARTICLES = ("al", "el", "ul", "ال")
_PERSIAN_ARTICLE = "ال"


@dataclass(frozen=True)
class Name:
    """``words`` are the distinctive ones, or all where no other is left."""

    text: str
    key: str
    words: tuple[str, ...]
    is_generic: bool


class NameReader:
    """Reads names under one set of rules; remembers each text it has read."""

    def __init__(self, rules: Rules) -> None:
        self._empty_words = frozenset(
            match_key(word) for word in (*rules.legal_forms, *rules.generic_words)
        )
        self.read = lru_cache(maxsize=100_000)(self._read)

    def _read(self, text: str) -> Name:
        key = match_key(text)
        spoken = _initials_joined(key.split())
        told = [word for word in spoken if word not in self._empty_words]
        words = _articles_joined(told or spoken)
        return Name(text, key, tuple(words), not told)


@lru_cache(maxsize=200_000)
def likeness(one: str, other: str) -> float:
    """Return how alike two words are, 0 to 1; an article on one side only costs a little."""
    whole, *bare = _with_and_without(one)
    other_whole, *other_bare = _with_and_without(other)
    best = _likeness(whole, other_whole)
    uneven = [(form, other_whole) for form in bare] + [(whole, form) for form in other_bare]
    return max([best, *(ONE_ARTICLE * _likeness(a, b) for a, b in uneven)])


@lru_cache(maxsize=200_000)
def keys(word: str) -> frozenset[str]:
    """Return the keys under which a word is found: consonants, and those with one left out."""
    found: set[str] = set()
    for form in _with_and_without(word):
        for heard in sounds(form):
            key = heard.consonants if len(heard.consonants) > 1 else f"{heard.consonants}:{form}"
            found.add(key)
            if len(key) >= 4:
                found |= {key[:at] + key[at + 1 :] for at in range(len(key))}
    return frozenset(found)


def spans(words: Sequence[str]) -> list[tuple[int, int, str]]:
    """Return each word, and each two neighbours as one, with their first and last position."""
    single = [(at, at, word) for at, word in enumerate(words)]
    joined = [(at, at + 1, _joined(words[at], words[at + 1])) for at in range(len(words) - 1)]
    return single + joined


def _joined(one: str, other: str) -> str:
    """Return two words as one; only an article that begins the whole stays marked."""
    return one + other.replace("_", "") if "_" in one[:3] else (one + other).replace("_", "")


def _likeness(one: str, other: str) -> float:
    if one == other:
        return 1.0
    heard = [(a, b) for a in sounds(one) for b in sounds(other)]
    if heard[0][0].is_persian == heard[0][1].is_persian:
        return max(_spelling(one, other), *(_hearing(a, b, whole=0.97) for a, b in heard))
    return max(_hearing(a, b, whole=1.0) for a, b in heard)


def _spelling(one: str, other: str) -> float:
    """Return likeness of letters; a short word is another word when one letter differs."""
    alike = Levenshtein.normalized_similarity(one, other)
    is_long = min(len(one), len(other)) >= 6
    return float(alike) if is_long else float(alike) * 0.95


def _hearing(one: Sound, other: Sound, whole: float) -> float:
    if one.consonants == other.consonants and len(one.consonants) > 0:
        agree = vowels_agree_share(one, other)
        return whole - (1 - agree) * (0.6 if len(one.consonants) < 3 else 0.4)
    longest = max(len(one.consonants), len(other.consonants))
    if longest < 4:
        return 0.0
    apart = Levenshtein.distance(one.consonants, other.consonants, score_cutoff=1)
    return whole - 0.15 - 0.5 / longest if apart == 1 else 0.0


@lru_cache(maxsize=100_000)
def _with_and_without(word: str) -> tuple[str, ...]:
    """Return the word joined with its article, then without: «al noor» was read as «al_noor»."""
    if word[2:3] == "_":
        return (word.replace("_", ""), word[3:])
    is_persian = word.startswith(_PERSIAN_ARTICLE) and len(word) >= 5
    return (word, word[2:]) if is_persian else (word,)


def _articles_joined(words: Sequence[str]) -> list[str]:
    joined: list[str] = []
    waiting = ""
    for word in words:
        if word in _ARTICLES and not waiting:
            waiting = word
            continue
        joined.append(f"{waiting}_{word}" if waiting and waiting.isascii() else waiting + word)
        waiting = ""
    return joined + ([waiting] if waiting else [])


def _initials_joined(words: Sequence[str]) -> list[str]:
    """Return the words with single letters that stand together made one: «l l c» is «llc»."""
    joined: list[str] = []
    for word in words:
        if len(word) == 1 and joined and joined[-1].startswith("\0"):
            joined[-1] += word
        else:
            joined.append(f"\0{word}" if len(word) == 1 else word)
    return [word.lstrip("\0") for word in joined]
