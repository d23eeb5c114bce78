"""Reads a formation back from its files and puts it before the judge."""

import math
from collections.abc import Mapping
from pathlib import Path

import polars as pl

from hamafza.consortia.door import units_at_the_door
from hamafza.consortia.verdict.certificate import Claim, judge_family, judge_sums
from hamafza.consortia.verdict.judge import Tables, case_of, violations
from hamafza.runs.formation_tables import METADATA_KEY, TABLES, rules_digest
from hamafza.store.fanout import fan_out
from hamafza.store.records import file_sha256
from hamafza.store.tables import read_json, read_metadata, read_parquet
from hamafza.vocabulary.refusals import Refusal

COLUMNS: dict[str, dict[str, type[pl.DataType]]] = {
    "consortia": {
        "consortium_id": pl.Int64, "family": pl.String, "lead_unit_id": pl.Int64,
        "size": pl.Int64, "capacity": pl.Float64, "value": pl.Float64,
    },
    "members": {"unit_id": pl.Int64, "consortium_id": pl.Int64},
    "prices": {"unit_id": pl.Int64, "price": pl.Float64},
    "certificate": {"family": pl.String, "kind": pl.String, "bound": pl.Float64},
}  # fmt: skip
RULES = (
    "min_size", "max_size", "reach_km", "min_capacity", "lead_readiness", "distance_cost_per_km",
    "fixed_cost",
)  # fmt: skip


def verify_formation(
    units_path: Path, folder: Path, *, processes: int | None = None
) -> tuple[list[str], dict[str, float]]:
    """Return findings, one sentence each (none: everything holds), and the figures recomputed."""
    units = units_at_the_door(read_parquet(Path(units_path)))
    findings: list[str] = []
    record, rules = _record(Path(folder), findings)
    tables = _tables(Path(folder), rules, findings)
    if rules is None or tables is None:
        return findings, {}
    hashes = record.get("input_hashes")
    told = hashes.get("units") if isinstance(hashes, dict) else None
    if told is not None and told != file_sha256(Path(units_path)):
        findings.append("run.json was written for another units file")
    broken, values = violations(units, rules, tables)
    findings += broken
    if broken and not values:
        return findings, {}
    claims = _claims(units, rules, tables, values)
    verdicts = fan_out(judge_family, claims, processes=processes)
    for verdict in verdicts:
        findings += verdict.findings
    findings += judge_sums(record, claims, verdicts, float(units["weight"].sum()))
    return findings, {
        "value": sum(claim.value for claim in claims),
        "bound": sum(claim.bound for claim in claims),
        "bound_prices": sum(verdict.bound_prices for verdict in verdicts),
    }


def _record(folder: Path, findings: list[str]) -> tuple[dict[str, object], dict[str, float] | None]:
    try:
        record = read_json(folder / "run.json")
    except Refusal as refusal:
        findings.append(f"run.json is missing or cannot be read ({refusal.code})")
        return {}, None
    if not isinstance(record, dict):
        findings.append("run.json holds no record")
        return {}, None
    rules = _rules(record.get("parameters"))
    if rules is None:
        findings.append("run.json does not hold the seven parameters as sound numbers")
    return record, rules


def _rules(parameters: object) -> dict[str, float] | None:
    if not isinstance(parameters, Mapping):
        return None
    values = [parameters.get(name) for name in RULES]
    if not all(isinstance(v, (int, float)) and math.isfinite(v) and v >= 0 for v in values):
        return None
    return {name: float(parameters[name]) for name in RULES}


def _tables(folder: Path, rules: dict[str, float] | None, findings: list[str]) -> Tables | None:
    """Read the four tables in their kinds; note each that is missing, broken or of other rules."""
    read = {}
    for name in TABLES:
        path = folder / f"{name}.parquet"
        try:
            frame = read_parquet(path, columns=list(COLUMNS[name]))
            read[name] = frame.select(
                pl.col(column).cast(kind) for column, kind in COLUMNS[name].items()
            )
            digest = read_metadata(path).get(METADATA_KEY)
        except (Refusal, pl.exceptions.PolarsError) as failure:
            why = failure.code if isinstance(failure, Refusal) else "its columns are of other kinds"
            findings.append(f"{name}.parquet is missing or cannot be read ({why})")
            continue
        if rules is not None and digest is not None and digest != rules_digest(rules):
            findings.append(f"{name}.parquet was made under other parameters than run.json says")
    return Tables(**read) if len(read) == len(TABLES) else None


def _claims(
    units: pl.DataFrame, rules: dict[str, float], tables: Tables, values: dict[str, float]
) -> list[Claim]:
    """Return what each family claims, the largest first."""
    priced = units.join(tables.prices, on="unit_id", how="left")
    told = {row["family"]: row for row in tables.certificate.to_dicts()}
    parts = priced.partition_by("family", as_dict=True)
    return [
        Claim(
            case_of(part, rules),
            str(family),
            told[family]["kind"],
            told[family]["bound"],
            values.get(str(family), 0.0),
        )
        for (family,), part in sorted(parts.items(), key=lambda item: -len(item[1]))
    ]
