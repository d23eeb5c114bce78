"""Two officers at one queue do not meet the same pair; a closed browser keeps nobody from it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hamafza.web.actions import twins as act
from hamafza.web.actions.twin_leases import LEASE, lease_next, looked_at_by
from hamafza.web.records.accounts import Role
from hamafza.web.records.twins import TwinPair, TwinState
from tests.people import make_unit, person
from tests.web.twins.making import make_pair

pytestmark = pytest.mark.django_db


@pytest.fixture
def pairs(cast):
    return [make_pair(make_unit(), make_unit(), probability=0.9 - at / 10) for at in range(3)]


def waiting():
    return TwinPair.objects.filter(state=TwinState.OPEN)


def test_each_officer_gets_a_pair_of_their_own_and_keeps_it(cast, pairs):
    assert lease_next(actor=cast.parviz, waiting=waiting()) == pairs[0]
    assert lease_next(actor=cast.mina, waiting=waiting()) == pairs[1]
    assert lease_next(actor=cast.parviz, waiting=waiting()) == pairs[0]
    assert lease_next(actor=person("third", Role.PROMOTION), waiting=waiting()) == pairs[2]
    assert lease_next(actor=person("fourth", Role.PROMOTION), waiting=waiting()) is None


def test_a_pair_left_lying_comes_to_the_next_officer_when_its_time_is_over(cast, pairs):
    lease_next(actor=cast.parviz, waiting=waiting())
    past = timezone.now() - timedelta(seconds=1)
    assert TwinPair.objects.get(pk=pairs[0].pk).shown_until <= timezone.now() + LEASE
    TwinPair.objects.filter(pk=pairs[0].pk).update(shown_until=past)
    assert lease_next(actor=cast.mina, waiting=waiting()) == pairs[0]
    assert lease_next(actor=cast.parviz, waiting=waiting()) == pairs[1]


def test_who_goes_on_to_another_pair_gives_the_last_one_back(cast, pairs):
    lease_next(actor=cast.parviz, waiting=waiting())
    lease_next(actor=cast.parviz, waiting=waiting().exclude(pk=pairs[0].pk))
    assert lease_next(actor=cast.mina, waiting=waiting()) == pairs[0]


def test_a_pair_opened_by_its_address_says_who_looks_at_it(cast, pairs, client):
    lease_next(actor=cast.parviz, waiting=waiting())
    pair = TwinPair.objects.get(pk=pairs[0].pk)
    assert looked_at_by(pair, cast.mina) == cast.parviz
    assert looked_at_by(pair, cast.parviz) is None
    client.force_login(cast.mina)
    assert "Parviz" in client.get(f"/en/office/twins/{pair.pk}/").content.decode()
    act.say_different(actor=cast.mina, pair=pair)  # a lease keeps nobody from answering


def test_the_last_pairs_before_others_are_no_empty_queue(cast, pairs, client):
    for pair in pairs[1:]:
        pair.delete()
    lease_next(actor=cast.parviz, waiting=waiting())
    client.force_login(cast.mina)
    html = client.get("/en/office/twins/").content.decode()
    assert "Other officers are looking at the last pairs" in html
    assert "Nothing is left to decide" not in html


def test_a_shown_page_costs_the_same_however_many_are_looked_at(
    cast, client, django_assert_max_num_queries
):
    for at in range(30):
        pair = make_pair(make_unit(), make_unit(), probability=0.9)
        pair.shown_to, pair.shown_until = cast.parviz, timezone.now() + LEASE
        pair.save() if at < 25 else None
    client.force_login(cast.mina)
    client.get("/en/office/twins/")
    with django_assert_max_num_queries(45):
        client.get("/en/office/twins/")
