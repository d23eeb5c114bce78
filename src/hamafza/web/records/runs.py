"""Runs: long work begun in the browser and carried out by the worker."""

from enum import StrEnum

from django.db import models

from hamafza.vocabulary.life import Life
from hamafza.web.records.kept import Kept


class RunState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    REFUSED = "refused"
    FAILED = "failed"
    CANCELLED = "cancelled"


ENDED = frozenset({RunState.DONE, RunState.REFUSED, RunState.FAILED, RunState.CANCELLED})
RUN_LIFE = Life(
    "run",
    RunState.WAITING,
    {
        RunState.WAITING: frozenset({RunState.RUNNING, RunState.CANCELLED}),
        # A running run goes back to waiting when its worker died or was stopped.
        RunState.RUNNING: ENDED | {RunState.WAITING},
        RunState.DONE: frozenset(),
        RunState.REFUSED: frozenset({RunState.WAITING}),
        RunState.FAILED: frozenset({RunState.WAITING}),
        RunState.CANCELLED: frozenset({RunState.WAITING}),
    },
)


class Run(Kept):
    """``heartbeat_at`` is the worker's lease: once it is old, the run is given back."""

    kind = models.CharField(max_length=40)
    state = models.CharField(max_length=12, default=RunState.WAITING)
    parameters = models.JSONField(default=dict)
    actor = models.ForeignKey("User", null=True, on_delete=models.PROTECT, related_name="runs")
    acting_for = models.ForeignKey(
        "User", null=True, blank=True, on_delete=models.PROTECT, related_name="runs_for"
    )
    """The officer in whose place a clerk began it."""
    office = models.ForeignKey(
        "Office", null=True, blank=True, on_delete=models.PROTECT, related_name="runs"
    )
    """The branch it was begun for; empty for the whole."""
    stage = models.CharField(max_length=60, blank=True)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    standing = models.JSONField(default=dict)
    """Figures of the work so far beyond ``done``; its carrier lays them in, the page draws them."""
    cancel_asked = models.BooleanField(default=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    worker = models.CharField(max_length=64, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    record = models.JSONField(default=dict)
    """What the run gave: figures, and paths below the installation's folder."""
    refusal_code = models.CharField(max_length=80, blank=True)
    refusal_facts = models.JSONField(default=dict)
    fault = models.TextField(blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["state", "heartbeat_at"], name="run_lease")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def has_ended(self) -> bool:
        return self.state in ENDED

    @property
    def done_share(self) -> float:
        return min(1.0, self.done / self.total) if self.total else 0.0
