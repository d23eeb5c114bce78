"""Keys: which were made, and which were retired or lost; the keys themselves lie in files."""

from django.db import models
from django.db.models import Q

from hamafza.web.records.kept import Kept


class SealingKey(Kept):
    """A key by its name; ``ring`` is ``seal`` or ``lookup``."""

    ring = models.CharField(max_length=8)
    name = models.CharField(max_length=16, unique=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    was_lost = models.BooleanField(default=False)
    """Ended because its file is gone: what it sealed stays unreadable unless the file is found."""

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(ring__in=["seal", "lookup"]), name="key_ring"),
        ]

    def __str__(self) -> str:
        return self.name
