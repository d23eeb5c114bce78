"""Privacy: who read what is sensitive, and who asked that their data be forgotten."""

from django.db import models

from hamafza.web.records.kept import Kept, written


class SensitiveRead(Kept):
    """One look of one person at what is sensitive of one unit or buyer's lead; only added to."""

    reader = models.ForeignKey("User", on_delete=models.PROTECT, related_name="sensitive_reads")
    role = models.CharField(max_length=16)
    unit = models.ForeignKey(
        "Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="sensitive_reads"
    )
    lead = models.ForeignKey(
        "BuyerLead", null=True, blank=True, on_delete=models.PROTECT, related_name="sensitive_reads"
    )
    what = models.CharField(max_length=100)
    """Names of the fields read, between spaces; never what they held."""
    why = models.CharField(max_length=40)
    """The task: the page it was read on."""

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["unit", "-created_at"], name="sensitive_read_unit"),
            models.Index(fields=["reader", "-created_at"], name="sensitive_read_reader"),
            models.Index(fields=["-created_at"], name="sensitive_read_at"),
        ]
        constraints = [
            written("what", "sensitive_read_what_written"),
            models.CheckConstraint(
                condition=models.Q(unit__isnull=False, lead__isnull=True)
                | models.Q(unit__isnull=True, lead__isnull=False),
                name="sensitive_read_of_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reader_id} read {self.what} of {self.unit_id or self.lead_id}"


class DeletionRequest(Kept):
    """A person asks that their data be forgotten; an administrator does it, or says why not."""

    account = models.ForeignKey("User", on_delete=models.PROTECT, related_name="deletion_requests")
    words = models.CharField(max_length=400, blank=True)
    state = models.CharField(max_length=10, default="asked")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        "User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    why = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["asked", "done", "refused"]), name="deletion_state"
            ),
            models.UniqueConstraint(
                fields=["account"], condition=models.Q(state="asked"), name="deletion_asked_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.state}"
