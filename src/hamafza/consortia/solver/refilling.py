"""Makes a place anew from prices: consortia are dissolved and opened greedily, then bettered."""

import numpy as np

from hamafza.consortia.solver.draft import Draft, add_free
from hamafza.consortia.solver.exchanges import LEAST_GAIN, better
from hamafza.consortia.solver.filling import fill
from hamafza.consortia.solver.ground import Floats, Found, Ground, Ints, Rules
from hamafza.consortia.solver.groups import (
    FREE,
    Groups,
    close_slot,
    join,
    leave,
    offer,
    open_slot,
    put,
    set_free,
    value_of,
)
from hamafza.consortia.solver.nearby import best_around
from hamafza.consortia.solver.region import Region, holds, set_column
from hamafza.consortia.solver.ways import NOWHERE
from hamafza.vocabulary.compiled import compiled

SOFTER_SHARE = 0.25  # of the moves ask freed units a lower price, 0.5 to 1 of the full
SMALLER_SHARE = 0.4  # of the moves begin with smaller consortia, 0.4 to 1 of the largest


@compiled
def refill(
    centre: int,
    near: int,
    luck: Floats,
    noise: float,
    price: Floats,
    ground: Ground,
    rules: Rules,
    groups: Groups,
    found: Found,
    draft: Draft,
) -> None:
    """Dissolve the consortia in ``draft.slots[:near]`` and fill anew; undone if it loses."""
    share = 1.0 if luck[3] > SOFTER_SHARE else 0.5 + 0.5 * luck[3] / SOFTER_SHARE
    before, freed = _free(near, share, price, ground, rules, groups, draft)
    smaller = _smaller_rules(luck[5], rules)
    leads = _candidates(centre, freed, ground, rules, groups, found, draft)
    noise *= max(0.0, 2.0 * luck[4] - 1.0) ** 2
    opened = fill(
        draft.leads,
        leads,
        NOWHERE,
        noise,
        0.0,
        luck[8:],
        ground,
        smaller,
        groups,
        found,
        draft.queue,
        draft.new_slots,
    )
    sound = _better(centre, opened, price, ground, rules, groups, found, draft)
    after = 0.0
    for slot in draft.new_slots[:opened]:
        after += value_of(slot, ground, rules, groups)
    if not sound or after < before - LEAST_GAIN:
        _undo(near, opened, price, ground, groups, draft)
    for unit in draft.freed[:freed]:
        if groups.slot_of[unit] == FREE:
            offer(unit, ground.weight[unit] - price[unit], ground, groups)


@compiled
def _better(
    centre: int,
    opened: int,
    price: Floats,
    ground: Ground,
    rules: Rules,
    groups: Groups,
    found: Found,
    draft: Draft,
) -> bool:
    """Exchange members with each other and the free units around; tell if all obey the rules."""
    region = draft.region
    members = _lay_out(opened, groups, region, draft.new_slots)
    rows = add_free(centre, members, ground, rules, groups, found, draft)
    region.at[members:rows] = opened
    region.size[opened] = rows - members
    region.capacity[opened] = 0.0
    for column in range(opened):
        set_column(column, rows, ground, rules, region)
    better(rows, opened, ground, rules, region)
    for row in range(members):
        if region.at[row] == opened:
            unit = region.unit[row]
            set_free(unit, ground.weight[unit] - price[unit], ground, groups)
    sound = True
    for column in range(opened):
        sound = sound and holds(column, rows, ground, rules, region)
        _write_back(column, rows, draft.new_slots[column], ground, groups, region)
    return sound


@compiled
def _lay_out(opened: int, groups: Groups, region: Region, slots: Ints) -> int:
    """Lay the members of the new consortia out as rows, one consortium a column; count them."""
    rows = 0
    for column in range(opened):
        slot = slots[column]
        region.size[column] = groups.size[slot]
        region.capacity[column] = groups.capacity[slot]
        for unit in groups.members[slot, : groups.size[slot]]:
            if unit == groups.lead[slot]:
                region.lead[column] = rows
            region.unit[rows] = unit
            region.at[rows] = column
            rows += 1
    return rows


@compiled
def _write_back(
    column: int, rows: int, slot: int, ground: Ground, groups: Groups, region: Region
) -> None:
    groups.lead[slot] = region.unit[region.lead[column]]
    groups.size[slot] = 0
    groups.capacity[slot] = 0.0
    for row in range(rows):
        if region.at[row] == column:
            put(region.unit[row], slot, ground, groups)


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
        rules.reach_km,
        rules.enough,
        rules.cost_per_km,
        rules.fixed_cost,
        rules.leads_needed,
        rules.share_ceiling,
        rules.by_road,
        rules.tied,
        rules.strict,
        rules.first_pull,
        rules.lack_cost,
    )


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
