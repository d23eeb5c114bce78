"""Why a group is not among the first, and the facts that each reason's sentence needs."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import polars as pl

from hamafza.consortia.merits import Merit


class WhyNot(StrEnum):
    NO_MERIT = "no-merit"
    """The score is 0."""
    PROVINCE_UNKNOWN = "province-unknown"
    PROVINCE_NOT_FUNDED = "province-not-funded"
    PROVINCE_MONEY = "province-money"
    """What the better groups of its province left does not pay for it."""
    PROVINCE_PROMOTERS = "province-promoters"
    NATIONAL_MONEY = "national-money"
    NATIONAL_PROMOTERS = "national-promoters"
    COUNT_REACHED = "count-reached"
    """As many groups are chosen as were asked for."""


PROVINCE_LEFT = {"money": "province_money_left_minor", "places": "province_places_left"}
NATIONAL_LEFT = {"money": "national_money_left_minor", "places": "national_places_left"}


def why_not(by_province: bool) -> pl.Expr:
    """
    Return, for groups with what is left in their purses, all that keeps each out.

    Null stands for a purse without limit; ``has_purse`` tells whether the province has any.
    """
    cost = pl.col("cost_minor")
    barred = {WhyNot.NO_MERIT: pl.col("score") <= 0}
    if by_province:
        barred[WhyNot.PROVINCE_UNKNOWN] = pl.col("province").is_null()
        barred[WhyNot.PROVINCE_NOT_FUNDED] = pl.col("province").is_not_null() & ~pl.col("has_purse")
        barred[WhyNot.PROVINCE_MONEY] = pl.col(PROVINCE_LEFT["money"]) < cost
        barred[WhyNot.PROVINCE_PROMOTERS] = pl.col(PROVINCE_LEFT["places"]) < 1
    barred[WhyNot.NATIONAL_MONEY] = pl.col(NATIONAL_LEFT["money"]) < cost
    barred[WhyNot.NATIONAL_PROMOTERS] = pl.col(NATIONAL_LEFT["places"]) < 1
    barred[WhyNot.COUNT_REACHED] = pl.col("count_left") < 1
    told = [
        pl.when(reason.fill_null(value=False)).then(pl.lit(code.value)) for code, reason in
        barred.items()
    ]  # fmt: skip
    return pl.concat_list(told).list.drop_nulls()


FACTS: Mapping[str, tuple[str, ...]] = {
    Merit.VALUE: ("value", "cost_minor", "currency"),
    Merit.CAPACITY: ("capacity",),
    Merit.READINESS: ("lead_readiness", "mean_readiness"),
    Merit.MARKET: ("market_usd",),
    Merit.STABILITY: ("overlap",),
    Merit.INCLUSION: ("inclusion_share",),
    WhyNot.NO_MERIT: ("score",),
    WhyNot.PROVINCE_UNKNOWN: (),
    WhyNot.PROVINCE_NOT_FUNDED: ("province",),
    WhyNot.PROVINCE_MONEY: ("province", "cost_minor", PROVINCE_LEFT["money"], "currency"),
    WhyNot.PROVINCE_PROMOTERS: ("province", PROVINCE_LEFT["places"]),
    WhyNot.NATIONAL_MONEY: ("cost_minor", NATIONAL_LEFT["money"], "currency"),
    WhyNot.NATIONAL_PROMOTERS: (NATIONAL_LEFT["places"],),
    WhyNot.COUNT_REACHED: ("rank", "score", "least_chosen_score"),
}
"""The columns that a sentence for each key may quote."""


def told(keys: list[str], row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return each key with its facts out of a row of the table."""
    return [{"key": key, "facts": {name: row[name] for name in FACTS[key]}} for key in keys]
