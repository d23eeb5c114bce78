"""Proposals: consortia that a run proposes and a person may adopt."""

from django.db import models

from hamafza.web.records.kept import Kept, within_0_1


class Proposal(Kept):
    """One proposed consortium with its lead, its market, its way there, and why."""

    run = models.ForeignKey(
        "Run", null=True, blank=True, on_delete=models.PROTECT, related_name="proposals"
    )
    consortium_id = models.PositiveIntegerField()
    """Its number inside the run's own tables."""
    family = models.CharField(max_length=40)
    lead_unit = models.ForeignKey("Unit", on_delete=models.PROTECT, related_name="led_proposals")
    size = models.PositiveIntegerField()
    capacity = models.FloatField()
    value = models.FloatField()
    bound = models.FloatField(null=True, blank=True)
    """The family's certified bound: no grouping of it is worth more."""
    gap_share = models.FloatField(null=True, blank=True)
    market = models.CharField(max_length=3, blank=True)
    phase = models.PositiveSmallIntegerField(null=True, blank=True)
    potential_usd = models.FloatField(null=True, blank=True)
    actual_usd = models.FloatField(null=True, blank=True)
    gap_usd = models.FloatField(null=True, blank=True)
    route_km = models.FloatField(null=True, blank=True)
    route_days = models.FloatField(null=True, blank=True)
    route_cost_usd = models.FloatField(null=True, blank=True)
    route = models.JSONField(default=list)
    """Legs in order, each with mode, names, km, hours, cost_usd, basis and points."""
    why = models.JSONField(default=dict)
    state = models.CharField(max_length=12, default="proposed", db_index=True)
    pinned = models.BooleanField(default=False)
    """Left as it is by every further edit, and kept by a run that forms anew."""
    edited = models.PositiveIntegerField(default=0)
    """Number of its formation's edit that changed it last; 0 as the run formed it."""
    adopted_by = models.ForeignKey(
        "User", null=True, blank=True, on_delete=models.PROTECT, related_name="adopted_proposals"
    )
    adopted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["run", "consortium_id"], name="proposal_once_a_run"),
            within_0_1("gap_share", "proposal_gap_share"),
        ]
        indexes = [
            models.Index(fields=["family", "state"], name="proposal_family"),
            models.Index(fields=["market"], name="proposal_market"),
            models.Index(fields=["state", "-value", "id"], name="proposal_by_value"),
        ]

    def __str__(self) -> str:
        return f"{self.family} {self.consortium_id}"


class ProposalMember(Kept):
    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="members")
    unit = models.ForeignKey("Unit", on_delete=models.PROTECT, related_name="proposed_in")
    km_to_lead = models.FloatField()

    class Meta:
        ordering = ["proposal", "km_to_lead"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "unit"], name="proposal_member_once"),
            models.CheckConstraint(condition=models.Q(km_to_lead__gte=0), name="proposal_km"),
        ]
