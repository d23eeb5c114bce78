"""New goods of a country, against plain loops over the same table."""

import numpy as np
import polars as pl
import pytest
from typer.testing import CliRunner

from hamafza.cli.markets import app
from hamafza.markets.refusals import CountryHasNoExports, CountryUnknown, HeadingNotNew
from hamafza.runs.new_goods import new_goods, write_new_goods


@pytest.fixture(scope="module")
def iran():
    return new_goods("IRN")


def test_a_new_good_is_sold_without_advantage_and_named_once(iran):
    goods = iran.goods()
    assert len({good.hs4 for good in goods}) == len(goods) > 100
    assert all(0 <= good.advantage < 1 and 0 < good.rank <= 1 for good in goods)
    ranks = [good.rank for good in goods]
    assert ranks == sorted(ranks, reverse=True)


def test_the_rank_is_the_geometric_mean_of_three_places(iran):
    cells = iran.table()
    places = [
        cells[name].rank("average").to_numpy() / len(cells)
        for name in ("density", "demand_usd", "ease")
    ]
    assert np.allclose(cells["rank"].to_numpy(), np.cbrt(places[0] * places[1] * places[2]))


def test_the_first_good_stands_where_its_best_market_puts_it(iran):
    good, cells = iran.goods()[0], iran.table()
    assert good.hs4 == cells["hs4"][0]
    assert good.rank == cells["rank"][0] == iran.markets(good.hs4)[0].rank
    assert good.best[0] == cells["importer"][0]
    own = cells.filter(pl.col("hs4") == good.hs4)
    assert len(own) == len(iran.markets(good.hs4))


def test_what_lies_near_is_made_with_advantage(iran):
    hs4 = iran.goods()[5].hs4
    near = iran.made_nearby(hs4)
    assert near
    row = list(iran.headings)
    for each in near:
        assert iran.found.rca[iran.at, row.index(each.hs4)] >= 1
        together = (
            iran.found.presence[:, row.index(each.hs4)] @ iran.found.presence[:, row.index(hs4)]
        )
        most = max(iran.found.ubiquity[row.index(code)] for code in (each.hs4, hs4))
        assert each.proximity == pytest.approx(together / most)


def test_goods_sold_with_advantage_and_unknown_ones_are_refused(iran):
    for hs4 in ("5701", "0000"):
        with pytest.raises(HeadingNotNew):
            iran.markets(hs4)
        with pytest.raises(HeadingNotNew):
            iran.good(hs4)


def test_a_country_nobody_knows_or_that_sells_nothing_is_refused():
    with pytest.raises(CountryUnknown):
        new_goods("QQQ")
    with pytest.raises(CountryHasNoExports):
        new_goods("ATA")


def test_the_file_says_its_year_and_method(iran, tmp_path):
    write_new_goods(iran, tmp_path / "new.parquet")
    told = pl.read_parquet_metadata(tmp_path / "new.parquet")
    assert told["year"] == iran.trade.year
    assert "percentile" in told["method"]
    assert pl.read_parquet(tmp_path / "new.parquet").height == iran.table().height


def test_the_command_shows_goods_and_markets(iran):
    def said(*words: str) -> str:
        return CliRunner().invoke(app, ["new-goods", *words], catch_exceptions=False).output

    assert "density" in said("--exporter", "IRN", "--top", "2")
    assert "neighbour" in said("--exporter", "irn", "--hs4", iran.goods()[0].hs4)
