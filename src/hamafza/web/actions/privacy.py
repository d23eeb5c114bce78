"""
A person's own data: what was read of it is noted, all of it is handed out, and it is forgotten.

Forgetting takes the names, codes and ways of reaching a person away. What must stay, stays without
them: the chained record of changes, the books of deals and payments, and the unit's licence and
goods, which the guild keeps by law and which name a workshop.
"""

from collections.abc import Iterable
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from hamafza.vocabulary.refusals import Refusal
from hamafza.web.actions import sessions
from hamafza.web.actions.accounts import administrators_only, keep_one_administrator
from hamafza.web.actions.events import belongs_to_demo, record
from hamafza.web.records.accounts import User
from hamafza.web.records.contacts import Contact
from hamafza.web.records.leads import BuyerLead
from hamafza.web.records.people import Person, UnitPerson
from hamafza.web.records.privacy import DeletionRequest, SensitiveRead
from hamafza.web.records.second_factor import SecondFactor
from hamafza.web.records.units import Unit

FORGOTTEN = "—"
"""What stands where a name stood."""
SAME_LOOK = timedelta(minutes=10)
"""The same person looking at the same again is one look."""


class DeletionAskedAlready(Refusal):
    code = "deletion-asked-already"


class DeletionDecided(Refusal):
    code = "deletion-decided-already"


class ReasonNeeded(Refusal):
    code = "deletion-reason-needed"


def note_read(
    *,
    reader: User,
    what: Iterable[str],
    why: str,
    unit: Unit | None = None,
    lead: BuyerLead | None = None,
) -> None:
    """Note that somebody read sensitive fields of a unit or a buyer's lead; not of one's own."""
    named = " ".join(sorted(what))
    if not named or (unit is not None and reader.unit_id == unit.pk):
        return
    about = {"reader": reader, "unit": unit, "lead": lead, "what": named}
    since = timezone.now() - SAME_LOOK
    if not SensitiveRead.objects.filter(created_at__gte=since, **about).exists():
        SensitiveRead.objects.create(
            role=reader.role, why=why, is_demo=belongs_to_demo(reader, unit, lead), **about
        )


@transaction.atomic
def note_export(*, actor: User) -> None:
    """Note that a person took all own data along."""
    record(actor=actor, verb="take-own-data", subject=actor)


@transaction.atomic
def ask_deletion(*, actor: User, words: str = "") -> DeletionRequest:
    """Ask that one's data be forgotten; asked twice at once, it is asked once."""
    try:
        with transaction.atomic():
            asked = DeletionRequest.objects.create(
                account=actor, words=words[:400], is_demo=belongs_to_demo(actor)
            )
    except IntegrityError:
        raise DeletionAskedAlready from None
    record(actor=actor, verb="ask-deletion", subject=actor, after={"request": asked.pk})
    return asked


@transaction.atomic
def refuse_deletion(*, actor: User, request: DeletionRequest, why: str) -> None:
    """Say why what was asked cannot be done now: an open deal, a payment under way."""
    administrators_only(actor)
    if not why.strip():
        raise ReasonNeeded
    asked = _open_request(request)
    _decide(asked, actor, "refused", why)
    record(actor=actor, verb="refuse-deletion", subject=asked.account, why=why)


@transaction.atomic
def forget(*, actor: User, request: DeletionRequest, people: Iterable[int] = (), why: str = ""):
    """Forget the account that asked and those people of its unit that the officer has named."""
    administrators_only(actor)
    asked = _open_request(request)
    account = User.objects.select_for_update(no_key=True).get(pk=asked.account_id)
    keep_one_administrator(account)
    forgotten = [_forget_person(person) for person in _people_of(account, people)]
    _forget_account(account)
    asked.words = ""
    _decide(asked, actor, "done", why)
    record(
        actor=actor, verb="forget-person", subject=account, why=why,
        after={"people": len(forgotten)},
    )  # fmt: skip


def people_of(account: User) -> list[Person]:
    """Return the people of the account's unit: who of them it is, an officer must know."""
    if account.unit_id is None:
        return []
    of_unit = UnitPerson.objects.filter(_records_of(account)).select_related("person")
    return list({each.person_id: each.person for each in of_unit}.values())


def _records_of(account: User) -> Q:
    return Q(unit=account.unit_id) | Q(unit__merged_into=account.unit_id)


def _people_of(account: User, wanted: Iterable[int]) -> list[Person]:
    known = {person.pk for person in people_of(account)}
    chosen = sorted(known & set(wanted))
    return list(Person.objects.select_for_update(no_key=True).filter(pk__in=chosen).order_by("pk"))


def _forget_person(person: Person) -> Person:
    person.name, person.gender, person.code_sealed, person.code_key = FORGOTTEN, "", None, None
    person.version += 1
    person.save()
    Contact.objects.filter(person=person).update(value=FORGOTTEN, note="")
    return person


def _forget_account(account: User) -> None:
    """The row stays, as events refer to it; it bears no name, and nobody signs in with it."""
    account.username, account.full_name, account.email = f"forgotten-{account.pk}", FORGOTTEN, ""
    account.is_active = False
    account.set_unusable_password()
    account.save()
    if account.unit_id is not None and not _others_of(account):
        Contact.objects.filter(_records_of(account)).update(value=FORGOTTEN, note="")
        Unit.objects.filter(Q(pk=account.unit_id) | Q(merged_into=account.unit_id)).update(
            phone=None
        )
    SecondFactor.objects.filter(account=account).delete()
    sessions.forget_all(account)


def _others_of(account: User) -> bool:
    """Say whether the unit has people who stay: then it is still reached as before."""
    return any(person.name != FORGOTTEN for person in people_of(account))


def _open_request(request: DeletionRequest) -> DeletionRequest:
    asked = DeletionRequest.objects.select_for_update(no_key=True).get(pk=request.pk)
    if asked.state != "asked":
        raise DeletionDecided
    return asked


def _decide(asked: DeletionRequest, actor: User, state: str, why: str) -> None:
    asked.state, asked.why = state, why[:400]
    asked.decided_by, asked.decided_at = actor, timezone.now()
    asked.save()
