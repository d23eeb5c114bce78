"""Goods of a unit: read, asked, confirmed by a person, kept with its history."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation

from hamafza.goods.refusals import CodeUnknown, NationalLineUnknown, NoCodeChosen, NotYourUnit
from hamafza.runs.national_tariff import load_national
from hamafza.web.actions.goods import choose_national_line, confirm_goods, read_goods
from hamafza.web.exchange.goods import confirmed_phrases
from hamafza.web.records.events import Event
from hamafza.web.records.goods import GoodsConfirmation, phrase_key
from tests.people import make_unit
from tests.web.pagecheck import assert_digits_fit, assert_no_untranslated

pytestmark = pytest.mark.django_db

CRAFT = "پته‌دوزی روی شال"


def page(client, name, query="", language="fa", **arguments) -> str:
    with translation.override(language):
        url = reverse(name, kwargs=arguments or None) + query
    answer = client.get(url)
    assert answer.status_code == 200, answer
    return answer.content.decode()


def test_a_confirmation_keeps_who_when_and_the_edition(cast):
    kept = confirm_goods(
        actor=cast.maryam, unit=cast.unit, text=CRAFT, hs6="621420", answer="شال برای پوشیدن"
    )
    cast.unit.refresh_from_db()
    assert (kept.confirmed_by, kept.edition, kept.hs4) == (cast.maryam, "2022", "6214")
    assert (cast.unit.hs6, cast.unit.family) == ("621420", "6214")
    event = Event.objects.get(verb="confirm-goods")
    assert event.before["hs6"] == "630259"
    assert event.after["hs6"] == "621420"


def test_a_second_confirmation_replaces_the_first_and_keeps_it(cast):
    first = confirm_goods(actor=cast.maryam, unit=cast.unit, text=CRAFT, hs6="621420")
    second = confirm_goods(actor=cast.parviz, unit=cast.unit, text=CRAFT, hs6="630259")
    first.refresh_from_db()
    assert (first.is_current, second.is_current) == (False, True)
    assert GoodsConfirmation.objects.count() == 2


def test_a_confirmed_phrase_counts_at_once_for_the_same_words_in_another_spelling(cast):
    confirm_goods(actor=cast.maryam, unit=cast.unit, text=CRAFT, hs6="630259")
    found = read_goods("پته دوزي  روي شال").confirmed
    assert [(one.hs6, one.people) for one in found] == [("630259", 1)]
    assert read_goods("گلیم").confirmed == ()


def test_a_rival_cannot_say_what_a_unit_makes(cast):
    with pytest.raises(NotYourUnit):
        confirm_goods(actor=cast.zohreh, unit=cast.unit, text=CRAFT, hs6="630259")
    assert not GoodsConfirmation.objects.exists()


@pytest.mark.parametrize(
    ("hs6", "service"), [("999999", ""), ("63", ""), ("", "ZZ"), ("", ""), ("630259", "SB")]
)
def test_a_code_that_stands_in_no_list_is_refused(cast, hs6, service):
    with pytest.raises(CodeUnknown):
        confirm_goods(actor=cast.maryam, unit=cast.unit, text=CRAFT, hs6=hs6, service_code=service)


def test_a_unit_that_sells_a_service_becomes_a_service_provider(cast):
    confirm_goods(actor=cast.maryam, unit=cast.unit, text="تعمیر", service_code="SB")
    cast.unit.refresh_from_db()
    assert (cast.unit.kind, cast.unit.family, cast.unit.hs4) == ("service", "service:SB", None)


def test_she_answers_the_one_question_and_confirms(client, cast):
    cast.unit.goods_text = CRAFT
    cast.unit.save()
    client.force_login(cast.maryam)
    html = page(client, "producer:goods")
    assert "رومیزی" in html
    assert 'value="621420"' in html
    form = {"said": CRAFT, "code": "621420", "asked": "?"}
    client.post(reverse("producer:confirm_goods"), form)
    cast.unit.refresh_from_db()
    assert cast.unit.hs6 == "621420"


def test_what_a_machine_read_is_not_chosen_for_her(client, cast):
    client.force_login(cast.maryam)
    assert " checked" not in page(client, "producer:goods")
    confirm_goods(actor=cast.maryam, unit=cast.unit, text=cast.unit.goods_text, hs6="630259")
    assert page(client, "producer:goods").count(" checked") == 1


def test_a_form_without_a_choice_is_refused_with_a_sentence(client, cast):
    client.force_login(cast.maryam)
    answer = client.post(reverse("producer:confirm_goods"), {"said": CRAFT})
    assert answer.status_code == 400 or answer.status_code == 409
    assert not GoodsConfirmation.objects.exists()


def test_an_officer_of_another_union_sees_nothing_of_the_unit(client, cast):
    stranger = make_unit(name="دیگر", union="اتحادیه دیگر")
    client.force_login(cast.farideh)
    own = reverse("office:unit_goods", kwargs={"number": cast.unit.pk})
    other = reverse("office:unit_goods", kwargs={"number": stranger.pk})
    assert client.get(own).status_code == 200
    assert client.get(other).status_code == 404


@pytest.mark.parametrize("language", ["fa", "en"])
@pytest.mark.parametrize(
    "words", ["", CRAFT, "کفش", "تعمیر یخچال", "leather handbag", "ققق", "🙂", "x" * 5000]
)
def test_anybody_can_try_words_and_reads_one_language(client, language, words):
    html = page(client, "public:words", f"?q={words}", language)
    assert_digits_fit(html, language)
    if language == "fa":
        assert_no_untranslated(html)


def test_words_that_are_tried_are_shown_as_text_and_never_as_markup(client):
    html = page(client, "public:words", "?q=<script>alert(1)</script>")
    assert "<script>alert" not in html


@pytest.mark.parametrize("language", ["fa", "en"])
@pytest.mark.parametrize("confirmed", [False, True])
def test_the_pages_of_a_unit_speak_one_language(client, cast, language, confirmed):
    if confirmed:
        confirm_goods(actor=cast.parviz, unit=cast.unit, text=CRAFT, hs6="630259")
    client.force_login(cast.maryam)
    own = page(client, "producer:goods", "", language)
    client.force_login(cast.parviz)
    unit = page(client, "office:unit_goods", "", language, number=cast.unit.pk)
    for html in (own, unit):
        assert_digits_fit(html, language)
        if language == "fa":
            assert_no_untranslated(html)


@pytest.fixture
def lines(settings, tmp_path):
    settings.HOME = tmp_path
    file = tmp_path / "tariff.csv"
    file.write_text("code,name\n63025910,رومیزی سوزن‌دوزی\n63025990,سایر\n62142010,شال\n", "utf-8")
    load_national(
        file, tmp_path, country="IRN", source="گمرک نمونه", dated=date(2026, 3, 21),
        rejects=tmp_path / "rejects.csv",
    )  # fmt: skip


def test_a_national_line_is_chosen_below_the_confirmed_code(cast, client, lines):
    confirm_goods(actor=cast.maryam, unit=cast.unit, text=CRAFT, hs6="630259")
    client.force_login(cast.maryam)
    shown = page(client, "producer:goods")
    assert "رومیزی سوزن‌دوزی" in shown
    assert "گمرک نمونه" in shown
    assert "شال</bdi>" not in shown.split("</section>")[0]
    client.post(reverse("producer:national_line"), {"line": "63025910"})
    kept = cast.unit.confirmations.get(is_current=True)
    assert kept.national_code == "63025910"
    assert_no_untranslated(page(client, "producer:goods"))
    assert "6302.59.10" in page(client, "producer:goods", language="en")
    event = Event.objects.get(verb="choose-national-line")
    assert (event.before["national_code"], event.after["national_code"]) == ("", "63025910")


def test_only_a_line_of_that_code_is_taken_and_a_new_code_begins_without(cast, lines):
    with pytest.raises(NoCodeChosen):
        choose_national_line(actor=cast.maryam, unit=cast.unit, code="63025910")
    confirm_goods(actor=cast.maryam, unit=cast.unit, text=CRAFT, hs6="630259")
    with pytest.raises(NationalLineUnknown):
        choose_national_line(actor=cast.maryam, unit=cast.unit, code="62142010")
    with pytest.raises(NotYourUnit):
        choose_national_line(actor=cast.zohreh, unit=cast.unit, code="63025910")
    choose_national_line(actor=cast.parviz, unit=cast.unit, code="63025910")
    choose_national_line(actor=cast.parviz, unit=cast.unit, code="")
    assert cast.unit.confirmations.get(is_current=True).national_code == ""
    choose_national_line(actor=cast.parviz, unit=cast.unit, code="63025990")
    confirm_goods(actor=cast.maryam, unit=cast.unit, text=CRAFT, hs6="621420")
    assert cast.unit.confirmations.get(is_current=True).national_code == ""


def test_confirmed_phrases_leave_without_names_and_without_the_demo(cast):
    confirm_goods(actor=cast.maryam, unit=cast.unit, text=CRAFT, hs6="621420")
    confirm_goods(actor=cast.parviz, unit=cast.unit, text="پته دوزي روي شال", hs6="630259")
    other = make_unit()
    confirm_goods(actor=cast.parviz, unit=other, text=CRAFT, hs6="630259")
    GoodsConfirmation.objects.filter(unit=other).update(confirmed_by=cast.maryam)
    invented = make_unit(is_demo=True)
    confirm_goods(actor=cast.parviz, unit=invented, text=CRAFT, hs6="621420")
    told = confirmed_phrases()
    assert told.drop("text").rows() == [("630259", "2022", 2, 1)]
    assert told["text"].item() == phrase_key(CRAFT)
