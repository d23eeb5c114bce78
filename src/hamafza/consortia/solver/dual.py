"""
Finds prices of units: what a unit is worth to its best alternative.

For any prices the sum of all prices plus the positive values of all leads bounds the value of
every grouping (weak duality, ``docs/algorithms/formation.md``); the search lowers that bound by
a subgradient whose components are each scaled by their own recent size (Kingma and Ba 2015),
with a step that decays to nothing, and keeps the best prices it met.
"""

from dataclasses import dataclass

import numpy as np

from hamafza.consortia.solver.cover import room_to_cover
from hamafza.consortia.solver.effort import Pace
from hamafza.consortia.solver.ground import (
    Flags,
    Floats,
    Ground,
    Ints,
    Rules,
    peaks_of,
    room_to_search,
)
from hamafza.consortia.solver.lead_values import able_leads, value_leads

MEAN_WAY_KM = 8.0  # first guess of a member's way to its lead; forgotten within 20 iterations
DIRECTION_MEMORY = 0.9
SCALE_MEMORY = 0.95
SCALE_FLOOR = 0.1
FIRM_SHARE = 0.3  # part of the effort with the full step, before it decays


@dataclass(frozen=True)
class Prices:
    """The best prices met, in leaf order, the bound they give, and the value of each lead."""

    price: Floats
    bound: float
    lead_values: Floats
    leads: Ints


def no_prices(units: int) -> Prices:
    """Return the prices of a family in which nobody can lead: all zero, bound zero."""
    return Prices(np.zeros(units), 0.0, np.empty(0), np.empty(0, np.int64))


class PriceValuation:
    """Values under given prices all leads that could ever open."""

    def __init__(self, ground: Ground, rules: Rules) -> None:
        self.ground, self.rules = ground, rules
        units = len(ground.weight)
        self._found = room_to_search(rules.most)
        anywhere = rules._replace(cost_per_km=0.0)
        self.leads = able_leads(np.flatnonzero(ground.may_lead), ground, anywhere, self._found)
        self.values = np.zeros(len(self.leads))
        self.asked = np.zeros(units)
        self._cover = room_to_cover(units)
        self._use = np.empty(units + rules.most + 1, np.int64)
        self._parts = np.flatnonzero(_parts_alike(ground))
        self._further = self._parts[ground.twin[self._parts] != self._parts]
        self._shares = np.bincount(ground.twin[self._parts], minlength=units)

    def bound(self, price: Floats) -> float:
        """
        Return the bound under ``price``; ``values`` and ``asked`` tell how it came about.

        No consortium holds two parts of a unit, and its parts cost the same: so leads are shown
        the first part only, and what they ask of it is spread over all parts.
        """
        self._write(self.leads, price, self.values)
        if len(self._parts):
            first = self.ground.twin[self._parts]
            self.asked[self._parts] = self.asked[first] / self._shares[first]
        return float(price.sum() + self.values[self.values > 0.0].sum())

    def values_of(self, leads: Ints, price: Floats) -> Floats:
        """Return what some of the leads could bring at most under ``price``."""
        values = np.zeros(len(leads))
        self._write(leads, price, values)
        return values

    def _write(self, leads: Ints, price: Floats, values: Floats) -> None:
        worth = self.ground.weight - price
        worth[self._further] = -np.inf
        peak = peaks_of(worth, self.ground.boxes)
        value_leads(
            leads,
            self.ground,
            self.rules,
            worth,
            peak,
            values,
            self.asked,
            self._cover,
            self._found,
            self._use,
        )


def find_prices(
    ground: Ground, rules: Rules, pace: Pace, step: float, first: Floats | None = None
) -> Prices:
    """
    Return the best prices found until ``pace`` is spent; at least one iteration is done.

    The search begins at ``first``, or at a guess.
    """
    valuation = PriceValuation(ground, rules)
    if len(valuation.leads) == 0:
        return no_prices(len(ground.weight))
    price = np.zeros(len(ground.weight))
    best = Prices(price, valuation.bound(price), valuation.values.copy(), valuation.leads)
    price = _first_guess(ground, rules) if first is None else first
    direction, scale = np.zeros(len(price)), np.zeros(len(price))
    step *= float(ground.weight.mean())
    done, spent = 0, 0.0
    while spent < 1.0:
        bound = valuation.bound(price)
        if bound < best.bound:
            best = Prices(price, bound, valuation.values.copy(), valuation.leads)
        excess = _flattened(1.0 - valuation.asked)
        direction = DIRECTION_MEMORY * direction + (1 - DIRECTION_MEMORY) * excess
        scale = SCALE_MEMORY * scale + (1 - SCALE_MEMORY) * excess**2
        done += 1
        spent = pace(done)
        ahead = direction / (1 - DIRECTION_MEMORY**done)
        size = np.sqrt(scale / (1 - SCALE_MEMORY**done)) + SCALE_FLOOR
        price = np.maximum(0.0, price - step * _decay(spent) * ahead / size)
    return best


def _parts_alike(ground: Ground) -> Flags:
    """Tell which units are parts of a shared unit, none of which must stay where it stands."""
    alike = ground.twin >= 0
    alike[alike] = ground.held[ground.twin[alike]] == 0.0
    return alike


def as_written(ground: Ground, rules: Rules, prices: Prices) -> Prices:
    """
    Return prices as a table of units can hold them, and the bound they give.

    The parts of one unit cost the same, and a unit that must stay costs what keeps others off.
    """
    price = prices.price.copy()
    shared = ground.twin >= 0
    if shared.any():
        _, at = np.unique(ground.twin[shared], return_inverse=True)
        price[shared] = (np.bincount(at, weights=price[shared]) / np.bincount(at))[at]
        price[shared & ~_parts_alike(ground)] = 0.0
    price = np.where(ground.held > 0.0, ground.held, price)
    valuation = PriceValuation(ground, rules)
    return Prices(price, valuation.bound(price), valuation.values.copy(), valuation.leads)


def _first_guess(ground: Ground, rules: Rules) -> Floats:
    share = rules.fixed_cost / rules.most + rules.cost_per_km * MEAN_WAY_KM
    return np.maximum(0.0, ground.weight - share) + ground.held


def _flattened(excess: Floats) -> Floats:
    """
    Return signed square roots: a unit that three hundred leads want moves 17 steps, not 300.

    Without it prices in a dense town fly off and take hundreds of iterations to come back.
    """
    return np.sign(excess) * np.sqrt(np.abs(excess))


def _decay(spent: float) -> float:
    if spent <= FIRM_SHARE:
        return 1.0
    return float(max(0.0, (1.0 - spent) / (1.0 - FIRM_SHARE)) ** 1.5 + 1e-3)
