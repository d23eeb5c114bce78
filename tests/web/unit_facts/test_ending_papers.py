"""Messages before a paper ends: to whom, when, in which words, and never twice."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from hamafza.registry.unit_facts import Alarms, ConsentWay, Use
from hamafza.web.actions import ending_papers as act
from hamafza.web.records.consents import Consent
from hamafza.web.records.events import Event
from hamafza.web.records.outbox import Message
from tests.people import make_unit
from tests.web.unit_facts.making import make_certificate, make_fact

pytestmark = pytest.mark.django_db


def agree(unit) -> Consent:
    return Consent.objects.create(
        unit=unit, use=Use.MESSAGES, given_at=timezone.now(), given_how=ConsentWay.ACCOUNT
    )


@pytest.fixture
def workshop(cast):
    """The cast's unit with a telephone, agreed to messages."""
    cast.unit.phone = "09131234567"
    cast.unit.save()
    agree(cast.unit)
    return cast


def later(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def test_each_stage_writes_once_and_a_second_round_nothing(workshop):
    make_certificate(workshop, days=60)
    assert [act.remind(), act.remind()] == [1, 0]
    assert [act.remind(later(29)), act.remind(later(30)), act.remind(later(31))] == [0, 1, 0]
    assert [act.remind(later(53)), act.remind(later(60)), act.remind(later(61))] == [1, 0, 0]
    assert Message.objects.filter(purpose=act.PURPOSE).count() == 3
    assert Event.objects.filter(verb="remind-of-end").count() == 3


def test_the_words_name_the_paper_the_day_and_what_is_left(workshop):
    make_certificate(workshop, days=7)
    make_fact(workshop, "licence", expires_on=later(5))
    act.remind()
    told = " ".join(Message.objects.order_by("pk").values_list("text", flat=True))
    for word in ("استاندارد ملی", "۷ روز", "۵ روز", workshop.unit.public_id):
        assert word in told
    assert "<" not in told


def test_who_did_not_agree_or_has_no_telephone_is_not_written_to(workshop):
    make_certificate(workshop, unit=agree(make_unit(name="بی‌تلفن", phone="")).unit, days=5)
    make_certificate(workshop, unit=make_unit(name="نپرسیده", phone="09130000000"), days=5)
    assert act.remind() == 0
    Consent.objects.update(withdrawn_at=timezone.now())
    make_certificate(workshop, days=5)
    assert act.remind() == 0


def test_a_paper_of_a_joined_record_is_told_to_the_record_that_counts(workshop):
    joined = make_unit(name="همان", phone="", merged_into=workshop.unit)
    make_certificate(workshop, unit=joined, days=5)
    assert act.remind() == 1
    assert Message.objects.get().unit == workshop.unit


def test_papers_that_ended_or_end_far_off_are_left(workshop):
    make_certificate(workshop, days=91)
    make_fact(workshop, "licence", expires_on=later(-1))
    make_certificate(workshop, days=None, number="2")
    assert act.remind() == 0


def test_stages_that_do_not_fall_are_refused():
    assert Alarms(message_days=()).stage_of(3) is None
    assert [Alarms().stage_of(left) for left in (91, 90, 31, 30, 7, 0, -1)] == [
        None, 90, 90, 30, 7, 7, None,
    ]  # fmt: skip
    for days in ((7, 30), (30, 30), (5, -1)):
        with pytest.raises(ValueError, match="message_days"):
            Alarms(message_days=days)
