"""Consents and bank accounts: given, withdrawn, confirmed by another hand."""

import pytest

from hamafza.registry.identity import IbanWrong
from hamafza.registry.unit_facts import Use
from hamafza.web import sealing
from hamafza.web.actions import bank_accounts as bank
from hamafza.web.actions import consents as act
from hamafza.web.actions.facts import FactChangedMeanwhile
from hamafza.web.actions.units import NotYourUnit
from hamafza.web.exchange.formations import makers_asked
from hamafza.web.records.bank_accounts import BankAccount
from hamafza.web.records.consents import Consent
from hamafza.web.records.consortia import Member
from hamafza.web.records.events import Event
from hamafza.web.records.privacy import SensitiveRead
from tests.web.unit_facts.making import iban

pytestmark = pytest.mark.django_db
OWN = iban(540105180021273113007)
NEXT = iban(540105180021273113008)


def give(cast, number=OWN, actor=None, **said):
    told = {"actor": actor or cast.maryam, "unit": cast.unit, "holder_name": "مریم پارسا"}
    return bank.give_account(**(told | said), iban=number)


def has_agreed(cast, use):
    return cast.unit.pk in act.agreed([cast.unit.pk], use)


def test_a_consent_is_given_for_one_use_and_withdrawn(cast):
    assert not has_agreed(cast, Use.BUYERS)
    given = act.give_consent(actor=cast.maryam, unit=cast.unit, use="buyers")
    assert given.given_how == "account"
    assert has_agreed(cast, Use.BUYERS)
    assert not has_agreed(cast, Use.MESSAGES)
    assert act.give_consent(actor=cast.maryam, unit=cast.unit, use="buyers") == given
    act.withdraw_consent(actor=cast.farideh, consent=given, how="telephone")
    assert not has_agreed(cast, Use.BUYERS)
    with pytest.raises(act.ConsentWithdrawn):
        act.withdraw_consent(actor=cast.maryam, consent=given)
    again = act.give_consent(actor=cast.farideh, unit=cast.unit, use="buyers", how="signed-paper")
    assert (again.given_how, Consent.objects.count()) == ("signed-paper", 2)
    assert list(Event.objects.values_list("verb", flat=True)) == [
        "give-consent", "withdraw-consent", "give-consent",
    ]  # fmt: skip


def test_who_withdraws_is_proposed_no_more_until_agreeing_again(cast):
    unit = cast.unit
    Member.objects.filter(unit=unit).delete()

    def is_asked():
        return makers_asked(unit.country).filter(pk=unit.pk).exists()

    assert is_asked()
    given = act.give_consent(actor=cast.maryam, unit=unit, use="matching")
    other = act.give_consent(actor=cast.maryam, unit=unit, use="buyers")
    act.withdraw_consent(actor=cast.maryam, consent=other)
    assert is_asked()
    act.withdraw_consent(actor=cast.maryam, consent=given)
    assert not is_asked()
    act.give_consent(actor=cast.maryam, unit=unit, use="matching")
    assert is_asked()


def test_nobody_else_agrees_for_a_unit(cast):
    for actor in (cast.zohreh, cast.reza, cast.salim, cast.negar):
        with pytest.raises(NotYourUnit):
            act.give_consent(actor=actor, unit=cast.unit, use="buyers")


def test_an_account_is_sealed_and_confirmed_by_another_hand(cast):
    account = give(cast)
    assert OWN not in str(BankAccount.objects.values().get())
    assert account.iban_end == OWN[-4:]
    bank.confirm_account(actor=cast.reza, account=account, seen=1)
    assert bank.read_iban(actor=cast.reza, account=account, why="پرداخت سفارش") == OWN
    read = SensitiveRead.objects.get()
    assert (read.reader, read.unit, read.what) == (cast.reza, cast.unit, "bank-account")
    assert Event.objects.get(verb="read-iban").why == "پرداخت سفارش"
    assert OWN not in "".join(str(event.after) for event in Event.objects.all())


def test_who_wrote_an_account_down_does_not_confirm_it(cast):
    account = give(cast, actor=cast.parviz)
    with pytest.raises(bank.ConfirmedByItsWriter):
        bank.confirm_account(actor=cast.parviz, account=account, seen=1)
    bank.confirm_account(actor=cast.reza, account=account, seen=1)
    with pytest.raises(FactChangedMeanwhile):
        bank.confirm_account(actor=cast.reza, account=account, seen=1)
    with pytest.raises(bank.ConfirmedAlready):
        bank.confirm_account(actor=cast.reza, account=account, seen=2)


def test_the_confirmed_account_stands_until_the_next_is_confirmed(cast):
    first = give(cast)
    bank.confirm_account(actor=cast.reza, account=first, seen=1)
    second = give(cast, NEXT)
    assert [one.pk for one in bank.accounts_of(cast.unit).exclude(confirmed_at=None)] == [first.pk]
    bank.confirm_account(actor=cast.parviz, account=second, seen=1)
    assert [one.pk for one in bank.accounts_of(cast.unit)] == [second.pk]
    first.refresh_from_db()
    assert first.ended_at is not None


def test_the_same_account_twice_is_one_and_a_new_word_replaces_one_that_waits(cast):
    assert give(cast) == give(cast, OWN[2:])
    give(cast, NEXT)
    assert BankAccount.objects.living().count() == 1
    assert sealing.opened(BankAccount.objects.living().get().iban_sealed) == NEXT


def test_a_wrong_number_is_refused(cast):
    with pytest.raises(IbanWrong):
        give(cast, OWN[:-1] + str((int(OWN[-1]) + 1) % 10))


def test_only_who_pays_the_unit_opens_its_account(cast):
    account = give(cast)
    for actor in (cast.maryam, cast.zohreh, cast.nader, cast.farideh, cast.mina, cast.negar):
        with pytest.raises(bank.AccountNotYours):
            bank.read_iban(actor=actor, account=account, why="")
        with pytest.raises(bank.AccountNotYours):
            bank.confirm_account(actor=actor, account=account, seen=1)
    for actor in (cast.zohreh, cast.nader, cast.farideh, cast.mina):
        with pytest.raises(bank.AccountNotYours):
            give(cast, NEXT, actor=actor)
    assert bank.read_iban(actor=cast.parviz, account=account, why="") == OWN
