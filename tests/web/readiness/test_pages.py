"""Readiness on the phone and in the office: each screen kept, checked by key, printed, verified."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hamafza.web.actions import readiness as act
from hamafza.web.actions import readiness_check as checking
from hamafza.web.records.readiness import Assessment, ReadinessCertificate
from tests.people import make_unit
from tests.web.readiness.making import answers, handed_in

pytestmark = pytest.mark.django_db


def words(answer) -> str:
    """Return what a page says, without its marks."""
    return re.sub("<[^>]+>", "", answer.content.decode())


def sections(unit):
    return act.questionnaire().sections_of(unit.kind)


def test_a_producer_goes_through_every_screen_and_hands_it_in(client, cast):
    client.force_login(cast.maryam)
    assert "۱۸ پرسش" in words(client.get(reverse("producer:readiness")))
    answer = client.post(reverse("producer:begin_readiness"))
    told = answers()
    for section in sections(cast.unit):
        assert answer.headers["Location"].endswith(f"/section/{section.key}/")
        shown = client.get(answer.headers["Location"]).content.decode()
        assert section.questions[0].text_fa in shown
        mine = {key: told[key] for key in (one.key for one in section.asked_of("maker"))}
        answer = client.post(answer.headers["Location"], mine)
    assert answer.headers["Location"] == reverse("producer:readiness")
    assert "۱۰۰٪" in words(client.get(reverse("producer:readiness")))
    client.post(reverse("producer:hand_in_readiness"))
    assert Assessment.objects.get().state == "handed-in"
    again = client.get(reverse("producer:readiness_section", args=["standing"]))
    assert again.headers["Location"] == reverse("producer:readiness")


def test_a_tap_is_kept_before_the_screen_is_sent(client, cast):
    client.force_login(cast.maryam)
    client.post(reverse("producer:begin_readiness"))
    url = reverse("producer:readiness_section", args=["standing"])
    told = {"licence": "valid", "note-licence": "۱۲۳"}
    answer = client.post(url, told, headers={"HX-Request": "true"})
    assert answer.status_code == 204
    kept = Assessment.objects.get()
    assert (kept.answers, kept.notes) == ({"licence": "valid"}, {"licence": "۱۲۳"})
    assert 'value="valid" checked' in client.get(url).content.decode()


def test_steps_are_shown_with_what_leads_to_the_certificate(client, cast):
    made = act.begin(actor=cast.maryam, unit=cast.unit)
    act.answer(actor=cast.maryam, assessment=made, answers=answers(best=False))
    client.force_login(cast.maryam)
    page = client.get(reverse("producer:readiness")).content.decode()
    first = act.reckoned(made).steps[0].question
    assert page.index(first.step_fa) < page.index("در راه گواهی")


def test_an_officer_fills_in_beside_the_owner_and_another_checks(client, cast):
    client.force_login(cast.farideh)
    unit = cast.unit
    client.post(reverse("office:begin_unit_readiness", args=[unit.pk]))
    for section in sections(unit):
        client.post(
            reverse("office:unit_readiness_section", args=[unit.pk, section.key]), answers()
        )
    client.post(reverse("office:hand_in_unit_readiness", args=[unit.pk]))
    kept = Assessment.objects.get()
    assert (kept.state, kept.helped_by) == ("handed-in", cast.farideh)
    url = reverse("office:assessment", args=[kept.pk])
    assert "data-key" not in client.get(url).content.decode()
    assert client.get(reverse("office:queue")).context["whole"] == 0
    client.force_login(cast.parviz)
    assert 'data-key="1"' in client.get(url).content.decode()
    client.post(url, {"say": "check", "found-cost": "no", "reason-cost": "ننوشته است"})
    kept.refresh_from_db()
    assert (kept.state, kept.findings["cost"]) == ("checked", "no")
    shown = client.get(url).content.decode()
    assert "ننوشته است" in shown and "ERA-" in shown


def test_a_finding_without_a_reason_is_refused_and_loses_nothing(client, cast):
    made = handed_in(cast.maryam, cast.unit)
    client.force_login(cast.parviz)
    url = reverse("office:assessment", args=[made.pk])
    answer = client.post(url, {"say": "check", "found-cost": "no"})
    assert answer.status_code == 409
    assert "پرسش" in answer.content.decode()
    client.post(url, {"say": "back", "why": "دوباره ببینید"})
    made.refresh_from_db()
    assert made.state == "sent-back"
    client.force_login(cast.maryam)
    assert "دوباره ببینید" in client.get(reverse("producer:readiness")).content.decode()


def test_a_certificate_is_printed_verified_and_withdrawn_and_names_nobody(client, cast):
    made = handed_in(cast.maryam, cast.unit)
    checking.check(actor=cast.farideh, assessment=made, findings={}, reasons={})
    paper = ReadinessCertificate.objects.get()
    client.force_login(cast.maryam)
    letter = client.get(reverse("producer:letter_readiness", args=[paper.pk])).content.decode()
    assert paper.number in letter and "<svg" in letter and "آمادگی صادرات" in letter
    client.logout()
    url = reverse("public:certificate", args=[paper.number])
    page = client.get(url).content.decode()
    assert "معتبر است" in page and cast.unit.public_id in page
    assert cast.unit.name not in page and "کرمان" in page
    client.force_login(cast.farideh)
    client.post(reverse("office:withdraw_readiness", args=[paper.pk]), {"why": "پروانه باطل شد"})
    client.logout()
    assert "معتبر نیست" in client.get(url).content.decode()
    assert "نمی‌شناسیم" in client.get(reverse("public:certificate", args=["ERA-1"])).content.decode()


def test_a_consortiums_page_says_what_the_programme_asks(client, cast):
    cast.consortium.members.create(unit=make_unit(name="سومی"), state="accepted")
    client.force_login(cast.reza)
    page = words(client.get(reverse("consortium:members")))
    assert "هنوز مروج ندارد" in page and "۳ عضو امروز گواهی" in page
    checking.check(
        actor=cast.farideh,
        assessment=handed_in(cast.maryam, cast.unit),
        findings={},
        reasons={},
    )
    assert "۲ عضو امروز گواهی" in words(client.get(reverse("consortium:members")))


def test_a_longer_queue_costs_no_more_queries(client, cast):
    handed_in(cast.maryam, cast.unit)
    client.force_login(cast.parviz)
    client.get(reverse("office:queue"))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("office:queue"))
    handed_in(cast.zohreh, cast.zohreh.unit)
    with CaptureQueriesContext(connection) as more:
        answer = client.get(reverse("office:queue"))
    assert answer.context["whole"] == 2
    assert len(more) == len(few)


def test_a_certificate_that_runs_out_soon_says_so_and_a_draft_is_laid_aside(client, cast):
    checking.check(
        actor=cast.farideh,
        assessment=handed_in(cast.maryam, cast.unit),
        findings={},
        reasons={},
    )
    client.force_login(cast.maryam)
    url = reverse("producer:readiness")
    assert "رو به پایان" not in words(client.get(url))
    soon = timezone.localdate() + timedelta(days=act.questionnaire().remind_days)
    ReadinessCertificate.objects.update(valid_until=soon)
    assert "رو به پایان" in words(client.get(url))
    client.post(reverse("producer:begin_readiness"))
    client.post(reverse("producer:lay_aside_readiness"))
    assert Assessment.objects.first().state == "laid-aside"
    assert "ERA-" in words(client.get(url))
