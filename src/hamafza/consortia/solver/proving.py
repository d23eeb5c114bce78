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
NOT_LAST_SHARE = 0.7
WORTH_TELLING = 1e-9
"""A part is told of if its search lowers the bound by so much of it, or more."""

SecondsLeft = Callable[[], float] | None
"""Told by a watch; None where nodes are counted instead."""


@dataclass(frozen=True)
class _Part:
    """
    A part's place, its best grouping, and two ceilings on any: by full search, and by leads alone.

    Infinite where that search did not end; ``priced`` is what prices prove of the part.
    """

    at: Ints
    lead_of: Ints
    most: float
    most_by_leads: float
    priced: float = np.inf

    @property
    def gained(self) -> float:
        """How much lower the search of who leads is than what prices prove."""
        return max(0.0, self.priced - self.most_by_leads)


def proved(
    problem: FamilyProblem,
    params: FormationParams,
    solver: SolverParams,
    seconds_left: SecondsLeft,
    found: FamilyFormation,
    priced: Floats,
) -> FamilyFormation:
    """
    Return a proof that nothing better exists, or little, with the better answer if there is.

    ``priced`` is what each unit adds to the bound by prices: its price, and what it brings as a
    lead.
    """
    if found.bound - found.value <= PROVED_SHARE * found.bound:
        return found
    most = solver.exact_most_units if seconds_left is None else solver.exact_most_units_timed
    if len(problem) > most or problem.kept.any():
        return found
    parts, places = [], parts_of(problem, params)
    for number, at in enumerate(places):
        limits = partial(_limits, solver, seconds_left, is_last=number == len(places) - 1)
        part = part_of(problem, at) if len(places) > 1 else problem
        ours = inside(found.lead_of, at)
        by_prices = float(priced[at].sum()) if len(places) > 1 else found.bound
        value = value_of(part, params, ours)
        if by_prices - value <= PROVED_SHARE * abs(by_prices):
            parts.append(_Part(at, ours, by_prices, by_prices, by_prices))
            continue
        searched = _searched(part, params, solver, limits, found.price[at], ours)
        parts.append(replace(searched, at=at, priced=by_prices))
    return _certified(problem, params, found, parts)


def _certified(
    problem: FamilyProblem, params: FormationParams, found: FamilyFormation, parts: list[_Part]
) -> FamilyFormation:
    """Put the parts together; the bound is that by prices less what the searches gained."""
    lead_of = np.full(len(problem), NOBODY)
    for part in parts:
        lead_of[part.at] = np.where(part.lead_of == NOBODY, NOBODY, part.at[part.lead_of])
    value = value_of(problem, params, lead_of)
    best = replace(found, lead_of=lead_of, value=value) if value > found.value else found
    most = max(sum(part.most for part in parts), best.value)
    if most < best.bound and most - best.value <= PROVED_SHARE * abs(most):
        return replace(best, kind="exact", bound=most)
    better = [part for part in parts if part.gained > WORTH_TELLING * best.bound]
    bound = best.bound - sum(part.gained for part in better)
    if not better or bound < best.value:
        return best
    told = tuple((int(problem.unit_id[part.at].min()), part.most_by_leads) for part in better)
    return replace(best, kind="parts", bound=bound, parts=told)


def _limits(solver: SolverParams, seconds_left: SecondsLeft, *, is_last: bool) -> Limits:
    """The largest part is last and may take all that is left; those before it a part of it."""
    if seconds_left is None:
        return Limits(nodes=solver.exact_most_nodes)
    left = seconds_left()
    return Limits(seconds=max(0.0, left if is_last else NOT_LAST_SHARE * left))


def _searched(
    part: FamilyProblem,
    params: FormationParams,
    solver: SolverParams,
    limits: Callable[[], Limits],
    price: Floats,
    lead_of: Ints,
) -> _Part:
    """Search a part: who leads, and unless that proves what is known already, all of it."""
    at, standing = np.arange(len(part)), standing_worth(part, params)
    if len(part) > solver.exact_most_part_units:
        return _Part(at, lead_of, np.inf, np.inf)
    value = value_of(part, params, lead_of)
    pairs = pairs_worth_asking(part, params, price, value + standing)
    if not len(pairs):
        return _Part(at, lead_of, _upwards(value), _upwards(value))
    if _is_too_much(len(pairs), solver, limits()):
        return _Part(at, lead_of, np.inf, np.inf)
    by_leads = max(value, bound_by_leads(part, params, pairs, limits()) - standing)
    if by_leads - value <= PROVED_SHARE * abs(value) or by_leads == np.inf:
        return _Part(at, lead_of, _upwards(by_leads), _upwards(by_leads))
    if _is_too_much(len(pairs), solver, limits()):
        return _Part(at, lead_of, np.inf, _upwards(by_leads))
    answer = solve_exactly(part, params, pairs, limits())
    better = value_of(part, params, answer.lead_of)
    if better > value and is_sound(part, params, answer.lead_of):
        lead_of, value = answer.lead_of, better
    most = max(answer.bound - standing, value)
    return _Part(at, lead_of, _upwards(most), _upwards(max(by_leads, value)))


def _is_too_much(pairs: int, solver: SolverParams, limits: Limits) -> bool:
    if limits.seconds is None:
        return pairs > solver.exact_most_pairs
    return pairs > solver.exact_most_pairs_timed or limits.seconds < LEAST_SECONDS


def _upwards(bound: float) -> float:
    return bound + abs(bound) * PROVED_SHARE / 10
