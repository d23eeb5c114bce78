"""The first leg: from leads to the exporter's crossings and ports, over its own roads."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from hamafza.distribution.freight import Ground
from hamafza.distribution.polyline import thinned
from hamafza.distribution.roads import Roads, Tree
from hamafza.distribution.sites import Point, Site
from hamafza.vocabulary.places import great_circle_km
from hamafza.vocabulary.provenance import Provenance

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Snapped:
    """Places and the nodes they join the roads at; ``off_km`` beyond the reach means never."""

    lat_deg: Floats
    lon_deg: Floats
    node: NDArray[np.int64]
    off_km: Floats


@dataclass(frozen=True, eq=False)
class HomeRoads:
    """The roads of one exporter with the gates that lead out of it."""

    roads: Roads
    gates: tuple[Site, ...]
    ground: Ground

    def snap(self, lat_deg: Floats, lon_deg: Floats) -> Snapped:
        node, off_km = self.roads.nearest(lat_deg, lon_deg)
        return Snapped(lat_deg, lon_deg, node, off_km)

    def km(self, leads: Snapped, gate: int) -> tuple[Floats, NDArray[np.bool_]]:
        """
        Return km from each lead to one gate, and whether the road graph gave them.

        Graph length times its calibration, plus the way to and from the graph; never below
        the great circle. Off the graph: great circle times the detour.
        """
        site = self.gates[gate]
        straight = great_circle_km(leads.lat_deg, leads.lon_deg, site.lat_deg, site.lon_deg)
        estimated = straight * self.ground.detour_factor
        tree, off_km = self._tree(gate)
        if tree is None:
            return estimated, np.zeros(len(straight), dtype=bool)
        on_road = tree.km[leads.node] * self.ground.length_factor
        km = np.maximum(on_road + (leads.off_km + off_km) * self.ground.detour_factor, straight)
        on_graph = np.isfinite(km) & (leads.off_km <= self.ground.snap_km)
        return np.where(on_graph, km, estimated), on_graph

    def line(self, leads: Snapped, lead: int, gate: int) -> tuple[tuple[Point, ...], Provenance]:
        """Return the line from one lead to a gate and what it rests on."""
        start = (float(leads.lat_deg[lead]), float(leads.lon_deg[lead]))
        end = self.gates[gate].point
        tree, _ = self._tree(gate)
        node = int(leads.node[lead])
        off = leads.off_km[lead] > self.ground.snap_km
        if tree is None or off or not np.isfinite(tree.km[node]):
            return (start, end), Provenance.ESTIMATED
        on_road = thinned(self.roads.points(tree.way(node)))
        return (start, *on_road, end), Provenance.RECONSTRUCTED

    def _tree(self, gate: int) -> tuple[Tree | None, float]:
        node, off_km = self._gate_nodes
        if off_km[gate] > self.ground.snap_km:
            return None, float(off_km[gate])
        if gate not in self._trees:
            self._trees[gate] = self.roads.tree(int(node[gate]))
        return self._trees[gate], float(off_km[gate])

    @cached_property
    def _gate_nodes(self) -> tuple[NDArray[np.int64], Floats]:
        return self.roads.nearest(*_lat_lon(self.gates))

    @cached_property
    def _trees(self) -> dict[int, Tree]:
        return {}


def _lat_lon(sites: Sequence[Site]) -> tuple[Floats, Floats]:
    lat = np.array([site.lat_deg for site in sites], dtype=np.float64)
    return lat, np.array([site.lon_deg for site in sites], dtype=np.float64)
