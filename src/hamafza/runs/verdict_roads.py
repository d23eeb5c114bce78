"""
The judge's own ways by road: the shipped graph again, nearest nodes and shortest ways.

The ways are the same as the run's by definition, not by code: from a unit to the nearest node of
the largest network around its family, along the graph, and from there; single precision between
nodes; ways beyond reach not followed.
"""

import numpy as np
from scipy.sparse.csgraph import connected_components, dijkstra
from scipy.spatial import cKDTree

from hamafza.consortia.verdict.case import EARTH_RADIUS_KM, Case, Floats, RoadTable
from hamafza.distribution.roads import Roads
from hamafza.sources.roads import shipped_roads

FARTHEST_ACCESS_KM = 200.0
AT_ONCE = 64
SPARE_KM = 1.0


def roads_of(case: Case, roads: Roads | None = None) -> RoadTable:
    """Return the road table of a family whose goods ship."""
    graph = _around(roads or shipped_roads(), case)
    _, network = connected_components(graph.links, directed=False)
    main = np.flatnonzero(network == np.bincount(network).argmax())
    chord, at = cKDTree(_points(graph.lat_deg[main], graph.lon_deg[main])).query(
        _points(case.lat, case.lon)
    )
    used, node = np.unique(main[at], return_inverse=True)
    between = np.empty((len(used), len(used)), np.float32)
    for start in range(0, len(used), AT_ONCE):
        some = used[start : start + AT_ONCE]
        ways = dijkstra(
            graph.links, directed=False, indices=some, limit=case.rules["reach_km"] + SPARE_KM
        )
        between[start : start + AT_ONCE] = ways[:, used]
    return RoadTable(
        node=node.astype(np.int64),
        access_km=2 * EARTH_RADIUS_KM * np.arcsin(np.clip(chord / 2, 0, 1)),
        between_km=np.minimum(between, between.T),
    )


def _around(roads: Roads, case: Case) -> Roads:
    """Return the roads in a box around the units, wide enough for every way within reach."""
    north = np.degrees((case.rules["reach_km"] + FARTHEST_ACCESS_KM) / EARTH_RADIUS_KM)
    highest = min(89.0, float(np.abs(case.lat).max() + north))
    east = north / max(0.05, float(np.cos(np.radians(highest))))
    inside = (roads.lat_deg >= case.lat.min() - north) & (roads.lat_deg <= case.lat.max() + north)
    inside &= (roads.lon_deg >= case.lon.min() - east) & (roads.lon_deg <= case.lon.max() + east)
    return roads.part(inside)


def _points(lat_deg: Floats, lon_deg: Floats) -> Floats:
    lat, lon = np.radians(lat_deg), np.radians(lon_deg)
    return np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
