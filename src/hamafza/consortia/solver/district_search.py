"""Searches districts one by one: what each could bring at most, and a better grouping if it has."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol

import numpy as np
from scipy.spatial import KDTree

from hamafza.consortia.family import NOBODY, FamilyProblem, Floats, Ints
from hamafza.consortia.params import FormationParams
from hamafza.consortia.solver.answer import is_sound
from hamafza.consortia.solver.apart import inside, part_of
from hamafza.consortia.solver.ceilings import LeadCeilings
from hamafza.consortia.solver.districts import Districts
from hamafza.consortia.solver.exact import Limits, search_leads, solve_exactly, upwards
from hamafza.consortia.solver.geometry import REACH_SLACK_KM, chord_km, points_of
from hamafza.consortia.solver.worth_asking import Pairs, pairs_worth_asking

LEAST_MISSED_SHARE = 1e-5
"""Of what prices leave to all districts; one that can miss no more is not searched."""
LEAST_PAIRS = 30
"""Searches with fewer pairs of member and lead take no less time."""
BETTER_SHARE = 1e-9
"""A grouping is better if it is worth more by this part of itself."""

SEARCHED_AGAIN_SECONDS = 1.5
"""A search that was given up is begun again if it may take so many times longer now."""


_Limits = Callable[[int], Limits | None]


class LimitsOf(Protocol):
    """Tells what may be spent on a search of so many pairs; None if it is too much."""

    def __call__(self, pairs: int, among: int | None = None) -> Limits | None:
        """Divide all that is left ``among`` so many; without it, tell what a first search may."""
        ...


@dataclass(frozen=True)
class Searched:
    """The grouping, bettered where a search did, and each district's bound, NaN for none."""

    lead_of: Ints
    bound: Floats


@dataclass(frozen=True)
class _Asked:
    """
    A district as a problem of its own: the units near it, weights less the prices it pays.

    ``value`` is what its consortia bring already, above those prices.
    """

    near: Ints
    problem: FamilyProblem
    pairs: Pairs
    value: float


class DistrictSearch:
    """Searches the districts of one family, whose prices stay as they are."""

    def __init__(
        self,
        problem: FamilyProblem,
        params: FormationParams,
        districts: Districts,
        price: Floats,
        ceilings: LeadCeilings,
    ) -> None:
        """``price`` are those of the whole family; ``ceilings`` value its leads under any."""
        self._problem, self._params, self._districts = problem, params, districts
        self._price, self._ceilings = price, ceilings
        self._points = points_of(problem.lat_deg, problem.lon_deg)
        self._tree = KDTree(self._points)
        self._order = np.argsort(districts.of, kind="stable")
        self._first = np.searchsorted(districts.of[self._order], np.arange(districts.count + 1))
        self._is_lead = np.zeros(len(problem), np.bool_)
        self._is_lead[ceilings.leads] = True

    def all(
        self,
        lead_of: Ints,
        priced: Floats,
        limits_of: LimitsOf,
        known: Mapping[int, float],
    ) -> Searched:
        """
        Search the districts, the most promising first, until the limits say no.

        ``priced`` is what each unit adds to the family's bound by prices; ``known`` are bounds of
        districts that need no search.
        """
        bound = np.full(self._districts.count, np.nan)
        bound[list(known)] = list(known.values())
        by_prices = _sums(self._districts, priced - self._districts.price)
        missed = by_prices - self._worth(lead_of)
        lead_of = lead_of.copy()
        worth = np.isnan(bound) & (missed > LEAST_MISSED_SHARE * by_prices.sum())
        given_up = []
        for number in self._most_promising(np.flatnonzero(worth), missed, lead_of, limits_of):
            limits = limits_of(0)
            if limits is None:
                break
            bound[number], ended = self._one(self._own(number), lead_of, limits_of)
            if not ended:
                given_up.append((number, limits.seconds or 0.0))
        self._again(given_up, bound, lead_of, limits_of)
        bound[~(bound < by_prices)] = np.nan
        return Searched(lead_of, bound)

    def _again(
        self,
        given_up: list[tuple[int, float]],
        bound: Floats,
        lead_of: Ints,
        limits_of: LimitsOf,
    ) -> None:
        """Give all the time that is left to searches that were given up; ``bound`` is bettered."""
        for at, (number, seconds) in enumerate(given_up):
            limits = limits_of(0, len(given_up) - at)
            if limits is None or (limits.seconds or 0.0) < SEARCHED_AGAIN_SECONDS * seconds:
                return
            found, _ = self._one(self._own(number), lead_of, partial(_whatever, limits))
            bound[number] = np.fmin(found, bound[number])

    def _most_promising(
        self, numbers: Ints, missed: Floats, lead_of: Ints, limits_of: LimitsOf
    ) -> list[int]:
        """Order districts by what is left open in them, to the time that their search may take."""
        promise: dict[int, float] = {}
        for number in numbers[np.argsort(-missed[numbers], kind="stable")]:
            if limits_of(0) is None:
                break
            pairs = len(self._asked(self._own(int(number)), lead_of).pairs)
            promise[int(number)] = float(missed[number]) / math.sqrt(max(LEAST_PAIRS, pairs))
        return sorted(promise, key=lambda number: -promise[number])

    def _own(self, number: int) -> Ints:
        return self._order[self._first[number] : self._first[number + 1]]

    def _worth(self, lead_of: Ints) -> Floats:
        """Return what the consortia of each district bring above their members' prices there."""
        joined = np.flatnonzero(lead_of != NOBODY)
        above = np.zeros(len(lead_of))
        above[joined] = _gain(self._problem, self._params, joined, lead_of[joined])
        above[joined] -= self._districts.price[joined]
        return _sums(self._districts, above)

    def _asked(self, own: Ints, lead_of: Ints) -> _Asked:
        """Return what there is to search in a district, given the grouping so far."""
        leads = own[self._is_lead[own]]
        if not len(leads):
            return _Asked(own, part_of(self._problem, own), Pairs(own[:0], own[:0], np.empty(0)), 0)
        near = self._near(own, leads)
        price = self._districts.price[near]
        problem = part_of(self._problem, near)
        problem = replace(problem, weight=problem.weight - price)
        mine = np.isin(near, own, assume_unique=True)
        guide = np.where(mine, self._price[near] - price, 0.0)
        elsewhere = self._districts.price.copy()
        elsewhere[own] = self._price[own]
        ceilings = self._ceilings.under(elsewhere, leads)
        joined = own[lead_of[own] != NOBODY]
        gain = _gain(self._problem, self._params, joined, lead_of[joined])
        value = max(0.0, float((gain - self._districts.price[joined]).sum()))  # 0: with nobody
        at = np.searchsorted(near, leads)
        pairs = pairs_worth_asking(problem, self._params, guide, value, at, ceilings)
        return _Asked(near, problem, pairs, value)

    def _one(self, own: Ints, lead_of: Ints, limits_of: _Limits) -> tuple[float, bool]:
        """
        Return a district's bound, NaN if none was found, and whether more time is of no use.

        ``lead_of`` is bettered in place.
        """
        asked = self._asked(own, lead_of)
        value = asked.value
        if not len(asked.pairs):
            return upwards(value), True
        limits = limits_of(len(asked.pairs))
        if limits is None:
            return np.nan, True
        problem, pairs, kept = _cut_down(asked.problem, asked.pairs)
        found = search_leads(problem, self._params, pairs, limits, value)
        opened = asked.near[kept][found.leads]
        if len(opened) and found.bound > value + BETTER_SHARE * abs(value):
            self._better(own, opened, lead_of, limits_of)
        most = upwards(max(value, found.bound)) if np.isfinite(found.bound) else np.nan
        return most, found.ended

    def _near(self, own: Ints, leads: Ints) -> Ints:
        """Return the units of the district, and all that could be within reach of its leads."""
        middle = self._points[leads].mean(axis=0)
        widest = np.sqrt(((self._points[leads] - middle) ** 2).sum(axis=1).max())
        reach = chord_km(self._params.reach_km + REACH_SLACK_KM)
        around = self._tree.query_ball_point(middle, widest + reach + REACH_SLACK_KM)
        return np.union1d(np.array(around, np.int64), own)

    def _better(self, own: Ints, opened: Ints, lead_of: Ints, limits_of: _Limits) -> None:
        """Divide a district's own units among these leads; keep it if it is worth more."""
        part, before = part_of(self._problem, own), inside(lead_of, own)
        value = _value(part, self._params, before)
        opened = np.searchsorted(own, opened)
        pairs = pairs_worth_asking(part, self._params, self._price[own], value, opened)
        limits = limits_of(len(pairs))
        if not len(pairs) or limits is None:
            return
        after = solve_exactly(part, self._params, pairs, limits).lead_of
        better = _value(part, self._params, after)
        if better > value + BETTER_SHARE * abs(value) and is_sound(part, self._params, after):
            lead_of[own] = np.where(after == NOBODY, NOBODY, own[after])


def _whatever(limits: Limits, _: int) -> Limits:
    """Return these limits for however many pairs."""
    return limits


def _sums(districts: Districts, figure: Floats) -> Floats:
    """Return the sum of a figure over the units of each district."""
    return np.asarray(np.bincount(districts.of, figure, districts.count), np.float64)


def _gain(problem: FamilyProblem, params: FormationParams, unit: Ints, lead: Ints) -> Floats:
    """Return what members bring their leads, with what staying saves; leads pay the opening."""
    gain = problem.weight[unit] - params.distance_cost_per_km * problem.way_km(unit, lead)
    gain += params.move_charge * (problem.home[unit] == lead)
    leads = unit == lead
    stands = leads & (problem.home[unit] == unit)
    return np.asarray(gain - params.fixed_cost * leads + params.dissolve_charge * stands)


def _value(problem: FamilyProblem, params: FormationParams, lead_of: Ints) -> float:
    joined = np.flatnonzero(lead_of != NOBODY)
    return float(_gain(problem, params, joined, lead_of[joined]).sum())


def _cut_down(problem: FamilyProblem, pairs: Pairs) -> tuple[FamilyProblem, Pairs, Ints]:
    """Return the problem of the units that are in any pair, the pairs in it, and who they are."""
    kept = np.unique(pairs.unit)
    unit, lead = np.searchsorted(kept, pairs.unit), np.searchsorted(kept, pairs.lead)
    return part_of(problem, kept), Pairs(unit, lead, pairs.profit), kept
