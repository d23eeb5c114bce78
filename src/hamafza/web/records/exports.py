"""Exports a unit has made before, each with who says so."""

from django.db import models

from hamafza.registry.unit_facts import ExportSource
from hamafza.web.records.facts import Fact, one_of
from hamafza.web.records.kept import written


class ExportRecord(Fact):
    """What went to one country in one year; ``evidence`` names the paper it rests on."""

    year = models.PositiveSmallIntegerField()
    country = models.CharField(max_length=3)
    hs6 = models.CharField(max_length=6, blank=True)
    words = models.CharField(max_length=300, blank=True)
    value_minor = models.PositiveBigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, default="USD")
    source = models.CharField(max_length=12, default=ExportSource.OWN_WORD)
    evidence = models.CharField(max_length=300, blank=True)

    class Meta(Fact.Meta):
        abstract = False
        constraints = [
            written("country", "export_country_written"),
            one_of("source", ExportSource, "export_source"),
        ]
        indexes = [models.Index(fields=["unit", "year"], name="unit_export_year")]
