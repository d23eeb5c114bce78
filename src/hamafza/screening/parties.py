"""A party screened against the lists: clear, for review, or blocked, and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from hamafza.screening.index import Known, NameIndex
from hamafza.screening.listing import SanctionsList
from hamafza.screening.matching import Likeness, Meeting, compare
from hamafza.screening.refusals import NameEmpty, NoCurrentList
from hamafza.screening.rules import Rules
from hamafza.screening.words import Name


class Band(StrEnum):
    CLEAR = "clear"
    REVIEW = "review"
    BLOCK = "block"


_GRAVITY = {Band.CLEAR: 0, Band.REVIEW: 1, Band.BLOCK: 2}


@dataclass(frozen=True)
class Party:
    """Whoever takes part in a deal, in any role; every name it has, in every script."""

    names: tuple[str, ...]
    country: str | None = None
    identifiers: tuple[str, ...] = ()
    """Registration and tax numbers, passports, bank accounts, IMO numbers."""


@dataclass(frozen=True)
class Hit:
    """One entry that is like the party; facts, and no sentence."""

    list_name: str
    list_version: str
    entry_id: str
    entry_name: str
    party_name: str
    score: float
    band: Band
    grounds: tuple[str, ...]
    """Of ``identifier exact-name words across-scripts weak-alias country-differs``."""
    meetings: tuple[Meeting, ...] = ()


@dataclass(frozen=True)
class Finding:
    """The whole answer for one party; hits come gravest first."""

    band: Band
    score: float
    hits: tuple[Hit, ...]
    lists: tuple[tuple[str, str], ...]
    """Name and version of every list it was checked against."""


class Screen:
    """The lists, read and indexed once."""

    def __init__(self, lists: Sequence[SanctionsList], rules: Rules) -> None:
        if not lists:
            raise NoCurrentList()
        self.lists = tuple(lists)
        self.rules = rules
        entries = ((at, entry) for at, one in enumerate(self.lists) for entry in one.entries)
        self._names = NameIndex(entries, rules)

    def check(self, party: Party) -> Finding:
        """Return what the lists say of a party; its worst name decides."""
        names = [self._names.reader.read(name) for name in party.names]
        if not names or not all(name.key for name in names):
            raise NameEmpty(name=" / ".join(party.names))
        hits = self._by_identifiers(party)
        for name in names:
            hits += self._by_name(name, party.country)
        best = _gravest_for_each_entry(hits)
        band = best[0].band if best else Band.CLEAR
        score = best[0].score if best else 0.0
        return Finding(band, score, best, tuple((one.name, one.version) for one in self.lists))

    def _by_identifiers(self, party: Party) -> list[Hit]:
        hits = []
        for identifier in party.identifiers:
            for at, entry in self._names.with_identifier(identifier):
                one = self.lists[at]
                told = (one.name, one.version, entry.entry_id, entry.names[0], party.names[0])
                hits.append(Hit(*told, 1.0, Band.BLOCK, ("identifier",)))
        return hits

    def _by_name(self, name: Name, country: str | None) -> list[Hit]:
        hits = []
        for known in self._names.candidates(name):
            found = compare(name, known.name, self._names.weigh, self.rules)
            if found.score >= self.rules.review_score * self.rules.weak_alias_factor:
                hit = self._judged(name, known, found, country)
                hits += [hit] if hit.band is not Band.CLEAR else []
        return hits

    def _judged(self, name: Name, known: Known, found: Likeness, country: str | None) -> Hit:
        one = self.lists[known.list_at]
        score, grounds = self._adjusted(known, found, country)
        band = self._band(score, found.is_exact)
        return Hit(
            one.name,
            one.version,
            known.entry.entry_id,
            known.name.text,
            name.text,
            round(score, 4),
            band,
            grounds,
            found.meetings,
        )

    def _adjusted(
        self, known: Known, found: Likeness, country: str | None
    ) -> tuple[float, tuple[str, ...]]:
        """Return the score with what speaks against it taken off; an exact name keeps all."""
        score = found.score
        grounds = ["exact-name" if found.is_exact else "words"]
        if found.across_scripts:
            grounds.append("across-scripts")
        if known.is_weak:
            grounds.append("weak-alias")
            score *= 1.0 if found.is_exact else self.rules.weak_alias_factor
        if country and known.entry.countries and country not in known.entry.countries:
            grounds.append("country-differs")
            if not found.is_exact:  # it may move a near match out of the block, never out of review
                score = min(
                    score, max(score - self.rules.country_mismatch, self.rules.review_score)
                )
        return score, tuple(grounds)

    def _band(self, score: float, is_exact: bool) -> Band:
        if is_exact or score >= self.rules.block_score:
            return Band.BLOCK
        return Band.REVIEW if score >= self.rules.review_score else Band.CLEAR


def worst_of(findings: Sequence[Finding]) -> Finding:
    """Return several findings as one: the gravest band, every hit, every list."""
    hits = _gravest_for_each_entry(hit for finding in findings for hit in finding.hits)
    worst = max(findings, key=lambda finding: (_GRAVITY[finding.band], finding.score))
    lists = dict.fromkeys(one for finding in findings for one in finding.lists)
    return Finding(worst.band, worst.score, hits, tuple(lists))


def _gravest_for_each_entry(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    by_gravity = sorted(hits, key=lambda hit: (-_GRAVITY[hit.band], -hit.score, hit.entry_id))
    first: dict[tuple[str, str], Hit] = {}
    for hit in by_gravity:
        first.setdefault((hit.list_name, hit.entry_id), hit)
    return tuple(first.values())
