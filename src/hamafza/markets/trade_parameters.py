"""What reading other people's trade tables judges."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ImportParams:
    """
    When a table is refused as a whole, and how its codes are divided.

    ``most_unknown_share``: of the value (of the rows, where a table has no value), in countries
    nobody knows or in codes that the edition has not. ``least_kept_share``: of the rows that say
    something of their own; totals and breakdowns beside them do not count. ``stayed_share``:
    see ``markets.concordance``.
    """

    most_unknown_share: float = 0.05
    least_kept_share: float = 0.5
    stayed_share: float = 0.5
    largest_rate_percent: float = 3000.0
    fraction_at_most: float = 1.5

    def __post_init__(self) -> None:
        for name in ("most_unknown_share", "least_kept_share", "stayed_share"):
            if not 0 <= getattr(self, name) <= 1:
                raise ValueError(f"{name} lies between 0 and 1")
        if self.largest_rate_percent <= 0:
            raise ValueError("largest_rate_percent is above zero")
