"""Changes: asked with evidence, decided by one officer, written in one event, stale ones said."""

import pytest

from hamafza.web.actions import changes as act
from hamafza.web.actions import units
from hamafza.web.records.accounts import Role
from hamafza.web.records.changes import ChangeRequest
from hamafza.web.records.events import Event
from hamafza.web.records.outbox import Message
from tests.people import make_unit, person
from tests.web.claims.making import a_photograph

pytestmark = pytest.mark.django_db


def asked(cast, file=None, **said) -> ChangeRequest:
    return act.ask(actor=cast.maryam, unit=cast.unit, said=said or {"workers": 7}, file=file)


def test_accepting_writes_the_fields_and_one_event_with_what_stood_there(cast):
    request = asked(cast, file=a_photograph(), name="پته مریم", workers=7)
    assert ChangeRequest.objects.get().changes["name"] == {"before": "مریم", "after": "پته مریم"}
    act.accept(actor=cast.farideh, request=request)
    cast.unit.refresh_from_db()
    assert (cast.unit.name, cast.unit.workers) == ("پته مریم", 7)
    assert "پته مریم" in cast.unit.search_key
    event = Event.objects.get(verb="accept-change")
    assert event.before == {"state": "asked", "name": "مریم", "workers": None}
    assert event.after == {"state": "accepted", "name": "پته مریم", "workers": 7}


def test_what_needs_a_proof_is_not_asked_without_one(cast):
    with pytest.raises(act.EvidenceNeeded):
        asked(cast, name="نام دیگر")
    with pytest.raises(act.EvidenceNeeded):
        asked(cast, phone="09130000000", workers=3)
    assert asked(cast, goods_text="رومیزی و پرده").state == "asked"


def test_nothing_asked_is_said_and_a_field_waits_once(cast):
    with pytest.raises(act.NothingChanged):
        asked(cast, goods_text=cast.unit.goods_text)
    asked(cast, workers=7)
    with pytest.raises(act.AskedAlready):
        asked(cast, workers=8)
    asked(cast, women_owned=True)


def test_a_request_whose_field_changed_since_is_stale_and_says_so(cast):
    request = asked(cast, workers=7)
    units.correct_unit(actor=cast.farideh, unit=cast.unit, workers=5)
    request.refresh_from_db()
    assert act.stale_fields(request) == ["workers"]
    with pytest.raises(act.ChangeStale):
        act.accept(actor=cast.farideh, request=request)
    act.accept(actor=cast.farideh, request=request, although_stale=True)
    assert Event.objects.get(verb="accept-change").before["workers"] == 5


def test_of_two_officers_one_has_it_and_the_other_sees_who(cast):
    request = asked(cast)
    act.take_up(actor=cast.farideh, request=request)
    act.take_up(actor=cast.farideh, request=request)
    for verb in (act.take_up, act.accept):
        with pytest.raises(act.TakenByAnother):
            verb(actor=cast.parviz, request=request)
    act.lay_back(actor=cast.parviz, request=request)
    act.accept(actor=cast.parviz, request=request)
    with pytest.raises(act.ChangeDecidedMeanwhile) as refusal:
        act.refuse(actor=cast.farideh, request=request, answer="نه")
    assert refusal.value.facts == {"who": "Parviz"}
    assert Event.objects.filter(verb="take-up-change").count() == 1


def test_a_refusal_leaves_all_as_it_is_and_tells_the_owner_why(cast):
    cast.unit.phone = "09131234567"
    cast.unit.save()
    request = asked(cast)
    with pytest.raises(act.ChangeWhyMissing):
        act.refuse(actor=cast.farideh, request=request, answer="")
    act.refuse(actor=cast.farideh, request=request, answer="سند ندارد")
    cast.unit.refresh_from_db()
    assert cast.unit.workers is None
    assert "سند ندارد" in Message.objects.get().text


def test_the_owner_may_take_it_back_until_it_is_decided(cast):
    request = asked(cast)
    with pytest.raises(act.NotYourChange):
        act.withdraw(actor=cast.zohreh, request=request)
    act.withdraw(actor=cast.maryam, request=request)
    with pytest.raises(act.ChangeDecidedMeanwhile):
        act.accept(actor=cast.farideh, request=request)


def test_only_the_owner_asks_and_only_the_own_office_decides(cast):
    other = person("other", Role.UNION, union="اتحادیه دیگر")
    for stranger in (cast.zohreh, cast.farideh, cast.negar):
        with pytest.raises(act.NotYourChange):
            act.ask(actor=stranger, unit=cast.unit, said={"workers": 7})
    request = asked(cast)
    assert list(act.waiting(other)) == []
    for stranger in (other, cast.maryam, cast.negar, cast.reza):
        with pytest.raises(act.NotYourChange):
            act.accept(actor=stranger, request=request)


def test_a_joined_record_asks_for_the_one_that_counts(cast):
    counts = make_unit(name="آنکه شمرده می‌شود")
    request = asked(cast, workers=7)
    cast.unit.merged_into = counts
    cast.unit.save()
    act.accept(actor=cast.farideh, request=request)
    counts.refresh_from_db()
    assert counts.workers == 7
    later = act.ask(actor=cast.maryam, unit=cast.unit, said={"workers": 9})
    assert later.unit == counts


def test_other_fields_are_nobodys_to_ask_for(cast):
    with pytest.raises(ValueError, match="readiness"):
        asked(cast, readiness=1.0)
