"""Goods of a unit: what its words were read as, the one question, and who confirmed."""

from django.db import models
from django.db.models import F, Q

from hamafza.vocabulary.text import match_key
from hamafza.web.records.kept import Kept


class GoodsConfirmation(Kept):
    """One answer about one unit's goods; a later one takes its place, the earlier stays."""

    unit = models.ForeignKey("Unit", on_delete=models.PROTECT, related_name="confirmations")
    text = models.TextField()
    phrase_key = models.CharField(max_length=400, blank=True, db_index=True)
    """``match_key`` of the text: the same words in another spelling have the same code."""
    hs4 = models.CharField(max_length=4, blank=True)
    hs6 = models.CharField(max_length=6, blank=True)
    service_code = models.CharField(max_length=20, blank=True)
    national_code = models.CharField(max_length=12, blank=True)
    """The country's own line below ``hs6``, where it has one and a person chose it."""
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
            models.CheckConstraint(
                condition=Q(national_code="") | Q(national_code__startswith=F("hs6")) & ~Q(hs6=""),
                name="goods_national_below_hs6",
            ),
        ]

    def save(self, *args, **kwargs) -> None:
        self.phrase_key = phrase_key(self.text)
        super().save(*args, **kwargs)


def phrase_key(text: str) -> str:
    """Return the key that equal phrases share; a very long text is known by its beginning."""
    return match_key(text)[:400]
