"""One installation: its folder and its database, opened and brought up to date."""

import contextlib
import os

import django
from django.core.management import call_command
from django.utils import translation

from hamafza.vocabulary.refusals import Refusal


class NotInstalled(Refusal):
    code = "not-installed"


def open_house() -> None:
    """Make Django ready in this process; the Persian is compiled if it is not."""
    from hamafza.web.messages import compile_all

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hamafza.web.settings")
    with contextlib.suppress(OSError):  # an installed package may be read only, and compiled
        compile_all()
    django.setup()
    translation.activate("fa" if os.environ.get("HAMAFZA_LANGUAGE") == "fa" else "en")


def bring_up_to_date() -> None:
    """Make the folder and the tables, or whatever of them is missing."""
    from django.conf import settings

    for folder in (settings.HOME, settings.MEDIA_ROOT, settings.MAIL_FOLDER):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    call_command("migrate", verbosity=0, interactive=False)


def is_there() -> bool:
    """Say whether this installation has its tables, all of them."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def require() -> None:
    """Refuse where the tables are missing or of an earlier version; nothing is made here."""
    from django.conf import settings

    if not is_there():
        raise NotInstalled(folder=settings.HOME)
