"""Uploads: a registry file as it came, how its columns were read, and what became of its rows."""

from django.db import models

from hamafza.web.records.kept import Kept


class Upload(Kept):
    """``file_name`` is what the person called it; the bytes lie under ``sha256`` in uploads/."""

    uploaded_by = models.ForeignKey(
        "User", null=True, on_delete=models.PROTECT, related_name="uploads"
    )
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

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.file_name
