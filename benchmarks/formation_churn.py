"""A year later: one unit in a hundred has gone, as many have come, and consortia stand."""

from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from benchmarks.formation_runs import Formed, figures_of, form, percent, search_seconds
from benchmarks.registry_of_towns import Registry, joiners

CHURN_SHARE = 0.01
RULES = {"move_charge": 0.05, "dissolve_charge": 0.25}
"""In mean weights: enough that nobody is moved for nothing, little beside what a unit brings."""


def churned(registry: Registry, seed: int) -> pl.DataFrame:
    """Return the units after a hundredth, drawn by lot, has left and as many have joined."""
    count = round(CHURN_SHARE * len(registry.units))
    chance = np.random.default_rng([seed, 2])
    stays = np.ones(len(registry.units), bool)
    stays[chance.choice(len(stays), count, replace=False)] = False
    return pl.concat([registry.units.filter(stays), joiners(registry, count, seed)])


def reformed(
    name: str, registry: Registry, standing: Formed, seconds: float, seed: int = 1
) -> dict[str, Any]:
    """Form again from what stands, and tell how many of those who stayed had to move."""
    frame = churned(registry, seed)
    limit = search_seconds(seconds, len(frame))
    again = form(
        name, frame, "--standing", str(standing.out), "--seconds", limit, rules=RULES
    )  # fmt: skip
    return moved(frame, standing.out, again.out) | RULES | figures_of(again, frame)


def moved(frame: pl.DataFrame, before: Path, after: Path) -> dict[str, Any]:
    """
    Return shares of the members of standing consortia who are registered still.

    ``moved_percent``: not in the consortium led by the unit that led theirs (a consortium is
    its lead). ``parted_percent``: not where most of their old fellows are now, so that
    a consortium which only changes its lead has parted nobody.
    """
    old = _members(before).filter(pl.col("unit_id").is_in(frame["unit_id"].implode()))
    both = old.join(_members(after), on="unit_id", how="left", suffix="_now")
    now = pl.col("lead_unit_id_now")
    moved = both.select((now != pl.col("lead_unit_id")).fill_null(True).sum()).item()
    together = (
        both.filter(now.is_not_null())
        .group_by("lead_unit_id", "lead_unit_id_now")
        .len()
        .group_by("lead_unit_id")
        .agg(pl.col("len").max())["len"]
        .sum()
    )
    return {
        "staying_members": len(both),
        "moved_percent": percent(moved, len(both)),
        "parted_percent": percent(len(both) - together, len(both)),
    }


def _members(out: Path) -> pl.DataFrame:
    """Return every member with its lead."""
    leads = pl.read_parquet(out / "consortia.parquet", columns=["consortium_id", "lead_unit_id"])
    members = pl.read_parquet(out / "members.parquet", columns=["unit_id", "consortium_id"])
    return members.join(leads, on="consortium_id").select("unit_id", "lead_unit_id")
