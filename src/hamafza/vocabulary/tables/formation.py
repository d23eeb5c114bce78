"""Tables of the formation of consortia: what it reads and what it proposes."""

import dataframely as dy


class FormationUnits(dy.Schema):
    """What the formation reads of units; further columns are left aside."""

    unit_id = dy.Int64(primary_key=True)
    family = dy.String(nullable=False)
    lat_deg = dy.Float64(nullable=False, min=-90, max=90)
    lon_deg = dy.Float64(nullable=False, min=-180, max=180)
    capacity = dy.Float64(nullable=False, min=0)
    """Minimum export shipments a month."""
    readiness = dy.Float64(nullable=False, min=0, max=1)
    weight = dy.Float64(nullable=False, min=0)


class Consortia(dy.Schema):
    """Proposed consortia; ``value`` is what members bring less distance and the fixed cost."""

    consortium_id = dy.Int64(primary_key=True, min=1)
    family = dy.String(nullable=False)
    lead_unit_id = dy.Int64(nullable=False)
    size = dy.Int64(nullable=False, min=1)
    capacity = dy.Float64(nullable=False, min=0)
    value = dy.Float64(nullable=False)


class ConsortiumMembers(dy.Schema):
    """Who belongs where; the lead is a member, and nobody belongs twice."""

    unit_id = dy.Int64(primary_key=True)
    consortium_id = dy.Int64(nullable=False, min=1)


class UnitPrices(dy.Schema):
    """What a unit is worth to its best alternative; every unit has its price."""

    unit_id = dy.Int64(primary_key=True)
    price = dy.Float64(nullable=False, min=0)


CERTIFICATE_KINDS = ("prices", "exact")


class Certificate(dy.Schema):
    """No grouping of the family is worth more than ``bound``, by its prices or by full search."""

    family = dy.String(primary_key=True)
    kind = dy.String(nullable=False, check=lambda kind: kind.is_in(CERTIFICATE_KINDS))
    bound = dy.Float64(nullable=False, min=0)
