"""The words that texts are searched with: a phrase's own, and the English it stands for."""

from collections.abc import Collection, Iterator, Mapping
from itertools import pairwise

import polars as pl

from hamafza.goods.phrase import Phrase, Segment
from hamafza.goods.skeleton import Skeletons
from hamafza.goods.words import PERSIAN_STOP_WORDS, english_stems, letter_runs, without_ending
from hamafza.vocabulary.text import match_key

# Share that a word counts for against a word of the trade lexicon. Judged by hand: of the first
# two senses in a general dictionary about one is the sense of the trade.
_DICTIONARY_SHARE = 0.5
_SKELETON_SHARE = 0.7
_ATTRIBUTE_SHARE = 0.6
_LATER_SEGMENT_SHARE = 0.4
_JOINED_SHARE = 0.5
_SENSES = 2


def persian_query(phrase: Phrase, vocabulary: Collection[str]) -> dict[str, float]:
    """
    Return the phrase's own Persian words with their share; the first part of a list counts most.

    Joined neighbours count where a text knows them: «پیچ گوشتی» is «پیچگوشتی».
    """
    words: dict[str, float] = {}
    main = phrase.main
    for segment in phrase.segments if phrase.language == "fa" else ():
        if segment is not main and segment.articles:
            continue
        share = 1.0 if segment is main else _LATER_SEGMENT_SHARE
        for word in segment.tokens:
            if word not in PERSIAN_STOP_WORDS:
                stem = without_ending(word)
                words[stem] = max(words.get(stem, 0.0), share)
        for left, right in pairwise(segment.tokens):
            stem = without_ending(left + right)
            if stem in vocabulary:
                words[stem] = max(words.get(stem, 0.0), _JOINED_SHARE * share)
    return words


def letters_of(words: Mapping[str, float]) -> dict[str, float]:
    """Return the runs of letters of weighted words, each with its word's share."""
    runs: dict[str, float] = {}
    for word, share in words.items():
        for run in letter_runs(word):
            runs[run] = max(runs.get(run, 0.0), share)
    return runs


class Glossary:
    """Turns a phrase into weighted English stems; ``vocabulary`` is what the index knows."""

    def __init__(self, dictionary: pl.DataFrame, vocabulary: Collection[str]) -> None:
        self._senses = _senses(dictionary, vocabulary)
        self._skeletons = Skeletons(vocabulary)

    def query(self, phrase: Phrase, open_word: str = "") -> dict[str, float]:
        """
        Return stems with their share; the first part of a list counts most.

        ``open_word`` names the article that a question is open about: «کفش» alone would meet
        one text about shoes by chance, so it is not looked up.
        """
        main = phrase.main
        words: dict[str, float] = {}
        for segment in phrase.segments:
            if segment is not main and segment.articles:
                continue  # another good of a list, not a word about the first
            share = 1.0 if segment is main else _LATER_SEGMENT_SHARE
            for word, weight in self._of(segment, phrase.language, open_word):
                words[word] = max(words.get(word, 0.0), share * weight)
        return words

    def translations(self, token: str) -> list[str]:
        """Return the dictionary's words for a Persian token, or a loanword's likely English."""
        return self._senses.get(token) or self._senses.get(without_ending(token)) or []

    def _of(self, segment: Segment, language: str, open_word: str) -> Iterator[tuple[str, float]]:
        opened = {said for said, term in segment.articles if term.english == open_word}
        if language == "en":
            told = (t for t in segment.tokens if not any(t in said.split() for said in opened))
            yield from ((word, 1.0) for word in english_stems(" ".join(told)))
            return
        for _, term in (*segment.articles, *segment.parts):
            if term.english != open_word:
                yield from ((word, 1.0) for word in english_stems(term.english))
        for name in segment.attributes:
            yield from ((word, _ATTRIBUTE_SHARE) for word in english_stems(name))
        for token in (t for t in segment.unknown if t not in PERSIAN_STOP_WORDS):
            yield from self._unknown(token)

    def _unknown(self, token: str) -> Iterator[tuple[str, float]]:
        senses = self.translations(token)
        loans = [] if senses else self._skeletons.words(token)
        share = _DICTIONARY_SHARE if senses else _SKELETON_SHARE
        for sense in senses or loans:
            yield from ((word, share) for word in english_stems(sense))
        if not senses and not loans and not token.isdigit():
            yield token, _DICTIONARY_SHARE


def _senses(dictionary: pl.DataFrame, vocabulary: Collection[str]) -> dict[str, list[str]]:
    """Keep for each Persian word the senses that trade texts speak of, the surest first."""
    found: dict[str, list[tuple[float, str]]] = {}
    for persian, english, weight in dictionary.fill_null("").iter_rows():
        stems = english_stems(english)
        if stems and all(word in vocabulary for word in stems):
            found.setdefault(match_key(persian), []).append((float(weight), english))
    return {
        word: [english for _, english in sorted(senses, key=lambda s: -s[0])[:_SENSES]]
        for word, senses in found.items()
    }
