"""Roads on the other side: from a crossing or a port to the market's city, border by border."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hamafza.distribution import legs
from hamafza.distribution.freight import Freight, Ground
from hamafza.distribution.legs import Leg
from hamafza.distribution.polyline import length_km, thinned
from hamafza.distribution.roads import Roads, Tree
from hamafza.distribution.sites import Country, Site, SiteKind
from hamafza.vocabulary.places import great_circle_km
from hamafza.vocabulary.provenance import Provenance


@dataclass(frozen=True, eq=False)
class RoadsToCity:
    """The ways to one city over the roads outside the exporter; no tree where they do not reach."""

    roads: Roads
    city: Site
    tree: Tree | None
    off_km: float
    ground: Ground
    countries: Mapping[str, Country]

    @classmethod
    def of(
        cls,
        roads: Roads,
        tolled: Roads,
        city: Site,
        ground: Ground,
        countries: Mapping[str, Country],
    ) -> "RoadsToCity":
        """Grow the tree over ``tolled``, the same roads with borders weighed in."""
        node, off_km = roads.nearest(city.lat_deg, city.lon_deg)
        reached = off_km[0] <= ground.snap_km
        tree = tolled.tree(int(node[0])) if reached else None
        return cls(roads, city, tree, float(off_km[0]), ground, countries)

    def legs_from(
        self, start: Site, first_country: str, freight: Freight, weight_kg: float
    ) -> tuple[Leg, ...] | None:
        """Return road and border legs to the city; nothing if the graph joins the two nowhere."""
        node, off_km = self.roads.nearest(start.lat_deg, start.lon_deg)
        if self.tree is None or off_km[0] > self.ground.snap_km:
            return None
        if not np.isfinite(self.tree.km[node[0]]):
            return None
        nodes = self.tree.way(int(node[0]))
        way = _Way(nodes, self.roads.km_along(nodes) * self.ground.length_factor)
        parts = self._parts(way, first_country)
        return self._legs(way, parts, start, float(off_km[0]), freight, weight_kg)

    def _parts(self, way: "_Way", first_country: str) -> list[tuple[str, int, int]]:
        """Return the stretches of the way by country, as first and last position."""
        nodes = way.nodes
        between = self.roads.country[nodes[1:-1]].tolist()
        passed = [first_country, *between, self.city.country] if len(nodes) > 1 else [first_country]
        runs: list[tuple[str, int, int]] = []
        for at, country in enumerate(passed):
            if runs and runs[-1][0] == country:
                runs[-1] = (country, runs[-1][1], at)
            else:
                runs.append((country, at, at))
        return _without_slivers(runs, way.km.tolist(), self.ground.border_zone_km)

    def _legs(
        self,
        way: "_Way",
        parts: Sequence[tuple[str, int, int]],
        start: Site,
        off_km: float,
        freight: Freight,
        weight_kg: float,
    ) -> tuple[Leg, ...]:
        made: list[Leg] = []
        nodes, here = way.nodes, start
        for number, (country, first, last) in enumerate(parts):
            is_last = number == len(parts) - 1
            end = self.city if is_last else self._border(nodes[last], country, parts[number + 1][0])
            line = thinned((here.point, *self.roads.points(nodes[first : last + 1]), end.point))
            off = (off_km if number == 0 else 0.0) + (self.off_km if is_last else 0.0)
            on_road = float(way.km[last] - way.km[first])
            straight = float(great_circle_km(*here.point, *end.point))
            km = max(on_road + off * self.ground.detour_factor, straight)
            basis = Provenance.RECONSTRUCTED
            made.append(legs.road(here, end, km, line, basis, freight, weight_kg))
            if not is_last:
                made.append(legs.border(end, freight, weight_kg))
            here = end
        return tuple(made)

    def _border(self, node: int, before: str, after: str) -> Site:
        ((lat_deg, lon_deg),) = self.roads.points([node])
        one, other = self.countries[before], self.countries[after]
        return Site(
            SiteKind.BORDER,
            f"Border {one.name_en} - {other.name_en}",
            f"مرز {one.name_fa} و {other.name_fa}",
            before,
            lat_deg,
            lon_deg,
            beyond=after,
        )


@dataclass(frozen=True, eq=False)
class _Way:
    """Nodes passed, and calibrated km from the first to each."""

    nodes: Sequence[int]
    km: NDArray[np.float64]


def estimated(
    start: Site, end: Site, ground: Ground, freight: Freight, weight_kg: float
) -> tuple[Leg, ...]:
    """Return one road leg of great circle times the detour, after a border if there is one."""
    line = (start.point, end.point)
    km = length_km(line) * ground.detour_factor
    way = legs.road(start, end, km, line, Provenance.ESTIMATED, freight, weight_kg)
    if start.country == end.country:
        return (way,)
    return (legs.border(start, freight, weight_kg), way)


def _without_slivers(
    runs: list[tuple[str, int, int]], km: list[float], shortest_km: float
) -> list[tuple[str, int, int]]:
    """
    Return the runs with those shorter than ``shortest_km`` joined to the one before.

    The countries' outlines are coarse; a road along a border would else cross it ten times.
    First and last stay: the crossing and the city say for certain where they lie.
    """
    kept: list[tuple[str, int, int]] = []
    for number, (country, first, last) in enumerate(runs):
        begins = kept[-1][2] if kept else first
        is_edge = number in (0, len(runs) - 1)
        if kept and kept[-1][0] == country:
            kept[-1] = (country, kept[-1][1], last)
        elif kept and not is_edge and km[last] - km[begins] < shortest_km:
            kept[-1] = (kept[-1][0], kept[-1][1], last)
        else:
            kept.append((country, begins, last))
    return kept
