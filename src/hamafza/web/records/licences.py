"""Licences: by which paper a unit works, held by whom, from when to when."""

from django.db import models
from django.db.models import Q

from hamafza.registry.unit_facts import ActivityClass, LicenceKind, LicenceState
from hamafza.web.records.facts import Fact, in_order, one_of
from hamafza.web.records.kept import written


class Licence(Fact):
    """A business licence, or a permit of those who need none; its holder is one person."""

    kind = models.CharField(max_length=12, default=LicenceKind.BUSINESS)
    number = models.CharField(max_length=60)
    holder = models.ForeignKey(
        "Person", null=True, blank=True, on_delete=models.PROTECT, related_name="licences"
    )
    trade = models.CharField(max_length=200, blank=True)
    """The trade line (رسته) it is given for."""
    activity_class = models.CharField(max_length=20, blank=True)
    issuer = models.CharField(max_length=200, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=12, default=LicenceState.VALID)

    class Meta(Fact.Meta):
        abstract = False
        constraints = [
            written("number", "licence_number_written"),
            one_of("kind", LicenceKind, "licence_kind"),
            one_of("state", LicenceState, "licence_state"),
            models.CheckConstraint(
                condition=Q(activity_class__in=["", *(each.value for each in ActivityClass)]),
                name="licence_activity_class",
            ),
            in_order("issued_on", "expires_on", "unit_licence_dates"),
            models.UniqueConstraint(
                fields=["unit", "kind", "number"],
                condition=Q(ended_at__isnull=True),
                name="licence_once",
            ),
        ]
        indexes = [
            models.Index(fields=["number"], name="licence_number"),
            models.Index(
                fields=["expires_on", "id"],
                condition=Q(ended_at__isnull=True),
                name="licence_expiry",
            ),
        ]
