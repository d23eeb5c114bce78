"""The same formation on two local processes and on a dask.distributed cluster of two workers."""

import os
from pathlib import Path
from typing import Any

import polars as pl

from benchmarks.formation_runs import Formed, form
from benchmarks.registry_of_towns import units
from hamafza.store.fanout import CLUSTER_SETTING

KEYS = {"members": "unit_id", "consortia": "consortium_id", "prices": "unit_id",
        "certificate": "family"}  # fmt: skip


def on_a_cluster(name: str, count: int, iterations: int) -> dict[str, Any]:
    """Return whether all tables are the same both ways, and what each way took."""
    from distributed import LocalCluster

    frame = units(count)
    counted = ("--iterations", str(iterations))
    here = form(f"{name}-processes", frame, *counted)
    workers = {"n_workers": 2, "threads_per_worker": 1, "processes": True}
    with LocalCluster(dashboard_address=None, **workers) as cluster:
        address = cluster.scheduler_address.removeprefix("tcp://")
        setting = os.environ | {CLUSTER_SETTING: f"dask://{address}"}
        there = form(f"{name}-cluster", frame, *counted, environment=setting)
    return {
        "consortia": there.record["consortia"],
        "same_tables": all(_same(table, here, there) for table in KEYS),
        "processes_wall_s": here.took.wall_s,
        "processes_cpu_s": here.record["cpu_s"],
        "wall_s": there.took.wall_s,
        "cpu_s": there.record["cpu_s"],
    }


def _same(table: str, here: Formed, there: Formed) -> bool:
    read = [_rows(one.out / f"{table}.parquet", KEYS[table]) for one in (here, there)]
    return read[0].equals(read[1])


def _rows(path: Path, key: str) -> pl.DataFrame:
    return pl.read_parquet(path).sort(key)
