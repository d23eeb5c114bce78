"""What the rules of a market plan come to for given tables, reckoned anew from the formulas."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

EARTH_KM = 6371.0088
CENTS = 100.0


@dataclass(frozen=True, eq=False)
class Rules:
    """Groups in the order of the supply table, markets in that of the places, pools by name."""

    row: dict[int, int]
    column: dict[str, int]
    headings: dict[str, int]
    of_heading: Ints
    unit: Ints
    lot: Ints
    capacity: Ints
    """(groups, quarters)"""
    most: Ints
    """(groups, quarters) Of one flow."""
    gain: Floats
    """(groups, markets) Cents that a unit brings, before timing."""
    timing: Floats
    """(markets, quarters)"""
    room: Ints
    """(headings, markets, quarters) Cents by the end of the quarter."""
    knee: Ints
    knee_cost: float
    pools: dict[str, tuple[NDArray[np.bool_], int]]
    """By name: which flows (markets, quarters), and the most cents."""


def rules_of(
    supply: pl.DataFrame,
    potential: pl.DataFrame,
    places: pl.DataFrame,
    ways: pl.DataFrame | None,
    told: Mapping[str, Any],
) -> Rules:
    """Return the rules; ``told`` are the parameters as the run's record has them."""
    quarters = len(told["ramp_share"])
    headings = {name: at for at, name in enumerate(supply["hs4"].unique().sort().to_list())}
    column = {name: at for at, name in enumerate(places["importer"].to_list())}
    of_heading = np.array([headings[name] for name in supply["hs4"]], np.int64)
    unit, lot = _whole(supply, "unit_usd_cents"), _whole(supply, "lot_units")
    capacity = np.stack([_whole(supply, f"capacity_q{q + 1}") for q in range(quarters)], axis=1)
    lots = np.maximum(capacity // lot[:, None], 1)
    share = np.maximum(float(told["group_market_share"]), 1 / lots)
    most = np.minimum(np.ceil(capacity * share).astype(np.int64), capacity)
    opens, gap = _potentials(potential, headings, column, float(told["open_least"]))
    reach = float(told["reach_share"])
    year = np.where(gap * reach >= float(told["smallest_cap_usd"]), gap, 0.0) * reach * CENTS
    ramp = np.array(told["ramp_share"], np.float64)
    room = np.floor(year[:, :, None] * ramp[None, None, :]).astype(np.int64)
    margin = supply["margin_share"].fill_null(float(told["margin_share"])).to_numpy()
    net = margin[:, None] - _ways(supply, places, ways, told)
    gain = unit[:, None] * np.where(net > 0, net, 0.0) * opens[of_heading]
    further = _further(potential, column)
    return Rules(
        {int(key): at for at, key in enumerate(supply["group_id"])}, column, headings, of_heading,
        unit, lot, capacity, most, gain,
        np.where(further[:, None], np.array(told["further_timing"], np.float64)[None, :], 1.0),
        room, np.floor(year * float(told["knee_share"])).astype(np.int64),
        float(told["knee_cost_share"]),
        _pools(column, further, (capacity * unit[:, None]).sum(axis=0), told),
    )  # fmt: skip


def _whole(frame: pl.DataFrame, name: str) -> Ints:
    return frame[name].to_numpy().astype(np.int64)


def _potentials(
    potential: pl.DataFrame, headings: dict[str, int], column: dict[str, int], least: float
) -> tuple[Floats, Floats]:
    """Return by heading and market how open it is, and its gap in USD; 0 where nothing is told."""
    opens, gap = (np.zeros((len(headings), len(column))) for _ in range(2))
    for row in potential.iter_rows(named=True):
        if row["hs4"] in headings and row["importer"] in column:
            at = headings[row["hs4"]], column[row["importer"]]
            whole, still = row["potential_usd"], row["gap_usd"]
            opens[at] = least + (1 - least) * (still / whole if whole > 0 else 0.0)
            gap[at] = still
    return opens, gap


def _further(potential: pl.DataFrame, column: dict[str, int]) -> NDArray[np.bool_]:
    near = set(potential.filter(pl.col("phase") == 1)["importer"].unique().to_list())
    return np.array([name not in near for name in column], np.bool_)


def _ways(
    supply: pl.DataFrame, places: pl.DataFrame, ways: pl.DataFrame | None, told: Mapping[str, Any]
) -> Floats:
    """Return groups by markets: cost of the way as a share of the value."""
    lat = [np.radians(frame["lat_deg"].to_numpy()) for frame in (supply, places)]
    lon = [np.radians(frame["lon_deg"].to_numpy()) for frame in (supply, places)]
    half = np.sin((lat[1][None] - lat[0][:, None]) / 2) ** 2
    half = half + np.cos(lat[0])[:, None] * np.cos(lat[1])[None] * (
        np.sin((lon[1][None] - lon[0][:, None]) / 2) ** 2
    )
    thousand_km = EARTH_KM * 2 * np.arcsin(np.sqrt(np.clip(half, 0, 1))) / 1000
    road = float(told["way_road_share_per_1000km"]) * thousand_km
    sea = float(told["way_sea_share"]) + float(told["way_sea_share_per_1000km"]) * thousand_km
    shares: Floats = float(told["way_fixed_share"]) + np.minimum(road, sea)
    if ways is not None:
        known = ways.join(
            supply.select("group_id", "unit_usd_cents").with_row_index("row"), on="group_id"
        ).join(places.select("importer").with_row_index("column"), on="importer")
        at = known["row"].to_numpy(), known["column"].to_numpy()
        cost = known["usd_cents_per_unit"].to_numpy()
        shares[at] = cost / known["unit_usd_cents"].to_numpy()
    return shares


def _pools(
    column: dict[str, int], further: NDArray[np.bool_], quarterly: Ints, told: Mapping[str, Any]
) -> dict[str, tuple[NDArray[np.bool_], int]]:
    """Return the shared ceilings of a year's capacity, or of a quarter's."""
    quarters, year = len(quarterly), float(quarterly.sum())
    everywhen = np.ones(quarters, np.bool_)
    pools = {}
    for name in column:
        chosen = np.array([each == name for each in column])
        most = math.floor(float(told["market_share"]) * year)
        pools[f"market {name}"] = (np.outer(chosen, everywhen), most)
    together: Mapping[str, Sequence[str]] = told["together"]
    for risk, members in together.items():
        chosen = np.array([each in members for each in column])
        most = math.floor(float(told["together_share"]) * year)
        pools[f"together {risk}"] = (np.outer(chosen, everywhen), most)
    for q in range(quarters):
        when = np.arange(quarters) == q
        most = math.floor(float(told["further_share"][q]) * float(quarterly[q]))
        pools[f"further {q + 1}"] = (np.outer(further, when), most)
    return pools
