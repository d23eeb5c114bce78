"""Scratch space of one move of the search, and how a move remembers what it found."""

from typing import NamedTuple

import numpy as np

from hamafza.consortia.solver.filling import queue_for
from hamafza.consortia.solver.ground import Flags, Floats, Found, Ground, Ints, Rules
from hamafza.consortia.solver.groups import FREE, Groups
from hamafza.consortia.solver.nearby import best_around
from hamafza.consortia.solver.region import Region, room_for_region
from hamafza.consortia.solver.ways import chord_between
from hamafza.vocabulary.compiled import compiled

MOST_OPENED = 13
"""Consortia a move may open; one that would need more is undone."""


class Draft(NamedTuple):
    """What was there, who may lead, and the place as a table."""

    slots: Ints
    away: Floats
    old_lead: Ints
    old_size: Ints
    old_members: Ints
    freed: Ints
    leads: Ints
    new_slots: Ints
    queue: Found
    able: Flags
    region: Region


def room_for_draft(rules: Rules, most_freed: int) -> Draft:
    """Return scratch space for moves over so many consortia."""
    freed = most_freed * rules.most
    rows = (MOST_OPENED + 1) * rules.most + 1
    return Draft(
        slots=np.empty(most_freed, np.int64),
        away=np.empty(most_freed),
        old_lead=np.empty(most_freed, np.int64),
        old_size=np.empty(most_freed, np.int64),
        old_members=np.empty((most_freed, rules.most), np.int64),
        freed=np.empty(freed, np.int64),
        leads=np.empty(freed + rules.most + 1, np.int64),
        new_slots=np.empty(MOST_OPENED, np.int64),
        queue=queue_for(freed + rules.most + 1),
        able=np.empty(rows, np.bool_),
        region=room_for_region(rows, MOST_OPENED),
    )


@compiled
def nearest_slots(
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
def add_free(
    centre: int, rows: int, ground: Ground, rules: Rules, groups: Groups, found: Found,
    draft: Draft,
) -> int:  # fmt: skip
    """Add the free units worth most near a place as rows of the table; return the rows then."""
    region = draft.region
    if groups.slot_of[centre] == FREE:
        region.unit[rows] = centre
        rows += 1
    around = best_around(
        centre,
        ground,
        rules,
        groups.gain,
        groups.gain_peak,
        rules.lack_cost,
        0,
        rules.most - 1,
        found,
    )
    for unit in found.unit[:around]:
        region.unit[rows] = unit
        rows += 1
    return rows
