"""Money as a whole number of a currency's smallest units."""

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

# Digits after the point in practice. ISO 4217 (list one, 2024) gives IRR 2 and IQD 3, but no
# smaller unit than the rial and the dinar is in use, and banks settle in whole ones.
MINOR_DIGITS = {
    "IRR": 0, "IQD": 0, "AFN": 2, "PKR": 2, "TRY": 2, "AMD": 2, "AZN": 2, "TMT": 2,
    "AED": 2, "OMR": 3, "QAR": 2, "KWD": 3, "BHD": 3, "SAR": 2, "KZT": 2, "RUB": 2,
    "USD": 2, "EUR": 2, "GBP": 2, "CNY": 2, "INR": 2, "BDT": 2, "JPY": 0,
}  # fmt: skip


@dataclass(frozen=True, order=False)
class Money:
    """
    ``minor`` smallest units of ``currency`` (ISO 4217, a key of ``MINOR_DIGITS``).

    Sums of two currencies are a fault: convert first, with a rate that is kept.
    """

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if not isinstance(self.minor, int) or isinstance(self.minor, bool):
            raise TypeError("money is a whole number of minor units")
        if self.currency not in MINOR_DIGITS:
            raise ValueError(f"unknown currency {self.currency!r}")

    @classmethod
    def from_decimal(cls, amount: Decimal, currency: str) -> "Money":
        """Round half to even to the smallest unit; refuse a float."""
        if not isinstance(amount, Decimal):
            raise TypeError("money is made from Decimal, never from float")
        scaled = amount.scaleb(MINOR_DIGITS[currency])
        return cls(int(scaled.quantize(Decimal(1), rounding=ROUND_HALF_EVEN)), currency)

    def as_decimal(self) -> Decimal:
        """Return the amount in whole units of the currency, exactly."""
        return Decimal(self.minor).scaleb(-MINOR_DIGITS[self.currency])

    def __add__(self, other: "Money") -> "Money":
        return Money(self.minor + self._alike(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.minor - self._alike(other), self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def __lt__(self, other: "Money") -> bool:
        return self.minor < self._alike(other)

    def __le__(self, other: "Money") -> bool:
        return self.minor <= self._alike(other)

    def _alike(self, other: "Money") -> int:
        if self.currency != other.currency:
            raise ValueError(f"{self.currency} and {other.currency} do not add")
        return other.minor
