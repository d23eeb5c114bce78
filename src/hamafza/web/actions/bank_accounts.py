"""Bank accounts of units: given by one, confirmed by another, opened for settlement alone."""

from django.db import transaction
from django.utils import timezone

from hamafza.vocabulary.refusals import Refusal
from hamafza.web import sealing
from hamafza.web.access import SETTLEMENT
from hamafza.web.actions import keys
from hamafza.web.actions.events import belongs_to_demo, record
from hamafza.web.actions.facts import end, is_owner, locked_fact, records_of, stands_locked
from hamafza.web.actions.people import identity
from hamafza.web.actions.privacy import note_read
from hamafza.web.records.accounts import Role, User
from hamafza.web.records.bank_accounts import BankAccount
from hamafza.web.records.consortia import Member
from hamafza.web.records.units import Unit

IBAN = "bankaccount.iban_sealed"


class AccountNotYours(Refusal):
    code = "bank-account-not-yours"


class ConfirmedByItsWriter(Refusal):
    """Four eyes: who wrote an account down does not confirm it."""

    code = "bank-account-own-hand"


class ConfirmedAlready(Refusal):
    code = "bank-account-confirmed-already"


def may_settle(actor: User, unit: Unit) -> bool:
    """Say whether a person pays this unit: the promotion officers, its consortium's manager."""
    if actor.role not in SETTLEMENT:
        return False
    if actor.role != Role.MANAGER:
        return True
    members = Member.objects.filter(consortium=actor.consortium_id, unit__in=records_of(unit))
    return actor.consortium_id is not None and members.filter(state="accepted").exists()


def accounts_of(unit: Unit):
    """Return the accounts of a unit that stand: the confirmed one, and one that waits."""
    living = BankAccount.objects.living().filter(unit__in=records_of(unit))
    return living.select_related("told_by", "confirmed_by").order_by("-confirmed_at", "pk")


@transaction.atomic
def give_account(*, actor: User, unit: Unit, iban: str, holder_name: str) -> BankAccount:
    """Write down where a unit is paid; it counts once somebody else has confirmed it."""
    last = stands_locked(unit)
    if not is_owner(actor, last) and not may_settle(actor, last):
        raise AccountNotYours()
    plain = identity().iban(iban, last.country)
    standing = accounts_of(last).filter(iban_key__in=sealing.lookups(plain, IBAN))
    if there := standing.first():
        return there  # type: ignore[return-value]
    for waiting in accounts_of(last).filter(confirmed_at=None):
        end(waiting, actor, "")
    kept = BankAccount.objects.create(
        unit=last,
        told_by=actor,
        iban_sealed=keys.sealed(plain),
        iban_key=keys.hashed(plain, IBAN),
        iban_end=plain[-4:],
        holder_name=holder_name.strip(),
        is_demo=belongs_to_demo(actor, last),
    )
    record(actor=actor, verb="give-bank-account", subject=kept, after={"unit": last})
    return kept


@transaction.atomic
def confirm_account(*, actor: User, account: BankAccount, seen: int) -> BankAccount:
    """Say that the account is the unit's own; the one confirmed before ends."""
    last = stands_locked(account.unit)
    if not may_settle(actor, last):
        raise AccountNotYours()
    kept: BankAccount = locked_fact(account, seen)  # type: ignore[assignment]
    if kept.confirmed_at is not None:
        raise ConfirmedAlready()
    if kept.told_by_id == actor.pk:
        raise ConfirmedByItsWriter()
    ended = list(accounts_of(last).exclude(confirmed_at=None))
    for before in ended:
        end(before, actor, "")
    kept.confirmed_by, kept.confirmed_at = actor, timezone.now()
    kept.version += 1
    kept.save(update_fields=["confirmed_by", "confirmed_at", "version"])
    after = {"unit": last, "ended": [before.pk for before in ended]}
    record(actor=actor, verb="confirm-bank-account", subject=kept, after=after)
    return kept


@transaction.atomic
def end_account(*, actor: User, account: BankAccount, seen: int, why: str = "") -> BankAccount:
    """Say that the unit is paid there no more."""
    last = stands_locked(account.unit)
    if not is_owner(actor, last) and not may_settle(actor, last):
        raise AccountNotYours()
    kept: BankAccount = locked_fact(account, seen)  # type: ignore[assignment]
    end(kept, actor, why)
    record(actor=actor, verb="end-bank-account", subject=kept, after={"unit": last}, why=why)
    return kept


@transaction.atomic
def read_iban(*, actor: User, account: BankAccount, why: str) -> str | None:
    """Open an account's number for who pays; that it was read, and why, is written down."""
    last = stands_locked(account.unit)
    if not may_settle(actor, last):
        raise AccountNotYours()
    record(actor=actor, verb="read-iban", subject=account, why=why)
    note_read(reader=actor, unit=last, what=["bank-account"], why="settlement")
    return sealing.opened(account.iban_sealed)
