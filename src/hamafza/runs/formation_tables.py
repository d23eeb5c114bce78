"""What a formation writes: four tables and the record of the run."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from hamafza.consortia.params import FormationParams
from hamafza.consortia.problem import FamilyProblem
from hamafza.consortia.solver.form import FamilyFormation
from hamafza.store.records import RunRecord, Stopwatch, plain
from hamafza.store.tables import write_json, write_parquet
from hamafza.vocabulary.places import great_circle_km
from hamafza.vocabulary.tables import checked
from hamafza.vocabulary.tables.formation import (
    Certificate,
    Consortia,
    ConsortiumMembers,
    UnitPrices,
)

METADATA_KEY = "hamafza-formation-rules"
TABLES = ("consortia", "members", "prices", "certificate")


@dataclass(frozen=True)
class Formed:
    """One family's formation as it comes back from its process."""

    formation: FamilyFormation
    cpu_s: float = 0.0


@dataclass(frozen=True)
class FormationTables:
    """The four tables, and the sums the record quotes."""

    consortia: pl.DataFrame
    members: pl.DataFrame
    prices: pl.DataFrame
    certificate: pl.DataFrame
    bound_prices: float
    weight: float


def tables_of(
    families: Sequence[tuple[FamilyProblem, Formed]], params: FormationParams
) -> FormationTables:
    """Return the tables of all families, consortia numbered by family and lead from 1."""
    told = sorted(families, key=lambda pair: pair[0].family)
    members = pl.concat([_members(*pair, params) for pair in told] or [_nobody()])
    leads = members.select("family", "lead_unit_id").unique().sort("family", "lead_unit_id")
    leads = leads.with_columns(consortium_id=pl.int_range(1, len(leads) + 1, dtype=pl.Int64))
    members = members.join(leads, on=["family", "lead_unit_id"], how="left")
    prices = pl.DataFrame(
        {
            "unit_id": _joined([problem.unit_id for problem, _ in told], np.int64),
            "price": _joined([one.formation.price for _, one in told], np.float64),
        }
    )
    certificate = pl.DataFrame(
        {
            "family": [problem.family for problem, _ in told],
            "kind": [one.formation.kind for _, one in told],
            "bound": [one.formation.bound for _, one in told],
        },
        schema={"family": pl.String, "kind": pl.String, "bound": pl.Float64},
    )
    return FormationTables(
        consortia=checked(Consortia, _consortia(members, params)),
        members=checked(ConsortiumMembers, members.sort("consortium_id", "unit_id")),
        prices=checked(UnitPrices, prices.sort("unit_id")),
        certificate=checked(Certificate, certificate),
        bound_prices=sum(one.formation.bound_prices for _, one in told),
        weight=sum(float(problem.weight.sum()) for problem, _ in told),
    )


def _joined(parts: list[Any], kind: type) -> Any:
    return np.concatenate(parts) if parts else np.empty(0, kind)


def _nobody() -> pl.DataFrame:
    kinds = {"family": pl.String, "unit_id": pl.Int64, "lead_unit_id": pl.Int64}
    return pl.DataFrame(schema=kinds | {"capacity": pl.Float64, "gain": pl.Float64})


def _members(problem: FamilyProblem, formed: Formed, params: FormationParams) -> pl.DataFrame:
    """Return one row a member: its capacity, and what it brings less its way to the lead."""
    joined = np.flatnonzero(formed.formation.lead_of >= 0)
    lead = formed.formation.lead_of[joined]
    km = great_circle_km(
        problem.lat_deg[joined], problem.lon_deg[joined],
        problem.lat_deg[lead], problem.lon_deg[lead],
    )  # fmt: skip
    return pl.DataFrame(
        {
            "family": [problem.family] * len(joined),
            "unit_id": problem.unit_id[joined],
            "lead_unit_id": problem.unit_id[lead],
            "capacity": problem.capacity[joined],
            "gain": problem.weight[joined] - params.distance_cost_per_km * km,
        },
        schema=_nobody().schema,
    )


def _consortia(members: pl.DataFrame, params: FormationParams) -> pl.DataFrame:
    return (
        members.group_by("consortium_id", "family", "lead_unit_id")
        .agg(
            size=pl.len().cast(pl.Int64),
            capacity=pl.col("capacity").sum(),
            value=pl.col("gain").sum() - params.fixed_cost,
        )
        .sort("consortium_id")
    )


def write_formation(
    tables: FormationTables,
    params: FormationParams,
    seed: int,
    inputs: dict[str, str],
    watch: Stopwatch,
    elsewhere_cpu_s: float,
    out_dir: Path | None,
) -> dict[str, Any]:
    """
    Write tables and run.json into ``out_dir``, if any; return what run.json says.

    ``elsewhere_cpu_s`` are processor seconds of processes that have not ended yet.
    """
    record = watch.close(RunRecord("formation", plain(params), seed, inputs))
    told = _figures(tables) | {
        "kind": record.kind,
        "version": record.version,
        "started_utc": record.started_utc,
        "wall_s": record.wall_s,
        "cpu_s": round(record.cpu_s + elsewhere_cpu_s, 3),
        "parameters": record.parameters,
        "seed": seed,
        "input_hashes": inputs,
    }
    if out_dir is not None:
        out_dir = Path(out_dir)
        metadata = {METADATA_KEY: rules_digest(record.parameters)}
        for name in TABLES:
            write_parquet(getattr(tables, name), out_dir / f"{name}.parquet", metadata)
        write_json(told, out_dir / "run.json")
    return told


def rules_digest(parameters: dict[str, Any]) -> str:
    """Return a fingerprint of the parameters, kept in every table so that they stay together."""
    numbers = {name: float(value) for name, value in parameters.items()}
    return hashlib.sha256(json.dumps(numbers, sort_keys=True).encode()).hexdigest()


def _figures(tables: FormationTables) -> dict[str, Any]:
    """Return the sums; shares are of 1, and zero where there is nothing to share."""
    value = float(tables.consortia["value"].sum())
    bound = float(tables.certificate["bound"].sum())
    missed = max(0.0, bound - value)
    lost = tables.weight - value
    return {
        "value": value,
        "bound": bound,
        "bound_prices": tables.bound_prices,
        "gap_share": missed / bound if bound > 0 else 0.0,
        "loss_gap_share": missed / lost if lost > 0 else 0.0,
        "weight": tables.weight,
        "units": len(tables.prices),
        "units_in_consortia": len(tables.members),
        "consortia": len(tables.consortia),
        "families": len(tables.certificate),
        "families_exact": int((tables.certificate["kind"] == "exact").sum()),
    }
