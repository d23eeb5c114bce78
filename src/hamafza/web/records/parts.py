"""Parts: large factories, what they need, and the workshops that could make it."""

from django.db import models
from django.db.models import Q

from hamafza.web.records.kept import Kept, written


class Factory(Kept):
    name_fa = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    country = models.CharField(max_length=3, default="IRN")
    province = models.CharField(max_length=100)
    city = models.CharField(max_length=100)
    lat_deg = models.FloatField()
    lon_deg = models.FloatField()
    makes = models.TextField(blank=True)
    export_usd_per_year = models.BigIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "factories"
        constraints = [written("name_fa", "factory_name_written")]

    def __str__(self) -> str:
        return self.name_en or self.name_fa


class Need(Kept):
    factory = models.ForeignKey(Factory, on_delete=models.PROTECT, related_name="needs")
    text = models.TextField()
    hs4 = models.CharField(max_length=4, blank=True)
    hs6 = models.CharField(max_length=6, blank=True)
    service_code = models.CharField(max_length=20, blank=True)
    quantity = models.PositiveBigIntegerField()
    """Pieces a month."""
    capacity = models.FloatField(default=0)
    """The same in minimum export shipments of the family, as units state theirs."""
    reach_km = models.FloatField(null=True, blank=True)
    tolerance = models.CharField(max_length=120, blank=True)
    material = models.CharField(max_length=120, blank=True)
    needed_on = models.DateField(null=True, blank=True)
    embedded_share = models.FloatField(null=True, blank=True)
    """Share of the part in the value of what the factory exports."""
    state = models.CharField(max_length=12, default="open")
    asked_by = models.ForeignKey("User", null=True, on_delete=models.PROTECT, related_name="needs")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="need_quantity"),
            written("text", "need_text_written"),
        ]


class NeedMatch(Kept):
    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="matches")
    unit = models.ForeignKey("Unit", on_delete=models.PROTECT, related_name="need_matches")
    rank = models.PositiveIntegerField()
    score = models.FloatField()
    km = models.FloatField()
    capacity = models.FloatField()
    reasons = models.JSONField(default=list)
    state = models.CharField(max_length=12, default="proposed")

    class Meta:
        ordering = ["need", "rank"]
        verbose_name_plural = "need matches"
        constraints = [
            models.UniqueConstraint(fields=["need", "unit"], name="match_once"),
        ]
