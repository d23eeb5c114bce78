"""
Solves a small family to the end with HiGHS, on the compact model with one variable for each pair.

Pairs that can be in no better answer have been left out before (``worth_asking``).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csc_array, vstack

from hamafza.consortia.highs import Model, Patience, full_search
from hamafza.consortia.params import FormationParams
from hamafza.consortia.problem import FamilyProblem, Floats, Ints
from hamafza.consortia.solver.worth_asking import Pairs

PROVED_SHARE = 1e-7
"""Value and bound this near, in shares of the bound, count as proved."""
GAP_SHARE = PROVED_SHARE / 4


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


def solve_exactly(
    problem: FamilyProblem,
    params: FormationParams,
    pairs: Pairs,
    limits: Limits,
    value: float = -np.inf,
) -> ExactAnswer:
    """
    Return the best answer HiGHS finds within its limits, and the bound it proves.

    It ends early once it proves that nothing is worth more than ``value``.
    """
    model = _model(problem, params, pairs, np.ones(len(pairs), np.bool_))
    enough = value + PROVED_SHARE / 2 * abs(value)
    answer = full_search(model, Patience(limits.seconds, limits.nodes, GAP_SHARE), enough)
    lead_of = np.full(len(problem), -1)
    if answer.taken is not None:
        taken = answer.taken > 0.5
        lead_of[pairs.unit[taken]] = pairs.lead[taken]
    return ExactAnswer(lead_of, answer.most)


@dataclass(frozen=True)
class LeadsAnswer:
    """What no answer can exceed when members may divide themselves, and who leads then."""

    bound: float
    """Of a search that did not end too: a verifier needs time to come to one as low."""
    leads: Ints
    ended: bool


def search_leads(
    problem: FamilyProblem,
    params: FormationParams,
    pairs: Pairs,
    limits: Limits,
    value: float = -np.inf,
) -> LeadsAnswer:
    """
    Search who leads, members being free to divide themselves among consortia.

    Ended once it proves that nothing is worth more than ``value``.
    It ends many times sooner than a search of all and is rarely a thousandth too high.
    """
    is_lead = pairs.unit == pairs.lead
    # Few may lead: their models are small, and branching is cheaper than to foresee it.
    patience = Patience(limits.seconds, limits.nodes, GAP_SHARE, presolve=False, probes=0)
    enough = value + PROVED_SHARE / 2 * abs(value)
    answer = full_search(_model(problem, params, pairs, is_lead), patience, enough)
    opened = np.zeros_like(is_lead) if answer.taken is None else is_lead & (answer.taken > 0.5)
    return LeadsAnswer(answer.most, pairs.lead[opened], answer.ended)


def upwards(bound: float) -> float:
    """Return a bound raised by far more than a solver's tolerance may have taken from it."""
    return bound + abs(bound) * PROVED_SHARE / 10


def _model(
    problem: FamilyProblem, params: FormationParams, pairs: Pairs, whole: NDArray[np.bool_]
) -> Model:
    rows, low, high = _rows(problem, params, pairs)
    return Model(pairs.profit, whole, rows, low, high)


def _rows(
    problem: FamilyProblem, params: FormationParams, pairs: Pairs
) -> tuple[csc_array, Floats, Floats]:
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
    share = np.ones(len(pairs))  # where no capacity is asked for, a lead without any may open
    if params.min_capacity > 0:
        share = np.minimum(1.0, problem.capacity[pairs.unit] / params.min_capacity)
    filled = block(np.where(is_lead, share - 1.0, share), rank, column, leads)
    none, free = np.zeros, np.inf
    low = np.concatenate([np.full(units + len(others) + leads, -free), none(2 * leads)])
    high = np.concatenate([np.ones(units), none(len(others) + leads), np.full(2 * leads, free)])
    return vstack([once, led, most, least, filled]).tocsc(), low, high
