"""The road graph: nearest nodes, and shortest ways from one place to everywhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components, dijkstra
from scipy.spatial import cKDTree

from hamafza.distribution.sites import Point
from hamafza.vocabulary.places import EARTH_RADIUS_KM

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Tree:
    """Shortest ways from every node to one root: km (infinite where none), and the next node."""

    root: int
    km: Floats
    towards: NDArray[np.int32]

    def way(self, node: int) -> list[int]:
        """Return the nodes from ``node`` to the root, both included."""
        nodes = [node]
        while nodes[-1] != self.root:
            nodes.append(int(self.towards[nodes[-1]]))
        return nodes


@dataclass(frozen=True, eq=False)
class Roads:
    """Nodes with the country they lie in, and the length of road between neighbours, both ways."""

    lat_deg: Floats
    lon_deg: Floats
    country: NDArray[np.str_]
    links: csr_matrix

    @classmethod
    def between(
        cls,
        lat_deg: Floats,
        lon_deg: Floats,
        country: NDArray[np.str_],
        first: Ints,
        second: Ints,
        km: Floats,
    ) -> "Roads":
        """Build from edges named by the index of their two nodes."""
        ends = (np.concatenate([first, second]), np.concatenate([second, first]))
        size = len(lat_deg)
        links = csr_matrix((np.concatenate([km, km]), ends), shape=(size, size))
        return cls(lat_deg, lon_deg, country, links)

    def nearest(self, lat_deg: ArrayLike, lon_deg: ArrayLike) -> tuple[Ints, Floats]:
        """Return, for each place, the nearest node of the connected main network and km to it."""
        places = _on_sphere(np.atleast_1d(lat_deg), np.atleast_1d(lon_deg))
        if not len(self._main):
            return np.zeros(len(places), dtype=np.int64), np.full(len(places), np.inf)
        chord, at = self._finder.query(places)
        return self._main[at], 2 * EARTH_RADIUS_KM * np.arcsin(np.clip(chord / 2, 0, 1))

    def tree(self, root: int) -> Tree:
        """Return the shortest ways to ``root`` (Dijkstra)."""
        km, towards = dijkstra(self.links, directed=False, indices=root, return_predecessors=True)
        return Tree(root, km, towards)

    def points(self, nodes: Sequence[int]) -> list[Point]:
        at = np.asarray(nodes, dtype=np.int64)
        return list(zip(self.lat_deg[at].tolist(), self.lon_deg[at].tolist(), strict=True))

    def part(self, keep: NDArray[np.bool_]) -> "Roads":
        """Return the roads among the nodes kept."""
        links = self.links[keep][:, keep]
        return Roads(self.lat_deg[keep], self.lon_deg[keep], self.country[keep], links)

    def home_of(self, country: str, zone_km: float) -> "Roads":
        """Return the roads of a country and a strip beyond its border: its map is coarse there."""
        home = self.country == country
        return self.part(home | self._near(home, zone_km))

    def abroad_of(self, country: str, zone_km: float) -> "Roads":
        """Return the roads of all other countries and a strip inside this one's border."""
        abroad = self.country != country
        return self.part(abroad | self._near(abroad, zone_km))

    def _near(self, chosen: NDArray[np.bool_], zone_km: float) -> NDArray[np.bool_]:
        """Say which nodes that are not chosen lie within the zone of one that is."""
        near = np.zeros(len(chosen), dtype=bool)
        if not chosen.any() or chosen.all():
            return near
        xyz = _on_sphere(self.lat_deg, self.lon_deg)
        reach = 2 * np.sin(zone_km / EARTH_RADIUS_KM / 2)
        chord, _ = cKDTree(xyz[chosen]).query(xyz[~chosen], distance_upper_bound=reach)
        near[np.flatnonzero(~chosen)[np.isfinite(chord)]] = True
        return near

    def without(self, countries: Sequence[str], closed_borders: Sequence[str] = ()) -> "Roads":
        """Return the roads that pass through none of the countries and over no closed border."""
        roads = self.part(~np.isin(self.country, list(countries))) if countries else self
        if not closed_borders:
            return roads
        links = roads.links.tocoo()
        pairs = np.char.add(np.char.add(roads.country[links.row], "-"), roads.country[links.col])
        shut = {*closed_borders, *("-".join(reversed(pair.split("-"))) for pair in closed_borders)}
        is_open = ~np.isin(pairs, sorted(shut))
        ends = (links.row[is_open], links.col[is_open])
        open_links = csr_matrix((links.data[is_open], ends), shape=links.shape)
        return Roads(roads.lat_deg, roads.lon_deg, roads.country, open_links)

    def tolled(self, border_km: float) -> "Roads":
        """Return the roads as a carrier weighs them: every border as so many km more."""
        links = self.links.tocoo()
        across = self.country[links.row] != self.country[links.col]
        ends = (links.row, links.col)
        weighed = csr_matrix((links.data + border_km * across, ends), shape=links.shape)
        return Roads(self.lat_deg, self.lon_deg, self.country, weighed)

    def km_along(self, nodes: Sequence[int]) -> Floats:
        """Return km from the first node to each, along neighbours."""
        at = np.asarray(nodes, dtype=np.int64)
        steps = np.asarray(self.links[at[:-1], at[1:]]).ravel()
        return np.concatenate([[0.0], np.cumsum(steps)])

    @cached_property
    def _main(self) -> Ints:
        """Nodes of the largest connected network: a place on a stray road would reach nothing."""
        if not len(self.lat_deg):
            return np.zeros(0, dtype=np.int64)
        _, part = connected_components(self.links, directed=False)
        return np.flatnonzero(part == np.bincount(part).argmax())

    @cached_property
    def _finder(self) -> cKDTree:
        return cKDTree(_on_sphere(self.lat_deg[self._main], self.lon_deg[self._main]))


def _on_sphere(lat_deg: ArrayLike, lon_deg: ArrayLike) -> Floats:
    lat, lon = np.radians(lat_deg), np.radians(lon_deg)
    return np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
