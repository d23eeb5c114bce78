"""Tables of a joint order: who offered what, who makes what, who is paid what."""

import dataframely as dy


class Offers(dy.Schema):
    """One row for each member asked; ``offered`` is zero for who did not answer."""

    member_id = dy.Int64(primary_key=True)
    offered = dy.Int64(nullable=False, min=0)
    free_capacity = dy.Int64(nullable=False, min=0)
    """Verified, after all other promises, in pieces."""
    days = dy.Int64(nullable=False, min=1)
    related_to = dy.String(nullable=True)
    """Members with the same text here are under one hand and count as one."""
    bar = dy.String(nullable=True)
    """Why the member may not share in this order: an ``orders.offers.Bar``."""
    bar_fact = dy.String(nullable=True)


class Shares(dy.Schema):
    """One row for each member asked, zeros included."""

    member_id = dy.Int64(primary_key=True)
    offered = dy.Int64(nullable=False, min=0)
    share = dy.Int64(nullable=False, min=0)
    reason = dy.String(nullable=False)
    """An ``orders.reasons.Reason``."""


class Nets(dy.Schema):
    """One row for each member; ``gross`` is the sum of all that follow but ``outstanding``."""

    member_id = dy.Int64(primary_key=True)
    gross_minor = dy.Int64(nullable=False, min=0)
    bank_charges_minor = dy.Int64(nullable=False, min=0)
    direct_costs_minor = dy.Int64(nullable=False, min=0)
    common_costs_minor = dy.Int64(nullable=False, min=0)
    commission_minor = dy.Int64(nullable=False, min=0)
    royalty_minor = dy.Int64(nullable=False, min=0)
    reserve_minor = dy.Int64(nullable=False, min=0)
    retention_minor = dy.Int64(nullable=False, min=0)
    net_minor = dy.Int64(nullable=False, min=0)
    outstanding_minor = dy.Int64(nullable=False, min=0)
    """Costs that found no money yet."""
