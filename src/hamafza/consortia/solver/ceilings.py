"""What each lead of a family could bring at most under any prices, in the order of the problem."""

import numpy as np

from hamafza.consortia.solver.answer import DistrictProof
from hamafza.consortia.solver.certificate import rounded_upwards
from hamafza.consortia.solver.dual import PriceValuation
from hamafza.consortia.solver.ground import Floats, Ground, Ints, Rules


class LeadCeilings:
    """Values the leads of a family; ``leads`` are the positions of those that could ever open."""

    def __init__(self, order: Ints, ground: Ground, rules: Rules) -> None:
        """``order`` are the positions in the problem of the units as they lie in the ground."""
        self._valuation = PriceValuation(ground, rules)
        self._order = order
        self._place = np.empty(len(order), np.int64)
        self._place[order] = np.arange(len(order))
        self.leads = order[self._valuation.leads]

    def under(self, price: Floats, leads: Ints) -> Floats:
        """Return the most that each of these leads could bring, minus infinity for nothing."""
        return self._valuation.values_of(self._place[leads], price[self._order])

    def bound_of(self, proof: DistrictProof) -> float:
        """Return what prices and searches of districts prove together, rounded upwards."""
        price = proof.price[self._order]
        values = self._valuation.values_of(self._valuation.leads, price)
        searched = np.isfinite(proof.bound)[proof.of[self.leads]]
        values[searched] = 0.0
        bound = float(price.sum() + values[values > 0.0].sum()) + float(np.nansum(proof.bound))
        rules = self._valuation.rules
        return rounded_upwards(bound, price, values, rules.most, rules.cost_per_km)
