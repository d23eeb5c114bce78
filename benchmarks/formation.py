"""
The formation of consortia at the sizes of a nation and of a town hall, beside its peers.

``python -m benchmarks.formation --only CASE...`` runs single cases; without it all are run,
some two hours on two cores. Each formation is the command and the judge as anybody would run
them (``formation_runs``), on units of one law (``registry_of_towns``) whose SHA-256 is kept.
``gap_prices_percent`` is (UB - V) / UB with the bound by prices alone, ``gap_percent`` the same
with all kinds of proof, ``loss_gap_percent`` (UB - V) / (W - V); families under 500 units stand
apart. ``infeasible`` counts all findings of the judge. Seconds in a case's name are those of the
whole command; ``peak_mb`` sums the resident sizes of all its processes, ``peak_shared_once_mb``
counts what they share once. ``fill_ratio`` is Q_min / (U x mean q). A peer's
``times_our_distance`` is its distance to the bound divided by ours.
"""

from collections.abc import Callable, Mapping
from functools import partial

import polars as pl

from benchmarks.formation_beside import SMALL_SIZES, general_solver, ours, ours_small, peer
from benchmarks.formation_churn import reformed
from benchmarks.formation_cluster import on_a_cluster
from benchmarks.formation_compact import SOLVERS
from benchmarks.formation_peers import CONSTRAINED, PEERS
from benchmarks.formation_runs import (
    ROOT,
    Formed,
    figures_of,
    fill_ratio,
    form,
    percent,
    record_of,
    search_seconds,
)
from benchmarks.frame import Figures, run
from benchmarks.registry_of_towns import NATION, registry, units
from benchmarks.watching import Watched
from hamafza.runs.formation import formation_params

NATIONAL_S, HURRY_S, HARDER_S, HARDEST_S, REFORM_S = 600, 90, 120, 300, 60
PEER_S = {10_000: 60, 60_000: 120}
CONSTRAINED_MOST = 10_000
"""k-means-constrained solves a flow over every (unit, cluster) pair: beyond this it takes hours."""
HARDER: dict[str, dict[str, float]] = {
    "rules as shipped": {},
    "fixed cost x 3": {"fixed_cost": 3 * formation_params().fixed_cost},
    "U = 12": {"max_size": 12},
    "reach 40 km": {"reach_km": 40.0},
    "Q_min = 3": {"min_capacity": 3.0},
}
SMALL_S = 60
CLUSTER_UNITS, CLUSTER_ITERATIONS = 20_000, 40
NOTHING = Watched(0, "", 0, 0, 0, 0)
CURVE, CURVE_ITERATIONS = (10_000, 30_000, 100_000, 300_000, 600_000, 2_000_000), 30


def timed(
    name: str, count: int, seed: int, seconds: float, rules: Mapping[str, float] | None = None
) -> Figures:
    """Form for so many seconds; tell the gaps and what it took."""
    frame = units(count, seed)
    formed = form(
        name,
        frame,
        "--seconds",
        search_seconds(seconds, len(frame)),
        "--seed",
        str(seed),
        rules=rules,
    )
    return {"fill_ratio": fill_ratio(frame, rules or {})} | figures_of(formed, frame)


def churn(seconds: float, count: int = NATION, standing_seconds: float = NATIONAL_S) -> Figures:
    """Form again after 1 % has left and 1 % has joined, from the national answer of seed 1."""
    told = registry(count, 1)
    standing = _standing(_name(count, 1), told.units, standing_seconds)
    return reformed("churn", told, standing, seconds)


def _standing(name: str, frame: pl.DataFrame, seconds: float) -> Formed:
    """Return the answer of an earlier case if it is there, else make it."""
    kept, out = ROOT / name / "units.parquet", ROOT / name / "out"
    if (out / "run.json").exists() and pl.read_parquet(kept).equals(frame):
        return Formed(kept, out, record_of(out), NOTHING)
    return form(name, frame, "--seconds", search_seconds(seconds, len(frame)))


def _name(count: int, seed: int) -> str:
    return f"national-{count}-seed-{seed}"


def curve(count: int, iterations: int = CURVE_ITERATIONS) -> Figures:
    """Form by a fixed number of iterations: seconds for each unit should stay what they are."""
    frame = units(count)
    formed = form(f"curve-{count}", frame, "--iterations", str(iterations))
    return {
        "cpu_ms_per_unit": round(1000 * formed.took.cpu_s / len(frame), 3),
        "gap_percent": percent(
            formed.record["bound"] - formed.record["value"], formed.record["bound"]
        ),
        "wall_s": formed.took.wall_s,
        "cpu_s": formed.took.cpu_s,
        "peak_mb": formed.took.peak_mb,
        "peak_shared_once_mb": formed.took.peak_shared_once_mb,
    }


def cases() -> dict[str, Callable[[], Figures]]:
    """Return every case by name."""
    return _national() | _harder() | _interactive() | _beside_peers() | _growth()


def _national() -> dict[str, Callable[[], Figures]]:
    return {
        f"600,000 units, seed {seed}, 10 min": partial(
            timed, _name(NATION, seed), NATION, seed, NATIONAL_S
        )
        for seed in (1, 2, 3)
    } | {
        "600,000 units in a hurry, 90 s": partial(timed, "hurry", NATION, 1, HURRY_S),
        "1 % churn on 600,000": partial(churn, REFORM_S),
    }


def _harder() -> dict[str, Callable[[], Figures]]:
    return {
        f"60,000 units, {name}, {seconds} s": partial(
            timed, f"harder-{at}", 60_000, 1, seconds, rules
        )
        for at, (name, rules) in enumerate(HARDER.items())
        for seconds in [HARDEST_S if "min_capacity" in rules else HARDER_S]
    }


def _interactive() -> dict[str, Callable[[], Figures]]:
    return {
        f"20,000 units, interactive, {seconds} s": partial(
            timed, f"interactive-{seconds}", 20_000, 1, seconds
        )
        for seconds in (15, 8)
    }


def _beside_peers() -> dict[str, Callable[[], Figures]]:
    told: dict[str, Callable[[], Figures]] = {}
    for count, seconds in PEER_S.items():
        told[f"{count:,} units, hamafza, {seconds} s"] = partial(ours, count, seconds)
        for name in PEERS:
            if name != CONSTRAINED or count <= CONSTRAINED_MOST:
                told[f"{count:,} units, {name}"] = partial(peer, name, count, seconds)
    small = f"families of {', '.join(map(str, SMALL_SIZES))}"
    told[f"{small}, hamafza, {SMALL_S} s"] = partial(ours_small, SMALL_S)
    for name in SOLVERS:
        told[f"{small}, {name}, {SMALL_S} s"] = partial(general_solver, name, SMALL_S)
    return told


def _growth() -> dict[str, Callable[[], Figures]]:
    return {
        f"{CLUSTER_UNITS:,} units on a cluster of two workers": partial(
            on_a_cluster, "workers", CLUSTER_UNITS, CLUSTER_ITERATIONS
        )
    } | {
        f"curve, {count:,} units, {CURVE_ITERATIONS} iterations": partial(curve, count)
        for count in CURVE
    }


if __name__ == "__main__":
    run(
        "formation",
        cases(),
        peers=(
            "k-means-constrained", "scikit-learn", "scipy", "highspy", "ortools", "distributed",
            "psutil",
        ),
    )  # fmt: skip
