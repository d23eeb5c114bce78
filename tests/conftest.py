"""Each test run has an installation of its own: a temporary folder and, if asked, a PostgreSQL."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings

from tests.postgres import Postgres

hypothesis_settings.register_profile("here", derandomize=True, deadline=None)
hypothesis_settings.load_profile("here")


def pytest_addoption(parser):
    parser.addoption(
        "--postgres", action="store_true", help="run on a PostgreSQL started for this run"
    )


def pytest_configure(config):
    """
    Settings are read once, so the environment is set before Django is.

    With xdist this runs in every worker too; the server is started by the first process and
    named to the others through the environment.
    """
    home = Path(tempfile.mkdtemp(prefix="hamafza-tests-"))
    config.add_cleanup(lambda: shutil.rmtree(home, ignore_errors=True))
    os.environ["HAMAFZA_HOME"] = str(home)
    os.environ["HAMAFZA_SECRET_KEY"] = "only for tests"
    os.environ["DJANGO_SETTINGS_MODULE"] = "hamafza.web.settings"
    is_worker = hasattr(config, "workerinput")
    if config.getoption("--postgres") and not is_worker:
        server = Postgres.start()
        config.add_cleanup(server.stop)
        os.environ["HAMAFZA_DATABASE_URL"] = server.url
    elif not is_worker:
        os.environ.pop("HAMAFZA_DATABASE_URL", None)
    from hamafza.web.messages import compile_all

    if not is_worker:
        compile_all()
    from django.conf import settings

    _move_home(settings, home)
    if "sqlite3" in settings.DATABASES["default"]["ENGINE"]:
        # In memory, two threads that write at once fail; in a file, as in life, they take turns.
        of_tests = settings.DATABASES["default"].setdefault("TEST", {})
        of_tests["NAME"] = str(home / "tests.sqlite3")
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def _move_home(settings, home: Path) -> None:
    """
    Give this process a home of its own.

    Workers have read the settings under the first process's environment: each would write, and
    wipe, the folders of runs that another is at work on.
    """
    first = Path(settings.HOME)
    for name in ("MEDIA_ROOT", "MAIL_FOLDER"):
        setattr(settings, name, home / Path(getattr(settings, name)).relative_to(first))
    for cache in settings.CACHES.values():
        if "LOCATION" in cache:
            cache["LOCATION"] = home / Path(cache["LOCATION"]).relative_to(first)
    settings.HOME = home


@pytest.fixture
def cast(db):
    """The cast of ``tests/people.py``, in the database."""
    from tests.people import Cast

    return Cast.on_stage()


@pytest.fixture
def work(db, django_capture_on_commit_callbacks):
    """Carry out the runs that wait, as the worker would."""

    def carry_out():
        from hamafza.web import tasks
        from hamafza.web.records.runs import Run, RunState

        for run in Run.objects.filter(state=RunState.WAITING).order_by("id"):
            tasks.carry_out.call(run.pk)

    return carry_out
