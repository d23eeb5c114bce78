"""Routes from consortia to their markets."""

import dataframely as dy

from hamafza.vocabulary.provenance import Provenance

MODES = ("road", "border", "port", "sea")
_BASES = [basis.value for basis in Provenance]


class Routes(dy.Schema):
    """One row for each consortium and market; sums of its legs."""

    consortium_id = dy.Int64(primary_key=True)
    market = dy.String(primary_key=True, regex=r"^[A-Z]{3}$")
    """Where the goods finally go, whatever they pass through."""
    exporter = dy.String(nullable=False, regex=r"^[A-Z]{3}$")
    gate = dy.String(nullable=False)
    gate_fa = dy.String(nullable=False)
    gate_kind = dy.String(nullable=False, check=lambda kind: kind.is_in(["crossing", "port"]))
    gate_code = dy.String(nullable=False)
    """UN/LOCODE of a port; empty for a crossing."""
    destination = dy.String(nullable=False)
    destination_fa = dy.String(nullable=False)
    through = dy.String(nullable=False)
    """Countries passed between, in order, parted by commas; empty for none."""
    weight_kg = dy.Float64(nullable=False, min_exclusive=0)
    km = dy.Float64(nullable=False, min=0)
    road_km = dy.Float64(nullable=False, min=0)
    sea_km = dy.Float64(nullable=False, min=0)
    days = dy.Float64(nullable=False, min=0)
    cost_usd = dy.Decimal(14, 2, nullable=False, min=0)
    basis = dy.String(nullable=False, check=lambda basis: basis.is_in(_BASES))
    """What the kilometres rest on; cost and days always rest on assumed rates."""


class RouteLegs(dy.Schema):
    """The legs of each route in order; a border or a port is a leg without length."""

    consortium_id = dy.Int64(primary_key=True)
    market = dy.String(primary_key=True, regex=r"^[A-Z]{3}$")
    leg = dy.Int64(primary_key=True, min=0)
    mode = dy.String(nullable=False, check=lambda mode: mode.is_in(MODES))
    from_name = dy.String(nullable=False)
    from_name_fa = dy.String(nullable=False)
    from_country = dy.String(nullable=False)
    to_name = dy.String(nullable=False)
    to_name_fa = dy.String(nullable=False)
    to_country = dy.String(nullable=False)
    km = dy.Float64(nullable=False, min=0)
    hours = dy.Float64(nullable=False, min=0)
    cost_usd = dy.Decimal(14, 2, nullable=False, min=0)
    basis = dy.String(nullable=False, check=lambda basis: basis.is_in(_BASES))
    line_lat_deg = dy.List(dy.Float64(nullable=False), nullable=False, min_length=1)
    line_lon_deg = dy.List(dy.Float64(nullable=False), nullable=False, min_length=1)
