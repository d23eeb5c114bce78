"""
What a division of a family into districts proves: prices, and a search of each district's leads.

For any prices m >= 0 and any division of the units,

    value of any grouping <= sum of m + sum over districts of B

B being what consortia led in the district can bring at once, each member paying m, whichever
district it is of. In its search a district is a family of its own: the units within reach of its
leads, with weights less m, led by its own leads alone.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from hamafza.consortia.verdict.apart import case_at
from hamafza.consortia.verdict.bound import Range
from hamafza.consortia.verdict.branches import is_no_tree, most_of_branches
from hamafza.consortia.verdict.case import (
    EARTH_RADIUS_KM,
    REACH_SLACK_KM,
    Case,
    Districts,
    Floats,
    Ints,
    haversine_km,
)
from hamafza.consortia.verdict.exact import EXACT_CLOSE_SHARE, Ceilings, best_led
from hamafza.consortia.verdict.lead_values import LOOSE, TIGHT, values_of_leads
from hamafza.consortia.verdict.obeying import CLOSE_SHARE, Grouping

ROUNDING_KM = 0.01
"""Far above what rounding can take from a way, even to the other side of the earth."""


def can_have_districts(case: Case) -> bool:
    """Tell whether districts are known to bound the family: nobody is kept, nobody shared."""
    return not (case.is_service or bool(case.kept.any()) or bool(np.any(case.shares > 1)))


def range_by_districts(case: Case, districts: Districts) -> Range:
    """
    Return what prices and districts prove of the family, the districts' bounds taken as claimed.

    Where no search is claimed, a district is worth no more than its leads one by one.
    """
    searched = np.isfinite(districts.bound)
    leads = np.flatnonzero(case.may_lead & ~searched[districts.of])
    values = values_of_leads(replace(case, price=districts.price, cuts=None), leads)
    sums = np.maximum(values, 0.0).sum(axis=0)
    fixed = float(districts.price.sum() + districts.bound[searched].sum()) - case.constants
    return Range(fixed + float(sums[TIGHT]), fixed + float(sums[LOOSE]))


def not_borne_out(case: Case, told: Grouping, districts: Districts) -> Iterator[str]:
    """Repeat the searches that are claimed; yield each bound that is too low, or not searched."""
    searched = np.flatnonzero(np.isfinite(districts.bound))
    if not len(searched):
        return
    values = _values(case, told, districts)
    order = np.argsort(districts.of, kind="stable")
    starts = np.searchsorted(districts.of[order], np.arange(len(districts.bound) + 1))
    for district in searched:
        own = order[starts[district] : starts[district + 1]]
        claimed, name = float(districts.bound[district]), districts.district_id[district]
        if int(district) in districts.branches:
            yield from _not_proved_by_branches(case, districts, own, int(district))
            continue
        slack = EXACT_CLOSE_SHARE * max(1.0, abs(claimed))
        value, whole = float(values[district]), bool(districts.whole[district])
        most = most_of_district(case, districts.price, own, value, claimed, whole=whole)
        if most is None:
            yield f"has district {name}, whose search could not be repeated in time"
        elif claimed < most - slack:
            yield (
                f"claims bound {claimed:.9g} of district {name}; a search of "
                f"{'all members' if whole else 'who leads'} gives {most:.9g}"
            )


def _not_proved_by_branches(
    case: Case, districts: Districts, own: Ints, district: int
) -> Iterator[str]:
    """Yield what is wrong with a district's branches, or that their leaves prove less."""
    branches, claimed = districts.branches[district], float(districts.bound[district])
    name, leads = districts.district_id[district], own[case.may_lead[own]]
    wrong = is_no_tree(branches)
    if wrong is not None:
        yield f"has district {name}, which {wrong}"
        return
    net = replace(case, weight=case.weight - districts.price)
    most = (
        max(0.0, most_of_branches(net, leads, _around(case, leads), branches))
        if len(leads)
        else 0.0
    )
    if claimed < most - CLOSE_SHARE * max(1.0, abs(claimed)):
        yield f"claims bound {claimed:.9g} of district {name}; its branches give {most:.9g}"


def most_of_district(
    case: Case, price: Floats, own: Ints, value: float, enough: float = -np.inf,
    *, whole: bool = False,
) -> float | None:  # fmt: skip
    """
    Return a bound on what the leads among ``own`` can bring, members paying ``price``.

    Not ``whole``, members may divide themselves among consortia.

    ``value`` is in hand; None if the search did not end. Not searched where prices alone prove
    ``enough`` or less.
    """
    value = max(0.0, value)  # of no consortium at all
    leads = own[case.may_lead[own]]
    if not len(leads):
        return value
    at = _around(case, leads)
    net = _net_of_price(case, price, own, at)
    places = np.searchsorted(at, leads)
    lead_values = values_of_leads(net, places)[:, TIGHT]
    tight = float(net.price.sum() + np.maximum(lead_values, 0.0).sum())
    if tight <= enough:
        return max(value, tight)
    above = max(value, enough)  # a grouping worth more has only pairs that leave room for it
    best = best_led(net, Ceilings(places, lead_values, tight), above, whole=whole, enough=enough)
    return None if best is None else max(value, min(best, tight))


def _net_of_price(case: Case, price: Floats, own: Ints, at: Ints) -> Case:
    """
    Return the units at these positions with weights less ``price``.

    What the family's prices ask of the district's own units beyond it guides the search. A unit
    of which they ask less pays nothing more, for what is paid may not be below zero; nor do units
    of other districts, since a sum over them would be counted in each district.
    """
    beyond = np.zeros(len(case.lat))
    beyond[own] = np.maximum(0.0, case.price[own] - price[own])
    net = replace(case, weight=case.weight - price, price=beyond, cuts=None)
    return case_at(net, at)


def _around(case: Case, leads: Ints) -> Ints:
    """
    Return, ascending, all units that could follow any of these leads, the leads among them.

    By latitude, then by straight ways to a middle; any middle would do. Ways by road are longer.
    """
    reach_km = case.rules["reach_km"] + REACH_SLACK_KM + ROUNDING_KM
    band = np.degrees(reach_km / EARTH_RADIUS_KM)
    lats = case.lat[leads]
    first = int(np.searchsorted(case.lat, lats.min() - band, side="left"))
    last = int(np.searchsorted(case.lat, lats.max() + band, side="right"))
    lat, lon = np.radians(case.lat[first:last]), np.radians(case.lon[first:last])
    at = leads - first
    flat = np.cos(lat[at])
    east, north = (flat * np.sin(lon[at])).sum(), (flat * np.cos(lon[at])).sum()
    middle = np.arctan2(np.sin(lat[at]).sum(), np.hypot(east, north)), np.arctan2(east, north)
    away = haversine_km(*middle, lat, lon)
    return first + np.flatnonzero(away <= away[at].max() + reach_km)


def _values(case: Case, told: Grouping, districts: Districts) -> Floats:
    """Return what the consortia told bring the districts of their leads, all bonuses given."""
    rules, lead = case.rules, told.lead[told.group]
    gain = case.weight[told.member] - districts.price[told.member]
    gain -= rules["distance_cost_per_km"] * case.way_km(told.member, lead)
    gain += rules.get("move_charge", 0.0) * (case.home[told.member] == lead)
    worth = np.bincount(told.group, weights=gain, minlength=len(told.lead)) - rules["fixed_cost"]
    worth = worth + rules.get("dissolve_charge", 0.0) * (case.home[told.lead] == told.lead)
    of = districts.of[told.lead]
    return np.bincount(of, weights=worth, minlength=len(districts.bound)).astype(np.float64)
