"""
Solves a small family to the end with HiGHS, on the compact model with one variable for each pair.

The prices thin the model first: a lead or a pair that would pull the bound below the value
already in hand can be in no better answer (reduced-cost fixing), so it gets no variable.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array, vstack

from hamafza.consortia.params import FormationParams
from hamafza.consortia.problem import FamilyProblem, Floats, Ints
from hamafza.consortia.solver.geometry import REACH_SLACK_KM

PROVED_SHARE = 1e-7
"""Value and bound this near, in shares of the bound, count as proved."""
SLACK_ROUNDING_SHARE = 1e-9
"""Far above what rounding can take from the room of a pair that is needed."""
OBJECTIVE_SIZE = 1000.0
"""The largest profit is scaled to this: HiGHS ends at an absolute gap of a millionth."""
ENDED = 0
"""What scipy calls a search that was not given up."""


@dataclass(frozen=True)
class Pairs:
    """Pairs (member, lead) that may be in a best answer; a lead pairs with itself first of all."""

    unit: Ints
    lead: Ints
    profit: Floats
    """Weight less the way, and what staying saves; at the lead less the cost of opening."""

    def __len__(self) -> int:
        return len(self.unit)


@dataclass(frozen=True)
class Limits:
    """When a full search is given up; without ``seconds`` no watch is set."""

    nodes: int = 2**31 - 1
    seconds: float | None = None


@dataclass(frozen=True)
class ExactAnswer:
    """What the full search found: lead of each unit (-1 for none) and a bound on any answer."""

    lead_of: Ints
    bound: float


@dataclass(frozen=True)
class _Offer:
    """What a lead could be offered under the prices: its companions, and its ceiling by sizes."""

    lead: int
    others: Ints
    profit: Floats
    reduced: Floats
    opening: float
    ceiling: float
    bar: float
    """A companion below this would push out one that brings so much, or nothing."""


def pairs_worth_asking(
    problem: FamilyProblem, params: FormationParams, price: Floats, value: float
) -> Pairs:
    """
    Return the pairs that could be in an answer worth more than ``value``.

    Each lead's term of the bound is taken by sizes alone, here and where a lead or a pair is
    forced: mixed with the tighter terms that know capacity, a needed pair could be left out.
    """
    offers = [
        offer
        for lead in np.flatnonzero(problem.readiness >= params.lead_readiness)
        if (offer := _offer(problem, params, price, int(lead))) is not None
    ]
    bound = float(price.sum()) + sum(max(0.0, offer.ceiling) for offer in offers)
    slack = bound - value + SLACK_ROUNDING_SHARE * (1.0 + abs(bound))
    units, heads, profits = [], [], []
    for offer in offers:
        room = slack + min(0.0, offer.ceiling)
        if room < 0:
            continue
        followers = offer.others[offer.reduced[offer.others] >= offer.bar - room]
        kept = np.concatenate([[offer.lead], followers]).astype(np.int64)
        units.append(kept)
        heads.append(np.full(len(kept), offer.lead))
        profits.append(offer.profit[kept] - offer.opening * (kept == offer.lead))
    if not units:
        return Pairs(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0))
    return Pairs(np.concatenate(units), np.concatenate(heads), np.concatenate(profits))


def _offer(
    problem: FamilyProblem, params: FormationParams, price: Floats, lead: int
) -> _Offer | None:
    """Return a lead's offer; None where company is too scarce for it to open."""
    way = problem.way_km(np.arange(len(problem)), np.full(len(problem), lead))
    profit = problem.weight - params.distance_cost_per_km * way
    profit = profit + params.move_charge * (problem.home == lead)
    opening = params.fixed_cost
    if problem.home[lead] == lead:
        opening -= params.dissolve_charge
    reduced = profit - price
    within = np.flatnonzero(way <= params.reach_km + REACH_SLACK_KM)
    others = within[within != lead]
    if len(others) < params.min_size - 1:
        return None
    ranked = np.sort(reduced[others])[::-1]
    taken = max(params.min_size - 1, min(params.max_size - 1, int((ranked > 0).sum())))
    ceiling = float(reduced[lead]) - opening + float(ranked[:taken].sum())
    full = taken > 0 and (taken == params.max_size - 1 or ranked[taken - 1] < 0)
    bar = float(ranked[taken - 1]) if full else 0.0
    return _Offer(lead, others, profit, reduced, opening, ceiling, bar)


def solve_exactly(
    problem: FamilyProblem, params: FormationParams, pairs: Pairs, limits: Limits
) -> ExactAnswer:
    """Return the best answer HiGHS finds within its limits, and the bound it proves."""
    answer = _solved(problem, params, pairs, limits, np.ones(len(pairs)))
    lead_of = np.full(len(problem), -1)
    if answer.x is not None:
        taken = answer.x > 0.5
        lead_of[pairs.unit[taken]] = pairs.lead[taken]
    return ExactAnswer(lead_of, _bound(answer, pairs))


def bound_by_leads(
    problem: FamilyProblem, params: FormationParams, pairs: Pairs, limits: Limits
) -> float:
    """
    Return what no answer can exceed when members may divide themselves among consortia.

    Only who leads is searched, which ends many times sooner and is rarely a thousandth too high.
    Infinite where the search did not end: a verifier could not come to the same bound.
    """
    answer = _solved(problem, params, pairs, limits, (pairs.unit == pairs.lead).astype(float))
    return _bound(answer, pairs) if answer.status == ENDED else np.inf


def _solved(
    problem: FamilyProblem, params: FormationParams, pairs: Pairs, limits: Limits, whole: Floats
) -> Any:
    """Return the answer of scipy's milp; ``whole`` is 1 for pairs that must be 0 or 1."""
    rows, low, high = _rows(problem, params, pairs)
    told = {"mip_rel_gap": PROVED_SHARE / 4, "node_limit": limits.nodes}
    return milp(
        c=-pairs.profit / _scale(pairs),
        integrality=whole,
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(rows, low, high),
        options=told | ({"time_limit": limits.seconds} if limits.seconds else {}),
    )


def _scale(pairs: Pairs) -> float:
    return max(1e-12, float(np.abs(pairs.profit).max())) / OBJECTIVE_SIZE


def _bound(answer: Any, pairs: Pairs) -> float:
    if answer.mip_dual_bound is None:
        return float("inf")
    return -float(answer.mip_dual_bound) * _scale(pairs)


def _rows(
    problem: FamilyProblem, params: FormationParams, pairs: Pairs
) -> tuple[coo_array, Floats, Floats]:
    """Return the rows: one consortium a unit, no member without its lead, sizes, capacity."""
    column = np.arange(len(pairs))
    is_lead = pairs.unit == pairs.lead
    own = np.full(len(problem), -1)
    own[pairs.lead[is_lead]] = column[is_lead]
    others = column[~is_lead]
    rank = np.cumsum(is_lead) - 1  # pairs stand lead by lead
    leads, units = int(is_lead.sum()), len(problem)

    def block(values: NDArray[np.float64], row: Ints, at: Ints, count: int) -> coo_array:
        return coo_array((values, (row, at)), shape=(count, len(pairs)))

    once = block(np.ones(len(pairs)), pairs.unit, column, units)
    links = np.arange(len(others))
    led = block(
        np.concatenate([np.ones(len(others)), -np.ones(len(others))]),
        np.concatenate([links, links]),
        np.concatenate([others, own[pairs.lead[others]]]),
        len(others),
    )
    most = block(np.where(is_lead, 1.0 - params.max_size, 1.0), rank, column, leads)
    least = block(np.where(is_lead, 1.0 - params.min_size, 1.0), rank, column, leads)
    share = np.minimum(1.0, problem.capacity[pairs.unit] / max(params.min_capacity, 1e-300))
    filled = block(np.where(is_lead, share - 1.0, share), rank, column, leads)
    none, free = np.zeros, np.inf
    low = np.concatenate([np.full(units + len(others) + leads, -free), none(2 * leads)])
    high = np.concatenate([np.ones(units), none(len(others) + leads), np.full(2 * leads, free)])
    return vstack([once, led, most, least, filled]).tocsr(), low, high
