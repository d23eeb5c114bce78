"""The one door that fans work out: in the process, on local processes, or on a cluster."""

import os
from collections.abc import Callable, Sequence
from typing import TypeVar

import joblib

T = TypeVar("T")
R = TypeVar("R")

CLUSTER_SETTING = "HAMAFZA_FANOUT"
"""``dask://HOST:PORT`` sends partitions to that dask.distributed scheduler."""


def fan_out(
    function: Callable[[T], R],
    partitions: Sequence[T],
    *,
    processes: int | None = None,
    cluster: str | None = None,
) -> list[R]:
    """
    Return ``function`` of each partition, in the order of the partitions.

    ``function`` must be importable and pure. ``processes`` None means one per core; 1 stays in
    this process. A partition that fails fails the whole call.
    """
    cluster = cluster or os.environ.get(CLUSTER_SETTING, "")
    if cluster:
        return _on_cluster(function, partitions, cluster)
    workers = min(processes or cores(), len(partitions))
    if workers <= 1:
        return [function(partition) for partition in partitions]
    tasks = (joblib.delayed(function)(partition) for partition in partitions)
    return list(joblib.Parallel(n_jobs=workers, batch_size=1, pre_dispatch="2*n_jobs")(tasks))


def cores() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _on_cluster(function: Callable[[T], R], partitions: Sequence[T], cluster: str) -> list[R]:
    """dask.distributed is asked for only here, so that running does not need it."""
    from distributed import Client

    with Client(cluster.removeprefix("dask://")) as client:
        futures = client.map(function, list(partitions), pure=False)
        return list(client.gather(futures))
