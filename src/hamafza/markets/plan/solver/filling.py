"""Fills the room heading by heading: groups take, in turn, what earns most at the prices."""

import numpy as np
from numpy.typing import NDArray

from hamafza.markets.plan.solver.room import Case, Left, put, room_for
from hamafza.vocabulary.compiled import bare, compiled

Floats = NDArray[np.float64]


@compiled
def fill_heading(case: Case, left: Left, h: int, price: Floats) -> None:
    """
    Fill an empty heading: the pairs of group and quarter that earn most on a dollar come first.

    ``price`` (M, Q) is a share of the value sent.
    """
    first, quarters = case.start[h], case.timing.shape[1]
    count = case.start[h + 1] - first
    profit = np.empty(len(case.timing))
    best = np.empty(count * quarters)
    for g in range(first, first + count):
        for q in range(quarters):
            profits(case, h, g, q, price, profit)
            best[(g - first) * quarters + q] = profit.max() / case.unit[g]
    for at in np.argsort(-best):
        g, q = first + at // quarters, at % quarters
        profits(case, h, g, q, price, profit)
        take(case, left, h, g, q, profit, False)


@bare
def profits(case: Case, h: int, g: int, q: int, price: Floats, profit: Floats) -> None:
    """Write what a unit earns in each market at the prices; 0 where it may not go."""
    worth = case.unit[g] * case.lot[g]
    for m in range(len(profit)):
        profit[m] = 0.0
        if case.gain[g, m] > 0.0 and worth <= case.cap[h, m, q]:
            profit[m] = case.gain[g, m] * case.timing[m, q] - case.unit[g] * price[m, q]


@bare
def take(case: Case, left: Left, h: int, g: int, q: int, profit: Floats, leave_a_lot: bool) -> None:
    """
    Send what a group has left in a quarter where it earns most, while there is room.

    With ``leave_a_lot`` a flow that would leave less than a lot is cut so that a lot is left for
    another market, where that can be.
    """
    rest, barred = case.capacity[g, q], -1
    for m in range(len(profit)):
        rest -= left.flow[g, m, q]
    while rest > 0:
        market, units = _best_place(case, left, h, g, q, profit, rest, barred)
        if market < 0:
            return
        barred = -1
        lot = case.lot[g]
        if leave_a_lot and 0 < rest - units < lot and left.flow[g, market, q] + rest >= 2 * lot:
            units, barred, leave_a_lot = rest - lot, market, False
        put(case, left, h, g, market, q, units)
        rest -= units


@bare
def _best_place(
    case: Case, left: Left, h: int, g: int, q: int, profit: Floats, rest: int, barred: int
) -> tuple[int, int]:
    """Return the market that earns most among those with room for a lot, and what it takes."""
    market, units = -1, 0
    for m in range(len(profit)):
        if profit[m] <= 0.0 or m == barred or (market >= 0 and profit[m] <= profit[market]):
            continue
        held = left.flow[g, m, q]
        most = min(rest, case.ceiling[g, q] - held)
        most = min(most, room_for(case, left, h, m, q) // case.unit[g])
        if most > 0 and held + most >= case.lot[g]:
            market, units = m, most
    return market, units


@compiled
def sums_by_heading(
    case: Case, left: Left, pool_price: Floats, value: Floats, paid: Floats
) -> None:
    """
    Write what each heading's flows bring, and what shared ceilings would ask for them.

    What is lost beyond the knees is taken off.
    """
    for h in range(len(value)):
        value[h] = paid[h] = 0.0
        for g in range(case.start[h], case.start[h + 1]):
            for m in range(left.flow.shape[1]):
                for q in range(left.flow.shape[2]):
                    units = left.flow[g, m, q]
                    if units:
                        value[h] += case.gain[g, m] * case.timing[m, q] * units
                        paid[h] += case.unit[g] * pool_price[m, q] * units
        for m in range(left.flow.shape[1]):
            value[h] -= case.knee_cost * max(0, left.sent[h, m] - case.knee[h, m])
