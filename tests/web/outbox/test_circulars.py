"""A message to a union's members: counted, agreed to, one for each telephone."""

import pytest
from django.utils import timezone

from hamafza.registry.unit_facts import ConsentWay, Use
from hamafza.web.actions import circulars as act
from hamafza.web.records.consents import Consent
from hamafza.web.records.events import Event
from hamafza.web.records.outbox import Circular, Message
from hamafza.web.records.units import Unit
from tests.people import UNION, make_unit

pytestmark = pytest.mark.django_db


def agreed(unit: Unit, **more) -> Unit:
    Consent.objects.create(
        unit=unit, use=Use.MESSAGES, given_at=timezone.now(), given_how=ConsentWay.ACCOUNT, **more
    )
    return unit


@pytest.fixture
def members(cast):
    """Beside the cast's three, who agreed to nothing: two who share a telephone, one alone."""
    first = agreed(make_unit(name="الف", phone="09131234567"))
    agreed(make_unit(name="ب", phone="+98 913 1234567"))
    agreed(make_unit(name="پ", phone="۰۹۱۳۷۶۵۴۳۲۱"))
    make_unit(name="ت", phone="09139999999", merged_into=first)
    agreed(make_unit(name="دیگر", phone="09351112233", union="اتحادیه دیگر"))
    return cast


def test_the_audience_is_counted_before_anything_is_sent(members):
    told = act.audience_of(members.farideh, UNION)
    assert (told.members, told.agreed, told.with_telephone, told.telephones) == (6, 3, 3, 2)
    assert not Message.objects.exists()


def test_each_telephone_gets_one_message_and_a_double_click_changes_nothing(members):
    for _ in range(2):
        act.send(actor=members.farideh, union=UNION, text="جلسه", telephones=2, token="t")
    assert Circular.objects.count() == 1
    assert set(Message.objects.values_list("to", flat=True)) == {"09131234567", "09137654321"}
    event = Event.objects.get(verb="send-circular")
    assert event.after["audience"]["telephones"] == 2


def test_a_register_that_changed_since_it_was_counted_is_said(members):
    agreed(make_unit(name="ث", phone="09130000000"))
    with pytest.raises(act.AudienceChanged) as changed:
        act.send(actor=members.farideh, union=UNION, text="جلسه", telephones=2, token="t")
    assert changed.value.facts == {"shown": 2, "now": 3}
    assert not Circular.objects.exists()


def test_a_union_writes_to_its_own_members_alone(members):
    with pytest.raises(act.NotYourMembers):
        act.audience_of(members.farideh, "اتحادیه دیگر")
    assert act.audience_of(members.parviz, "اتحادیه دیگر").telephones == 1
    for nobody in (members.maryam, members.reza, members.negar):
        with pytest.raises(act.NotYourMembers):
            act.audience_of(nobody, UNION)


def test_who_has_not_agreed_or_withdrew_is_not_told(members):
    Consent.objects.filter(unit__name="پ").update(
        withdrawn_at=timezone.now(), withdrawn_how=ConsentWay.ACCOUNT
    )
    agreed(Unit.objects.get(name="ت"))
    make_unit(name="خاموش", phone="09137777777")
    told = act.audience_of(members.farideh, UNION)
    assert (told.members, told.agreed, told.telephones) == (7, 2, 1)


def test_a_consent_given_on_a_joined_record_is_the_units_own(members):
    silent = make_unit(name="خاموش", phone="09137777777")
    agreed(make_unit(name="همزادش", merged_into=silent))
    assert act.audience_of(members.farideh, UNION).telephones == 3


def test_a_text_too_long_and_a_union_without_telephones_are_refused(members):
    with pytest.raises(act.TextTooLong):
        act.send(actor=members.mina, union=UNION, text="x" * 601, telephones=2, token="t")
    agreed(make_unit(name="ج", union="بی‌تلفن"))
    with pytest.raises(act.NobodyToTell):
        act.send(actor=members.mina, union="بی‌تلفن", text="سلام", telephones=0, token="t")
