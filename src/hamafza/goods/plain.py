"""Words that say nothing of what is made: names, places, addresses, praise, insults."""

from collections.abc import Iterable, Sequence
from enum import StrEnum

import polars as pl

from hamafza.goods.words import PERSIAN_STOP_WORDS, tokens
from hamafza.vocabulary.text import match_key

_LONGEST = 3
_ADDRESS_WORDS = 2
"""So many words of an address make a text an address."""


class Plain(StrEnum):
    """What a plain word is instead."""

    BRAND = "brand"
    PERSON = "person"
    PLACE = "place"
    ADDRESS = "address"
    COMPANY = "company"
    FILLER = "filler"
    INSULT = "insult"


class PlainWords:
    """
    ``words`` has word and kind; ``vague`` English terms that no code should follow from.

    What of them is among ``known`` names of goods is read as such: there is a question for it.
    """

    def __init__(self, words: pl.DataFrame, vague: pl.DataFrame, known: Iterable[str]) -> None:
        rows = words.select("word", "kind").iter_rows()
        self.kinds = {"".join(tokens(word)): Plain(kind) for word, kind in rows}
        self._vague = {match_key(term) for term in vague["term"]} - set(map(match_key, known))

    def says_nothing(self, spoken: Sequence[str], language: str) -> bool:
        """Say whether an insult is among the words, or nothing but plain words and figures."""
        if language == "en":
            return " ".join(spoken) in self._vague
        found = self._read(spoken)
        if Plain.INSULT in found:
            return True
        return all(
            kind or word.isdigit() or word in PERSIAN_STOP_WORDS
            for kind, word in zip(found, spoken, strict=True)
        )

    def is_address(self, spoken: Sequence[str]) -> bool:
        return self._read(spoken).count(Plain.ADDRESS) >= _ADDRESS_WORDS

    def _read(self, spoken: Sequence[str]) -> list[Plain | None]:
        """Return the kind of each word, the longest plain word first; None for all others."""
        found: list[Plain | None] = [None] * len(spoken)
        at = 0
        while at < len(spoken):
            for end in range(min(len(spoken), at + _LONGEST), at, -1):
                kind = self.kinds.get("".join(spoken[at:end]))
                if kind:
                    found[at:end] = [kind] * (end - at)
                    at = end - 1
                    break
            at += 1
        return found
