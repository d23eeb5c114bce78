"""Road kilometres of a formation's units, from the shipped road graph."""

from dataclasses import replace

import numpy as np
from scipy.sparse.csgraph import dijkstra

from hamafza.consortia.family import FamilyProblem, RoadKm
from hamafza.consortia.params import FormationParams
from hamafza.consortia.refusals import RoadsFarAway
from hamafza.distribution.roads import Roads
from hamafza.sources.roads import shipped_roads
from hamafza.vocabulary.places import EARTH_RADIUS_KM

FARTHEST_ACCESS_KM = 200.0
"""A unit farther from every road than this is in the sea or on another map."""
AT_ONCE = 128
"""Trees grown at once: the answer for each spans the whole graph."""


def by_road(
    problem: FamilyProblem, params: FormationParams, roads: Roads | None = None
) -> FamilyProblem:
    """
    Return the problem with ways by road: to the nearest node, along the graph, and from there.

    Ways longer than the reach are not followed to their end; they are infinite.
    """
    if problem.is_service or not len(problem):
        return problem
    graph = _around(roads or shipped_roads(), problem, params)
    node, access_km = graph.nearest(problem.lat_deg, problem.lon_deg)
    far = access_km > FARTHEST_ACCESS_KM
    if far.any():
        worst = int(np.argmax(access_km))
        raise RoadsFarAway(
            unit=int(problem.unit_id[worst]),
            km=round(float(access_km[worst]), 1) if np.isfinite(access_km[worst]) else "∞",
            count=int(far.sum()),
            most=FARTHEST_ACCESS_KM,
        )
    used, at = np.unique(node, return_inverse=True)
    return replace(
        problem,
        roads=RoadKm(at.astype(np.int64), access_km, _between(graph, used, params.reach_km)),
    )


def _around(roads: Roads, problem: FamilyProblem, params: FormationParams) -> Roads:
    """Return the roads within reach of the units: no shorter way leads farther out."""
    spare = np.degrees((params.reach_km + FARTHEST_ACCESS_KM) / EARTH_RADIUS_KM)
    lat, lon = problem.lat_deg, problem.lon_deg
    wide = spare / max(0.05, float(np.cos(np.radians(np.abs(lat).max() + spare))))
    keep = (roads.lat_deg >= lat.min() - spare) & (roads.lat_deg <= lat.max() + spare)
    keep &= (roads.lon_deg >= lon.min() - wide) & (roads.lon_deg <= lon.max() + wide)
    return roads.part(keep)


def _between(graph: Roads, used: np.ndarray, reach_km: float) -> np.ndarray:
    between = np.empty((len(used), len(used)), np.float32)
    for start in range(0, len(used), AT_ONCE):
        some = used[start : start + AT_ONCE]
        km = dijkstra(graph.links, directed=False, indices=some, limit=reach_km + 1.0)
        between[start : start + AT_ONCE] = km[:, used]
    return np.minimum(between, between.T)
