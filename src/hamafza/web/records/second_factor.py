"""The second factor of an account: a secret that an authenticator holds too, and codes on paper."""

from django.db import models

from hamafza.web.records.kept import Kept
from hamafza.web.sealing import SealedField


class SecondFactor(Kept):
    """It counts from ``confirmed_at`` on, when a first code proved that the secret arrived."""

    account = models.OneToOneField("User", on_delete=models.PROTECT, related_name="second_factor")
    secret = SealedField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    last_step = models.BigIntegerField(default=0)
    """The time step of the last code taken: a code of this or an earlier one is a replay."""

    def __str__(self) -> str:
        return f"second factor of {self.account_id}"


class RecoveryCode(Kept):
    """One code for the day the authenticator is lost: kept as a keyed digest, good once."""

    factor = models.ForeignKey(SecondFactor, on_delete=models.CASCADE, related_name="codes")
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["factor", "digest"], name="recovery_code_once")
        ]

    def __str__(self) -> str:
        return f"recovery code of {self.factor_id}"
