"""A capacitated p-median instance of the literature: read, solve, write."""

import math
from pathlib import Path
from typing import Any, get_args
from zipfile import BadZipFile

import numpy as np
import polars as pl

from hamafza import __version__
from hamafza.consortia.cpmp.distances import Measure
from hamafza.consortia.cpmp.instance import Floats, Instance, instance_of
from hamafza.consortia.cpmp.refusals import MeasureNotKnown, TimeNotPossible
from hamafza.consortia.cpmp.solve import Solution, prepare, solve
from hamafza.store.clock import cpu_seconds, monotonic
from hamafza.store.files import existing
from hamafza.store.records import file_sha256, machine
from hamafza.store.refusals import FileNotReadable
from hamafza.store.tables import write_json


def read_instance(path: Path, p: int, distance: str, matrix: Path | None = None) -> Instance:
    """Return the instance of a CSV file; refuse what cannot be read or cannot be solved."""
    measure = next((name for name in get_args(Measure) if name == distance), None)
    if measure is None:
        raise MeasureNotKnown(given=distance, known=", ".join(get_args(Measure)))
    try:
        table = pl.read_csv(existing(Path(path)), infer_schema=False)
    except (pl.exceptions.PolarsError, OSError) as failure:
        raise FileNotReadable(file=str(path), wanted="CSV") from failure
    table = table.rename({name: name.strip() for name in table.columns})
    return instance_of(table, p, measure, None if matrix is None else _matrix(matrix))


def solve_cpmp(
    path: Path, p: int, distance: str = "euclid", matrix: Path | None = None, *,
    seconds: float, seed: int, out: Path,
) -> dict[str, Any]:  # fmt: skip
    """
    Solve the instance within the seconds, write ``out`` whole, and return its figures.

    Code that is new to the machine is compiled before the seconds begin to count. Points are
    numbered from 0 in the order of the file. ``gap_share`` is (value - bound) / value.
    ``prices`` prove ``bound_by_prices`` on their own; ``bound`` may rest on a full search as well.
    """
    if not 0 < seconds < math.inf:
        raise TimeNotPossible(seconds=seconds)
    instance = read_instance(path, p, distance, matrix)
    prepare()
    began, began_cpu = monotonic(), cpu_seconds()
    solution = solve(instance, seconds, seed, monotonic)
    figures = _figures(instance, solution) | {
        "seconds": round(monotonic() - began, 2),
        "cpu_seconds": round(cpu_seconds() - began_cpu, 2),
        "asked_seconds": seconds,
        "seed": seed,
        "distance": distance,
        "versions": {"hamafza": __version__} | machine(),
        "inputs": {"instance": file_sha256(path)}
        | ({} if matrix is None else {"matrix": file_sha256(matrix)}),
    }
    found = solution.median_of
    answer = {
        "medians": None if found is None else np.unique(found).tolist(),
        "assignment": None if found is None else found.tolist(),
        "prices": solution.price.tolist(),
    }
    write_json(figures | answer, out)
    return figures


def _figures(instance: Instance, solution: Solution) -> dict[str, Any]:
    value, bound = solution.value, solution.bound
    gap = None if value is None else max(0.0, value - bound) / value if value else 0.0
    return {
        "points": len(instance),
        "p": instance.medians,
        "status": "none found" if value is None else "proved" if solution.proved else "stopped",
        "value": value,
        "bound": bound,
        "gap_share": gap,
        "bound_by": solution.bound_by,
        "bound_by_prices": solution.prices_bound,
    }


def _matrix(path: Path) -> Floats:
    """Return the one table of an NPZ or NPY file."""
    try:
        with existing(Path(path)).open("rb") as stream:
            held = np.load(stream, allow_pickle=False)
            if not isinstance(held, np.ndarray):
                held = held[held.files[0]]
    except (OSError, ValueError, EOFError, IndexError, BadZipFile) as failure:
        raise FileNotReadable(file=str(path), wanted="NPZ") from failure
    matrix: Floats = held
    return matrix
