"""Two officers at one unit, at the same moment: nothing is doubled, nothing is overwritten."""

import polars as pl
import pytest
from django.db import transaction

from hamafza.web import sealing
from hamafza.web.actions.bank_accounts import ConfirmedAlready, confirm_account, give_account
from hamafza.web.actions.facts import FactChangedMeanwhile, FactThere, change_fact
from hamafza.web.actions.keys import ready
from hamafza.web.exchange.told_facts import BESIDE, keep_facts
from hamafza.web.exchange.told_people import CODE
from hamafza.web.records.bank_accounts import BankAccount
from hamafza.web.records.licences import Licence
from hamafza.web.records.people import Person, UnitPerson
from hamafza.web.records.uploads import Upload
from tests.people import Cast, make_unit
from tests.web.safety.test_chain_two_at_once import on_postgresql, together
from tests.web.unit_facts.making import iban, make_fact, make_person, national_code

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_person_written_down_by_two_at_two_units_is_one():
    on_postgresql()
    cast = Cast.on_stage()
    units = [cast.unit, *(make_unit(name=f"کارگاه {at}") for at in range(5))]
    faults = together(*(lambda unit=unit: make_person(cast, unit=unit) for unit in units))
    assert faults == []
    assert Person.objects.count() == 1
    assert UnitPerson.objects.count() == len(units)


def test_one_person_in_two_files_that_are_read_at_once_is_one():
    """Each bears the codes in another order: nobody waits for ever, and nobody is doubled."""
    on_postgresql()
    cast = Cast.on_stage()
    ready()
    codes = [national_code(500_000_000 + at) for at in range(40)]
    units = [[make_unit(name=f"کارگاه {file} {at}").pk for at in codes] for file in range(3)]

    def read(numbers, order):
        rows = [
            {"line": at, "owner": "مریم پارسا", "code_key": sealing.lookup(code, CODE),
             "code_sealed": sealing.seal(code), "number": f"{code}-{numbers[0]}",
             "licence_kind": "business"}
            for at, code in enumerate(order)
        ]  # fmt: skip
        upload = Upload(country="IRN", is_demo=cast.unit.is_demo)
        with transaction.atomic():
            keep_facts(pl.DataFrame(rows, schema=BESIDE), dict(enumerate(numbers)), upload)

    orders = (codes, codes[::-1], codes[20:] + codes[:20])
    told = zip(units, orders, strict=True)
    assert (
        together(*(lambda some=some, order=order: read(some, order) for some, order in told)) == []
    )
    assert Person.objects.count() == len(codes)
    assert UnitPerson.objects.count() == Licence.objects.count() == 3 * len(codes)


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
