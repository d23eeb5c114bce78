"""Whose units an officer looks after: the queues, and who may decide."""

from typing import TypeVar

from django.db.models import Model, QuerySet

from hamafza.web.access import OFFICE
from hamafza.web.actions.twin_joining import group_of, last_of
from hamafza.web.branches import units_of, within
from hamafza.web.records.accounts import BRANCH, Role, User
from hamafza.web.records.units import Unit

M = TypeVar("M", bound=Model)


def units_within(actor: User) -> QuerySet[Unit]:
    """Return the units an officer may decide about: the whole, or those of the own branch."""
    if actor.role not in (*OFFICE, *BRANCH):
        return Unit.objects.none()
    return units_of(actor)


def about_units_within(rows: QuerySet[M], actor: User) -> QuerySet[M]:
    """
    Return those rows whose ``unit`` an officer may decide about.

    Who sees the whole is asked for no number: among 600,000 that alone takes a fifth of a second.
    """
    if actor.role not in (*OFFICE, *BRANCH):
        return rows.none()
    return within(rows, actor, "unit__office")


def counting(unit: Unit) -> Unit:
    """Return the record that counts for a unit: itself, or the one it was joined to."""
    return unit if unit.merged_into_id is None else last_of((unit.pk,))[unit.pk]


def records_of(unit: Unit) -> set[int]:
    """Return the numbers of all records of a unit."""
    return group_of(counting(unit))


def owns(actor: User, unit: Unit) -> bool:
    """Say whether a producer's account is about this unit, through any of its records."""
    if actor.role != Role.PRODUCER or actor.unit_id is None:
        return False
    return actor.unit_id == unit.pk or actor.unit_id in records_of(unit)
