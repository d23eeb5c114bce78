"""Puts a formation before the judge: from its files alone, or from a run's tables at its end."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl

from hamafza.consortia.door import units_at_the_door
from hamafza.consortia.verdict.asked import Asked, asked_of
from hamafza.consortia.verdict.certificate import Verdict, judge_family, judge_sums
from hamafza.consortia.verdict.flooring import paid_for_floors, wrong_floors
from hamafza.consortia.verdict.judge import Claim, Tables, claims_of
from hamafza.consortia.verdict.layout import with_equity
from hamafza.consortia.verdict.refusals import CertificateDoesNotHold
from hamafza.runs.formation_paces import SMALL_UNITS
from hamafza.runs.formation_tables import METADATA_KEY, rules_digest
from hamafza.runs.verdict_roads import roads_of
from hamafza.store.fanout import fan_out
from hamafza.store.memory import give_back
from hamafza.store.records import file_sha256
from hamafza.store.tables import read_json, read_metadata, read_parquet
from hamafza.vocabulary.refusals import Refusal

Columns = dict[str, pl.DataType | type[pl.DataType]]

FIRST = 5
"""Findings that are told where a run is refused; the page tells how many there are."""
logger = logging.getLogger("hamafza.formation")

COLUMNS: dict[str, Columns] = {
    "consortia": {
        "consortium_id": pl.Int64, "family": pl.String, "lead_unit_id": pl.Int64,
        "size": pl.Int64, "capacity": pl.Float64, "value": pl.Float64,
    },
    "members": {"unit_id": pl.Int64, "consortium_id": pl.Int64},
    "prices": {"unit_id": pl.Int64, "price": pl.Float64},
    "certificate": {"family": pl.String, "kind": pl.String, "bound": pl.Float64},
}  # fmt: skip
FURTHER: dict[str, Columns] = {
    "floors": {
        "by": pl.String, "value": pl.String, "asked_units": pl.Float64,
        "served_units": pl.Float64, "least_units": pl.Float64, "price": pl.Float64,
    },
    "standing": {"unit_id": pl.Int64, "home": pl.Int64, "kept": pl.Boolean},
    "districts": {"district_id": pl.Int64, "family": pl.String, "bound": pl.Float64},
    "district_units": {"unit_id": pl.Int64, "district_id": pl.Int64, "price": pl.Float64},
    "cuts": {
        "cut_id": pl.Int64, "family": pl.String, "least": pl.Int64, "price": pl.Float64,
    },
    "branches": {
        "branch_id": pl.Int64, "district_id": pl.Int64, "parent_id": pl.Int64,
        "leads": pl.List(pl.Int64), "count": pl.Int64, "above": pl.Boolean,
        "units": pl.List(pl.Int64), "price": pl.List(pl.Float64),
    },
    "cut_units": {"cut_id": pl.Int64, "unit_id": pl.Int64},
}  # fmt: skip
"""Tables there are only where a run had what they tell; some follow from the record."""
IF_THERE: dict[str, Columns] = {
    "members": {"share": pl.Float64}, "districts": {"whole": pl.Boolean},
}  # fmt: skip
"""Columns that older tables do not have."""


@dataclass(frozen=True)
class Judgement:
    """What does not hold, one sentence each (none: everything holds), and the true figures."""

    findings: list[str]
    figures: dict[str, float]


def verify_formation(
    units_path: Path, folder: Path, *, processes: int | None = None
) -> tuple[list[str], dict[str, float]]:
    """Return findings, one sentence each (none: everything holds), and the figures recomputed."""
    units = units_at_the_door(read_parquet(Path(units_path)))
    findings: list[str] = []
    record = _record(Path(folder), findings)
    asked = asked_of(record.get("parameters")) if record else None
    if record and asked is None:
        findings.append("run.json does not hold the seven parameters as sound numbers")
    tables = _tables(Path(folder), record.get("parameters"), asked, findings)
    if asked is None or tables is None:
        return findings, {}
    hashes = record.get("input_hashes")
    told = hashes.get("units") if isinstance(hashes, dict) else None
    if told is not None and told != file_sha256(Path(units_path)):
        findings.append("run.json was written for another units file")
    judgement = judgement_on(units, asked, tables, record, processes=processes)
    return findings + judgement.findings, judgement.figures


def judged(units: pl.DataFrame, result: Any, *, processes: int | None = None) -> dict[str, float]:
    """
    Return the true figures of a run's tables; raise CertificateDoesNotHold where any finding is.

    ``units`` are the run's; ``result`` has ``record``, what run.json says, and the tables by name
    (those it lacks, or that are None, are not there). Nothing is read from files.
    """
    record: Mapping[str, Any] = result.record
    told: dict[str, Any] = {each.name: getattr(result, each.name, None) for each in fields(Tables)}
    tables = Tables(**told)
    asked = asked_of(record.get("parameters"))
    if asked is None:
        raise CertificateDoesNotHold(count=1, first="the parameters are not sound")
    at_the_door = units_at_the_door(units)
    judgement = judgement_on(at_the_door, asked, tables, record, processes=processes)
    if judgement.findings:
        logger.error("the judge refuses a formation: %s", "; ".join(judgement.findings[:FIRST]))
        raise CertificateDoesNotHold(count=len(judgement.findings), first=judgement.findings[0])
    return judgement.figures


def judgement_on(
    units: pl.DataFrame,
    asked: Asked,
    tables: Tables,
    record: Mapping[str, Any],
    *,
    processes: int | None = None,
) -> Judgement:
    """Judge checked units and tables; families fan out."""
    units = pl.DataFrame(units)
    findings, claims = claims_of(units, asked, tables)
    if not claims and len(units):
        return Judgement(findings, {})
    findings += wrong_floors(units, asked, tables.members, tables.floors)
    judge = partial(_judge, by_road=bool(asked.rules["by_road"]))
    order = sorted(range(len(claims)), key=lambda at: _effort(claims[at]))
    ended = fan_out(judge, [claims[at] for at in order], processes=processes)
    verdicts = [ended[order.index(at)] for at in range(len(claims))]
    for verdict in verdicts:
        findings += verdict.findings
    paid = paid_for_floors(tables.floors)
    weight = float(with_equity(units, asked)["weight"].sum())
    findings += judge_sums(record, verdicts, weight, paid)
    return Judgement(
        findings,
        {
            "value": sum(verdict.value for verdict in verdicts),
            "bound": sum(verdict.bound for verdict in verdicts) - paid,
            "bound_prices": sum(verdict.bound_prices.tight for verdict in verdicts) - paid,
        },
    )


def _effort(claim: Claim) -> tuple[bool, int]:
    """Order what may take long before what will not: small families, then from the largest on."""
    units = len(claim.case.lat)
    return units > SMALL_UNITS, -units


def _judge(claim: Claim, by_road: bool) -> Verdict:
    """Judge one family; runs in a process of its own, where the ways by road are found too."""
    if by_road and not claim.case.is_service:
        claim = replace(claim, case=replace(claim.case, roads=roads_of(claim.case)))
    verdict = judge_family(claim)
    give_back()
    return verdict


def _record(folder: Path, findings: list[str]) -> dict[str, Any]:
    try:
        record = read_json(folder / "run.json")
    except Refusal as refusal:
        findings.append(f"run.json is missing or cannot be read ({refusal.code})")
        return {}
    if not isinstance(record, dict) or not record:
        findings.append("run.json holds no record")
        return {}
    return record


def _tables(
    folder: Path, parameters: Any, asked: Asked | None, findings: list[str]
) -> Tables | None:
    """Read the tables in their kinds; note each that is missing, broken or of other rules."""
    digest = rules_digest(parameters) if asked is not None else None
    read: dict[str, pl.DataFrame] = {}
    for name, columns in (COLUMNS | FURTHER).items():
        path = folder / f"{name}.parquet"
        if name in FURTHER and not path.exists():
            continue
        try:
            frame = read_parquet(path)
            wanted = columns | {
                column: kind for column, kind in IF_THERE.get(name, {}).items()
                if column in frame.columns
            }  # fmt: skip
            read[name] = frame.select(pl.col(column).cast(kind) for column, kind in wanted.items())
            told = read_metadata(path).get(METADATA_KEY)
        except (Refusal, pl.exceptions.PolarsError) as failure:
            why = failure.code if isinstance(failure, Refusal) else "its columns are of other kinds"
            findings.append(f"{name}.parquet is missing or cannot be read ({why})")
            continue
        if digest is not None and told is not None and told != digest:
            findings.append(f"{name}.parquet was made under other parameters than run.json says")
    return Tables(**read) if all(name in read for name in COLUMNS) else None
