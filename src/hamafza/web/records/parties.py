"""Foreign parties: buyers, consignees, end users, payers. Each is screened."""

from django.db import models

from hamafza.web.records.kept import Kept, written


class Party(Kept):
    name = models.CharField(max_length=200)
    """The legal name in Latin letters."""
    native_name = models.CharField(max_length=200, blank=True)
    country = models.CharField(max_length=3)
    city = models.CharField(max_length=100, blank=True)
    address = models.TextField(blank=True)
    registration_number = models.CharField(max_length=60, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    owners = models.JSONField(default=list)
    """Who holds more than a quarter."""
    version = models.PositiveIntegerField(default=1)
    """Raised by every change: a screening answers for one version only."""

    class Meta:
        ordering = ["id"]
        constraints = [
            written("name", "party_name_written"),
            written("country", "party_country_written"),
        ]

    def __str__(self) -> str:
        return self.name
