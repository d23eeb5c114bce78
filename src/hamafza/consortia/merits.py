"""What speaks for a group: six parts from 0 to 1, and one score from those that are known."""

import math
from dataclasses import asdict, dataclass, fields
from enum import StrEnum

import polars as pl

MOST_REASONS = 3
FULL_VALUE_QUANTILE = 0.95
"""A group that brings for its cost what this quantile of the run brings has full points."""


class Merit(StrEnum):
    VALUE = "value"
    """Value for money: the group's value by its cost."""
    CAPACITY = "capacity"
    """Minimum export shipments a month."""
    READINESS = "readiness"
    """Of the lead, and of the members on average."""
    MARKET = "market"
    """What the market could buy of the family, USD a year."""
    STABILITY = "stability"
    """How much of the group stays when weights and seeds change."""
    INCLUSION = "inclusion"
    """Share of home-based or women-owned units among the members known to be or not to be."""


SCORES = {merit: f"{merit.value}_score" for merit in Merit}
"""The column of each part."""


@dataclass(frozen=True)
class Weights:
    """How much each part counts; only their proportions matter."""

    value: float = 0.35
    capacity: float = 0.15
    readiness: float = 0.20
    market: float = 0.15
    stability: float = 0.10
    inclusion: float = 0.05

    def __post_init__(self) -> None:
        """Refuse weights by which nothing could be compared."""
        for each in fields(self):
            value = getattr(self, each.name)
            if not math.isfinite(value) or value < 0:
                raise ValueError(f"{each.name} must be a finite number, not negative")
        if self.value + self.capacity + self.readiness <= 0:
            raise ValueError("value, capacity and readiness must not all be 0")


@dataclass(frozen=True)
class Scales:
    """Where a part's points begin and end."""

    capacity_enough: float = 3.0
    """Minimum shipments a month that give full points."""
    lead_part: float = 0.5
    """The lead's readiness in the readiness of the group."""
    market_small_usd: float = 1e4
    market_large_usd: float = 1e8

    def __post_init__(self) -> None:
        """Refuse scales without a length."""
        if not 0 < self.capacity_enough < math.inf:
            raise ValueError("capacity_enough must be above 0")
        if not 0 <= self.lead_part <= 1:
            raise ValueError("lead_part must lie between 0 and 1")
        if not 0 < self.market_small_usd < self.market_large_usd < math.inf:
            raise ValueError("market_small_usd must lie between 0 and market_large_usd")


def with_scores(groups: pl.DataFrame, weights: Weights, scales: Scales) -> pl.DataFrame:
    """
    Return the groups with their six parts (null where unknown), score and reasons.

    ``groups`` hold value, cost_minor (above 0), capacity, lead_readiness, mean_readiness and, null
    where unknown, market_usd, overlap and inclusion_share.
    """
    scored = groups.with_columns(
        expression.alias(SCORES[merit]) for merit, expression in _parts(groups, scales).items()
    )
    share = _shares(weights)
    score = pl.sum_horizontal(share[merit] * pl.col(SCORES[merit]) for merit in Merit)
    scored = scored.with_columns(score=score)
    return scored.with_columns(reasons=_reasons(scored, share))


def _parts(groups: pl.DataFrame, scales: Scales) -> dict[Merit, pl.Expr]:
    per_cost = pl.col("value").clip(lower_bound=0) / pl.col("cost_minor")
    full = groups.select(per_cost.quantile(FULL_VALUE_QUANTILE, "linear")).item() or 0.0
    if full <= 0:  # hardly any group brings anything: the best of them is the measure
        full = groups.select(per_cost.max()).item() or 1.0
    small, large = math.log(scales.market_small_usd), math.log(scales.market_large_usd)
    market = pl.col("market_usd").clip(lower_bound=scales.market_small_usd).log()
    lead = scales.lead_part * pl.col("lead_readiness")
    return {
        Merit.VALUE: (per_cost / full).clip(0, 1),
        Merit.CAPACITY: (pl.col("capacity") / scales.capacity_enough).clip(0, 1),
        Merit.READINESS: lead + (1 - scales.lead_part) * pl.col("mean_readiness"),
        Merit.MARKET: ((market - small) / (large - small)).clip(0, 1),
        Merit.STABILITY: pl.col("overlap"),
        Merit.INCLUSION: pl.col("inclusion_share"),
    }


def _shares(weights: Weights) -> dict[Merit, pl.Expr]:
    """Return each part's share of a group's score: its weight among the parts known of it."""
    told = {Merit(name): weight for name, weight in asdict(weights).items()}
    known = pl.sum_horizontal(
        pl.when(pl.col(SCORES[merit]).is_not_null()).then(weight).otherwise(0.0)
        for merit, weight in told.items()
    )
    return {merit: weight / known for merit, weight in told.items()}


def _reasons(scored: pl.DataFrame, share: dict[Merit, pl.Expr]) -> pl.Series:
    """
    Return the parts in which each group is above the run's mean, what they add deciding the order.

    At most MOST_REASONS; a group above the mean in none is told the part that counts most for it.
    """
    above = scored.select(
        "consortium_id",
        *(
            (share[merit] * (pl.col(SCORES[merit]) - pl.col(SCORES[merit]).mean())).alias(merit)
            for merit in Merit
        ),
    )
    counts = scored.select(
        "consortium_id", *((share[merit] * pl.col(SCORES[merit])).alias(merit) for merit in Merit)
    )
    best = _by_part(above).filter(pl.col("points") > 1e-12)
    most = _by_part(counts).group_by("consortium_id", maintain_order=True).head(1)
    most = most.join(best, on="consortium_id", how="anti")
    told = (
        pl.concat([best, most])
        .group_by("consortium_id", maintain_order=True)
        .agg(reasons=pl.col("part").head(MOST_REASONS))
    )
    return scored.join(told, on="consortium_id", how="left", maintain_order="left")["reasons"]


def _by_part(wide: pl.DataFrame) -> pl.DataFrame:
    """Return one row for each known part of each group, the largest first."""
    long = wide.unpivot(index="consortium_id", variable_name="part", value_name="points")
    return long.drop_nulls().sort(
        "consortium_id", "points", "part", descending=[False, True, False]
    )
