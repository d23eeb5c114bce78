"""Small worlds for the market plan: tables drawn from a seed, and a small one told by hand."""

import numpy as np
import polars as pl

from hamafza.markets.plan.params import MarketPlanParams
from hamafza.vocabulary.tables.market_plan import CAPACITIES

MARKETS = ("ARE", "DEU", "IRQ", "OMN", "TUR")
PLACES = pl.DataFrame(
    {
        "importer": MARKETS,
        "lat_deg": [25.2, 52.5, 33.3, 23.6, 41.0],
        "lon_deg": [55.3, 13.4, 44.4, 58.4, 29.0],
    }
)
PARAMS = MarketPlanParams(together={"gulf": ("ARE", "OMN")})


def supply(rows: list[tuple], quarters: int = 4) -> pl.DataFrame:
    """Return a PlanSupply of (hs4, capacity each quarter, lot, unit cents, margin)."""
    columns = {
        "group_id": [at + 1 for at in range(len(rows))],
        "label": [f"گروه {at + 1}" for at in range(len(rows))],
        "hs4": [row[0] for row in rows],
        "province": ["کرمان"] * len(rows),
        "lat_deg": [30.3] * len(rows),
        "lon_deg": [57.1] * len(rows),
        "lot_units": [row[2] for row in rows],
        "unit_usd_cents": [row[3] for row in rows],
        "margin_share": [row[4] for row in rows],
        "readiness": [0.6] * len(rows),
    }
    for q, name in enumerate(CAPACITIES):
        columns[name] = [
            int(row[1] if np.isscalar(row[1]) else row[1][q]) if q < quarters else 0 for row in rows
        ]
    return pl.DataFrame(columns)


def potential(gaps: dict[tuple[str, str], float], realised: float = 0.25) -> pl.DataFrame:
    """Return a Potential of Iran with these gaps by heading and market."""
    near = {"ARE": "sea", "IRQ": "land", "OMN": "sea", "TUR": "land"}
    return pl.DataFrame(
        [
            {
                "exporter": "IRN", "importer": market, "hs4": hs4, "supply": 0.1,
                "demand": gap * 8, "ease": 1.2, "potential_usd": gap / (1 - realised),
                "actual_usd": gap / (1 - realised) * realised, "gap_usd": gap,
                "phase": 1 if market in near else 2, "neighbour": near.get(market, "none"),
            }
            for (hs4, market), gap in gaps.items()
        ]
    )  # fmt: skip


def drawn(seed: int, groups: int = 8, headings: int = 2) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return supply and potential in which lots, rooms and capacities meet."""
    chance = np.random.default_rng(seed)
    names = [f"{6302 + at}" for at in range(headings)]
    rows = []
    for _ in range(groups):
        lot, unit = int(chance.integers(2, 20)), int(chance.integers(2_000, 20_000))
        capacity = (lot * chance.lognormal(0.5, 0.8, 4)).astype(int)
        rows.append((str(chance.choice(names)), capacity, lot, unit, chance.uniform(0.1, 0.5)))
    gaps = {
        (hs4, market): float(np.exp(chance.normal(9.6, 1.0)))
        for hs4 in names
        for market in MARKETS
        if chance.random() < 0.8
    }
    return supply(rows), potential(gaps or {(names[0], "OMN"): 9_000.0})
