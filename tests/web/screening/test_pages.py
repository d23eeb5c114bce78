"""The officer's page in both languages, and how little an owner sees."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from hamafza.web.actions import screening
from hamafza.web.records.screening import Screening, ScreeningList
from tests.people import Cast
from tests.web.orders.making import agreed
from tests.web.pagecheck import assert_digits_fit, assert_no_untranslated
from tests.web.screening.test_gates import ENTRY, LISTED, asked

pytestmark = pytest.mark.django_db
HOME = "office:screening"


@pytest.fixture
def cast():
    return Cast.on_stage()


def list_file(*names):
    entries = "".join(ENTRY.format(name, f"T.{at}") for at, name in enumerate(names))
    text = LISTED.format(day=timezone.localdate(), entries=entries)
    return SimpleUploadedFile("list.xml", text.encode(), "text/xml")


@pytest.fixture
def doubt(client, cast):
    client.force_login(cast.saeed)
    given = {"file": list_file("Novin Tejarat Caspian Trading Co")}
    client.post(reverse("office:load_screening_list"), given)
    agreed(cast)
    asked(cast, "Novin Tejarat Alborz Caspian LLC")
    return Screening.objects.get()


@pytest.mark.parametrize("language", ["fa", "en"])
def test_the_pages_speak_the_readers_language(client, cast, doubt, language):
    for url in (reverse(HOME), reverse("office:decide_screening", args=[doubt.pk])):
        html = client.get(url if language == "fa" else f"/en{url}").content.decode()
        assert_digits_fit(html, language)
        if language == "fa":
            assert_no_untranslated(html)


def test_a_doubt_is_shown_with_its_evidence_and_cleared_with_a_reason(client, cast, doubt):
    url = reverse("office:decide_screening", args=[doubt.pk])
    assert "Novin Tejarat Caspian Trading Co" in client.get(url).content.decode()
    client.post(url, {"answer": "clear", "reason": "another town"})
    doubt.refresh_from_db()
    assert (doubt.outcome, doubt.cleared_by) == ("clear", cast.saeed)


def test_a_party_is_refused_on_the_page(client, cast, doubt):
    url = reverse("office:decide_screening", args=[doubt.pk])
    client.post(url, {"answer": "refuse", "reason": "the listed one"})
    doubt.refresh_from_db()
    assert doubt.outcome == "block"


def test_a_file_that_is_no_list_is_answered_with_a_sentence(client, cast):
    client.force_login(cast.saeed)
    bad = SimpleUploadedFile("list.xml", b"<html/>")
    answer = client.post(reverse("office:load_screening_list"), {"file": bad})
    assert answer.status_code < 500
    assert not ScreeningList.objects.exists()
    assert client.post(reverse("office:load_screening_list"), {}).status_code == 302


def test_a_question_shows_who_is_like_it(client, cast, doubt):
    html = client.post(reverse(HOME), {"name": "نوین تجارت کاسپین"}).content.decode()
    assert "Novin Tejarat Caspian Trading Co" in html


def test_a_deals_owner_sees_that_it_waits_and_neither_entry_nor_score(client, cast, doubt):
    client.force_login(cast.reza)
    html = client.get(reverse("consortium:deal", args=[doubt.deal_id])).content.decode()
    assert "در انتظار کارشناس غربالگری" in html
    assert "Caspian Trading Co" not in html
    assert "همانندی" not in html


def test_open_deals_without_an_answer_are_screened_by_one_button(client, cast):
    agreed(cast)
    deal = asked(cast)
    client.force_login(cast.saeed)
    assert deal.title in client.get(reverse(HOME)).content.decode()
    client.post(reverse("office:load_screening_list"), {"file": list_file("Somebody Else")})
    Screening.objects.all().delete()
    client.post(reverse("office:screen_now"))
    assert screening.standing(deal) == "clear"
