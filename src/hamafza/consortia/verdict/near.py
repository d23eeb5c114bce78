"""Lays a case out for the compiled loops, and gathers who could follow a lead and for what gain."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hamafza.consortia.verdict.case import (
    EARTH_RADIUS_KM,
    FORGIVEN_SHARE,
    NONE,
    REACH_SLACK_KM,
    Case,
    Flags,
    Floats,
    Ints,
)
from hamafza.consortia.verdict.compiled import compiled

MOST_LINES = 3
BAND_SLACK = 1e-9


class Ground(NamedTuple):
    """Units by latitude, as plain arrays; angles as sines and cosines of their halves."""

    sin_half_lat: Floats
    cos_half_lat: Floats
    sin_half_lon: Floats
    cos_half_lon: Floats
    flat: Floats
    """Cosine of the latitude."""
    first: Ints
    last: Ints
    """Units first[i] to last[i] are within reach of i by latitude."""
    net: Floats
    """Weight less price."""
    capacity: Floats
    able: Flags
    shares: Ints
    line: Ints
    hand: Ints
    home: Ints
    kept: Flags
    cut: Ints
    node: Ints
    access_km: Floats
    between_km: NDArray[np.float32]


class Rules(NamedTuple):
    """The rules as plain numbers."""

    fewest: int
    most: int
    reach_km: float
    reach_square: float
    """Squared sine of half the reach as an angle, a little more: nothing beyond is within reach."""
    enough: float
    cost_per_km: float
    fixed_cost: float
    move_charge: float
    dissolve_charge: float
    by_road: bool
    line_least: Ints
    second_lead: bool
    any_kept: bool
    copies: bool
    """Whether a share may join the others of its unit: looser, and never below the truth."""


class Company(NamedTuple):
    """Scratch space: who could follow, and in ``fixed`` and ``own`` who must, the lead included."""

    near: Ints
    km: Floats
    gain: Floats
    capacity: Floats
    line: Ints
    second: Flags
    """Whether the follower could succeed the lead: able, and in another hand."""
    inside: Flags
    """Whether the follower is of the lead's own cut."""
    own: Floats
    """[0] gain, [1] capacity of the lead and of those who must follow."""
    fixed: Ints
    """How many [0] followers are fixed, [1] are in the cut, [2] can succeed; from [3]: by line."""


def ground_of(case: Case) -> Ground:
    """Return a case's units for the loops."""
    lat, lon = np.radians(case.lat), np.radians(case.lon)
    band = (case.rules["reach_km"] + REACH_SLACK_KM) / EARTH_RADIUS_KM + BAND_SLACK
    roads, cuts = case.roads, case.cuts
    return Ground(
        sin_half_lat=np.sin(lat / 2),
        cos_half_lat=np.cos(lat / 2),
        sin_half_lon=np.sin(lon / 2),
        cos_half_lon=np.cos(lon / 2),
        flat=np.cos(lat),
        first=np.searchsorted(lat, lat - band, side="left"),
        last=np.searchsorted(lat, lat + band, side="right"),
        net=case.weight - case.price,
        capacity=case.capacity,
        able=case.may_lead,
        shares=case.shares,
        line=case.line,
        hand=case.hand,
        home=case.home,
        kept=case.kept,
        cut=cuts.of if cuts is not None else np.full(len(lat), NONE),
        node=roads.node if roads is not None else np.zeros(len(lat), np.int64),
        access_km=roads.access_km if roads is not None else np.zeros(len(lat)),
        between_km=roads.between_km if roads is not None else np.zeros((1, 1), np.float32),
    )


def rules_of(case: Case, copies: bool) -> Rules:
    """Return a case's rules for the loops."""
    told = case.rules
    reach_km = told["reach_km"] + REACH_SLACK_KM
    half_angle = 0.5 * reach_km / EARTH_RADIUS_KM
    return Rules(
        fewest=int(told["min_size"]),
        most=int(told["max_size"]),
        reach_km=reach_km,
        reach_square=np.sin(half_angle) ** 2 * (1.0 + BAND_SLACK)
        if half_angle < np.pi / 2
        else 2.0,
        enough=told["min_capacity"] * (1.0 - FORGIVEN_SHARE),
        cost_per_km=told["distance_cost_per_km"],
        fixed_cost=told["fixed_cost"],
        move_charge=told.get("move_charge", 0.0),
        dissolve_charge=told.get("dissolve_charge", 0.0),
        by_road=case.roads is not None,
        line_least=np.array(case.line_least, np.int64),
        second_lead=case.leads_needed > 1,
        any_kept=bool(case.kept.any()),
        copies=copies,
    )


def room_for(places: int) -> Company:
    """Return scratch space for so many followers."""
    return Company(
        near=np.empty(places, np.int64),
        km=np.empty(places),
        gain=np.empty(places),
        capacity=np.empty(places),
        line=np.empty(places, np.int64),
        second=np.empty(places, np.bool_),
        inside=np.empty(places, np.bool_),
        own=np.zeros(2),
        fixed=np.zeros(3 + MOST_LINES, np.int64),
    )


@compiled
def gather(lead: int, ground: Ground, rules: Rules, company: Company) -> int:
    """Fill ``company`` with all who may follow the lead; return how many they are."""
    _begin(lead, ground, rules, company)
    near = _within_reach(lead, ground, rules, company.near, company.km)
    if rules.any_kept:
        near = _without_kept(lead, near, ground, rules, company)
    _enter(lead, near, ground, rules, company)
    return _with_copies(lead, near, ground, rules, company) if rules.copies else near


@compiled
def _within_reach(lead: int, ground: Ground, rules: Rules, near: Ints, km: Floats) -> int:
    """Write the other units within reach and their ways (haversine); return how many they are."""
    sin_lat, cos_lat = ground.sin_half_lat[lead], ground.cos_half_lat[lead]
    sin_lon, cos_lon = ground.sin_half_lon[lead], ground.cos_half_lon[lead]
    flat, count = ground.flat[lead], 0
    for unit in range(ground.first[lead], ground.last[lead]):
        rise = ground.sin_half_lat[unit] * cos_lat - ground.cos_half_lat[unit] * sin_lat
        turn = ground.sin_half_lon[unit] * cos_lon - ground.cos_half_lon[unit] * sin_lon
        square = rise * rise + flat * ground.flat[unit] * turn * turn
        if square > rules.reach_square or unit == lead:
            continue
        way = 2.0 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(min(1.0, square)))
        if rules.by_road and ground.node[lead] != ground.node[unit]:
            between = np.float64(ground.between_km[ground.node[lead], ground.node[unit]])
            way = max(way, ground.access_km[lead] + between + ground.access_km[unit])
        if way <= rules.reach_km:
            near[count], km[count] = unit, way
            count += 1
    return count


@compiled
def _begin(lead: int, ground: Ground, rules: Rules, company: Company) -> None:
    """Enter the lead alone."""
    company.own[0] = ground.net[lead] - rules.fixed_cost
    if ground.home[lead] == lead:
        company.own[0] += rules.move_charge + rules.dissolve_charge
    company.own[1] = ground.capacity[lead]
    company.fixed[:] = 0
    company.fixed[3 + ground.line[lead]] = 1
    company.fixed[1] = 1 if ground.cut[lead] >= 0 else 0


@compiled
def _without_kept(lead: int, near: int, ground: Ground, rules: Rules, company: Company) -> int:
    """
    Take those who must follow, or must not, off the list; return how many are left on it.

    A further share of a unit that must stay elsewhere is free to follow.
    """
    left = 0
    for place in range(near):
        unit, km = company.near[place], company.km[place]
        must_stay, is_home = ground.kept[unit], ground.home[unit] == lead
        if not must_stay or (ground.shares[unit] > 1 and (rules.copies or not is_home)):
            company.near[left], company.km[left] = unit, km
            left += 1
        if must_stay and is_home:
            company.own[0] += ground.net[unit] - rules.cost_per_km * km + rules.move_charge
            company.own[1] += ground.capacity[unit]
            company.fixed[0] += 1
            company.fixed[1] += ground.cut[lead] >= 0 and ground.cut[unit] == ground.cut[lead]
            company.fixed[2] += ground.able[unit] and ground.hand[unit] != ground.hand[lead]
            company.fixed[3 + ground.line[unit]] += 1
    return left


@compiled
def _enter(lead: int, near: int, ground: Ground, rules: Rules, company: Company) -> None:
    """
    Write what each on the list brings.

    One loop without a call in it: a call would count references to every array, for each unit.
    """
    cut, hand = ground.cut[lead], ground.hand[lead]
    for place in range(near):
        unit = company.near[place]
        gain = ground.net[unit] - rules.cost_per_km * company.km[place]
        company.gain[place] = gain + rules.move_charge if ground.home[unit] == lead else gain
        company.capacity[place] = ground.capacity[unit]
        company.line[place] = ground.line[unit]
        company.second[place] = ground.able[unit] and ground.hand[unit] != hand
        company.inside[place] = cut >= 0 and ground.cut[unit] == cut


@compiled
def _with_copies(lead: int, near: int, ground: Ground, rules: Rules, company: Company) -> int:
    """Add the further shares of the lead and of all on the list; return how many follow."""
    count = near
    for place in range(-1, near):
        unit = lead if place < 0 else company.near[place]
        km = 0.0 if place < 0 else company.km[place]
        for _ in range(ground.shares[unit] - 1):
            company.gain[count] = ground.net[unit] - rules.cost_per_km * km
            company.capacity[count] = ground.capacity[unit]
            company.line[count] = ground.line[unit]
            company.second[count] = False
            company.inside[count] = ground.cut[lead] >= 0 and ground.cut[unit] == ground.cut[lead]
            count += 1
    return count
