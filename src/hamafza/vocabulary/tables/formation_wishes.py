"""What people decided by hand about a grouping, for the next formation to respect."""

import dataframely as dy


class ForbiddenPairs(dy.Schema):
    """A unit is not to be in a consortium led by the other; with itself: it is not to lead."""

    unit_id = dy.Int64(primary_key=True)
    lead_unit_id = dy.Int64(primary_key=True)


class PinnedMembers(dy.Schema):
    """Consortia to be kept, known by their leads: these members stay, others may join."""

    lead_unit_id = dy.Int64(primary_key=True)
    unit_id = dy.Int64(primary_key=True)
