"""Distributive units: how far they carry goods, in which languages, with what."""

from django.db import models

from hamafza.web.records.facts import Fact


class Distributor(Fact):
    """What a wholesaler, carrier or store can do for others, one row for each record of a unit."""

    unit = models.OneToOneField("Unit", on_delete=models.PROTECT, related_name="distributor")
    coverage = models.JSONField(default=list)
    """Provinces it serves, by name; empty for its own alone."""
    reach = models.JSONField(default=list)
    """Countries it trades or carries into, ISO alpha-3."""
    languages = models.CharField(max_length=200, blank=True)
    vehicles = models.PositiveIntegerField(null=True, blank=True)
    carries_kg = models.PositiveBigIntegerField(null=True, blank=True)
    """What all its vehicles load together."""
    stores = models.PositiveIntegerField(null=True, blank=True)
    stores_m2 = models.PositiveIntegerField(null=True, blank=True)
    is_cold = models.BooleanField(default=False)
    """Whether it keeps or carries goods cold."""

    class Meta(Fact.Meta):
        abstract = False
