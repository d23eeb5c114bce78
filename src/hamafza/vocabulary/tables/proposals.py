"""Proposed consortia with the market each is pointed at and its way there."""

import dataframely as dy


class Proposals(dy.Schema):
    """
    One row for each consortium of a formation, best value first.

    Market columns are null where the trade table does not know the family's heading; route
    columns are null where no way leads there.
    """

    consortium_id = dy.Int64(primary_key=True, min=1)
    family = dy.String(nullable=False)
    lead_unit_id = dy.Int64(nullable=False)
    lat_deg = dy.Float64(nullable=False, min=-90, max=90)
    lon_deg = dy.Float64(nullable=False, min=-180, max=180)
    size = dy.Int64(nullable=False, min=1)
    capacity = dy.Float64(nullable=False, min=0)
    value = dy.Float64(nullable=False)
    market = dy.String(nullable=True, regex=r"^[A-Z]{3}$")
    phase = dy.Int64(nullable=True, min=1, max=2)
    neighbour = dy.String(nullable=True)
    market_rank = dy.Int64(nullable=True, min=1)
    supply = dy.Float64(nullable=True, min=0)
    demand = dy.Float64(nullable=True, min=0)
    ease = dy.Float64(nullable=True, min=0)
    potential_usd = dy.Float64(nullable=True, min=0)
    actual_usd = dy.Float64(nullable=True, min=0)
    gap_usd = dy.Float64(nullable=True, min=0)
    reasons = dy.String(nullable=True)
    """Codes of ``markets.choice.REASONS``, strongest first, parted by commas."""
    km = dy.Float64(nullable=True, min=0)
    days = dy.Float64(nullable=True, min=0)
    cost_usd = dy.Float64(nullable=True, min=0)
    """Of one minimum shipment of the routing's weight."""
    route_basis = dy.String(nullable=True)
