import pytest


@pytest.fixture
def bring(cast, work):
    """Send a file with owners, and read it."""
    from hamafza.web.actions.uploads import IMPORTED
    from tests.web.units.owners import send

    def bring(rows, actor=None, **asked):
        upload = send(actor or cast.parviz, rows, **asked)
        work()
        upload.refresh_from_db()
        assert upload.state == IMPORTED, upload.run.fault
        return upload

    return bring
