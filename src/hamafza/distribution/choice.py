"""Between the ways: for each lead the cheapest or the quickest one from door to market."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hamafza.distribution import legs
from hamafza.distribution.freight import Freight
from hamafza.distribution.home import HomeRoads, Snapped
from hamafza.distribution.legs import Leg, Route
from hamafza.distribution.sites import Site

Way = tuple[int, tuple[Leg, ...]]
"""A gate's position and the legs from it to the market."""


@dataclass(frozen=True)
class Shipment:
    exporter: str
    market: str
    weight_kg: float
    freight: Freight


def best_routes(
    home: HomeRoads, leads: Snapped, sites: Sequence[Site], ways: Sequence[Way], shipment: Shipment
) -> list[Route]:
    """Return each lead's best route; ties go to the way named first."""
    burden, kilometres = _burdens(home, leads, ways, shipment)
    chosen = np.argmin(burden, axis=0)
    return [
        _route(home, leads, lead, sites[lead], ways[way], kilometres[way, lead], shipment)
        for lead, way in enumerate(chosen.tolist())
    ]


def _burdens(
    home: HomeRoads, leads: Snapped, ways: Sequence[Way], shipment: Shipment
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return what each way weighs for each lead, and its km to the gate."""
    freight, weight_kg = shipment.freight, shipment.weight_kg
    by_gate = {gate: home.km(leads, gate)[0] for gate in {gate for gate, _ in ways}}
    km = np.array([by_gate[gate] for gate, _ in ways])
    usd_per_km = float(freight.road_usd_per_tonne_km) * weight_kg / 1000
    per_km = freight.burden(usd_per_km, freight.road_hours(1.0), weight_kg)
    onward = [_burden(legs_on, freight, weight_kg) for _, legs_on in ways]
    return per_km * km + np.array(onward)[:, None], km


def _burden(way: Sequence[Leg], freight: Freight, weight_kg: float) -> float:
    cost_usd = float(sum(leg.cost_usd for leg in way))
    return freight.burden(cost_usd, sum(leg.hours for leg in way), weight_kg)


def _route(
    home: HomeRoads,
    leads: Snapped,
    lead: int,
    site: Site,
    way: Way,
    km: float,
    shipment: Shipment,
) -> Route:
    gate, onward = way
    line, basis = home.line(leads, lead, gate)
    first = legs.road(
        site, home.gates[gate], float(km), line, basis, shipment.freight, shipment.weight_kg
    )
    return Route(shipment.exporter, shipment.market, shipment.weight_kg, (first, *onward))
