"""Many consortia at once, and their tables."""

import numpy as np
import polars as pl
import pytest

from hamafza.runs.routing import plan_routes, route, routes_for
from hamafza.store.tables import read_parquet, write_parquet

MARKETS = ("IRQ", "OMN", "TUR", "UZB", "DEU")


def _asked(count):
    rng = np.random.default_rng(7)
    leads = pl.DataFrame(
        {
            "consortium_id": np.arange(count),
            "lat_deg": rng.uniform(28, 38, count),
            "lon_deg": rng.uniform(46, 60, count),
            "country": ["IRN"] * count,
        }
    )
    markets = leads.select(
        "consortium_id", market=pl.Series([MARKETS[i % len(MARKETS)] for i in range(count)])
    )
    return leads, markets


def test_each_consortium_gets_what_it_would_get_alone():
    leads, markets = _asked(15)
    found = routes_for(leads, markets)
    for row in leads.join(markets, on="consortium_id").iter_rows(named=True):
        alone = route(row["lat_deg"], row["lon_deg"], "IRN", row["market"])
        together = found.routes.row(
            by_predicate=pl.col("consortium_id") == row["consortium_id"], named=True
        )
        assert together["gate"] == alone.gate.name_en
        assert together["km"] == pytest.approx(alone.km)
        assert together["cost_usd"] == alone.cost_usd


def test_the_tables_of_routes_and_legs_agree():
    found = routes_for(*_asked(25))
    sums = found.legs.group_by("consortium_id", "market").agg(
        pl.col("km").sum().alias("sum_km"), pl.col("cost_usd").sum().alias("sum_usd")
    )
    both = found.routes.join(sums, on=["consortium_id", "market"], how="left")
    assert both.height == 25
    assert (both["km"] - both["sum_km"]).abs().max() < 1e-6
    assert (both["cost_usd"] == both["sum_usd"]).all()


def test_a_market_without_a_way_is_told_and_stops_nobody():
    leads, markets = _asked(2)
    found = routes_for(leads, markets.with_columns(market=pl.Series(["IRN", "OMN"])))
    assert found.routes["market"].to_list() == ["OMN"]
    assert found.without.rows() == [(0, "IRN", "route-market-is-home")]


def test_a_planned_formation_leaves_both_tables_and_a_record(tmp_path):
    leads, _ = _asked(3)
    units = leads.select("lat_deg", "lon_deg", unit_id=pl.col("consortium_id") + 100)
    consortia = leads.select("consortium_id", lead_unit_id=pl.col("consortium_id") + 100)
    write_parquet(units, tmp_path / "units.parquet")
    write_parquet(consortia, tmp_path / "consortia.parquet")
    record = plan_routes(
        tmp_path / "consortia.parquet", tmp_path / "units.parquet", "IRN", "IRQ", tmp_path
    )
    assert record.figures == {"routes": 3, "without": 0}
    assert read_parquet(tmp_path / "routes.parquet").height == 3
    assert (tmp_path / "routes.json").exists()
