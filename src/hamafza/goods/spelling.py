"""A word typed with one slip, brought back to the one word known that it can be."""

from collections.abc import Iterable, Iterator, Mapping

SHORTEST = 5
"""Letters below which a slip is as likely another word («کیف», «کیک»)."""


class Spelling:
    """Words known, with how often each is met in texts of goods."""

    def __init__(self, counts: Mapping[str, int], also: Iterable[str] = ()) -> None:
        self._counts = counts
        self._also = frozenset(also)
        self._near: dict[str, list[str]] = {}
        for word in counts:
            if len(word) >= SHORTEST:
                for less in _without_one(word):
                    self._near.setdefault(less, []).append(word)

    def mended(self, word: str) -> str:
        """
        Return the word of goods that one slip away is met most, if one is; else the word itself.

        A slip is a letter too many, too few or wrong, or two neighbours changed; not in the first
        letter, which few miss. ``also`` are words that are right and say nothing of goods.
        """
        if len(word) < SHORTEST or word.isascii() or word in self._counts or word in self._also:
            return word
        near = {other for key in (word, *_without_one(word)) for other in self._near.get(key, ())}
        near |= {less for less in _without_one(word) if less in self._counts}
        close = [
            other for other in near if len(other) >= SHORTEST - 1 and _is_one_slip(word, other)
        ]
        best = sorted(close, key=lambda other: (-self._counts[other], other))
        if not best or (len(best) > 1 and self._counts[best[0]] == self._counts[best[1]]):
            return word
        return best[0]


def _without_one(word: str) -> Iterator[str]:
    return (word[:at] + word[at + 1 :] for at in range(len(word)))


def _is_one_slip(word: str, other: str) -> bool:
    if abs(len(word) - len(other)) == 1:
        longer, shorter = sorted((word, other), key=len, reverse=True)
        return shorter in _without_one(longer)
    if len(word) != len(other):
        return False
    if word[0] != other[0] and word[:2] != other[1::-1]:
        return False
    apart = [at for at, (a, b) in enumerate(zip(word, other, strict=True)) if a != b]
    if len(apart) == 2 and apart[1] == apart[0] + 1:
        first, second = apart
        return word[first] == other[second] and word[second] == other[first]
    return len(apart) == 1
