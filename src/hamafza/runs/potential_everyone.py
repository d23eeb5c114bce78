"""Every exporter's potential of every good, with its best markets, out of a file of flows."""

import os
import tempfile
from pathlib import Path

import numpy as np
import polars as pl

from hamafza.markets.flat.facts import Facts
from hamafza.markets.flat.whole import WholePotential, whole_potential
from hamafza.markets.parameters import PotentialParams
from hamafza.runs.named_tables import flows_by_subheading
from hamafza.runs.potential import potential_params
from hamafza.runs.potential_cells import facts_given, years_told
from hamafza.runs.whole_potential import lay_out, whole_potential_in_parts
from hamafza.runs.world_trade import WorldTrade, world_trade
from hamafza.store.fanout import CLUSTER_SETTING, cores
from hamafza.store.tables import write_parquet
from hamafza.vocabulary.tables import checked
from hamafza.vocabulary.tables.potential import PotentialOfGoods


def everyones_potential(
    trade_path: Path,
    out: Path,
    variant: str | None = None,
    growth: Path | None = None,
    tariffs: Path | None = None,
    params_path: Path | None = None,
    best: int = 5,
    years: tuple[int, ...] = (),
) -> dict[str, object]:
    """Write PotentialOfGoods and return its sums and grounds."""
    params = potential_params(variant, params_path)
    found_years = flows_by_subheading(trade_path, years)
    trade = world_trade(*found_years.files)
    facts, told = facts_given(trade, params, growth, tariffs)
    found = _summed(trade, facts, params, best, Path(out).parent)
    frame = _table(trade, found)
    grounds = {
        "table": "potential_of_goods",
        "goods": trade.goods,
        "variant": params.variant,
        "hs_edition": trade.edition,
        **years_told(trade, found_years.missing),
        "source": trade.source,
        "provenance": str(trade.provenance),
        "defaults": told,
        "unit": "USD a year",
    }
    write_parquet(frame, out, grounds)
    sums = {"potential_usd": float(found.pair.sum()), "gap_usd": float(found.pair_gap.sum())}
    return {**grounds, "rows": frame.height, "cells": found.cells, **sums, "out": str(out)}


def _summed(
    trade: WorldTrade, facts: Facts, params: PotentialParams, best: int, near: Path
) -> WholePotential:
    """
    Reckon in this process's threads, or on the cluster that is set.

    For a cluster the flows are laid out beside the answer, where its workers must see them.
    """
    if not os.environ.get(CLUSTER_SETTING):
        return whole_potential(trade.flows, facts, params, cores(), best)
    with tempfile.TemporaryDirectory(dir=near) as folder:
        paths = lay_out(trade.flows, Path(folder))
        flows = trade.flows
        return whole_potential_in_parts(
            paths, flows.countries, flows.products, facts, params, best
        )  # fmt: skip


def _table(trade: WorldTrade, found: WholePotential) -> pl.DataFrame:
    exporter, goods = np.nonzero(found.sold > 0)
    countries = pl.Series(trade.countries)
    ranks = found.best_market[exporter, goods]
    names = [countries.gather(np.maximum(ranks[:, at], 0)) for at in range(ranks.shape[1])]
    there = [pl.Series(ranks[:, at] >= 0) for at in range(ranks.shape[1])]
    columns = {f"market{at}": name.zip_with(is_there, pl.Series([None], dtype=pl.String))
               for at, (name, is_there) in enumerate(zip(names, there, strict=True))}  # fmt: skip
    markets = (
        pl.concat_list(list(columns)).list.drop_nulls()
        if columns
        else pl.lit([], dtype=pl.List(pl.String))
    )
    frame = pl.DataFrame(
        {
            "exporter": countries.gather(exporter),
            "product": pl.Series(trade.products).gather(goods),
            "potential_usd": found.sold[exporter, goods],
            "gap_usd": found.sold_gap[exporter, goods],
            **columns,
        }
    ).with_columns(markets.alias("markets"))
    return checked(PotentialOfGoods, frame)
