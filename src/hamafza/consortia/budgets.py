"""What a first year of promoting costs, and what there is to spend: in all and by province."""

import math
from dataclasses import dataclass, field
from decimal import Decimal

from hamafza.vocabulary.money import MINOR_DIGITS, Money

LARGEST_COST = 10**11
"""In whole units of a currency: sums over a nation's groups stay whole in 64 bits."""
LARGEST_PURSE = 10**14


@dataclass(frozen=True)
class Costs:
    """What bringing up a group takes; money in whole units of ``currency``."""

    currency: str = "USD"
    group: Decimal = Decimal(60000)
    """For each group, whatever its size."""
    member: Decimal = Decimal(500)
    """For each member besides."""
    groups_per_promoter: Decimal = Decimal(3)

    def __post_init__(self) -> None:
        """Refuse, naming the key first, costs that are none."""
        if self.currency not in MINOR_DIGITS:
            raise ValueError(f"currency must be one of {', '.join(MINOR_DIGITS)}")
        for name in ("group", "member", "groups_per_promoter"):
            value = getattr(self, name)
            if not value.is_finite() or value < 0:
                raise ValueError(f"{name} must be a finite number, not negative")
            if value > LARGEST_COST:
                raise ValueError(f"{name} must not be above {LARGEST_COST:,}")
        if min(self.minor(self.group + self.member), 1) < 1:
            raise ValueError("group and member must not both cost nothing")
        if self.groups_per_promoter <= 0:
            raise ValueError("groups_per_promoter must be above 0")

    def minor(self, amount: Decimal) -> int:
        """Return an amount in the currency's smallest units."""
        return Money.from_decimal(amount, self.currency).minor


@dataclass(frozen=True)
class Purse:
    """Money in smallest units, and how many groups the promoters can take; None is no limit."""

    money_minor: int | None = None
    places: int | None = None


@dataclass(frozen=True)
class Budget:
    """
    What there is to spend in all, and by province (its name as the units write it).

    Where any province has a purse, groups of a province without one are not paid for. Where none
    has, only the national purse counts.
    """

    national: Purse = field(default_factory=Purse)
    provinces: dict[str, Purse] = field(default_factory=dict)


def purse(money: Decimal | None, promoters: Decimal | None, costs: Costs) -> Purse:
    """Return the purse of an amount of money and a number of promoters, in whole groups."""
    return Purse(
        None if money is None else costs.minor(money),
        None if promoters is None else math.floor(promoters * costs.groups_per_promoter),
    )
