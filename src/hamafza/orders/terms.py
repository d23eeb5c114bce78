"""What the by-laws take from a receipt, and by which key a common cost falls on whom."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Key(StrEnum):
    """By what a common cost is shared among the members."""

    VALUE = "value"
    QUANTITY = "quantity"
    WEIGHT = "weight"
    VOLUME = "volume"
    EQUAL = "equal"
    OWN = "own"
    """The member's own cost, nobody else's."""
    RATE = "rate"
    """A share of the receipt."""


class Tier(StrEnum):
    """What is taken from a receipt, in this order, before the members' net."""

    BANK = "bank-charges"
    DIRECT = "direct-costs"
    COMMON = "common-costs"
    COMMISSION = "commission"
    ROYALTY = "royalty"
    RESERVE = "reserve"
    RETENTION = "retention"


TIERS = tuple(Tier)


@dataclass(frozen=True)
class SettlementTerms:
    """
    Rates as shares of the gross receipt, from the by-laws version frozen into the deal.

    Retention is held back until the claims window ends, then released to the members.
    """

    commission_share: Decimal = Decimal("0.03")
    royalty_share: Decimal = Decimal("0.01")
    reserve_share: Decimal = Decimal("0.02")
    retention_share: Decimal = Decimal("0.05")

    def __post_init__(self) -> None:
        for tier, share in self.rates().items():
            if not 0 <= share < 1:
                raise ValueError(f"{tier.value}_share is at least 0 and below 1")
        if sum(self.rates().values()) >= 1:
            raise ValueError("retention_share and the other rates leave the members nothing")

    def rates(self) -> dict[Tier, Decimal]:
        """Return each rate by its tier."""
        return {
            Tier.COMMISSION: self.commission_share,
            Tier.ROYALTY: self.royalty_share,
            Tier.RESERVE: self.reserve_share,
            Tier.RETENTION: self.retention_share,
        }
