"""On how few goods and markets a country's exports hang."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
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
from hamafza.markets.refusals import CountryHasNoExports
from hamafza.runs.complexity import recorded_exports
from hamafza.runs.named_tables import is_set
from hamafza.runs.trade import Trade, of_file
from hamafza.runs.trade_in_use import InUse, in_use, of_set, trade_of

FIRST = 5


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


def concentration_page(exporter: str, trade_path: Path | None = None) -> Concentration:
    """Reckon all indices by the trade in use, or by a file or set that is named."""
    if trade_path is not None and not is_set(trade_path):
        return _reckoned(exporter, of_file(trade_path))
    return _kept(exporter, in_use() if trade_path is None else of_set(trade_path.name))


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
