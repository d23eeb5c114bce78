"""Proposals: formed by a run over the units asked for, judged, and kept for people to read."""

from collections.abc import Iterable, Mapping
from time import monotonic
from typing import Any

import polars as pl

from hamafza.consortia.verdict.refusals import CertificateDoesNotHold
from hamafza.runs import formation, proposing
from hamafza.runs.formation_verdict import verify_formation
from hamafza.runs.standing import Inherited
from hamafza.store.records import file_sha256, plain
from hamafza.store.tables import write_parquet
from hamafza.vocabulary.progress import Report
from hamafza.vocabulary.refusals import Refusal
from hamafza.vocabulary.stop import Stop
from hamafza.vocabulary.tables import checked
from hamafza.vocabulary.tables.formation import Standing as StandingTable
from hamafza.web.actions.adoption import set_aside, supersede_older
from hamafza.web.actions.runs import carries_out, folder
from hamafza.web.exchange.formations import (
    kept_groups,
    makers_asked,
    params_of,
    standing_points,
    write_formation_record,
)
from hamafza.web.exchange.proposals import write_proposals
from hamafza.web.exchange.units import units_table
from hamafza.web.records.offices import Office
from hamafza.web.records.runs import Run

LEAST_UNITS = 2


class TooFewUnits(Refusal):
    """Of the families and provinces asked for there is hardly a unit to group."""

    code = "formation-too-few-units"


@carries_out("formation")
def form(
    run: Run,
    *,
    report: Report,
    stop: Stop,
    country: str = "IRN",
    family: str = "",
    families: Iterable[str] = (),
    provinces: Iterable[str] = (),
    rules: Mapping[str, Any] | None = None,
    floors: Iterable[Mapping[str, Any]] = (),
    keep_from: int | None = None,
    seconds: float = 60.0,
    iterations: int | None = None,
    seed: int = 1,
    processes: int | None = None,
) -> dict[str, object]:
    """
    Form consortia of the makers asked for, have them judged, find their markets and ways.

    ``keep_from`` is a run whose pinned groups must stay. Somebody's wish to end it reaches the
    solvers' processes through ``report``. A branch's run is a draft: the office puts it in force.
    """
    units = makers(country, family, families=families, provinces=provinces, office=run.office)
    if len(units) < LEAST_UNITS:
        raise TooFewUnits(count=len(units))
    where = folder(run.pk)
    write_parquet(units, where / "units.parquet")
    formed = formation.form_consortia(
        units,
        params_of(rules, floors),
        formation.Effort(iterations=iterations, seconds=None if iterations else seconds),
        seed=seed,
        processes=processes,
        out_dir=where,
        report=report,
        inputs={"units": file_sha256(where / "units.parquet")},
        standing=_kept(keep_from, units),
        told=_standing_of(run),
    )
    report("judging", 0, 1)
    _refuse_unproved(run, processes)
    proposed = proposing.propose(units, formed.consortia, country, report)
    report("keeping", 0, 1)
    kept = _keep(run, units, formed, proposed)
    if run.office is not None:
        set_aside(run=run)
    else:
        supersede_older(run=run)
    return {
        "proposals": kept,
        "verified": True,
        "figures": _figures(formed.record),
        "parameters": plain(formed.params),
        "trade": proposed.trade,
        "link": "office:proposals",
    }


def makers(
    country: str,
    family: str = "",
    *,
    families: Iterable[str] = (),
    provinces: Iterable[str] = (),
    office: Office | None = None,
) -> pl.DataFrame:
    """Return makers whose words gave a heading and who are in no consortium yet."""
    wanted = [family] if family else families
    return units_table(makers_asked(country, wanted, provinces, office))


def _standing_of(run: Run) -> formation.Told:
    began = monotonic()

    def told(now: formation.Standing) -> None:
        run.standing = standing_points(run.standing, now, monotonic() - began)

    return told


def _kept(keep_from: int | None, units: pl.DataFrame) -> Inherited | None:
    if keep_from is None:
        return None
    groups = kept_groups(Run.objects.get(pk=keep_from))
    here = groups.filter(
        pl.col("unit_id").is_in(units["unit_id"].implode())
        & pl.col("home").is_in(units["unit_id"].implode())
    )
    return Inherited(checked(StandingTable, here), heirs=0, without_heir=0)


def _refuse_unproved(run: Run, processes: int | None) -> None:
    where = folder(run.pk)
    findings, _sums = verify_formation(where / "units.parquet", where, processes=processes)
    if findings:
        raise CertificateDoesNotHold(count=len(findings), first=findings[0])


def _keep(
    run: Run,
    units: pl.DataFrame,
    formed: formation.FormationResult,
    proposed: proposing.Proposed,
) -> int:
    kept = write_proposals(
        proposals=proposed.proposals,
        members=formed.members,
        certificate=formed.certificate,
        legs=proposed.routes.legs,
        units=units,
        run=run,
        is_demo=run.is_demo,
    )
    write_formation_record(run, formed.record)
    return kept


def _figures(record: dict) -> dict[str, object]:
    told = (
        "value", "bound", "gap_share", "loss_gap_share", "weight", "units", "units_in_consortia",
        "consortia", "families", "families_exact", "floors", "standing",
    )  # fmt: skip
    return {name: record[name] for name in told if name in record}
