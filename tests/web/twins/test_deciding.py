"""Two records are said to be one unit, or two, and it can all be taken back."""

import pytest

from hamafza.orders.lifecycle import DealState
from hamafza.web.actions import twins as act
from hamafza.web.actions.goods import confirm_goods
from hamafza.web.actions.twin_joining import joining_of, last_of
from hamafza.web.actions.twin_ties import SaidToDiffer, UnitInConsortium, UnitInOrder
from hamafza.web.actions.units import correct_unit, verify_unit
from hamafza.web.exchange.units import units_table
from hamafza.web.records.accounts import Role
from hamafza.web.records.consortia import Member
from hamafza.web.records.deals import Allotment, Deal, DealLine
from hamafza.web.records.events import Event
from hamafza.web.records.twins import TwinPair, TwinState
from hamafza.web.records.units import Unit
from tests.people import make_consortium, make_unit, person
from tests.web.twins.making import make_pair, row_of, verbs

pytestmark = pytest.mark.django_db


def state_of(pair: TwinPair) -> str:
    pair.refresh_from_db()
    return pair.state


def test_the_older_record_is_kept_and_the_other_stays_as_it_is(cast):
    pair = make_pair()
    other = row_of(pair.other)
    act.say_same(actor=cast.parviz, pair=pair)
    assert row_of(pair.other) == other | {"merged_into_id": pair.one_id}
    assert state_of(pair) == TwinState.SAME
    assert (pair.decided_by, pair.joined) == (cast.parviz, pair.other)


def test_a_verified_record_is_kept_before_a_claimed_one_and_that_before_an_older_one(cast):
    pair = make_pair()
    person("owner", Role.PRODUCER, unit=pair.other)
    assert (joining_of(pair).kept, joining_of(pair).because) == (pair.other, "claimed")
    verify_unit(actor=cast.parviz, unit=pair.one)
    assert (joining_of(pair).kept, joining_of(pair).because) == (pair.one, "verified")


def test_gaps_are_filled_and_the_event_tells_which_and_on_what_evidence(cast):
    one = make_unit(name="قنادی محمدی", phone="09131112233")
    other = make_unit(name="قنادی محمدی", phone="09139999999", licence="123456", workers=4)
    pair = make_pair(one, other)
    act.say_same(actor=cast.parviz, pair=pair, why="تلفنی پرسیدم")
    kept = Unit.objects.get(pk=one.pk)
    assert (kept.phone, kept.licence, kept.workers) == ("09131112233", "123456", 4)
    assert "123456" in kept.search_key
    event = Event.objects.get(verb=act.SAY_SAME)
    assert (event.subject_id, event.why) == (pair.pk, "تلفنی پرسیدم")
    assert event.after["filled"] == {"licence": "123456", "workers": 4}
    assert (event.after["kept"], event.after["joined"]) == (one.pk, other.pk)
    assert (event.after["probability"], event.after["evidence"]) == (0.8, pair.evidence)


def test_taking_back_restores_every_field_of_both(cast):
    one = make_unit(name="قنادی محمدی", phone="", search_key="قنادی ٬ محمدی")
    other = make_unit(phone="0913", licence="99", workers=4, home_based=True, trade="قنادی")
    pair = make_pair(one, other)
    before = row_of(one), row_of(other), TwinPair.objects.filter(pk=pair.pk).values().get()
    act.say_same(actor=cast.parviz, pair=pair)
    assert row_of(one) != before[0]
    act.undo(actor=cast.parviz)
    after = TwinPair.objects.filter(pk=pair.pk).values().get()
    assert (row_of(one), row_of(other)) == before[:2]
    assert after == before[2] | {"held": "undone"}
    assert verbs() == ["say-same", "undo-twins"]


def test_a_filled_field_that_was_set_right_since_stays(cast):
    one, other = make_unit(name="الف"), make_unit(name="الف", phone="0913", workers=4, licence="77")
    act.say_same(actor=cast.parviz, pair=make_pair(one, other))
    correct_unit(actor=cast.parviz, unit=one, workers=9)
    act.undo(actor=cast.parviz)
    kept = Unit.objects.get(pk=one.pk)
    assert (kept.workers, kept.phone, kept.licence) == (9, None, None)
    assert "77" not in kept.search_key
    assert Event.objects.get(verb=act.UNDO).after["stay"] == ["workers"]


def test_goods_stay_with_a_joined_record_and_its_owner_acts_for_the_one_that_counts(cast):
    pair = make_pair()
    owner = person("owner", Role.PRODUCER, unit=pair.other)
    verify_unit(actor=cast.parviz, unit=pair.one)
    given = confirm_goods(actor=owner, unit=pair.other, text="رومیزی", hs6="630259")
    act.say_same(actor=cast.parviz, pair=pair)
    given.refresh_from_db()
    owner.refresh_from_db()
    assert (given.unit_id, owner.unit_id) == (pair.other_id, pair.one_id)


def test_a_chain_is_followed_to_the_last_and_taken_apart_anywhere(cast):
    first, second, third = (make_unit(name="الف") for _ in range(3))
    late = make_pair(second, third)
    early = make_pair(first, second)
    act.say_same(actor=cast.parviz, pair=late)
    act.say_same(actor=cast.parviz, pair=early)
    assert last_of([third.pk])[third.pk] == first
    assert set(last_of([first.pk, second.pk, third.pk]).values()) == {first}
    fourth = make_unit(name="الف")
    act.say_same(actor=cast.parviz, pair=make_pair(third, fourth))
    assert Unit.objects.get(pk=fourth.pk).merged_into == first
    act.undo(actor=cast.parviz, pair=early)
    ends = last_of([unit.pk for unit in (first, second, third, fourth)])
    assert [end.pk for end in ends.values()] == [first.pk, second.pk, second.pk, second.pk]


def test_a_pair_that_others_answer_is_asked_no_more_and_again_after_it_is_taken_back(cast):
    first, second, third = (make_unit(name="الف") for _ in range(3))
    pairs = [make_pair(first, second), make_pair(second, third), make_pair(first, third)]
    act.say_same(actor=cast.parviz, pair=pairs[0])
    act.say_same(actor=cast.parviz, pair=pairs[1])
    assert state_of(pairs[2]) == TwinState.SAME
    assert (pairs[2].decided_by, pairs[2].joined) == (None, None)
    with pytest.raises(act.JoinedByOthers):
        act.undo(actor=cast.parviz, pair=pairs[2])
    with pytest.raises(act.JoinedMeanwhile):
        act.say_different(actor=cast.parviz, pair=pairs[2])
    act.undo(actor=cast.parviz, pair=pairs[0])
    assert [state_of(pair) for pair in pairs] == ["open", "same", "open"]
    assert Unit.objects.get(pk=third.pk).merged_into == second


def test_what_was_said_to_differ_is_not_joined_by_a_detour(cast):
    first, second, third = (make_unit(name="الف") for _ in range(3))
    act.say_different(actor=cast.parviz, pair=make_pair(first, third))
    act.say_same(actor=cast.parviz, pair=make_pair(first, second))
    with pytest.raises(SaidToDiffer):
        act.say_same(actor=cast.parviz, pair=make_pair(second, third))
    assert Unit.objects.get(pk=third.pk).merged_into is None


def test_a_member_of_a_living_consortium_is_not_joined_to_another(cast):
    pair = make_pair(make_unit(name="قدیمی"), make_unit(name="تازه"))
    consortium = make_consortium(pair.other)
    with pytest.raises(UnitInConsortium):
        act.say_same(actor=cast.parviz, pair=pair)
    assert (state_of(pair), verbs()) == (TwinState.OPEN, [])
    consortium.state = "dissolved"
    consortium.save()
    act.say_same(actor=cast.parviz, pair=pair)
    assert state_of(pair) == TwinState.SAME


def test_a_member_may_be_the_record_that_is_kept(cast):
    other = make_unit(name="تازه")
    act.say_same(actor=cast.parviz, pair=make_pair(cast.unit, other))
    assert Member.objects.get(unit=cast.unit).state == "accepted"
    assert Unit.objects.get(pk=other.pk).merged_into == cast.unit


def test_a_share_in_an_open_order_holds_a_record(cast):
    pair = make_pair()
    deal = Deal.objects.create(
        consortium=cast.consortium,
        buyer=cast.salim.buyer,
        state=DealState.IN_PRODUCTION,
        final_destination="OMN",
        end_user="Al Bahja",
    )
    line = DealLine.objects.create(deal=deal, description="رومیزی", quantity=10)
    Allotment.objects.create(
        line=line, unit=pair.other, quantity=5, currency="EUR", reason_code="by-rule"
    )
    with pytest.raises(UnitInOrder):
        act.say_same(actor=cast.parviz, pair=pair)
    Deal.objects.filter(pk=deal.pk).update(state=DealState.CLOSED)
    act.say_same(actor=cast.parviz, pair=pair)
    assert state_of(pair) == TwinState.SAME


@pytest.mark.parametrize("say", [act.say_same, act.say_different, act.say_later])
def test_two_at_once_the_second_is_told_who_was_first(cast, say):
    pair = make_pair()
    looked_at = TwinPair.objects.get(pk=pair.pk)
    act.say_different(actor=cast.parviz, pair=pair)
    with pytest.raises(act.DecidedMeanwhile) as refused:
        say(actor=cast.mina, pair=looked_at)
    assert refused.value.facts == {"who": cast.parviz.full_name}
    assert verbs() == ["say-different"]


def test_the_same_answer_clicked_twice_is_given_once(cast):
    for say, verb in ((act.say_same, act.SAY_SAME), (act.say_later, act.SAY_LATER)):
        pair = make_pair(make_unit(), make_unit())
        say(actor=cast.parviz, pair=pair)
        say(actor=cast.parviz, pair=pair)
        assert verbs().count(verb) == 1


def test_a_pair_set_aside_can_still_be_decided_and_what_was_said_last_is_taken_back(cast):
    pair, other = make_pair(), make_pair(make_unit(), make_unit())
    act.say_later(actor=cast.parviz, pair=pair)
    act.say_different(actor=cast.mina, pair=pair)
    act.say_later(actor=cast.parviz, pair=other)
    act.undo(actor=cast.parviz)
    assert (state_of(other), state_of(pair)) == (TwinState.OPEN, TwinState.DIFFERENT)
    with pytest.raises(act.NothingToUndo):
        act.undo(actor=cast.parviz)
    with pytest.raises(act.NotDecided):
        act.undo(actor=cast.parviz, pair=other)


def test_a_union_decides_only_of_what_is_all_its_own(cast):
    strange = make_unit(union="اتحادیه دیگر")
    mixed = make_pair(cast.unit, strange)
    own = make_pair(make_unit(), make_unit())
    assert list(act.within(cast.farideh)) == [own]
    for say in (act.say_same, act.say_different, act.say_later, act.undo):
        with pytest.raises(act.NotYourTwins):
            say(actor=cast.farideh, pair=mixed)
        with pytest.raises(act.NotYourTwins):
            say(actor=cast.negar, pair=own)
    act.say_same(actor=cast.farideh, pair=own)
    assert state_of(own) == TwinState.SAME


def test_a_union_does_not_reach_another_through_a_chain(cast):
    strange, own, third = make_unit(union="اتحادیه دیگر"), make_unit(), make_unit()
    act.say_same(actor=cast.parviz, pair=make_pair(strange, own))
    with pytest.raises(act.NotYourTwins):
        act.say_same(actor=cast.farideh, pair=make_pair(own, third))
    assert Unit.objects.get(pk=third.pk).merged_into is None


def test_a_joined_record_no_longer_counts(client, cast):
    pair = make_pair()
    many = Unit.objects.how_many()
    act.say_same(actor=cast.parviz, pair=pair)
    assert Unit.objects.how_many() == many - 1
    assert Unit.objects.how_many_by("family").total() == many - 1
    assert pair.other_id not in units_table()["unit_id"]
    client.force_login(cast.parviz)
    told = client.get("/api/units").json()["units"]
    assert pair.other_id not in [unit["unit_id"] for unit in told]
    one = client.get(f"/api/units/{pair.other.public_id}").json()
    assert one["same_as"] == pair.one.public_id
