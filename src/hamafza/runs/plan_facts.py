"""What the plan's page tells, counted from the plan's tables."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from hamafza.goods.names import GoodsNames
from hamafza.runs.formation import FormationResult
from hamafza.runs.potential import PotentialRun
from hamafza.runs.proposing import Proposed
from hamafza.runs.report.facts import PlanFacts
from hamafza.runs.report.grounds import grounds_of
from hamafza.sources.geography import country_names

_SUMS = ("value", "bound", "gap_share", "loss_gap_share")


def plan_facts(
    registry: Path,
    units: pl.DataFrame,
    rejects: pl.DataFrame,
    formed: FormationResult,
    proposed: Proposed,
    potential: PotentialRun,
    names: GoodsNames,
    *,
    synthetic: bool,
) -> PlanFacts:
    """Return the facts of one plan; ``rejects`` (reason_en, reason_fa, rows), a row once each."""
    english, persian = country_names()[potential.exporter]
    return PlanFacts(
        country=potential.exporter,
        country_en=english,
        country_fa=persian,
        registry_name=registry.name,
        records=units.height + int(rejects["rows"].sum()),
        units=units,
        rejects=rejects,
        families=_families(units, proposed.proposals, names),
        consortia=_consortia(proposed.proposals, units),
        bonds=_bonds(proposed.proposals, formed.members, units),
        markets=_markets(proposed.proposals),
        grounds=grounds_of(units, proposed.routes.routes, potential, synthetic),
        formation={name: float(formed.record[name]) for name in _SUMS},
    )


def figures(facts: PlanFacts) -> dict[str, Any]:
    """Return what a person quotes from a plan, for its run record."""
    members = int(facts.consortia["size"].sum()) if facts.consortia.height else 0
    return {
        "records": facts.records,
        "units": facts.units.height,
        "rejected": facts.records - facts.units.height,
        "consortia": facts.consortia.height,
        "members": members,
        "with_market": int(facts.consortia["market"].is_not_null().sum()),
        "with_route": int(facts.consortia["km"].is_not_null().sum()),
        **facts.formation,
    }


def _families(units: pl.DataFrame, proposals: pl.DataFrame, names: GoodsNames) -> pl.DataFrame:
    made = units.filter(pl.col("hs4").is_not_null()).group_by("family").agg(units=pl.len())
    formed = proposals.group_by("family").agg(consortia=pl.len(), members=pl.col("size").sum())
    both = made.join(formed, on="family", how="left").fill_null(0)
    named = both.with_columns(
        _told(both["family"], {code: names.name(code, "en") for code in both["family"]}, "name_en"),
        _told(both["family"], {code: names.name(code, "fa") for code in both["family"]}, "name_fa"),
    )
    return named.sort("members", "units", "family", descending=[True, True, False])


def _consortia(proposals: pl.DataFrame, units: pl.DataFrame) -> pl.DataFrame:
    leads = units.select(lead_unit_id="unit_id", lead_name="name", city="city")
    placed = proposals.join(leads, on="lead_unit_id", how="left", maintain_order="left")
    return placed.with_columns(*_names_of(placed["market"], "market_en", "market_fa"))


def _bonds(proposals: pl.DataFrame, members: pl.DataFrame, units: pl.DataFrame) -> pl.DataFrame:
    leads = proposals.select(
        "consortium_id", "lead_unit_id", lead_lat="lat_deg", lead_lon="lon_deg"
    )
    bonds = members.join(leads, on="consortium_id").join(
        units.select("unit_id", "lat_deg", "lon_deg"), on="unit_id"
    )
    return bonds.filter(pl.col("unit_id") != pl.col("lead_unit_id"))


def _markets(proposals: pl.DataFrame) -> pl.DataFrame:
    """Sum each market once for each heading: several groups of one heading share its room."""
    pointed = proposals.filter(pl.col("market").is_not_null())
    rooms = pointed.unique(["market", "family"], maintain_order=True)
    summed = rooms.group_by("market", "phase").agg(pl.col("gap_usd", "actual_usd").sum())
    counted = pointed.group_by("market").agg(consortia=pl.len())
    both = summed.join(counted, on="market").sort("gap_usd", "market", descending=[True, False])
    return both.with_columns(*_names_of(both["market"], "name_en", "name_fa"))


def _names_of(markets: pl.Series, english: str, persian: str) -> list[pl.Series]:
    known = country_names()
    return [
        _told(markets, {code: pair[at] for code, pair in known.items()}, name)
        for at, name in enumerate((english, persian))
    ]


def _told(codes: pl.Series, names: Mapping[str, str], column: str) -> pl.Series:
    found = [names.get(code) for code in codes]
    return pl.Series(column, found, dtype=pl.String)
