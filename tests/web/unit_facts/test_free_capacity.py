"""What a unit can still make, where orders ask: for one, and for many in as many queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hamafza.web.actions import facts as act
from hamafza.web.exchange.orders import capacities, free_capacities, free_capacity
from hamafza.web.records.deals import Allotment, Deal, DealLine
from hamafza.web.records.units import Unit
from tests.people import make_unit
from tests.web.unit_facts.making import make_fact

pytestmark = pytest.mark.django_db


def make_line(cast, quantity=60, hs6="630259", state="offers-open", **fields) -> DealLine:
    deal = Deal.objects.create(
        consortium=cast.consortium, buyer=cast.salim.buyer, title="رومیزی", state=state,
        final_destination="OMN", end_user="own shops", most_days=30,
    )  # fmt: skip
    return DealLine.objects.create(
        deal=deal, description="رومیزی", quantity=quantity, hs6=hs6, **fields
    )


def promise(line, unit, quantity, state="confirmed", **fields):
    return Allotment.objects.create(
        line=line, unit=unit, quantity=quantity, currency="USD", reason_code="x", state=state,
        **fields,
    )  # fmt: skip


@pytest.fixture
def unit(cast):
    Unit.objects.filter(pk=cast.unit.pk).update(monthly_units=100)
    return Unit.objects.get(pk=cast.unit.pk)


def test_what_is_promised_elsewhere_is_not_free(cast, unit):
    asked = make_line(cast)
    assert free_capacity(unit, asked) == 100
    promise(make_line(cast), unit, 30)
    assert free_capacity(unit, asked) == 70
    promise(asked, unit, 60)
    assert free_capacity(unit, asked) == 70, "its own deal is what is being divided"


@pytest.mark.parametrize("state", ["cancelled", "lost", "expired", "closed"])
def test_a_deal_that_ended_promises_nothing(cast, unit, state):
    promise(make_line(cast, state=state), unit, 30)
    assert free_capacity(unit, make_line(cast)) == 100


@pytest.mark.parametrize("state", ["declined", "rejected", "entitled", "paid", "defaulted"])
def test_a_share_that_ended_promises_nothing(cast, unit, state):
    promise(make_line(cast), unit, 30, state=state)
    assert free_capacity(unit, make_line(cast)) == 100


def test_what_is_made_is_free_again_and_what_comes_back_is_not(cast, unit):
    share = promise(make_line(cast), unit, 30, state="inspected", delivered=30, accepted=25)
    assert free_capacity(unit, make_line(cast)) == 100
    Allotment.objects.filter(pk=share.pk).update(state="rework")
    assert free_capacity(unit, make_line(cast)) == 95


def test_nothing_known_is_nothing_verified(cast):
    assert free_capacity(cast.unit, make_line(cast)) is None


def test_the_confirmed_figure_of_the_very_good_comes_first(cast, unit):
    make_fact(cast, "good", monthly_units=40)
    assert free_capacity(unit, make_line(cast)) == 40
    assert free_capacity(unit, make_line(cast, hs6="621420")) == 100
    assert free_capacity(unit, make_line(cast, measure="kilogram")) == 100
    # Half of the month goes into forty pieces' worth of time.
    promise(make_line(cast), unit, 20)
    assert free_capacity(unit, make_line(cast, hs6="621420")) == 50


def test_the_units_own_word_waits_for_an_officer(cast, unit):
    own = make_fact(cast, "good", actor=cast.maryam, monthly_units=9_000)
    assert free_capacity(unit, make_line(cast)) == 100
    act.confirm_good(actor=cast.farideh, fact=own, seen=1)
    assert free_capacity(unit, make_line(cast)) == 9_000
    act.end_fact(actor=cast.maryam, fact=own, seen=2)
    assert free_capacity(unit, make_line(cast)) == 100


def test_what_was_told_of_a_joined_record_is_the_units(cast, unit):
    first, second = make_unit(name="دوم"), make_unit(name="سوم")
    make_fact(cast, "good", unit=second, monthly_units=70)
    Unit.objects.filter(pk=second.pk).update(merged_into=first)
    Unit.objects.filter(pk=first.pk).update(merged_into=unit)
    assert free_capacity(unit, make_line(cast)) == 70


def test_many_units_cost_as_many_queries_as_one(cast, unit):
    line = make_line(cast)
    many = [make_unit(name=str(at), monthly_units=10).pk for at in range(30)]
    for pk in many:
        promise(make_line(cast), Unit.objects.get(pk=pk), 4)

    def counted(units):
        with CaptureQueriesContext(connection) as queries:
            free_capacities(units, line)
        return len(queries)

    assert counted([unit.pk]) == counted([unit.pk, *many]) <= 4
    assert set(free_capacities(many, line).values()) == {6}


def test_the_page_tells_what_is_promised_beside_what_is_free(cast, unit):
    promise(make_line(cast), unit, 30)
    told = capacities([unit.pk])[unit.pk]
    assert (told.monthly, told.promised, told.free) == (100, 30, 70)
