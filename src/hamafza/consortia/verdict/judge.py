"""
Judges a formation from its tables alone: the rules, the values, the bounds.

Written apart from the engine and sharing no code with it, so that a mistake in one shows in the
other. Answers with findings, each one sentence; none means that everything holds.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from hamafza.consortia.verdict.bound import REACH_SLACK_KM, Case, Floats, haversine_km

CLOSE_SHARE = 1e-8
"""Figures this near, in shares of the larger, count as equal; bounds may not be lower by more."""
CAPACITY_CLOSE_SHARE = 1e-9


@dataclass(frozen=True)
class Tables:
    """What a formation wrote, as read back."""

    consortia: pl.DataFrame
    members: pl.DataFrame
    prices: pl.DataFrame
    certificate: pl.DataFrame


def violations(
    units: pl.DataFrame, rules: Mapping[str, float], tables: Tables
) -> tuple[list[str], dict[str, float]]:
    """Return what breaks the rules of a consortium, and the true value of each family."""
    found = list(_whole(units, tables))
    if found:
        return found, {}
    rows = _joined(units, tables)
    found += _broken_rules(rows, rules)
    values, wrong = _values(rows, rules)
    return found + wrong, values


def _whole(units: pl.DataFrame, tables: Tables) -> Iterator[str]:
    """Every table speaks of the same units, families and consortia, each once."""
    known = set(units["unit_id"].to_list())
    yield from _whole_prices(known, tables.prices)
    yield from _whole_membership(known, tables)
    families = tables.certificate["family"].to_list()
    if sorted(families, key=str) != sorted(set(units["family"].to_list())):
        yield "certificate.parquet does not name every family once"
    bound = tables.certificate["bound"]
    if bound.null_count() or not bound.is_finite().all():
        yield "certificate.parquet holds a bound that is no number"


def _whole_prices(known: set[int], prices: pl.DataFrame) -> Iterator[str]:
    priced = prices["unit_id"].to_list()
    if len(set(priced)) != len(priced):
        yield "prices.parquet names a unit more than once"
    if set(priced) != known:
        yield f"prices.parquet has prices for {len(known & set(priced))} of {len(known)} units"
    price = prices["price"]
    if price.null_count() or not price.is_finite().all() or (price < 0).any():
        yield "prices.parquet holds a price that is negative or no number"


def _whole_membership(known: set[int], tables: Tables) -> Iterator[str]:
    members = tables.members["unit_id"]
    if members.n_unique() != len(members):
        yield "members.parquet puts a unit into more than one consortium"
    if not set(members.to_list()) <= known:
        yield "members.parquet names a unit that is not in the units file"
    ids = tables.consortia["consortium_id"]
    if ids.n_unique() != len(ids):
        yield "consortia.parquet names a consortium more than once"
    if set(ids.to_list()) != set(tables.members["consortium_id"].to_list()):
        yield "consortia.parquet and members.parquet speak of different consortia"
    if not set(tables.consortia["lead_unit_id"].to_list()) <= set(members.to_list()):
        yield "consortia.parquet names a lead that is no member anywhere"


def _joined(units: pl.DataFrame, tables: Tables) -> pl.DataFrame:
    """Return one row a member with its own facts, its consortium's and its lead's."""
    facts = ("unit_id", "family", "lat_deg", "lon_deg", "capacity", "readiness", "weight")
    unit = units.select(facts)
    lead = unit.select(pl.all().name.prefix("lead_"))
    told = tables.consortia.select(pl.all().name.prefix("told_")).rename(
        {"told_consortium_id": "consortium_id", "told_lead_unit_id": "lead_unit_id"}
    )
    return (
        tables.members.select("unit_id", "consortium_id")
        .join(unit, on="unit_id", how="left")
        .join(told, on="consortium_id", how="left")
        .join(lead, on="lead_unit_id", how="left")
        .sort("consortium_id", "unit_id")
    )


def _broken_rules(rows: pl.DataFrame, rules: Mapping[str, float]) -> Iterator[str]:
    enough = rules["min_capacity"] * (1 - CAPACITY_CLOSE_SHARE)
    way = pl.Series("way", _ways(rows))
    each = rows.with_columns(way).group_by("consortium_id", maintain_order=True).agg(
        size=pl.len(),
        capacity=pl.col("capacity").sum(),
        away=pl.col("way").max(),
        readiness=pl.col("lead_readiness").first(),
        led=(pl.col("unit_id") == pl.col("lead_unit_id")).any(),
        mixed=(pl.col("family") != pl.col("told_family")).any(),
        told_size=pl.col("told_size").first(),
        told_capacity=pl.col("told_capacity").first(),
    )  # fmt: skip
    claims = {
        "has fewer members than min_size": pl.col("size") < rules["min_size"],
        "has more members than max_size": pl.col("size") > rules["max_size"],
        "has less than min_capacity": pl.col("capacity") < enough,
        "has a member beyond reach_km": pl.col("away") > rules["reach_km"] + 2 * REACH_SLACK_KM,
        "has a lead below lead_readiness": pl.col("readiness") < rules["lead_readiness"],
        "does not have its lead as a member": ~pl.col("led"),
        "has members of another family": pl.col("mixed"),
        "has another size than it says": pl.col("size") != pl.col("told_size"),
        "has another capacity than it says": (
            (pl.col("capacity") - pl.col("told_capacity")).abs()
            > CLOSE_SHARE * (1 + pl.col("capacity").abs())
        ),
    }
    for claim, test in claims.items():
        broken = each.filter(test.fill_null(True))["consortium_id"].to_list()
        if broken:
            others = f" and {len(broken) - 1} more" if len(broken) > 1 else ""
            yield f"consortium {broken[0]}{others} {claim}"


def _ways(rows: pl.DataFrame) -> Floats:
    lat, lon, lead_lat, lead_lon = (
        np.radians(rows[name].cast(pl.Float64).fill_null(float("nan")).to_numpy())
        for name in ("lat_deg", "lon_deg", "lead_lat_deg", "lead_lon_deg")
    )
    return haversine_km(lead_lat, lead_lon, lat, lon)


def _values(rows: pl.DataFrame, rules: Mapping[str, float]) -> tuple[dict[str, float], list[str]]:
    """Return the true value by family, and which consortia claim another value."""
    cost = rules["distance_cost_per_km"]
    each = (
        rows.with_columns(gain=pl.col("weight") - cost * pl.Series("way", _ways(rows)))
        .group_by("consortium_id", maintain_order=True)
        .agg(
            family=pl.col("told_family").first(),
            told=pl.col("told_value").first(),
            value=pl.col("gain").sum() - rules["fixed_cost"],
            scale=1 + pl.col("weight").sum(),
        )
    )
    apart = (pl.col("value") - pl.col("told")).abs() > CLOSE_SHARE * pl.col("scale")
    wrong = each.filter(apart.fill_null(True))
    findings = [
        f"consortium {row['consortium_id']} is worth {row['value']:.9g}, not {row['told']}"
        for row in wrong.head(3).to_dicts()
    ]
    sums = each.group_by("family").agg(pl.col("value").sum())
    return dict(zip(sums["family"].to_list(), sums["value"].to_list(), strict=True)), findings


def case_of(family: pl.DataFrame, rules: Mapping[str, float]) -> Case:
    """Return one family's rows (with ``price``) as the bound's calculation wants them."""
    sorted_rows = family.sort("lat_deg", "unit_id")
    arrays = {
        name: sorted_rows[name].cast(pl.Float64).to_numpy()
        for name in ("lat_deg", "lon_deg", "capacity", "readiness", "weight", "price")
    }
    return Case(
        lat=arrays["lat_deg"], lon=arrays["lon_deg"], capacity=arrays["capacity"],
        readiness=arrays["readiness"], weight=arrays["weight"], price=arrays["price"],
        rules=dict(rules),
    )  # fmt: skip
