"""Deals: one enquiry from outside, many makers, one quote, and how it was shared."""

from django.db import models
from django.db.models import Q

from hamafza.web.records.kept import Kept, share_field, within_0_1, written


class Deal(Kept):
    """Final destination and end user are mandatory: the database itself refuses a deal without."""

    consortium = models.ForeignKey(
        "Consortium", null=True, blank=True, on_delete=models.PROTECT, related_name="deals"
    )
    buyer = models.ForeignKey("Party", on_delete=models.PROTECT, related_name="deals")
    kind = models.CharField(max_length=8, default="goods")
    """goods, or service: a job with milestones."""
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=24, default="enquired", db_index=True)
    held_from = models.CharField(max_length=24, blank=True)
    """The state a deal on hold goes back to."""
    held_reason = models.TextField(blank=True)
    final_destination = models.CharField(max_length=3)
    destination_city = models.CharField(max_length=100, blank=True)
    end_user = models.CharField(max_length=200)
    end_use = models.TextField(blank=True)
    incoterm = models.CharField(max_length=3, blank=True)
    currency = models.CharField(max_length=3, default="USD")
    settlement_currency = models.CharField(max_length=3, default="IRR")
    rate = models.DecimalField(max_digits=20, decimal_places=6, null=True, blank=True)
    """Settlement currency for one of the deal's currency, on ``rate_on``."""
    rate_on = models.DateField(null=True, blank=True)
    rate_source = models.CharField(max_length=200, blank=True)
    unit_price_minor = models.BigIntegerField(default=0)
    """The contract's price of one piece, in the deal's currency; zero before a contract."""
    customs_number = models.CharField(max_length=60, blank=True)
    """The export declaration; for a service the number of the accepted invoice."""
    claims_until = models.DateField(null=True, blank=True)
    approvals = models.JSONField(default=list)
    """Accounts that have approved the settlement under way, each once."""
    settlement_round = models.PositiveSmallIntegerField(default=1)
    offers_close_at = models.DateTimeField(null=True, blank=True)
    most_days = models.PositiveIntegerField(null=True, blank=True)
    """The longest time of making that the buyer accepts."""
    needed_on = models.DateField(null=True, blank=True)
    settlement_state = models.CharField(max_length=20, default="receipt-expected")
    rule = models.JSONField(default=dict)
    """The by-laws' rule, frozen when the offers opened."""
    owner = models.ForeignKey(
        "User", null=True, blank=True, on_delete=models.PROTECT, related_name="deals"
    )
    asked_once = models.CharField(max_length=64, null=True, unique=True, editable=False)
    """The mark of one sent form: a form sent twice is one deal."""

    class Meta:
        ordering = ["-id"]
        constraints = [
            written("final_destination", "deal_final_destination_written"),
            written("end_user", "deal_end_user_written"),
            models.CheckConstraint(condition=Q(kind__in=["goods", "service"]), name="deal_kind"),
        ]

    def __str__(self) -> str:
        return self.title


class DealLine(Kept):
    deal = models.ForeignKey(Deal, on_delete=models.PROTECT, related_name="lines")
    number = models.PositiveSmallIntegerField(default=1)
    description = models.TextField()
    hs6 = models.CharField(max_length=6, blank=True)
    service_code = models.CharField(max_length=20, blank=True)
    quantity = models.PositiveBigIntegerField()
    measure = models.CharField(max_length=20, default="piece")
    lot = models.PositiveIntegerField(default=1)
    """Shares are whole multiples of this."""

    class Meta:
        ordering = ["deal", "number"]
        constraints = [
            models.UniqueConstraint(fields=["deal", "number"], name="line_number"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="line_quantity"),
            models.CheckConstraint(condition=Q(lot__gt=0), name="line_lot"),
        ]


class Offer(Kept):
    """A member's offer, sealed until the offers close; no rival ever sees it."""

    line = models.ForeignKey(DealLine, on_delete=models.PROTECT, related_name="offers")
    unit = models.ForeignKey("Unit", on_delete=models.PROTECT, related_name="offers")
    quantity = models.PositiveBigIntegerField()
    price_minor = models.BigIntegerField()
    """For one piece, in the smallest unit of ``currency``."""
    currency = models.CharField(max_length=3)
    days = models.PositiveIntegerField()
    alone_minor = models.BigIntegerField(null=True, blank=True)
    """What a local trader pays for one piece, as the member says; shown back to the member only."""
    state = models.CharField(max_length=12, default="sealed")
    given_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["line", "unit"], name="offer_once"),
            models.CheckConstraint(
                condition=Q(quantity__gt=0, price_minor__gte=0), name="offer_positive"
            ),
        ]


class Quote(Kept):
    deal = models.ForeignKey(Deal, on_delete=models.PROTECT, related_name="quotes")
    version = models.PositiveIntegerField(default=1)
    unit_price_minor = models.BigIntegerField(default=0)
    floor_minor = models.BigIntegerField(default=0)
    """The least price of a piece that leaves every member what was asked."""
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    cost_lines = models.JSONField(default=list)
    valid_until = models.DateField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["deal", "version"]
        constraints = [
            models.UniqueConstraint(fields=["deal", "version"], name="quote_version"),
            models.CheckConstraint(condition=Q(amount_minor__gte=0), name="quote_amount"),
        ]


class Allotment(Kept):
    """One member's share of one line, with its reason: a zero has one too."""

    line = models.ForeignKey(DealLine, on_delete=models.PROTECT, related_name="allotments")
    unit = models.ForeignKey("Unit", on_delete=models.PROTECT, related_name="allotments")
    offered = models.PositiveBigIntegerField(default=0)
    quantity = models.PositiveBigIntegerField()
    price_minor = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    delivered = models.PositiveBigIntegerField(default=0)
    accepted = models.PositiveBigIntegerField(default=0)
    state = models.CharField(max_length=16, default="proposed")
    reason_code = models.CharField(max_length=40)
    reason_facts = models.JSONField(default=dict)

    class Meta:
        ordering = ["line", "id"]
        constraints = [
            models.UniqueConstraint(fields=["line", "unit"], name="allotment_once"),
            written("reason_code", "allotment_reason_written"),
            models.CheckConstraint(
                condition=Q(accepted__lte=models.F("delivered")), name="allotment_accepted"
            ),
        ]


class Milestone(Kept):
    """A part of a service deal: delivered, accepted, then paid."""

    deal = models.ForeignKey(Deal, on_delete=models.PROTECT, related_name="milestones")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    share = share_field()
    state = models.CharField(max_length=12, default="planned")
    due_on = models.DateField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    invoice_number = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["deal", "number"]
        constraints = [
            models.UniqueConstraint(fields=["deal", "number"], name="milestone_number"),
            within_0_1("share", "milestone_share"),
        ]
