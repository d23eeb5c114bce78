"""
Chooses the followers of one lead whose keys sum up highest, under counts that must be kept.

A *view* says which counts: how many followers, at least so many of each line and one who could
succeed the lead, or at most so many of the lead's own cut. Each view is a matroid, with one
forced member at most, so taking the highest keys first is exact; views are never mixed: the
smaller of two answers bounds what both together allow.
"""

from typing import NamedTuple

import numpy as np

from hamafza.consortia.verdict.case import Floats, Ints
from hamafza.consortia.verdict.compiled import compiled
from hamafza.consortia.verdict.near import Company

NEVER = -np.inf
UNLIMITED = 1 << 60
NOBODY = -1


class View(NamedTuple):
    """Counts of followers, those who must follow already taken off."""

    fewest: int
    most: int
    least_of_line: Ints
    second_lead: bool
    most_inside: int


class Choice(NamedTuple):
    """What was chosen: the sum of its keys (NEVER if there is no such set), gains, capacities."""

    keys: float
    gain: float
    capacity: float


class Tally(NamedTuple):
    """What has been taken so far."""

    counts: Ints
    """[0] followers, [1] of the lead's cut, [2] that could succeed it."""
    sums: Floats
    """Of [0] keys, [1] gains, [2] capacities."""
    need: Ints
    """Members still lacking, by line."""


@compiled
def highest(count: int, key: Floats, view: View, company: Company, chosen: Ints) -> Choice:
    """
    Return the best set of followers under a view.

    Keys below zero are looked at only where those above do not suffice. ``chosen`` is scratch.
    """
    above = np.flatnonzero(key[:count] > 0.0)
    ranked = above[np.argsort(-key[above])]
    free, has_second = _taken(ranked, NOBODY, key, view, company, chosen)
    if free.keys == NEVER and len(above) < count:
        ranked = np.argsort(-key[:count])
        free, has_second = _taken(ranked, NOBODY, key, view, company, chosen)
    if free.keys == NEVER or has_second or not view.second_lead:
        return free
    return _with_successor(np.argsort(-key[:count]), key, view, company, chosen)


@compiled
def _with_successor(
    ranked: Ints, key: Floats, view: View, company: Company, chosen: Ints
) -> Choice:
    """Force the best successor of each line in turn; any other of its line would bring less."""
    best = Choice(NEVER, NEVER, 0.0)
    for line in range(len(view.least_of_line)):
        for place in range(len(ranked)):
            follower = ranked[place]
            if company.second[follower] and company.line[follower] == line:
                one, _ = _taken(ranked, follower, key, view, company, chosen)
                if one.keys > best.keys:
                    best = one
                break
    return best


@compiled
def _taken(
    ranked: Ints, forced: int, key: Floats, view: View, company: Company, chosen: Ints
) -> tuple[Choice, bool]:
    """Take the forced one, then what lines need, then the highest keys; tell if one can succeed."""
    tally = Tally(np.zeros(3, np.int64), np.zeros(3), view.least_of_line.copy())
    chosen[: len(ranked)] = 0
    if forced != NOBODY:
        _take(np.flatnonzero(ranked == forced)[0], forced, key, company, chosen, tally)
    if tally.need.max() > 0:
        _fill_lines(ranked, key, company, chosen, tally)
    _fill_up(ranked, key, view, company, chosen, tally)
    count, sums = tally.counts[0], tally.sums
    if count < view.fewest or count > view.most or tally.need.max() > 0:
        return Choice(NEVER, NEVER, 0.0), False
    return Choice(sums[0], sums[1], sums[2]), tally.counts[2] > 0


@compiled
def _take(
    place: int, follower: int, key: Floats, company: Company, chosen: Ints, tally: Tally
) -> None:
    chosen[place] = 1
    tally.counts[0] += 1
    tally.counts[1] += company.inside[follower]
    tally.counts[2] += company.second[follower]
    tally.sums[0] += key[follower]
    tally.sums[1] += company.gain[follower]
    tally.sums[2] += company.capacity[follower]
    tally.need[company.line[follower] if len(tally.need) > 1 else 0] -= 1


@compiled
def _fill_lines(ranked: Ints, key: Floats, company: Company, chosen: Ints, tally: Tally) -> None:
    for place in range(len(ranked)):
        follower = ranked[place]
        if chosen[place] == 0 and tally.need[company.line[follower]] > 0:
            _take(place, follower, key, company, chosen, tally)


@compiled
def _fill_up(
    ranked: Ints, key: Floats, view: View, company: Company, chosen: Ints, tally: Tally
) -> None:
    for place in range(len(ranked)):
        follower = ranked[place]
        count = tally.counts[0]
        if count >= view.most or (key[follower] <= 0.0 and count >= view.fewest):
            break
        full = company.inside[follower] and tally.counts[1] >= view.most_inside
        if chosen[place] == 0 and not full:
            _take(place, follower, key, company, chosen, tally)
