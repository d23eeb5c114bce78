"""What is begun for a record that was joined reaches the one that counts for its unit."""

import pytest

from hamafza.web.actions import twins as act
from hamafza.web.actions.accounts import change_role, open_account
from hamafza.web.actions.consortia import found
from hamafza.web.actions.goods import confirm_goods
from hamafza.web.actions.units import JoinedToAnother, correct_unit, verify_unit
from hamafza.web.records.accounts import Role
from hamafza.web.records.consortia import Member
from hamafza.web.records.events import Event
from tests.people import make_unit, person
from tests.web.twins.making import make_pair

pytestmark = pytest.mark.django_db


@pytest.fixture
def joined(cast):
    """A joined pair: ``one`` counts, ``other`` does not."""
    pair = make_pair(make_unit(), make_unit())
    act.say_same(actor=cast.parviz, pair=pair)
    pair.refresh_from_db()
    return pair


def test_an_account_opened_for_a_joined_record_is_about_the_one_that_counts(cast, joined):
    account = open_account(
        actor=cast.mina, username="owner", full_name="O", role=Role.PRODUCER, scope=joined.other
    )
    assert account.unit == joined.one
    moved = change_role(actor=cast.mina, account=cast.omid, role=Role.PRODUCER, scope=joined.other)
    assert moved.unit == joined.one


def test_accounts_go_with_a_joining_and_come_back_with_its_parting(cast):
    pair = make_pair(make_unit(), make_unit())
    owner = person("owner", Role.PRODUCER, unit=pair.other)
    verify_unit(actor=cast.parviz, unit=pair.one)
    act.say_same(actor=cast.parviz, pair=pair)
    owner.refresh_from_db()
    assert owner.unit == pair.one
    assert Event.objects.filter(verb=act.SAY_SAME).get().after["accounts"] == [owner.pk]
    pair.refresh_from_db()
    act.undo(actor=cast.parviz, pair=pair)
    owner.refresh_from_db()
    assert owner.unit == pair.other


def test_accounts_go_along_a_chain_and_back_when_its_first_link_is_cut(cast):
    first, second, third = (make_unit() for _ in range(3))
    owner = person("owner", Role.PRODUCER, unit=third)
    person("oldest", Role.PRODUCER, unit=first)
    for unit in (first, second):
        verify_unit(actor=cast.parviz, unit=unit)
    lower, upper = make_pair(second, third), make_pair(first, second)
    act.say_same(actor=cast.parviz, pair=lower)
    act.say_same(actor=cast.parviz, pair=upper)
    owner.refresh_from_db()
    assert owner.unit == first
    act.undo(actor=cast.parviz, pair=lower)
    owner.refresh_from_db()
    assert owner.unit == third


def test_an_account_that_was_given_another_unit_since_stays_there(cast):
    pair = make_pair(make_unit(), make_unit())
    owner = person("owner", Role.PRODUCER, unit=pair.other)
    verify_unit(actor=cast.parviz, unit=pair.one)
    act.say_same(actor=cast.parviz, pair=pair)
    elsewhere = make_unit()
    change_role(actor=cast.mina, account=owner, role=Role.PRODUCER, scope=elsewhere)
    act.undo(actor=cast.parviz, pair=pair)
    owner.refresh_from_db()
    assert owner.unit == elsewhere


def test_a_consortium_invites_the_record_that_counts_once(cast, joined):
    lead = make_unit()
    made = found(
        actor=cast.parviz, name_fa="نمونه", name_en="Sample", lead=lead,
        units=[joined.other, joined.one, lead],
    )  # fmt: skip
    assert set(Member.objects.filter(consortium=made).values_list("unit", flat=True)) == {
        lead.pk,
        joined.one.pk,
    }
    assert Event.objects.filter(verb="found-consortium").get().after["members"] == 2


def test_a_joined_lead_gives_way_too(cast, joined):
    made = found(actor=cast.parviz, name_fa="نمونه", name_en="Sample", lead=joined.other, units=[])
    assert made.lead_unit == joined.one


@pytest.mark.parametrize(
    "say",
    [
        lambda cast, unit: verify_unit(actor=cast.parviz, unit=unit),
        lambda cast, unit: correct_unit(actor=cast.parviz, unit=unit, name="دیگر"),
        lambda cast, unit: confirm_goods(actor=cast.parviz, unit=unit, text="شال", hs6="621420"),
    ],
)
def test_what_would_count_for_nothing_is_refused(cast, joined, say):
    with pytest.raises(JoinedToAnother):
        say(cast, joined.other)
