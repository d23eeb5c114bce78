"""A toy plan, by which code that is new to a machine is compiled before seconds count."""

import polars as pl

from hamafza.markets.plan.params import MarketPlanParams
from hamafza.markets.plan.problem import problem_of
from hamafza.markets.plan.solver.solve import PRICE_ROUNDS, solve
from hamafza.vocabulary.stop import after_iterations
from hamafza.vocabulary.tables.market_plan import CAPACITIES


def plan_a_toy() -> None:
    """Solve a plan of two groups and two markets, from prices to a sweep."""
    supply = pl.DataFrame(
        {
            "group_id": [1, 2], "hs4": ["6302", "6302"], "lat_deg": [30.0, 31.0],
            "lon_deg": [57.0, 57.0], "lot_units": [7, 9], "unit_usd_cents": [9_000, 8_000],
            "margin_share": [0.3, 0.25], **{name: [10, 17] for name in CAPACITIES},
        }
    )  # fmt: skip
    potential = pl.DataFrame(
        {
            "importer": ["IRQ", "OMN"], "hs4": ["6302", "6302"], "phase": [1, 1],
            "gap_usd": [7_000.0, 9_000.0], "potential_usd": [9_000.0, 9_500.0],
        }
    )  # fmt: skip
    places = pl.DataFrame(
        {"importer": ["IRQ", "OMN"], "lat_deg": [33.3, 23.6], "lon_deg": [44.4, 58.4]}
    )
    problem = problem_of(supply, potential, places, None, MarketPlanParams())
    solve(problem, after_iterations(PRICE_ROUNDS + 3), close_share=-1.0)
