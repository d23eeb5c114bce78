"""Workshops found for a factory's need."""

import dataframely as dy

ABLE_BASES = ("told", "estimated", "unknown")


class NeedMatches(dy.Schema):
    """One row for each capable unit, best first."""

    rank = dy.Int64(primary_key=True, min=1)
    unit_id = dy.Int64(nullable=False)
    public_id = dy.String(nullable=False)
    name = dy.String(nullable=False)
    city = dy.String(nullable=False)
    goods_text = dy.String(nullable=False)
    hs4 = dy.String(nullable=True)
    fit = dy.Float64(nullable=False, min_exclusive=0, max=1)
    km = dy.Float64(nullable=False, min=0)
    able = dy.Float64(nullable=False, min=0)
    """Pieces a month."""
    able_basis = dy.String(nullable=False, check=lambda basis: basis.is_in(ABLE_BASES))
    readiness = dy.Float64(nullable=False, min=0, max=1)
    score = dy.Float64(nullable=False, min=0, max=1)
    share = dy.Int64(nullable=False, min=0)
    """Pieces a month in the joint bid; zero for those it does without."""
