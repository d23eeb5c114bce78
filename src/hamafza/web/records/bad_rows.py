"""Rows of a registry file that were set aside, and what became of each."""

from enum import StrEnum

from django.db import models

from hamafza.web.records.kept import Kept
from hamafza.web.sealing import SealedField


class RowState(StrEnum):
    OPEN = "open"
    CORRECTED = "corrected"
    LEFT_OUT = "left-out"
    """Somebody said that it is no unit, and why."""
    REPLACED = "replaced"
    """A newer file of the same list came before anybody corrected it."""


class BadRow(Kept):
    """
    ``cells`` are as they stand in the file, under ``Upload.mapping["bad_headings"]``.

    ``corrected`` are those that a person put in their place; ``codes`` say what is wrong with the
    last of the two. ``unit`` is what the row became. National codes are left out of both and lie
    sealed in ``hidden`` and ``corrected_hidden``: ``web.exchange.secret_cells`` brings them
    together.
    """

    upload = models.ForeignKey(
        "Upload", on_delete=models.PROTECT, related_name="bad_rows", db_index=False
    )
    line = models.PositiveIntegerField()
    codes = models.CharField(max_length=400)
    reasons = models.TextField(blank=True)
    cells = models.JSONField(default=list)
    hidden = SealedField(null=True, blank=True)
    corrected = models.JSONField(null=True, blank=True)
    corrected_hidden = SealedField(null=True, blank=True)
    state = models.CharField(max_length=12, default=RowState.OPEN)
    unit = models.ForeignKey(
        "Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="was_bad"
    )
    decided_by = models.ForeignKey(
        "User", null=True, blank=True, on_delete=models.PROTECT, related_name="decided_rows"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    why = models.TextField(blank=True)
    replaced_by = models.ForeignKey(
        "Upload", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_rows",
        db_index=False,
    )  # fmt: skip

    class Meta:
        ordering = ["upload_id", "line"]
        constraints = [models.UniqueConstraint(fields=["upload", "line"], name="bad_row_once")]
        indexes = [models.Index(fields=["upload", "state", "line"], name="bad_row_queue")]

    def __str__(self) -> str:
        return f"{self.upload_id}:{self.line}"


class UnreadCell(Kept):
    """
    A cell that could not be read in a row that became a unit: what it held, and why.

    ``field`` is what its column means. A national code lies sealed in ``hidden``, with no ``cell``.
    """

    upload = models.ForeignKey(
        "Upload", on_delete=models.PROTECT, related_name="unread_cells", db_index=False
    )
    line = models.PositiveIntegerField()
    field = models.CharField(max_length=40)
    code = models.CharField(max_length=40)
    cell = models.TextField(blank=True)
    hidden = SealedField(null=True, blank=True)

    class Meta:
        ordering = ["upload_id", "line", "id"]
        indexes = [models.Index(fields=["upload", "line"], name="unread_cell_line")]

    def __str__(self) -> str:
        return f"{self.upload_id}:{self.line} {self.field}"
