"""Files of what is seen: the same rows, order and weights, with year and source inside."""

import csv
import io
import zipfile

import polars as pl
import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import translation

from hamafza.markets.weights import Weights
from hamafza.runs.market_ranks import ranked_by
from hamafza.runs.markets import goods_facts, market_facts

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_kept():
    cache.clear()


def taken(client, name: str, *arguments: str, query: str = "", language: str = "fa"):
    with translation.override(language):
        url = reverse(name, args=arguments) + query
    answer = client.get(url)
    assert answer.status_code == 200, answer
    return answer


def lines(answer) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def sheets(answer) -> dict[str, pl.DataFrame]:
    return pl.read_excel(io.BytesIO(answer.content), sheet_id=0)


def test_a_csv_has_every_row_in_the_order_of_the_weights(client):
    query = "?hs4=5702&demand=0.5&ease=1.75"
    rows = lines(taken(client, "public:markets_table", "csv", query=query))
    wanted = ranked_by(market_facts("IRN", "5702").markets, Weights(demand=0.5, ease=1.75))
    assert [row["importer"] for row in rows] == [row.facts.importer for row in wanted]
    assert [int(row["place"]) for row in rows] == list(range(1, len(wanted) + 1))
    assert [float(row["score"]) for row in rows] == [row.score for row in wanted]
    assert [int(row["shipped_place"]) for row in rows] == [row.shipped_place for row in wanted]
    assert {row["weights"] for row in rows} == {"demand=0.5 ease=1.75"}
    assert {row["year"] for row in rows} == {"2017"}
    assert all("UNCTAD" in row["source"] for row in rows)
    assert {row["quality"] for row in rows} >= {"recorded", "older"}


def test_a_sheet_is_from_right_to_left_in_persian_alone(client):
    for language, is_rtl in (("fa", True), ("en", False)):
        answer = taken(client, "public:markets_table", "xlsx", query="?hs4=5702", language=language)
        with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
            for name in ("xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"):
                assert ('rightToLeft="1"' in book.read(name).decode()) is is_rtl


def test_a_sheet_holds_the_table_and_beside_it_what_it_rests_on(client):
    answer = taken(client, "public:markets_table", "xlsx", query="?hs4=5702&ease=2", language="en")
    assert 'filename="markets-IRN-5702.xlsx"' in answer["Content-Disposition"]
    table, about = sheets(answer).values()
    wanted = ranked_by(market_facts("IRN", "5702").markets, Weights(ease=2))
    assert table["Market, code"].to_list() == [row.facts.importer for row in wanted]
    assert table["Room left, USD a year"].to_list() == pytest.approx(
        [row.facts.gap_usd for row in wanted]
    )
    told = dict(zip(*(column.cast(pl.String).to_list() for column in about), strict=True))
    told |= {about.columns[0]: about.columns[1]}
    assert told["Exporter"] == "IRN" and told["Weights"] == "ease=2"
    assert "UNCTAD" in told["Source"] and told["Year"] == "2017"


def test_heads_of_a_persian_sheet_are_persian(client):
    answer = taken(client, "public:markets_table", "xlsx", query="?hs4=5702")
    table, about = sheets(answer).values()
    assert "جای خالی، دلار در سال" in table.columns
    assert about.columns[0] == "صادرکننده"


def test_goods_of_a_market_are_taken_away_with_their_names(client):
    rows = lines(taken(client, "public:market_table", "ARE", "csv", query="?goods=all"))
    assert [row["hs4"] for row in rows] == [each.hs4 for each in goods_facts("IRN", "ARE").goods]
    assert rows[0]["goods_en"] and rows[0]["goods_fa"]
    assert {row["goods"] for row in rows} == {"all"}


@pytest.mark.parametrize("form", ["pdf", "ods", "csv2"])
def test_another_form_is_not_there(client, form):
    url = reverse("public:markets_table", args=(form,)) + "?hs4=5702"
    assert client.get(url).status_code == 404


def test_a_file_of_what_nobody_trades_is_not_there(client):
    url = reverse("public:markets_table", args=("csv",))
    assert client.get(url).status_code == client.get(url + "?hs4=9999").status_code == 404
