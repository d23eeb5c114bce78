"""Two officers at one unit, at the same moment: nothing is doubled, nothing is overwritten."""

import pytest

from hamafza.web.actions.bank_accounts import ConfirmedAlready, confirm_account, give_account
from hamafza.web.actions.facts import FactChangedMeanwhile, FactThere, change_fact
from hamafza.web.records.bank_accounts import BankAccount
from hamafza.web.records.licences import Licence
from hamafza.web.records.people import Person, UnitPerson
from tests.people import Cast, make_unit
from tests.web.safety.test_chain_two_at_once import on_postgresql, together
from tests.web.unit_facts.making import iban, make_fact, make_person

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_person_written_down_by_two_at_two_units_is_one():
    on_postgresql()
    cast = Cast.on_stage()
    units = [cast.unit, *(make_unit(name=f"کارگاه {at}") for at in range(5))]
    faults = together(*(lambda unit=unit: make_person(cast, unit=unit) for unit in units))
    assert faults == []
    assert Person.objects.count() == 1
    assert UnitPerson.objects.count() == len(units)


def test_one_licence_written_down_by_two_is_one():
    on_postgresql()
    cast = Cast.on_stage()
    trades = ("پته‌دوزی", "سوزن‌دوزی", "گلیم‌بافی")
    faults = together(
        *(lambda trade=trade: make_fact(cast, "licence", trade=trade) for trade in trades)
    )
    assert [type(fault) for fault in faults] == [FactThere, FactThere]
    assert Licence.objects.count() == 1


def test_of_two_changes_at_once_one_is_asked_to_look_again():
    on_postgresql()
    cast = Cast.on_stage()
    fact = make_fact(cast, "machine")

    def change(many):
        change_fact(actor=cast.parviz, fact=fact, seen=1, said={"how_many": many})

    faults = together(lambda: change(2), lambda: change(3))
    assert [type(fault) for fault in faults] == [FactChangedMeanwhile]
    fact.refresh_from_db()
    assert (fact.version, fact.how_many in (2, 3)) == (2, True)


def test_two_who_confirm_an_account_confirm_it_once():
    on_postgresql()
    cast = Cast.on_stage()
    account = give_account(actor=cast.maryam, unit=cast.unit, iban=iban(7), holder_name="م")
    faults = together(
        lambda: confirm_account(actor=cast.reza, account=account, seen=1),
        lambda: confirm_account(actor=cast.parviz, account=account, seen=1),
    )
    assert [type(fault) for fault in faults] in ([FactChangedMeanwhile], [ConfirmedAlready])
    assert BankAccount.objects.get().confirmed_by is not None
