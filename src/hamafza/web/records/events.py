"""What happened: who, in which role, when, what before and after, and why. Only ever added to."""

from django.db import models
from django.utils import timezone


class EventIsFinal(TypeError):
    """Something tried to rewrite history: a fault of ours."""


class Events(models.QuerySet):
    def update(self, **fields):
        raise EventIsFinal("events are added, never changed")

    def delete(self):
        raise EventIsFinal("events are added, never deleted")

    def wipe_demo(self) -> int:
        """Remove the demo's events: the one deletion there is."""
        return self.filter(is_demo=True)._raw_delete(self.db)


class Event(models.Model):
    """``before`` and ``after`` hold the changed fields alone; ``actor`` is empty for the system."""

    at = models.DateTimeField(default=timezone.now, editable=False)
    actor = models.ForeignKey("User", null=True, on_delete=models.PROTECT, related_name="events")
    role = models.CharField(max_length=16)
    verb = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    why = models.TextField(blank=True)
    is_demo = models.BooleanField(default=False, db_index=True)

    objects = Events.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["subject_kind", "subject_id"], name="event_subject"),
            models.Index(fields=["at"], name="event_at"),
        ]

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise EventIsFinal("events are added, never changed")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise EventIsFinal("events are added, never deleted")
