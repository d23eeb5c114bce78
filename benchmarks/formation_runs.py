"""
One formation as anybody would run it: the command, then the judge, each a process of its own.

Folders stay in ``bench/formation`` below ``HAMAFZA_HOME`` (default ``var``), so that a later case
can go on from an earlier one's answer.
"""

import json
import os
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

from benchmarks.registry_of_towns import fingerprint, units
from benchmarks.watching import Watched, hamafza
from hamafza.runs.formation import formation_params

ROOT = Path(os.environ.get("HAMAFZA_HOME", "var")) / "bench" / "formation"
PROCESSES = 2
SMALL = 500
"""Families with fewer units stand apart: there the bound is the hard part."""
NEAR_SHARE = 0.001
"""A small family counts as solved if proved optimal or within this part of its bound."""
FINDINGS_TOLD = 5
START_S, PROOF_SHARE, JUDGE_S_A_UNIT = 3.0, 0.03, 1.6e-5
"""What a command spends beside the search, rather much: on two cores; wall_s tells the truth."""
AMPLE_S_A_UNIT, JUDGED_SHARE = 1.5e-3, 0.2
"""Where time is ample, what the judge spends on districts for each second of the search."""


@dataclass(frozen=True)
class Formed:
    """A formation in its folder: ``units`` and ``out`` are paths, ``record`` is run.json."""

    units: Path
    out: Path
    record: dict[str, Any]
    took: Watched


def form(
    name: str, frame: pl.DataFrame, *options: str, rules: Mapping[str, float] | None = None,
    environment: Mapping[str, str] | None = None,
) -> Formed:  # fmt: skip
    """Form consortia of the units; ``rules`` change single parameters of those shipped."""
    _warm_up()
    folder = ROOT / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    frame.write_parquet(folder / "units.parquet")
    lines = [f"{key} = {value}" for key, value in (rules or {}).items()]
    (folder / "rules.toml").write_text("\n".join(["[formation]", *lines, ""]))
    if not {"--processes"} & set(options):
        options += ("--processes", str(PROCESSES))
    took = hamafza(
        "consortia", "form", str(folder / "units.parquet"), "--params", str(folder / "rules.toml"),
        "--out", str(folder / "out"), *options, environment=environment,
    )  # fmt: skip
    return Formed(folder / "units.parquet", folder / "out", record_of(folder / "out"), took)


def record_of(out: Path) -> dict[str, Any]:
    """Return run.json of a formation."""
    record: dict[str, Any] = json.loads((out / "run.json").read_text(encoding="utf-8"))
    return record


def judged(formed: Formed) -> tuple[int, Watched]:
    """Return how many findings the judge has, and what judging took; tell the first few."""
    took = hamafza(
        "consortia", "verify", str(formed.units), str(formed.out), "--json", "--processes",
        str(PROCESSES), may_fail=True,
    )  # fmt: skip
    if took.code not in (0, 1):
        raise SystemExit(f"the judge ended with {took.code}")
    findings = json.loads(took.told)["findings"]
    for finding in findings[:FINDINGS_TOLD]:
        print(f"    found: {finding}", file=sys.stderr, flush=True)
    return len(findings), took


def figures_of(formed: Formed, frame: pl.DataFrame) -> dict[str, Any]:
    """Return what a formation reached, small families apart, after the judge has seen it."""
    record, (findings, judge) = formed.record, judged(formed)
    value, weight = record["value"], record["weight"]
    return {
        "value": round(value, 1),
        "bound": round(record["bound"], 1),
        "gap_prices_percent": percent(record["bound_prices"] - value, record["bound_prices"]),
        "gap_percent": percent(record["bound"] - value, record["bound"]),
        "loss_gap_percent": percent(record["bound"] - value, weight - value),
        **small_families(frame, formed.out),
        "consortia": record["consortia"],
        "served_percent": percent(record["units_in_consortia"], record["units"]),
        "infeasible": findings,
        "verify_s": judge.wall_s,
        "verify_mb": judge.peak_mb,
        "wall_s": formed.took.wall_s,
        "cpu_s": formed.took.cpu_s,
        "peak_mb": formed.took.peak_mb,
        "peak_shared_once_mb": formed.took.peak_shared_once_mb,
        "units_sha256": fingerprint(frame),
    }


def small_families(frame: pl.DataFrame, out: Path) -> dict[str, Any]:
    """Return how near families under 500 units are to their bounds, nothing where there is none."""
    value = pl.read_parquet(out / "consortia.parquet").group_by("family").agg(pl.col("value").sum())
    told = (
        frame.group_by("family")
        .agg(pl.len().alias("size"), pl.col("weight").sum())
        .filter(pl.col("size") < SMALL)
        .join(pl.read_parquet(out / "certificate.parquet"), on="family")
        .join(value, on="family", how="left")
        .with_columns(pl.col("value").fill_null(0.0))
        .with_columns(gap=(pl.col("bound") - pl.col("value")).clip(lower_bound=0.0))
    )
    if not len(told):
        return {}
    near = told["gap"] <= NEAR_SHARE * told["bound"] + 1e-9
    gap, bound = told["gap"].sum(), told["bound"].sum()
    return {
        "small_families": len(told),
        "small_solved_percent": percent(int(near.sum()), len(told)),
        "small_gap_percent": percent(gap, bound),
        "small_loss_gap_percent": percent(gap, told["weight"].sum() - told["value"].sum()),
    }


def fill_ratio(frame: pl.DataFrame, rules: Mapping[str, float]) -> float:
    """Return Q_min / (U x mean q): what part of a full average consortium must be reached."""
    params = formation_params()
    least = rules.get("min_capacity", params.min_capacity)
    most = rules.get("max_size", params.max_size)
    return round(float(least / (most * frame["capacity"].to_numpy().mean())), 3)


def search_seconds(limit_s: float, units: int) -> str:
    """Return what to ask of ``--seconds`` so that the whole command, judge and all, is in time."""
    left = (1 - PROOF_SHARE) * limit_s - START_S - JUDGE_S_A_UNIT * units
    ample = min(1.0, PROCESSES * left / units / AMPLE_S_A_UNIT) ** 2
    return str(round(left / (1 + JUDGED_SHARE * ample), 1))


def percent(part: float, whole: float) -> float:
    """Return a part in percent to the thousandth; nothing of nothing is nothing."""
    return round(100 * part / whole, 3) if whole > 0 else 0.0


@cache
def _warm_up() -> None:
    """Compile before anything is timed, as an installation does once."""
    folder = ROOT / "warm-up"
    folder.mkdir(parents=True, exist_ok=True)
    units(2_000).write_parquet(folder / "units.parquet")
    hamafza(
        "consortia", "form", str(folder / "units.parquet"), "--iterations", "3", "--processes",
        "1", "--out", str(folder / "out"),
    )  # fmt: skip
