"""Runs: begun, cancelled, begun again; and the table of who carries out which kind."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from hamafza.vocabulary.refusals import Refusal
from hamafza.web.actions.events import belongs_to_demo, record
from hamafza.web.records.accounts import BRANCH, User
from hamafza.web.records.runs import RUN_LIFE, Run, RunState

LEASE = timedelta(seconds=30)
"""A worker writes its heartbeat every five seconds; six missed mean that it is gone."""
MOST_ATTEMPTS = 3
"""A run that took its worker with it this often is not tried again by itself."""

Carrier = Callable[..., dict[str, object]]
"""``carrier(run, report=..., stop=..., **run.parameters)``: returns what ``run.record`` keeps."""

CARRIERS: dict[str, Carrier] = {}


class RunIsOver(Refusal):
    code = "run-is-over"


class RunStillGoes(Refusal):
    code = "run-still-goes"


def carries_out(kind: str) -> Callable[[Carrier], Carrier]:
    """
    Name the function that carries out runs of a kind; it stands in an actions module.

    It runs in the worker, outside any transaction, so each chunk it commits is kept. It calls
    ``report(stage, done, total)`` as often as it likes (written at most once a second; it raises
    ``Cancelled`` once somebody asked for the end) and may hand ``stop`` to a solver.
    It may be carried out again after a crash, so it replaces what it wrote before.
    """

    def name(carrier: Carrier) -> Carrier:
        if kind in CARRIERS:
            raise ValueError(f"two functions carry out {kind!r}")
        CARRIERS[kind] = carrier
        return carrier

    return name


def folder(number: int) -> Path:
    """Return the folder of a run's tables, below the installation's."""
    return Path(settings.HOME) / "runs" / str(number)


@transaction.atomic
def begin(*, actor: User | None, kind: str, parameters: dict[str, object]) -> Run:
    """Write down a run that waits for a worker; ``tasks.start_run`` also hands it over."""
    if kind not in CARRIERS:
        raise ValueError(f"nobody carries out {kind!r}")
    run = Run.objects.create(
        kind=kind,
        parameters=parameters,
        actor=actor,
        acting_for=actor.acting_for if actor else None,
        office=actor.office if actor and actor.role in BRANCH else None,
        is_demo=belongs_to_demo(actor),
    )
    record(actor=actor, verb="begin-run", subject=run, after={"kind": kind})
    return run


@transaction.atomic
def ask_to_cancel(*, actor: User | None, run: Run) -> Run:
    """Ask the worker to end; a run that still waits ends at once."""
    kept = _locked(run)
    if kept.has_ended:
        raise RunIsOver(run=kept.pk)
    kept.cancel_asked = True
    if kept.state == RunState.WAITING:
        kept.state = RUN_LIFE.step(RunState.WAITING, RunState.CANCELLED)
        kept.finished_at = timezone.now()
    kept.save()
    record(actor=actor, verb="cancel-run", subject=kept, after={"cancel_asked": True})
    return kept


@transaction.atomic
def begin_again(*, actor: User | None, run: Run) -> Run:
    """Let a run that failed, was refused or was cancelled wait for a worker once more."""
    kept = _locked(run)
    if not kept.has_ended:
        raise RunStillGoes(run=kept.pk)
    before = kept.state
    _wait_again(kept)
    kept.attempts = 0
    kept.save()
    record(
        actor=actor,
        verb="begin-run-again",
        subject=kept,
        before={"state": before},
        after={"state": kept.state},
    )
    return kept


@transaction.atomic
def claim(*, run_id: int, worker: str) -> Run | None:
    """Take a waiting run; None if it waits no more (cancelled, or another worker has it)."""
    run = (
        Run.objects.select_for_update(no_key=True).filter(pk=run_id, state=RunState.WAITING).first()
    )
    if run is None:
        return None
    run.state = RUN_LIFE.step(RunState.WAITING, RunState.RUNNING)
    run.worker, run.attempts = worker, run.attempts + 1
    run.started_at = run.heartbeat_at = timezone.now()
    run.save()
    if run.actor is not None and run.acting_for is not None:
        run.actor.stand_in_for(run.acting_for)  # it was asked for while the delegation counted
    return run


def is_held(run: Run, *, lock: bool = False) -> bool:
    """
    Say whether a worker still has its run; ``lock`` keeps it so for this transaction.

    One that was taken for lost finds another's name here, and must change nothing.
    """
    runs = Run.objects.select_for_update(no_key=True) if lock else Run.objects.all()
    held = runs.filter(pk=run.pk, worker=run.worker, state=RunState.RUNNING)
    return held.first() is not None


@transaction.atomic
def end(*, run_id: int, worker: str, state: RunState, **outcome: object) -> Run | None:
    """Write how a run ended; a worker that lost its lease writes nothing."""
    run = Run.objects.select_for_update(no_key=True).filter(pk=run_id, worker=worker).first()
    if run is None or run.state != RunState.RUNNING:
        return None
    run.state = RUN_LIFE.step(RunState.RUNNING, state)
    run.finished_at = timezone.now()
    for field, value in outcome.items():
        setattr(run, field, value)
    run.save()
    record(actor=None, verb="end-run", subject=run, after={"state": state.value})
    return run


@transaction.atomic
def give_back(*, run_id: int, worker: str) -> Run | None:
    """Put a run back because its worker is stopped, not because the run is at fault."""
    run = Run.objects.select_for_update(no_key=True).filter(pk=run_id, worker=worker).first()
    if run is None or run.state != RunState.RUNNING:
        return None
    _wait_again(run)
    run.attempts -= 1
    run.save()
    return run


@transaction.atomic
def take_back_lost() -> list[Run]:
    """Give back the runs whose worker is gone; those to hand over again are returned."""
    late = timezone.now() - LEASE
    lost = Run.objects.select_for_update(no_key=True).filter(
        state=RunState.RUNNING, heartbeat_at__lt=late
    )
    return [run for run in lost if _taken_back(run)]


def _taken_back(run: Run) -> bool:
    again = run.attempts < MOST_ATTEMPTS and not run.cancel_asked
    if again:
        _wait_again(run)
    else:
        ended = RunState.CANCELLED if run.cancel_asked else RunState.FAILED
        run.state = RUN_LIFE.step(RunState.RUNNING, ended)
        run.finished_at = timezone.now()
        run.fault = "" if run.cancel_asked else "the worker was lost"
    run.save()
    record(actor=None, verb="take-back-run", subject=run, after={"state": run.state})
    return again


def _wait_again(run: Run) -> None:
    run.state = RUN_LIFE.step(RunState(run.state), RunState.WAITING)
    run.cancel_asked = False
    run.worker, run.stage, run.done, run.total, run.standing = "", "", 0, 0, {}
    run.refusal_code, run.refusal_facts, run.fault = "", {}, ""
    run.heartbeat_at = run.started_at = run.finished_at = None


def _locked(run: Run) -> Run:
    return Run.objects.select_for_update(no_key=True).get(pk=run.pk)
