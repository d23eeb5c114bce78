"""A market plan: tables read, solved, put before the judge, and only then written."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from hamafza.markets.plan.choices import PlanChoices
from hamafza.markets.plan.params import MarketPlanParams
from hamafza.markets.plan.problem import PlanProblem, problem_of
from hamafza.markets.plan.reasons import explained
from hamafza.markets.plan.refusals import PlanEffortNotPossible, PlanNotJudged
from hamafza.markets.plan.solver.solve import PlanAnswer, solve
from hamafza.markets.plan.tables import price_rows, shipments
from hamafza.markets.plan.verdict.judge import PlanTables, PlanVerdict, judge
from hamafza.runs.market_plan_tables import PlanInput, plan_input, trade_told
from hamafza.runs.market_plan_warming import plan_a_toy
from hamafza.store.clock import monotonic
from hamafza.store.parameters import load
from hamafza.store.records import RunRecord, Stopwatch, file_sha256, plain
from hamafza.store.refusals import FileNotReadable
from hamafza.store.tables import read_json, read_parquet, write_parquet
from hamafza.vocabulary.progress import Report, silent
from hamafza.vocabulary.stop import Stop, after_iterations, after_seconds, either
from hamafza.vocabulary.tables.market_plan import PlanPrices, PlanShipments

ROOM = "market_plan"
MARKETS = 60
ITERATIONS = 230
TABLES = ("supply", "potential", "places", "plan", "prices", "explained")


@dataclass(frozen=True)
class MarketPlan:
    """What a plan came to; tables lie in ``out``."""

    out: Path
    record: RunRecord
    plan: pl.DataFrame
    explained: pl.DataFrame


def plan_params(path: Path | None = None) -> MarketPlanParams:
    """Return the shipped judgements of a plan, or a file's."""
    return load(MarketPlanParams, ROOM, "plan", path)


def plan_choices() -> PlanChoices:
    """Return what may be chosen of a plan in plain words."""
    return load(PlanChoices, ROOM, "choices")


def market_plan(
    supply_path: Path,
    potential_path: Path,
    out: Path,
    *,
    seconds: float | None = None,
    iterations: int | None = None,
    seed: int = 1,
    markets: int = MARKETS,
    ways_path: Path | None = None,
    params_path: Path | None = None,
    params: MarketPlanParams | None = None,
    also_stop: Stop | None = None,
    report: Report = silent,
) -> MarketPlan:
    """
    Plan which group sends what to which market and when, and write it with its proof.

    ``out`` receives the tables as used (supply, potential, places, ways), plan.parquet,
    prices.parquet, explained.parquet and run.json. Seconds begin when the tables are read and the
    code is compiled; ``also_stop`` ends the search sooner. ``params`` go before the file at
    ``params_path``. A plan that the judge does not find as claimed is not written.
    """
    stop = _stop_later(seconds, iterations, also_stop)
    watch, params = Stopwatch(), params or plan_params(params_path)
    given = plan_input(Path(supply_path), Path(potential_path), ways_path, markets)
    report("planning", 0, 3)
    problem = problem_of(given.supply, given.potential, given.places, given.ways, params)
    plan_a_toy()
    answer = solve(problem, stop(), seed)
    report("judging", 1, 3)
    tables = _tables(given, problem, answer)
    claims = {"value_cents": answer.value, "bound_cents": answer.bound}
    verdict = judge(tables, plain(params), claims)
    if verdict.findings:
        raise PlanNotJudged(count=len(verdict.findings), first=verdict.findings[0])
    why = explained(
        problem, answer.flow, given.supply, given.potential, given.places, given.ways, params
    )
    _write(tables, why, Path(out))
    sources = {"supply": supply_path, "potential": potential_path, "ways": ways_path}
    record = RunRecord(
        "market-plan",
        parameters={
            "plan": plain(params),
            "exporter": given.exporter,
            "trade": trade_told(Path(potential_path)),
        },
        seed=seed,
        inputs={name: file_sha256(path) for name, path in sources.items() if path},
        outputs={path.name: file_sha256(path) for path in sorted(Path(out).glob("*.parquet"))},
        figures=claims | _figures(problem, answer, verdict, why),
    )
    watch.close(record).write(Path(out) / "run.json")
    report("judging", 3, 3)
    return MarketPlan(Path(out), record, tables.plan, why)


def verify_market_plan(folder: Path) -> PlanVerdict:
    """Judge a plan from its folder alone: its tables, and what run.json claims."""
    folder = Path(folder)
    record = read_json(folder / "run.json")
    try:
        assert isinstance(record, dict)
        params = record["parameters"]["plan"]
        claims = {name: float(record["figures"][name]) for name in ("value_cents", "bound_cents")}
    except (AssertionError, KeyError, TypeError, ValueError) as failure:
        raise FileNotReadable(
            file=str(folder / "run.json"), wanted="the record of a market plan"
        ) from failure
    ways = folder / "ways.parquet"
    tables = PlanTables(
        read_parquet(folder / "supply.parquet"),
        read_parquet(folder / "potential.parquet"),
        read_parquet(folder / "places.parquet"),
        read_parquet(ways) if ways.is_file() else None,
        read_parquet(folder / "plan.parquet", PlanShipments.column_names()),
        read_parquet(folder / "prices.parquet", PlanPrices.column_names()),
    )
    return judge(tables, params, claims)


def _stop_later(
    seconds: float | None, iterations: int | None, also: Stop | None
) -> Callable[[], Stop]:
    """Return what makes the stop when the work begins; refuse an effort that is none."""
    for name, value in (("seconds", seconds), ("iterations", iterations)):
        if value is not None and not 0 < value < math.inf:
            raise PlanEffortNotPossible(name=name, value=value)

    def make() -> Stop:
        stops = [] if also is None else [also]
        if seconds is not None:
            stops.append(after_seconds(seconds, monotonic))
        if iterations is not None or seconds is None:
            stops.append(after_iterations(iterations or ITERATIONS))
        return either(*stops)

    return make


def _tables(given: PlanInput, problem: PlanProblem, answer: PlanAnswer) -> PlanTables:
    return PlanTables(
        given.supply,
        given.potential,
        given.places,
        given.ways,
        shipments(problem, answer.flow),
        price_rows(problem, answer.prices),
    )


def _write(tables: PlanTables, why: pl.DataFrame, out: Path) -> None:
    written = {name: getattr(tables, name, why) for name in TABLES}
    if tables.ways is not None:
        written["ways"] = tables.ways
    else:
        (out / "ways.parquet").unlink(missing_ok=True)
    for name, frame in written.items():
        write_parquet(frame, out / f"{name}.parquet", {"table": f"market plan: {name}"})


def _figures(
    problem: PlanProblem, answer: PlanAnswer, verdict: PlanVerdict, why: pl.DataFrame
) -> dict[str, Any]:
    flow = answer.flow.astype(np.int64)
    cents = flow * problem.unit_cents[:, None, None]
    kinds = dict(why["kind"].value_counts().iter_rows())
    worth = int((problem.capacity * problem.unit_cents[:, None]).sum())
    return {
        "groups": len(problem.group_id),
        "markets": len(problem.markets),
        "headings": len(problem.heading_names),
        "flows": int((flow > 0).sum()),
        "groups_sending": int((flow.sum(axis=(1, 2)) > 0).sum()),
        "groups_without_market": int(kinds.get("none", 0)),
        "sent_usd": int(cents.sum()) / 100,
        "capacity_usd": worth / 100,
        "value_usd": answer.value / 100,
        "bound_usd": answer.bound / 100,
        "gap_share": answer.gap_share,
        "judged_value_usd": verdict.value_cents / 100,
        "judged_bound_usd": verdict.bound_cents / 100,
        "judged_gap_share": verdict.gap_share,
        "iterations": answer.iterations,
    }
