"""The whole job without the web: from a registry file to consortia, markets, ways and a page."""

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from hamafza.consortia.params import FormationParams
from hamafza.goods.names import GoodsNames
from hamafza.runs.formation import Effort, form_consortia
from hamafza.runs.goods_tables import goods_tables
from hamafza.runs.plan_facts import figures, plan_facts
from hamafza.runs.potential import potential_run, write_potential
from hamafza.runs.proposing import Proposed, propose
from hamafza.runs.reading import read_units, reasons_counted, write_reading
from hamafza.runs.report import page
from hamafza.store.files import write_text
from hamafza.store.parameters import load
from hamafza.store.records import RunRecord, Stopwatch, file_sha256, plain
from hamafza.store.tables import write_parquet
from hamafza.vocabulary.progress import Report, silent
from hamafza.vocabulary.tables.units import UNCLASSIFIED


@dataclass(frozen=True)
class PlanResult:
    """What a plan came to; the tables lie in ``out``."""

    out: Path
    record: RunRecord


def plan(
    registry: Path,
    *,
    country: str,
    out: Path,
    effort: Effort,
    mapping: Path | None = None,
    params: Path | None = None,
    seed: int = 1,
    processes: int | None = None,
    language: str = "en",
    report: Report = silent,
) -> PlanResult:
    """
    Read, clean, classify, form, point at markets, route; write every table and the page.

    ``out`` receives units.parquet, rejects.csv, potential.parquet, formable.parquet and
    ``formation/`` (``hamafza consortia verify`` takes these two), proposals.parquet,
    routes.parquet, route_legs.parquet, report.html and run.json. ``params`` may change the
    formation's parameters.
    """
    watch = Stopwatch()
    rules = load(FormationParams, "formation", section="formation", path=params)
    trade = potential_run(country)  # an unknown country is refused before the work begins
    read = read_units(registry, country=country, mapping=mapping, report=report)
    write_reading(read, out / "units.parquet", out / "rejects.csv")
    write_potential(trade, out / "potential.parquet")
    makers = formable(read.units)
    write_parquet(makers, out / "formable.parquet")
    formed = form_consortia(
        makers, rules, effort,
        seed=seed, processes=processes, out_dir=out / "formation", report=report,
        inputs={"units": file_sha256(out / "formable.parquet")}, judge=True,
    )  # fmt: skip
    proposed = propose(read.units, formed.consortia, country, report)
    _write_proposed(proposed, out)
    tables = goods_tables()
    facts = plan_facts(
        registry, read.units, reasons_counted(read.rejects), formed, proposed, trade,
        GoodsNames(tables.nomenclature, tables.names_fa, tables.subheadings),
        synthetic=read.is_synthetic,
    )  # fmt: skip
    write_text(out / "report.html", page(facts, language))
    given = {"registry": registry, "mapping": mapping, "params": params}
    record = RunRecord(
        "plan",
        parameters={"country": country, "formation": plain(rules), "trade": trade.told()},
        seed=seed,
        inputs={name: file_sha256(path) for name, path in given.items() if path},
        outputs={path.name: file_sha256(path) for path in sorted(out.glob("*.parquet"))},
        figures=figures(facts),
    )
    watch.close(record).write(out / "run.json")
    return PlanResult(out, record)


def formable(units: pl.DataFrame) -> pl.DataFrame:
    """Return the units that a formation by heading is about: makers whose words gave one."""
    return units.filter((pl.col("kind") == "maker") & (pl.col("family") != UNCLASSIFIED))


def _write_proposed(proposed: Proposed, out: Path) -> None:
    write_parquet(proposed.proposals, out / "proposals.parquet")
    write_parquet(proposed.routes.routes, out / "routes.parquet")
    write_parquet(proposed.routes.legs, out / "route_legs.parquet")
