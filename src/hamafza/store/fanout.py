"""The one door that fans work out: in the process, on local processes, or on a cluster."""

import os
from collections import deque
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from typing import Any, Generic, Protocol, TypeVar

import joblib
from joblib.externals.loky import get_reusable_executor

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)


class Partitions(Protocol[T_co]):
    """So many partitions; each may be made at the moment when it is handed out."""

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[T_co]: ...


class _Coming(Protocol[R_co]):
    """A result that is not there yet."""

    def result(self) -> R_co: ...

    def cancel(self) -> object: ...


CLUSTER_SETTING = "HAMAFZA_FANOUT"
"""
``dask://HOST:PORT`` sends partitions to that dask.distributed scheduler. Give its workers one
thread each: seconds of processors are counted by process.
"""


def fan_out(
    function: Callable[[T], R],
    partitions: Partitions[T],
    *,
    processes: int | None = None,
    cluster: str | None = None,
    each: Callable[[R], None] | None = None,
) -> list[R]:
    """
    Return ``function`` of each partition, in the order of the partitions.

    ``function`` must be importable and pure. A partition is asked for when a process is free to
    take it; those for a cluster all at once. ``processes`` None means one per core; 1 stays in
    this process. ``each`` is told every result as it comes, in order, and may raise to end the
    work. A partition that fails fails the whole call.
    """
    results = as_they_come(function, partitions, processes=processes, cluster=cluster)
    return _heard(results, each or _unheard)


def as_they_come(
    function: Callable[[T], R],
    partitions: Partitions[T],
    *,
    processes: int | None = None,
    cluster: str | None = None,
) -> Generator[R, None, None]:
    """Yield what ``fan_out`` returns, for a reader that need not have all results at once."""
    cluster = cluster or os.environ.get(CLUSTER_SETTING, "")
    if cluster and len(partitions):
        return _on_cluster(function, partitions, cluster)
    workers = min(processes or cores(), len(partitions))
    if workers <= 1:
        return (function(partition) for partition in partitions)
    tasks = (joblib.delayed(function)(partition) for partition in partitions)
    results = joblib.Parallel(
        n_jobs=workers, batch_size=1, pre_dispatch=workers, return_as="generator"
    )
    return _from_processes(results(tasks))


class Ahead(Generic[T, R]):
    """
    Partitions that are worked on elsewhere while whoever hands them in does something else.

    As for ``fan_out``; ``processes`` is told, since nobody knows how many partitions will come.
    """

    def __init__(
        self, function: Callable[[T], R], *, processes: int, cluster: str | None = None
    ) -> None:
        self._function = function
        self._waiting: deque[_Coming[R]] = deque()
        address = cluster or os.environ.get(CLUSTER_SETTING, "")
        self._hands = _client(address) if address else get_reusable_executor(max_workers=processes)
        self._told = {"pure": False} if address else {}
        self._end: Callable[[], object] = self._hands.close if address else self._hands.shutdown

    def hand_in(self, partition: T) -> None:
        """Let a partition be worked on as soon as somebody is free."""
        self._waiting.append(self._hands.submit(self._function, partition, **self._told))

    def results(self) -> Iterator[R]:
        """Yield the results of all that was handed in, in that order."""
        while self._waiting:
            yield self._waiting.popleft().result()

    def close(self) -> None:
        """Begin nothing more, and give the memory of the processes back."""
        for coming in self._waiting:
            coming.cancel()
        self._waiting.clear()
        self._end()


def let_go() -> None:
    """
    End the processes that wait for more work, and so give their memory back.

    Without it they wait for five minutes: whoever asks again soon finds them warm.
    """
    get_reusable_executor().shutdown(wait=True)


def is_elsewhere(
    partitions: int, *, processes: int | None = None, cluster: str | None = None
) -> bool:
    """Return whether so many partitions would leave this process, and with them their seconds."""
    cluster = cluster or os.environ.get(CLUSTER_SETTING, "")
    return bool(cluster) or min(processes or cores(), partitions) > 1


def _heard(results: Generator[R, None, None], each: Callable[[R], None]) -> list[R]:
    gathered = []
    with closing(results):
        for result in results:
            each(result)
            gathered.append(result)
    return gathered


def _from_processes(results: Generator[R, None, None]) -> Generator[R, None, None]:
    with closing(results):
        yield from results


def _unheard(result: object) -> None:
    """Tell nobody."""


def cores() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _client(cluster: str) -> Any:
    """dask.distributed is asked for only here, so that running does not need it."""
    from distributed import Client

    return Client(cluster.removeprefix("dask://"))


def _on_cluster(
    function: Callable[[T], R], partitions: Partitions[T], cluster: str
) -> Generator[R, None, None]:
    """
    Yield the results in order, each as soon as it is there; work not begun ends with the reader.

    Each partition is sent by itself: the first are begun first, and no message grows with all
    of them.
    """
    with _client(cluster) as client:
        waiting = deque(client.submit(function, each, pure=False) for each in partitions)
        try:
            while waiting:
                yield waiting.popleft().result()
        finally:
            client.cancel(list(waiting))
