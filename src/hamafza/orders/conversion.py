"""A sum in one currency told in another, with the rate and its date beside it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hamafza.vocabulary.money import MINOR_DIGITS, Money
from hamafza.vocabulary.refusals import Refusal


class RateNotPositive(Refusal):
    code = "rate-not-positive"


class RateWithoutSource(Refusal):
    """A rate nobody stands for is no rate."""

    code = "rate-without-source"


@dataclass(frozen=True)
class Rate:
    """``per_unit`` whole units of ``into`` are given for one whole unit of ``of``."""

    of: str
    into: str
    per_unit: Decimal
    on: date
    source: str

    def __post_init__(self) -> None:
        if self.per_unit <= 0:
            raise RateNotPositive(rate=self.per_unit)
        if not self.source.strip():
            raise RateWithoutSource(of=self.of, into=self.into)


def needed_for(money: Money, rate: Rate) -> Money:
    """Return the least sum in ``rate.of`` that converts to at least ``money``, rounded up."""
    if money.currency != rate.into:
        raise ValueError(f"a rate into {rate.into} does not reach {money.currency}")
    numerator, denominator = _minor_ratio(rate)
    return Money(-(-money.minor * denominator // numerator), rate.of)


def converted(money: Money, rate: Rate) -> Money:
    """Return the sum at the rate, rounded down: no unit is promised that a bank will not give."""
    if money.currency != rate.of:
        raise ValueError(f"a rate of {rate.of} does not convert {money.currency}")
    numerator, denominator = _minor_ratio(rate)
    return Money(money.minor * numerator // denominator, rate.into)


def _minor_ratio(rate: Rate) -> tuple[int, int]:
    """Return the rate between smallest units, as a fraction."""
    numerator, denominator = rate.per_unit.as_integer_ratio()
    digits = MINOR_DIGITS[rate.into] - MINOR_DIGITS[rate.of]
    if digits >= 0:
        return numerator * 10**digits, denominator
    return numerator, denominator * 10**-digits
