"""People: who owns or runs a unit. A person, a licence and a workshop are three things."""

from django.db import models
from django.db.models import Q

from hamafza.registry.unit_facts import Gender, Part
from hamafza.web.records.facts import Fact, one_of
from hamafza.web.records.kept import Kept, written
from hamafza.web.sealing import LookupField, SealedField


class Person(Kept):
    """
    A natural person, once for however many units and licences.

    ``code_sealed`` holds the national code, ``code_key`` its keyed hash. A code whose key is lost
    is unreadable and can be told again: the hash knows it.
    """

    name = models.CharField(max_length=150)
    country = models.CharField(max_length=3, default="IRN")
    gender = models.CharField(max_length=8, blank=True)
    """Told only if the person likes."""
    code_sealed = SealedField(null=True, blank=True)
    code_key = LookupField(of="code_sealed", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["id"]
        constraints = [
            written("name", "person_name_written"),
            models.UniqueConstraint(
                fields=["code_key", "country", "is_demo"],
                condition=Q(code_key__isnull=False),
                name="person_once",
            ),
            models.CheckConstraint(
                condition=Q(gender__in=["", *(each.value for each in Gender)]), name="person_gender"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class UnitPerson(Fact):
    """What a person is to a unit."""

    unit = models.ForeignKey("Unit", on_delete=models.PROTECT, related_name="persons")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="units")
    part = models.CharField(max_length=12, default=Part.OWNER)

    class Meta(Fact.Meta):
        abstract = False
        constraints = [
            one_of("part", Part, "unit_person_part"),
            models.UniqueConstraint(
                fields=["unit", "person", "part"],
                condition=Q(ended_at__isnull=True),
                name="unit_person_once",
            ),
        ]
