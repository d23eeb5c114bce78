"""Units as the stages read them."""

import dataframely as dy

KINDS = ("maker", "service", "distributive")
UNCLASSIFIED = "unclassified"
"""The family of a maker whose words gave no heading."""


class Units(dy.Schema):
    """One row for each clean record of a registry; twins stay rows of their own."""

    unit_id = dy.Int64(primary_key=True)
    public_id = dy.String(nullable=False)
    line = dy.Int64(nullable=False, min=1)
    """Row a spreadsheet shows: the first row of the file or sheet is 1."""
    kind = dy.String(nullable=False, check=lambda kind: kind.is_in(KINDS))
    name = dy.String(nullable=False)
    goods_text = dy.String(nullable=False)
    union = dy.String(nullable=True)
    trade = dy.String(nullable=True)
    hs4 = dy.String(nullable=True, regex=r"^\d{4}$")
    hs6 = dy.String(nullable=True, regex=r"^\d{6}$")
    hs_probability = dy.Float64(nullable=True, min=0, max=1)
    hs_reason = dy.String(nullable=True)
    service_code = dy.String(nullable=True)
    family = dy.String(nullable=False)
    """A maker's hs4 or ``unclassified``; ``service:<code>``; ``distributive``."""
    province = dy.String(nullable=False)
    city = dy.String(nullable=False)
    lat_deg = dy.Float64(nullable=False, min=-90, max=90)
    lon_deg = dy.Float64(nullable=False, min=-180, max=180)
    place_basis = dy.String(nullable=False, check=lambda basis: basis.is_in(["point", "city"]))
    capacity = dy.Float64(nullable=False, min=0)
    """Free capacity a month, in minimum export shipments of the family."""
    capacity_basis = dy.String(nullable=False)
    monthly_units = dy.Float64(nullable=True, min=0)
    readiness = dy.Float64(nullable=False, min=0, max=1)
    readiness_basis = dy.String(nullable=False)
    weight = dy.Float64(nullable=False, min=0)
    workers = dy.Int64(nullable=True, min=0)
    home_based = dy.Bool(nullable=True)
    women_owned = dy.Bool(nullable=True)
    phone = dy.String(nullable=True)
    licence = dy.String(nullable=True)
    address = dy.String(nullable=True)
    """Street and number as the file writes them; its city stands in ``city``."""
