"""Bank accounts of units: sealed, for settlement alone."""

from django.db import models
from django.db.models import F, Q

from hamafza.web.records.facts import Fact
from hamafza.web.sealing import LookupField, SealedField


class BankAccount(Fact):
    """
    Where a unit is paid. Who wrote it down does not confirm it; until it is confirmed, the one
    confirmed before stands.

    ``iban_end`` are its last four signs, by which people tell accounts apart without opening one.
    """

    iban_sealed = SealedField()
    iban_key = LookupField(of="iban_sealed", db_index=True)
    iban_end = models.CharField(max_length=4)
    holder_name = models.CharField(max_length=150)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        "User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta(Fact.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(ended_at__isnull=True, confirmed_at__isnull=False),
                name="bank_account_one",
            ),
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(ended_at__isnull=True, confirmed_at__isnull=True),
                name="bank_account_one_to_confirm",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("told_by")),
                name="bank_account_four_eyes",
            ),
        ]
