"""Tables of two formations held against each other."""

import dataframely as dy

GROUP_KINDS = ("same", "changed", "gone", "new")
UNIT_KINDS = ("stayed", "moved", "out", "in", "left", "arrived")
"""
In the group that answers to its old one, or in another; no longer served, or served now; served
once and no more among the units, or served now and not among the units before.
"""


class ComparedGroups(dy.Schema):
    """
    One row a group of either run; those that answer to each other share a row.

    ``first`` and ``second`` are consortium numbers, null where the group is new or gone.
    """

    kind = dy.String(nullable=False, check=lambda kind: kind.is_in(GROUP_KINDS))
    first = dy.Int64(nullable=True, min=1)
    second = dy.Int64(nullable=True, min=1)
    family = dy.String(nullable=False)
    """Of the second run, or of the first where the group is gone."""
    stay = dy.Int64(nullable=False, min=0)
    left = dy.Int64(nullable=False, min=0)
    came = dy.Int64(nullable=False, min=0)
    overlap = dy.Float64(nullable=False, min=0, max=1)
    """Members in both by members in either (Jaccard)."""
    lead_first = dy.Int64(nullable=True)
    lead_second = dy.Int64(nullable=True)
    value_first = dy.Float64(nullable=True)
    value_second = dy.Float64(nullable=True)
    province = dy.String(nullable=True)
    """Of the lead of the second run, or of the first; null where unknown."""


class ComparedUnits(dy.Schema):
    """What became of each unit that is in a consortium of either run."""

    unit_id = dy.Int64(primary_key=True)
    kind = dy.String(nullable=False, check=lambda kind: kind.is_in(UNIT_KINDS))
    family = dy.String(nullable=False)
    province = dy.String(nullable=True)


class _Counted(dy.Schema):
    """Groups and units by kind, and value, of one family or province."""

    same = dy.Int64(nullable=False, min=0)
    changed = dy.Int64(nullable=False, min=0)
    gone = dy.Int64(nullable=False, min=0)
    new = dy.Int64(nullable=False, min=0)
    units_stayed = dy.Int64(nullable=False, min=0)
    units_moved = dy.Int64(nullable=False, min=0)
    units_out = dy.Int64(nullable=False, min=0)
    units_in = dy.Int64(nullable=False, min=0)
    units_left = dy.Int64(nullable=False, min=0)
    units_arrived = dy.Int64(nullable=False, min=0)
    value_first = dy.Float64(nullable=False)
    """Of the consortia, before charges."""
    value_second = dy.Float64(nullable=False)


class ComparedFamilies(_Counted):
    """The comparison by family; bounds are null in a run that has none of the family."""

    family = dy.String(primary_key=True)
    bound_first = dy.Float64(nullable=True)
    bound_second = dy.Float64(nullable=True)


class ComparedProvinces(_Counted):
    """The comparison by province: groups by their lead's, units by their own; empty is unknown."""

    province = dy.String(primary_key=True)
