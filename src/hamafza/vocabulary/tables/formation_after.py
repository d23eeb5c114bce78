"""Tables of what follows a formation: which groups first, and how firmly groups and units stand."""

import dataframely as dy


class FirstConsortia(dy.Schema):
    """
    The groups worth a promoter's time first, and the next best with why they are not.

    The six ``_score`` columns are parts from 0 to 1, null where unknown; ``score`` weighs those
    that are known. ``_left`` is what the chosen groups leave in a purse, null where it has no end.
    """

    consortium_id = dy.Int64(primary_key=True, min=1)
    rank = dy.Int64(nullable=False, min=1)
    """By score, among all groups of the run."""
    chosen = dy.Bool(nullable=False)
    family = dy.String(nullable=False)
    lead_unit_id = dy.Int64(nullable=False)
    province = dy.String(nullable=True)
    """The lead's."""
    size = dy.Int64(nullable=False, min=1)
    score = dy.Float64(nullable=False, min=0, max=1 + 1e-9)
    value_score = dy.Float64(nullable=False, min=0, max=1)
    capacity_score = dy.Float64(nullable=False, min=0, max=1)
    readiness_score = dy.Float64(nullable=False, min=0, max=1)
    market_score = dy.Float64(nullable=True, min=0, max=1)
    stability_score = dy.Float64(nullable=True, min=0, max=1)
    inclusion_score = dy.Float64(nullable=True, min=0, max=1)
    value = dy.Float64(nullable=False)
    cost_minor = dy.Int64(nullable=False, min=0)
    currency = dy.String(nullable=False)
    capacity = dy.Float64(nullable=False, min=0)
    """Minimum export shipments a month."""
    lead_readiness = dy.Float64(nullable=False, min=0, max=1)
    mean_readiness = dy.Float64(nullable=False, min=0, max=1)
    market_usd = dy.Float64(nullable=True, min=0)
    """What the market could buy of the family, a year."""
    overlap = dy.Float64(nullable=True, min=0, max=1)
    """Mean overlap with the likest group when weights and seeds change."""
    inclusion_share = dy.Float64(nullable=True, min=0, max=1)
    reasons = dy.List(dy.String(nullable=False), nullable=False)
    """Keys of ``consortia.merits.Merit``, strongest first."""
    why_not = dy.List(dy.String(nullable=False), nullable=False)
    """Keys of ``consortia.first_reasons.WhyNot``; none for a chosen group."""
    province_money_left_minor = dy.Int64(nullable=True)
    province_places_left = dy.Int64(nullable=True)
    """Groups that the promoters could still take."""
    national_money_left_minor = dy.Int64(nullable=True)
    national_places_left = dy.Int64(nullable=True)
    least_chosen_score = dy.Float64(nullable=True, min=0)
    """Of the chosen, the lowest; null where none is."""


class GroupStability(dy.Schema):
    """How a group fares when the formation is run again with other weights and other seeds."""

    consortium_id = dy.Int64(primary_key=True, min=1)
    family = dy.String(nullable=False)
    lead_unit_id = dy.Int64(nullable=False)
    size = dy.Int64(nullable=False, min=1)
    runs = dy.Int64(nullable=False, min=1)
    overlap = dy.Float64(nullable=False, min=0, max=1)
    """Members in both by members in either (Jaccard), with the likest group; mean of the runs."""
    least_overlap = dy.Float64(nullable=False, min=0, max=1)
    """In the run that is least like this one."""
    together_share = dy.Float64(nullable=False, min=0, max=1)
    """Share of the runs in which at least half of the members are in one group."""
    lead_share = dy.Float64(nullable=False, min=0, max=1)
    """Share of the runs in which the lead leads again."""


class UnitStability(dy.Schema):
    """How often a unit is in a consortium when the formation is run again."""

    unit_id = dy.Int64(primary_key=True)
    served = dy.Bool(nullable=False)
    """In the run that was asked about."""
    served_share = dy.Float64(nullable=False, min=0, max=1)
    """Share of the other runs."""
