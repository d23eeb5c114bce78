"""Accounts: who a person is, for which institution, and what lies within reach."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q

from hamafza.web.records.kept import Kept


class Role(models.TextChoices):
    """A person reads as exactly one of these. Labels are put into words by ``web.context``."""

    ADMINISTRATOR = "administrator"
    PROMOTION = "promotion"
    UNION = "union"
    SCREENING = "screening"
    MANAGER = "manager"
    PRODUCER = "producer"
    BUYER = "buyer"
    FACTORY = "factory"
    OBSERVER = "observer"


SCOPES = {
    Role.UNION: "union",
    Role.MANAGER: "consortium",
    Role.PRODUCER: "unit",
    Role.BUYER: "buyer",
    Role.FACTORY: "factory",
}
"""What an account of this role is about; the others see the whole."""


def _scope_given(role: Role, field: str) -> Q:
    given = ~Q(union="") if field == "union" else Q(**{f"{field}__isnull": False})
    return ~Q(role=role) | given


class User(AbstractUser, Kept):
    """
    One person. A unit's owner is the producer whose ``unit`` it is (``unit.people``).

    Accounts are closed (``is_active``), never deleted: events name them.
    """

    first_name = None  # type: ignore[assignment]  # Persian names are one text
    last_name = None  # type: ignore[assignment]
    full_name = models.CharField(max_length=150)
    role = models.CharField(max_length=16, choices=Role.choices, default=Role.OBSERVER)
    language = models.CharField(max_length=2, default="fa", choices=[("fa", "fa"), ("en", "en")])
    union = models.CharField(max_length=200, blank=True)
    """The name of the union whose units an officer verifies, as ``Unit.union`` has it."""
    unit = models.ForeignKey(
        "Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="people"
    )
    consortium = models.ForeignKey(
        "Consortium", null=True, blank=True, on_delete=models.PROTECT, related_name="people"
    )
    buyer = models.ForeignKey(
        "Party", null=True, blank=True, on_delete=models.PROTECT, related_name="people"
    )
    factory = models.ForeignKey(
        "Factory", null=True, blank=True, on_delete=models.PROTECT, related_name="people"
    )

    REQUIRED_FIELDS = ["email", "full_name"]

    class Meta(AbstractUser.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(
                condition=_scope_given(role, field), name=f"account_{role}_has_its_{field}"
            )
            for role, field in SCOPES.items()
        ]

    def get_full_name(self) -> str:
        return self.full_name or self.username

    def get_short_name(self) -> str:
        return self.get_full_name()

    @property
    def scope(self):
        """What this account is about: a union's name, a record, or nothing."""
        field = SCOPES.get(Role(self.role))
        return getattr(self, field) if field else None
