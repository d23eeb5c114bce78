"""A formation stopped by iterations is the same on one process, on two, and on a cluster."""

import pytest

from hamafza.consortia.params import FormationParams
from hamafza.runs.formation import Effort, form_consortia
from hamafza.store.clock import cpu_seconds
from hamafza.store.fanout import CLUSTER_SETTING
from tests.consortia.reference import towns

TABLES = ("consortia", "members", "prices", "certificate")
UNITS, RULES = 240, FormationParams(lead_readiness=0.4, max_size=14)


def formed(processes, report=None):
    told = {"report": report} if report else {}
    units = towns(UNITS, families=3)
    return form_consortia(units, RULES, Effort(iterations=25), seed=5, processes=processes, **told)


@pytest.fixture(scope="module")
def alone():
    return formed(processes=1)


@pytest.fixture
def cluster(monkeypatch):
    distributed = pytest.importorskip("distributed", reason="distributed is not installed")
    settings = {"n_workers": 2, "threads_per_worker": 1, "processes": True}
    with distributed.LocalCluster(dashboard_address=None, **settings) as started:
        address = started.scheduler_address.removeprefix("tcp://")
        monkeypatch.setenv(CLUSTER_SETTING, f"dask://{address}")
        yield


def test_two_processes_give_the_same_formation(alone):
    two = formed(processes=2)
    assert len(alone.consortia) > 3
    for table in TABLES:
        assert getattr(two, table).equals(getattr(alone, table)), table


def test_a_cluster_of_two_workers_gives_the_same_formation_and_tells_how_far_it_is(alone, cluster):
    heard, before_s = [], cpu_seconds()
    there = formed(processes=1, report=lambda stage, done, total: heard.append((done, total)))
    own_s = cpu_seconds() - before_s
    for table in TABLES:
        assert getattr(there, table).equals(getattr(alone, table)), table
    assert [done for done, _ in heard] == sorted(done for done, _ in heard)
    assert heard[-1] == (UNITS, UNITS)
    assert there.record["cpu_s"] > own_s  # the workers' seconds are in it
