"""
Betters a grouping: dissolves a few neighbouring consortia and makes them anew, many times over.

A large neighbourhood search (Shaw 1998): free the consortia nearest to a unit drawn by lot, fill
the place greedily under the prices, polish, and keep the result unless it is worse. Splitting,
merging, opening and closing need no moves of their own: they happen in the filling.
"""

from typing import NamedTuple

import numpy as np

from hamafza.consortia.solver.compiled import compiled
from hamafza.consortia.solver.effort import Pace
from hamafza.consortia.solver.filling import fill, queue_for
from hamafza.consortia.solver.ground import Floats, Found, Ground, Ints, Rules
from hamafza.consortia.solver.groups import (
    FREE,
    Groups,
    close_slot,
    join,
    leave,
    offer,
    open_slot,
    value_of,
)
from hamafza.consortia.solver.nearby import NOWHERE, best_around, chord_between
from hamafza.consortia.solver.polish import LEAST_GAIN, Table, polish, table_for

MOST_FREED = 6
"""Consortia made anew at once; the fewest is 2."""
MOST_OPENED = 12
"""Consortia a move may open; one that would need more is undone."""
SOFTER_SHARE = 0.25  # of the moves ask freed units a lower price, 0.5 to 1 of the full
SMALLER_SHARE = 0.4  # of the moves begin with smaller consortia, 0.4 to 1 of the largest
MOVES_AT_ONCE = 50
LUCK = 40
"""Numbers drawn for each move: five for its choices, the rest for the noise on leads."""


class Draft(NamedTuple):
    """Scratch space of one move: what was there, what is there now, and who may lead."""

    slots: Ints
    away: Floats
    old_lead: Ints
    old_size: Ints
    old_members: Ints
    freed: Ints
    leads: Ints
    new_slots: Ints
    queue: Found
    table: Table


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
    draft = _draft_for(rules)
    noise = float(ground.weight.mean())
    done = 0
    while pace(done) < 1.0:
        luck = chance.random((MOVES_AT_ONCE, LUCK))
        _moves(luck, noise, price, ground, rules, groups, found, draft)
        done += MOVES_AT_ONCE


def _draft_for(rules: Rules) -> Draft:
    freed = MOST_FREED * rules.most
    return Draft(
        slots=np.empty(MOST_FREED, np.int64),
        away=np.empty(MOST_FREED),
        old_lead=np.empty(MOST_FREED, np.int64),
        old_size=np.empty(MOST_FREED, np.int64),
        old_members=np.empty((MOST_FREED, rules.most), np.int64),
        freed=np.empty(freed, np.int64),
        leads=np.empty(freed + rules.most + 1, np.int64),
        new_slots=np.empty(MOST_OPENED, np.int64),
        queue=queue_for(freed + rules.most + 1),
        table=table_for(rules, MOST_OPENED),
    )


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
        _move(move, noise, price, ground, rules, groups, found, draft)


@compiled
def _move(
    luck: Floats,
    noise: float,
    price: Floats,
    ground: Ground,
    rules: Rules,
    groups: Groups,
    found: Found,
    draft: Draft,
) -> None:
    """Make the consortia around a unit drawn by lot anew; undo it if the value falls."""
    centre = int(luck[0] * ground.weight.size)
    near = _nearest_slots(centre, 2 + int(luck[1] * (MOST_FREED - 1)), ground, rules, groups, draft)
    share = 1.0 if luck[2] > SOFTER_SHARE else 0.5 + 0.5 * luck[2] / SOFTER_SHARE
    before, freed = _free(near, share, price, ground, rules, groups, draft)
    smaller = _smaller_rules(luck[4], rules)
    leads = _candidates(centre, freed, ground, rules, groups, found, draft)
    noise *= max(0.0, 2.0 * luck[3] - 1.0) ** 2
    opened = fill(
        draft.leads,
        leads,
        NOWHERE,
        noise,
        luck[5:],
        ground,
        smaller,
        groups,
        found,
        draft.queue,
        draft.new_slots,
    )
    polish(draft.new_slots, opened, price, ground, rules, groups, found, draft.table)
    after = 0.0
    for slot in draft.new_slots[:opened]:
        after += value_of(slot, ground, rules, groups)
    if after < before - LEAST_GAIN:
        _undo(near, opened, price, ground, groups, draft)
    for unit in draft.freed[:freed]:
        if groups.slot_of[unit] == FREE:
            offer(unit, ground.weight[unit] - price[unit], ground, groups)


@compiled
def _smaller_rules(luck: float, rules: Rules) -> Rules:
    """
    Sometimes let new consortia be smaller at first, so that one more of them has company.

    Filled to the brim, each would take the best units, and what is left could not stand alone.
    """
    if luck > SMALLER_SHARE:
        return rules
    most = int(rules.most * (0.4 + 0.6 * luck / SMALLER_SHARE))
    return Rules(
        rules.fewest,
        max(most, rules.fewest),
        rules.reach_chord_km,
        rules.enough,
        rules.cost_per_km,
        rules.fixed_cost,
        rules.first_pull,
    )


@compiled
def _nearest_slots(
    centre: int, most: int, ground: Ground, rules: Rules, groups: Groups, draft: Draft
) -> int:
    """Find up to ``most`` consortia whose leads are nearest to a unit and share its reach."""
    count = 0
    for slot in range(groups.counts[0]):
        if groups.lead[slot] == FREE:
            continue
        away = chord_between(ground.points, centre, groups.lead[slot])
        if away > 2.0 * rules.reach_chord_km or (count == most and away >= draft.away[count - 1]):
            continue
        place = count if count < most else most - 1
        while place > 0 and draft.away[place - 1] > away:
            draft.away[place] = draft.away[place - 1]
            draft.slots[place] = draft.slots[place - 1]
            place -= 1
        draft.away[place] = away
        draft.slots[place] = slot
        count = min(count + 1, most)
    return count


@compiled
def _free(
    near: int,
    share: float,
    price: Floats,
    ground: Ground,
    rules: Rules,
    groups: Groups,
    draft: Draft,
) -> tuple[float, int]:
    """Dissolve consortia, remembering them; return their value and how many units are freed."""
    value, freed = 0.0, 0
    for place in range(near):
        slot = draft.slots[place]
        size = groups.size[slot]
        value += value_of(slot, ground, rules, groups)
        draft.old_lead[place] = groups.lead[slot]
        draft.old_size[place] = size
        draft.old_members[place, :size] = groups.members[slot, :size]
        for unit in draft.old_members[place, :size][::-1]:
            leave(unit, ground.weight[unit] - share * price[unit], ground, groups)
            draft.freed[freed] = unit
            freed += 1
        close_slot(slot, groups)
    return value, freed


@compiled
def _candidates(
    centre: int,
    freed: int,
    ground: Ground,
    rules: Rules,
    groups: Groups,
    found: Found,
    draft: Draft,
) -> int:
    """List who may lead the new consortia: the freed, and free units worth most nearby."""
    count = 0
    for unit in draft.freed[:freed]:
        if ground.may_lead[unit]:
            draft.leads[count] = unit
            count += 1
    around = best_around(
        centre, ground, rules, groups.gain, groups.gain_peak, 0.0, 0, rules.most - 1, found
    )
    for unit in found.unit[:around]:
        if ground.may_lead[unit] and not _listed(unit, freed, draft):
            draft.leads[count] = unit
            count += 1
    free = groups.slot_of[centre] == FREE
    if free and ground.may_lead[centre] and not _listed(centre, freed, draft):
        draft.leads[count] = centre
        count += 1
    return count


@compiled
def _listed(unit: int, freed: int, draft: Draft) -> bool:
    return bool(np.any(draft.freed[:freed] == unit))


@compiled
def _undo(
    near: int, opened: int, price: Floats, ground: Ground, groups: Groups, draft: Draft
) -> None:
    """Dissolve what a move made and bring back what it found."""
    for slot in draft.new_slots[:opened]:
        for place in range(groups.size[slot] - 1, -1, -1):
            unit = groups.members[slot, place]
            leave(unit, ground.weight[unit] - price[unit], ground, groups)
        close_slot(slot, groups)
    for place in range(near):
        lead = draft.old_lead[place]
        slot = open_slot(lead, groups)
        for unit in draft.old_members[place, : draft.old_size[place]]:
            join(unit, slot, ground, groups)
