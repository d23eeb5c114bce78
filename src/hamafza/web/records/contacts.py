"""Contacts: how a unit, or a person of it, is reached."""

from django.db import models

from hamafza.registry.unit_facts import Way
from hamafza.web.records.facts import Fact, one_of
from hamafza.web.records.kept import written


class Contact(Fact):
    """``person`` is empty where it is the unit's own."""

    way = models.CharField(max_length=12, default=Way.MOBILE)
    value = models.CharField(max_length=200)
    person = models.ForeignKey(
        "Person", null=True, blank=True, on_delete=models.PROTECT, related_name="contacts"
    )
    note = models.CharField(max_length=200, blank=True)

    class Meta(Fact.Meta):
        abstract = False
        constraints = [
            written("value", "contact_value_written"),
            one_of("way", Way, "contact_way"),
        ]
        indexes = [models.Index(fields=["value"], name="contact_value")]
