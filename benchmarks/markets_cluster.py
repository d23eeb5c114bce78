"""All exporters' potential in product partitions: one process, then a cluster of two workers."""

import tempfile
import time
from dataclasses import fields
from pathlib import Path

import numpy as np

from benchmarks.frame import Figures
from benchmarks.markets_alone import facts, numbers, read
from hamafza.markets.flat.whole import WholePotential, whole_potential
from hamafza.markets.parameters import PotentialParams
from hamafza.runs.whole_potential import lay_out, whole_potential_in_parts


def on_a_cluster() -> Figures:
    """Return whether all sums are the same to the last digit each way, and what each way took."""
    from distributed import LocalCluster

    known, told, params = numbers(), facts(), PotentialParams(variant="itc2016")
    workers = {"n_workers": 2, "threads_per_worker": 1, "processes": True}
    with tempfile.TemporaryDirectory() as folder:
        flows = read(*known)
        memory = whole_potential(flows, told, params)
        began = time.perf_counter()
        paths = lay_out(flows, Path(folder))
        laid_s = time.perf_counter() - began
        taken, found = [], []
        with LocalCluster(dashboard_address=None, **workers) as cluster:
            address = f"dask://{cluster.scheduler_address.removeprefix('tcp://')}"
            for where in ({"processes": 1}, {"cluster": address}, {"cluster": address}):
                began = time.perf_counter()
                found.append(whole_potential_in_parts(paths, *known, told, params, **where))
                taken.append(time.perf_counter() - began)
    return {
        "wall_s": round(taken[2], 2),
        "first_s": round(taken[1], 2),
        "one_process_s": round(taken[0], 2),
        "laying_out_s": round(laid_s, 2),
        "potential": round(float(memory.pair.sum()), 4),
        "same_digits": all(_same(memory, each) for each in found),
    }


def _same(one: WholePotential, other: WholePotential) -> bool:
    return all(
        np.array_equal(getattr(one, field.name), getattr(other, field.name))
        for field in fields(WholePotential)
    )
