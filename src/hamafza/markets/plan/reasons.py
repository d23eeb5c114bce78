"""Why each group goes where it goes, as codes and facts in no language."""

from dataclasses import dataclass
from typing import Any

import dataframely as dy
import numpy as np
import polars as pl
from numpy.typing import NDArray

from hamafza.markets.choice import REASONS as MARKET_REASONS
from hamafza.markets.choice import reasons as market_reasons
from hamafza.markets.plan.params import MarketPlanParams
from hamafza.markets.plan.problem import CENTS, PlanProblem, distances_km, way_shares
from hamafza.vocabulary.tables import checked
from hamafza.vocabulary.tables.market_plan import PlanExplained

WHY = ("most-gain", "short-way", *MARKET_REASONS)
"""Of a market that a group sends to."""
WHY_NOT = ("lot-above-room", "market-full", "ceiling-full", "gain-lower", "crowded", "near-equal")
"""Of the best market that a group does not send to."""
WHY_NOWHERE = ("capacity-below-lot", "no-potential", "way-above-margin", "lots-above-rooms",
               "all-full")  # fmt: skip
"""Of a group that sends nothing."""
SHORT_SHARE = 0.5
"""A way is short that costs half of what the middle one of the possible markets costs."""

Row = dict[str, Any]


@dataclass(frozen=True, eq=False)
class _Seen:
    """What the reasons look at; shapes as in ``PlanProblem``."""

    problem: PlanProblem
    flow: NDArray[np.int64]
    km: NDArray[np.float64]
    way: NDArray[np.float64]
    used: NDArray[np.int64]
    """(H, M) Cents sent in the year."""
    left: NDArray[np.int64]
    """(H, M, Q) Cents of room by the end of each quarter."""
    pool_left: NDArray[np.int64]
    facts: dict[tuple[str, str], Row]
    """By heading and market: the potential's row and its reasons."""


def explained(
    problem: PlanProblem,
    flow: NDArray[np.int32],
    supply: pl.DataFrame,
    potential: pl.DataFrame,
    places: pl.DataFrame,
    ways: pl.DataFrame | None,
    params: MarketPlanParams,
) -> dy.DataFrame[PlanExplained]:
    """Return, group by group, its markets by value, then the best it does not send to."""
    groups, ordered = supply.sort("hs4", "group_id"), places.sort("importer")
    cents = flow.astype(np.int64) * problem.unit_cents[:, None, None]
    sent = np.zeros(problem.cap.shape, np.int64)
    np.add.at(sent, problem.heading, cents)
    everything = sent.sum(axis=0)
    seen = _Seen(
        problem,
        flow.astype(np.int64),
        distances_km(groups, ordered),
        way_shares(groups, ordered, ways, params),
        sent.sum(axis=2),
        problem.cap - np.cumsum(sent, axis=2),
        problem.pool_most - np.array([everything[mask].sum() for mask in problem.pool], np.int64),
        _facts(potential, problem),
    )
    rows: list[Row] = []
    for g, h in enumerate(problem.heading):
        rows += _of_group(seen, g, int(h))
    kinds = {name: column.dtype for name, column in PlanExplained.columns().items()}
    return checked(PlanExplained, pl.DataFrame(rows, schema=kinds))


def _facts(potential: pl.DataFrame, problem: PlanProblem) -> dict[tuple[str, str], Row]:
    known = potential.filter(
        pl.col("hs4").is_in(list(problem.heading_names))
        & pl.col("importer").is_in(list(problem.markets))
    ).with_columns(large=pl.col("demand").quantile(0.75).over("hs4"))
    return {
        (row["hs4"], row["importer"]): row | {"why": market_reasons(row, row["large"])}
        for row in known.iter_rows(named=True)
    }


def _of_group(seen: _Seen, g: int, h: int) -> list[Row]:
    """Return a group's rows, ranked."""
    year = seen.flow[g].sum(axis=1)
    markets = sorted(np.flatnonzero(year), key=lambda m: (-year[m], m))
    if not markets:
        return [_row(seen, g, h, None, "none", 1, (_why_nowhere(seen, g, h),))]
    rows = [
        _row(seen, g, h, int(m), "sent", rank, _why(seen, g, h, int(m)))
        for rank, m in enumerate(markets, start=1)
    ]
    gain = seen.problem.gain[g] * seen.problem.timing.mean(axis=1)
    others = np.where((year > 0) | (seen.problem.cap[h, :, -1] == 0), 0.0, gain)
    if others.max(initial=0.0) > 0:
        other = int(others.argmax())
        told = _why_not(seen, g, h, other)
        rows.append(_row(seen, g, h, other, "next", len(rows) + 1, (told,)))
    return rows


def _why(seen: _Seen, g: int, h: int, m: int) -> tuple[str, ...]:
    """Return the codes of WHY that hold, in their order."""
    gain, way = seen.problem.gain[g], seen.way[g]
    possible = (gain > 0) & (seen.problem.cap[h, :, -1] > 0)
    holds = set(_market(seen, h, m).get("why", ()))
    if gain[m] >= gain[possible].max():
        holds.add("most-gain")
    if way[m] <= SHORT_SHARE * np.median(way[possible]):
        holds.add("short-way")
    return tuple(code for code in WHY if code in holds)


def _why_not(seen: _Seen, g: int, h: int, m: int) -> str:
    """Return what keeps a group from a market: the first code of WHY_NOT that holds."""
    problem = seen.problem
    lot = int(problem.lot[g] * problem.unit_cents[g])
    if lot > problem.cap[h, m, -1]:
        return "lot-above-room"
    able = problem.capacity[g] >= problem.lot[g]
    room = np.minimum.accumulate(seen.left[h, m][::-1])[::-1]
    if (room[able] < lot).all():
        return "market-full"
    counts = problem.pool[:, m, :]
    pools = np.where(counts, seen.pool_left[:, None], np.iinfo(np.int64).max).min(axis=0)
    if (np.minimum(pools, room)[able] < lot).all():
        return "ceiling-full"
    gain = problem.gain[g] * problem.timing.mean(axis=1)
    if gain[m] <= gain[seen.flow[g].sum(axis=1) > 0].max():
        return "gain-lower"
    return "crowded" if seen.used[h, m] >= problem.knee[h, m] else "near-equal"


def _why_nowhere(seen: _Seen, g: int, h: int) -> str:
    """Return the first code of WHY_NOWHERE that holds."""
    problem = seen.problem
    lot = int(problem.lot[g] * problem.unit_cents[g])
    room = problem.cap[h, :, -1]
    if (problem.capacity[g] < problem.lot[g]).all():
        return "capacity-below-lot"
    if not (room > 0).any():
        return "no-potential"
    if not (problem.gain[g][room > 0] > 0).any():
        return "way-above-margin"
    if not (room[problem.gain[g] > 0] >= lot).any():
        return "lots-above-rooms"
    return "all-full"


def _market(seen: _Seen, h: int, m: int) -> Row:
    return seen.facts.get((seen.problem.heading_names[h], seen.problem.markets[m]), {})


def _row(
    seen: _Seen, g: int, h: int, m: int | None, kind: str, rank: int, codes: tuple[str, ...]
) -> Row:
    problem = seen.problem
    unit = int(problem.unit_cents[g])
    row: Row = dict.fromkeys(PlanExplained.column_names())
    row |= {
        "group_id": int(problem.group_id[g]), "rank": rank, "kind": kind, "units": 0,
        "hs4": problem.heading_names[h], "value_usd_cents": 0, "quarters": "",
        "reasons": ",".join(codes), "lot_usd": int(problem.lot[g]) * unit / CENTS,
    }  # fmt: skip
    if m is None:
        return row
    told, units = _market(seen, h, m), int(seen.flow[g, m].sum())
    return row | {
        "importer": problem.markets[m],
        "units": units,
        "value_usd_cents": units * unit,
        "quarters": ",".join(str(q + 1) for q in np.flatnonzero(seen.flow[g, m])),
        "gap_usd": told.get("gap_usd"),
        "potential_usd": told.get("potential_usd"),
        "demand_usd": told.get("demand"),
        "ease": told.get("ease"),
        "cap_usd": int(problem.cap[h, m, -1]) / CENTS,
        "used_usd": int(seen.used[h, m]) / CENTS,
        "km": float(seen.km[g, m]),
        "way_share": float(seen.way[g, m]),
        "gain_share": float(problem.gain[g, m]) / unit,
    }
