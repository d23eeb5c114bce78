"""
A buyer's money divided among the members, to the last minor unit.

A position is a function of everything that has happened to the deal so far (receipts, charges,
costs), not of the order in which it was entered. It is reckoned anew after each event, and a
payment is the difference to what has been paid: so the sums agree whatever came first, and part
payments are shared pari passu on accepted value.

The waterfall runs bank charges, direct costs, common costs, commission, royalty, reserve,
retention, net. Nobody's line goes below zero: a cost that finds no money yet stays outstanding
and is taken from the next receipt.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from hamafza.orders.terms import TIERS, Key, SettlementTerms, Tier
from hamafza.vocabulary.apportionment import share_out
from hamafza.vocabulary.refusals import Refusal


class NothingAccepted(Refusal):
    """No member has an accepted quantity: there is nobody to divide the money among."""

    code = "nothing-accepted"


class ReceiptAboveContract(Refusal):
    code = "receipt-above-contract"


@dataclass(frozen=True)
class Entitlement:
    """
    One member's accepted part of a deal; money follows what was accepted, not what was offered.

    ``weight_g`` and ``volume_cm3`` serve the keys of freight; zero where not measured.
    """

    member_id: int
    accepted: int
    unit_price_minor: int
    weight_g: int = 0
    volume_cm3: int = 0

    @property
    def value_minor(self) -> int:
        return self.accepted * self.unit_price_minor


@dataclass(frozen=True)
class Receipt:
    """Money that arrived; ``bank_charges_minor`` of it never reached the account."""

    reference: str
    amount_minor: int
    bank_charges_minor: int = 0

    def __post_init__(self) -> None:
        if self.amount_minor <= 0 or not 0 <= self.bank_charges_minor <= self.amount_minor:
            raise ValueError("a receipt is positive and bears its own charges")


@dataclass(frozen=True)
class Cost:
    """A cost with its key; ``member_id`` is given for a direct cost and for it alone."""

    code: str
    amount_minor: int
    key: Key
    member_id: int | None = None
    evidence: str = ""

    def __post_init__(self) -> None:
        if self.amount_minor < 0:
            raise ValueError("a cost is not negative")
        if (self.key is Key.OWN) != (self.member_id is not None) or self.key is Key.RATE:
            raise ValueError("a direct cost names its member, a common cost its key")


@dataclass(frozen=True)
class Line:
    """One deduction of one member: what was due so far, and what found money."""

    tier: Tier
    code: str
    key: Key
    due_minor: int
    taken_minor: int


@dataclass
class MemberPosition:
    """``gross`` is the sum of the lines' ``taken`` and ``net``, exactly."""

    member_id: int
    gross_minor: int
    net_minor: int
    lines: list[Line] = field(default_factory=list)

    def taken(self, tier: Tier) -> int:
        """Return what this tier took from the member."""
        return sum(line.taken_minor for line in self.lines if line.tier is tier)

    @property
    def outstanding_minor(self) -> int:
        """What is due and found no money yet."""
        return sum(line.due_minor - line.taken_minor for line in self.lines)


@dataclass(frozen=True)
class Position:
    """``received = sum of all tiers + net``, in total and for each member."""

    received_minor: int
    members: tuple[MemberPosition, ...]

    def total(self, tier: Tier) -> int:
        """Return what this tier took from all members."""
        return sum(member.taken(tier) for member in self.members)

    @property
    def net_minor(self) -> int:
        return sum(member.net_minor for member in self.members)

    def nets(self) -> dict[int, int]:
        """Return each member's net."""
        return {member.member_id: member.net_minor for member in self.members}


def position(
    entitlements: Sequence[Entitlement],
    receipts: Sequence[Receipt],
    costs: Sequence[Cost],
    terms: SettlementTerms,
) -> Position:
    """Return how the money received so far divides; receipts and costs in any order."""
    ordered = sorted(entitlements, key=lambda entitlement: entitlement.member_id)
    values = [entitlement.value_minor for entitlement in ordered]
    received = sum(receipt.amount_minor for receipt in receipts)
    if received and not sum(values):
        raise NothingAccepted()
    if received > sum(values):
        raise ReceiptAboveContract(received=received, contract=sum(values))
    gross = share_out(received, values)
    members = tuple(
        MemberPosition(entitlement.member_id, part, part)
        for entitlement, part in zip(ordered, gross, strict=True)
    )
    charges = sum(receipt.bank_charges_minor for receipt in receipts)
    _take(members, Tier.BANK, "bank-charges", Key.VALUE, _by_value(charges, values))
    for cost in sorted(costs, key=_cost_order):
        tier = Tier.DIRECT if cost.key is Key.OWN else Tier.COMMON
        _take(members, tier, cost.code, cost.key, _due(cost, ordered))
    for tier, share in terms.rates().items():
        _take(members, tier, tier.value, Key.RATE, _by_value(_rated(received, share), values))
    return Position(received, members)


def payable(now: Position, paid: Mapping[int, int]) -> dict[int, int]:
    """
    Return what each member is to be paid now, given what was paid before.

    A later receipt can move a rounding unit between two members; nobody is asked to pay it
    back, it is set against the next payment.
    """
    nets = now.nets()
    if unknown := set(paid) - set(nets):
        raise ValueError(f"paid to {sorted(unknown)}, who have no part in the deal")
    return {member: max(net - paid.get(member, 0), 0) for member, net in nets.items()}


def released(terms: SettlementTerms) -> SettlementTerms:
    """Return the terms after the claims window: nothing is held back any more."""
    return replace(terms, retention_share=Decimal(0))


def _take(
    members: Sequence[MemberPosition], tier: Tier, code: str, key: Key, due: Sequence[int]
) -> None:
    """Take what is due from each member's remaining net, as far as it reaches."""
    for member, amount in zip(members, due, strict=True):
        if amount:
            taken = min(amount, member.net_minor)
            member.net_minor -= taken
            member.lines.append(Line(tier, code, key, amount, taken))


def _cost_order(cost: Cost) -> tuple[int, str, str, int, int, str]:
    """Order costs by what they are, never by when they were entered; direct costs come first."""
    tier = Tier.DIRECT if cost.key is Key.OWN else Tier.COMMON
    return (
        TIERS.index(tier),
        cost.code,
        cost.key,
        cost.member_id or 0,
        cost.amount_minor,
        cost.evidence,
    )


def _due(cost: Cost, ordered: Sequence[Entitlement]) -> list[int]:
    if cost.key is Key.OWN:
        if cost.member_id not in {entitlement.member_id for entitlement in ordered}:
            raise ValueError(f"{cost.code} is charged to {cost.member_id}, who has no part")
        return [
            cost.amount_minor if entitlement.member_id == cost.member_id else 0
            for entitlement in ordered
        ]
    weights = [_weight(cost.key, entitlement) for entitlement in ordered]
    if not sum(weights):  # the measure was never taken: fall back to value, which always exists
        weights = [entitlement.value_minor for entitlement in ordered]
    return share_out(cost.amount_minor, weights)


def _weight(key: Key, entitlement: Entitlement) -> int:
    """Return a member's weight under a key; who delivered nothing bears no common cost."""
    if not entitlement.accepted:
        return 0
    return {
        Key.VALUE: entitlement.value_minor,
        Key.QUANTITY: entitlement.accepted,
        Key.WEIGHT: entitlement.weight_g,
        Key.VOLUME: entitlement.volume_cm3,
        Key.EQUAL: 1,
    }[key]


def _by_value(amount: int, values: Sequence[int]) -> list[int]:
    return share_out(amount, values) if amount else [0] * len(values)


def _rated(received: int, share: Decimal) -> int:
    """Return a share of the receipts, rounded down in the members' favour."""
    numerator, denominator = share.as_integer_ratio()
    return received * numerator // denominator
