"""Two markets side by side: for a product, for all goods, with what is loaded, and as files."""

import csv
import io

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import translation

from hamafza.runs.market_compare import compare_goods, largest_markets
from hamafza.runs.markets import market_facts
from hamafza.runs.trade_facts import import_agreements, import_tariffs
from hamafza.sources.tariffs import TariffFacts
from tests.web.pagecheck import assert_digits_fit, assert_no_untranslated

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_kept(settings, tmp_path):
    cache.clear()
    settings.HOME = tmp_path


def page(client, query="", language="fa") -> str:
    with translation.override(language):
        url = reverse("public:compare_markets") + query
    answer = client.get(url)
    assert answer.status_code == 200, answer
    return answer.content.decode()


def line(html: str, label: str) -> str:
    return html[html.index(f'<th scope="row">{label}') :].split("</tr>")[0]


@pytest.mark.parametrize("language", ["fa", "en"])
@pytest.mark.parametrize(
    "query",
    ["", "?hs4=5702", "?hs4=5702&a=IRQ&b=DEU", "?a=IRQ&b=ARE&goods=all", "?hs4=5702&a=IRQ&b=IRQ"],
)
def test_the_page_speaks_one_language(client, language, query):
    html = page(client, query, language)
    assert_digits_fit(html, language)
    if language == "fa":
        assert_no_untranslated(html)


def test_a_sentence_says_which_has_more_room_and_what_tips_it(client):
    html = page(client, "?hs4=5702&a=ARE&b=DEU", "en")
    assert "United Arab Emirates has more room than Germany; what tips it: trade with" in html
    assert "For Germany speaks: Germany buys" in html
    persian = page(client, "?hs4=5702&a=ARE&b=DEU")
    assert "آنچه کفه را سنگین می‌کند" in persian and "به سود آلمان" in persian


def test_each_figure_stands_twice_and_the_better_is_marked(client):
    html = page(client, "?hs4=5702&a=ARE&b=DEU", "en")
    room = line(html, "Room left")
    assert room.index("is-ahead") < room.index("</td>"), "the Emirates have more room"
    demand = line(html, "Demand")
    assert demand.index("is-ahead") > demand.index("</td>"), "Germany buys more"
    assert "is-ahead" not in line(html, "Bought from us"), "sales speak for neither"
    assert "is-ahead" not in line(html, "Supply"), "our supply is the same"
    for label in ("Room left", "Demand", "Distance", "Ease"):
        assert 'class="ground"' in line(html, label)
    assert "out by" in line(html, "The way") and "Assumed" in line(html, "Days on the way")


def test_the_first_two_markets_stand_there_unasked(client):
    first, second = market_facts("IRN", "5702").markets[:2]
    html = page(client, "?hs4=5702", "en")
    assert f'<option value="{first.importer}" selected' in html
    assert f'<option value="{second.importer}" selected' in html
    best = largest_markets("IRN")[:2]
    html = page(client, "", "en")
    assert all(f'<option value="{code}" selected' in html for code in best)


def test_one_market_beside_itself_is_not_compared(client):
    html = page(client, "?hs4=5702&a=IRQ&b=IRQ", "en")
    assert "Choose two different markets" in html and "Figure by figure" not in html
    url = reverse("public:compare_table", args=("csv",)) + "?hs4=5702&a=IRQ&b=IRQ"
    assert client.get(url).status_code == 404


def test_a_closed_market_is_said_to_be_no_market(client):
    html = page(client, "?hs4=5702&a=ARE&b=ISR", "en")
    assert "Israel is not proposed for these goods" in html and "what tips it" not in html


@pytest.mark.parametrize("query", ["?hs4=9999", "?hs4=5702&a=XXX", "?a=IRQ&b=XX"])
def test_what_nobody_knows_is_not_found(client, query):
    assert client.get(reverse("public:compare_markets") + query).status_code == 404


def test_all_goods_together_say_where_they_differ_most(client):
    overall = compare_goods("IRN", ("IRQ", "ARE"))
    html = page(client, "?a=IRQ&b=ARE&goods=all", "en")
    assert "Where they differ most" in html
    for each in overall.differences[:6]:
        assert f"hs4={each.hs4}&amp;a=IRQ&amp;b=ARE" in html
    assert f"of {len(overall.differences)} goods" in html


def test_nothing_loaded_is_said_to_be_nothing_and_never_zero(client):
    html = page(client, "?hs4=5702&a=IRQ&b=ARE", "en")
    assert "no table of tariffs is loaded" in line(html, "Tariff on our goods")
    assert "no table of agreements is loaded" in line(html, "Trade agreements in force")
    assert "no table of several years is loaded" in line(html, "Growth of its imports a year")
    assert "0%" not in line(html, "Tariff on our goods")


def test_loaded_tariffs_and_agreements_stand_with_their_source(client, tmp_path):
    rates = tmp_path / "rates.csv"
    rates.write_text("market,hs,year,rate\nIRQ,570210,2024,20\nARE,570210,2024,5\n")
    told = TariffFacts(source="Tariff book", edition="2022", in_fractions=False)
    import_tariffs(rates, tmp_path, told)
    pacts = tmp_path / "pacts.csv"
    pacts.write_text("agreement,party,from,until,source\nPact,IRN; IRQ,2020-01-01,,a gazette\n")
    import_agreements(pacts, tmp_path)
    html = page(client, "?hs4=5702&a=IRQ&b=ARE", "en")
    tariff = line(html, "Tariff on our goods")
    assert "20.0%" in tariff and "5.0%" in tariff and "2024: Tariff book" in tariff
    assert tariff.index("is-ahead") > tariff.index("20.0%"), "the lower rate is the better"
    agreed = line(html, "Trade agreements in force")
    assert "<bdi>Pact</bdi>" in agreed and "none" in agreed
    persian = page(client, "?hs4=5702&a=IRQ&b=ARE")
    assert "۲۰٫۰٪" in persian
    assert_no_untranslated(persian)
    assert_digits_fit(persian, "fa")


def test_the_comparison_is_taken_away_as_it_stands(client):
    url = reverse("public:compare_table", args=("csv",)) + "?hs4=5702&a=ARE&b=DEU"
    with translation.override("en"):
        answer = client.get("/en" + url)
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    first, second = (
        next(each for each in market_facts("IRN", "5702").markets if each.importer == code)
        for code in ("ARE", "DEU")
    )
    room = next(row for row in rows if row["figure"] == "Room left")
    assert float(room["United Arab Emirates"]) == first.gap_usd
    assert float(room["Germany"]) == second.gap_usd
    assert "2017" in room["source_of_figure"]
    assert {row["variant"] for row in rows} == {"gravity-ease"}
    assert {row["hs4"] for row in rows} == {"5702"}


def test_where_the_two_rest_on_other_years_each_is_named(client):
    html = page(client, "?hs4=5702&a=IRQ&b=DEU", "en")
    ease = line(html, "Ease")
    assert "Iraq: " in ease and "2005" in ease and "Germany: " in ease and "2015" in ease
    assert "Iraq: " not in line(html, "Demand")
