"""
A consortium's by-laws: rules agreed before money appears, versioned, and voted on.

The clauses that software reckons with are numbers; the others are texts that must not be empty.
Each order and each settlement cites the version it was done under.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from hamafza.vocabulary.refusals import Refusal


class Clause(StrEnum):
    """What no by-laws may leave out."""

    PURPOSE = "purpose"
    ENTRY = "entry"
    FEES = "fees"
    VOTING = "voting"
    MANAGER = "manager"
    ALLOCATION = "allocation"
    QUALITY = "quality"
    COST_SHARING = "cost-sharing"
    WATERFALL = "waterfall"
    RESERVE = "reserve"
    CLAIMS = "claims"
    BRAND = "brand"
    SECRECY = "secrecy"
    DEFAULT = "default"
    EXIT = "exit"
    DISPUTES = "disputes"


class ClausesMissing(Refusal):
    code = "bylaws-clauses-missing"


class NotAMember(Refusal):
    code = "bylaws-vote-of-a-stranger"


class VotedTwice(Refusal):
    code = "bylaws-voted-twice"


@dataclass(frozen=True)
class BylawTerms:
    """
    The clauses that are reckoned with; shares are of 1, of the order or of the gross receipt.

    ``quorum_share`` of the members must vote, and more than ``majority_share`` of the votes given
    must be for it.
    """

    ceiling_share: Decimal = Decimal("0.40")
    min_quantity: int = 1
    commission_share: Decimal = Decimal("0.03")
    royalty_share: Decimal = Decimal("0.01")
    reserve_share: Decimal = Decimal("0.02")
    retention_share: Decimal = Decimal("0.05")
    payment_days: int = 10
    objection_hours: int = 72
    claims_days: int = 90
    quorum_share: Decimal = Decimal("0.5")
    majority_share: Decimal = Decimal("0.5")

    def __post_init__(self) -> None:
        for name in ("ceiling_share", "quorum_share"):
            if not 0 < getattr(self, name) <= 1:
                raise ValueError(f"{name} is above 0 and at most 1")
        rates = ("commission_share", "royalty_share", "reserve_share", "retention_share")
        if any(not 0 <= getattr(self, name) < 1 for name in rates):
            raise ValueError("commission_share and the other rates are at least 0 and below 1")
        if sum(getattr(self, name) for name in rates) >= 1:
            raise ValueError("commission_share and the other rates leave the members nothing")
        if not Decimal("0.5") <= self.majority_share < 1:
            raise ValueError("majority_share is at least one half and below 1")
        if min(self.min_quantity, self.payment_days, self.claims_days) < 0:
            raise ValueError("min_quantity and all days are not negative")


@dataclass(frozen=True)
class Bylaws:
    """One version."""

    version: int
    terms: BylawTerms
    clauses: Mapping[Clause, str] = field(default_factory=dict)

    def missing(self) -> list[Clause]:
        """Return the mandatory clauses that are empty."""
        return [clause for clause in Clause if not self.clauses.get(clause, "").strip()]


def checked_bylaws(bylaws: Bylaws) -> Bylaws:
    """Return by-laws fit to be voted on, or refuse with the clauses that are missing."""
    if missing := bylaws.missing():
        raise ClausesMissing(clauses=", ".join(clause.value for clause in missing))
    return bylaws


class Outcome(StrEnum):
    CARRIED = "carried"
    REJECTED = "rejected"
    NO_QUORUM = "no-quorum"


@dataclass(frozen=True)
class Ballot:
    member_id: int
    is_for: bool


@dataclass(frozen=True)
class Count:
    """Voices for and against, of all there are; related members have one voice together."""

    outcome: Outcome
    voices_for: Fraction
    voices_against: Fraction
    voices: int


def count_votes(
    ballots: Sequence[Ballot],
    members: Collection[int],
    terms: BylawTerms,
    related: Mapping[int, str] | None = None,
) -> Count:
    """
    Count a vote: one hand, one voice.

    Members under one hand (same text in ``related``) share one voice equally among those of them
    who vote. Refuses a stranger's ballot and a second one.
    """
    hands = {member: (related or {}).get(member) or f"alone {member}" for member in members}
    seen: set[int] = set()
    for ballot in ballots:
        if ballot.member_id not in hands:
            raise NotAMember(member=ballot.member_id)
        if ballot.member_id in seen:
            raise VotedTwice(member=ballot.member_id)
        seen.add(ballot.member_id)
    voting = [hands[ballot.member_id] for ballot in ballots]
    weight = {hand: Fraction(1, voting.count(hand)) for hand in voting}
    for_ = sum((weight[hands[b.member_id]] for b in ballots if b.is_for), Fraction(0))
    against = sum((weight[hands[b.member_id]] for b in ballots if not b.is_for), Fraction(0))
    voices = len(set(hands.values()))
    return Count(_outcome(for_, against, voices, terms), for_, against, voices)


def _outcome(for_: Fraction, against: Fraction, voices: int, terms: BylawTerms) -> Outcome:
    given = for_ + against
    if given == 0 or given < Fraction(terms.quorum_share) * voices:
        return Outcome.NO_QUORUM
    carried = for_ > Fraction(terms.majority_share) * given
    return Outcome.CARRIED if carried else Outcome.REJECTED
