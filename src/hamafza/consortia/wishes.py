"""What people decided by hand: pairs forbidden and consortia pinned, kept as data."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import dataframely as dy
import polars as pl

from hamafza.vocabulary.tables import checked
from hamafza.vocabulary.tables.formation import Standing
from hamafza.vocabulary.tables.formation_wishes import ForbiddenPairs, PinnedMembers


@dataclass(frozen=True)
class Wishes:
    """
    All by unit numbers.

    ``forbidden`` are pairs of a unit and a lead it is not to follow; of a unit with itself: it is
    not to lead. ``pinned`` has, by lead, the members (the lead among them) that stay with it.
    """

    forbidden: frozenset[tuple[int, int]] = frozenset()
    pinned: Mapping[int, frozenset[int]] = field(default_factory=dict)

    def forbid(self, unit: int, lead: int) -> "Wishes":
        """Return the wishes with this pair forbidden."""
        return replace(self, forbidden=self.forbidden | {(unit, lead)})

    def allow(self, unit: int, lead: int) -> "Wishes":
        """Return the wishes without this pair."""
        return replace(self, forbidden=self.forbidden - {(unit, lead)})

    def pin(self, lead: int, members: frozenset[int]) -> "Wishes":
        """Return the wishes with this consortium pinned as it is now."""
        return replace(self, pinned={**self.pinned, lead: members | {lead}})

    def unpin(self, lead: int) -> "Wishes":
        """Return the wishes without this pin."""
        return replace(self, pinned={own: each for own, each in self.pinned.items() if own != lead})

    def forbidden_table(self) -> dy.DataFrame[ForbiddenPairs]:
        """Return the forbidden pairs as a table."""
        return checked(ForbiddenPairs, _pairs(sorted(self.forbidden), "unit_id", "lead_unit_id"))

    def pinned_table(self) -> dy.DataFrame[PinnedMembers]:
        """Return the pins as a table."""
        rows = sorted((lead, unit) for lead, units in self.pinned.items() for unit in units)
        return checked(PinnedMembers, _pairs(rows, "lead_unit_id", "unit_id"))

    def standing(self) -> dy.DataFrame[Standing]:
        """
        Return the pins as standing consortia to be kept, as a formation takes them.

        A unit that is pinned twice, its capacity shared out, stands where it leads or else with
        the first lead.
        """
        rows = self.pinned_table().with_columns(own=pl.col("unit_id") == pl.col("lead_unit_id"))
        once = rows.sort("unit_id", "own", "lead_unit_id", descending=[False, True, False]).unique(
            "unit_id", keep="first", maintain_order=True
        )
        return checked(Standing, once.select("unit_id", home="lead_unit_id", kept=pl.lit(True)))


def wishes_of(forbidden: pl.DataFrame, pinned: pl.DataFrame) -> Wishes:
    """Return the wishes that two tables hold (ForbiddenPairs, PinnedMembers)."""
    pairs = checked(ForbiddenPairs, forbidden).iter_rows()
    told: dict[int, set[int]] = {}
    for lead, unit in checked(PinnedMembers, pinned).iter_rows():
        told.setdefault(lead, {lead}).add(unit)
    return Wishes(
        frozenset((int(unit), int(lead)) for unit, lead in pairs),
        {lead: frozenset(units) for lead, units in told.items()},
    )


def _pairs(rows: list[tuple[int, int]], one: str, other: str) -> pl.DataFrame:
    return pl.DataFrame(rows, schema={one: pl.Int64, other: pl.Int64}, orient="row")
