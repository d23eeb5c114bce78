"""
The market plan as frozen arrays: what goes where, under room, lots, capacity and shared ceilings.

A *flow* (g, m, q) is what group g sends to market m in quarter q, in whole units: nothing, or from
its lot up to its ceiling. docs/algorithms/market_plan.md has the model as formulas.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from hamafza.markets.plan.params import MarketPlanParams
from hamafza.vocabulary.places import great_circle_km
from hamafza.vocabulary.tables.market_plan import CAPACITIES, QUARTERS

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

CENTS = 100.0
FURTHER = 2


@dataclass(frozen=True, eq=False)
class PlanProblem:
    """
    Groups sorted by heading, then by id; money in US cents of goods, gains in cents.

    Shapes: G groups, M markets, H headings, Q quarters, K pools.
    """

    group_id: Ints
    heading_names: tuple[str, ...]
    markets: tuple[str, ...]
    pool_names: tuple[str, ...]
    start: Ints
    """(H + 1) Groups of heading h stand at ``start[h]:start[h + 1]``."""
    unit_cents: Ints
    """(G)"""
    lot: Ints
    """(G) Fewest units of a flow."""
    capacity: Ints
    """(G, Q) Units that all flows of a quarter together may have."""
    ceiling: Ints
    """(G, Q) Most units of one flow."""
    gain: Floats
    """(G, M) What a unit brings before timing; 0 where nothing is to be gained."""
    timing: Floats
    """(M, Q) What a gain counts."""
    cap: Ints
    """(H, M, Q) Most that all groups may have sent by the end of the quarter."""
    knee: Ints
    """(H, M) What is sent beyond it in the year pays ``knee_cost`` for each cent."""
    knee_cost: float
    pool: Flags
    """(K, M, Q) Which flows a pool counts."""
    pool_most: Ints
    """(K)"""

    @property
    def heading(self) -> Ints:
        """Return each group's heading."""
        return np.repeat(np.arange(len(self.heading_names)), np.diff(self.start))


def problem_of(
    supply: pl.DataFrame,
    potential: pl.DataFrame,
    places: pl.DataFrame,
    ways: pl.DataFrame | None,
    params: MarketPlanParams,
) -> PlanProblem:
    """
    Return the problem of checked PlanSupply, Potential of one exporter, PlanPlaces and PlanWays.

    Markets are those of ``places``; a heading without potential gets no room anywhere.
    """
    groups = supply.sort("hs4", "group_id")
    headings = tuple(groups["hs4"].unique().sort().to_list())
    markets = tuple(places["importer"].sort().to_list())
    order = {name: at for at, name in enumerate(headings)}
    heading = np.array([order[name] for name in groups["hs4"]], np.int64)
    start = np.searchsorted(heading, np.arange(len(headings) + 1)).astype(np.int64)
    open_share, room = _rooms(potential, order, markets, params)
    phase = _phases(potential, markets)
    capacity = groups.select(CAPACITIES).to_numpy().astype(np.int64).reshape(-1, QUARTERS)
    unit = groups["unit_usd_cents"].to_numpy().astype(np.int64)
    lot = groups["lot_units"].to_numpy().astype(np.int64)
    margin = groups["margin_share"].fill_null(params.margin_share).to_numpy()
    net = margin[:, None] - way_shares(groups, places.sort("importer"), ways, params)
    gain = unit[:, None] * np.maximum(net, 0.0) * open_share[heading]
    cap = np.floor(room[:, :, None] * np.array(params.ramp_share)).astype(np.int64)
    names, pool, most = _pools(markets, phase, capacity * unit[:, None], params)
    return PlanProblem(
        groups["group_id"].to_numpy().astype(np.int64), headings, markets, names, start,
        unit, lot, capacity, _ceilings(capacity, lot, params.group_market_share), gain,
        np.where((phase == FURTHER)[:, None], np.array(params.further_timing), 1.0),
        cap, np.floor(room * params.knee_share).astype(np.int64), params.knee_cost_share,
        pool, most,
    )  # fmt: skip


def way_shares(
    groups: pl.DataFrame, places: pl.DataFrame, ways: pl.DataFrame | None, params: MarketPlanParams
) -> Floats:
    """Return groups by places: what the way costs, as a share of the value."""
    km = distances_km(groups, places)
    by_road = params.way_road_share_per_1000km * km / 1000
    by_sea = params.way_sea_share + params.way_sea_share_per_1000km * km / 1000
    shares: Floats = params.way_fixed_share + np.minimum(by_road, by_sea)
    if ways is not None and ways.height:
        told = ways.join(
            groups.select("group_id", "unit_usd_cents").with_row_index("g"), on="group_id"
        ).join(places.select("importer").with_row_index("m"), on="importer")
        cost = told["usd_cents_per_unit"].to_numpy() / told["unit_usd_cents"].to_numpy()
        shares[told["g"].to_numpy(), told["m"].to_numpy()] = cost
    return shares


def distances_km(groups: pl.DataFrame, places: pl.DataFrame) -> Floats:
    """Return groups by places: great circles."""
    return great_circle_km(
        groups["lat_deg"].to_numpy()[:, None], groups["lon_deg"].to_numpy()[:, None],
        places["lat_deg"].to_numpy()[None, :], places["lon_deg"].to_numpy()[None, :],
    )  # fmt: skip


def _rooms(
    potential: pl.DataFrame, order: dict[str, int], markets: Sequence[str], params: MarketPlanParams
) -> tuple[Floats, Floats]:
    """Return by heading and market: how open it is, and its room of the year in cents."""
    place = {name: at for at, name in enumerate(markets)}
    rows = potential.filter(
        pl.col("hs4").is_in(list(order)) & pl.col("importer").is_in(list(place))
    )
    at = (
        np.array([order[name] for name in rows["hs4"]], np.int64),
        np.array([place[name] for name in rows["importer"]], np.int64),
    )
    gap, whole = rows["gap_usd"].to_numpy(), rows["potential_usd"].to_numpy()
    share = np.divide(gap, whole, out=np.zeros_like(gap), where=whole > 0)
    room = np.where(gap * params.reach_share >= params.smallest_cap_usd, gap, 0.0)
    opens, rooms = np.zeros((len(order), len(markets))), np.zeros((len(order), len(markets)))
    opens[at] = params.open_least + (1 - params.open_least) * share
    rooms[at] = room * params.reach_share * CENTS
    return opens, rooms


def _phases(potential: pl.DataFrame, markets: Sequence[str]) -> Ints:
    """Return each market's phase; one that the potential does not know counts as further."""
    told = dict(potential.select("importer", "phase").unique("importer").iter_rows())
    return np.array([told.get(name, FURTHER) for name in markets], np.int64)


def _ceilings(capacity: Ints, lot: Ints, share: float) -> Ints:
    """Return the most of one flow: a share of the capacity, or what so many lots leave."""
    lots = np.maximum(capacity // lot[:, None], 1)
    most = np.ceil(capacity * np.maximum(share, 1 / lots)).astype(np.int64)
    ceilings: Ints = np.minimum(most, capacity)
    return ceilings


def _pools(
    markets: Sequence[str], phase: Ints, worth: Ints, params: MarketPlanParams
) -> tuple[tuple[str, ...], Flags, Ints]:
    """Return the shared ceilings: each market, each risk of several, further markets by quarter."""
    quarterly = worth.sum(axis=0)
    year = float(quarterly.sum())
    names, masks, most = [], [], []
    for at, market in enumerate(markets):
        names.append(f"market {market}")
        masks.append(_mask(np.arange(len(markets)) == at, range(QUARTERS)))
        most.append(params.market_share * year)
    for risk, fall in sorted(params.together.items()):
        names.append(f"together {risk}")
        masks.append(_mask(np.isin(np.array(markets), list(fall)), range(QUARTERS)))
        most.append(params.together_share * year)
    for quarter in range(QUARTERS):
        names.append(f"further {quarter + 1}")
        masks.append(_mask(phase == FURTHER, (quarter,)))
        most.append(params.further_share[quarter] * float(quarterly[quarter]))
    return tuple(names), np.array(masks), np.floor(np.array(most)).astype(np.int64)


def _mask(markets: Flags, quarters: Sequence[int]) -> Flags:
    mask = np.zeros((len(markets), QUARTERS), np.bool_)
    for quarter in quarters:
        mask[:, quarter] = markets
    return mask
