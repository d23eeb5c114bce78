"""Proves a family's answer by full search, of parts or of districts, and takes what is better."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from hamafza.consortia.family import NOBODY, FamilyProblem, Floats, Ints
from hamafza.consortia.params import FormationParams, SolverParams
from hamafza.consortia.solver.answer import DistrictProof, FamilyFormation, is_sound, value_of
from hamafza.consortia.solver.apart import inside, part_of, parts_of
from hamafza.consortia.solver.ceilings import LeadCeilings
from hamafza.consortia.solver.district_search import DistrictSearch, LimitsOf
from hamafza.consortia.solver.districts import Districts, districts_of
from hamafza.consortia.solver.exact import (
    PROVED_SHARE,
    Limits,
    search_leads,
    solve_exactly,
    upwards,
)
from hamafza.consortia.solver.ties import standing_worth
from hamafza.consortia.solver.worth_asking import pairs_worth_asking

LEAST_SECONDS = 0.05
"""With less than this left, no full search is begun."""
PARTS_SHARE = 0.85
"""Of a small family's time for full search; what its parts leave is its districts'."""
NOT_LAST_SHARE = 0.7
"""Of what the parts have left, the most for one that is not the last."""
DISTRICT_SECONDS_A_UNIT, MOST_LARGER = 1.5e-3, 2.0
"""Time for districts as large as the parameter says; and how many times larger they may be."""
WORTH_TELLING = 1e-9
"""Districts are told of if they lower the bound by so much of it, or more."""

SecondsLeft = Callable[[], float] | None
"""Told by a watch; None where nodes are counted instead."""


@dataclass(frozen=True)
class Priced:
    """What prices prove: what each unit adds to the bound, and the leads' values under any."""

    adds: Floats
    ceilings: Callable[[], LeadCeilings]


@dataclass(frozen=True)
class _Part:
    """
    A part's place, its best grouping, and two ceilings on any: by full search, and by leads alone.

    Infinite where that search did not end.
    """

    at: Ints
    lead_of: Ints
    most: float
    most_by_leads: float


def proved(
    problem: FamilyProblem,
    params: FormationParams,
    solver: SolverParams,
    seconds_left: SecondsLeft,
    found: FamilyFormation,
    priced: Priced,
) -> FamilyFormation:
    """Return a proof that nothing better exists, or little, with the better answer if there is."""
    parts: list[_Part] = []
    closed = found.bound - found.value <= PROVED_SHARE * found.bound
    if closed or problem.kept.any():
        return found
    counted = seconds_left is None
    if len(problem) <= (solver.exact_most_units if counted else solver.exact_most_part_units):
        parts = _searched_parts(problem, params, solver, seconds_left, found, priced)
        found = _with_parts(problem, params, found, parts)
    too_large = counted and len(problem) > solver.exact_most_units
    if found.kind == "exact" or too_large or np.any(problem.twin != NOBODY):
        return found
    return _by_districts(problem, params, solver, seconds_left, found, priced, parts)


def _searched_parts(
    problem: FamilyProblem,
    params: FormationParams,
    solver: SolverParams,
    seconds_left: SecondsLeft,
    found: FamilyFormation,
    priced: Priced,
) -> list[_Part]:
    parts, places = [], parts_of(problem, params)
    kept_back = 0.0 if seconds_left is None else (1.0 - PARTS_SHARE) * seconds_left()
    for number, at in enumerate(places):
        is_last = number == len(places) - 1
        limits = partial(_limits, solver, seconds_left, kept_back=kept_back, is_last=is_last)
        part = part_of(problem, at) if len(places) > 1 else problem
        ours = inside(found.lead_of, at)
        by_prices = float(priced.adds[at].sum()) if len(places) > 1 else found.bound
        value = value_of(part, params, ours)
        if by_prices - value <= PROVED_SHARE * abs(by_prices):
            parts.append(_Part(at, ours, by_prices, np.inf))
            continue
        searched = _searched(part, params, solver, limits, found.price[at], ours)
        parts.append(replace(searched, at=at))
    return parts


def _with_parts(
    problem: FamilyProblem, params: FormationParams, found: FamilyFormation, parts: list[_Part]
) -> FamilyFormation:
    """Put the parts together; exact if all their searches ended."""
    lead_of = np.full(len(problem), NOBODY)
    for part in parts:
        lead_of[part.at] = np.where(part.lead_of == NOBODY, NOBODY, part.at[part.lead_of])
    value = value_of(problem, params, lead_of)
    best = replace(found, lead_of=lead_of, value=value) if value > found.value else found
    most = max(sum(part.most for part in parts), best.value)
    if most < best.bound and most - best.value <= PROVED_SHARE * abs(most):
        return replace(best, kind="exact", bound=most)
    return best


def _limits(
    solver: SolverParams, seconds_left: SecondsLeft, *, kept_back: float, is_last: bool
) -> Limits:
    """The largest part is last and may take all that is left; those before it a part of it."""
    if seconds_left is None:
        return Limits(nodes=solver.exact_most_nodes)
    left = seconds_left() - kept_back
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
        return _Part(at, lead_of, upwards(value), upwards(value))
    if _is_too_much(len(pairs), solver, limits()):
        return _Part(at, lead_of, np.inf, np.inf)
    found = search_leads(part, params, pairs, limits())
    by_leads = max(value, found.bound - standing)
    if by_leads - value <= PROVED_SHARE * abs(value):
        return _Part(at, lead_of, upwards(by_leads), upwards(by_leads))
    if not found.ended or _is_too_much(len(pairs), solver, limits()):
        return _Part(at, lead_of, np.inf, upwards(by_leads))
    answer = solve_exactly(part, params, pairs, limits())
    better = value_of(part, params, answer.lead_of)
    if better > value and is_sound(part, params, answer.lead_of):
        lead_of, value = answer.lead_of, better
    most = max(answer.bound - standing, value)
    return _Part(at, lead_of, upwards(most), upwards(max(by_leads, value)))


def _is_too_much(pairs: int, solver: SolverParams, limits: Limits) -> bool:
    if limits.seconds is None:
        return pairs > solver.exact_most_pairs
    return pairs > solver.exact_most_pairs_timed or limits.seconds < LEAST_SECONDS


def _by_districts(
    problem: FamilyProblem,
    params: FormationParams,
    solver: SolverParams,
    seconds_left: SecondsLeft,
    found: FamilyFormation,
    priced: Priced,
    parts: list[_Part],
) -> FamilyFormation:
    """Search district by district; what leads of parts were searched for is not asked again."""
    limits, most_leads = _district_limits(len(problem), solver, seconds_left)
    if limits(0) is None:
        return found
    ceilings, standing = priced.ceilings(), standing_worth(problem, params)
    districts = districts_of(problem, params, found.lead_of, found.price, most_leads)
    districts, known = _with_known(districts, parts, standing)
    search = DistrictSearch(problem, params, districts, found.price, ceilings)
    searched = search.all(found.lead_of, priced.adds, limits, known)
    proof = _told(districts, found.price, searched.bound)
    bound = ceilings.bound_of(proof) - standing
    value = value_of(problem, params, searched.lead_of)
    if value > found.value:
        found = replace(found, lead_of=searched.lead_of, value=value)
    bound = max(bound, found.value)
    if found.bound - bound <= WORTH_TELLING * found.bound:
        return found
    return replace(found, kind="districts", bound=bound, districts=proof)


def _district_limits(
    units: int, solver: SolverParams, seconds_left: SecondsLeft
) -> tuple[LimitsOf, int]:
    """Return what one search may take, and how many leads a district may have: more with time."""
    if seconds_left is None:
        nodes, most = Limits(nodes=solver.exact_most_nodes), solver.exact_most_pairs
        return lambda pairs: None if pairs > most else nodes, solver.district_leads
    left, most_pairs = seconds_left, solver.exact_most_pairs_timed

    def limits(pairs: int) -> Limits | None:
        if left() < LEAST_SECONDS or pairs > most_pairs:
            return None
        return Limits(seconds=min(left(), larger * solver.district_seconds))

    ample = max(0.0, left()) / units / DISTRICT_SECONDS_A_UNIT
    larger = min(MOST_LARGER, max(1.0, math.sqrt(ample)))
    return limits, round(larger * solver.district_leads)


def _with_known(
    districts: Districts, parts: list[_Part], standing: float
) -> tuple[Districts, dict[int, float]]:
    """Make districts of the parts whose leads were searched already; return their bounds."""
    of, price, known = districts.of.copy(), districts.price.copy(), {}
    for part in parts:
        if np.isfinite(part.most_by_leads):
            number = int(of.max()) + 1
            of[part.at], price[part.at] = number, 0.0
            known[number] = part.most_by_leads + standing
    _, renamed = np.unique(of, return_inverse=True)
    names = dict(zip(of.tolist(), renamed.tolist(), strict=True))
    return Districts(renamed, price), {names[number]: most for number, most in known.items()}


def _told(districts: Districts, price: Floats, bound: Floats) -> DistrictProof:
    """Return what is proved; districts without a bound become one, at the family's prices."""
    searched = np.isfinite(bound)
    number = np.where(searched, np.cumsum(searched) - 1, int(searched.sum()))
    bounds = bound[searched] if searched.all() else np.append(bound[searched], np.nan)
    open_ = ~searched[districts.of]
    return DistrictProof(number[districts.of], np.where(open_, price, districts.price), bounds)
