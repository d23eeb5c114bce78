"""What the worker does beside the runs: a round that breaks off is told, and the next begins."""

import logging

import pytest
from django.db import OperationalError

from hamafza.web import worker
from hamafza.web.actions import upload_reading
from hamafza.web.records import filling
from hamafza.web.records.runs import Run, RunState

pytestmark = pytest.mark.django_db


class Enough(BaseException):
    """Ends a loop that never ends."""


def test_a_round_that_breaks_off_is_told_and_the_next_begins(monkeypatch, caplog):
    slept, went = [], []

    def work():
        went.append(len(went))
        if len(went) == 1:
            raise OperationalError("locked")
        if len(went) == 2:
            raise KeyError("a slip of ours")
        if len(went) == 4:
            raise Enough

    monkeypatch.setattr(worker.time, "sleep", slept.append)
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    with caplog.at_level(logging.WARNING, "hamafza.worker"), pytest.raises(Enough):
        worker._go_round(work, 7)
    assert slept == [7, 7, 7]
    assert [record.levelname for record in caplog.records] == ["WARNING", "ERROR"]


def test_every_round_goes_once_without_a_word(caplog):
    with caplog.at_level(logging.WARNING, "hamafza.worker"):
        for work, every_s in worker._rounds().values():
            work()
            assert every_s > 0
    assert not caplog.records


@pytest.mark.parametrize(("state", "made"), [(RunState.RUNNING, False), (RunState.FAILED, True)])
def test_resting_indexes_are_made_once_no_reading_is_going_on(monkeypatch, state, made):
    monkeypatch.setattr(filling, "MOST_THERE", 10**6)
    assert filling.begin(filling.FEWEST_NEW)
    Run.objects.create(kind=upload_reading.READING, state=state)
    upload_reading.make_resting_indexes()
    assert filling.bring_up_to_date() != made
