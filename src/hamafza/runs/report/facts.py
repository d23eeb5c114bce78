"""What the page tells: plain tables, counted before anything is drawn."""

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True)
class PlanFacts:
    """
    One plan's results.

    ``units`` clean units; ``rejects`` (codes, rows); ``families`` (family, hs4, name_en, name_fa,
    units, consortia, members, capacity); ``consortia`` (consortium_id, family, lead_name, size,
    capacity, value, lat_deg, lon_deg, city, market, market_en, market_fa, phase, gap_usd, km, days,
    cost_usd, route_basis); ``markets`` (market, name_en, name_fa, phase, consortia, gap_usd,
    potential_usd); ``grounds`` (figure_en, figure_fa, provenance, note_en, note_fa).
    """

    country: str
    country_en: str
    country_fa: str
    registry_name: str
    records: int
    clean: int
    rejected: int
    units: pl.DataFrame
    rejects: pl.DataFrame
    families: pl.DataFrame
    consortia: pl.DataFrame
    markets: pl.DataFrame
    grounds: list[tuple[str, str, str, str, str]]
    certificate: dict[str, float]
    figures: dict[str, object]
