"""A plan and its prices as tables."""

import dataframely as dy
import numpy as np
import polars as pl
from numpy.typing import NDArray

from hamafza.markets.plan.problem import PlanProblem
from hamafza.markets.plan.solver.prices import Prices
from hamafza.vocabulary.tables import checked
from hamafza.vocabulary.tables.market_plan import PlanPrices, PlanShipments


def shipments(problem: PlanProblem, flow: NDArray[np.int32]) -> dy.DataFrame[PlanShipments]:
    """Return the flows above 0 as rows, by group, market and quarter."""
    g, m, q = np.nonzero(flow)
    units = flow[g, m, q].astype(np.int64)
    frame = pl.DataFrame(
        {
            "group_id": problem.group_id[g],
            "importer": pl.Series(problem.markets, dtype=pl.String).gather(m),
            "quarter": q.astype(np.int64) + 1,
            "hs4": pl.Series(problem.heading_names, dtype=pl.String).gather(problem.heading[g]),
            "units": units,
            "value_usd_cents": units * problem.unit_cents[g],
        }
    )
    return checked(PlanShipments, frame.sort("group_id", "importer", "quarter"))


def price_rows(problem: PlanProblem, prices: Prices) -> dy.DataFrame[PlanPrices]:
    """Return the prices above 0 as rows."""
    headings = pl.Series(problem.heading_names, dtype=pl.String)
    markets = pl.Series(problem.markets, dtype=pl.String)
    h, m, q = np.nonzero(prices.cap)
    caps = _rows("cap", headings.gather(h), markets.gather(m), q + 1, prices.cap[h, m, q])
    h, m = np.nonzero(prices.knee)
    knees = _rows(
        "knee", headings.gather(h), markets.gather(m), np.zeros_like(h), prices.knee[h, m]
    )
    k = np.flatnonzero(prices.pool)
    names = pl.Series(problem.pool_names, dtype=pl.String).gather(k)
    nowhere = pl.Series([""] * len(k), dtype=pl.String)
    pools = _rows("pool", names, nowhere, np.zeros_like(k), prices.pool[k])
    return checked(PlanPrices, pl.concat([caps, knees, pools]))


def _rows(
    kind: str, names: pl.Series, markets: pl.Series, quarter: NDArray[np.intp],
    price: NDArray[np.float64],
) -> pl.DataFrame:  # fmt: skip
    return pl.DataFrame(
        {
            "kind": pl.Series([kind] * len(names), dtype=pl.String),
            "name": names,
            "importer": markets,
            "quarter": quarter.astype(np.int64),
            "price_share": price,
        }
    )
