"""What every fact about a unit has: whose word it is, and how it ended; none is deleted."""

from django.db import models

from hamafza.web.records.kept import Kept


class Facts(models.QuerySet):
    def living(self):
        """Return the facts that nobody has ended."""
        return self.filter(ended_at__isnull=True)


class Fact(Kept):
    """
    One thing told of one record of a unit.

    It stays with its record when that is joined to another (``Unit.merged_into``): the unit's
    facts are those of all its records. ``version`` counts the changes, so that two who change one
    fact at once do not overwrite each other.
    """

    unit = models.ForeignKey("Unit", on_delete=models.PROTECT, related_name="%(class)ss")
    told_by = models.ForeignKey(
        "User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        "User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_why = models.TextField(blank=True)

    objects = Facts.as_manager()

    class Meta:
        abstract = True
        ordering = ["id"]


def one_of(field: str, choices: type, name: str) -> models.CheckConstraint:
    """Return the constraint that a text is one of an enumeration."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__in": [each.value for each in choices]}), name=name
    )


def in_order(first: str, last: str, name: str) -> models.CheckConstraint:
    """Return the constraint that a paper does not end before it begins; null passes."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{last}__gte": models.F(first)}), name=name
    )
