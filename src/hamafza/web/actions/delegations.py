"""Delegations: an officer lets a clerk act for the own branch until a day, and ends it."""

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from hamafza.vocabulary.refusals import Refusal
from hamafza.web.actions.events import belongs_to_demo, record
from hamafza.web.branches import branch_of, offices_of
from hamafza.web.exchange.offices import office_params
from hamafza.web.records.accounts import BRANCH, Role, User
from hamafza.web.records.delegations import Delegation


class MayNotDelegate(Refusal):
    """Only an officer of a branch delegates; a clerk hands nothing on."""

    code = "delegation-not-permitted"


class NoSuchClerk(Refusal):
    code = "delegation-no-such-clerk"


class DayNotPossible(Refusal):
    code = "delegation-day-not-possible"


class DelegatedAlready(Refusal):
    code = "delegation-already"


class NotYourDelegation(Refusal):
    code = "delegation-not-yours"


class DelegationIsOver(Refusal):
    code = "delegation-is-over"


def clerks_of(officer: User) -> QuerySet[User]:
    """Return the clerks whom an officer may choose: those of the own branch."""
    clerks = User.objects.filter(role=Role.CLERK, is_active=True)
    return clerks.filter(office__in=offices_of(officer).values("pk")).order_by("full_name", "pk")


@transaction.atomic
def delegate(*, actor: User, clerk: User, until: date, why: str = "") -> Delegation:
    """Let a clerk of the branch act in the actor's place up to and including a day."""
    office = branch_of(actor)
    if actor.role not in BRANCH or actor.acting_for is not None or office is None:
        raise MayNotDelegate()
    locked = User.objects.select_for_update(no_key=True).filter(pk=clerk.pk)
    kept = locked.first()
    if kept is None or not clerks_of(actor).filter(pk=kept.pk).exists():
        raise NoSuchClerk(name=clerk.full_name)
    today, most = timezone.localdate(), office_params().most_days_of_delegation
    if not today <= until <= today + timedelta(days=most):
        raise DayNotPossible(days=most)
    _end_expired(actor, kept, today)
    try:
        with transaction.atomic():
            made = Delegation.objects.create(
                officer=actor, clerk=kept, office=office, until=until, why=why,
                is_demo=belongs_to_demo(actor, kept, office),
            )  # fmt: skip
    except IntegrityError:
        raise DelegatedAlready(name=kept.full_name) from None
    after = {"clerk": kept.pk, "office": office.pk, "until": until}
    record(actor=actor, verb="delegate", subject=made, after=after, why=why)
    return made


@transaction.atomic
def end_delegation(*, actor: User, delegation: Delegation, why: str = "") -> Delegation:
    """End a delegation before its day; the clerk's next click finds nothing."""
    kept = Delegation.objects.select_for_update(no_key=True).get(pk=delegation.pk)
    if kept.officer_id != actor.pk and actor.role != Role.ADMINISTRATOR:
        raise NotYourDelegation()
    if kept.ended_at is not None:
        return kept
    kept.ended_at, kept.ended_by = timezone.now(), actor
    kept.save(update_fields=["ended_at", "ended_by"])
    record(actor=actor, verb="end-delegation", subject=kept, before={"until": kept.until}, why=why)
    return kept


@transaction.atomic
def take_up(*, actor: User, delegation: Delegation) -> Delegation:
    """Let a clerk for whom several officers stand act for this one from now on."""
    kept = Delegation.objects.select_for_update(no_key=True).get(pk=delegation.pk)
    if kept.clerk_id != actor.pk:
        raise NotYourDelegation()
    counting = Delegation.objects.in_force(timezone.localdate())
    if not counting.filter(pk=kept.pk).exists():
        raise DelegationIsOver()
    kept.taken_up_at = timezone.now()
    kept.save(update_fields=["taken_up_at"])
    record(actor=actor, verb="take-up-delegation", subject=kept, after={"officer": kept.officer_id})
    return kept


def _end_expired(officer: User, clerk: User, today: date) -> None:
    """One whose day has passed makes room for a new one."""
    past = Delegation.objects.filter(officer=officer, clerk=clerk, ended_at=None, until__lt=today)
    past.update(ended_at=timezone.now())
