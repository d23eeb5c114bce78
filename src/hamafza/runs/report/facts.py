"""What the page tells: plain tables, counted before anything is drawn."""

from dataclasses import dataclass

import polars as pl

from hamafza.vocabulary.provenance import Provenance


@dataclass(frozen=True)
class PlanFacts:
    """
    One plan's results.

    ``units`` Units; ``rejects`` (reason_en, reason_fa, rows); ``families`` (family, name_en,
    name_fa, units, consortia, members); ``consortia`` Proposals with lead_name, city, market_en,
    market_fa; ``bonds`` (consortium_id, lead_lat, lead_lon, lat_deg, lon_deg); ``markets``
    (market, name_en, name_fa, phase, consortia, gap_usd, actual_usd).
    """

    country: str
    country_en: str
    country_fa: str
    registry_name: str
    records: int
    units: pl.DataFrame
    rejects: pl.DataFrame
    families: pl.DataFrame
    consortia: pl.DataFrame
    bonds: pl.DataFrame
    markets: pl.DataFrame
    grounds: list["Ground"]
    formation: dict[str, float]
    """value, bound, gap_share, loss_gap_share; shares of 1."""


@dataclass(frozen=True)
class Ground:
    """A kind of figure and what it rests on, in both languages."""

    figure_en: str
    figure_fa: str
    provenance: Provenance
    note_en: str = ""
    note_fa: str = ""
