"""
The judge's own calculation of what prices and cuts prove of a family.

Nothing here is shared with the solver: other distances (haversine, a band of latitudes), no tree.
Two figures are given. No grouping is worth more than ``tight``; a claimed bound below it is wrong.
``loose`` is what the plainest relaxation proves; a claimed bound above it was not got from these
prices. Any bound between both is sound.
"""

from dataclasses import dataclass

import numpy as np

from hamafza.consortia.verdict.case import Case, Floats, Ints
from hamafza.consortia.verdict.lead_values import (
    LOOSE,
    LOOSE_CUT,
    TIGHT,
    TIGHT_CUT,
    values_of_leads,
)

__all__ = ["Bounds", "Case", "Range", "bound_under_prices", "bounds_of"]


@dataclass(frozen=True)
class Range:
    """The tightest and the loosest bound that the judge knows to be sound."""

    tight: float
    loose: float


@dataclass(frozen=True)
class Bounds:
    """What the prices prove, what they prove together with the cuts, and each lead's value."""

    prices: Range
    cuts: Range
    leads: Ints
    lead_values: Floats
    """Tight values by prices alone, at the positions ``leads``."""


def bound_under_prices(case: Case) -> Range:
    """Return what the prices alone prove."""
    return bounds_of(case).prices


def bounds_of(case: Case) -> Bounds:
    """Return all bounds of a family whose goods ship."""
    leads = np.flatnonzero(case.may_lead & (~case.kept | (case.home == np.arange(len(case.lat)))))
    values = values_of_leads(case, leads)
    must_open = case.kept[leads]
    for tight, loose in ((TIGHT, LOOSE), (TIGHT_CUT, LOOSE_CUT)):
        stuck = must_open & ~np.isfinite(values[:, tight])
        values[stuck, tight] = values[stuck, loose]
    least = np.where(must_open & np.isfinite(values.T), -np.inf, 0.0).T
    sums = np.maximum(values, least).sum(axis=0)
    fixed = float((case.shares * case.price).sum()) - case.constants
    paid = 0.0
    if case.cuts is not None:
        paid = float((case.cuts.price * case.cuts.most_groups).sum())
    return Bounds(
        prices=Range(fixed + float(sums[TIGHT]), fixed + float(sums[LOOSE])),
        cuts=Range(fixed + paid + float(sums[TIGHT_CUT]), fixed + paid + float(sums[LOOSE_CUT])),
        leads=leads,
        lead_values=values[:, TIGHT],
    )
