"""Claims: somebody says that a record is of the own workshop."""

from django.db import models
from django.db.models import Q

from hamafza.registry.claim_life import ClaimState
from hamafza.web.records.kept import Kept


class Claim(Kept):
    """
    One claim on the record that counts for a unit.

    The code itself is nowhere kept: ``code_digest`` is keyed by the installation's secret, and so
    is ``address_digest``, by which codes asked from one place are counted.
    """

    unit = models.ForeignKey("Unit", on_delete=models.PROTECT, related_name="claims")
    state = models.CharField(max_length=12, default=ClaimState.CODE_SENT)
    code_digest = models.CharField(max_length=64, blank=True)
    code_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_to = models.CharField(max_length=20, blank=True)
    """The telephone's last two digits: what the page may show."""
    address_digest = models.CharField(max_length=64, blank=True)
    open_until = models.DateTimeField(null=True, blank=True)
    account = models.ForeignKey(
        "User", null=True, blank=True, on_delete=models.PROTECT, related_name="claims"
    )
    """The account that the claim opened."""

    because = models.CharField(max_length=20, blank=True)
    """Why an officer decides: no telephone, not the own telephone, claimed by somebody already."""
    full_name = models.CharField(max_length=150, blank=True)
    contact = models.CharField(max_length=254, blank=True)
    """Telephone or e-mail address to which the decision is sent."""
    told = models.TextField(blank=True)
    evidence = models.ForeignKey(
        "Evidence", null=True, blank=True, on_delete=models.PROTECT, related_name="claims"
    )
    asked_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        "User", null=True, blank=True, on_delete=models.PROTECT, related_name="decided_claims"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    why = models.TextField(blank=True)
    instead = models.BooleanField(default=False)
    """Accepted in place of the accounts the unit had, which are closed then."""

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["unit", "-created_at"], name="claim_unit"),
            models.Index(fields=["address_digest", "-created_at"], name="claim_address"),
            models.Index(
                fields=["asked_at"],
                condition=Q(state=ClaimState.IN_REVIEW.value),
                name="claim_queue",
            ),
        ]
