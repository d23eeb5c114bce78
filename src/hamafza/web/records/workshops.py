"""Workshops: where a unit stands, how many work there, with what, and what it makes a month."""

from django.db import models
from django.db.models import Q

from hamafza.registry.unit_facts import Means
from hamafza.web.records.facts import Fact, one_of
from hamafza.web.records.kept import written


class Workshop(Fact):
    """
    The place itself, one for each record of a unit. Where it lies on the map stands with the unit.

    The address is a home where the unit is home-based: officers and the owner see it, nobody else.
    """

    unit = models.OneToOneField("Unit", on_delete=models.PROTECT, related_name="workshop")
    county = models.CharField(max_length=100, blank=True)
    address = models.TextField(blank=True)
    postal_code = models.CharField(max_length=20, blank=True)
    jobs = models.PositiveIntegerField(null=True, blank=True)
    jobs_women = models.PositiveIntegerField(null=True, blank=True)
    jobs_home = models.PositiveIntegerField(null=True, blank=True)
    """People who work for it at their own homes, beside ``jobs``."""

    class Meta(Fact.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(
                condition=Q(jobs_women__lte=models.F("jobs")), name="workshop_jobs_women"
            ),
        ]


class Machine(Fact):
    """A machine, or a process the workshop masters; ``size`` is the largest piece it takes."""

    means = models.CharField(max_length=8, default=Means.MACHINE)
    name = models.CharField(max_length=200)
    how_many = models.PositiveIntegerField(default=1)
    made_in_year = models.PositiveSmallIntegerField(null=True, blank=True)
    materials = models.CharField(max_length=300, blank=True)
    size = models.CharField(max_length=100, blank=True)

    class Meta(Fact.Meta):
        abstract = False
        constraints = [
            written("name", "machine_name_written"),
            one_of("means", Means, "machine_means"),
            models.CheckConstraint(condition=Q(how_many__gt=0), name="machine_how_many"),
        ]


class UnitGood(Fact):
    """
    One good a unit makes, and how much of it in a month: in pieces (or its measure) and kg.

    What an officer has confirmed counts as its capacity where work is shared; until then the
    figures are the unit's own word.
    """

    words = models.CharField(max_length=400)
    hs6 = models.CharField(max_length=6, blank=True)
    measure = models.CharField(max_length=20, default="piece")
    monthly_units = models.PositiveBigIntegerField(null=True, blank=True)
    monthly_kg = models.PositiveBigIntegerField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        "User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta(Fact.Meta):
        abstract = False
        constraints = [written("words", "unit_good_words_written")]
        indexes = [models.Index(fields=["hs6", "unit"], name="unit_good_hs6")]

    def __str__(self) -> str:
        return self.words
