"""Certificates: what somebody has attested of a unit or of one of its goods, and until when."""

from django.db import models
from django.db.models import Q

from hamafza.registry.unit_facts import CertificateKind
from hamafza.web.records.facts import Fact, in_order, one_of
from hamafza.web.records.kept import written


class Certificate(Fact):
    """``good`` is empty where it speaks of the whole workshop; ``file`` is the paper, if given."""

    kind = models.CharField(max_length=20, default=CertificateKind.STANDARD)
    name = models.CharField(max_length=200)
    number = models.CharField(max_length=60, blank=True)
    body = models.CharField(max_length=200, blank=True)
    good = models.ForeignKey(
        "UnitGood", null=True, blank=True, on_delete=models.PROTECT, related_name="certificates"
    )
    issued_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    file = models.FileField(max_length=255, blank=True)
    file_name = models.CharField(max_length=255, blank=True)

    class Meta(Fact.Meta):
        abstract = False
        constraints = [
            written("name", "certificate_name_written"),
            one_of("kind", CertificateKind, "certificate_kind"),
            in_order("issued_on", "expires_on", "certificate_dates"),
        ]
        indexes = [
            models.Index(
                fields=["expires_on", "id"],
                condition=Q(ended_at__isnull=True),
                name="certificate_expiry",
            ),
        ]
