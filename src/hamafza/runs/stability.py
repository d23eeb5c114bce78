"""Forms a finished run anew, with weights moved and other seeds, and tells what stays."""

from pathlib import Path
from typing import Any

import polars as pl

from hamafza.consortia.after_refusals import AskedCountNotPossible, ShareNotPossible
from hamafza.consortia.door import units_at_the_door
from hamafza.consortia.stability import (
    memberships,
    stability_of_groups,
    stability_of_units,
    with_moved_weights,
)
from hamafza.runs.finished import Finished, files_of, finished, refuse_strangers
from hamafza.runs.formation import Effort, form_consortia
from hamafza.runs.standing import Inherited
from hamafza.store.files import keep_apart
from hamafza.store.records import RunRecord, Stopwatch, file_sha256, plain
from hamafza.store.tables import read_parquet, write_parquet
from hamafza.vocabulary.progress import Report, silent

STAGE = "stability"
MOST_SEEDS = 1000
_STANDING: dict[str, type[pl.DataType]] = {
    "unit_id": pl.Int64, "home": pl.Int64, "kept": pl.Boolean,
}  # fmt: skip


def stability_of_run(
    units_path: Path,
    folder: Path,
    out: Path,
    *,
    share: float = 0.2,
    seeds: int = 5,
    iterations: int = 60,
    seed: int = 1,
    processes: int | None = None,
    report: Report = silent,
) -> dict[str, Any]:
    """
    Write GroupStability to ``out``, UnitStability beside it (``_units``) and a record (``.json``).

    Each of ``seeds`` formations takes the run's own rules and standing consortia; its families
    fan out. The same anywhere, and for any number of processes. Returns the record's figures.
    """
    watch = Stopwatch()
    out = Path(out)
    of_units = out.with_name(f"{out.stem}_units{out.suffix}")
    keep_apart(out, of_units, out.with_suffix(".json"), Path(units_path), *files_of(folder))
    if not 0 <= share < 1:
        raise ShareNotPossible(share=share)
    if not 1 <= seeds <= MOST_SEEDS:
        raise AskedCountNotPossible(name="seeds", value=seeds, least=1, most=MOST_SEEDS)
    units = pl.DataFrame(units_at_the_door(read_parquet(Path(units_path))))
    run = finished(folder)
    refuse_strangers(run, units["unit_id"])
    again = formed_anew(
        run, units, share=share, seeds=seeds, effort=Effort(iterations=iterations), seed=seed,
        processes=processes, report=report,
    )  # fmt: skip
    groups = stability_of_groups(run.consortia, run.members, again)
    told = stability_of_units(units["unit_id"], run.members, again)
    write_parquet(groups, out)
    write_parquet(told, of_units)
    figures = _figures(groups, told)
    record = RunRecord(
        STAGE,
        {"share": share, "seeds": seeds, "iterations": iterations,
         "formation": plain(run.params())},
        seed,
        {"units": file_sha256(Path(units_path)),
         "consortia": file_sha256(run.folder / "consortia.parquet"),
         "members": file_sha256(run.folder / "members.parquet")},
        {path.name: file_sha256(path) for path in (out, of_units)},
        figures,
    )  # fmt: skip
    watch.close(record).write(out.with_suffix(".json"))
    return figures


def formed_anew(
    run: Finished,
    units: pl.DataFrame,
    *,
    share: float,
    seeds: int,
    effort: Effort,
    seed: int = 1,
    processes: int | None = None,
    report: Report = silent,
) -> list[pl.DataFrame]:
    """
    Return the memberships of each formation made anew of checked units.

    Weights and search of the k-th draw from seed + k, never from the seed of the run itself.
    """
    params = run.params()
    standing = run.table("standing", _STANDING)
    inherited = None if standing is None else Inherited(standing, heirs=0, without_heir=0)
    own = run.record().get("seed")
    lots = [each for each in range(seed + 1, seed + seeds + 2) if each != own][:seeds]
    again = []
    report(STAGE, 0, seeds)
    for done, lot in enumerate(lots, 1):
        moved = with_moved_weights(units, share, lot)
        formed = form_consortia(
            moved, params, effort, seed=lot, processes=processes, standing=inherited
        )
        again.append(memberships(formed.consortia, formed.members))
        report(STAGE, done, seeds)
    return again


def _figures(groups: pl.DataFrame, units: pl.DataFrame) -> dict[str, Any]:
    mean = groups.select("overlap", "together_share", "lead_share").mean().row(0, named=True)
    served = units.filter(pl.col("served"))["served_share"].mean()
    return {
        "groups": len(groups),
        "runs": int(groups["runs"][0]),
        **mean,
        "firm_groups": int((groups["together_share"] == 1.0).sum()),
        "served_units_served_again": served,
    }
