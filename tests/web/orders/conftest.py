import pytest
from django.utils import timezone


@pytest.fixture
def clear_lists(db):
    """A list of today that names nobody of the cast: without one no deal goes on."""
    from hamafza.web.actions import screening
    from hamafza.web.records.screening import ScreeningEntry, ScreeningList

    made = ScreeningList.objects.create(
        name="A list of today", version="1", format="un-xml", issued_on=timezone.localdate(),
        sha256="0" * 64, entry_count=1,
    )  # fmt: skip
    ScreeningEntry.objects.create(
        screening_list=made, entry_id="1", kind="entity", name="Zorvan Qelich Bulk"
    )
    screening._screen.cache_clear()
    return made


@pytest.fixture
def sample_list(db):
    """The demo's own list; its officers are opened first."""
    from hamafza.web.actions import screening
    from hamafza.web.demo import accounts
    from hamafza.web.demo import screening as sample

    accounts.open_officers()
    sample.build(lambda stage, done, total: None)
    screening._screen.cache_clear()
