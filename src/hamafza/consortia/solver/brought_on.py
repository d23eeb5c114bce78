"""What a formation takes over from the one that stands: prices, and consortia as they are."""

import numpy as np
from scipy.spatial import KDTree

from hamafza.consortia.params import FormationParams
from hamafza.consortia.solver.company import breaches
from hamafza.consortia.solver.ground import Floats, Ground, Ints, Rules
from hamafza.consortia.solver.groups import Groups, is_enough, open_slot, put
from hamafza.consortia.solver.ways import way_km
from hamafza.vocabulary.compiled import compiled

NEIGHBOURS = 8
BROUGHT_ON_STEP_SHARE = 0.2
"""Prices that were good a year ago need smaller steps: larger ones lead away from them first."""


def prices_brought_on(ground: Ground, before: Floats, params: FormationParams) -> Floats:
    """
    Return first prices from those of a run before, NaN where a unit had none; in leaf order.

    A newcomer keeps as much of its weight as its neighbours do. Members of standing consortia
    cost more by what staying there saves: with it their consortium can pay more for them.
    """
    kept = ground.weight - before
    known = np.flatnonzero(~np.isnan(kept))
    new = np.flatnonzero(np.isnan(kept))
    if len(new):
        tree = KDTree(ground.points[known])
        _, near = tree.query(ground.points[new], k=min(NEIGHBOURS, len(known)))
        kept[new] = kept[known][near].reshape(len(new), -1).mean(axis=1)
    price = ground.weight - kept
    stands = ground.home >= 0
    size = np.bincount(ground.home[stands], minlength=len(price))
    saved = params.move_charge + params.dissolve_charge / np.maximum(1, size[ground.home])
    return np.maximum(0.0, price + np.where(stands, saved, 0.0)) + ground.held


def bring_on(ground: Ground, rules: Rules, groups: Groups) -> None:
    """Open the standing consortia that obey every rule still, their members as they are."""
    stands = np.flatnonzero(ground.home >= 0)
    order = stands[np.argsort(ground.home[stands], kind="stable")]
    _, first = np.unique(ground.home[order], return_index=True)
    _open_all(order, np.append(first, len(order)), ground, rules, groups)


@compiled
def _open_all(order: Ints, first: Ints, ground: Ground, rules: Rules, groups: Groups) -> None:
    for place in range(first.size - 1):
        members = order[first[place] : first[place + 1]]
        lead = ground.home[members[0]]
        if not _holds(lead, members, ground, rules):
            continue
        slot = open_slot(lead, groups)
        for unit in members:
            put(unit, slot, ground, groups)


@compiled
def _holds(lead: int, members: Ints, ground: Ground, rules: Rules) -> bool:
    """Tell whether a standing consortium obeys every rule, its lead a member and able."""
    if ground.home[lead] != lead or not ground.may_lead[lead]:
        return False
    if members.size < rules.fewest or members.size > rules.most:
        return False
    capacity = 0.0
    for unit in members:
        capacity += ground.capacity[unit]
        if way_km(unit, lead, ground) > rules.reach_km:
            return False
    if not is_enough(capacity, rules):
        return False
    return not rules.strict or breaches(members, members.size, ground, rules) == 0
