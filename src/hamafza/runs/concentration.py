"""On how few goods and markets a country's exports hang, and how long its sales have lasted."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from hamafza.markets.concentration import (
    concentration,
    diversification,
    gini,
    herfindahl,
    herfindahl_normalised,
    shannon,
    theil,
)
from hamafza.markets.refusals import CountryHasNoExports, CountryUnknown, YearsTooFew
from hamafza.markets.survival import Survival, kaplan_meier, spells
from hamafza.runs.complexity import recorded_exports
from hamafza.runs.named_tables import is_set
from hamafza.runs.trade import Trade, of_file
from hamafza.runs.trade_in_use import InUse, in_use, of_set, trade_of
from hamafza.runs.trade_sets import by_subheading
from hamafza.sources.geography import world
from hamafza.store.home import home

FIRST = 5
FEWEST_YEARS = 3
"""A spell is told once a year without it lies before and one after may lie behind."""


@dataclass(frozen=True)
class Spread:
    """How a year's exports are spread over goods or over markets."""

    exported: int
    """How many have any."""
    possible: int
    equal: float
    """The number of equal ones that would be as concentrated: 1 / Herfindahl."""
    first_five: float
    """Share of the five largest."""
    herfindahl_normalised: float
    concentration: float
    """UNCTAD's concentration index."""
    theil_extensive: float
    theil_intensive: float
    gini: float
    shannon: float


@dataclass(frozen=True)
class Concentration:
    """What was found for one exporter, by heading and by market."""

    exporter: str
    goods: Spread
    markets: Spread
    diversification: float
    """UNCTAD's index: half the distance between the basket's shares and the world's."""
    year: str
    edition: str
    source: str


@dataclass(frozen=True)
class Lasting:
    """How long sales of a subheading to a market last, by the spells of a set's years."""

    exporter: str
    spells: int
    ended: int
    survival: Survival
    first_year: int
    last_year: int


def concentration_page(exporter: str, trade_path: Path | None = None) -> Concentration:
    """Reckon all indices by the trade in use, or by a file or set that is named."""
    if trade_path is not None and not is_set(trade_path):
        return _reckoned(exporter, of_file(trade_path))
    return _kept(exporter, in_use() if trade_path is None else of_set(trade_path.name))


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


@lru_cache(maxsize=4)
def _kept(exporter: str, used: InUse) -> Concentration:
    return _reckoned(exporter, trade_of(used))


def _reckoned(exporter: str, trade: Trade) -> Concentration:
    place = trade.place(exporter)
    markets = np.delete(trade.totals.pair_usd[place], place)
    countries, _, exports = recorded_exports(trade)
    goods = exports[countries.index(exporter)] if exporter in countries else np.zeros(1)
    if not goods.any() or not markets.any():
        raise CountryHasNoExports(country=exporter)
    return Concentration(
        exporter,
        _spread(goods),
        _spread(markets),
        diversification(goods, exports.sum(axis=0)),
        trade.year,
        trade.edition,
        trade.source,
    )


def _spread(values: NDArray[np.float64]) -> Spread:
    parts = theil(values)
    return Spread(
        int((values > 0).sum()),
        len(values),
        1 / herfindahl(values),
        float(np.sort(values)[-FIRST:].sum() / values.sum()),
        herfindahl_normalised(values),
        concentration(values),
        parts.extensive,
        parts.intensive,
        gini(values),
        shannon(values),
    )
