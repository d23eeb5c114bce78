"""
The first groups worth a promoter's time: as much score as count and purses allow, with a bound.

A group is taken or left: an integer program over the groups. Among groups of one province that
cost the same, the better go before the others, so only as many of each such class are looked at as
its purses could pay for. With groups in parts (a linear program) there is a bound at once, and a
choice by filling up in its order; a group whose forced part would pull the bound below that choice
is settled (reduced-cost fixing). HiGHS searches among the few that are left. Whatever it chooses is
checked in whole numbers.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import LinearConstraint, linprog, milp
from scipy.sparse import csr_array, vstack

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

NOWHERE = -1
"""Stands for the province of a group that belongs to none with a purse."""
MOST_NODES = 500
CLOSE_SHARE = 1e-7
"""No search where no other choice can be better by more than this share."""
ROUNDING_SHARE = 1e-12
FEASIBLE_SHARE = 1e-8
"""How far HiGHS may stray from a row, and so its bound from the truth."""
MANY = 4000
CLOSE_SHARE_OF_MANY = 3e-4
"""The same where so many groups are unsettled: proving the rest takes minutes."""
UNLIMITED = np.iinfo(np.int64).max


@dataclass(frozen=True)
class Limits:
    """
    What may be spent: ``money`` in smallest units, ``places`` in groups; UNLIMITED is no limit.

    The first entry is the nation's, entry p + 1 the purse of province p.
    """

    count: int
    money: Ints
    places: Ints

    @property
    def by_province(self) -> bool:
        """Whether provinces have purses of their own."""
        return len(self.money) > 1


@dataclass(frozen=True)
class Choice:
    """Which groups are first; no other choice within the limits has a higher score than bound."""

    chosen: Flags
    score: float
    bound: float
    """Of the full search, and never above ``bound_lp``."""
    bound_lp: float
    """If groups could be taken in part."""

    @property
    def gap_share(self) -> float:
        """How much better another choice might be, in shares of the bound."""
        return (self.bound - self.score) / self.bound if self.bound > 0 else 0.0


def choose(score: Floats, cost: Ints, province: Ints, limits: Limits) -> Choice:
    """
    Return the groups whose scores add up to most within the limits.

    ``province`` is each group's, as an index of the purses, or NOWHERE. A group of no score is
    never chosen, nor one that no purse pays for.
    """
    chosen = np.zeros(len(score), np.bool_)
    asked = np.flatnonzero(_worth_asking(score, cost, province, limits))
    if not len(asked):
        return Choice(chosen, 0.0, 0.0, 0.0)
    rows, most = _rows(cost[asked], province[asked], limits)
    gain = score[asked]
    relaxed = linprog(-gain, A_ub=rows, b_ub=most, bounds=(0, 1), method="highs")
    price = np.maximum(0.0, -relaxed.ineqlin.marginals)
    profit = gain - rows.T @ price
    # Whatever the prices, no choice is worth more: no tolerance of the solver enters.
    bound_lp = float(most @ price + np.maximum(0.0, profit).sum()) * (1 + ROUNDING_SHARE)
    chosen = _filled(asked, relaxed.x, score, cost, province, limits)
    worth, bound = float(score[chosen].sum()), bound_lp
    if worth < bound_lp * (1 - CLOSE_SHARE):
        part, bound = _searched(gain, rows, most, profit, worth, bound_lp)
        if part is not None:
            other = _filled(asked, part, score, cost, province, limits)
            chosen = max((chosen, other), key=lambda each: float(score[each].sum()))
        worth = float(score[chosen].sum())
    return Choice(chosen, worth, max(worth, bound), bound_lp)


def _searched(
    gain: Floats, rows: csr_array, most: Floats, profit: Floats, worth: float, bound: float
) -> tuple[Floats | None, float]:
    """
    Return the best whole choice HiGHS finds (None: not asked), and a bound on any better one.

    ``profit`` is what each group is worth above the prices of the rows: taking one at a loss, or
    leaving one out, pulls ``bound`` down by as much. What would fall below ``worth`` is settled.
    """
    margin = bound - worth
    low, high = (profit > margin).astype(np.float64), (profit >= -margin).astype(np.float64)
    free = np.flatnonzero(low < high)
    close = CLOSE_SHARE if len(free) <= MANY else CLOSE_SHARE_OF_MANY
    if worth >= bound * (1 - close):
        return None, bound
    settled = float(gain @ low)
    answer = milp(
        c=-gain[free],
        integrality=np.ones(len(free)),
        bounds=(0, 1),
        constraints=LinearConstraint(rows[:, free], ub=most - rows @ low),
        options={
            "node_limit": MOST_NODES,
            "mip_rel_gap": close * bound / max(bound - settled, close * bound),
        },
    )
    part = low.copy()
    part[free] = 0.0 if answer.x is None else answer.x
    if answer.mip_dual_bound is None:
        return part, bound
    found = settled - float(answer.mip_dual_bound)
    return part, min(bound, found + FEASIBLE_SHARE * bound)


def left_over(chosen: Flags, cost: Ints, province: Ints, limits: Limits) -> tuple[Ints, Ints]:
    """Return the money and the places left in each purse; UNLIMITED stays so."""
    purses = len(limits.money)
    spent, taken = np.zeros(purses, np.int64), np.zeros(purses, np.int64)
    spent[0], taken[0] = cost[chosen].sum(), np.count_nonzero(chosen)
    paid = chosen & (province != NOWHERE)
    np.add.at(spent, province[paid] + 1, cost[paid])
    np.add.at(taken, province[paid] + 1, 1)
    return (
        np.where(limits.money == UNLIMITED, UNLIMITED, limits.money - spent),
        np.where(limits.places == UNLIMITED, UNLIMITED, limits.places - taken),
    )


def _worth_asking(score: Floats, cost: Ints, province: Ints, limits: Limits) -> Flags:
    """Tell which groups could be paid for and are not behind enough others of their class."""
    purse = province + 1 if limits.by_province else np.zeros(len(score), np.int64)
    could = (score > 0) & (cost <= limits.money[0]) & (limits.places[0] > 0)
    if limits.by_province:
        could &= (province != NOWHERE) & (limits.places[purse] > 0) & (cost <= limits.money[purse])
    could &= limits.count > 0
    at = np.flatnonzero(could)
    at = at[np.lexsort((at, -score[at], cost[at], purse[at]))]
    fresh = np.ones(len(at), np.bool_)
    fresh[1:] = (purse[at][1:] != purse[at][:-1]) | (cost[at][1:] != cost[at][:-1])
    place = np.arange(len(at)) - np.maximum.accumulate(np.where(fresh, np.arange(len(at)), 0))
    most = np.minimum(limits.count, limits.places[purse[at]])
    most = np.minimum(most, limits.money[purse[at]] // np.maximum(cost[at], 1))
    asked = np.zeros(len(score), np.bool_)
    asked[at[place < most]] = True
    return asked


def _rows(cost: Ints, province: Ints, limits: Limits) -> tuple[csr_array, Floats]:
    """Return the rows of count, money and places with their ceilings; money in mean costs."""
    scale = float(cost.mean())
    everybody = np.ones(len(cost))
    rows, ceilings = [everybody], [float(min(limits.count, int(limits.places[0])))]
    purses = [(0, everybody)]
    if limits.by_province:
        purses += [(int(p) + 1, (province == p).astype(np.float64)) for p in np.unique(province)]
    for purse, inside in purses:
        if limits.money[purse] != UNLIMITED:
            rows.append(inside * cost / scale)
            ceilings.append(limits.money[purse] / scale)
        if purse and limits.places[purse] != UNLIMITED:
            rows.append(inside)
            ceilings.append(float(limits.places[purse]))
    return vstack([csr_array(row[None]) for row in rows], format="csr"), np.array(ceilings)


def _filled(
    asked: Ints, whole: Floats, score: Floats, cost: Ints, province: Ints, limits: Limits
) -> Flags:
    """
    Take the groups in the solver's order as long as they fit, in whole numbers, then any others.

    So a solver's tolerance never spends money that is not there, and nothing that fits is left.
    """
    order = asked[np.lexsort((asked, -score[asked], -np.round(whole, 6)))]
    chosen = np.zeros(len(score), np.bool_)
    money, places = (each.copy() for each in (limits.money, limits.places))
    left = limits.count
    for at in order:
        purses = [0, province[at] + 1] if limits.by_province else [0]
        if left > 0 and all(places[p] > 0 and money[p] >= cost[at] for p in purses):
            chosen[at] = True
            left -= 1
            for p in purses:
                money[p] -= 0 if money[p] == UNLIMITED else cost[at]
                places[p] -= 0 if places[p] == UNLIMITED else 1
    return chosen
