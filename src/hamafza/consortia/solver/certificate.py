"""Rounds a bound so that no rounding of ours can make it say too much."""

import numpy as np

from hamafza.consortia.problem import Floats

SUM_ROUNDING_SHARE = 1e-12
"""Far above the rounding of sums of a million terms, far below any gap of interest."""
WAY_ROUNDING_KM = 1e-10
"""Two formulas for one distance differ by less than this (a tenth of a micrometre)."""


def rounded_upwards(
    bound: float, price: Floats, lead_values: Floats, most: int, cost_per_km: float
) -> float:
    """Return a prices' bound plus all that the rounding of its parts may have taken away."""
    if bound <= 0.0:
        return 0.0
    open_leads = float(np.count_nonzero(lead_values > 0.0))
    ways = open_leads * most * cost_per_km * WAY_ROUNDING_KM
    return float(bound + SUM_ROUNDING_SHARE * (bound + price.sum()) + ways)
