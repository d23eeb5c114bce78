"""A market plan over the groups of the database, carried out in the background."""

from dataclasses import replace
from pathlib import Path

import polars as pl

from hamafza.consortia.proposal_life import ProposalState
from hamafza.runs.market_plan import market_plan, plan_choices, plan_params, verify_market_plan
from hamafza.runs.potential import potential_run, write_potential
from hamafza.store.clock import monotonic
from hamafza.store.tables import write_parquet
from hamafza.vocabulary.progress import Report
from hamafza.vocabulary.refusals import Refusal
from hamafza.vocabulary.stop import Stop
from hamafza.web.actions.runs import carries_out, folder
from hamafza.web.exchange.market_plan import groups_in, supply_of_groups
from hamafza.web.records.runs import Run

KIND = "market-plan"
GROUPS = {
    "all": (ProposalState.PROPOSED, ProposalState.ADOPTED),
    "adopted": (ProposalState.ADOPTED,),
}
GIVEN = "given"


class NothingToPlan(Refusal):
    """No group of goods is in a state that was asked for."""

    code = "plan-without-groups"


@carries_out(KIND)
def plan(
    run: Run,
    *,
    report: Report,
    stop: Stop,
    groups: str = "all",
    spread: str = "usual",
    neighbours: str = "first",
    seconds: float | None = None,
    iterations: int | None = None,
    exporter: str = "IRN",
    seed: int = 1,
) -> dict[str, object]:
    """
    Plan where the groups go, have it judged, and keep its tables in the run's folder.

    The supply and the potentials it was made of lie beside them as they were that day.
    """
    where = folder(run.pk)
    supply_path, potential_path = _given(where / GIVEN, groups, exporter)
    made = market_plan(
        supply_path,
        potential_path,
        where,
        seconds=seconds,
        iterations=iterations,
        seed=seed,
        params=plan_choices().of(spread, neighbours, plan_params()),
        also_stop=_ticking(report, stop, seconds),
        report=report,
    )
    report("judging", 2, 3)
    verdict = verify_market_plan(where)
    return {
        "verified": not verdict.findings,
        "figures": made.record.figures,
        "parameters": made.record.parameters,
        "outputs": made.record.outputs,
        "link": "office:market_plans",
    }


def _given(place: Path, groups: str, exporter: str) -> tuple[Path, Path]:
    """Write what the plan is made of: the groups, and the potentials of their goods."""
    supply = supply_of_groups(groups_in(*GROUPS[groups]))
    if supply.is_empty():
        raise NothingToPlan
    supply_path, potential_path = place / "supply.parquet", place / "potential.parquet"
    write_parquet(supply, supply_path, {"table": "market plan: supply"})
    national = potential_run(exporter)
    wanted = pl.col("hs4").is_in(supply["hs4"].unique().to_list())
    write_potential(replace(national, frame=national.frame.filter(wanted)), potential_path)
    return supply_path, potential_path


def _ticking(report: Report, stop: Stop, seconds: float | None) -> Stop:
    """Return the wish to end, which tells on the way how much of its time the search has had."""
    began: list[float] = []

    def asked(iteration: int) -> bool:
        if not began:
            began.append(monotonic())
        if seconds is not None:
            report("planning", min(int(monotonic() - began[0]), int(seconds)), int(seconds))
        return stop(iteration)

    return asked
