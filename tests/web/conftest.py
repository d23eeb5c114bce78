import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def persian_first():
    """A request leaves its language behind in the thread; each test begins in Persian."""
    translation.activate("fa")
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def no_heartbeat(monkeypatch):
    """A test's rows live in its own transaction, where a heartbeat's connection sees nothing."""
    from hamafza.web import tasks

    monkeypatch.setattr(tasks, "HEARTBEAT_S", 3_600)


@pytest.fixture(autouse=True)
def nobody_counted():
    """Searches and calls are counted in the process, which outlives a test."""
    from hamafza.web.limits import COUNTERS

    COUNTERS.forget()
