"""What a deal's goods ask: no step without an answer, no doubt without an officer."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hamafza.orders.lifecycle import DealState
from hamafza.runs.screening import goods_control
from hamafza.web.actions import deals, screening
from hamafza.web.actions import goods_control as act
from hamafza.web.exchange.screening import refusals
from hamafza.web.records.deals import Deal, DealLine
from hamafza.web.records.events import Event
from hamafza.web.records.screening import Screening
from hamafza.web.screeningwords import GOODS_QUESTIONS
from tests.people import Cast
from tests.web.orders.making import agreed
from tests.web.pagecheck import assert_digits_fit, assert_no_untranslated
from tests.web.screening.test_gates import asked, load, qualify  # noqa: F401

pytestmark = pytest.mark.django_db
FUR = "430310"  # brings up one question: protected species


@pytest.fixture
def cast():
    return Cast.on_stage()


@pytest.fixture
def fur(cast, load):  # noqa: F811
    """A deal whose goods ask one question, its parties clear."""
    agreed(cast)
    load("Somebody Else Entirely")
    deal = asked(cast)
    deal.lines.update(hs6=FUR)
    return deal


def answer(cast, deal, said):
    return act.answer(actor=cast.reza, deal=deal, answers={"protected-species": said})


def test_every_question_of_the_rules_is_worded():
    asked_ones = {one for many in goods_control().by_prefix.values() for one in many}
    assert asked_ones == set(GOODS_QUESTIONS)


def test_goods_that_ask_nothing_pass_and_leave_no_row(cast, load):  # noqa: F811
    agreed(cast)
    load("Somebody Else Entirely")
    deal = asked(cast)
    assert act.standing(deal) == "free"
    assert qualify(cast, deal).state == "qualified"
    assert not Screening.objects.filter(gate="goods").exists()


def test_without_an_answer_nothing_goes_on(cast, fur):
    with pytest.raises(act.GoodsQuestionsOpen):
        qualify(cast, fur)
    with pytest.raises(act.GoodsQuestionsOpen):
        act.answer(actor=cast.reza, deal=fur, answers={})
    assert act.standing(fur) == "open"


def test_a_plain_no_lets_the_deal_go_on_and_is_kept_apart_from_its_parties(cast, fur):
    made = answer(cast, fur, "no")
    assert (made.outcome, made.evidence) == (
        "clear", [{"question": "protected-species", "answer": "no"}],
    )  # fmt: skip
    assert qualify(cast, fur).state == "qualified"
    assert screening.latest(fur).gate != "goods"
    assert Event.objects.filter(verb="answer-goods-questions", subject_id=fur.pk).count() == 1


@pytest.mark.parametrize("said", ["yes", "unsure"])
def test_a_doubt_waits_for_an_officer_and_is_not_answered_again(cast, fur, said):
    made = answer(cast, fur, said)
    with pytest.raises(act.GoodsWait):
        qualify(cast, fur)
    with pytest.raises(act.GoodsAnswered):
        answer(cast, fur, "no")
    screening.clear(actor=cast.saeed, screening=made, reason="licence 12/40")
    assert Event.objects.filter(verb="clear-goods").count() == 1
    assert qualify(cast, fur).state == "qualified"


def test_refused_goods_stop_the_deal_and_refuse_no_party(cast, fur):
    screening.refuse(actor=cast.saeed, screening=answer(cast, fur, "yes"), reason="no licence")
    with pytest.raises(act.GoodsStopped):
        qualify(cast, fur)
    assert not refusals(for_demo=True).exists()
    assert screening.standing(fur) == "clear"
    with pytest.raises(act.GoodsAnswered):
        answer(cast, fur, "no")


def test_who_owns_the_deal_decides_on_none_of_its_goods(cast, fur):
    made = answer(cast, fur, "yes")
    cast.reza.role = "screening"
    with pytest.raises(screening.OwnDealNotDecided):
        screening.clear(actor=cast.reza, screening=made, reason="mine")


def test_other_goods_another_use_or_time_ask_anew(cast, fur):
    made = answer(cast, fur, "yes")
    screening.clear(actor=cast.saeed, screening=made, reason="licence 12/40")
    assert act.standing(fur) == "free"
    fur.end_use = "resale to others"
    assert act.standing(fur) == "open"
    fur.refresh_from_db()
    DealLine.objects.create(deal=fur, number=2, description="پوست", quantity=5, hs6="430390")
    assert act.standing(fur) == "open"
    fur.lines.filter(number=2).delete()
    Screening.objects.filter(pk=made.pk).update(expires_on=timezone.localdate() - timedelta(days=1))
    assert act.standing(fur) == "open"


def test_later_gates_ask_too_where_the_code_has_changed(cast, fur):
    fur.lines.update(hs6="630259")
    qualify(cast, fur)
    fur.lines.update(hs6=FUR)
    Deal.objects.filter(pk=fur.pk).update(state="offers-closed")
    with pytest.raises(act.GoodsQuestionsOpen):
        deals.step(actor=cast.reza, deal=deals.locked(fur), towards=DealState.QUOTED)


def test_the_manager_answers_on_the_page_and_the_officer_decides_there(client, cast, fur):
    client.force_login(cast.reza)
    page = client.get(reverse("consortium:deal", args=[fur.pk])).content.decode()
    questions = reverse("consortium:goods_questions", args=[fur.pk])
    assert questions in page
    assert client.post(questions, {}).status_code == 200
    assert act.standing(fur) == "open"
    client.post(questions, {"protected-species": "unsure"})
    made = Screening.objects.get(gate="goods")
    assert questions not in client.get(reverse("consortium:deal", args=[fur.pk])).content.decode()
    client.force_login(cast.saeed)
    decide = reverse("office:decide_screening", args=[made.pk])
    assert decide in client.get(reverse("office:screening")).content.decode()
    assert "Not sure" in client.get(f"/en{decide}").content.decode()
    client.post(decide, {"answer": "clear", "reason": "licence 12/40"})
    assert act.standing(fur) == "free"
    assert decide in client.get(reverse("office:screening")).content.decode()


def test_the_manager_of_another_consortium_answers_nothing(client, cast, fur):
    client.force_login(cast.nader)
    address = reverse("consortium:goods_questions", args=[fur.pk])
    assert client.post(address, {"protected-species": "no"}).status_code == 404


@pytest.mark.parametrize("language", ["fa", "en"])
def test_the_pages_on_goods_speak_the_readers_language(client, cast, fur, language):
    client.force_login(cast.reza)
    addresses = [("consortium:goods_questions", fur.pk), ("consortium:deal", fur.pk)]
    pages = [_page(client, language, *each) for each in addresses]
    made = answer(cast, fur, "yes")
    pages.append(_page(client, language, "consortium:goods_questions", fur.pk))
    client.force_login(cast.saeed)
    pages += [_page(client, language, "office:decide_screening", made.pk),
              _page(client, language, "office:screening")]  # fmt: skip
    for html in pages:
        assert_digits_fit(html, language)
        if language == "fa":
            assert_no_untranslated(html)


def _page(client, language, name, *numbers):
    address = reverse(name, args=numbers)
    return client.get(address if language == "fa" else f"/en{address}").content.decode()
