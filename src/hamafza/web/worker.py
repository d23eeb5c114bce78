"""The worker beside the server: carries out waiting runs, and takes back those that were lost."""

import logging
import os
import signal
import threading
import time
from collections.abc import Callable

import django
from django.db import OperationalError, close_old_connections

LOOK_S = 5
POST_S = 2
INDEXES_S = 60
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
    for name, (work, every_s) in _rounds().items():
        threading.Thread(target=_go_round, args=(work, every_s), daemon=True, name=name).start()
    call_command("db_worker", interval=0.5, verbosity=0, reload=False, startup_delay=False)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)  # only tidying is left, and it may be cut short


def _rounds() -> dict[str, tuple[Callable[[], object], int]]:
    """Return what is done again and again beside the runs, and the seconds between."""
    from hamafza.web.actions import ending_papers, upload_reading
    from hamafza.web.records import places

    return {
        "lost runs": (_take_back_lost, LOOK_S),
        "outbox": (_post, POST_S),
        "papers that end": (ending_papers.remind, REMIND_S),
        "resting indexes": (upload_reading.make_resting_indexes, INDEXES_S),
        "map": (places.gather_whole, MAP_S),
    }


def _go_round(work: Callable[[], object], every_s: int) -> None:
    """Do it for ever; what breaks off one round is told, and the next begins as usual."""
    name = threading.current_thread().name
    while True:
        try:
            work()
        except OperationalError:
            logger.warning("the database did not answer the round of %s", name, exc_info=True)
        except Exception:
            logger.exception("the round of %s broke off", name)
        close_old_connections()
        time.sleep(every_s)


def _take_back_lost() -> None:
    from hamafza.web import tasks
    from hamafza.web.actions import runs

    for run in runs.take_back_lost():
        logger.warning("run %s had lost its worker and waits again", run.pk)
        tasks.hand_over(run)


def _post() -> None:
    from hamafza.web import postman

    while postman.go_round():
        pass


if __name__ == "__main__":
    main()
