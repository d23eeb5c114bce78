"""
The judge's own ceiling on a service that is grouped without distance, one number of groups each.

A set of G groups holds at most G times max_size units, at least G times leads_needed of them able
to lead, and capacities that, none counted beyond min_capacity, fill G times min_capacity. Paying
``a`` for each unit of capacity and charging the need gives a ceiling for every a; the least over a
fixed list of a counts, and the largest over G is the bound. Plain loops, nothing shared.
"""

import numpy as np

from hamafza.consortia.verdict.bound import Case

GRID = [0.0] + [2.0 ** (0.5 * k) for k in range(-12, 13)]
FORGIVEN_SHARE = 1e-9


def bound_of_service(case: Case) -> float:
    """Return what no grouping of the service's units can be worth more than, zero at least."""
    rules = case.rules
    need, most = rules["min_capacity"], int(rules["max_size"])
    leads = int(rules.get("leads_needed", 1))
    able = case.readiness >= rules["lead_readiness"]
    counted = np.minimum(case.capacity, need)
    by_capacity = np.cumsum(np.sort(counted)[::-1])
    unit = case.weight.mean() / counted.mean() if counted.sum() > 0 else 0.0
    ranked = [_Ranked(case.weight + unit * a * counted, able) for a in (GRID if unit > 0 else [0])]
    bound = 0.0
    for groups in range(1, len(able) + 1):
        if groups * leads > able.sum() or groups * rules["min_size"] > len(able):
            break
        room = min(groups * most, len(able))
        if by_capacity[room - 1] < groups * need * (1.0 - FORGIVEN_SHARE):
            continue
        ceilings = [
            one.best(room, groups * leads) - groups * unit * a * need
            for one, a in zip(ranked, GRID, strict=False)
        ]
        bound = max(bound, min(ceilings) - groups * rules["fixed_cost"])
    return float(bound)


class _Ranked:
    """Units by one worth: sums of the best, and of the best with enough able ones among them."""

    def __init__(self, worth: np.ndarray, able: np.ndarray) -> None:
        order = np.lexsort((np.arange(len(worth)), -worth))
        self._able = np.cumsum(able[order])
        self._all = np.cumsum(worth[order])
        self._leads = np.cumsum(worth[order][able[order]])
        self._others = np.cumsum(worth[order][~able[order]])

    def best(self, room: int, needed: int) -> float:
        if self._able[room - 1] >= needed:
            return float(self._all[room - 1])
        rest = room - needed
        return float(self._leads[needed - 1] + (self._others[rest - 1] if rest else 0.0))
