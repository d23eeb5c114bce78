"""A reading in a process of its own, killed after so many rows are kept: told on the command line.

``python -m tests.web.units.killed_reading RUN KILL_AT``
"""

import os
import signal
import sys


def main() -> None:
    """Carry out a run; end by SIGKILL when it reports so many rows, or a stage begins."""
    from hamafza.web import installation

    installation.open_house()
    from hamafza.runs import editions, reading
    from hamafza.web import tasks
    from hamafza.web.records import filling
    from tests.registry.files import no_codes

    editions.STEP = 7
    filling.FEWEST_NEW = 1
    run, at = int(sys.argv[1]), sys.argv[2]
    _take_back()

    def coder(texts, report):
        report("classifying", 0, 1)
        return no_codes(texts)

    reading.best_codes = coder
    watched = tasks._Watch.report

    def report(self, stage: str, done: int, total: int) -> None:
        watched(self, stage, done, total)
        if at in (stage, str(done) if stage == "keeping" else ""):
            os.kill(os.getpid(), signal.SIGKILL)

    tasks._Watch.report = report
    if at == "in-a-step":
        _kill_inside_a_step()
    tasks.carry_out.call(run)


def _take_back() -> None:
    """The one before was killed: its lease runs out, and the run waits again."""
    from django.utils import timezone

    from hamafza.web.actions import runs
    from hamafza.web.records.runs import Run

    Run.objects.update(heartbeat_at=timezone.now() - 2 * runs.LEASE, attempts=0)
    runs.take_back_lost()


def _kill_inside_a_step() -> None:
    from hamafza.web.actions import upload_reading

    keep = upload_reading.keep_new

    def keep_and_die(rows, upload, seating):
        numbers = keep(rows, upload, seating)
        if upload.stored == 2:
            os.kill(os.getpid(), signal.SIGKILL)
        return numbers

    upload_reading.keep_new = keep_and_die


if __name__ == "__main__":
    main()
