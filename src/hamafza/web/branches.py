"""
What lies in an officer's branch of the tree of offices: the one place that says so.

Officers of the two institutions, screening officers and observers see the whole; officers of a
chamber or a union the offices below theirs; everybody else, and a clerk for whom nobody answers,
nothing. Lists, single pages, counts and exports all begin with one of these functions.
"""

from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from hamafza.registry.offices import OfficeKind
from hamafza.web.access import OFFICE
from hamafza.web.records.accounts import BRANCH, Role, User
from hamafza.web.records.leads import BuyerLead
from hamafza.web.records.missions import Mission, MissionGoer
from hamafza.web.records.offices import Office
from hamafza.web.records.runs import Run
from hamafza.web.records.units import Unit
from hamafza.web.records.uploads import Upload

WHOLE = (*OFFICE, Role.SCREENING, Role.OBSERVER)
M = TypeVar("M", bound=Model)


def branch_of(user: User) -> Office | None:
    """Return the head of a person's branch; None for who sees the whole, or nothing."""
    return user.office if user.role in BRANCH else None


def within(rows: QuerySet[M], user: User, *fields: str) -> QuerySet[M]:
    """
    Return those rows all of whose named links to an office lie in a person's branch.

    A union has no office below it: one number is asked for. A chamber's offices are a few hundred
    numbers, and an index of the link answers for each.
    """
    if user.role in WHOLE:
        return rows
    head = branch_of(user)
    if head is None:
        return rows.none()
    if head.kind == OfficeKind.UNION:
        return rows.filter(**dict.fromkeys(fields, head.pk))
    below = Office.objects.below(head).values("pk")
    return rows.filter(**{f"{field}__in": below for field in fields})


def units_of(user: User) -> QuerySet[Unit]:
    """Return the records of units that a person may see, those joined to another too."""
    return within(Unit.objects.all(), user, "office")


def offices_of(user: User) -> QuerySet[Office]:
    """Return the offices that a person may see."""
    offices = Office.objects.all()
    if user.role in WHOLE:
        return offices
    head = branch_of(user)
    return offices.below(head) if head is not None else offices.none()


def uploads_of(user: User) -> QuerySet[Upload]:
    """Return the registry files of a person's branch."""
    return within(Upload.objects.all(), user, "office")


def leads_of(user: User) -> QuerySet[BuyerLead]:
    """Return the buyers' leads of a person's branch: tied to a group whose lead lies in it."""
    leads = BuyerLead.objects.all()
    if user.role in WHOLE:
        return leads
    return within(leads, user, "consortium__lead_unit__office") | within(
        leads, user, "proposal__lead_unit__office"
    )


def missions_of(user: User) -> QuerySet[Mission]:
    """Return the fairs and missions to which a group of a person's branch goes."""
    missions = Mission.objects.all()
    if user.role in WHOLE:
        return missions
    goers = MissionGoer.objects.order_by()
    inside = within(goers, user, "consortium__lead_unit__office") | within(
        goers, user, "proposal__lead_unit__office"
    )
    return missions.filter(pk__in=inside.values("mission"))


def runs_of(user: User) -> QuerySet[Run]:
    """Return the runs a person began, or a clerk in that person's place; officers see all."""
    runs = Run.objects.all()
    if user.role in OFFICE:
        return runs
    if user.acting_for is not None:
        return runs.filter(actor=user.pk, acting_for=user.acting_for)
    return runs.filter(Q(actor=user, acting_for=None) | Q(acting_for=user))


def holds_unit(user: User, unit: Unit) -> bool:
    """Say whether a unit lies in an officer's branch, or in the whole of an institution's."""
    if user.role in OFFICE:
        return True
    head = branch_of(user)
    return head is not None and unit.office is not None and head.holds(unit.office)
