"""Long work in the background: the worker's side of a run."""

import importlib
import logging
import pkgutil
import socket
import threading
import time
import traceback
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.utils import timezone
from django_tasks import task

from hamafza.vocabulary.progress import Cancelled
from hamafza.vocabulary.refusals import Refusal
from hamafza.web import actions
from hamafza.web.actions import runs
from hamafza.web.records.accounts import User
from hamafza.web.records.runs import Run, RunState

HEARTBEAT_S = 5
PROGRESS_S = 1.0

logger = logging.getLogger("hamafza.tasks")


def start_run(kind: str, parameters: dict[str, object], actor: User | None) -> Run:
    """Begin a run and hand it to the worker once this transaction is kept."""
    gather_carriers()
    run = runs.begin(actor=actor, kind=kind, parameters=parameters)
    hand_over(run)
    return run


def hand_over(run: Run) -> None:
    """Lay a waiting run on the queue, when what stands around this is committed."""
    transaction.on_commit(lambda: carry_out.enqueue(run.pk))


def gather_carriers() -> None:
    """Open every actions module, so that each names what it carries out."""
    for module in pkgutil.iter_modules(actions.__path__):
        importlib.import_module(f"{actions.__name__}.{module.name}")


@task()
def carry_out(run_id: int) -> None:
    """Carry out one run, if it still waits: to its end, a refusal, a fault or a cancellation."""
    gather_carriers()
    worker = f"{socket.gethostname()}-{uuid.uuid4().hex[:12]}"
    run = runs.claim(run_id=run_id, worker=worker)
    if run is None:
        return
    watch = _Watch(run)
    outcome: dict[str, object] = {}
    try:
        with _heartbeat(watch):
            record = runs.CARRIERS[run.kind](
                run, report=watch.report, stop=watch.stop, **run.parameters
            )
        state, outcome = RunState.DONE, {"record": record or {}}
    except Cancelled:
        state = RunState.CANCELLED
    except Refusal as refusal:
        facts = {name: _plain(fact) for name, fact in refusal.facts.items()}
        state = RunState.REFUSED
        outcome = {"refusal_code": refusal.code, "refusal_facts": facts}
    except Exception:
        logger.exception("run %s (%s) failed", run.pk, run.kind)
        state, outcome = RunState.FAILED, {"fault": traceback.format_exc(limit=-8)}
    except BaseException:
        _give_back(run_id, worker)
        raise
    watch.write()
    runs.end(run_id=run_id, worker=worker, state=state, **outcome)


def _give_back(run_id: int, worker: str) -> None:
    """The worker itself is told to stop: the run waits for the next one."""
    run = runs.give_back(run_id=run_id, worker=worker)
    if run is not None:
        hand_over(run)


def _plain(fact: object) -> object:
    return fact if isinstance(fact, str | int | float | bool | None) else str(fact)


class _Watch:
    """
    One run's progress and its person's wish, written and read at most once a second.

    What the carrier lays into ``run.standing`` is written with the progress.
    """

    def __init__(self, run: Run) -> None:
        self.run = run
        self.place = ("", 0, 0)
        self.cancelled = threading.Event()
        self._due = time.monotonic() + PROGRESS_S

    def report(self, stage: str, done: int, total: int) -> None:
        """Write where the work stands; raise Cancelled once somebody asked for the end."""
        self.place = (stage, done, total)
        if time.monotonic() >= self._due:
            self.write()
        if self.cancelled.is_set():
            raise Cancelled

    def stop(self, iteration: int) -> bool:
        """A solver's stop: True once somebody asked for the end."""
        return self.cancelled.is_set()

    def write(self) -> None:
        self._due = time.monotonic() + PROGRESS_S
        stage, done, total = self.place
        mine = Run.objects.filter(pk=self.run.pk, worker=self.run.worker)
        mine.update(
            stage=stage, done=done, total=total, standing=self.run.standing,
            heartbeat_at=timezone.now(),
        )  # fmt: skip
        wish = mine.values_list("cancel_asked", flat=True).first()
        if wish is None or wish:  # None: the lease is lost, another worker has the run
            self.cancelled.set()


@contextmanager
def _heartbeat(watch: _Watch) -> Iterator[None]:
    """Keep the lease from a thread of its own: a solver may be silent for minutes."""
    over = threading.Event()

    def beat() -> None:
        while not over.wait(HEARTBEAT_S):
            try:
                watch.write()
            except Exception:  # a busy database costs one beat, not the run
                logger.warning("run %s missed a heartbeat", watch.run.pk, exc_info=True)
        connection.close()

    thread = threading.Thread(target=beat, daemon=True, name=f"heartbeat-{watch.run.pk}")
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(timeout=HEARTBEAT_S)
