"""Evidence: a paper that somebody handed in beside what they say, kept as it came."""

from django.db import models

from hamafza.web.records.kept import Kept


class Evidence(Kept):
    """``file_name`` is what the person called it; the bytes lie under their digest."""

    unit = models.ForeignKey("Unit", on_delete=models.PROTECT, related_name="evidence")
    uploaded_by = models.ForeignKey(
        "User", null=True, blank=True, on_delete=models.PROTECT, related_name="evidence"
    )
    """Empty for who has no account yet."""
    file = models.FileField(max_length=255)
    file_name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=40)
    sha256 = models.CharField(max_length=64)
    size_bytes = models.PositiveIntegerField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.file_name
