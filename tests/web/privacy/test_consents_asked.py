"""Where a unit could be named or counted before strangers its consent is asked: both answers."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from hamafza.registry.unit_facts import Use
from hamafza.web.actions import parts
from hamafza.web.actions.consents import agreed
from hamafza.web.guild_capacity import guild_capacity
from hamafza.web.pages.market_makers import families
from hamafza.web.placenames import roughly
from hamafza.web.records.parts import NeedMatch
from hamafza.web.records.units import Unit
from hamafza.web.shown_units import shown
from hamafza.web.small_cells import counted_by
from hamafza.web.templatetags.routes import traders_by_town
from tests.people import make_unit, person
from tests.web.consents import agree, withdraw
from tests.web.routes.test_way import ROUTE, trader

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def counted_anew():
    cache.clear()
    yield
    cache.clear()


def make_brake_makers(*names):
    plain = {"goods_text": "لنت ترمز", "search_key": "لنت ترمز", "hs4": "8708", "family": "8708"}
    return [make_unit(name=name, monthly_units=200, **plain) for name in names]


def test_a_unit_is_shown_by_its_name_where_it_agreed_and_by_its_province_else():
    named, unnamed, once = (make_unit(name=name) for name in ("یکم", "دوم", "سوم"))
    agree(named)
    agree(unnamed, Use.MATCHING)
    withdraw(once, Use.BUYERS)
    told = shown([named, unnamed, once])
    assert [told[unit.pk].name for unit in (named, unnamed, once)] == [
        "یکم", "کارگاهی در کرمان", "کارگاهی در کرمان",
    ]  # fmt: skip
    assert told[named.pk].point == (named.lat_deg, named.lon_deg)
    assert told[unnamed.pk].point == roughly(unnamed.lat_deg, unnamed.lon_deg)


def test_a_consent_counts_for_every_record_of_the_unit(django_assert_num_queries):
    last = make_unit(name="پایان")
    middle = make_unit(name="میان", merged_into=last)
    first = make_unit(name="آغاز", merged_into=middle)
    others = [make_unit(name=f"دیگر {number}") for number in range(20)]
    agree(first)
    asked = [last.pk, middle.pk, first.pk, *(unit.pk for unit in others)]
    assert agreed(asked, Use.BUYERS) == {last.pk, middle.pk, first.pk}
    with django_assert_num_queries(3):  # for many units that are joined to nobody
        assert agreed([unit.pk for unit in others], Use.BUYERS) == set()


def test_a_factory_is_told_the_names_of_those_who_agreed_to_it(client, cast):
    named, unnamed = make_brake_makers("ترمزساز نامدار", "ترمزساز بی‌نام")
    agree(named)
    need = parts.post_need(
        actor=cast.omid, factory=cast.omid.factory, text="لنت ترمز", quantity=300, code="8708"
    )
    client.force_login(cast.omid)
    address = reverse("factory:need", args=[need.pk])
    page = client.get(address).content.decode()
    assert named.name in page
    assert unnamed.name not in page
    assert "کارگاهی در کرمان" in page
    parts.ask_workshops(actor=cast.omid, need=need)
    match = NeedMatch.objects.get(unit=unnamed)
    own = person("maker", "producer", unit=unnamed)
    parts.answer(actor=own, match=match, is_willing=True)
    assert unnamed.name in client.get(address).content.decode(), "her yes is said to this factory"
    parts.answer(actor=own, match=match, is_willing=False)
    assert unnamed.name not in client.get(address).content.decode()


def test_the_public_story_of_a_part_names_who_agreed(client, cast):
    Unit.objects.update(is_demo=True)
    named, unnamed = make_brake_makers("ترمزساز نامدار", "ترمزساز بی‌نام")
    Unit.objects.filter(pk__in=(named.pk, unnamed.pk)).update(is_demo=True)
    cast.omid.factory.is_demo = True
    cast.omid.factory.save()
    agree(named)
    parts.post_need(
        actor=cast.omid, factory=cast.omid.factory, text="لنت ترمز", quantity=300, code="8708"
    )
    page = client.get(reverse("public:part_story")).content.decode()
    assert named.name in page
    assert unnamed.name not in page
    assert "کارگاهی در کرمان" in page


def test_published_counts_leave_out_who_withdrew_and_nobody_else():
    makers = make_brake_makers(*"abcdef")
    withdraw(make_unit(name="خدمت", kind="service", service_code="72"), Use.STATISTICS)
    assert families()["8708"] == 6
    agree(makers[0], Use.STATISTICS)
    withdraw(makers[1], Use.BUYERS)
    withdraw(makers[2], Use.STATISTICS)
    cache.clear()
    assert families()["8708"] == 5
    services = counted_by(Unit.objects.filter(kind="service"), "service_code")
    assert not +services
    withdraw(makers[3], Use.STATISTICS)
    cache.clear()
    assert "8708" not in families(), "too few are left"
    agree(makers[2], Use.STATISTICS)
    cache.clear()
    assert families()["8708"] == 5


def test_one_who_withdrew_by_a_record_that_was_joined_is_left_out_once():
    kept, *_rest = make_brake_makers(*"abcdef")
    joined = make_unit(name="همان", family="8708", hs4="8708", merged_into=kept)
    withdraw(joined, Use.STATISTICS)
    assert counted_by(Unit.objects.filter(kind="maker"), "family")["8708"] == 5


def test_the_guilds_part_rests_on_those_who_did_not_withdraw():
    makers = make_brake_makers(*"abc")
    withdraw(makers[0], Use.STATISTICS)
    (row,) = guild_capacity().filter(hs4="8708").to_dicts()
    assert (row["units"], row["shipments_a_month"]) == (2, 2 * makers[1].capacity)


def test_traders_along_a_way_are_counted_without_who_withdrew():
    traders = [trader(lon_deg) for lon_deg in (50.5, 51.0, 51.5)]
    assert traders_by_town(ROUTE, 25) == {"شیراز": 3}
    withdraw(traders[0], Use.STATISTICS)
    assert traders_by_town(ROUTE, 25) == {"شیراز": 2}


@pytest.mark.parametrize("language", ["fa", "en"])
def test_the_page_that_asks_says_what_happens_without_each_use(client, cast, language):
    client.force_login(cast.maryam)
    page = client.get(("/en" if language == "en" else "") + reverse("producer:consents"))
    wanted = ("is not proposed", "a workshop in", "chamber's duty", "answers to what")
    persian = ("پیشنهاد نمی‌شود", "کارگاهی در", "وظیفه اتاق", "پاسخ آنچه")
    html = page.content.decode().replace("&#x27;", "'")
    assert [word in html for word in (persian if language == "fa" else wanted)] == [True] * 4
