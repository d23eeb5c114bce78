"""Where a reader who writes a unit's number is led: within the own reach, and nowhere else."""

from django.urls import reverse

from hamafza.web.access import OFFICE
from hamafza.web.branches import units_of
from hamafza.web.records.accounts import BRANCH, Role
from hamafza.web.records.units import Unit

READERS = (*OFFICE, *BRANCH, Role.OBSERVER)
"""Who reads the pages of units, each within the own reach."""


def page_of_unit(user, number: str) -> str:
    """Return the page of the unit's markets, or nothing where it is out of this reader's reach."""
    if not user.is_authenticated:
        return ""
    if user.role == Role.PRODUCER:
        is_own = user.unit is not None and user.unit.public_id == number
        return reverse("producer:markets") if is_own else ""
    if user.role not in READERS:
        return ""
    unit: Unit | None = units_of(user).filter(public_id=number).first()
    return reverse("office:unit_markets", args=(unit.pk,)) if unit else ""
