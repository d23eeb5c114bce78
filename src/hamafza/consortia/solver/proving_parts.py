"""Proves a family's answer by full search of its parts, and takes what is better."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from hamafza.consortia.family import NOBODY, FamilyProblem, Floats, Ints
from hamafza.consortia.params import FormationParams, SolverParams
from hamafza.consortia.solver.answer import FamilyFormation, is_sound, value_of
from hamafza.consortia.solver.apart import inside, part_of, parts_of
from hamafza.consortia.solver.branches import Tree
from hamafza.consortia.solver.branching import BranchSearch, can_branch
from hamafza.consortia.solver.exact import (
    PROVED_SHARE,
    Limits,
    search_leads,
    solve_exactly,
    upwards,
)
from hamafza.consortia.solver.ties import standing_worth
from hamafza.consortia.solver.to_prove import LEAST_SECONDS, SecondsLeft, ToProve
from hamafza.consortia.solver.worth_asking import Pairs, pairs_worth_asking

PARTS_SHARE = 0.8
"""Of a small family's time for full search; what its parts leave is its districts'."""
DIVIDING_SHARE = 0.3
"""Of what a part has left, the most for members among the leads that were found for it."""
DIVIDING_NODES, DIVIDING_SECONDS = 30, 3.0
"""For members among the leads of one branch; a part of the seconds is taken, see above."""
NEARLY_SHARE = 1e-4
"""A part whose branches come so near is not searched again by districts."""
NOT_LAST_SHARE = 0.7
"""Of what the parts have left, the most for one that is not the last."""


@dataclass(frozen=True)
class Part:
    """
    A part's place, its best grouping, and two ceilings on any: by full search, and by leads alone.

    Infinite where that search did not end, or for leads was not begun.
    """

    at: Ints
    lead_of: Ints
    most: float
    most_by_leads: float
    leads_ended: bool = True
    tree: Tree | None = None
    """What the ceiling by leads rests on instead of a search."""


def searched_parts(task: ToProve, found: FamilyFormation) -> list[Part]:
    """Search the parts of a family that no reach joins, one after another, the largest last."""
    problem, params, seconds_left = task.problem, task.params, task.seconds_left
    parts, places = [], parts_of(problem, params)
    kept_back = 0.0 if seconds_left is None else (1.0 - PARTS_SHARE) * seconds_left()
    for number, at in enumerate(places):
        is_last = number == len(places) - 1
        limits = partial(_limits, task.solver, seconds_left, kept_back=kept_back, is_last=is_last)
        part = part_of(problem, at) if len(places) > 1 else problem
        ours = inside(found.lead_of, at)
        by_prices = float(task.priced.adds[at].sum()) if len(places) > 1 else found.bound
        value = value_of(part, params, ours)
        if by_prices - value <= PROVED_SHARE * abs(by_prices):
            parts.append(Part(at, ours, by_prices, np.inf))
            continue
        searched = _searched(part, params, task.solver, limits, found.price[at], ours)
        if math.isinf(searched.most) and can_branch(part):
            searched = _branched(part, params, task.solver, limits, found.price[at], searched)
        parts.append(replace(searched, at=at))
    return parts


def with_parts(task: ToProve, found: FamilyFormation, parts: list[Part]) -> FamilyFormation:
    """Put the parts together; exact if all their searches ended."""
    problem, params = task.problem, task.params
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
    limits: Callable[..., Limits],
    price: Floats,
    lead_of: Ints,
) -> Part:
    """Search a part: who leads, and unless that proves what is known already, all of it."""
    at, standing = np.arange(len(part)), standing_worth(part, params)
    if len(part) > solver.exact_most_part_units:
        return Part(at, lead_of, np.inf, np.inf)
    value = value_of(part, params, lead_of)
    pairs = pairs_worth_asking(part, params, price, value + standing)
    if not len(pairs):
        return Part(at, lead_of, upwards(value), upwards(value))
    if _is_too_much(len(pairs), solver, limits()):
        return Part(at, lead_of, np.inf, np.inf)
    found = search_leads(part, params, pairs, _half(limits()), value + standing)
    by_leads = max(value, found.bound - standing)
    if by_leads - value <= PROVED_SHARE * abs(value):
        return Part(at, lead_of, upwards(by_leads), upwards(by_leads))
    if not found.ended or _is_too_much(len(pairs), solver, limits()):
        return Part(at, lead_of, np.inf, upwards(by_leads), found.ended)
    lead_of = _divided(part, params, pairs.of_leads(found.leads), limits(), lead_of)
    value = value_of(part, params, lead_of)
    if by_leads - value <= PROVED_SHARE * abs(value):
        return Part(at, lead_of, upwards(by_leads), upwards(by_leads))
    # Nothing is left for its districts to tell: what was kept back for them is free.
    answer = solve_exactly(part, params, pairs, limits(kept_back=0.0), value + standing)
    lead_of = _better(part, params, answer.lead_of, lead_of)
    value = value_of(part, params, lead_of)
    most = max(answer.bound - standing, value)
    if most - value > PROVED_SHARE * abs(value):  # given up: a verifier would need as long
        most = np.inf
    return Part(at, lead_of, upwards(most), upwards(max(by_leads, value)))


def _branched(
    part: FamilyProblem,
    params: FormationParams,
    solver: SolverParams,
    limits: Callable[..., Limits],
    price: Floats,
    searched: Part,
) -> Part:
    """Branch where full search was given up or too much; take that if it proves more."""
    told = limits()
    if told.seconds is None and solver.most_branches == 0 or _is_late(told):
        return searched
    standing, best = standing_worth(part, params), [searched.lead_of]
    tried: set[bytes] = set()

    def divide(leads: Ints, at_price: Floats, value: float) -> float:
        leads = np.sort(leads)
        pairs = pairs_worth_asking(part, params, at_price, value, leads)
        if len(pairs) and leads.tobytes() not in tried:
            tried.add(leads.tobytes())
            best[0] = _divided(part, params, pairs, _short(limits()), best[0])
        return value_of(part, params, best[0]) + standing

    def goes_on(branches: int) -> bool:
        now = limits()
        return branches < solver.most_branches if now.seconds is None else not _is_late(now)

    value = value_of(part, params, searched.lead_of) + standing
    found = BranchSearch(part, params, value, divide).run(price, goes_on)
    value = value_of(part, params, best[0]) + standing
    by_leads = found.bound - standing
    if by_leads >= searched.most_by_leads:
        return replace(searched, lead_of=best[0])
    tree = Tree(searched.at, found.branches)
    near = by_leads + standing - value <= NEARLY_SHARE * value
    return Part(searched.at, best[0], np.inf, by_leads, near, tree)


def _half(limits: Limits) -> Limits:
    """Return half the time: what is not proved by then is branched."""
    return limits if limits.seconds is None else replace(limits, seconds=limits.seconds / 2)


def _short(limits: Limits) -> Limits:
    """Return limits for dividing members among leads many times over."""
    if limits.seconds is None:
        return replace(limits, nodes=DIVIDING_NODES)
    return Limits(DIVIDING_NODES, min(limits.seconds, DIVIDING_SECONDS))


def _is_late(limits: Limits) -> bool:
    return limits.seconds is not None and limits.seconds < LEAST_SECONDS


def _divided(
    part: FamilyProblem, params: FormationParams, pairs: Pairs, limits: Limits, lead_of: Ints
) -> Ints:
    """Divide members among the leads that a search of leads opened, if that is worth more."""
    if limits.seconds is not None:
        limits = replace(limits, seconds=DIVIDING_SHARE * limits.seconds)
    value = value_of(part, params, lead_of) + standing_worth(part, params)
    return _better(part, params, solve_exactly(part, params, pairs, limits, value).lead_of, lead_of)


def _better(part: FamilyProblem, params: FormationParams, found: Ints, lead_of: Ints) -> Ints:
    better = value_of(part, params, found) > value_of(part, params, lead_of)
    return found if better and is_sound(part, params, found) else lead_of


def _is_too_much(pairs: int, solver: SolverParams, limits: Limits) -> bool:
    if limits.seconds is None:
        return pairs > solver.exact_most_pairs
    return pairs > solver.exact_most_pairs_timed or limits.seconds < LEAST_SECONDS
