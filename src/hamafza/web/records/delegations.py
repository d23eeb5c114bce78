"""Delegations: a clerk who acts in an officer's place, for the officer's branch, until a day."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from hamafza.web.records.accounts import BRANCH, User
from hamafza.web.records.kept import Kept


class Delegations(models.QuerySet["Delegation"]):
    def in_force(self, today: date):
        """
        Return those that count today.

        An officer who was given another office, another role or none has left the branch, and
        whoever stood in leaves it too.
        """
        return self.filter(
            ended_at=None,
            until__gte=today,
            officer__is_active=True,
            officer__role__in=BRANCH,
            officer__office=F("office"),
        )


class Delegation(Kept):
    """``until`` is the last day that counts; ``taken_up_at``, when the clerk last chose it."""

    officer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="delegations")
    clerk = models.ForeignKey(User, on_delete=models.PROTECT, related_name="standing_in")
    office = models.ForeignKey("Office", on_delete=models.PROTECT, related_name="delegations")
    until = models.DateField()
    why = models.TextField(blank=True)
    taken_up_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = Delegations.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(clerk=F("officer")), name="delegation_to_another"),
            models.UniqueConstraint(
                fields=["officer", "clerk"],
                condition=Q(ended_at=None),
                name="delegation_once",
            ),
        ]
        indexes = [models.Index(fields=["clerk", "ended_at"], name="delegation_of_clerk")]

    def __str__(self) -> str:
        return f"{self.officer_id} {self.clerk_id}"
