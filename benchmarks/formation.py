"""The formation of consortia at 20,000 and 200,000 units, beside what a practitioner would do."""

import time
from collections.abc import Callable
from functools import cache, partial

import polars as pl

from benchmarks.formation_peers import PEERS, consortia_from
from benchmarks.frame import Figures, run
from benchmarks.registry_of_towns import units
from hamafza.consortia.params import FormationParams
from hamafza.consortia.problem import families_of
from hamafza.consortia.solver.form import value_of
from hamafza.runs.formation import Effort, FormationResult, form_consortia

SIZES = {"20,000": (20_000, 60), "200,000": (200_000, 120)}
ITERATIONS = 300
PARAMS = FormationParams()


@cache
def _units(size: str) -> pl.DataFrame:
    return units(*SIZES[size])


@cache
def _engine(size: str) -> FormationResult:
    return form_consortia(_units(size), PARAMS, Effort(iterations=ITERATIONS))


def engine(size: str) -> Figures:
    """Form with every core; the bound is what the peers are measured against."""
    record = _engine(size).record
    return _row(
        record["value"], record["bound"], record["weight"], record["consortia"],
        record["cpu_s"], record["wall_s"],
    )  # fmt: skip


def peer(name: str, size: str) -> Figures:
    """Cluster with a peer, give it the same help, and value what comes out."""
    engine_record = _engine(size).record
    began, cpu = time.perf_counter(), time.process_time()
    value, consortia = 0.0, 0
    for problem in families_of(_units(size)):
        lead_of = consortia_from(PEERS[name](problem, PARAMS), problem, PARAMS)
        value += value_of(problem, PARAMS, lead_of)
        consortia += len(set(lead_of[lead_of >= 0].tolist()))
    seconds = time.process_time() - cpu, time.perf_counter() - began
    return _row(value, engine_record["bound"], engine_record["weight"], consortia, *seconds)


def _row(
    value: float, bound: float, weight: float, consortia: int, cpu_s: float, wall_s: float
) -> Figures:
    return {
        "value": round(value, 1),
        "bound": round(bound, 1),
        "gap_percent": round(100 * (bound - value) / bound, 3),
        "loss_gap_percent": round(100 * (bound - value) / (weight - value), 2),
        "consortia": consortia,
        "cpu_s": round(cpu_s, 1),
        "wall_s": round(wall_s, 1),
    }


def cases() -> dict[str, Callable[[], Figures]]:
    """Return every case by name."""
    told: dict[str, Callable[[], Figures]] = {}
    for size in SIZES:
        told[f"{size} units, this engine"] = partial(engine, size)
        for name in PEERS:
            told[f"{size} units, {name}"] = partial(peer, name, size)
    return told


if __name__ == "__main__":
    run("formation", cases(), peers=("scikit-learn", "scipy"))
