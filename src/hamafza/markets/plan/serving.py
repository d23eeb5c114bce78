"""The reverse of a plan: a market and a good are given; who could serve it, and what is lacking."""

import dataframely as dy
import numpy as np
import polars as pl

from hamafza.markets.plan.params import MarketPlanParams
from hamafza.markets.plan.problem import CENTS, distances_km, way_shares
from hamafza.vocabulary.tables import checked
from hamafza.vocabulary.tables.market_plan import CAPACITIES, PlanServers

LACKS = ("capacity-below-lot", "lot-above-room", "way-above-margin", "not-ready",
         "readiness-unknown")  # fmt: skip


def who_could_serve(
    supply: pl.DataFrame,
    market: dict[str, object],
    place: pl.DataFrame,
    ways: pl.DataFrame | None,
    params: MarketPlanParams,
) -> dy.DataFrame[PlanServers]:
    """
    Return the groups of a heading, those that lack nothing first, then by what they could gain.

    ``market`` is a row of Potential, ``place`` its one row of PlanPlaces. What a group could gain
    counts its readiness, one half where that is unknown. ``filled_share`` runs on down the list:
    how much of the market's room the groups so far would fill, each with all it could send.
    """
    groups = supply.filter(pl.col("hs4") == market["hs4"]).sort("group_id")
    gap = float(str(market["gap_usd"]))
    room = gap * params.reach_share if gap * params.reach_share >= params.smallest_cap_usd else 0.0
    way = way_shares(groups, place, ways, params)[:, 0]
    margin = groups["margin_share"].fill_null(params.margin_share).to_numpy()
    unit = groups["unit_usd_cents"].to_numpy() / CENTS
    lot = groups["lot_units"].to_numpy()
    capacity = groups.select(CAPACITIES).to_numpy()
    able = np.where(capacity >= lot[:, None], capacity, 0).sum(axis=1) * unit
    found = groups.select("group_id", "label", "hs4", "province", "readiness").with_columns(
        importer=pl.lit(market["importer"]),
        km=pl.Series(distances_km(groups, place)[:, 0]),
        way_share=pl.Series(way),
        net_share=pl.Series(margin - way),
        able_usd=pl.Series(able),
        lot_usd=pl.Series(lot * unit),
        room_usd=pl.lit(room),
    )
    return checked(PlanServers, _ranked(found.with_columns(lacks=_lacks(params))))


def _lacks(params: MarketPlanParams) -> pl.Expr:
    """Return all that keeps a group from the market, in the order of LACKS, parted by commas."""
    holds = (
        pl.col("able_usd") <= 0,
        pl.col("lot_usd") > pl.col("room_usd"),
        pl.col("net_share") <= 0,
        pl.col("readiness").fill_null(1.0) < params.ready_from,
        pl.col("readiness").is_null(),
    )
    told = [pl.when(held).then(pl.lit(code)) for code, held in zip(LACKS, holds, strict=True)]
    return pl.concat_str(told, separator=",", ignore_nulls=True)


def _ranked(found: pl.DataFrame) -> pl.DataFrame:
    """Add rank and filled share; unknown readiness stands in nobody's way."""
    hindered = pl.col("lacks").str.replace("readiness-unknown", "").str.len_chars() > 0
    worth = pl.min_horizontal("able_usd", "room_usd") * pl.col("net_share").clip(0)
    ordered = found.with_columns(
        hindered=hindered, worth=worth * pl.col("readiness").fill_null(0.5)
    ).sort("hindered", "worth", "group_id", descending=[False, True, False])
    could = pl.when(pl.col("hindered")).then(0.0).otherwise(pl.col("able_usd")).cum_sum()
    return ordered.with_columns(
        rank=pl.int_range(1, pl.len() + 1, dtype=pl.Int64),
        filled_share=pl.when(pl.col("room_usd") > 0)
        .then((could / pl.col("room_usd")).clip(0, 1))
        .otherwise(0.0),
    )
