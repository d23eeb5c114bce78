"""Two names against each other: which words meet, and what that is worth."""

from collections.abc import Callable
from dataclasses import dataclass

from hamafza.screening.rules import Rules
from hamafza.screening.words import Name, likeness, spans

Weigh = Callable[[str], float]
"""Gives a word's weight: the rarer among the entries, the more it tells."""


@dataclass(frozen=True)
class Meeting:
    """Words of the party and of the entry that were taken for the same."""

    party_words: str
    entry_words: str
    likeness: float


@dataclass(frozen=True)
class Likeness:
    score: float
    meetings: tuple[Meeting, ...]
    is_exact: bool
    across_scripts: bool


def compare(party: Name, entry: Name, weigh: Weigh, rules: Rules) -> Likeness:
    """
    Return how alike two names are on the words that tell them from others.

    Twice the weight of what meets over the weight of all (Dice): a word more on either side
    counts against. Generic names meet only when they are the same to the letter.
    """
    if party.key == entry.key:
        return Likeness(1.0, (Meeting(party.key, entry.key, 1.0),), True, False)
    if party.is_generic or entry.is_generic:
        return Likeness(0.0, (), False, False)
    meetings, met = _meet(party, entry, weigh, rules.word_score)
    total = sum(map(weigh, party.words)) + sum(map(weigh, entry.words))
    across = any(_is_persian(m.party_words) != _is_persian(m.entry_words) for m in meetings)
    ceiling = rules.cross_script_ceiling if across else 1.0
    return Likeness(min(met / total, ceiling), meetings, False, across)


def _meet(
    party: Name, entry: Name, weigh: Weigh, word_score: float
) -> tuple[tuple[Meeting, ...], float]:
    """Pair words, the surest and heaviest first; two neighbours may meet one."""
    pairs = []
    for first, last, one in spans(party.words):
        for other_first, other_last, other in spans(entry.words):
            if last > first and other_last > other_first:
                continue
            alike = likeness(one, other)
            if alike >= word_score:
                covered = [party.words[first : last + 1], entry.words[other_first : other_last + 1]]
                weight = alike * sum(weigh(word) for side in covered for word in side)
                pairs.append((weight, alike, (first, last), (other_first, other_last)))
    pairs.sort(key=lambda pair: (-pair[1], -pair[0]))
    return _without_overlap(pairs, party, entry)


def _without_overlap(
    pairs: list[tuple[float, float, tuple[int, int], tuple[int, int]]], party: Name, entry: Name
) -> tuple[tuple[Meeting, ...], float]:
    taken: set[tuple[str, int]] = set()
    meetings, met = [], 0.0
    for weight, alike, (first, last), (other_first, other_last) in pairs:
        places = {("party", at) for at in range(first, last + 1)}
        places |= {("entry", at) for at in range(other_first, other_last + 1)}
        if places & taken:
            continue
        taken |= places
        met += weight
        one = " ".join(party.words[first : last + 1])
        other = " ".join(entry.words[other_first : other_last + 1])
        meetings.append(Meeting(one, other, alike))
    return tuple(meetings), met


def _is_persian(words: str) -> bool:
    return any("\u0600" <= mark <= "\u06ff" for mark in words)
