"""A router: the road graph, crossings, ports and the sea brought together once."""

from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import numpy as np

from hamafza.distribution.abroad import RoadsToCity
from hamafza.distribution.choice import Shipment, Way, best_routes
from hamafza.distribution.freight import CHOICES, Freight, Ground
from hamafza.distribution.home import HomeRoads
from hamafza.distribution.legs import Route
from hamafza.distribution.onward import Onward, nearest_ports
from hamafza.distribution.refusals import (
    ChoiceUnknown,
    CountryUnknown,
    MarketIsHome,
    NoWay,
    WeightNotPositive,
)
from hamafza.distribution.roads import Roads
from hamafza.distribution.sites import Country, Site
from hamafza.sources.roads import (
    shipped_countries,
    shipped_crossings,
    shipped_ports,
    shipped_roads,
)
from hamafza.sources.searoutes import sail
from hamafza.store.parameters import load
from hamafza.vocabulary.places import great_circle_km

KEPT_SHIPMENTS = 1_000  # each distinct weight is one: what is kept must not grow for ever


class Router:
    """Holds the graph and every tree already grown; make one and keep it."""

    def __init__(
        self,
        freight: Freight,
        ground: Ground,
        roads: Roads,
        crossings: Sequence[Site],
        ports: Sequence[Site],
        countries: Mapping[str, Country],
    ) -> None:
        self.freight = freight
        self.ground = ground
        self.countries = countries
        self._roads = roads
        self._crossings = crossings
        self._ports = ports
        self._homes: dict[str, HomeRoads] = {}
        self._abroad: dict[str, tuple[Roads, Roads]] = {}
        self._to_city: dict[tuple[str, str], RoadsToCity] = {}
        self._onward: dict[Shipment, list[Way]] = {}

    def choosing(self, choose_by: str) -> "Router":
        """Return a router over the same tables that decides by ``cost``, ``days`` or ``both``."""
        if choose_by not in CHOICES:
            raise ChoiceUnknown(choose_by=choose_by)
        other = copy(self)  # shares what has grown; only its rates differ
        other.freight = replace(self.freight, choose_by=choose_by)
        return other

    def routes(
        self, exporter: str, market: str, leads: Sequence[Site], weight_kg: float | None = None
    ) -> list[Route]:
        """Return the best route of each lead to one market, or refuse."""
        shipment = self._shipment(exporter, market, weight_kg)
        home = self._home(exporter)
        ways = self._ways(shipment, home)
        if not ways:
            raise NoWay(exporter=exporter, market=market)
        snapped = home.snap(
            np.array([lead.lat_deg for lead in leads], dtype=np.float64),
            np.array([lead.lon_deg for lead in leads], dtype=np.float64),
        )
        return best_routes(home, snapped, leads, ways, shipment)

    def _shipment(self, exporter: str, market: str, weight_kg: float | None) -> Shipment:
        for country in (exporter, market):
            if country not in self.countries:
                raise CountryUnknown(country=country)
        if exporter == market:
            raise MarketIsHome(market=market)
        weight = self.freight.weight_kg if weight_kg is None else weight_kg
        if not 0 < weight < float("inf"):
            raise WeightNotPositive(weight_kg=weight)
        return Shipment(exporter, market, weight, self.freight)

    def _ways(self, shipment: Shipment, home: HomeRoads) -> list[Way]:
        if len(self._onward) > KEPT_SHIPMENTS:
            self._onward.clear()
        if shipment not in self._onward:
            self._onward[shipment] = list(self._found_ways(shipment, home))
        return self._onward[shipment]

    def _found_ways(self, shipment: Shipment, home: HomeRoads) -> Iterator[Way]:
        roads = self._roads_to(shipment.exporter, shipment.market)
        own_ports = tuple(port for port in self._ports if port.country == shipment.market)
        near = nearest_ports(
            (port for port in self._ports if port.country != shipment.exporter), roads.city
        )
        onward = Onward(
            shipment.exporter,
            self._ends_in_city(shipment, roads, bool(own_ports)),
            roads,
            own_ports or near,
            sail,
            self.ground,
            shipment.freight,
            shipment.weight_kg,
        )
        yield from onward.ways(home.gates)

    def _ends_in_city(self, shipment: Shipment, roads: RoadsToCity, has_ports: bool) -> bool:
        """Say whether the route goes on to the market's city: overland, or for want of a port."""
        crossings = [site for site in self._crossings if site.country == shipment.exporter]
        if not has_ports or any(site.beyond == shipment.market for site in crossings):
            return True
        start = self.countries[shipment.exporter].city
        away_km = float(great_circle_km(*start.point, *roads.city.point))
        in_reach = away_km <= self.ground.overland_within_km
        return bool(crossings) and roads.tree is not None and in_reach

    def _home(self, exporter: str) -> HomeRoads:
        if exporter not in self._homes:
            roads = self._roads.home_of(exporter, self.ground.border_zone_km)
            gates = self._gates(exporter, roads)
            self._homes[exporter] = HomeRoads(roads, gates, self.ground)
        return self._homes[exporter]

    def _gates(self, exporter: str, roads: Roads) -> tuple[Site, ...]:
        """Return ports and crossings; a crossing far from any road of the graph is left out."""
        country = self.countries[exporter]
        own = [port for port in self._ports if port.country == exporter]
        if not own:
            others = [p for p in self._ports if p.country in country.neighbours]
            own = list(nearest_ports(others or self._ports, country.city))
        crossings = [site for site in self._crossings if site.country == exporter]
        if crossings:
            _, off_km = roads.nearest(
                [site.lat_deg for site in crossings], [site.lon_deg for site in crossings]
            )
            reached = off_km <= self.ground.snap_km
            crossings = [site for site, on in zip(crossings, reached, strict=True) if on]
        return (*crossings, *own)

    def _roads_to(self, exporter: str, market: str) -> RoadsToCity:
        if exporter not in self._abroad:
            open_roads = self._roads.without(
                self.ground.closed_to(exporter), self.ground.closed_borders
            )
            abroad = open_roads.abroad_of(exporter, self.ground.border_zone_km)
            self._abroad[exporter] = (abroad, abroad.tolled(self.ground.border_as_km))
        if (exporter, market) not in self._to_city:
            self._to_city[exporter, market] = RoadsToCity.of(
                *self._abroad[exporter], self.countries[market].city, self.ground, self.countries
            )
        return self._to_city[exporter, market]


@lru_cache(maxsize=4)
def shipped_router(path: Path | None = None) -> Router:
    """Return a router over the shipped tables; ``path`` may change parameters."""
    return Router(
        load(Freight, "distribution", "freight", path),
        load(Ground, "distribution", "ground", path),
        shipped_roads(),
        shipped_crossings(),
        shipped_ports(),
        shipped_countries(),
    )
