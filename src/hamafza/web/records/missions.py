"""Fairs and trade missions: where, when, at what cost, and who goes."""

from django.db import models
from django.db.models import Q

from hamafza.markets.leads import MissionKind
from hamafza.web.records.facts import in_order, one_of
from hamafza.web.records.kept import Kept, written


class Mission(Kept):
    kind = models.CharField(max_length=8, default=MissionKind.FAIR.value)
    name = models.CharField(max_length=200)
    country = models.CharField(max_length=3)
    city = models.CharField(max_length=100, blank=True)
    begins_on = models.DateField()
    ends_on = models.DateField()
    cost_minor = models.BigIntegerField(null=True, blank=True)
    """All of it, in the smallest unit of ``currency``; empty while nobody has entered it."""
    currency = models.CharField(max_length=3, blank=True)
    cost_evidence = models.CharField(max_length=300, blank=True)
    note = models.TextField(blank=True)
    entered_by = models.ForeignKey("User", on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    """Raised by every change, so that two who change it at once do not overwrite each other."""

    class Meta:
        ordering = ["-begins_on", "-id"]
        constraints = [
            written("name", "mission_name_written"),
            written("country", "mission_country_written"),
            one_of("kind", MissionKind, "mission_kind"),
            in_order("begins_on", "ends_on", "mission_days"),
            models.CheckConstraint(
                condition=Q(cost_minor__isnull=True, currency="")
                | (Q(cost_minor__isnull=False, cost_minor__gte=0) & ~Q(currency="")),
                name="mission_cost_with_currency",
            ),
        ]
        indexes = [models.Index(fields=["country", "-begins_on"], name="mission_country")]

    def __str__(self) -> str:
        return self.name


class MissionGoer(Kept):
    """A group that goes: a consortium, or a proposal that is not one yet."""

    mission = models.ForeignKey(Mission, on_delete=models.CASCADE, related_name="goers")
    consortium = models.ForeignKey(
        "Consortium", null=True, blank=True, on_delete=models.PROTECT, related_name="missions"
    )
    proposal = models.ForeignKey(
        "Proposal", null=True, blank=True, on_delete=models.PROTECT, related_name="missions"
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(consortium__isnull=True, proposal__isnull=False)
                | Q(consortium__isnull=False, proposal__isnull=True),
                name="mission_goer_one_group",
            ),
            models.UniqueConstraint(fields=["mission", "consortium"], name="mission_consortium"),
            models.UniqueConstraint(fields=["mission", "proposal"], name="mission_proposal"),
        ]
