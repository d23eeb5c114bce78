"""
The market plan at a nation's size: 20,000 groups x 60 markets x 4 quarters, beside peers.

Potentials are those of Iran as shipped (``hamafza markets potential``), cut to the 60 markets with
most unrealised of the goods that the synthetic registry makes; groups are drawn from a seed by the
law of ``supply``. Peers answer the same problem before the same judge: *greedy by gap* (the largest
group first, to the markets with the largest gap), and, on a smaller supply, HiGHS as a mixed
integer program with the same seconds. Every case's inputs are told by their SHA-256.
"""

import hashlib
import resource
from dataclasses import asdict
from typing import Any

import numpy as np
import polars as pl

from benchmarks.frame import Figures, run
from benchmarks.market_plan_peers import by_program, greedy_by_gap
from hamafza.markets.plan.params import MarketPlanParams
from hamafza.markets.plan.problem import PlanProblem, problem_of
from hamafza.markets.plan.solver.prices import Prices
from hamafza.markets.plan.solver.solve import solve
from hamafza.markets.plan.tables import price_rows, shipments
from hamafza.markets.plan.verdict.judge import PlanTables, judge
from hamafza.runs.market_plan import plan_params
from hamafza.runs.market_plan_tables import places_of
from hamafza.runs.market_plan_warming import plan_a_toy
from hamafza.runs.potential import potential_run
from hamafza.store.clock import cpu_seconds, monotonic
from hamafza.store.resources import shipped_csv
from hamafza.vocabulary.stop import after_seconds
from hamafza.vocabulary.tables.market_plan import CAPACITIES

EXPORTER = "IRN"
MARKETS = 60
SEED = 1
LOT_USD, LOT_SPREAD = 5_000, 0.6
UNIT_USD, UNIT_SPREAD = 20, 1.2
LOTS_A_QUARTER, LOTS_SPREAD, SEASONS = 2.0, 0.8, 0.3


def supply(groups: int, seed: int, potential: pl.DataFrame) -> pl.DataFrame:
    """
    Return a PlanSupply; a good's chance grows as the root of its gap.

    Lots, values of a unit and lots a quarter are log-normal: about one group in nine has quarters
    that do not fill a lot, and most goods are made beyond the room there is.
    """
    chance = np.random.default_rng(seed)
    goods = potential.group_by("hs4").agg(pl.col("gap_usd").sum()).sort("hs4")
    weight = goods["gap_usd"].to_numpy() ** 0.5
    made = chance.choice(len(weight), groups, p=weight / weight.sum())
    lot_usd = np.exp(chance.normal(np.log(LOT_USD), LOT_SPREAD, groups))
    unit = np.maximum(1, 100 * np.exp(chance.normal(np.log(UNIT_USD), UNIT_SPREAD, groups)))
    unit = unit.astype(np.int64)
    lot = np.maximum(1, (lot_usd * 100 / unit).astype(np.int64))
    lots = np.exp(
        chance.normal(np.log(LOTS_A_QUARTER), LOTS_SPREAD, (groups, 1))
        + chance.normal(0, SEASONS, (groups, len(CAPACITIES)))
    )
    capacity = (lots * lot[:, None]).astype(np.int64)
    return pl.DataFrame(
        {
            "group_id": np.arange(1, groups + 1),
            "label": [f"group {at + 1}" for at in range(groups)],
            "hs4": goods["hs4"].gather(made),
            "province": pl.Series([None] * groups, dtype=pl.String),
            "lat_deg": chance.uniform(27, 38, groups),
            "lon_deg": chance.uniform(46, 60, groups),
            **{name: capacity[:, q] for q, name in enumerate(CAPACITIES)},
            "lot_units": lot,
            "unit_usd_cents": unit,
            "margin_share": chance.uniform(0.12, 0.4, groups),
            "readiness": pl.Series([None] * groups, dtype=pl.Float64),
        }
    )


class World:
    """One supply with the potentials, as tables and as a problem."""

    def __init__(self, groups: int) -> None:
        articles = shipped_csv("synthetic", "articles.csv").filter(pl.col("kind") == "maker")
        known = potential_run(EXPORTER).frame.filter(
            pl.col("hs4").is_in(articles["hs4"].unique().to_list())
            & (pl.col("gap_usd") > 0) & (pl.col("importer") != "ISR")
        )  # fmt: skip
        most = known.group_by("importer").agg(pl.col("gap_usd").sum())
        most = most.sort("gap_usd", "importer", descending=[True, False]).head(MARKETS)
        chosen = most["importer"].sort().to_list()
        self.potential = known.filter(pl.col("importer").is_in(chosen)).sort("hs4", "importer")
        self.supply = supply(groups, SEED, self.potential)
        self.places = places_of(chosen)
        self.params: MarketPlanParams = plan_params()
        self.problem: PlanProblem = problem_of(
            self.supply, self.potential, self.places, None, self.params
        )

    def digest(self) -> str:
        """Return the first digits of the SHA-256 of both tables, as CSV."""
        text = self.supply.write_csv() + self.potential.write_csv()
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def judged(self, flow: np.ndarray, prices: Prices | None, value: float) -> dict[str, Any]:
        """Return what the judge finds; a peer without prices is judged for its rules and value."""
        headings, markets, quarters = self.problem.cap.shape
        free = prices or Prices(
            np.zeros((headings, markets, quarters)), np.zeros((headings, markets)),
            np.zeros(len(self.problem.pool_most)),
        )  # fmt: skip
        tables = PlanTables(
            self.supply, self.potential, self.places, None,
            shipments(self.problem, flow), price_rows(self.problem, free),
        )  # fmt: skip
        claims = {"value_cents": value, "bound_cents": np.inf}
        verdict = judge(tables, asdict(self.params), claims)
        return {"verdict": verdict, "judge": "; ".join(verdict.findings[:2]) or "holds"}


def ours(groups: int, seconds: float) -> Figures:
    """Solve within the seconds, and set value and bound as the judge reckons them."""
    world = World(groups)
    plan_a_toy()
    began, began_cpu = monotonic(), cpu_seconds()
    answer = solve(world.problem, after_seconds(seconds, monotonic), SEED)
    wall, cpu = monotonic() - began, cpu_seconds() - began_cpu
    told = world.judged(answer.flow, answer.prices, answer.value)
    verdict = told["verdict"]
    return {
        "groups": groups,
        "goods": len(world.problem.heading_names),
        "inputs_sha256": world.digest(),
        "value_usd": round(verdict.value_cents / 100),
        "bound_usd": round(verdict.bound_cents / 100),
        "gap_percent": round(100 * verdict.gap_share, 3),
        "seconds": round(wall, 2),
        "cpu_seconds": round(cpu, 2),
        "iterations": answer.iterations,
        "process_peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "judge": told["judge"],
    }


def greedy(groups: int) -> Figures:
    """Let the peer fill by gap; its gap is to no bound of its own."""
    world = World(groups)
    began = monotonic()
    flow, value = greedy_by_gap(world.problem)
    seconds = monotonic() - began
    told = world.judged(flow, None, value)
    return {
        "groups": groups,
        "inputs_sha256": world.digest(),
        "value_usd": round(told["verdict"].value_cents / 100),
        "seconds": round(seconds, 2),
        "judge": told["judge"],
    }


def program(groups: int, seconds: float) -> Figures:
    """Give HiGHS the whole model as a mixed integer program and the same seconds."""
    world = World(groups)
    began, began_cpu = monotonic(), cpu_seconds()
    flow, value, bound = by_program(world.problem, seconds)
    wall, cpu = monotonic() - began, cpu_seconds() - began_cpu
    figures: dict[str, Any] = {
        "groups": groups,
        "inputs_sha256": world.digest(),
        "bound_usd": round(bound / 100),
        "seconds": round(wall, 2),
        "cpu_seconds": round(cpu, 2),
    }
    if flow is None:
        return figures | {"judge": "no answer"}
    told = world.judged(flow, None, value)
    cents = told["verdict"].value_cents
    return figures | {
        "value_usd": round(cents / 100),
        "gap_percent": round(100 * (bound - cents) / bound, 3),
        "judge": told["judge"],
    }


if __name__ == "__main__":
    run(
        "market_plan",
        {
            "20,000 groups, ours, 10 s": lambda: ours(20_000, 10),
            "20,000 groups, ours, 60 s": lambda: ours(20_000, 60),
            "20,000 groups, greedy by gap": lambda: greedy(20_000),
            "400 groups, ours, 10 s": lambda: ours(400, 10),
            "400 groups, greedy by gap": lambda: greedy(400),
            "400 groups, HiGHS, 60 s": lambda: program(400, 60),
        },
        peers=("highspy",),
    )
