"""The worker beside the server: carries out waiting runs, and takes back those that were lost."""

import logging
import os
import signal
import threading
import time

import django
from django.db import OperationalError, close_old_connections

LOOK_S = 5
POST_S = 2
MAP_S = 600
REMIND_S = 3600
logger = logging.getLogger("hamafza.worker")


def main() -> None:
    """Work until told to stop (SIGTERM or SIGINT; a second one gives the present run back)."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hamafza.web.settings")
    django.setup()
    from django.core.management import call_command

    from hamafza.web import tasks

    tasks.gather_carriers()
    threading.Thread(target=_take_back_lost, daemon=True, name="lost-runs").start()
    threading.Thread(target=_post, daemon=True, name="outbox").start()
    threading.Thread(target=_remind, daemon=True, name="papers-that-end").start()
    threading.Thread(target=_keep_map, daemon=True, name="map").start()
    call_command("db_worker", interval=0.5, verbosity=0, reload=False, startup_delay=False)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)  # only tidying is left, and it may be cut short


def _take_back_lost() -> None:
    from hamafza.web import tasks
    from hamafza.web.actions import runs

    while True:
        try:
            for run in runs.take_back_lost():
                logger.warning("run %s had lost its worker and waits again", run.pk)
                tasks.hand_over(run)
        except OperationalError:
            logger.warning("could not look for lost runs", exc_info=True)
        close_old_connections()
        time.sleep(LOOK_S)


def _post() -> None:
    from hamafza.web import postman

    while True:
        try:
            while postman.go_round():
                pass
        except OperationalError:
            logger.warning("could not look into the outbox", exc_info=True)
        except Exception:
            logger.exception("the round with the outbox broke off")
        close_old_connections()
        time.sleep(POST_S)


def _remind() -> None:
    from hamafza.web.actions import ending_papers

    while True:
        try:
            ending_papers.remind()
        except OperationalError:
            logger.warning("could not look for papers that end", exc_info=True)
        except Exception:
            logger.exception("the round with papers that end broke off")
        close_old_connections()
        time.sleep(REMIND_S)


def _keep_map() -> None:
    from hamafza.web.records import places

    while True:
        try:
            places.gather_whole()
        except OperationalError:
            logger.warning("could not gather the map", exc_info=True)
        close_old_connections()
        time.sleep(MAP_S)


if __name__ == "__main__":
    main()
