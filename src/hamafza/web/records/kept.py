"""What every record has: when it was made, and whether the demo made it."""

from django.db import models
from django.utils import timezone


class Kept(models.Model):
    """A demo row is synthetic: it is shown with a badge, and ``hamafza demo --wipe`` removes it."""

    created_at = models.DateTimeField(default=timezone.now, editable=False)
    is_demo = models.BooleanField(default=False, editable=False, db_index=True)

    class Meta:
        abstract = True


def share_field(**options) -> models.DecimalField:
    """Return a field for a share between 0 and 1, kept exactly."""
    return models.DecimalField(max_digits=9, decimal_places=8, **options)


def within_0_1(field: str, name: str) -> models.CheckConstraint:
    """Return the constraint that a share is a share; null passes."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__gte": 0, f"{field}__lte": 1}), name=name
    )


def written(field: str, name: str) -> models.CheckConstraint:
    """Return the constraint that a text may not be left empty."""
    return models.CheckConstraint(condition=~models.Q(**{field: ""}), name=name)
