"""Units as a reader takes them along: what the list shows, no telephone, no licence, no person."""

import dataframely as dy


class FoundUnits(dy.Schema):
    """One row for each unit found."""

    public_id = dy.String(nullable=False)
    kind = dy.String(nullable=False)
    name = dy.String(nullable=False)
    goods_text = dy.String(nullable=False)
    hs4 = dy.String(nullable=True)
    hs6 = dy.String(nullable=True)
    service_code = dy.String(nullable=True)
    union = dy.String(nullable=True)
    province = dy.String(nullable=False)
    city = dy.String(nullable=False)
    capacity = dy.Float64(nullable=False)
    capacity_basis = dy.String(nullable=False)
    readiness = dy.Float64(nullable=False)
    status = dy.String(nullable=False)
    home_based = dy.Bool(nullable=True)
    women_owned = dy.Bool(nullable=True)
    is_demo = dy.Bool(nullable=False)
