import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def persian_first():
    """A request leaves its language behind in the thread; each test begins in Persian."""
    translation.activate("fa")
    yield
    translation.deactivate()
