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
    CHAMBER = "chamber"
    CLERK = "clerk"
    SCREENING = "screening"
    MANAGER = "manager"
    PRODUCER = "producer"
    BUYER = "buyer"
    FACTORY = "factory"
    OBSERVER = "observer"


BRANCH = (Role.UNION, Role.CHAMBER)
"""Officers of one office of the tree: they see the branch below it, and no other."""

SCOPES = {
    Role.UNION: "office",
    Role.CHAMBER: "office",
    Role.CLERK: "office",
    Role.MANAGER: "consortium",
    Role.PRODUCER: "unit",
    Role.BUYER: "buyer",
    Role.FACTORY: "factory",
}
"""What an account of this role is about; the others see the whole."""


def _scope_given(role: Role, field: str) -> Q:
    return ~Q(role=role) | Q(**{f"{field}__isnull": False})


class ActingIsNotKept(TypeError):
    """Something tried to write a clerk's borrowed role down as the clerk's own: a fault of ours."""


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
    office = models.ForeignKey(
        "Office", null=True, blank=True, on_delete=models.PROTECT, related_name="people"
    )
    """Of an officer: the head of the branch; of a clerk: where the clerk works."""
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

    acting_for: "User | None" = None
    """The officer in whose place a clerk acts, while a delegation counts."""

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
        """What this account is about: an office, another record, or nothing."""
        field = SCOPES.get(Role(self.role))
        return getattr(self, field) if field else None

    @property
    def union(self) -> str:
        """The name of a union officer's union; empty for everybody else."""
        return self.office.name_fa if self.role == Role.UNION and self.office else ""

    def stand_in_for(self, officer: "User") -> None:
        """Act with an officer's role, in the officer's branch; nothing of it is kept."""
        self.acting_for, self.role, self.office = officer, officer.role, officer.office

    def save(self, *args, update_fields=None, **kwargs):
        if self.acting_for is not None and not {"role", "office"}.isdisjoint(
            update_fields or ("role",)
        ):
            raise ActingIsNotKept(self.username)
        super().save(*args, update_fields=update_fields, **kwargs)
