"""The trade lexicon: makers' terms, longest phrase first, in Persian and in English."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import polars as pl

from hamafza.goods.words import stem, tokens, without_ending
from hamafza.vocabulary.text import match_key

_YEH = "ی"
_SMALL_WORDS = frozenset(["و", "از", "با", "به", "در", "تا", "را", "یا"])
LONGEST_PHRASE = 6
"""Words in the longest term that is looked for."""


class Kind(StrEnum):
    """What a term says about a good."""

    ARTICLE = "article"
    MATERIAL = "material"
    PROCESS = "process"
    CRAFT = "craft"
    GROUND = "ground"
    STATE = "state"
    PART = "part"
    SERVICE = "service"


@dataclass(frozen=True, slots=True)
class Term:
    """
    One sense of a term; ``english`` is the name that rules and questions know it by.

    ``implies`` names a wider material (steel is iron); ``service_code`` stands for services;
    ``chapter`` is all that «کفش» tells without its material; ``features`` are the names of
    materials, makes and states that the term itself holds («جوراب نخی» is cotton and knitted).
    """

    kind: Kind
    english: str
    hs4: str
    hs6: str
    implies: str = ""
    service_code: str = ""
    chapter: str = ""
    features: tuple[str, ...] = ()


@dataclass(frozen=True)
class Span:
    """The words ``tokens[start:end]`` of a segment and the senses they have."""

    start: int
    end: int
    words: str
    senses: tuple[Term, ...]


class Lexicon:
    """Finds the terms of a segment of words."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self._persian: dict[str, tuple[Term, ...]] = {}
        self._english: dict[str, tuple[Term, ...]] = {}
        self._small: dict[str, frozenset[str]] = {}
        self.words: Counter[str] = Counter()
        """How often each Persian word is met in all terms."""
        self.names: dict[str, str] = {}
        self.implied: dict[str, str] = {}
        for row in frame.fill_null("").iter_rows(named=True):
            self._add(row)

    def spans(self, words: Sequence[str], language: str) -> list[Span]:
        """Return the terms from left to right, each time the longest that starts there."""
        find = self._find_persian if language == "fa" else self._find_english
        found: list[Span] = []
        at = 0
        while at < len(words):
            span = find(words, at)
            at = span.end if span else at + 1
            if span:
                found.append(span)
        return found

    def knows(self, key: str) -> bool:
        """Say whether Persian words, written as one, are a whole term for a good or a service."""
        kinds = {term.kind for term in self._persian.get(key, ())}
        return bool(kinds - {Kind.STATE, Kind.PROCESS})

    def name(self, word: str) -> str:
        """Return the name that a synonym stands for; a word unknown stands for itself."""
        return self.names.get(word.lower(), word)

    def _find_persian(self, words: Sequence[str], at: int) -> Span | None:
        last = min(len(words), at + LONGEST_PHRASE)
        key = "".join(words[at:last])
        for end in range(last, at, -1):
            for known in (key, without_ending(key)):
                senses = self._persian.get(known)
                if senses and known != key and key.endswith(_YEH):  # «آموزشی» is no training
                    senses = tuple(term for term in senses if term.kind is not Kind.SERVICE)
                if senses and self._may_join(words[at:end], known):
                    return Span(at, end, " ".join(words[at:end]), senses)
            key = key[: -len(words[end - 1])]
        return None

    def _may_join(self, words: Sequence[str], key: str) -> bool:
        """«هل و زعفران» is no «هلو»: a small word counts as one only where the term has it."""
        return all(word in self._small.get(key, ()) for word in words if word in _SMALL_WORDS)

    def _find_english(self, words: Sequence[str], at: int) -> Span | None:
        for end in range(min(len(words), at + LONGEST_PHRASE), at, -1):
            senses = self._english.get(" ".join(stem(word) for word in words[at:end]))
            if senses:
                return Span(at, end, " ".join(words[at:end]), senses)
        return None

    def _add(self, row: dict[str, str]) -> None:
        synonyms = row["english"].split("|")
        notes = dict(note.strip().partition("=")[::2] for note in row["notes"].split(";"))
        term = Term(
            Kind(row["kind"]), synonyms[0], row["hs4"], row["hs6"],
            notes.get("implies", ""), notes.get("service", ""), notes.get("chapter", ""),
            tuple(filter(None, notes.get("is", "").split("+"))),
        )  # fmt: skip
        if term.implies:
            self.implied[term.english] = term.implies
        for word in (row["term_fa"], *filter(None, row["variants"].split("|"))):
            spoken = tokens(word)
            self.words.update(spoken)
            key = "".join(spoken)
            small = _SMALL_WORDS.intersection(spoken)
            if small:
                self._small[key] = self._small.get(key, frozenset()) | small
            _put(self._persian, key, term)
        self.names[synonyms[0].lower()] = synonyms[0]  # a name is never another's synonym
        for word in synonyms:
            self.names.setdefault(word.lower(), synonyms[0])
            _put(self._english, " ".join(map(stem, match_key(word).split())), term)


def _put(senses: dict[str, tuple[Term, ...]], key: str, term: Term) -> None:
    if term not in senses.get(key, ()):
        senses[key] = (*senses.get(key, ()), term)
