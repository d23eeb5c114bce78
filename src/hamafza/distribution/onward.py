"""From a gate to the market: every way that the tables hold, as legs."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from hamafza.distribution import legs
from hamafza.distribution.abroad import RoadsToCity, estimated
from hamafza.distribution.freight import Freight, Ground
from hamafza.distribution.legs import Leg
from hamafza.distribution.sites import Point, Site, SiteKind
from hamafza.vocabulary.places import great_circle_km

Sailing = Callable[[Site, Site], tuple[float, tuple[Point, ...]]]
"""Gives km by sea between two ports on one water, and the line."""

NEAREST_PORTS = 4  # of a country without a port, or of an exporter without one


@dataclass(frozen=True, eq=False)
class Onward:
    """Everything a way from a gate needs: rates, roads to the market's city, ports, the sea."""

    exporter: str
    ends_in_city: bool
    """True where roads may lead to the market; else the route ends in its port."""
    roads: RoadsToCity
    market_ports: tuple[Site, ...]
    sailing: Sailing
    ground: Ground
    freight: Freight
    weight_kg: float

    def ways(self, gates: Iterable[Site]) -> Iterator[tuple[int, tuple[Leg, ...]]]:
        """Yield each gate's position with the legs of one way from it to the market."""
        for at, gate in enumerate(gates):
            ways = self._overland(gate) if gate.kind is SiteKind.CROSSING else self._by_sea(gate)
            for way in ways:
                yield at, way

    def _overland(self, gate: Site) -> Iterator[tuple[Leg, ...]]:
        found = (
            self.roads.legs_from(gate, gate.beyond, self.freight, self.weight_kg)
            if self.ends_in_city
            else None
        )
        if found is None and gate.beyond == self.roads.city.country:
            found = estimated(_beyond(gate), self.roads.city, *self._rates())
        if found is not None:
            yield (legs.border(gate, self.freight, self.weight_kg), *found)

    def _by_sea(self, gate: Site) -> Iterator[tuple[Leg, ...]]:
        for haven in self.market_ports:
            if haven.water != gate.water or haven.code == gate.code:
                continue
            km, line = self.sailing(gate, haven)
            yield (
                *self._out_through_another_country(gate),
                legs.port(gate, self.freight, self.weight_kg),
                legs.sea(gate, haven, km, line, self.freight, self.weight_kg),
                legs.port(haven, self.freight, self.weight_kg),
                *self._inland(haven),
            )

    def _inland(self, haven: Site) -> tuple[Leg, ...]:
        city = self.roads.city
        if haven.country == city.country and not self.ends_in_city:
            return ()
        found = self.roads.legs_from(haven, haven.country, self.freight, self.weight_kg)
        return found or estimated(haven, city, *self._rates())

    def _out_through_another_country(self, gate: Site) -> tuple[Leg, ...]:
        if gate.country == self.exporter:
            return ()
        return (legs.border(gate, self.freight, self.weight_kg),)

    def _rates(self) -> tuple[Ground, Freight, float]:
        return self.ground, self.freight, self.weight_kg


def nearest_ports(ports: Iterable[Site], to: Site, count: int = NEAREST_PORTS) -> tuple[Site, ...]:
    """Return the ports nearest to a place by great circle, nearest first."""

    def km(port: Site) -> float:
        return float(great_circle_km(*port.point, *to.point))

    return tuple(sorted(ports, key=km)[:count])


def _beyond(gate: Site) -> Site:
    """Return the crossing as it stands on the far side."""
    return Site(
        gate.kind, gate.name_en, gate.name_fa, gate.beyond, gate.lat_deg, gate.lon_deg, gate.code
    )
