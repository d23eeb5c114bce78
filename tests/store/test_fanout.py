"""One door for work on many partitions: the same results in order, wherever they are made."""

import time
from contextlib import closing

import pytest

from hamafza.store.fanout import CLUSTER_SETTING, Ahead, fan_out, is_elsewhere


class BrokenOff(Exception):
    """Raised by a reader that wants no more."""


def slow_if_last(number: int) -> tuple[int, float]:
    """Return the number and the moment it was done; the last takes a while."""
    time.sleep(0.8 if number == 9 else 0.0)
    return number, time.time()


def told_to(path_and_number):
    """Leave a trace of the number in a file of its own, after a while."""
    path, number = path_and_number
    time.sleep(0.05)
    (path / str(number)).touch()
    return number


@pytest.fixture(scope="module")
def cluster():
    distributed = pytest.importorskip("distributed", reason="distributed is not installed")
    settings = {"n_workers": 1, "threads_per_worker": 1, "processes": True}
    with distributed.LocalCluster(dashboard_address=None, **settings) as started:
        yield f"dask://{started.scheduler_address.removeprefix('tcp://')}"


def test_work_fanned_out_comes_back_in_order():
    assert fan_out(abs, [-3, -1, -2], processes=2) == [3, 1, 2]


def test_work_fanned_out_to_a_cluster_is_the_same(cluster):
    assert fan_out(abs, [-3, -1, -2], cluster=cluster) == [3, 1, 2]
    assert fan_out(abs, [], cluster=cluster) == []


def test_a_cluster_tells_each_result_as_it_comes(cluster):
    heard = []
    fan_out(
        slow_if_last, [1, 9], cluster=cluster,
        each=lambda result: heard.append((result[0], time.time())),
    )  # fmt: skip
    (first, first_heard), (last, last_heard) = heard
    assert (first, last) == (1, 9)
    assert first_heard < last_heard - 0.5


def test_a_reader_that_breaks_off_spares_a_cluster_the_rest(cluster, tmp_path):
    def enough(number):
        raise BrokenOff

    with pytest.raises(BrokenOff):
        fan_out(told_to, [(tmp_path, n) for n in range(60)], cluster=cluster, each=enough)
    time.sleep(0.3)
    done = len(list(tmp_path.iterdir()))
    time.sleep(0.3)
    assert len(list(tmp_path.iterdir())) == done < 60


def test_a_failure_on_a_cluster_is_the_failure_of_the_call(cluster):
    with pytest.raises(TypeError):
        fan_out(abs, [1, "two"], cluster=cluster)


@pytest.mark.parametrize(
    ("partitions", "processes", "setting", "away"),
    [(1, 2, "", False), (5, 1, "", False), (5, 2, "", True), (5, 1, "dask://h:1", True)],
)
def test_it_is_known_whether_work_leaves_this_process(
    monkeypatch, partitions, processes, setting, away
):
    monkeypatch.setenv(CLUSTER_SETTING, setting)
    assert is_elsewhere(partitions, processes=processes) == away


@pytest.mark.parametrize("on_cluster", [False, True])
def test_what_is_handed_in_one_by_one_comes_back_in_order(request, on_cluster):
    address = request.getfixturevalue("cluster") if on_cluster else None
    with closing(Ahead(abs, processes=2, cluster=address)) as ahead:
        for number in (-3, -1, -2):
            ahead.hand_in(number)
        assert list(ahead.results()) == [3, 1, 2]
        assert list(ahead.results()) == []


@pytest.mark.parametrize("on_cluster", [False, True])
def test_what_was_handed_in_and_is_not_wanted_any_more_is_not_begun(request, tmp_path, on_cluster):
    address = request.getfixturevalue("cluster") if on_cluster else None
    with closing(Ahead(told_to, processes=1, cluster=address)) as ahead:
        for number in range(60):
            ahead.hand_in((tmp_path, number))
        next(ahead.results())
    time.sleep(0.3)
    done = len(list(tmp_path.iterdir()))
    time.sleep(0.3)
    assert len(list(tmp_path.iterdir())) == done < 60
