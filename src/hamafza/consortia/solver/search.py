"""
Betters a grouping: dissolves a few neighbouring consortia and makes them anew, many times over.

A large neighbourhood search (Shaw 1998) with two ways to make a place anew: from leads (drawn
apart from each other, or the old ones with one changed) to which units are sent, and from prices,
greedily. Either is bettered by exchanges (``region``) and kept unless worse. Splitting, merging,
opening and closing need no moves of their own.
"""

import numpy as np

from hamafza.consortia.solver.draft import Draft, nearest_slots, room_for_draft
from hamafza.consortia.solver.effort import Pace
from hamafza.consortia.solver.ground import Floats, Found, Ground, Rules
from hamafza.consortia.solver.groups import Groups
from hamafza.consortia.solver.refilling import refill
from hamafza.consortia.solver.regrouping import regroup
from hamafza.vocabulary.compiled import compiled

MOST_FREED = 9
"""Consortia made anew at once; the fewest is 1."""
REGROUP_SHARE = 0.95
"""Part of the moves that begin from leads; the others begin from prices."""
MOVES_AT_ONCE = 50
LUCK = 48
"""Numbers drawn for each move: eight for its choices, the rest for leads and noise."""


def improve(
    ground: Ground,
    rules: Rules,
    price: Floats,
    groups: Groups,
    found: Found,
    pace: Pace,
    chance: np.random.Generator,
) -> None:
    """Better ``groups`` in place until the pace is spent."""
    draft = room_for_draft(rules, MOST_FREED)
    noise = float(ground.weight.mean())
    done = 0
    while pace(done) < 1.0:
        luck = chance.random((MOVES_AT_ONCE, LUCK))
        _moves(luck, noise, price, ground, rules, groups, found, draft)
        done += MOVES_AT_ONCE


@compiled
def _moves(
    luck: Floats,
    noise: float,
    price: Floats,
    ground: Ground,
    rules: Rules,
    groups: Groups,
    found: Found,
    draft: Draft,
) -> None:
    for move in luck:
        centre = int(move[0] * ground.weight.size)
        most = 1 + int(move[1] * MOST_FREED)
        near = nearest_slots(centre, most, ground, rules, groups, draft)
        if move[2] < REGROUP_SHARE:
            regroup(centre, near, move, price, ground, rules, groups, found, draft)
        else:
            refill(centre, near, move, noise, price, ground, rules, groups, found, draft)
