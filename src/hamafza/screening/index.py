"""Names on the lists, found by the sound of their distinctive words."""

import heapq
import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from hamafza.screening.listing import Entry
from hamafza.screening.rules import Rules
from hamafza.screening.words import Name, NameReader, keys, spans
from hamafza.vocabulary.text import compact_key

SHORTEST_IDENTIFIER = 5  # shorter numbers are shared by strangers
RARE_ENOUGH = 25  # however short the lists, so few holders never make a key common


@dataclass(frozen=True, eq=False)
class Known:
    """One name of one entry, and of which list; ``keys`` are the sounds it is found under."""

    list_at: int
    entry: Entry
    name: Name
    is_weak: bool
    keys: frozenset[str]


class NameIndex:
    """Built once for the lists loaded; asked for every party."""

    def __init__(self, entries: Iterable[tuple[int, Entry]], rules: Rules) -> None:
        self.reader = NameReader(rules)
        self._rules = rules
        self._known: list[Known] = []
        self._by_key: dict[str, list[int]] = defaultdict(list)
        self._by_exact: dict[str, list[int]] = defaultdict(list)
        self._by_identifier: dict[str, list[tuple[int, Entry]]] = defaultdict(list)
        self._holders: Counter[str] = Counter()
        for list_at, entry in entries:
            self._add(list_at, entry)
        self._weight = [sum(map(self.weigh, known.name.words)) for known in self._known]

    def __len__(self) -> int:
        return len(self._known)

    def weigh(self, word: str) -> float:
        """Return the word's weight: 1 for one that no other holds, less for a common one."""
        size = max(len(self._known), 2)
        return max(1 - math.log(max(self._holders[word], 1)) / math.log(size), 0.2)

    def with_identifier(self, identifier: str) -> list[tuple[int, Entry]]:
        return self._by_identifier.get(identifier_key(identifier), [])

    def candidates(self, name: Name) -> list[Known]:
        """
        Return names that may be alike, the likeliest first; the same name always.

        Rare sounds call candidates; common ones only speak for those already called.
        """
        called = self._called(name)
        weights = [self.weigh(word) for word in name.words]
        whole = sum(weights)

        def estimate(number: int) -> float:
            met = sum(weights[at] for at in called[number])
            return 2 * met / (whole + self._weight[number])

        likely = [n for n in called if estimate(n) >= self._rules.review_score * 0.6]
        best = heapq.nlargest(self._rules.candidates, likely, key=estimate)
        exact = self._by_exact.get(name.key, [])
        return [self._known[number] for number in dict.fromkeys([*exact, *best])]

    def _called(self, name: Name) -> dict[int, set[int]]:
        """Return, by the number of a name called, the party's words that sound like one of its."""
        found = [
            (self._by_key[key], key, range(first, last + 1))
            for first, last, word in spans(name.words)
            for key in keys(word)
            if key in self._by_key
        ]
        found.sort(key=lambda one: len(one[0]))
        common = max(self._rules.common_share * len(self._known), RARE_ENOUGH)
        called: dict[int, set[int]] = {}
        for holders, key, places in found:
            if len(holders) > common and called:
                for number in called:
                    if key in self._known[number].keys:
                        called[number].update(places)
            else:
                for number in holders:
                    called.setdefault(number, set()).update(places)
        return called

    def _add(self, list_at: int, entry: Entry) -> None:
        both = [(name, False) for name in entry.names] + [(name, True) for name in entry.weak_names]
        for text, is_weak in both:
            name = self.reader.read(text)
            if not name.key:
                continue
            heard = frozenset(key for _, _, word in spans(name.words) for key in keys(word))
            number = len(self._known)
            self._known.append(Known(list_at, entry, name, is_weak, heard))
            self._by_exact[name.key].append(number)
            self._holders.update(set(name.words))
            for key in heard:
                self._by_key[key].append(number)
        for identifier in entry.identifiers:
            compact = identifier_key(identifier)
            if len(compact) >= SHORTEST_IDENTIFIER:
                self._by_identifier[compact].append((list_at, entry))


def identifier_key(identifier: str) -> str:
    """Return a number as it is compared: no marks, and no zeros before a telephone's country."""
    compact = compact_key(identifier)
    return compact.lstrip("0") if compact.isdigit() else compact
