"""Weights on the pages of markets: moved, shown, checked, kept in the address, taken back."""

import html as entities
import re

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import translation

from hamafza.markets.weights import Weights
from hamafza.runs.market_ranks import ranked_by
from hamafza.runs.markets import goods_facts, market_facts
from tests.people import make_unit
from tests.web.pagecheck import assert_digits_fit, assert_no_untranslated
from tests.web.test_markets import page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_kept():
    cache.clear()


def order(html: str, pattern: str = r'<details id="([A-Z]{3})"') -> list[str]:
    return re.findall(pattern, html)


@pytest.mark.parametrize("language", ["fa", "en"])
@pytest.mark.parametrize(
    "query",
    [
        "?hs4=5702&demand=0.5&ease=1.75",
        "?hs4=5702&together=1",
        "?hs4=5702&demand=9",
        "?hs4=5702&page=2",
    ],
)
def test_the_page_speaks_one_language_whatever_is_moved(client, language, query):
    html = page(client, query, language)
    assert_digits_fit(html, language)
    if language == "fa":
        assert_no_untranslated(html)


def test_the_list_is_in_the_order_of_the_weights(client):
    rows = ranked_by(market_facts("IRN", "5702").markets, Weights(demand=0.5, ease=1.75))
    html = page(client, "?hs4=5702&demand=0.5&ease=1.75", "en")
    assert order(html) == [row.facts.importer for row in rows[:15]]
    assert order(html) != order(page(client, "?hs4=5702", "en"))


def test_a_moved_row_says_by_how_many_places_and_a_resting_one_that_it_rests(client):
    rows = ranked_by(market_facts("IRN", "5702").markets, Weights(demand=0.5, ease=1.75))
    html = page(client, "?hs4=5702&demand=0.5&ease=1.75", "en")
    assert any(row.moved for row in rows[:15])
    for row in rows[:15]:
        told = html[html.index(f'id="{row.facts.importer}"') :].split("</summary>")[0]
        words = {1: "places? up", -1: "places? down", 0: "as shipped"}
        sign = (row.moved > 0) - (row.moved < 0)
        assert re.search(words[sign], told), (row.facts.importer, told)
        assert sign == 0 or f">{abs(row.moved)}</span>" in told
    assert 'class="moved' not in page(client, "?hs4=5702", "en")


def test_with_moved_weights_no_figure_of_the_list_is_called_dollars(client):
    html = page(client, "?hs4=5702&demand=0.5", "en")
    assert "The figures are a rank, 100 being the best, and no dollars." in html
    assert "the room left, in thousand USD" not in html
    assert "the room left, in thousand USD" in page(client, "?hs4=5702", "en")


def test_the_address_keeps_the_weights_and_one_link_takes_them_back(client):
    html = entities.unescape(page(client, "?hs4=5702&demand=0.5&ease=1.75&phase=1", "en"))
    kept = "phase=1&demand=0.5&ease=1.75"
    assert f"table.xlsx?hs4=5702&{kept}" in html
    assert 'href="/en/markets/?hs4=5702&phase=1">Back to the shipped weights' in html
    assert re.search(r'href="/en/markets/[A-Z]{3}/\?demand=0.5&ease=1.75"', html)
    assert 'name="demand" min="0" max="2" step="0.25" value="0.5"' in html
    assert '<input type="hidden" name="phase" value="1">' in html


def test_sliders_are_a_plain_form_that_asks_by_address(client):
    html = page(client, "?hs4=5702", "en")
    form = html[html.index('<form class="flow" method="get"') :].split("</form>")[0]
    assert form.count('type="range"') == 5 and "<button" in form
    assert 'name="hs4" value="5702"' in form
    all_at_one = "&".join(f"{name}=1" for name in ("supply", "demand", "nearness", "ease", "room"))
    told = page(client, f"?hs4=5702&{all_at_one}", "en")
    assert "Back to the shipped weights" not in told and order(told) == order(html)


def test_digits_of_any_script_are_weights(client):
    latin = order(page(client, "?hs4=5702&demand=0.5", "en"))
    assert order(page(client, "?hs4=5702&demand=۰٫۵", "en")) == latin


@pytest.mark.parametrize("weight", ["9", "-1", "abc", "nan", "inf"])
def test_a_weight_that_is_none_is_said_and_nothing_moves(client, weight):
    html = page(client, f"?hs4=5702&demand={weight}", "en")
    assert 'class="error"' in html and 'aria-invalid="true"' in html
    assert order(html) == order(page(client, "?hs4=5702", "en"))
    with translation.override("fa"):
        url = reverse("public:markets_table", args=("csv",)) + f"?hs4=5702&demand={weight}"
    answer = client.get(url)
    assert answer.status_code == 400 and "وزن عددی است میان" in answer.content.decode()


def test_all_together_sets_no_neighbour_first(client):
    rows = ranked_by(market_facts("IRN", "5701").markets, Weights(), neighbours_first=False)
    html = page(client, "?hs4=5701&together=1", "en")
    assert order(html) == [row.facts.importer for row in rows[:15]]
    assert "by the shipped choice neighbours come first" in html
    assert "no dollars" not in html, "the figures are still the room in dollars"


def test_every_factor_of_a_row_stands_with_year_source_and_ground(client):
    html = page(client, "?hs4=5702", "en")
    for row in html.split('<dl class="factors">')[1:]:
        lines = row.split("</dl>")[0].split("<dt>")[1:]
        assert len(lines) == 5
        for line in lines:
            assert re.search(r'class="ground"><span class="n">(2017|2015|2011|2005)', line), line
            assert 'class="badge' in line


def test_an_older_record_and_none_are_told_apart_from_a_record(client):
    html = page(client, "?hs4=5702", "en")
    iraq = html[html.index('id="IRQ"') :].split("</details>")[0]
    emirates = html[html.index('id="ARE"') :].split("</details>")[0]
    assert "an older record" in iraq and "2005" in iraq
    assert ">recorded<" in emirates and "an older record" not in emirates
    unknown = next(
        each.importer for each in market_facts("IRN", "5702").markets if each.quality == "gravity"
    )
    at = [each.importer for each in market_facts("IRN", "5702").markets].index(unknown) // 15 + 1
    turned = page(client, f"?hs4=5702&page={at}", "en")
    told = turned[turned.index(f'id="{unknown}"') :].split("</details>")[0]
    assert ">no record<" in told


def test_pages_turn_through_all_markets_with_the_weights(client):
    rows = ranked_by(market_facts("IRN", "5702").markets, Weights(ease=2))
    html = page(client, "?hs4=5702&ease=2&page=2", "en")
    assert order(html) == [row.facts.importer for row in rows[15:30]]
    assert "ease=2" in html[html.index('rel="next"') :].split(">")[0]


def test_goods_of_a_market_are_ranked_opened_and_turned(client):
    html = page(client, "?goods=all", "en", "public:market", importer="ARE")
    goods = goods_facts("IRN", "ARE").goods
    assert order(html, r'<details id="h(\d{4})"') == [each.hs4 for each in goods[:30]]
    assert "now: a neighbour by sea" in html
    assert html.count('<dl class="factors">') == 30
    turned = page(client, "?goods=all&page=2", "en", "public:market", importer="ARE")
    assert order(turned, r'<details id="h(\d{4})"') == [each.hs4 for each in goods[30:60]]
    assert_no_untranslated(page(client, "?goods=all", "fa", "public:market", importer="ARE"))
    assert_digits_fit(page(client, "?goods=all", "fa", "public:market", importer="ARE"), "fa")


def test_weights_move_the_goods_of_a_market_too(client):
    for _ in range(5):  # of fewer the public is not told, and all goods are shown unasked
        make_unit(family="5701", kind="maker")
    rows = ranked_by(goods_facts("IRN", "DEU").goods, Weights(supply=2, demand=0))
    html = page(client, "?goods=all&supply=2&demand=0", "en", "public:market", importer="DEU")
    assert order(html, r'<details id="h(\d{4})"') == [row.facts.hs4 for row in rows[:30]]
    assert "no dollars" in html and "later: further away" in html
    assert 'name="goods" value="all"' in html, "the form keeps which goods are shown"


def test_a_goods_sentence_says_what_differs_between_goods(client):
    html = page(client, "?goods=all", "en", "public:market", importer="ARE")
    first = html[html.index('class="reason" open') :].split("</dl>")[0]
    assert "because the market buys" in first and "thousand dollars of it a year" in first


def test_a_market_without_goods_shows_no_sliders_and_no_sums(client):
    html = page(client, "?goods=all", "en", "public:market", importer="ISR")
    assert "No goods here are worth proposing" in html
    assert 'type="range"' not in html and "later: further away" not in html
    assert "thousand USD a year" not in html


def test_within_a_phase_nothing_is_said_of_neighbours_first(client):
    for query, words in (("phase=2", "larger room"), ("phase=1&ease=2", "higher score")):
        html = page(client, f"?hs4=5702&{query}", "en")
        assert f"The {words} comes first." in html and "Neighbours come first" not in html
