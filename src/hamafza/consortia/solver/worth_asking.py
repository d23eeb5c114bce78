"""
Thins the model of a full search: which pairs of member and lead could be in a better answer.

A lead or a pair that would pull the bound by prices below the value already in hand can be in
none (reduced-cost fixing), so it gets no variable.
"""

from dataclasses import dataclass

import numpy as np

from hamafza.consortia.params import FormationParams
from hamafza.consortia.problem import FamilyProblem, Floats, Ints
from hamafza.consortia.solver.geometry import REACH_SLACK_KM

SLACK_ROUNDING_SHARE = 1e-9
"""Far above what rounding can take from the room of a pair that is needed."""


@dataclass(frozen=True)
class Pairs:
    """Pairs (member, lead) that may be in a best answer; a lead pairs with itself first of all."""

    unit: Ints
    lead: Ints
    profit: Floats
    """Weight less the way, and what staying saves; at the lead less the cost of opening."""

    def __len__(self) -> int:
        return len(self.unit)

    def of_leads(self, leads: Ints) -> "Pairs":
        """Return the pairs of these leads alone."""
        at = np.isin(self.lead, leads)
        return Pairs(self.unit[at], self.lead[at], self.profit[at])


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
    problem: FamilyProblem,
    params: FormationParams,
    price: Floats,
    value: float,
    leads: Ints | None = None,
    ceilings: Floats | None = None,
) -> Pairs:
    """
    Return the pairs that could be in an answer worth more than ``value``.

    ``leads`` are those that may open (all that are able to), ``ceilings`` what each could bring at
    most under the prices (by sizes alone). A lead that is forced, and a pair, is always taken by
    sizes: the others may have tighter ceilings, its own must be the one that is taken off again.
    """
    if leads is None:
        leads = np.flatnonzero(problem.readiness >= params.lead_readiness)
    offers, terms = [], []
    for at, lead in enumerate(leads):
        offer = _offer(problem, params, price, int(lead))
        if offer is not None:
            offers.append(offer)
            terms.append(max(0.0, offer.ceiling if ceilings is None else float(ceilings[at])))
    bound = float(price.sum()) + sum(terms)
    slack = bound - value + SLACK_ROUNDING_SHARE * (1.0 + abs(bound))
    units, heads, profits = [], [], []
    for offer, term in zip(offers, terms, strict=True):
        room = slack - term + offer.ceiling
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
