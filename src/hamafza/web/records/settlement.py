"""Money of a deal: what came, what was taken off, and what each member is paid."""

from django.db import models
from django.db.models import Q

from hamafza.web.records.kept import Kept, written


class Receipt(Kept):
    """The payer is named and screened: it may differ from the buyer."""

    deal = models.ForeignKey("Deal", on_delete=models.PROTECT, related_name="receipts")
    payer = models.ForeignKey("Party", on_delete=models.PROTECT, related_name="receipts")
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    bank_charges_minor = models.BigIntegerField(default=0)
    received_on = models.DateField()
    reference = models.CharField(max_length=80)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="receipt_amount"),
            models.UniqueConstraint(fields=["deal", "reference"], name="receipt_reference"),
            written("reference", "receipt_reference_written"),
        ]


class DealCost(Kept):
    """A cost of the deal with its key and its evidence; a direct one names its member."""

    deal = models.ForeignKey("Deal", on_delete=models.PROTECT, related_name="costs")
    unit = models.ForeignKey(
        "Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="deal_costs"
    )
    code = models.CharField(max_length=40)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    key = models.CharField(max_length=12)
    evidence = models.CharField(max_length=200)

    class Meta:
        ordering = ["deal", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="cost_amount"),
            models.CheckConstraint(
                condition=Q(key="own", unit__isnull=False) | (~Q(key="own") & Q(unit__isnull=True)),
                name="cost_own_names_its_member",
            ),
            written("evidence", "cost_evidence_written"),
        ]


class Deduction(Kept):
    """One step of the waterfall, with the key it was charged by."""

    deal = models.ForeignKey("Deal", on_delete=models.PROTECT, related_name="deductions")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=24)
    title_fa = models.CharField(max_length=200, blank=True)
    title_en = models.CharField(max_length=200, blank=True)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    key = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["deal", "number"]
        constraints = [
            models.UniqueConstraint(fields=["deal", "number"], name="deduction_number"),
            models.CheckConstraint(condition=Q(amount_minor__gte=0), name="deduction_amount"),
        ]


class Payout(Kept):
    deal = models.ForeignKey("Deal", on_delete=models.PROTECT, related_name="payouts")
    unit = models.ForeignKey("Unit", on_delete=models.PROTECT, related_name="payouts")
    round = models.PositiveSmallIntegerField(default=1)
    """Each receipt is settled in a round of its own; the release of the retention is the last."""
    net_minor = models.BigIntegerField(default=0)
    """The member's net in the deal's currency, of which ``amount_minor`` is the payment."""
    amount_minor = models.BigIntegerField()
    retention_minor = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    state = models.CharField(max_length=12, default="draft")
    due_on = models.DateField(null=True, blank=True)
    steps = models.JSONField(default=list)
    """The member's own waterfall, from gross to net."""
    approved_by = models.ForeignKey(
        "User", null=True, blank=True, on_delete=models.PROTECT, related_name="approved_payouts"
    )
    paid_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["deal", "round", "id"]
        constraints = [
            models.UniqueConstraint(fields=["deal", "unit", "round"], name="payout_once"),
            models.CheckConstraint(
                condition=Q(amount_minor__gte=0, retention_minor__gte=0), name="payout_amount"
            ),
        ]
