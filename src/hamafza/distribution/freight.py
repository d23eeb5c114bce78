"""What a leg costs and how long it takes, from stated rates."""

import math
from dataclasses import dataclass
from decimal import Decimal

CENT = Decimal("0.01")
CHOICES = ("cost", "days", "both")


@dataclass(frozen=True)
class Freight:
    """Rates and speeds; ``parameters/distribution.toml`` says where each comes from."""

    choose_by: str = "both"
    """``cost``, ``days``, or ``both``, a day then weighing what it costs the goods."""
    day_usd_per_tonne: Decimal = Decimal(12)
    weight_kg: float = 20_000.0
    """A shipment's gross weight unless told: one 20-foot container or one truck."""
    vehicle_payload_kg: float = 20_000.0
    road_usd_per_tonne_km: Decimal = Decimal("0.0945")
    road_km_per_hour: float = 42.0
    driving_hours_per_day: float = 9.0
    border_usd_per_vehicle: Decimal = Decimal(208)
    border_hours: float = 9.9
    port_usd_per_teu: Decimal = Decimal(200)
    port_hours: float = 72.0
    sea_usd_per_teu: Decimal = Decimal(300)
    """What a container pays for any sailing, however short."""
    sea_usd_per_teu_km: Decimal = Decimal("0.05")
    ship_knots: float = 14.0

    def __post_init__(self) -> None:
        if self.choose_by not in CHOICES:
            raise ValueError("choose_by is cost, days or both")
        for name in ("weight_kg", "vehicle_payload_kg", "road_km_per_hour", "ship_knots"):
            if not getattr(self, name) > 0:
                raise ValueError(f"{name} must be above zero")
        if not 0 < self.driving_hours_per_day <= 24:
            raise ValueError("driving_hours_per_day lies between 0 and 24")

    def vehicles(self, weight_kg: float) -> int:
        """Return the trucks, or 20-foot containers, that the weight fills; a part counts whole."""
        return math.ceil(weight_kg / self.vehicle_payload_kg)

    def road_hours(self, km: float) -> float:
        """Return elapsed hours, the drivers' rest included."""
        return km / self.road_km_per_hour * 24 / self.driving_hours_per_day

    def road_usd(self, km: float, weight_kg: float) -> Decimal:
        tonnes = Decimal(repr(weight_kg)) / 1000
        return (Decimal(repr(km)) * tonnes * self.road_usd_per_tonne_km).quantize(CENT)

    def border_usd(self, weight_kg: float) -> Decimal:
        return (self.vehicles(weight_kg) * self.border_usd_per_vehicle).quantize(CENT)

    def port_usd(self, weight_kg: float) -> Decimal:
        return (self.vehicles(weight_kg) * self.port_usd_per_teu).quantize(CENT)

    def sea_hours(self, km: float) -> float:
        return km / (self.ship_knots * 1.852)  # one knot is 1.852 km/h by definition

    def sea_usd(self, km: float, weight_kg: float) -> Decimal:
        containers = self.vehicles(weight_kg)
        each = self.sea_usd_per_teu + Decimal(repr(km)) * self.sea_usd_per_teu_km
        return (containers * each).quantize(CENT)

    def burden(self, cost_usd: float, hours: float, weight_kg: float) -> float:
        """Return what the choice compares: USD, hours, or USD with the days put in."""
        if self.choose_by == "days":
            return hours
        day_usd = float(self.day_usd_per_tonne) * weight_kg / 1000
        return cost_usd + (hours / 24 * day_usd if self.choose_by == "both" else 0.0)


@dataclass(frozen=True)
class Ground:
    """How the road graph is read, and what stands in where it does not reach."""

    length_factor: float = 1.06
    detour_factor: float = 1.3
    snap_km: float = 40.0
    border_zone_km: float = 25.0
    border_as_km: float = 150.0
    overland_within_km: float = 3_000.0
    closed_borders: tuple[str, ...] = ()
    """Pairs such as ``ARM-TUR``: no goods pass between the two."""
    closed_countries: dict[str, tuple[str, ...]] | None = None
    """By exporter: countries its goods do not pass through."""

    def __post_init__(self) -> None:
        for name in ("length_factor", "detour_factor"):
            if not getattr(self, name) >= 1:
                raise ValueError(f"{name} must be 1 or more")

    def closed_to(self, exporter: str) -> tuple[str, ...]:
        return (self.closed_countries or {}).get(exporter, ())
