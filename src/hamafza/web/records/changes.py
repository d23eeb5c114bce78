"""Changes that an owner asks for in the record of the own unit."""

from django.db import models
from django.db.models import Q

from hamafza.registry.change_life import WAITING, ChangeState
from hamafza.web.records.kept import Kept


class ChangeRequest(Kept):
    """
    One request: ``changes`` holds for each field what stood there and what is to stand there.

    A field that says something else by now makes the request stale: its decision says so.
    """

    unit = models.ForeignKey("Unit", on_delete=models.PROTECT, related_name="changes")
    state = models.CharField(max_length=12, default=ChangeState.ASKED)
    changes = models.JSONField()
    why = models.TextField(blank=True)
    evidence = models.ForeignKey(
        "Evidence", null=True, blank=True, on_delete=models.PROTECT, related_name="changes"
    )
    asked_by = models.ForeignKey("User", on_delete=models.PROTECT, related_name="changes")
    taken_by = models.ForeignKey(
        "User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    taken_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        "User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["created_at"],
                condition=Q(state__in=[state.value for state in WAITING]),
                name="change_queue",
            ),
            models.Index(fields=["unit", "-id"], name="change_unit"),
        ]

    @property
    def is_waiting(self) -> bool:
        return self.state in WAITING
