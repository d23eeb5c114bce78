"""What a formation writes: its tables and the record of the run."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from hamafza.consortia.family import NOBODY, FamilyProblem
from hamafza.consortia.params import CORE_RULES, FormationParams
from hamafza.consortia.solver.answer import DistrictProof, FamilyFormation
from hamafza.consortia.standing import Changes, changes_of
from hamafza.runs.formation_branches import branches_of
from hamafza.store.records import RunRecord, Stopwatch, plain
from hamafza.store.tables import write_json, write_parquet
from hamafza.vocabulary.tables import checked
from hamafza.vocabulary.tables.formation import (
    Certificate,
    CertifiedDistricts,
    Consortia,
    ConsortiumMembers,
    DistrictUnits,
    UnitPrices,
)

METADATA_KEY = "hamafza-formation-rules"
TABLES = ("consortia", "members", "prices", "certificate")
NOTHING_SHARE = 1e-12
"""Part of all weight that rounding may leave where nothing is lost."""
FURTHER_TABLES = ("floors", "standing", "districts", "district_units", "branches")
"""Written only where there are any."""


@dataclass(frozen=True)
class Formed:
    """One family's formation as it comes back from its process."""

    formation: FamilyFormation
    cpu_s: float = 0.0


@dataclass(frozen=True)
class FormationTables:
    """The tables, and the sums the record quotes."""

    consortia: pl.DataFrame
    members: pl.DataFrame
    prices: pl.DataFrame
    certificate: pl.DataFrame
    bound_prices: float
    weight: float
    """All weight, with equity factors."""
    changes: Changes
    charge: float
    """Taken from the value for members moved and consortia dissolved."""
    floors: pl.DataFrame | None = None
    standing: pl.DataFrame | None = None
    districts: pl.DataFrame | None = None
    district_units: pl.DataFrame | None = None
    branches: pl.DataFrame | None = None

    @property
    def floors_paid(self) -> float:
        """What the floors' prices take from the bound."""
        if self.floors is None:
            return 0.0
        return float((self.floors["price"] * self.floors["least_units"]).sum())


def tables_of(
    families: Sequence[tuple[FamilyProblem, Formed]],
    params: FormationParams,
    floors: pl.DataFrame | None = None,
    standing: pl.DataFrame | None = None,
) -> FormationTables:
    """Return the tables of all families, consortia numbered by family and lead from 1."""
    told = sorted(families, key=lambda pair: pair[0].name)
    members = pl.concat([_members(*pair, params) for pair in told] or [_nobody()])
    leads = members.select("family", "lead_unit_id").unique().sort("family", "lead_unit_id")
    leads = leads.with_columns(consortium_id=pl.int_range(1, len(leads) + 1, dtype=pl.Int64))
    members = members.join(leads, on=["family", "lead_unit_id"], how="left")
    changes = sum(
        (changes_of(problem, one.formation.lead_of) for problem, one in told), start=Changes()
    )
    districts, district_units = _districts(told)
    return FormationTables(
        consortia=checked(Consortia, _consortia(members, params)),
        members=checked(ConsortiumMembers, members.sort("consortium_id", "unit_id")),
        prices=checked(UnitPrices, _prices(told)),
        certificate=checked(Certificate, _certificate(told)),
        bound_prices=sum(one.formation.bound_prices for _, one in told),
        weight=sum(float((problem.weight - problem.raised).sum()) for problem, _ in told),
        changes=changes,
        charge=changes.charge(params),
        floors=floors if floors is not None and len(floors) else None,
        standing=standing,
        districts=districts,
        district_units=district_units,
        branches=branches_of(_proofs(told)),
    )


def _districts(
    told: Sequence[tuple[FamilyProblem, Formed]],
) -> tuple[pl.DataFrame | None, pl.DataFrame | None]:
    """Return the districts of all families, numbered from 1, and their units; None for none."""
    frames, units, last = [], [], 0
    for problem, proof in _proofs(told):
        count = len(proof.bound)
        number = np.arange(last + 1, last + count + 1)
        bound = pl.Series("bound", proof.bound).fill_nan(None)
        family = [problem.family] * count
        told_of = {"district_id": number, "family": family, "bound": bound, "whole": proof.whole}
        frames.append(pl.DataFrame(told_of))
        units.append(
            pl.DataFrame(
                {
                    "unit_id": problem.unit_id,
                    "district_id": number[proof.of],
                    "price": proof.price,
                }
            )
        )
        last += count
    if not frames:
        return None, None
    return (
        checked(CertifiedDistricts, pl.concat(frames)),
        checked(DistrictUnits, pl.concat(units).sort("unit_id")),
    )


def _proofs(
    told: Sequence[tuple[FamilyProblem, Formed]],
) -> list[tuple[FamilyProblem, DistrictProof]]:
    proofs = ((problem, one.formation.districts) for problem, one in told)
    return [(problem, proof) for problem, proof in proofs if proof is not None]


def _prices(told: Sequence[tuple[FamilyProblem, Formed]]) -> pl.DataFrame:
    """Return one price a unit; the parts of a shared unit have the same."""
    prices = pl.DataFrame(
        {
            "unit_id": _joined([problem.unit_id for problem, _ in told], np.int64),
            "price": _joined([one.formation.price for _, one in told], np.float64),
        }
    )
    if any(np.any(problem.twin != NOBODY) for problem, _ in told):
        prices = prices.group_by("unit_id").agg(pl.col("price").first())
    return prices.sort("unit_id")


def _certificate(told: Sequence[tuple[FamilyProblem, Formed]]) -> pl.DataFrame:
    """Return one row a family; a service's provinces are added up, and the weakest kind told."""
    rows = pl.DataFrame(
        {
            "family": [problem.family for problem, _ in told],
            "kind": [one.formation.kind for _, one in told],
            "bound": [one.formation.bound for _, one in told],
        },
        schema={"family": pl.String, "kind": pl.String, "bound": pl.Float64},
    )
    kind = pl.when(pl.col("kind").n_unique() == 1).then(pl.col("kind").first()).otherwise(
        pl.lit("pooled")
    )  # fmt: skip
    grouped = rows.group_by("family", maintain_order=True)
    return grouped.agg(kind=kind, bound=pl.col("bound").sum()).sort("family")


def _joined(parts: list[Any], kind: type) -> Any:
    return np.concatenate(parts) if parts else np.empty(0, kind)


def _nobody() -> pl.DataFrame:
    kinds = {"family": pl.String, "unit_id": pl.Int64, "lead_unit_id": pl.Int64}
    return pl.DataFrame(schema=kinds | dict.fromkeys(("capacity", "gain", "share"), pl.Float64))


def _members(problem: FamilyProblem, formed: Formed, params: FormationParams) -> pl.DataFrame:
    """Return one row a member: its capacity, and what it brings less its way to the lead."""
    joined = np.flatnonzero(formed.formation.lead_of != NOBODY)
    lead = formed.formation.lead_of[joined]
    km = problem.way_km(joined, lead)
    weight = problem.weight[joined] - problem.raised[joined]
    return pl.DataFrame(
        {
            "family": [problem.family] * len(joined),
            "unit_id": problem.unit_id[joined],
            "lead_unit_id": problem.unit_id[lead],
            "capacity": problem.capacity[joined],
            "gain": weight - params.distance_cost_per_km * km,
            "share": problem.share[joined],
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


def record_of(
    tables: FormationTables,
    params: FormationParams,
    seed: int,
    inputs: dict[str, str],
    watch: Stopwatch,
    elsewhere_cpu_s: float,
    further: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """
    Return what run.json says.

    ``elsewhere_cpu_s`` are processor seconds of processes that have not ended yet; ``further``
    is added to what is told of standing consortia.
    """
    record = watch.close(RunRecord("formation", plain(params), seed, inputs))
    return _figures(tables, further or {}) | {
        "kind": record.kind,
        "version": record.version,
        "started_utc": record.started_utc,
        "wall_s": record.wall_s,
        "cpu_s": round(record.cpu_s + elsewhere_cpu_s, 3),
        "parameters": record.parameters,
        "seed": seed,
        "input_hashes": inputs,
    }


def write_formation(tables: FormationTables, record: dict[str, Any], out_dir: Path) -> None:
    """Write the tables and run.json; tables of an earlier run that this one lacks are removed."""
    metadata = {METADATA_KEY: rules_digest(record["parameters"])}
    for name in (*TABLES, *FURTHER_TABLES):
        table = getattr(tables, name)
        if table is not None:
            write_parquet(table, out_dir / f"{name}.parquet", metadata)
        elif name in FURTHER_TABLES:
            (out_dir / f"{name}.parquet").unlink(missing_ok=True)
    write_json(record, out_dir / "run.json")


def rules_digest(parameters: dict[str, Any]) -> str:
    """
    Return a fingerprint of the parameters, kept in every table so that they stay together.

    A rule that is switched off is left out, so that older tables keep their fingerprint.
    """
    off = json.loads(json.dumps(plain(FormationParams())))
    told = json.loads(json.dumps(parameters))
    numbers = {
        name: _as_number(value)
        for name, value in told.items()
        if name in CORE_RULES or value != off.get(name)
    }
    return hashlib.sha256(json.dumps(numbers, sort_keys=True).encode()).hexdigest()


def _as_number(value: Any) -> Any:
    """Return numbers as fractions wherever they stand: 1 and 1.0 are one rule."""
    if isinstance(value, dict):
        return {name: _as_number(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_as_number(each) for each in value]
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_number else value


def _figures(tables: FormationTables, further: dict[str, Any]) -> dict[str, Any]:
    """Return the sums; shares are of 1, and zero where there is nothing to share."""
    value = float(tables.consortia["value"].sum()) - tables.charge
    bound = float(tables.certificate["bound"].sum()) - tables.floors_paid
    missed = max(0.0, bound - value)
    lost = tables.weight - value
    return {
        "value": value,
        "bound": bound,
        "bound_prices": tables.bound_prices - tables.floors_paid,
        "gap_share": missed / bound if bound > 0 else 0.0,
        "loss_gap_share": missed / lost if lost > NOTHING_SHARE * tables.weight else 0.0,
        "weight": tables.weight,
        "units": len(tables.prices),
        "units_in_consortia": tables.members["unit_id"].n_unique(),
        "consortia": len(tables.consortia),
        "families": len(tables.certificate),
        "families_exact": int((tables.certificate["kind"] == "exact").sum()),
    } | _further_figures(tables, further)


def _further_figures(tables: FormationTables, further: dict[str, Any]) -> dict[str, Any]:
    """Return what became of standing consortia and of floors, where there are any."""
    told: dict[str, Any] = {}
    if tables.changes.standing or tables.standing is not None:
        told["standing"] = asdict(tables.changes) | {"charge": tables.charge} | further
    if tables.floors is not None:
        told["floors"] = [
            row | {"met": row["served_units"] >= row["asked_units"] - 1e-9}
            for row in tables.floors.to_dicts()
        ]
    return told
