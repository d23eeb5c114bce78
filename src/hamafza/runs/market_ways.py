"""The way to a market from the country's main city, as a page of markets tells it."""

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from hamafza.runs.routing import route
from hamafza.sources.geography import main_cities
from hamafza.vocabulary.provenance import Provenance
from hamafza.vocabulary.refusals import Refusal


@dataclass(frozen=True)
class Way:
    """The best route of one shipment; cost and days rest on assumed rates."""

    gate_en: str
    gate_fa: str
    km: float
    days: float
    cost_usd: Decimal
    weight_kg: float
    through: tuple[str, ...]
    basis: Provenance


@lru_cache(maxsize=512)
def way_to(exporter: str, market: str) -> Way | None:
    """Return the way from the main city, or None where the shipped tables know none."""
    lat_deg, lon_deg = main_cities()[exporter]
    try:
        found = route(lat_deg, lon_deg, exporter, market)
    except Refusal:
        return None
    return Way(
        found.gate.name_en,
        found.gate.name_fa,
        found.km,
        found.days,
        found.cost_usd,
        found.weight_kg,
        found.through,
        found.basis,
    )
