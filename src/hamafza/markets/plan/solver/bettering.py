"""
Betters a plan by small tears: a few flows are taken out and their groups choose again.

What a plan lacks lies where a market with a price has room to spare. A tear is made around such a
market: some groups that send there, and some that could at little loss by the prices. They choose
again in chance order, the market made dearer to them by chance. What comes of it stays unless it
brings less, counting what it takes from shared ceilings at their prices.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hamafza.markets.plan.solver.filling import profits, take
from hamafza.markets.plan.solver.room import Case, Left, put
from hamafza.vocabulary.compiled import bare, compiled

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

MOST_TORN = 4
LISTED = 48
"""So many pairs of group and quarter are known for each market, least loss first."""
LOOK_ANEW = 64
"""Tears after which it is looked again where room is to spare."""
SHAKE = 0.06
LEAVE_A_LOT = 0.3
"""How often a group parts its goods so that a second market gets a lot."""
CALL = 0.12
"""Most by which a tear's market is made dearer to its groups, as a share of the value."""


class Ground(NamedTuple):
    """What tears of one heading stand on."""

    h: int
    price: Floats
    """(M, Q) What room costs, the pools' part inside."""
    pool_price: Floats
    """(M, Q)"""
    near: Ints
    """(M, LISTED) Pairs (group of the heading * Q + quarter) by loss, then -1."""


@compiled
def seed_chance(seed: int) -> None:
    """Set the chance of compiled code."""
    np.random.seed(seed)  # noqa: NPY002 - compiled code has no other


@bare
def chance() -> float:
    """Return a number from 0 to below 1."""
    return np.random.random()  # noqa: NPY002


@bare
def chance_below(most: int) -> int:
    """Return a whole number from 0 to below ``most``."""
    return np.random.randint(most)  # noqa: NPY002


@compiled
def better_heading(
    case: Case, left: Left, h: int, price: Floats, pool_price: Floats, near: Ints, tears: int,
    heat: float,
) -> float:  # fmt: skip
    """
    Tear and mend one heading so many times; return by how much the plan is better.

    ``near`` is what ``nearest`` returned for the heading. With ``heat`` (cents) a tear may
    stay that brings less, seldom much less (Metropolis and others 1953).
    """
    markets, quarters = case.timing.shape
    ground = Ground(h, price, pool_price, near)
    waste = np.empty(markets)
    asked = np.empty((markets, quarters))
    torn = np.empty((MOST_TORN, 2), np.int64)
    before = np.empty((MOST_TORN, markets), np.int64)
    profit = np.empty(markets)
    sent = np.empty(markets, np.int64)
    gained = 0.0
    for each in range(tears):
        if each % LOOK_ANEW == 0:
            _look_for_waste(case, left, ground, waste)
        m = _pick_market(waste)
        found = _choose_torn(case, left, ground, m, torn)
        if found == 0:
            continue
        _ask(ground, m, asked)
        gained += _mend(case, left, ground, torn[:found], asked, before, profit, sent, heat)
    return gained


@compiled
def nearest(case: Case, h: int, price: Floats) -> Ints:
    """Return, for each market, the pairs that lose least by going there, by the prices."""
    first, last = case.start[h], case.start[h + 1]
    markets, quarters = case.timing.shape
    pairs = (last - first) * quarters
    loss = np.full((markets, pairs), np.inf)
    profit = np.empty(markets)
    for pair in range(pairs):
        g, q = first + pair // quarters, pair % quarters
        if case.capacity[g, q] < case.lot[g]:
            continue
        profits(case, h, g, q, price, profit)
        best = max(profit.max(), 0.0)
        worth = case.unit[g] * case.lot[g]
        for m in range(markets):
            if case.gain[g, m] > 0.0 and worth <= case.cap[h, m, q]:
                loss[m, pair] = (best - profit[m]) / case.unit[g]
    near = np.full((markets, LISTED), -1, np.int64)
    for m in range(markets):
        order = np.argsort(loss[m])
        for at in range(min(LISTED, pairs)):
            if loss[m, order[at]] == np.inf:
                break
            near[m, at] = order[at]
    return near


@bare
def _look_for_waste(case: Case, left: Left, ground: Ground, waste: Floats) -> None:
    """Write, running sums, what each market's spare room is worth, and a little for any."""
    total = 0.0
    for m in range(len(waste)):
        worth = 0.0
        if ground.near[m, 0] >= 0:
            last = left.slack.shape[2] - 1
            for q in range(last + 1):
                own = ground.price[m, q] - (ground.price[m, q + 1] if q < last else 0.0)
                worth += max(own, 0.0) * left.slack[ground.h, m, q]
            worth += 0.002 * case.cap[ground.h, m, last]
        total += worth
        waste[m] = total


@bare
def _pick_market(waste: Floats) -> int:
    point = chance() * waste[len(waste) - 1]
    m = 0
    while m < len(waste) - 1 and waste[m] <= point:
        m += 1
    return m


@bare
def _choose_torn(case: Case, left: Left, ground: Ground, m: int, torn: Ints) -> int:
    """Write some pairs that send to the market and some that lose little by it; return how many."""
    first = case.start[ground.h]
    count = case.start[ground.h + 1] - first
    quarters = case.timing.shape[1]
    wanted = 1 + chance_below(MOST_TORN - 1)
    found = 0
    for _ in range(wanted):
        at = int(LISTED * chance() ** 2)
        pair = ground.near[m, at]
        if pair >= 0:
            found = _add(torn, found, first + pair // quarters, pair % quarters)
    senders = MOST_TORN - found if chance() < 0.5 else 1
    begin = chance_below(count)
    for step in range(min(count, 150)):
        if senders <= 0 or found == MOST_TORN:
            break
        other = first + (begin + step) % count
        begins = chance_below(quarters)
        for later in range(quarters):
            q = (begins + later) % quarters
            if left.flow[other, m, q]:
                found = _add(torn, found, other, q)
                senders -= 1
                break
    for at in range(found - 1, 0, -1):
        to = chance_below(at + 1)
        torn[at, 0], torn[to, 0] = torn[to, 0], torn[at, 0]
        torn[at, 1], torn[to, 1] = torn[to, 1], torn[at, 1]
    return found


@bare
def _add(torn: Ints, found: int, g: int, q: int) -> int:
    for at in range(found):
        if torn[at, 0] == g and torn[at, 1] == q:
            return found
    torn[found, 0], torn[found, 1] = g, q
    return found + 1


@bare
def _ask(ground: Ground, m: int, asked: Floats) -> None:
    """Write the prices of this tear: between the pools' and the full, shaken, the market called."""
    share = 1.0 if chance() < 0.5 else chance()
    shake = SHAKE * chance() ** 2
    for other in range(asked.shape[0]):
        shaken = shake * (chance() - 0.5)
        if other == m:
            shaken -= CALL * chance() ** 2
        for q in range(asked.shape[1]):
            pools = ground.pool_price[other, q]
            asked[other, q] = pools + shaken + share * (ground.price[other, q] - pools)


@bare
def _mend(
    case: Case, left: Left, ground: Ground, torn: Ints, asked: Floats,
    before: Ints, profit: Floats, sent: Ints, heat: float,
) -> float:  # fmt: skip
    """Take the flows out, let their groups choose again, and undo it if that brings too little."""
    h = ground.h
    for m in range(len(sent)):
        sent[m] = left.sent[h, m]
    change = -_brought(case, left, torn, ground.pool_price)
    for at in range(len(torn)):
        g, q = torn[at, 0], torn[at, 1]
        for m in range(len(sent)):
            before[at, m] = left.flow[g, m, q]
            if before[at, m]:
                put(case, left, h, g, m, q, -before[at, m])
    for at in range(len(torn)):
        g, q = torn[at, 0], torn[at, 1]
        profits(case, h, g, q, asked, profit)
        take(case, left, h, g, q, profit, chance() < LEAVE_A_LOT)
    change += _brought(case, left, torn, ground.pool_price)
    change -= case.knee_cost * _more_beyond(case, left, h, sent)
    if change >= 0.0 or (heat > 0.0 and chance() < np.exp(change / heat)):
        return change
    _put_back(case, left, h, torn, before)
    return 0.0


@bare
def _more_beyond(case: Case, left: Left, h: int, sent: Ints) -> int:
    """Return how many cents more stand beyond the knees than when ``sent`` was sent."""
    more = 0
    for m in range(len(sent)):
        if left.sent[h, m] != sent[m]:
            more += max(0, left.sent[h, m] - case.knee[h, m]) - max(0, sent[m] - case.knee[h, m])
    return more


@bare
def _put_back(case: Case, left: Left, h: int, torn: Ints, before: Ints) -> None:
    for at in range(len(torn)):
        g, q = torn[at, 0], torn[at, 1]
        for m in range(before.shape[1]):
            units = before[at, m] - left.flow[g, m, q]
            if units:
                put(case, left, h, g, m, q, units)


@bare
def _brought(case: Case, left: Left, torn: Ints, pool_price: Floats) -> float:
    """Return what the torn flows bring, less what shared ceilings ask."""
    value = 0.0
    for at in range(len(torn)):
        g, q = torn[at, 0], torn[at, 1]
        for m in range(len(case.timing)):
            units = left.flow[g, m, q]
            if units:
                net = case.gain[g, m] * case.timing[m, q] - case.unit[g] * pool_price[m, q]
                value += net * units
    return value
