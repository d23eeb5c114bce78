"""
The help every peer gets: from any clusters of units to consortia that keep the rules.

The best able lead for each cluster, members whose way costs more than they bring pruned,
left-over units put into the nearest consortium with room.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from hamafza.consortia.params import FormationParams
from hamafza.vocabulary.places import great_circle_km

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
CANDIDATES = 20


@dataclass(frozen=True)
class Family:
    """Units of one family; all arrays have one length."""

    lat_deg: Floats
    lon_deg: Floats
    capacity: Floats
    readiness: Floats
    weight: Floats

    def __len__(self) -> int:
        return len(self.weight)


def families_in(frame: pl.DataFrame) -> list[Family]:
    """Return the families of a table of units, in the order of their names."""
    columns = list(Family.__dataclass_fields__)
    return [
        Family(**{name: part[name].to_numpy() for name in columns})
        for part in frame.sort("family", "unit_id").partition_by("family", maintain_order=True)
    ]


def value_of(family: Family, params: FormationParams, lead_of: Ints) -> float:
    """Return weights less ways and fixed costs; ``lead_of`` is a position, -1 for no consortium."""
    joined = np.flatnonzero(lead_of >= 0)
    lead = lead_of[joined]
    km = great_circle_km(
        family.lat_deg[joined], family.lon_deg[joined], family.lat_deg[lead], family.lon_deg[lead]
    )
    profit = family.weight[joined] - params.distance_cost_per_km * km
    return float(profit.sum() - params.fixed_cost * np.count_nonzero(joined == lead))


def consortia_from(labels: Ints, family: Family, params: FormationParams) -> Ints:
    """Return the lead of each unit (-1 for none) that the clusters allow."""
    lead_of = np.full(len(family), -1)
    order = np.argsort(labels, kind="stable")
    cuts = np.flatnonzero(np.diff(labels[order])) + 1
    for cluster in np.split(order, cuts):
        chosen = _best_of(cluster, family, params)
        if chosen is not None:
            lead, members = chosen
            lead_of[members] = lead
    _insert_the_rest(lead_of, family, params)
    return lead_of


def profits(leads: Ints, units: Ints, family: Family, params: FormationParams) -> Floats:
    """Return what each unit brings under each lead, one row a lead; -inf beyond its reach."""
    km = great_circle_km(
        family.lat_deg[leads, None], family.lon_deg[leads, None],
        family.lat_deg[None, units], family.lon_deg[None, units],
    )  # fmt: skip
    profit = family.weight[None, units] - params.distance_cost_per_km * km
    return np.where(km <= params.reach_km, profit, -np.inf)


def _best_of(cluster: Ints, family: Family, params: FormationParams) -> tuple[int, Ints] | None:
    able = cluster[family.readiness[cluster] >= params.lead_readiness]
    if not len(able) or len(cluster) < params.min_size:
        return None
    profit = profits(able, cluster, family, params)
    best = int(np.argmax(np.where(profit > 0, profit, 0).sum(axis=1)))
    lead, gain = able[best], profit[best]
    ranked = [at for at in np.argsort(-gain) if np.isfinite(gain[at]) and cluster[at] != lead]
    ranked = ranked[: params.max_size - 1]
    members = [int(np.flatnonzero(cluster == lead)[0])]
    for at in ranked:
        short = len(members) < params.min_size
        capacity = family.capacity[cluster[members]].sum()
        if gain[at] <= 0 and not short and capacity >= params.min_capacity:
            break
        members.append(int(at))
    chosen = cluster[members]
    enough = family.capacity[chosen].sum() >= params.min_capacity
    worth = gain[members].sum() - params.fixed_cost
    if len(members) < params.min_size or not enough or worth <= 0:
        return None
    return int(lead), chosen


def _insert_the_rest(lead_of: Ints, family: Family, params: FormationParams) -> None:
    leads = np.unique(lead_of[lead_of >= 0])
    free = np.flatnonzero(lead_of < 0)
    if not len(leads) or not len(free):
        return
    size = dict(zip(*np.unique(lead_of[lead_of >= 0], return_counts=True), strict=True))
    points = _points(family)
    near = cKDTree(points[leads]).query(points[free], k=min(CANDIDATES, len(leads)))[1]
    near = near.reshape(len(free), -1)
    for row in np.argsort(-family.weight[free]):
        unit = free[row]
        options = leads[near[row]]
        profit = profits(options, np.array([unit]), family, params)[:, 0]
        for lead, gain in zip(options, profit, strict=True):
            if gain > 0 and size[lead] < params.max_size:
                lead_of[unit] = lead
                size[lead] += 1
                break


def _points(family: Family) -> Floats:
    """Return places on the unit sphere: nearest there is nearest on the ground."""
    lat, lon = np.radians(family.lat_deg), np.radians(family.lon_deg)
    return np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
