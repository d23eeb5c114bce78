"""How long a country's sales abroad have lasted."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from hamafza.markets.refusals import CountryHasNoExports, CountryUnknown, YearsTooFew
from hamafza.markets.survival import Survival, kaplan_meier, spells
from hamafza.runs.trade_sets import by_subheading
from hamafza.sources.geography import world
from hamafza.store.home import home

FEWEST_YEARS = 3
"""A spell is told once a year without it lies before and one after may lie behind."""


@dataclass(frozen=True)
class Lasting:
    """How long sales of a subheading to a market last, by the spells of a set's years."""

    exporter: str
    spells: int
    ended: int
    survival: Survival
    first_year: int
    last_year: int


def lasting(
    exporter: str, set_name: str, years: Sequence[int] | None = None, bridge: int = 0
) -> Lasting:
    """
    Estimate how long an exporter's sales last, from a loaded set of several years.

    ``bridge``: gaps of so many years are bridged. A set of fewer than three years is refused.
    """
    if exporter not in world().position:
        raise CountryUnknown(country=exporter)
    sold = by_subheading(home(), set_name, years).filter(pl.col("value_usd") > 0)
    told = sold.select(pl.col("year").unique().sort()).collect()["year"].to_list()
    if len(told) < FEWEST_YEARS:
        raise YearsTooFew(set=set_name, many=len(told), least=FEWEST_YEARS)
    own = sold.filter(pl.col("exporter") == exporter)
    flows = own.select("exporter", "importer", pl.col("hs6").alias("product"), "year").collect()
    if flows.is_empty():
        raise CountryHasNoExports(country=exporter)
    found = spells(flows, told[0], told[-1], bridge)
    ended = found["ended"].to_numpy()
    lengths = found["years"].cast(pl.Int64).to_numpy()
    survival = kaplan_meier(lengths, ended)
    return Lasting(exporter, found.height, int(ended.sum()), survival, told[0], told[-1])
