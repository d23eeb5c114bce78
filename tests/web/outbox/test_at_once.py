"""Two at once, each with a connection of its own: workers, officers, and people with codes."""

import pytest

from hamafza.web import notifier, postman
from hamafza.web.actions import changes, claims, outbox, readiness_check
from hamafza.web.records.accounts import User
from hamafza.web.records.outbox import Message
from hamafza.web.records.readiness import ReadinessCertificate
from tests.people import Cast
from tests.web.claims.making import PASSWORD, confirmed
from tests.web.readiness.making import handed_in
from tests.web.safety.test_chain_two_at_once import on_postgresql, together

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_workers_send_each_message_once(monkeypatch):
    on_postgresql()
    went: list[str] = []
    monkeypatch.setattr(notifier, "send", lambda channel, *, to, subject, text: went.append(text))
    for number in range(30):
        outbox.write(channel="sms", to="0913", text=f"{number}", purpose="trial", once=f"{number}")

    def work():
        while postman.go_round():
            pass

    assert together(work, work, work) == []
    assert sorted(went, key=int) == [str(number) for number in range(30)]
    assert set(Message.objects.values_list("state", flat=True)) == {"sent"}


def test_of_two_officers_at_once_one_decides_and_the_other_is_told():
    on_postgresql()
    cast = Cast.on_stage()
    request = changes.ask(actor=cast.maryam, unit=cast.unit, said={"workers": 7})
    told = together(
        lambda: changes.accept(actor=cast.parviz, request=request),
        lambda: changes.refuse(actor=cast.farideh, request=request, answer="نه"),
    )
    assert [type(one) for one in told] == [changes.ChangeDecidedMeanwhile]


def test_two_right_codes_at_once_open_one_account():
    on_postgresql()
    cast = Cast.on_stage()
    cast.maryam.is_active = False
    cast.maryam.save()
    type(cast.unit).objects.filter(pk=cast.unit.pk).update(phone="09131234567")
    cast.unit.refresh_from_db()
    first, second = confirmed(cast.unit), confirmed(cast.unit)

    def opens(claim, username):
        return lambda: claims.open_account(
            claim=claim, username=username, full_name="ب", password=PASSWORD
        )

    told = together(opens(first, "one"), opens(second, "two"))
    assert [type(one) for one in told] == [claims.ClaimedAlready]
    assert User.objects.filter(unit=cast.unit, is_active=True).count() == 1


def test_certificates_issued_at_once_have_numbers_of_their_own():
    on_postgresql()
    cast = Cast.on_stage()
    waiting = [handed_in(owner, owner.unit) for owner in (cast.maryam, cast.zohreh)]

    def checks(officer, assessment):
        return lambda: readiness_check.check(
            actor=officer, assessment=assessment, findings={}, reasons={}
        )

    assert together(checks(cast.parviz, waiting[0]), checks(cast.farideh, waiting[1])) == []
    numbers = sorted(ReadinessCertificate.objects.values_list("number", flat=True))
    assert [number[-6:] for number in numbers] == ["000001", "000002"]
