"""Uploads: a registry file as it came, how its columns were read, and what became of its rows."""

from django.db import models

from hamafza.web.records.kept import Kept


class Upload(Kept):
    """
    ``file_name`` is what the person called it; the bytes lie under ``sha256`` in uploads/.

    One upload is read once, into one list; the same file read again is another. ``is_whole`` says
    that units it does not name are gone from the list. ``corrects`` is the upload whose bad rows
    it brings corrected. ``change_set`` is the SHA-256 of what the reading is to change, once that
    is settled, and ``stored`` how many steps of it are kept: a killed reading goes on from there.
    """

    uploaded_by = models.ForeignKey(
        "User", null=True, on_delete=models.PROTECT, related_name="uploads"
    )
    office = models.ForeignKey(
        "Office", null=True, blank=True, on_delete=models.PROTECT, related_name="uploads"
    )
    """The branch it was sent for; empty for the whole."""
    file_name = models.CharField(max_length=255)
    file = models.FileField(max_length=255, blank=True)
    sha256 = models.CharField(max_length=64)
    size_bytes = models.PositiveBigIntegerField()
    country = models.CharField(max_length=3, default="IRN")
    state = models.CharField(max_length=16, default="received")
    mapping = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    rejects_path = models.CharField(max_length=255, blank=True)
    run = models.ForeignKey(
        "Run", null=True, blank=True, on_delete=models.SET_NULL, related_name="uploads"
    )

    unit_list = models.ForeignKey(
        "UnitList", null=True, blank=True, on_delete=models.PROTECT, related_name="uploads"
    )
    is_whole = models.BooleanField(default=True)
    corrects = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrections"
    )
    change_set = models.CharField(max_length=64, blank=True)
    stored = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.file_name
