"""Makes a place anew from leads: who leads is drawn, units are sent, exchanges do the rest."""

import numpy as np

from hamafza.consortia.solver.draft import MOST_OPENED, Draft, add_free
from hamafza.consortia.solver.exchanges import LEAST_GAIN, better
from hamafza.consortia.solver.ground import Floats, Found, Ground, Ints, Rules
from hamafza.consortia.solver.groups import (
    Groups,
    close_slot,
    open_slot,
    put,
    set_free,
    value_of,
)
from hamafza.consortia.solver.region import Region, assign, holds, set_column, spread_leads
from hamafza.consortia.solver.ways import NOWHERE, chord_between, loyalty_to, way_km
from hamafza.vocabulary.compiled import compiled

ALL_NEW_SHARE = 0.25
"""Part of the moves that draw every lead anew; the others change one of the old."""
DROPPED_BELOW = 0.65
ADDED_ABOVE = 0.35
"""Of a number drawn for the old leads: one goes below the first, one comes above the second."""
AT_CENTRE_SHARE = 0.5
"""Part of the leads that come which stand nearest the middle of the move; others are any."""


@compiled
def regroup(
    centre: int,
    near: int,
    luck: Floats,
    price: Floats,
    ground: Ground,
    rules: Rules,
    groups: Groups,
    found: Found,
    draft: Draft,
) -> None:
    """Make the consortia in ``draft.slots[:near]`` anew; nothing is touched unless it gains."""
    region = draft.region
    rows, before = _gather(near, ground, rules, groups, region, draft.slots)
    members = rows
    rows = add_free(centre, rows, ground, rules, groups, found, draft)
    for row in range(rows):
        draft.able[row] = ground.may_lead[region.unit[row]]
    columns = _draw_leads(centre, near, rows, luck, ground, groups, draft)
    if columns == 0:
        return
    for column in range(columns):
        set_column(column, rows, ground, rules, region)
    assign(rows, columns, ground, rules, region)
    better(rows, columns, ground, rules, region)
    if _close_weak(rows, columns, ground, rules, region):
        better(rows, columns, ground, rules, region)
        if _close_weak(rows, columns, ground, rules, region):
            return
    after = _value(rows, columns, ground, rules, region)
    if after > before + LEAST_GAIN:
        _write(near, members, rows, columns, price, ground, groups, draft)


@compiled
def _gather(
    near: int, ground: Ground, rules: Rules, groups: Groups, region: Region, slots: Ints
) -> tuple[int, float]:
    """Lay the members of some consortia out as rows; return how many, and what they are worth."""
    rows, value = 0, 0.0
    for slot in slots[:near]:
        value += value_of(slot, ground, rules, groups)
        for unit in groups.members[slot, : groups.size[slot]]:
            region.unit[rows] = unit
            rows += 1
    return rows, value


@compiled
def _draw_leads(
    centre: int, near: int, rows: int, luck: Floats, ground: Ground, groups: Groups, draft: Draft
) -> int:
    """Choose the rows that lead: all anew, or the old with one dropped, added or both."""
    region = draft.region
    if near == 0 or luck[3] < ALL_NEW_SHARE:
        wanted = min(MOST_OPENED, near + int(luck[4] * 3.0) - (1 if near > 0 else -1))
        return int(spread_leads(rows, max(1, wanted), luck[8:], ground, draft.able, region))
    columns = _old_leads(near, groups, draft)
    if luck[4] < DROPPED_BELOW:
        columns -= 1
        region.lead[int(luck[5] * (columns + 1))] = region.lead[columns]
    if luck[4] > ADDED_ABOVE:
        draft.able[region.lead[:columns]] = False
        row = _newcomer(centre, rows, luck[6], ground, draft)
        if row >= 0:
            region.lead[columns] = row
            columns += 1
    return columns


@compiled
def _old_leads(near: int, groups: Groups, draft: Draft) -> int:
    """List the rows of the leads there are, members standing consortium by consortium."""
    columns, row = 0, 0
    for slot in draft.slots[:near]:
        for unit in groups.members[slot, : groups.size[slot]]:
            if unit == groups.lead[slot]:
                draft.region.lead[columns] = row
                columns += 1
            row += 1
    return columns


@compiled
def _newcomer(centre: int, rows: int, luck: float, ground: Ground, draft: Draft) -> int:
    """Return the row of one more lead: the able one nearest the centre, or any."""
    if luck >= AT_CENTRE_SHARE:
        part = (luck - AT_CENTRE_SHARE) / (1.0 - AT_CENTRE_SHARE)
        return int(_able_row(int(part * rows), rows, draft))
    nearest, found = np.inf, -1
    for row in range(rows):
        if draft.able[row]:
            away = chord_between(ground.points, centre, draft.region.unit[row])
            if away < nearest:
                nearest, found = away, row
    return int(found)


@compiled
def _able_row(first: int, rows: int, draft: Draft) -> int:
    for step in range(rows):
        row = (first + step) % rows
        if draft.able[row]:
            return int(row)
    return -1


@compiled
def _close_weak(rows: int, columns: int, ground: Ground, rules: Rules, region: Region) -> bool:
    """Dissolve columns that are no consortium; tell whether there were any."""
    closed = False
    for column in range(columns):
        if region.size[column] == 0 or holds(column, rows, ground, rules, region):
            continue
        closed = True
        for row in range(rows):
            if region.at[row] == column:
                region.at[row] = columns
            region.gain[row, column] = NOWHERE
        region.size[column] = 0
        region.capacity[column] = 0.0
        region.lead[column] = -1
    return closed


@compiled
def _value(rows: int, columns: int, ground: Ground, rules: Rules, region: Region) -> float:
    """Return what the columns are worth, ways along the sphere."""
    value = 0.0
    for row in range(rows):
        column = region.at[row]
        if column < columns:
            unit, lead = region.unit[row], region.unit[region.lead[column]]
            gain = ground.weight[unit] - rules.cost_per_km * way_km(unit, lead, ground)
            value += gain + loyalty_to(unit, lead, ground)
    for column in range(columns):
        if region.size[column] > 0:
            value -= ground.opening[region.unit[region.lead[column]]]
    return value


@compiled
def _write(
    near: int,
    members: int,
    rows: int,
    columns: int,
    price: Floats,
    ground: Ground,
    groups: Groups,
    draft: Draft,
) -> None:
    """Put the table's consortia in the place of the old ones."""
    region = draft.region
    for slot in draft.slots[:near]:
        groups.size[slot] = 0
        groups.capacity[slot] = 0.0
        close_slot(slot, groups)
    for row in range(members):
        if region.at[row] == columns:
            unit = region.unit[row]
            set_free(unit, ground.weight[unit] - price[unit], ground, groups)
    for column in range(columns):
        if region.size[column] == 0:
            continue
        slot = open_slot(region.unit[region.lead[column]], groups)
        for row in range(rows):
            if region.at[row] == column:
                put(region.unit[row], slot, ground, groups)
