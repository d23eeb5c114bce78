"""Who could serve a market, as far as the reader may see; and the guild's part, without telling."""

import csv
import io

import polars as pl
import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from hamafza.runs.guild_part import guild_parts
from hamafza.runs.market_serving import markets_of, servers
from hamafza.web.guild_capacity import guild_capacity
from hamafza.web.records.proposals import Proposal
from hamafza.web.records.units import Unit
from tests.people import make_unit
from tests.web.formations.making import make_formation
from tests.web.pagecheck import assert_digits_fit, assert_no_untranslated

pytestmark = pytest.mark.django_db
CARPETS = {"hs4": "5701", "hs6": "570110", "family": "5701"}


@pytest.fixture(autouse=True)
def nothing_kept():
    cache.clear()


@pytest.fixture
def officer(client, cast):
    client.force_login(cast.parviz)
    return client


def page(client, name, query, language="fa"):
    with translation.override(language):
        url = reverse(name)
    answer = client.get(url + query)
    assert answer.status_code == 200
    html = answer.content.decode()
    assert_digits_fit(html, language)
    if language == "fa":
        assert_no_untranslated(html)
    return html


def table(client, name, query):
    with translation.override("en"):
        answer = client.get(reverse(name, args=["csv"]) + query)
    text = answer.content.decode().lstrip("\ufeff")
    return list(csv.DictReader(io.StringIO(text)))


def carpet_groups(cast):
    made = make_formation(cast, groups=2).run.proposals
    made.update(family="5701")
    made.filter(consortium_id=1).update(capacity=4.0)
    made.filter(consortium_id=2).update(capacity=0.1)
    return made


@pytest.mark.parametrize("language", ["fa", "en"])
def test_who_lacks_nothing_stands_first_and_what_others_lack_is_said(officer, cast, language):
    page(officer, "office:who_serves", "", language)
    carpet_groups(cast)
    html = page(officer, "office:who_serves", "?market=DEU&goods=5701", language)
    words = {"fa": "یک فصل یک محموله را پر نمی‌کند", "en": "a quarter does not fill a lot"}
    assert html.count(words[language]) == 1
    one, two = (str(Proposal.objects.get(consortium_id=each).pk) for each in (1, 2))
    assert html.index(f"/proposals/{one}/") < html.index(f"/proposals/{two}/")
    page(officer, "office:who_serves", "?market=DEU&goods=5701&of=units", language)


def test_the_file_holds_what_the_page_shows(officer, cast):
    make_unit(name="قالی کرمان", capacity=2.0, **CARPETS)
    make_unit(name="قالی یزد", capacity=0.1, **CARPETS)
    rows = table(officer, "office:who_serves_file", "?market=DEU&goods=5701&of=units")
    assert [row["Rank"] for row in rows] == ["1", "2"]
    assert rows[0]["Name"].startswith("قالی کرمان")
    assert rows[0]["Dollars a year"] == str(2 * 12 * 10_000)
    assert table(officer, "office:who_serves_file", "") == []


def test_an_officer_of_a_branch_sees_own_units_and_groups_alone(client, cast):
    own = make_unit(name="قالی خود", capacity=2.0, **CARPETS)
    strange = {"union": "اتحادیه یزد", "province": "یزد", "city": "یزد"}
    make_unit(name="قالی دیگران", capacity=3.0, **CARPETS, **strange)
    groups = carpet_groups(cast)
    outside = groups.get(consortium_id=2)
    Unit.objects.filter(pk=outside.lead_unit_id).update(
        office=Unit.objects.get(name="قالی دیگران").office
    )
    client.force_login(cast.farideh)
    units = table(client, "office:who_serves_file", "?market=DEU&goods=5701&of=units")
    assert [row["Number"] for row in units] == [str(own.pk)]
    found = table(client, "office:who_serves_file", "?market=DEU&goods=5701")
    assert [row["Number"] for row in found] == [str(groups.get(consortium_id=1).pk)]
    html = page(client, "office:who_serves", "?market=DEU&goods=5701")
    assert "/proposals/" not in html  # a branch reads no proposals of the office
    client.force_login(cast.salim)
    assert client.get(reverse("office:who_serves")).status_code == 403


def test_a_market_that_our_own_law_closes_is_not_offered(officer, cast):
    from hamafza.markets.plan.refusals import PlanMarketUnknown
    from hamafza.web.exchange.market_plan import supply_of_groups

    assert "ISR" not in markets_of("IRN")
    carpet_groups(cast)
    with pytest.raises(PlanMarketUnknown):
        servers(supply_of_groups(Proposal.objects.all()), "IRN", "ISR", "5701")


def guild(many=6, few=2):
    """Return nothing: carpets of many makers in one province, few in a second, many in a third."""
    for province, count in (("کرمان", many), ("یزد", few), ("فارس", many)):
        for at in range(count):
            make_unit(name=f"{province} {at}", province=province, city=province, **CARPETS)


def test_the_part_by_good_market_and_province_sums_to_the_same(officer, cast):
    guild()
    markets = table(officer, "office:guild_part_file", "?goods=5701")
    provinces = table(officer, "office:guild_part_file", "?goods=5701&by=province")
    assert {row["Province"] for row in provinces} == {"Kerman", "Yazd", "Fars"}
    for name in ("Low, dollars a year", "Usual, dollars a year", "High, dollars a year"):
        sums = [sum(float(row[name]) for row in rows) for rows in (markets, provinces)]
        assert sums[0] == pytest.approx(sums[1], abs=len(markets))
    capacity = guild_capacity()
    worth = capacity.filter(hs4="5701")["shipments_a_month"].sum() * 12 * 10_000
    usual = sum(float(row["Usual, dollars a year"]) for row in markets)
    assert 0 < usual <= worth + len(markets)


def test_one_good_alone_has_the_same_part_as_among_all(cast):
    guild()
    capacity = guild_capacity()
    whole, _ = guild_parts("IRN", capacity)
    alone, _ = guild_parts("IRN", capacity.filter(hs4="5701"))
    assert alone.equals(whole.filter(pl.col("hs4") == "5701"))


@pytest.mark.parametrize("language", ["fa", "en"])
@pytest.mark.parametrize("who", ["office", "public"])
def test_the_pages_say_low_usual_high_and_what_is_hand_made(officer, cast, who, language):
    guild()
    name = f"{who}:guild_part"
    overview = page(officer, name, "", language)
    assert "goods=5701" in overview
    word = {"fa": "دست‌ساز", "en": "hand-made"}[language]
    assert word in page(officer, name, "?goods=5701", language)
    page(officer, name, "?goods=5701&market=DEU", language)
    assert page(officer, name, "?goods=0101", language).count('class="empty"') == 1


def test_the_public_is_told_of_no_few_makers_and_nothing_that_betrays_them(client, cast):
    guild()
    rows = table(client, "public:guild_part_file", "?goods=5701&by=province")
    # two makers in Yazd are too few, and one more province must hide them from the sum
    assert len(rows) == 1
    assert rows[0]["Province"] in {"Kerman", "Fars"}
    html = page(client, "public:guild_part", "?goods=5701", "en")
    assert html.count("too few workshops to tell") == 2


def test_the_public_is_told_nothing_of_a_good_that_few_make(client, officer, cast):
    for at in range(4):
        make_unit(name=f"قالی {at}", **CARPETS)
    client.logout()
    assert "goods=5701" not in page(client, "public:guild_part", "")
    assert page(client, "public:guild_part", "?goods=5701").count('class="empty"') == 1
    assert table(client, "public:guild_part_file", "?goods=5701") == []
    make_unit(name="قالی بزرگ", capacity=90.0, **CARPETS)
    cache.clear()
    assert table(client, "public:guild_part_file", "?goods=5701") == []
    officer.force_login(cast.parviz)
    assert table(officer, "office:guild_part_file", "?goods=5701")


def test_no_page_asks_more_for_more_makers(officer, cast):
    def asked():
        counts = []
        for name, query in (
            ("office:who_serves", "?market=DEU&goods=5701&of=units"),
            ("office:who_serves", "?market=DEU&goods=5701"),
            ("office:guild_part", "?goods=5701"),
            ("public:guild_part", ""),
        ):
            cache.clear()
            with CaptureQueriesContext(connection) as told:
                page(officer, name, query)
            counts.append(len(told))
        return counts

    guild(many=2, few=1)
    carpet_groups(cast)
    asked()
    few = asked()
    guild(many=9, few=9)
    carpet_groups(cast)
    assert asked() == few
