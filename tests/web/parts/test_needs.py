"""A factory's need on the web: found, asked, answered, and nobody else's business."""

from decimal import Decimal

import pytest
from django.urls import reverse

from hamafza.parts.refusals import NeedCodeNotACode, NeedSaysNothing
from hamafza.vocabulary.life import StepNotPermitted
from hamafza.vocabulary.money import Money
from hamafza.web.actions import parts
from hamafza.web.exchange.parts import share_of
from hamafza.web.records.events import Event
from hamafza.web.records.parts import Factory, Need, NeedMatch
from tests.people import Cast, make_unit, person
from tests.web.pagecheck import assert_digits_fit, assert_no_untranslated

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return Cast.on_stage()


@pytest.fixture
def makers():
    """Return three makers of brake parts in Kerman and one far away."""
    plain = {"goods_text": "لنت ترمز", "search_key": "لنت ترمز", "hs4": "8708", "hs6": "870830",
             "family": "8708"}  # fmt: skip
    near = [make_unit(name=n, monthly_units=200, **plain) for n in ("یکم", "دوم", "سوم")]
    make_unit(name="دور", lat_deg=38.0, lon_deg=46.3, monthly_units=900, **plain)
    return near


@pytest.fixture
def need(cast, makers):
    return parts.post_need(
        actor=cast.omid, factory=cast.omid.factory, text="لنت ترمز جلو", quantity=500,
        code="8708", embedded_share=Decimal("0.035"),
    )  # fmt: skip


def test_a_posted_need_finds_the_makers_within_reach_and_shares_it_among_them(need, makers):
    found = list(need.matches.order_by("rank"))
    assert {match.unit_id for match in found} == {unit.pk for unit in makers}
    assert [share_of(match) for match in found] == [200, 200, 100]
    assert found[0].reasons[0] == {"code": "same-heading", "hs": "8708"}


def test_a_need_that_says_nothing_or_a_false_code_is_refused_and_not_kept(cast):
    for told, refusal in (
        ({"text": "ا"}, NeedSaysNothing),
        ({"text": "لنت", "code": "87"}, NeedCodeNotACode),
    ):
        with pytest.raises(refusal):
            parts.post_need(actor=cast.omid, factory=cast.omid.factory, quantity=5, **told)
    assert not Need.objects.exists()


def test_the_joint_bid_is_asked_and_covered_when_enough_are_willing(cast, need, makers):
    assert parts.ask_workshops(actor=cast.omid, need=need) == 3
    people = [person(f"maker{unit.pk}", "producer", unit=unit) for unit in makers]
    states = []
    for one in people:
        match = NeedMatch.objects.get(unit=one.unit)
        parts.answer(actor=one, match=match, is_willing=True)
        need.refresh_from_db()
        states.append(need.state)
    assert states == ["asked", "asked", "covered"]
    assert Event.objects.filter(verb="answer-need").count() == 3


def test_nobody_is_asked_twice_and_nobody_answers_for_another(cast, need, makers):
    parts.ask_workshops(actor=cast.omid, need=need)
    with pytest.raises(parts.NobodyToAsk):
        parts.ask_workshops(actor=cast.omid, need=need)
    with pytest.raises(parts.NotYourWorkshop):
        parts.answer(actor=cast.maryam, match=need.matches.first(), is_willing=True)


def test_a_workshop_answers_only_what_it_was_asked(need, makers):
    one = person("maker", "producer", unit=makers[0])
    with pytest.raises(StepNotPermitted):
        parts.answer(actor=one, match=NeedMatch.objects.get(unit=makers[0]), is_willing=True)


def test_finding_again_leaves_those_asked_as_they_are(cast, need, makers):
    parts.ask_workshops(actor=cast.omid, need=need, units=[makers[0].pk])
    make_unit(name="تازه", hs4="8708", family="8708", monthly_units=50)
    parts.find_again(need=need)
    assert need.matches.count() == 4
    assert NeedMatch.objects.get(need=need, unit=makers[0]).state == "asked"


def test_another_factory_can_neither_post_nor_ask_nor_close(cast, need):
    other = Factory.objects.create(
        name_fa="دیگر", province="یزد", city="یزد", lat_deg=31.9, lon_deg=54.4
    )
    stranger = person("stranger", "factory", factory=other)
    with pytest.raises(parts.NotYourFactory):
        parts.post_need(actor=stranger, factory=need.factory, text="پیچ", quantity=1)
    for verb in (parts.ask_workshops, parts.close_need):
        with pytest.raises(parts.NotYourFactory):
            verb(actor=stranger, need=need)


def test_embedded_export_is_the_factorys_export_times_the_share(need):
    assert parts.embedded(need) is None
    need.factory.export_usd_per_year = 48_000_000
    assert parts.embedded(need) == Money(1_680_000_00, "USD")


def test_each_workshop_of_the_bid_stands_with_its_part_of_the_embedded_export(client, cast, need):
    need.factory.export_usd_per_year = 48_000_000
    need.factory.save()
    client.force_login(cast.omid)
    page = client.get(f"/en{reverse('factory:need', args=[need.pk])}").content.decode()
    assert page.count("672,000") == 2, "two make 200 of 500"
    assert "336,000" in page


@pytest.mark.parametrize("language", ["fa", "en"])
def test_the_pages_speak_the_readers_language(client, cast, need, makers, language):
    need.factory.export_usd_per_year = 48_000_000
    need.factory.save()
    parts.ask_workshops(actor=cast.omid, need=need, units=[makers[0].pk])
    producer = person("maker", "producer", unit=makers[0])
    pages = [
        (cast.omid, reverse("factory:needs")),
        (cast.omid, reverse("factory:new_need")),
        (cast.omid, reverse("factory:need", args=[need.pk])),
        (producer, reverse("producer:needs")),
    ]
    for reader, url in pages:
        client.force_login(reader)
        html = client.get(url if language == "fa" else f"/en{url}").content.decode()
        assert_digits_fit(html, language)
        if language == "fa":
            assert_no_untranslated(html)


def test_a_factory_posts_and_asks_on_the_page_and_a_workshop_answers_there(client, cast, makers):
    client.force_login(cast.omid)
    given = {"text": "لنت ترمز", "quantity": "۵۰۰", "code": "۸۷۰۸.۳۰", "share_percent": "2.5"}
    answer = client.post(reverse("factory:new_need"), given)
    need = Need.objects.get()
    assert answer.headers["Location"] == reverse("factory:need", args=[need.pk])
    assert (need.quantity, need.hs6, need.embedded_share) == (500, "870830", 0.025)
    client.post(reverse("factory:ask_workshops", args=[need.pk]))
    match = need.matches.get(unit=makers[0])
    assert match.state == "asked"
    client.force_login(person("maker", "producer", unit=makers[0]))
    assert "لنت ترمز" in client.get(reverse("producer:needs")).content.decode()
    client.post(reverse("producer:answer_need", args=[match.pk]), {"answer": "yes"})
    match.refresh_from_db()
    assert match.state == "willing"


def test_a_telephone_is_shown_only_of_a_willing_workshop(client, cast, need, makers):
    makers[0].phone = "09130001122"
    makers[0].save()
    client.force_login(cast.omid)
    url = f"/en{reverse('factory:need', args=[need.pk])}"
    parts.ask_workshops(actor=cast.omid, need=need)
    assert "09130001122" not in client.get(url).content.decode()
    one = person("maker", "producer", unit=makers[0])
    parts.answer(actor=one, match=NeedMatch.objects.get(unit=makers[0]), is_willing=True)
    assert "09130001122" in client.get(url).content.decode()


def test_another_factorys_need_is_as_good_as_not_there(client, cast, need):
    other = Factory.objects.create(
        name_fa="دیگر", province="یزد", city="یزد", lat_deg=31.9, lon_deg=54.4
    )
    client.force_login(person("stranger", "factory", factory=other))
    assert client.get(reverse("factory:need", args=[need.pk])).status_code == 404
