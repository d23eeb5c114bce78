"""The guild's part of a country's potential, as tables."""

import dataframely as dy

from hamafza.vocabulary.tables.trade import COUNTRY, HEADING

SHARE_BASES = ("capacity", "told")


class GuildPart(dy.Schema):
    """One row for each good and market; USD a year, low, usual and high."""

    exporter = dy.String(primary_key=True, regex=COUNTRY)
    hs4 = dy.String(primary_key=True, regex=HEADING)
    importer = dy.String(primary_key=True, regex=COUNTRY)
    phase = dy.Int64(nullable=False, min=1, max=2)
    potential_usd = dy.Float64(nullable=False, min=0)
    """Of the whole country."""
    share_low = dy.Float64(nullable=False, min=0, max=1)
    """The guild's part of the national exports of the good."""
    share_usual = dy.Float64(nullable=False, min=0, max=1)
    share_high = dy.Float64(nullable=False, min=0, max=1)
    share_basis = dy.String(nullable=False, check=lambda basis: basis.is_in(SHARE_BASES))
    """Told by a table, or reckoned from capacity beside national exports."""
    capacity_low_usd = dy.Float64(nullable=False, min=0)
    """What the registered capacity of the good is worth at each price, in all markets together."""
    capacity_usual_usd = dy.Float64(nullable=False, min=0)
    capacity_high_usd = dy.Float64(nullable=False, min=0)
    part_low_usd = dy.Float64(nullable=False, min=0)
    part_usual_usd = dy.Float64(nullable=False, min=0)
    part_high_usd = dy.Float64(nullable=False, min=0)
    handmade_low = dy.Float64(nullable=False, min=0, max=1)
    """Which part of the heading is hand-made; 0 and 0 where nothing is told."""
    handmade_high = dy.Float64(nullable=False, min=0, max=1)
    handmade_basis = dy.String(nullable=False)
    handmade_low_usd = dy.Float64(nullable=False, min=0)
    """Inside the part, not beside it."""
    handmade_high_usd = dy.Float64(nullable=False, min=0)


class ProvincePart(dy.Schema):
    """
    One row for each good and province: its share of the good's part, in every market alike.

    A province's part in one market is ``capacity_share`` of that market's row in GuildPart.
    """

    exporter = dy.String(primary_key=True, regex=COUNTRY)
    hs4 = dy.String(primary_key=True, regex=HEADING)
    province = dy.String(primary_key=True)
    shipments_a_month = dy.Float64(nullable=False, min=0)
    capacity_share = dy.Float64(nullable=False, min=0, max=1 + 1e-9)
    part_low_usd = dy.Float64(nullable=False, min=0)
    part_usual_usd = dy.Float64(nullable=False, min=0)
    part_high_usd = dy.Float64(nullable=False, min=0)
