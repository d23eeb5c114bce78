"""Proves a family's answer by full search of its districts, and takes what is better."""

import math
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from hamafza.consortia.family import Floats
from hamafza.consortia.params import SolverParams
from hamafza.consortia.solver.answer import DistrictProof, FamilyFormation, value_of
from hamafza.consortia.solver.apart import part_of
from hamafza.consortia.solver.branches import Tree
from hamafza.consortia.solver.ceilings import LeadCeilings
from hamafza.consortia.solver.district_search import DistrictSearch, LimitsOf
from hamafza.consortia.solver.districts import Districts, districts_of
from hamafza.consortia.solver.exact import PROVED_SHARE, Limits
from hamafza.consortia.solver.proving_parts import Part
from hamafza.consortia.solver.ties import standing_worth
from hamafza.consortia.solver.to_prove import LEAST_SECONDS, SecondsLeft, ToProve

DISTRICT_SECONDS_A_UNIT, MOST_LARGER = 1.5e-3, 2.0
"""Time for districts as large as the parameter says; and how many times larger they may be."""
LARGER_AGAIN = 2
"""Districts of the next division are so many times larger."""
WORTH_TELLING = 1e-9
"""Districts are told of if they lower the bound by so much of it, or more."""


def by_districts(task: ToProve, found: FamilyFormation, parts: list[Part]) -> FamilyFormation:
    """
    Search district by district; where time is left, larger ones, until one holds all leads.

    What leads of ``parts`` were searched for is not asked again.
    """
    limits, most_leads = _district_limits(len(task.problem), task.solver, task.seconds_left)
    if limits(0) is None and not any(np.isfinite(_most_of(part)) for part in parts):
        return found
    ceilings = task.priced.ceilings()
    able = len(ceilings.leads)
    if not all(part.leads_ended for part in parts):  # what is known of them may be little
        found = _by_districts(task, found, parts, ceilings, most_leads, _nothing)
        parts = [part for part in parts if part.leads_ended]
    while True:
        found = _by_districts(task, found, parts, ceilings, most_leads, limits)
        closed = found.bound - found.value <= PROVED_SHARE * found.bound
        if closed or most_leads >= able or limits(0, among=1) is None:
            return found
        most_leads *= LARGER_AGAIN


def _by_districts(
    task: ToProve,
    found: FamilyFormation,
    parts: list[Part],
    ceilings: LeadCeilings,
    most_leads: int,
    limits: LimitsOf,
) -> FamilyFormation:
    problem, params, price = task.problem, task.params, found.price
    divided = districts_of(problem, params, found.lead_of, price, most_leads)
    known = [part for part in parts if np.isfinite(_most_of(part))]
    districts, names = _with_known(divided, known)
    bounds = {names[n]: _most_of(part) + _standing(task, part) for n, part in enumerate(known)}
    search = DistrictSearch(problem, params, districts, price, ceilings)
    searched = search.all(found.lead_of, task.priced.adds, limits, bounds)
    value = value_of(problem, params, searched.lead_of)
    if value > found.value:
        found = replace(found, lead_of=searched.lead_of, value=value)
        found = replace(found, bound=max(found.bound, value))
    whole = np.zeros(districts.count, np.bool_)
    whole[[names[n] for n, part in enumerate(known) if part.most < part.most_by_leads]] = True
    trees = {
        names[n]: Tree(part.at, part.tree.branches) for n, part in enumerate(known) if part.tree
    }
    proof = _told(districts, price, searched.bound, whole, trees)
    bound = max(ceilings.bound_of(proof) - standing_worth(problem, params), found.value)
    if found.bound - bound <= WORTH_TELLING * found.bound:
        return found
    return replace(found, kind="districts", bound=bound, districts=proof)


def _district_limits(
    units: int, solver: SolverParams, seconds_left: SecondsLeft
) -> tuple[LimitsOf, int]:
    """Return what one search may take, and how many leads a district may have: more with time."""
    if seconds_left is None:
        nodes, most = Limits(nodes=solver.exact_most_nodes), solver.exact_most_pairs

        def counted(pairs: int, among: int | None = None) -> Limits | None:
            return None if pairs > most or among else nodes

        return counted, solver.district_leads
    left, most_pairs = seconds_left, solver.district_most_pairs

    def limits(pairs: int, among: int | None = None) -> Limits | None:
        if left() < LEAST_SECONDS or pairs > most_pairs:
            return None
        seconds = left() / among if among else min(left(), larger * solver.district_seconds)
        return Limits(seconds=seconds)

    ample = max(0.0, left()) / units / DISTRICT_SECONDS_A_UNIT
    larger = min(MOST_LARGER, max(1.0, math.sqrt(ample)))
    return limits, round(larger * solver.district_leads)


def _nothing(pairs: int, among: int | None = None) -> Limits | None:
    """Allow no search at all."""


def _most_of(part: Part) -> float:
    """Return the lowest ceiling that is known of a part, infinite for none."""
    return min(part.most, part.most_by_leads)


def _standing(task: ToProve, part: Part) -> float:
    return standing_worth(part_of(task.problem, part.at), task.params)


def _with_known(districts: Districts, parts: list[Part]) -> tuple[Districts, list[int]]:
    """Make districts of the parts whose ceilings are known already; return their numbers."""
    of, price = districts.of.copy(), districts.price.copy()
    first = int(of.max()) + 1
    for number, part in enumerate(parts, start=first):
        of[part.at], price[part.at] = number, 0.0
    old, renamed = np.unique(of, return_inverse=True)
    numbers = np.searchsorted(old, first + np.arange(len(parts)))
    return Districts(renamed, price), numbers.tolist()


def _told(
    districts: Districts,
    price: Floats,
    bound: Floats,
    whole: NDArray[np.bool_],
    trees: Mapping[int, Tree],
) -> DistrictProof:
    """Return what is proved; districts without a bound become one, at the family's prices."""
    searched = np.isfinite(bound)
    number = np.where(searched, np.cumsum(searched) - 1, int(searched.sum()))
    more = 0 if searched.all() else 1
    open_ = ~searched[districts.of]
    return DistrictProof(
        number[districts.of],
        np.where(open_, price, districts.price),
        np.append(bound[searched], [np.nan] * more),
        np.append(whole[searched], [False] * more).astype(np.bool_),
        {int(number[name]): tree for name, tree in trees.items() if searched[name]},
    )
