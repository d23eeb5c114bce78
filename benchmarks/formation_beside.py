"""Peers and hamafza on the same units in the same run, measured against the same bound."""

import time
from functools import cache
from typing import Any

import polars as pl

from benchmarks.formation_compact import SOLVERS, repaired_value
from benchmarks.formation_peers import PEERS
from benchmarks.formation_repair import consortia_from, families_in, value_of
from benchmarks.formation_runs import Formed, figures_of, form, percent, search_seconds
from benchmarks.frame import Figures
from benchmarks.registry_of_towns import NATION, units
from hamafza.runs.formation import formation_params

SMALL_SIZES = (100, 200, 300, 500)
PROVED_SHARE = 1e-9


@cache
def _ours(count: int, seconds: float) -> tuple[Formed, pl.DataFrame]:
    """Once in a run, so that peers stand beside figures of the same hour and machine."""
    frame = units(count)
    return form(f"peers-{count}", frame, "--seconds", search_seconds(seconds, len(frame))), frame


def ours(count: int, seconds: float) -> Figures:
    """Form what the peers form."""
    formed, frame = _ours(count, seconds)
    return figures_of(formed, frame)


def peer(name: str, count: int, seconds: float) -> Figures:
    """Cluster with a peer, give it the repair, and measure it against our bound."""
    formed, frame = _ours(count, seconds)
    record, params, value = formed.record, formation_params(), 0.0
    began, cpu = time.perf_counter(), time.process_time()
    for family in families_in(frame):
        lead_of = consortia_from(PEERS[name](family, params), family, params)
        value += value_of(family, params, lead_of)
    return _beside(value, record["value"], record["bound"], record["weight"]) | {
        "wall_s": round(time.perf_counter() - began, 2),
        "cpu_s": round(time.process_time() - cpu, 2),
    }


@cache
def _small_family(size: int) -> pl.DataFrame:
    """Return the national family nearest in size, the first of equals."""
    nation = _nation()
    sizes = nation.group_by("family").len().sort((pl.col("len") - size).abs(), "family")
    return nation.filter(pl.col("family") == sizes["family"][0])


@cache
def _nation() -> pl.DataFrame:
    return units(NATION)


@cache
def _ours_small(size: int, seconds: float) -> tuple[Formed, pl.DataFrame]:
    frame = _small_family(size)
    return form(f"small-{size}", frame, "--seconds", search_seconds(seconds, len(frame))), frame


def ours_small(seconds: float) -> Figures:
    """Form four small families, each alone."""
    told = [_ours_small(size, seconds)[0].record for size in SMALL_SIZES]
    value, bound, weight = (
        sum(each[name] for each in told) for name in ("value", "bound", "weight")
    )
    return _gaps(value, bound, weight) | {
        "sizes": _listed([float(each["units"]) for each in told]),
        "gap_by_size_percent": _listed([100 * each["gap_share"] for each in told]),
        "wall_s": round(sum(each["wall_s"] for each in told), 1),
        "cpu_s": round(sum(each["cpu_s"] for each in told), 1),
    }


def general_solver(name: str, seconds: float) -> Figures:
    """Give the whole model of each small family to a general solver, and its answer the repair."""
    params, gaps = formation_params(), []
    value = our_value = bound = weight = 0.0
    for size in SMALL_SIZES:
        formed, frame = _ours_small(size, seconds)
        family = families_in(frame)[0]
        reached = repaired_value(family, params, SOLVERS[name](family, params, seconds))
        gaps.append(100 * (formed.record["bound"] - reached) / formed.record["bound"])
        value, our_value = value + reached, our_value + formed.record["value"]
        bound, weight = bound + formed.record["bound"], weight + formed.record["weight"]
    return _beside(value, our_value, bound, weight) | {"gap_by_size_percent": _listed(gaps)}


def _listed(numbers: list[float]) -> str:
    return " / ".join(f"{number:.3f}".rstrip("0").rstrip(".") for number in numbers)


def _gaps(value: float, bound: float, weight: float) -> dict[str, Any]:
    return {
        "value": round(value, 1),
        "bound": round(bound, 1),
        "gap_percent": percent(bound - value, bound),
        "loss_gap_percent": percent(bound - value, weight - value),
    }


def _beside(value: float, our_value: float, bound: float, weight: float) -> dict[str, Any]:
    """Return a peer's gaps and how many times our distance to the bound its own is."""
    ours_missing, missing = bound - our_value, bound - value
    if ours_missing > PROVED_SHARE * bound:
        times: float | str = round(missing / ours_missing, 2)
    else:
        times = "both at the bound" if missing <= PROVED_SHARE * bound else "ours is at the bound"
    return _gaps(value, bound, weight) | {"times_our_distance": times}
