"""
Published capacitated p-median instances: a minute each, one process, beside the best known value.

``best_known.csv`` says by which distances each value was published: whole parts of straight
distances (cpmp01-20), a given matrix (spain737), straight distances (all others). The published
answers of three instances break their capacities: they are run, but no mean counts them.
"""

import csv
import json
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np

from benchmarks.frame import HERE, Figures, run
from hamafza.consortia.cpmp.judge import judge_answer, judge_bound
from hamafza.runs.cpmp import read_instance, solve_cpmp

DATA = HERE / "data" / "cpmp"
SECONDS = 60.0
SEED = 1
NO_TRUSTED_VALUE = {"u724_010", "rl1304_050", "rl1304_100"}
MEAN = "mean of the instances with a trusted best value"


def published() -> dict[str, dict[str, str]]:
    """Return the rows of the best known values by instance."""
    with (DATA / "best_known.csv").open(encoding="utf-8", newline="") as stream:
        return {row["instance"]: row for row in csv.DictReader(stream)}


def measured(name: str, row: dict[str, str]) -> Figures:
    """Solve one instance, let the judge look at it, and set it beside the best known value."""
    path, p, best = DATA / "instances" / f"{name}.csv", int(row["p"]), float(row["bks"])
    distance, matrix = _distance(name)
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "answer.json"
        told = solve_cpmp(path, p, distance, matrix, seconds=SECONDS, seed=SEED, out=out)
        answer = json.loads(out.read_text(encoding="utf-8"))
    instance = read_instance(path, p, distance, matrix)
    where = instance.distance, instance.weight, instance.capacity, p
    proved = judge_bound(*where, np.array(answer["prices"]))
    figures = {
        "points": told["points"],
        "p": p,
        "best_known": best,
        "value": None,
        "bound": round(told["bound"], 2),
        "above_best_percent": None,
        "bound_below_best_percent": round(100 * (1 - told["bound"] / best), 4),
        "bound_by": told["bound_by"],
        "prices_prove": round(proved, 2),
        "status": told["status"],
        "judge": "no answer",
        "seconds": told["seconds"],
    }
    if told["value"] is not None:
        medians, assignment = (np.array(answer[key]) for key in ("medians", "assignment"))
        verdict = judge_answer(*where, medians, assignment)
        figures |= {
            "value": round(verdict.value, 2),
            "above_best_percent": round(100 * (verdict.value / best - 1), 4),
            "judge": "; ".join(verdict.findings) or "holds",
        }
    return figures


def mean() -> Figures:
    """Return the means over what has been measured so far; no answer counts as a failure."""
    path = HERE / "results" / "cpmp.json"
    kept = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    rows = [case["figures"] for name, case in kept.items() if name not in NO_TRUSTED_VALUE | {MEAN}]
    above = [row["above_best_percent"] for row in rows if row["above_best_percent"] is not None]
    below = [row["bound_below_best_percent"] for row in rows]
    return {
        "points": sum(row["points"] for row in rows),
        "above_best_percent": round(float(np.mean(above)), 4) if above else None,
        "worst_above_best_percent": max(above, default=None),
        "bound_below_best_percent": round(float(np.mean(below)), 4) if below else None,
        "worst_bound_below_best_percent": max(below, default=None),
        "status": f"{len(above)} answers to {len(rows)} instances, "
        f"{sum(row['status'] == 'proved' for row in rows)} proved",
        "judge": f"{sum(row['judge'] == 'holds' for row in rows)} hold",
        "seconds": round(sum(row["seconds"] for row in rows), 1),
    }


def _distance(name: str) -> tuple[str, Path | None]:
    if name.startswith("spain737"):
        return "matrix", DATA / "spain737_dist.npz"
    return ("floor" if name.startswith("cpmp") else "euclid"), None


def cases() -> dict[str, Callable[[], Figures]]:
    """Return one case for each instance, and the mean of all that are kept at the end."""
    told: dict[str, Callable[[], Figures]] = {
        name: partial(measured, name, row) for name, row in published().items()
    }
    return told | {MEAN: mean}


if __name__ == "__main__":
    run("cpmp", cases(), peers=("highspy", "scipy", "numba"))
