"""Proves a small family's answer by full search, part by part, and takes what is better."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from hamafza.consortia.family import NOBODY, FamilyProblem, Floats, Ints
from hamafza.consortia.params import FormationParams, SolverParams
from hamafza.consortia.solver.answer import FamilyFormation, is_sound, value_of
from hamafza.consortia.solver.apart import inside, part_of, parts_of
from hamafza.consortia.solver.exact import (
    PROVED_SHARE,
    Limits,
    bound_by_leads,
    pairs_worth_asking,
    solve_exactly,
)
from hamafza.consortia.solver.ties import standing_worth

LEAST_SECONDS = 0.05
"""With less than this left, no full search is begun."""

SecondsLeft = Callable[[], float] | None
"""Told by a watch; None where nodes are counted instead."""


@dataclass(frozen=True)
class _Searched:
    """
    A part's best grouping, and two ceilings on any: by full search, and of who leads alone.

    Infinite where that search did not end.
    """

    lead_of: Ints
    most: float
    most_by_leads: float


def proved(
    problem: FamilyProblem,
    params: FormationParams,
    solver: SolverParams,
    seconds_left: SecondsLeft,
    found: FamilyFormation,
) -> FamilyFormation:
    """Return a proof that nothing better exists, or little, with the better answer if there is."""
    if found.bound - found.value <= PROVED_SHARE * found.bound:
        return found
    if len(problem) > solver.exact_most_units or problem.kept.any():
        return found
    lead_of, most, by_leads = found.lead_of.copy(), 0.0, 0.0
    parts = parts_of(problem, params)
    for number, at in enumerate(parts):
        limits = partial(_limits, solver, seconds_left, is_last=number == len(parts) - 1)
        part = part_of(problem, at) if len(parts) > 1 else problem
        searched = _searched(part, params, solver, limits, found.price[at], inside(lead_of, at))
        lead_of[at] = np.where(searched.lead_of == NOBODY, NOBODY, at[searched.lead_of])
        most, by_leads = most + searched.most, by_leads + searched.most_by_leads
    value = value_of(problem, params, lead_of)
    best = replace(found, lead_of=lead_of, value=value) if value > found.value else found
    return _certified(best, max(most, best.value), max(by_leads, best.value))


def _certified(best: FamilyFormation, most: float, by_leads: float) -> FamilyFormation:
    if most < best.bound and most - best.value <= PROVED_SHARE * abs(most):
        return replace(best, kind="exact", bound=most)
    return replace(best, kind="leads", bound=by_leads) if by_leads < best.bound else best


def _limits(solver: SolverParams, seconds_left: SecondsLeft, *, is_last: bool) -> Limits:
    """The largest part is last and may take all that is left; those before it half of it."""
    if seconds_left is None:
        return Limits(nodes=solver.exact_most_nodes)
    left = seconds_left()
    return Limits(seconds=max(0.0, left if is_last else 0.5 * left))


def _searched(
    part: FamilyProblem,
    params: FormationParams,
    solver: SolverParams,
    limits: Callable[[], Limits],
    price: Floats,
    lead_of: Ints,
) -> _Searched:
    """Search a part: who leads, and unless that proves what is known already, all of it."""
    standing = standing_worth(part, params)
    value = value_of(part, params, lead_of)
    pairs = pairs_worth_asking(part, params, price, value + standing)
    if not len(pairs):
        return _Searched(lead_of, _upwards(value), _upwards(value))
    if _is_too_much(len(pairs), solver, limits()):
        return _Searched(lead_of, np.inf, np.inf)
    by_leads = max(value, bound_by_leads(part, params, pairs, limits()) - standing)
    if by_leads - value <= PROVED_SHARE * abs(value) or by_leads == np.inf:
        return _Searched(lead_of, _upwards(by_leads), _upwards(by_leads))
    if _is_too_much(len(pairs), solver, limits()):
        return _Searched(lead_of, np.inf, _upwards(by_leads))
    answer = solve_exactly(part, params, pairs, limits())
    better = value_of(part, params, answer.lead_of)
    if better > value and is_sound(part, params, answer.lead_of):
        lead_of, value = answer.lead_of, better
    most = max(answer.bound - standing, value)
    return _Searched(lead_of, _upwards(most), _upwards(max(by_leads, value)))


def _is_too_much(pairs: int, solver: SolverParams, limits: Limits) -> bool:
    if limits.seconds is None:
        return pairs > solver.exact_most_pairs
    return pairs > solver.exact_most_pairs_timed or limits.seconds < LEAST_SECONDS


def _upwards(bound: float) -> float:
    return bound + abs(bound) * PROVED_SHARE / 10
