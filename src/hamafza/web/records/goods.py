"""Goods of a unit: what its words were read as, the one question, and who confirmed."""

from django.db import models
from django.db.models import Q

from hamafza.web.records.kept import Kept


class GoodsConfirmation(Kept):
    """One answer about one unit's goods; a later one takes its place, the earlier stays."""

    unit = models.ForeignKey("Unit", on_delete=models.PROTECT, related_name="confirmations")
    text = models.TextField()
    hs4 = models.CharField(max_length=4, blank=True)
    hs6 = models.CharField(max_length=6, blank=True)
    service_code = models.CharField(max_length=20, blank=True)
    edition = models.CharField(max_length=4, default="2022")
    probability = models.FloatField(null=True, blank=True)
    reason = models.TextField(blank=True)
    question = models.TextField(blank=True)
    answer = models.TextField(blank=True)
    confirmed_by = models.ForeignKey(
        "User", null=True, on_delete=models.PROTECT, related_name="confirmations"
    )
    is_current = models.BooleanField(default=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit"], condition=Q(is_current=True), name="goods_one_current"
            ),
            models.CheckConstraint(
                condition=~Q(hs4="") | ~Q(service_code=""), name="goods_code_given"
            ),
        ]
