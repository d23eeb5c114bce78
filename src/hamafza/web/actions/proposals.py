"""Proposals: formed by a run over the units there are, kept for people to read and adopt."""

import polars as pl

from hamafza.runs import formation, proposing
from hamafza.store.records import plain
from hamafza.vocabulary.progress import Report
from hamafza.vocabulary.stop import Stop
from hamafza.vocabulary.tables.units import UNCLASSIFIED
from hamafza.web.actions.adoption import supersede_older
from hamafza.web.actions.runs import carries_out, folder
from hamafza.web.exchange.proposals import write_proposals
from hamafza.web.exchange.units import units_table
from hamafza.web.records.consortia import Member
from hamafza.web.records.runs import Run
from hamafza.web.records.units import Unit


@carries_out("formation")
def form(
    run: Run,
    *,
    report: Report,
    stop: Stop,
    country: str = "IRN",
    family: str = "",
    seconds: float = 60.0,
    iterations: int | None = None,
    seed: int = 1,
    processes: int | None = None,
) -> dict[str, object]:
    """Form consortia of the country's makers (of one family, if told), with markets and ways.

    Somebody's wish to end it reaches the solvers' processes through ``report``.
    """
    units = makers(country, family)
    searched = None if iterations else seconds
    formed = formation.form_consortia(
        units,
        formation.formation_params(),
        formation.Effort(iterations=iterations, seconds=searched),
        seed=seed,
        processes=processes,
        out_dir=folder(run.pk),
        report=report,
    )
    proposed = proposing.propose(units, formed.consortia, country, report)
    report("keeping", 0, 1)
    kept = write_proposals(
        proposals=proposed.proposals,
        members=formed.members,
        certificate=formed.certificate,
        legs=proposed.routes.legs,
        units=units,
        run=run,
        is_demo=run.is_demo,
    )
    supersede_older(run=run)
    return {
        "proposals": kept,
        "figures": _figures(formed.record),
        "parameters": plain(formed.params),
        "link": "office:proposals",
    }


def makers(country: str, family: str = "") -> pl.DataFrame:
    """Return makers whose words gave a heading and who are in no consortium yet."""
    chosen = Unit.objects.filter(country=country, kind="maker").exclude(family=UNCLASSIFIED)
    chosen = chosen.exclude(pk__in=Member.objects.filter(state="accepted").values("unit"))
    return units_table(chosen.filter(family=family) if family else chosen)


def _figures(record: dict) -> dict[str, object]:
    return {name: record[name] for name in ("value", "bound", "gap_share") if name in record}
