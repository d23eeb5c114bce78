"""
The judge's own proof for small families: the whole model again, through another door.

The prices may be any the file gives: a pair whose forced use pulls their bound below the value
claimed cannot be in a better answer, so it is left out. What remains goes to scipy's MILP.
"""

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, lil_array

from hamafza.consortia.verdict.bound import REACH_SLACK_KM, Case, Floats, haversine_km

SECONDS = 120.0


def best_possible(case: Case, claimed: float, bound: float) -> float | None:
    """Return a bound on any grouping's value from a full search; None if it did not end."""
    model = _Model(case, claimed, bound)
    if not model.pairs:
        return 0.0
    scale = max(abs(gain) for *_, gain in model.pairs)
    answer = milp(
        c=-np.array([gain for *_, gain in model.pairs]) / scale,
        integrality=np.ones(len(model.pairs)),
        bounds=Bounds(0, 1),
        constraints=model.constraints(),
        options={"mip_rel_gap": 1e-8, "time_limit": SECONDS},
    )
    if answer.mip_dual_bound is None:
        return None
    return max(0.0, -float(answer.mip_dual_bound) * scale)


class _Model:
    def __init__(self, case: Case, claimed: float, bound: float) -> None:
        self.case = case
        self.pairs: list[tuple[int, int, float]] = []
        self.leads: list[int] = []
        for lead in np.flatnonzero(case.readiness >= case.rules["lead_readiness"]):
            self._add(int(lead), max(0.0, bound - claimed) + 1e-6 * (1.0 + abs(bound)))

    def _add(self, lead: int, slack: float) -> None:
        """Add a lead and the units that could follow it in an answer better than the claim."""
        case, rules = self.case, self.case.rules
        lat, lon = np.radians(case.lat), np.radians(case.lon)
        way = haversine_km(lat[lead], lon[lead], lat, lon)
        gain = case.weight - rules["distance_cost_per_km"] * way
        near = way <= rules["reach_km"] + REACH_SLACK_KM
        near[lead] = False
        reduced = gain - case.price
        top = _top(reduced[near], int(rules["min_size"]) - 1, int(rules["max_size"]) - 1)
        if top is None:
            return
        value = float(reduced[lead]) - rules["fixed_cost"] + float(top.sum())
        if slack + min(0.0, value) < 0.0:
            return
        crowded = len(top) > 0 and (len(top) == rules["max_size"] - 1 or top[-1] < 0.0)
        least = (float(top[-1]) if crowded else 0.0) - slack - min(0.0, value)
        self.leads.append(lead)
        self.pairs.append((lead, lead, float(gain[lead]) - rules["fixed_cost"]))
        followers = np.flatnonzero(near & (reduced >= least))
        self.pairs += [(int(unit), lead, float(gain[unit])) for unit in followers]

    def constraints(self) -> list[LinearConstraint]:
        pairs, leads = self.pairs, self.leads
        place = {lead: row for row, lead in enumerate(leads)}
        own = {lead: at for at, (unit, lead, _) in enumerate(pairs) if unit == lead}
        once = lil_array((len(self.case.weight), len(pairs)))
        after = lil_array((len(pairs), len(pairs)))
        sums = lil_array((3 * len(leads), len(pairs)))
        low, high = self.case.rules["min_size"], self.case.rules["max_size"]
        enough = max(self.case.rules["min_capacity"], 1e-300)
        for at, (unit, lead, _) in enumerate(pairs):
            once[unit, at] = 1.0
            share = min(1.0, float(self.case.capacity[unit]) / enough)
            is_own = unit == lead
            if not is_own:
                after[at, at], after[at, own[lead]] = 1.0, -1.0
            row = 3 * place[lead]
            sums[row, at] = 1.0 - low if is_own else 1.0
            sums[row + 1, at] = high - 1.0 if is_own else -1.0
            sums[row + 2, at] = share - 1.0 if is_own else share
        if self.case.rules["min_capacity"] == 0:
            sums = sums.tocsr()[np.arange(3 * len(leads)) % 3 < 2]
        return [
            LinearConstraint(csr_array(once), ub=1.0),
            LinearConstraint(csr_array(after), ub=0.0),
            LinearConstraint(csr_array(sums), lb=0.0),
        ]


def _top(reduced: Floats, fewest: int, most: int) -> Floats | None:
    """Return the best reduced gains a lead would take, best first; None if company lacks."""
    if len(reduced) < fewest:
        return None
    ranked = np.sort(reduced)[::-1]
    return ranked[: min(most, max(fewest, int(np.count_nonzero(ranked > 0.0))))]
