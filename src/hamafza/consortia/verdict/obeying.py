"""Whether consortia obey every rule, those of practice strictly; and what they are worth."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from hamafza.consortia.verdict.case import REACH_SLACK_KM, Case, Flags, Floats, Ints
from hamafza.consortia.verdict.standing import Changed, changed_by, charge_for

CLOSE_SHARE = 1e-8
"""Figures this near, in shares of the larger, count as equal; bounds may not be lower by more."""
CAPACITY_CLOSE_SHARE = 1e-9
ROAD_CLOSE_KM = 1e-4
"""Ways by road are kept in single precision."""


@dataclass(frozen=True)
class Grouping:
    """One family's consortia and memberships, by positions in its case, as the tables tell them."""

    consortium_id: Ints
    lead: Ints
    size: Ints
    capacity: Floats
    value: Floats
    member: Ints
    group: Ints
    """Which consortium a member is in, by position."""


@dataclass(frozen=True)
class Worth:
    """A family's true value less charges, the same with what floors add, and what changed."""

    value: float
    raised_value: float
    changed: Changed


def broken_rules(case: Case, told: Grouping) -> Iterator[str]:
    """Yield one sentence for each rule that is broken, naming the first consortium."""
    count = len(told.lead)
    rules, lead = case.rules, told.lead[told.group]
    size = np.bincount(told.group, minlength=count)
    capacity = _sums(told, case.capacity[told.member])
    away = np.zeros(count)
    np.maximum.at(away, told.group, case.way_km(told.member, lead))
    reach_km = rules["reach_km"] + 2 * REACH_SLACK_KM
    reach_km += ROAD_CLOSE_KM if case.roads is not None else 0.0
    tests = {
        "has fewer members than min_size": size < rules["min_size"],
        "has more members than max_size": size > rules["max_size"],
        "has less than min_capacity":
            capacity < rules["min_capacity"] * (1 - CAPACITY_CLOSE_SHARE),
        "has a member beyond reach_km": away > reach_km,
        "has a lead below lead_readiness": ~case.may_lead[told.lead],
        "does not have its lead as a member": _sums(told, told.member == lead) == 0,
        "has a unit twice": _twice(told),
        "has a lead that leads another too": _leads_twice(told),
        "has members of another province":
            _sums(told, case.within[told.member] != case.within[lead]) > 0,
        "has another size than it says": size != told.size,
        "has another capacity than it says":
            ~(np.abs(capacity - told.capacity) <= CLOSE_SHARE * (1 + capacity)),
        "has too few members able to lead": _hands_able(case, told) < case.leads_needed,
        "has a member, or related members, above member_share_ceiling":
            _most_held(case, told)
            > rules.get("member_share_ceiling", 1.0) * capacity * (1 + CAPACITY_CLOSE_SHARE),
    }  # fmt: skip
    for line, least in enumerate(case.line_least):
        tests[f"has too few members of line {line + 1} of its basket"] = (
            _sums(told, case.line[told.member] == line) < least
        )
    for claim, broken in tests.items():
        yield from _told(claim, told.consortium_id[broken])
    yield from _not_kept(case, told)


def _told(claim: str, broken: Ints) -> Iterator[str]:
    if len(broken):
        others = f" and {len(broken) - 1} more" if len(broken) > 1 else ""
        yield f"consortium {broken.min()}{others} {claim}"


def _sums(told: Grouping, each: Floats | Flags) -> Floats:
    weights = each.astype(np.float64)
    return np.bincount(told.group, weights=weights, minlength=len(told.lead)).astype(np.float64)


def _twice(told: Grouping) -> Flags:
    pairs, times = np.unique(np.stack([told.group, told.member]), axis=1, return_counts=True)
    twice = np.zeros(len(told.lead), np.bool_)
    twice[pairs[0][times > 1]] = True
    return twice


def _leads_twice(told: Grouping) -> Flags:
    _, at, times = np.unique(told.lead, return_inverse=True, return_counts=True)
    return np.asarray(times[at] > 1)


def _hands_able(case: Case, told: Grouping) -> Ints:
    """Return how many hands of each consortium are able to lead."""
    able = case.may_lead[told.member]
    pairs = np.stack([told.group[able], case.hand[told.member[able]]])
    return np.bincount(np.unique(pairs, axis=1)[0], minlength=len(told.lead))


def _most_held(case: Case, told: Grouping) -> Floats:
    """Return the largest capacity that one hand holds in each consortium."""
    pairs, at = np.unique(
        np.stack([told.group, case.hand[told.member]]), axis=1, return_inverse=True
    )
    held = np.bincount(at.ravel(), weights=case.capacity[told.member], minlength=pairs.shape[1])
    most = np.zeros(len(told.lead))
    np.maximum.at(most, pairs[0], held)
    return most


def _not_kept(case: Case, told: Grouping) -> Iterator[str]:
    """Yield who had to stay in a consortium and is not in it."""
    must = np.flatnonzero(case.kept)
    if not len(must):
        return
    stays = told.member[case.home[told.member] == told.lead[told.group]]
    gone = case.unit_id[np.setdiff1d(must, stays)]
    if len(gone):
        others = f" and {len(gone) - 1} more" if len(gone) > 1 else ""
        yield f"unit {gone.min()}{others} had to be kept in a standing consortium and is not"


def worth_of(case: Case, told: Grouping) -> tuple[Worth, list[str]]:
    """Return what the consortia are worth, and which claim another value."""
    lead = told.lead[told.group]
    ways = case.rules["distance_cost_per_km"] * case.way_km(told.member, lead)
    raised = case.raised[told.member]
    weight = case.weight[told.member] - raised
    value = _sums(told, weight - ways) - case.rules["fixed_cost"]
    apart = ~(np.abs(value - told.value) <= CLOSE_SHARE * (1 + _sums(told, weight)))
    wrong = [
        f"consortium {told.consortium_id[at]} is worth {value[at]:.9g}, not {told.value[at]}"
        for at in np.flatnonzero(apart)[:3]
    ]
    changed = changed_by(case, told.member, lead)
    net = float(value.sum()) - charge_for(case, changed)
    return Worth(net, net + float(raised.sum()), changed), wrong
