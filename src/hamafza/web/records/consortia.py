"""Consortia: who joined, under which by-laws."""

from django.db import models
from django.db.models import Q

from hamafza.web.records.kept import Kept, share_field, within_0_1, written


class Consortium(Kept):
    """An adopted proposal, or one founded by hand. Promoter and lead are never the same."""

    name_fa = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    family = models.CharField(max_length=40)
    hs6 = models.CharField(max_length=6, blank=True)
    market = models.CharField(max_length=3, blank=True)
    state = models.CharField(max_length=16, default="proposed", db_index=True)
    lead_unit = models.ForeignKey("Unit", on_delete=models.PROTECT, related_name="led_consortia")
    promoter = models.ForeignKey(
        "User", null=True, blank=True, on_delete=models.PROTECT, related_name="promoted"
    )
    proposal = models.OneToOneField(
        "Proposal",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="consortium",
    )

    class Meta:
        ordering = ["id"]
        constraints = [written("name_fa", "consortium_name_written")]

    def __str__(self) -> str:
        return self.name_en or self.name_fa


class Member(Kept):
    consortium = models.ForeignKey(Consortium, on_delete=models.PROTECT, related_name="members")
    unit = models.ForeignKey("Unit", on_delete=models.PROTECT, related_name="memberships")
    state = models.CharField(max_length=12, default="invited")
    related_to = models.CharField(max_length=60, blank=True)
    """Members under one hand bear the same text: they count as one in shares and votes."""
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["consortium", "unit"], name="member_once"),
            models.UniqueConstraint(
                fields=["unit"], condition=Q(state="accepted"), name="member_of_one_consortium"
            ),
        ]


class Bylaws(Kept):
    """One version of a consortium's by-laws; the voted one is frozen into each deal."""

    consortium = models.ForeignKey(Consortium, on_delete=models.PROTECT, related_name="bylaws")
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=12, default="draft")
    ceiling_share = share_field(default=1)
    """No member takes more than this share of an order."""
    commission_share = share_field(default=0)
    reserve_share = share_field(default=0)
    retention_share = share_field(default=0)
    royalty_share = share_field(default=0)
    min_quantity = models.PositiveIntegerField(default=1)
    payment_days = models.PositiveSmallIntegerField(default=10)
    objection_hours = models.PositiveSmallIntegerField(default=72)
    claims_days = models.PositiveSmallIntegerField(default=90)
    ballots = models.JSONField(default=dict)
    """Unit to true or false, while the vote is open; kept with its outcome."""
    clauses = models.JSONField(default=dict)
    voted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["consortium", "version"]
        constraints = [
            models.UniqueConstraint(fields=["consortium", "version"], name="bylaws_version"),
            models.UniqueConstraint(
                fields=["consortium"], condition=Q(state="voted"), name="bylaws_one_voted"
            ),
            within_0_1("ceiling_share", "bylaws_ceiling"),
            within_0_1("commission_share", "bylaws_commission"),
            within_0_1("reserve_share", "bylaws_reserve"),
            within_0_1("retention_share", "bylaws_retention"),
            within_0_1("royalty_share", "bylaws_royalty"),
        ]
