"""Export potential as later stages and files hold it."""

import dataframely as dy

from hamafza.vocabulary.tables.trade import COUNTRY, HEADING

NEIGHBOURHOODS = ("land", "sea", "none")


class Potential(dy.Schema):
    """
    One row for each market and heading with a potential or an actual flow above zero.

    ``potential_usd`` is ``supply * demand * ease``: a share of world supply, the market's demand
    in USD a year (tariffs and distance inside), and the pair's ease of trade.
    """

    exporter = dy.String(primary_key=True, regex=COUNTRY)
    importer = dy.String(primary_key=True, regex=COUNTRY)
    hs4 = dy.String(primary_key=True, regex=HEADING)
    supply = dy.Float64(nullable=False, min=0)
    demand = dy.Float64(nullable=False, min=0)
    ease = dy.Float64(nullable=False, min=0)
    potential_usd = dy.Float64(nullable=False, min=0)
    actual_usd = dy.Float64(nullable=False, min=0)
    gap_usd = dy.Float64(nullable=False, min=0)
    phase = dy.Int64(nullable=False, min=1, max=2)
    """1 a neighbour by land or sea: now; 2 further away: later."""
    neighbour = dy.String(nullable=False, check=lambda near: near.is_in(NEIGHBOURHOODS))


QUALITIES = ("reported", "mirror", "missing-reporter", "reconstructed")


class PotentialCells(dy.Schema):
    """
    As Potential, by subheading or heading, with the distance factor and what a cell rests on.

    ``demand`` holds tariffs, growth and ``distance`` already.
    """

    exporter = dy.String(primary_key=True, regex=COUNTRY)
    importer = dy.String(primary_key=True, regex=COUNTRY)
    product = dy.String(primary_key=True, regex=r"^\d{4}(\d{2})?$")
    supply = dy.Float64(nullable=False, min=0)
    demand = dy.Float64(nullable=False, min=0)
    distance = dy.Float64(nullable=False, min=0, max=1)
    ease = dy.Float64(nullable=False, min=0)
    potential_usd = dy.Float64(nullable=False, min=0)
    actual_usd = dy.Float64(nullable=False, min=0)
    gap_usd = dy.Float64(nullable=False, min=0)
    quality = dy.String(nullable=False, check=lambda quality: quality.is_in(QUALITIES))
    phase = dy.Int64(nullable=False, min=1, max=2)
    neighbour = dy.String(nullable=False, check=lambda near: near.is_in(NEIGHBOURHOODS))


class PotentialOfGoods(dy.Schema):
    """All exporters: each one's potential of a good in all markets together, and its best ones."""

    exporter = dy.String(primary_key=True, regex=COUNTRY)
    product = dy.String(primary_key=True, regex=r"^\d{4}(\d{2})?$")
    potential_usd = dy.Float64(nullable=False, min=0)
    gap_usd = dy.Float64(nullable=False, min=0)
    """Of cells, summed."""
    markets = dy.List(dy.String(regex=COUNTRY), nullable=False)
    """Largest potential first."""
