"""Trade in services by group of the balance of payments (EBOPS), and its potential."""

import dataframely as dy
import polars as pl

from hamafza.vocabulary.tables.potential import NEIGHBOURHOODS
from hamafza.vocabulary.tables.trade import COUNTRY

GROUP = r"^(S[A-L]|S\d{3})$"
EDITIONS = ("2010", "2002")
"""Of the Extended Balance of Payments Services Classification, newest first."""
QUALITIES = ("reported", "mirror", "balanced", "estimated")
"""Told by the exporter; by the importer alone; made one of both sides' records; by no record."""
QUALITY = pl.Enum(QUALITIES)
NO_RECORD = "no-record"
"""Of a cell of the potential: the table holds nothing of the two countries in this group."""
EASES = ("recorded", "gravity")
"""Whether the two countries' trade in services is recorded at all, or expected by gravity alone."""


class ServiceFlows(dy.Schema):
    """One row for each year, exporter, importer and group that is told; zeros are told too."""

    year = dy.Int16(primary_key=True, min=1960)
    exporter = dy.String(primary_key=True, regex=COUNTRY)
    importer = dy.String(primary_key=True, regex=COUNTRY)
    group = dy.String(primary_key=True, regex=GROUP)
    value_usd = dy.Float64(nullable=False, min=0)
    quality = dy.String(nullable=False, check=lambda quality: quality.is_in(QUALITIES))


class ServicePotential(dy.Schema):
    """
    One row for each market and group with a potential or an actual flow above zero.

    ``potential_usd`` is ``supply * demand * ease``; demand is what the market buys from all.
    """

    exporter = dy.String(primary_key=True, regex=COUNTRY)
    importer = dy.String(primary_key=True, regex=COUNTRY)
    group = dy.String(primary_key=True, regex=GROUP)
    supply = dy.Float64(nullable=False, min=0)
    demand = dy.Float64(nullable=False, min=0)
    ease = dy.Float64(nullable=False, min=0)
    ease_basis = dy.String(nullable=False, check=lambda basis: basis.is_in(EASES))
    potential_usd = dy.Float64(nullable=False, min=0)
    actual_usd = dy.Float64(nullable=False, min=0)
    gap_usd = dy.Float64(nullable=False, min=0)
    quality = dy.String(
        nullable=False, check=lambda quality: quality.is_in([*QUALITIES, NO_RECORD])
    )
    phase = dy.Int64(nullable=False, min=1, max=2)
    neighbour = dy.String(nullable=False, check=lambda near: near.is_in(NEIGHBOURHOODS))
