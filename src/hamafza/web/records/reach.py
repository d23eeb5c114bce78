"""A reader's reach read off the query of units that bounds it: offices, or numbers of units."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.db.models.lookups import Exact, In
from django.db.models.sql.where import AND

from hamafza.web.records.units import Unit


def offices_of_reach(units: QuerySet[Unit]) -> list[Sequence[int]]:
    """Return the offices that bound a reach, all bounds together; none where it is another."""
    where = units.query.where
    if where.negated or where.connector != AND or units.query.is_sliced:
        return []
    found: list[Sequence[int]] = []
    for each in where.children:
        target = getattr(getattr(each, "lhs", None), "target", None)
        if target is not Unit._meta.get_field("office"):
            return []
        numbers = getattr(each, "rhs", None)
        if isinstance(each, Exact) and isinstance(numbers, int):
            numbers = [numbers]
        elif not isinstance(each, In) or not isinstance(numbers, list | tuple | set):
            return []
        if not numbers or not all(isinstance(number, int) for number in numbers):
            return []
        found.append(sorted(numbers))
    return found


def numbers_of_reach(units: QuerySet[Unit]) -> tuple[str, Sequence[Any]]:
    """Return the query of the numbers within a reader's reach; nothing where that is everything."""
    if not units.query.where:
        return "", ()
    return units.order_by().values("pk").query.sql_with_params()
