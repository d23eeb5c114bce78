"""The shared mark, and the licence of one member's product to carry it."""

from django.db import models
from django.db.models import Q

from hamafza.web.records.kept import Kept, written


class Mark(Kept):
    consortium = models.ForeignKey("Consortium", on_delete=models.PROTECT, related_name="marks")
    name_fa = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    standard = models.TextField(blank=True)
    """What a product must keep to carry the mark."""
    state = models.CharField(max_length=12, default="valid")

    class Meta:
        ordering = ["id"]
        constraints = [written("name_fa", "mark_name_written")]

    def __str__(self) -> str:
        return self.name_en or self.name_fa


class BrandLicence(Kept):
    """``code`` stands in the QR; it cannot be guessed from another."""

    mark = models.ForeignKey(Mark, on_delete=models.PROTECT, related_name="licences")
    unit = models.ForeignKey("Unit", on_delete=models.PROTECT, related_name="brand_licences")
    code = models.CharField(max_length=40, unique=True)
    product = models.TextField()
    hs6 = models.CharField(max_length=6, blank=True)
    state = models.CharField(max_length=12, default="valid")
    labels_issued = models.PositiveIntegerField(default=0)
    """Serials given out, never more than accepted pieces."""
    valid_from = models.DateField()
    valid_until = models.DateField()
    reason = models.TextField(blank=True)
    """Why it is suspended or ended."""

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__gte=models.F("valid_from")), name="licence_dates"
            ),
            written("code", "licence_code_written"),
        ]
