"""The consortia while they are being made: who is in which, and who is still free."""

from typing import NamedTuple

import numpy as np

from hamafza.consortia.solver.ground import Floats, Ground, Ints, Rules, peaks_of
from hamafza.consortia.solver.ways import NOWHERE, loyalty_to, way_km
from hamafza.vocabulary.compiled import compiled

FREE = -1
ROUNDING_SHARE = 1e-12
"""Part of the required capacity that the rounding of a sum may take away."""


class Groups(NamedTuple):
    """
    Consortia in slots, and the free units as the search sees them.

    ``worth`` is weight less price and ``gain`` plain weight, both minus infinity once a unit is
    in a consortium; the peaks hold the largest of each below every box.
    """

    slot_of: Ints
    lead: Ints
    size: Ints
    members: Ints
    capacity: Floats
    worth: Floats
    worth_peak: Floats
    gain: Floats
    gain_peak: Floats
    empty: Ints
    """Slots without a consortium, as a stack."""
    counts: Ints
    """[0] slots ever used, [1] height of the stack of empty slots."""


def no_groups(ground: Ground, rules: Rules, price: Floats) -> Groups:
    """Return the state in which every unit is free."""
    units = len(ground.weight)
    slots = units // rules.fewest + 1
    worth, gain = ground.weight - price, ground.weight.copy()
    return Groups(
        slot_of=np.full(units, FREE, np.int64),
        lead=np.full(slots, FREE, np.int64),
        size=np.zeros(slots, np.int64),
        members=np.full((slots, min(rules.most, units)), FREE, np.int64),
        capacity=np.zeros(slots),
        worth=worth,
        worth_peak=peaks_of(worth, ground.boxes),
        gain=gain,
        gain_peak=peaks_of(gain, ground.boxes),
        empty=np.empty(slots, np.int64),
        counts=np.zeros(2, np.int64),
    )


@compiled
def open_slot(lead: int, groups: Groups) -> int:
    """Begin a consortium; the lead still has to join it."""
    if groups.counts[1] > 0:
        groups.counts[1] -= 1
        slot = groups.empty[groups.counts[1]]
    else:
        slot = groups.counts[0]
        groups.counts[0] += 1
    groups.lead[slot] = lead
    groups.size[slot] = 0
    groups.capacity[slot] = 0.0
    return int(slot)


@compiled
def join(unit: int, slot: int, ground: Ground, groups: Groups) -> None:
    """Put a free unit into a consortium."""
    put(unit, slot, ground, groups)


@compiled
def put(unit: int, slot: int, ground: Ground, groups: Groups) -> None:
    """Enter a unit, free or taken, into a consortium; whoever had it must have let go."""
    groups.members[slot, groups.size[slot]] = unit
    groups.size[slot] += 1
    groups.capacity[slot] += ground.capacity[unit]
    was_free = groups.slot_of[unit] == FREE
    groups.slot_of[unit] = slot
    if was_free:
        groups.worth[unit] = NOWHERE
        groups.gain[unit] = NOWHERE
        _raise_peak(unit, ground, groups.worth, groups.worth_peak)
        _raise_peak(unit, ground, groups.gain, groups.gain_peak)


@compiled
def set_free(unit: int, worth: float, ground: Ground, groups: Groups) -> None:
    """Offer a unit again at ``worth``, its consortium being closed or written anew."""
    groups.slot_of[unit] = FREE
    groups.gain[unit] = ground.weight[unit]
    _raise_peak(unit, ground, groups.gain, groups.gain_peak)
    offer(unit, worth, ground, groups)


@compiled
def leave(unit: int, worth: float, ground: Ground, groups: Groups) -> None:
    """Take a unit out of its consortium and offer it again at ``worth``."""
    slot = groups.slot_of[unit]
    last = groups.size[slot] - 1
    for place in range(last):
        if groups.members[slot, place] == unit:
            groups.members[slot, place] = groups.members[slot, last]
            break
    groups.size[slot] = last
    groups.capacity[slot] -= ground.capacity[unit]
    groups.slot_of[unit] = FREE
    groups.gain[unit] = ground.weight[unit]
    _raise_peak(unit, ground, groups.gain, groups.gain_peak)
    offer(unit, worth, ground, groups)


@compiled
def offer(unit: int, worth: float, ground: Ground, groups: Groups) -> None:
    """Set what a free unit is worth to a lead at its place."""
    groups.worth[unit] = worth
    _raise_peak(unit, ground, groups.worth, groups.worth_peak)


@compiled
def close_slot(slot: int, groups: Groups) -> None:
    """Give back the slot of a consortium that everybody has left."""
    groups.lead[slot] = FREE
    groups.empty[groups.counts[1]] = slot
    groups.counts[1] += 1


@compiled
def _raise_peak(unit: int, ground: Ground, worth: Floats, peak: Floats) -> None:
    """Bring the peaks above one unit up to date."""
    boxes = ground.boxes
    box = boxes.leaf_of[unit]
    highest = NOWHERE
    for other in range(boxes.start[box], boxes.end[box]):
        highest = max(highest, worth[other])
    peak[box] = highest
    while box > 0:
        box = (box - 1) // 2
        highest = max(peak[2 * box + 1], peak[2 * box + 2])
        if peak[box] == highest:
            break
        peak[box] = highest


@compiled
def value_of(slot: int, ground: Ground, rules: Rules, groups: Groups) -> float:
    """Return what the members bring with this lead, less ways and the cost of opening."""
    lead = groups.lead[slot]
    value = -ground.opening[lead]
    for place in range(groups.size[slot]):
        unit = groups.members[slot, place]
        gain = ground.weight[unit] - rules.cost_per_km * way_km(unit, lead, ground)
        value += gain + loyalty_to(unit, lead, ground)
    return float(value)


@compiled
def is_enough(capacity: float, rules: Rules) -> bool:
    """Tell whether a capacity fills the smallest consortium, rounding apart."""
    return capacity >= rules.enough * (1.0 - ROUNDING_SHARE)
