"""Consents: to what use of its facts a unit has agreed, who said so, and when it ended."""

from django.db import models
from django.db.models import Q

from hamafza.registry.unit_facts import ConsentWay, Use
from hamafza.web.records.facts import one_of
from hamafza.web.records.kept import Kept
from hamafza.web.records.units import Unit


class Consents(models.QuerySet):
    def living(self):
        """Return the consents that were not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)


class Consent(Kept):
    """
    One consent for one use; ``person`` gave it, ``given_to`` wrote it down (herself, if hers).

    Withdrawn, it stays as a record that it once stood; agreeing again is another consent.
    """

    unit = models.ForeignKey("Unit", on_delete=models.PROTECT, related_name="consents")
    person = models.ForeignKey(
        "Person", null=True, blank=True, on_delete=models.PROTECT, related_name="consents"
    )
    use = models.CharField(max_length=12)
    given_at = models.DateTimeField()
    given_how = models.CharField(max_length=16)
    given_to = models.ForeignKey("User", null=True, on_delete=models.PROTECT, related_name="+")
    evidence = models.CharField(max_length=300, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_how = models.CharField(max_length=16, blank=True)
    withdrawn_to = models.ForeignKey(
        "User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = Consents.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            one_of("use", Use, "consent_use"),
            one_of("given_how", ConsentWay, "consent_given_how"),
            models.UniqueConstraint(
                fields=["unit", "use"],
                condition=Q(withdrawn_at__isnull=True),
                name="consent_once",
            ),
        ]


def agreed_no_more(use: Use) -> Q:
    """
    Choose the units that withdrew their consent to a use, by any record that counts as them.

    Who never was asked is not among them: what the guild's task allows needs no consent, but an
    answer that was given counts.
    """
    given = Consent.objects.filter(use=use)
    ended = given.filter(withdrawn_at__isnull=False).values("unit")
    joined = Unit.objects.filter(pk__in=ended, merged_into__isnull=False).values("merged_into")
    agrees = given.living().values("unit")
    return (Q(pk__in=ended) | Q(pk__in=joined)) & ~Q(pk__in=agrees)
