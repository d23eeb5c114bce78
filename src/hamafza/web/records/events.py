"""
What happened: who, in which role, when, what before and after, and why. Only ever added to.

Events hang in two chains, what people did and what the demo did, so that the demo can go and the
other chain is whole: each event holds the digest of the one before, and the end of each chain is
kept apart.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import models, transaction
from django.utils import timezone

from hamafza.vocabulary import chain


class EventIsFinal(TypeError):
    """Something tried to rewrite history: a fault of ours."""


class ChainHead(models.Model):
    """
    The end of a chain of events, locked while an event is added.

    Whoever adds the next waits here until the action that added the last is kept or rolled back,
    so a chain has no gap and no fork. Nobody may wait for a row while others wait here for him:
    an action locks the rows that others lock too before it records, and leaves their keys free
    (``no_key=True``), since every event refers to its actor.
    """

    is_demo = models.BooleanField(primary_key=True)
    number = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, default=chain.BEGINNING)

    @classmethod
    def locked(cls, is_demo: bool) -> "ChainHead":
        """Return the end of a chain, for this transaction alone; a new chain begins."""
        heads = cls._base_manager.select_for_update(no_key=True)
        return heads.filter(pk=is_demo).first() or heads.get_or_create(pk=is_demo)[0]

    @property
    def end(self) -> chain.End:
        return chain.End(self.number, self.digest)

    def move_to(self, end: chain.End) -> None:
        """Write where the chain ends now."""
        heads = type(self)._base_manager.filter(pk=self.pk)
        heads.update(number=end.number, digest=end.digest)


class Events(models.QuerySet["Event"]):
    @transaction.atomic(savepoint=False)
    def add(self, **fields) -> "Event":
        """Add an event at the end of its chain, in the transaction of the action it tells of."""
        event = self.model(**fields)
        head = ChainHead.locked(event.is_demo)
        event.number, event.previous = head.number + 1, head.digest
        event.digest = chain.digest_of(event.number, event.previous, event.facts())
        event.save(force_insert=True, using=self.db)
        head.move_to(chain.End(event.number, event.digest))
        return event

    def bulk_create(self, *args, **kwargs):
        raise EventIsFinal("events are added one by one, each to the end of its chain")

    def update(self, **fields):
        raise EventIsFinal("events are added, never changed")

    def delete(self):
        raise EventIsFinal("events are added, never deleted")

    @transaction.atomic(savepoint=False)
    def tell_demo_anew(self, at: Mapping[int, datetime]) -> None:
        """Give events of the demo, by key, another time, and chain the demo's events again."""
        head = ChainHead.locked(is_demo=True)
        end = chain.End()
        for event in self.filter(is_demo=True).order_by("number").iterator():
            event.at = at.get(event.pk, event.at)
            event.previous = end.digest
            event.digest = chain.digest_of(event.number, event.previous, event.facts())
            row = Event._base_manager.filter(pk=event.pk, is_demo=True)
            row.update(at=event.at, previous=event.previous, digest=event.digest)
            end = chain.End(event.number, event.digest)
        head.move_to(end)

    @transaction.atomic(savepoint=False)
    def wipe_demo(self) -> int:
        """Remove the demo's events and their chain: the one deletion there is."""
        ChainHead.locked(is_demo=True)
        removed = self.filter(is_demo=True)._raw_delete(self.db)
        ChainHead._base_manager.filter(pk=True).delete()
        return removed


class Event(models.Model):
    """``before`` and ``after`` hold the changed fields alone; ``actor`` is empty for the system."""

    number = models.PositiveBigIntegerField(editable=False)
    previous = models.CharField(max_length=64, editable=False)
    digest = models.CharField(max_length=64, editable=False)
    at = models.DateTimeField(default=timezone.now, editable=False)
    actor = models.ForeignKey("User", null=True, on_delete=models.PROTECT, related_name="events")
    acting_for = models.ForeignKey(
        "User", null=True, blank=True, on_delete=models.PROTECT, related_name="events_for"
    )
    """The officer in whose place the actor, a clerk, did it."""
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
        constraints = [
            models.UniqueConstraint(fields=["is_demo", "number"], name="event_place_in_chain")
        ]

    def facts(self) -> dict[str, object]:
        """
        Return what the digest covers: all of the event but its row number.

        A field added to events later is left out here while it is empty: what was chained before
        must still stand.
        """
        return {
            "at": chain.plain(self.at),
            "actor": self.actor_id,
            "role": self.role,
            "verb": self.verb,
            "subject_kind": self.subject_kind,
            "subject_id": self.subject_id,
            "before": self.before,
            "after": self.after,
            "why": self.why,
            "is_demo": self.is_demo,
            **({"acting_for": self.acting_for_id} if self.acting_for_id else {}),
        }

    def link(self) -> chain.Link:
        """Return the event as a link of its chain."""
        return chain.Link(self.number, self.previous, self.digest, self.pk, self.facts())

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise EventIsFinal("events are added, never changed")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise EventIsFinal("events are added, never deleted")
