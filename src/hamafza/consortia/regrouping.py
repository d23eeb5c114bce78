"""Groups changed by hand: what each is worth, and which rules of a consortium it breaks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from hamafza.consortia.params import FormationParams
from hamafza.consortia.soundness import REACH_SLACK_KM, ROUNDING_SHARE
from hamafza.vocabulary.places import great_circle_km


@dataclass(frozen=True)
class Place:
    """What a group needs to know of one unit; ``weight`` has the equity factors in it."""

    lat_deg: float
    lon_deg: float
    capacity: float
    readiness: float
    weight: float


@dataclass(frozen=True)
class Group:
    """A group by its number in the run; one without members is dissolved."""

    number: int
    lead: int
    members: tuple[int, ...]
    pinned: bool = False


@dataclass(frozen=True)
class Broken:
    """A rule that a group breaks, with the figures a sentence needs."""

    code: str
    facts: Mapping[str, float | int] = field(default_factory=dict)


Units = Mapping[int, Place]
Pairs = Iterable[Sequence[int]]


def without(group: Group, units: Iterable[int]) -> Group:
    """Return the group without these members."""
    gone = set(units)
    return replace(group, members=tuple(unit for unit in group.members if unit not in gone))


def joined_by(group: Group, units: Iterable[int]) -> Group:
    """Return the group with these members too, each once, in the order of their numbers."""
    return replace(group, members=tuple(sorted({*group.members, *units})))


def with_a_lead(group: Group, units: Units, params: FormationParams) -> Group:
    """
    Return the group under a lead of its own.

    A lead who is still a member stays. Else the able member follows under whom the group is
    worth most; where nobody is able, the readiest, and the broken rule is told.
    """
    if not group.members or group.lead in group.members:
        return group
    able = [unit for unit in group.members if units[unit].readiness >= params.lead_readiness]
    if not able:
        return replace(group, lead=max(group.members, key=lambda unit: units[unit].readiness))
    ways = {unit: float(ways_km(replace(group, lead=unit), units).sum()) for unit in able}
    return replace(group, lead=min(able, key=lambda unit: (ways[unit], unit)))


def ways_km(group: Group, units: Units) -> np.ndarray:
    """Return each member's way to the lead, in kilometres as the crow flies."""
    lead = units[group.lead]
    lat = np.array([units[unit].lat_deg for unit in group.members])
    lon = np.array([units[unit].lon_deg for unit in group.members])
    return great_circle_km(
        lat, lon, np.full(len(lat), lead.lat_deg), np.full(len(lon), lead.lon_deg)
    )


def value_of(group: Group, units: Units, params: FormationParams) -> float:
    """Return the weights of the members less their ways and the fixed cost; 0 for none."""
    if not group.members:
        return 0.0
    weight = sum(units[unit].weight for unit in group.members)
    way = float(ways_km(group, units).sum())
    return weight - params.distance_cost_per_km * way - params.fixed_cost


def capacity_of(group: Group, units: Units) -> float:
    """Return the capacity of all members, in minimum export shipments a month."""
    return sum(units[unit].capacity for unit in group.members)


def broken_rules(
    group: Group, units: Units, params: FormationParams, forbidden: Pairs = ()
) -> tuple[Broken, ...]:
    """Return the rules that the group breaks; a dissolved one breaks none."""
    if not group.members:
        return ()
    return (
        *_of_size(group, params),
        *_of_capacity(group, units, params),
        *_of_reach(group, units, params),
        *_of_leads(group, units, params),
        *_of_pairs(group, forbidden),
    )


def _of_size(group: Group, params: FormationParams) -> Iterable[Broken]:
    size = len(group.members)
    if size < params.min_size:
        yield Broken("too-few", {"size": size, "least": params.min_size})
    if size > params.max_size:
        yield Broken("too-many", {"size": size, "most": params.max_size})


def _of_capacity(group: Group, units: Units, params: FormationParams) -> Iterable[Broken]:
    capacity = capacity_of(group, units)
    if capacity < params.min_capacity * (1 - ROUNDING_SHARE):
        yield Broken("too-little", {"capacity": capacity, "least": params.min_capacity})
    largest = max(units[unit].capacity for unit in group.members)
    most = params.member_share_ceiling
    if capacity > 0 and largest > most * capacity * (1 + ROUNDING_SHARE):
        yield Broken("one-too-large", {"share": largest / capacity, "most": most})


def _of_reach(group: Group, units: Units, params: FormationParams) -> Iterable[Broken]:
    ways = ways_km(group, units)
    beyond = int(np.count_nonzero(ways > params.reach_km + REACH_SLACK_KM))
    if beyond:
        farthest = float(ways.max())
        yield Broken(
            "beyond-reach", {"count": beyond, "farthest": farthest, "most": params.reach_km}
        )


def _of_leads(group: Group, units: Units, params: FormationParams) -> Iterable[Broken]:
    readiness = units[group.lead].readiness
    if readiness < params.lead_readiness:
        yield Broken("lead-not-ready", {"own": readiness, "least": params.lead_readiness})
    able = sum(units[unit].readiness >= params.lead_readiness for unit in group.members)
    if able < params.leads_needed and params.leads_needed > 1:
        yield Broken("leads-too-few", {"count": able, "least": params.leads_needed})


def _of_pairs(group: Group, forbidden: Pairs) -> Iterable[Broken]:
    inside = set(group.members)
    for one, other in forbidden:
        if one in inside and other in inside:
            yield Broken("forbidden-pair", {"one": one, "other": other})
