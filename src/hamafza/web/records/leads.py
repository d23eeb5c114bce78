"""Buyers' leads: whom somebody met abroad, what they look for, and what became of it."""

from django.db import models
from django.db.models import Q

from hamafza.markets.leads import LeadState
from hamafza.web.records.facts import one_of
from hamafza.web.records.kept import Kept, written


class BuyerLead(Kept):
    """
    The company is a ``Party``, one for all its leads and deals; the person stands here alone.

    ``person_version`` is raised when the person changes: a screening answers for one version.
    """

    party = models.ForeignKey("Party", on_delete=models.PROTECT, related_name="leads")
    contact_name = models.CharField(max_length=150, blank=True)
    contact_role = models.CharField(max_length=100, blank=True)
    contact_email = models.EmailField(blank=True)
    contact_phone = models.CharField(max_length=40, blank=True)
    goods_text = models.CharField(max_length=300)
    code = models.CharField(max_length=6, blank=True)
    """Chapter, heading or subheading, if known."""
    market = models.CharField(max_length=3)
    mission = models.ForeignKey(
        "Mission", null=True, blank=True, on_delete=models.PROTECT, related_name="leads"
    )
    met_at = models.CharField(max_length=200, blank=True)
    """Where, in words: for who was met at no fair or mission, or a stand's number."""
    met_on = models.DateField()
    state = models.CharField(max_length=12, default=LeadState.NEW.value)
    lost_reason = models.CharField(max_length=400, blank=True)
    deal = models.ForeignKey(
        "Deal", null=True, blank=True, on_delete=models.PROTECT, related_name="leads"
    )
    consortium = models.ForeignKey(
        "Consortium", null=True, blank=True, on_delete=models.PROTECT, related_name="leads"
    )
    proposal = models.ForeignKey(
        "Proposal", null=True, blank=True, on_delete=models.PROTECT, related_name="leads"
    )
    shared_at = models.DateTimeField(null=True, blank=True)
    """When the consortium's manager was let see it."""
    note = models.TextField(blank=True)
    entered_by = models.ForeignKey("User", on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey("User", on_delete=models.PROTECT, related_name="buyer_leads")
    version = models.PositiveIntegerField(default=1)
    """Raised by every change, so that two who change it at once do not overwrite each other."""
    person_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-id"]
        constraints = [
            written("goods_text", "lead_goods_written"),
            written("market", "lead_market_written"),
            one_of("state", LeadState, "lead_state"),
            models.CheckConstraint(
                condition=~Q(state=LeadState.WON.value) | Q(deal__isnull=False),
                name="lead_won_with_deal",
            ),
            models.CheckConstraint(
                condition=~Q(state=LeadState.LOST.value) | ~Q(lost_reason=""),
                name="lead_lost_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(consortium__isnull=True) | Q(proposal__isnull=True),
                name="lead_one_group",
            ),
            models.CheckConstraint(
                condition=Q(shared_at__isnull=True) | Q(consortium__isnull=False),
                name="lead_shared_with_consortium",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-id"], name="lead_by_state"),
            models.Index(fields=["market", "-id"], name="lead_by_market"),
        ]

    def __str__(self) -> str:
        return f"{self.party} ({self.market})"
