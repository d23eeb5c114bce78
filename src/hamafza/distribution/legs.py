"""Legs and the route they make."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from hamafza.distribution.freight import Freight
from hamafza.distribution.sites import Point, Site
from hamafza.vocabulary.provenance import Provenance


class Mode(StrEnum):
    ROAD = "road"
    BORDER = "border"
    PORT = "port"
    SEA = "sea"


@dataclass(frozen=True)
class Leg:
    """
    One part of a route; a border or a port is a leg of no length that takes time and money.

    ``basis`` is what the kilometres rest on; cost and hours always rest on assumed rates.
    """

    mode: Mode
    start: Site
    end: Site
    km: float
    hours: float
    cost_usd: Decimal
    basis: Provenance
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Route:
    """From a lead to the market's city or port; ``market`` is where the goods finally go."""

    exporter: str
    market: str
    weight_kg: float
    legs: tuple[Leg, ...]

    @property
    def km(self) -> float:
        return sum(leg.km for leg in self.legs)

    @property
    def hours(self) -> float:
        return sum(leg.hours for leg in self.legs)

    @property
    def days(self) -> float:
        return self.hours / 24

    @property
    def cost_usd(self) -> Decimal:
        return sum((leg.cost_usd for leg in self.legs), Decimal(0))

    @property
    def gate(self) -> Site:
        """Return where the goods leave the exporter's land: the first crossing or port."""
        return self.legs[0].end

    @property
    def destination(self) -> Site:
        return self.legs[-1].end

    @property
    def through(self) -> tuple[str, ...]:
        """Return the countries passed between the exporter and the market, in order."""
        passed: list[str] = []
        for leg in self.legs:
            for country in (leg.start.country, leg.end.country, leg.end.beyond):
                if country and country not in (self.exporter, self.market, *passed):
                    passed.append(country)
        return tuple(passed)

    @property
    def basis(self) -> Provenance:
        """Return the weaker ground of its kilometres."""
        if any(leg.basis is Provenance.ESTIMATED for leg in self.legs):
            return Provenance.ESTIMATED
        return Provenance.RECONSTRUCTED


def road(
    start: Site,
    end: Site,
    km: float,
    points: tuple[Point, ...],
    basis: Provenance,
    freight: Freight,
    weight_kg: float,
) -> Leg:
    cost = freight.road_usd(km, weight_kg)
    return Leg(Mode.ROAD, start, end, km, freight.road_hours(km), cost, basis, points)


def border(at: Site, freight: Freight, weight_kg: float) -> Leg:
    cost = freight.border_usd(weight_kg)
    return _standing(Mode.BORDER, at, freight.border_hours, cost)


def port(at: Site, freight: Freight, weight_kg: float) -> Leg:
    return _standing(Mode.PORT, at, freight.port_hours, freight.port_usd(weight_kg))


def sea(
    start: Site, end: Site, km: float, points: tuple[Point, ...], freight: Freight, weight_kg: float
) -> Leg:
    cost = freight.sea_usd(km, weight_kg)
    hours = freight.sea_hours(km)
    return Leg(Mode.SEA, start, end, km, hours, cost, Provenance.RECONSTRUCTED, points)


def _standing(mode: Mode, at: Site, hours: float, cost: Decimal) -> Leg:
    return Leg(mode, at, at, 0.0, hours, cost, Provenance.ASSUMED, (at.point,))
