"""Every exporter's potential at the command agrees with each exporter's own."""

import json

import polars as pl
import pytest

from hamafza.store.fanout import CLUSTER_SETTING
from hamafza.vocabulary.tables.potential import PotentialOfGoods
from tests.markets.test_cells_commands import COUNTRIES, call, cells, growth, tariffs, trade
from tests.markets.test_whole_in_parts import cluster

__all__ = ["cluster", "growth", "tariffs", "trade"]


def everyone(path, tmp_path, *more: str) -> tuple[pl.DataFrame, dict]:
    out = tmp_path / "everyone.parquet"
    words = ("everyone", "--trade", str(path), "--out", str(out), "--json", *more)
    told = json.loads(call(*words).stdout)
    return pl.read_parquet(out), told


def test_everyones_goods_are_the_sums_of_each_ones_cells(trade, tmp_path, growth, tariffs):
    given = ("--growth", str(growth), "--tariffs", str(tariffs))
    frame, told = everyone(trade, tmp_path, *given, "--best", "2")
    assert frame.columns == PotentialOfGoods.column_names()
    assert set(frame["exporter"]) == set(COUNTRIES)
    for exporter in COUNTRIES:
        own, _ = cells(trade, tmp_path, *given, "--exporter", exporter)
        for row in frame.filter(pl.col("exporter") == exporter).iter_rows(named=True):
            of_good = own.filter(pl.col("product") == row["product"])
            assert row["potential_usd"] == pytest.approx(of_good["potential_usd"].sum())
            assert row["gap_usd"] == pytest.approx(of_good["gap_usd"].sum())
            best = of_good.filter(pl.col("potential_usd") > 0).head(2)["importer"].to_list()
            assert row["markets"] == best
    assert told["rows"] == frame.height and told["year"] == "2023"


def test_without_best_markets_their_list_is_empty(trade, tmp_path):
    frame, _ = everyone(trade, tmp_path, "--best", "0")
    assert frame["markets"].list.len().to_list() == [0] * frame.height


def test_a_cluster_writes_the_same_table(trade, tmp_path, cluster, monkeypatch):
    here, _ = everyone(trade, tmp_path)
    monkeypatch.setenv(CLUSTER_SETTING, cluster)
    there, _ = everyone(trade, tmp_path)
    assert here.equals(there)
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == []
