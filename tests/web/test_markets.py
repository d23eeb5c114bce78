"""Markets of a product, products of a market: ranked, explained, marked for what they are."""

import csv
import io

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import translation

from hamafza.runs.markets import market_facts
from hamafza.web.pages.public.market_map import market_map
from hamafza.web.pages.public.market_words import joined, why
from tests.people import make_unit
from tests.web.pagecheck import assert_digits_fit, assert_no_untranslated

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_kept():
    cache.clear()


def page(client, query="", language="fa", name="public:markets", **arguments) -> str:
    with translation.override(language):
        url = reverse(name, kwargs=arguments or None) + query
    answer = client.get(url)
    assert answer.status_code == 200, answer
    return answer.content.decode()


@pytest.mark.parametrize("language", ["fa", "en"])
@pytest.mark.parametrize("query", ["", "?hs4=5701", "?hs4=5701&phase=2", "?q=فرش", "?q=qqqq"])
def test_a_page_of_markets_speaks_one_language(client, language, query):
    html = page(client, query, language)
    assert_digits_fit(html, language)
    if language == "fa":
        assert_no_untranslated(html)


def test_markets_of_a_product_are_ranked_and_each_opens_its_factors(client):
    html = page(client, "?hs4=5702", "en")
    facts = market_facts("IRN", "5702").markets
    places = [html.index(f'id="{market.importer}"') for market in facts[:15]]
    assert places == sorted(places)
    assert html.count('class="reason"') == 15
    assert "Iraq, because it is a neighbour by land" in html


def test_a_reader_is_told_why_in_persian(client):
    assert "عراق، چون همسایه خشکی است" in page(client, "?hs4=5702")


def test_every_page_says_what_is_reconstructed_and_which_defaults_hold(client):
    for html in (
        page(client, "?hs4=5701", "en"),
        page(client, "", "en", "public:market", importer="IRQ"),
    ):
        assert "Reconstructed" in html and "Tariffs are taken as zero" in html
        assert "2017" in html


def test_a_market_without_record_is_marked_estimated(client):
    html = page(client, "?hs4=5702", "en")
    iraq = html[html.index('id="IRQ"') :].split("</details>")[0]
    assert "Estimated" in iraq and "No record of this year" in iraq


def test_a_phase_shows_its_own_markets_only(client):
    near, far = page(client, "?hs4=5701&phase=1"), page(client, "?hs4=5701&phase=2")
    assert 'id="IRQ"' in near and 'id="USA"' not in near
    assert 'id="USA"' in far and 'id="IRQ"' not in far


def test_the_table_taken_away_holds_what_the_page_chose(client):
    url = reverse("public:markets_table", args=("csv",)) + "?hs4=5701&phase=1"
    answer = client.get(url)
    text = answer.content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    wanted = [each for each in market_facts("IRN", "5701").markets if each.phase == 1]
    assert [row["importer"] for row in rows] == [each.importer for each in wanted]
    assert float(rows[0]["gap_usd"]) == wanted[0].gap_usd
    assert {row["variant"] for row in rows} == {"gravity-ease"}


def test_words_lead_to_headings_and_a_code_straight_to_its_markets(client):
    assert "?hs4=0910" in page(client, "?q=زعفران")
    answer = client.get(reverse("public:markets") + "?q=۵۷۰۱")
    assert answer.headers["Location"].endswith("?hs4=5701")


def test_goods_of_registered_workshops_are_offered_first(client):
    for _ in range(5):  # of fewer the public is not told
        make_unit(family="5701", kind="maker")
    assert "?hs4=5701" in page(client)
    market = page(client, name="public:market", importer="ARE")
    assert "?hs4=5701" in market and "?hs4=2711" not in market
    everything = page(client, "?goods=all", name="public:market", importer="ARE")
    assert everything.count("?hs4=") > 10


def test_what_nobody_trades_and_who_is_no_country_is_not_found(client):
    for query in ("?hs4=9999", "?hs4=0000"):
        assert client.get(reverse("public:markets") + query).status_code == 404
    assert client.get(reverse("public:market", kwargs={"importer": "XXX"})).status_code == 404


def test_a_closed_market_is_never_proposed(client):
    assert "ISR" not in page(client, "?hs4=5701&phase=2")
    assert "No goods here" in page(client, "", "en", "public:market", importer="ISR")


def test_another_countrys_goods_are_shown_when_asked_for(client):
    html = page(client, "?hs4=6109&exporter=BGD", "en")
    assert "from Bangladesh" in html and "exporter=BGD" in html
    assert "By borders and distance at sea" in html


def test_a_map_draws_each_market_once_and_small_ones_too(client):
    markets = market_facts("IRN", "5701").markets[:15]
    picture = market_map("IRN", "map", markets)
    drawn = {area.link for area in picture.areas} | {dot.link for dot in picture.dots}
    assert drawn == {f"#{market.importer}" for market in markets}
    assert "#BHR" in {dot.link for dot in picture.dots}, "Bahrain has no outline at this scale"
    assert market_map("IRN", "map", ()) is None


def test_sentences_join_with_and(client):
    with translation.override("en"):
        assert joined(["a"]) == "a"
        assert joined(["a", "b", "c"]) == "a, b and c"
    with translation.override("fa"):
        assert joined(["الف", "ب", "پ"]) == "الف، ب و پ"


def test_every_market_can_say_why(client):
    for market in market_facts("IRN", "5701").markets:
        assert why(market).startswith(market.name_fa)
