"""The programme: what was promised, official totals, and exports declared outside our deals."""

from django.db import models
from django.db.models import Q

from hamafza.web.records.kept import Kept, written


class Commitment(Kept):
    """One promise of the memorandum, with its owner and date."""

    number = models.PositiveSmallIntegerField(unique=True)
    text_fa = models.TextField()
    text_en = models.TextField(blank=True)
    owner_fa = models.CharField(max_length=200)
    owner_en = models.CharField(max_length=200, blank=True)
    due_on = models.DateField()
    state = models.CharField(max_length=12, default="open")
    evidence = models.TextField(blank=True)
    kept_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [written("owner_fa", "commitment_owner_written")]


class OfficialTotal(Kept):
    """Non-oil exports of a year under a named, versioned rule; a revision is a new row."""

    country = models.CharField(max_length=3)
    year = models.PositiveSmallIntegerField()
    rule = models.CharField(max_length=60)
    rule_version = models.CharField(max_length=20)
    value_usd = models.BigIntegerField()
    source = models.TextField()
    provenance = models.CharField(max_length=16)
    revision = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ["country", "year", "revision"]
        constraints = [
            models.UniqueConstraint(
                fields=["country", "year", "rule", "rule_version", "revision"],
                name="official_total_once",
            ),
            models.CheckConstraint(condition=Q(value_usd__gt=0), name="official_total_positive"),
            written("source", "official_total_source_written"),
        ]


class DeclaredExport(Kept):
    """An export of a unit or a consortium; ``line`` keeps proven, declared and estimated apart."""

    unit = models.ForeignKey(
        "Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="exports"
    )
    consortium = models.ForeignKey(
        "Consortium", null=True, blank=True, on_delete=models.PROTECT, related_name="exports"
    )
    deal = models.ForeignKey(
        "Deal", null=True, blank=True, on_delete=models.PROTECT, related_name="exports"
    )
    year = models.PositiveSmallIntegerField()
    exported_on = models.DateField(null=True, blank=True)
    hs6 = models.CharField(max_length=6, blank=True)
    service_code = models.CharField(max_length=20, blank=True)
    destination = models.CharField(max_length=3)
    value_usd_cents = models.BigIntegerField()
    line = models.CharField(max_length=10)
    is_embedded = models.BooleanField(default=False)
    """A part inside a factory's export: shown apart, never added to direct exports."""
    customs_number = models.CharField(max_length=40, blank=True)
    evidence = models.TextField(blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(value_usd_cents__gt=0), name="export_positive"),
            models.CheckConstraint(
                condition=Q(line__in=["proven", "declared", "estimated"]), name="export_line"
            ),
            models.CheckConstraint(
                condition=~Q(line="proven") | ~Q(customs_number="") | ~Q(evidence=""),
                name="export_proven_has_evidence",
            ),
            written("destination", "export_destination_written"),
        ]
        indexes = [models.Index(fields=["year", "line"], name="export_year")]
