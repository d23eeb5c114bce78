"""Tables of the formation of consortia: what it reads and what it proposes."""

import dataframely as dy

SCOPES = ("reach", "province", "country")
"""Goods that ship are grouped within reach; services in a province, or in the whole country."""


class FormationUnits(dy.Schema):
    """
    What the formation reads of units; further columns are left aside.

    Units files need the columns down to ``weight``; the others may be missing, and the door
    (``consortia.door``) then puts what stands in brackets.
    """

    unit_id = dy.Int64(primary_key=True)
    family = dy.String(nullable=False)
    lat_deg = dy.Float64(nullable=False, min=-90, max=90)
    lon_deg = dy.Float64(nullable=False, min=-180, max=180)
    capacity = dy.Float64(nullable=False, min=0)
    """Minimum export shipments a month."""
    readiness = dy.Float64(nullable=False, min=0, max=1)
    weight = dy.Float64(nullable=False, min=0)
    product_line = dy.String(nullable=False)
    """What a basket knows the unit by (the family)."""
    owner = dy.String(nullable=True)
    """Related members, in one hand, carry one value (nobody is related)."""
    shares = dy.Int64(nullable=False, min=1)
    """Among how many consortia the capacity may be shared out, evenly (1)."""
    province = dy.String(nullable=True)
    home_based = dy.Bool(nullable=True)
    women_owned = dy.Bool(nullable=True)
    scope = dy.String(nullable=False, check=lambda scope: scope.is_in(SCOPES))
    """One of SCOPES (reach)."""
    home = dy.Int64(nullable=True)
    """Lead of the standing consortium the unit is in today (none)."""
    kept = dy.Bool(nullable=False)
    """Whether that consortium must be kept: its members stay, others may join (false)."""


class Consortia(dy.Schema):
    """Proposed consortia; ``value`` is what members bring less distance and the fixed cost."""

    consortium_id = dy.Int64(primary_key=True, min=1)
    family = dy.String(nullable=False)
    lead_unit_id = dy.Int64(nullable=False)
    size = dy.Int64(nullable=False, min=1)
    capacity = dy.Float64(nullable=False, min=0)
    value = dy.Float64(nullable=False)


class ConsortiumMembers(dy.Schema):
    """Who belongs where; the lead is a member, and nobody belongs twice to one consortium."""

    unit_id = dy.Int64(primary_key=True)
    consortium_id = dy.Int64(primary_key=True, min=1)
    share = dy.Float64(nullable=False, min=0, max=1)
    """Part of the unit's capacity and weight that belongs here; 1 unless it is shared out."""


class UnitPrices(dy.Schema):
    """What a unit is worth to its best alternative; every unit has its price, each part alike."""

    unit_id = dy.Int64(primary_key=True)
    price = dy.Float64(nullable=False, min=0)


CERTIFICATE_KINDS = ("prices", "cuts", "districts", "exact", "pooled")


class Certificate(dy.Schema):
    """
    No grouping of the family is worth more than ``bound``.

    By its prices; by prices and cuts; by prices and searches district by district (``districts``,
    see CertifiedDistricts); by a full search (``exact``); or, for a service that is grouped without
    distance, by counting (``pooled``).
    """

    family = dy.String(primary_key=True)
    kind = dy.String(nullable=False, check=lambda kind: kind.is_in(CERTIFICATE_KINDS))
    bound = dy.Float64(nullable=False)
    """Below zero only where charges for consortia that stand today cannot be avoided."""


class CertifiedDistricts(dy.Schema):
    """
    Districts of families: leads whose consortia were searched together.

    With p(i,h) what unit i brings lead h and m(i) the price of i in DistrictUnits, ``bound`` is at
    least the sum of p(i,h) - m(i) over members less the fixed costs, for all consortia that leads
    of the district could have at once, units being in one of them at most. The search is of who
    leads, and members may divide themselves among consortia; or, ``whole``, of all of them.
    """

    district_id = dy.Int64(primary_key=True, min=1)
    family = dy.String(nullable=False)
    bound = dy.Float64(nullable=True)
    """None where no search lowered it: the district rests on its leads' values under the prices."""
    whole = dy.Bool(nullable=False)


class DistrictUnits(dy.Schema):
    """
    The district of every unit of a family certified by districts, and its price there.

    The family's bound is the sum of these prices and of its districts' bounds.
    """

    unit_id = dy.Int64(primary_key=True)
    district_id = dy.Int64(nullable=False, min=1)
    price = dy.Float64(nullable=False, min=0)


class Branches(dy.Schema):
    """
    Branches that prove a district's bound without a search, parents before children.

    At most ``count`` of the units ``leads`` lead, or at least one more if ``above``; the root says
    nothing. The two branches below one are such a pair. A leaf has a ``price`` for each of
    ``units``, others nothing: their sum and what the district's leads bring at most under them, as
    the leaf and the branches above it allow, is its bound, and the highest of the leaves' the
    district's.
    """

    branch_id = dy.Int64(primary_key=True, min=1)
    district_id = dy.Int64(nullable=False, min=1)
    parent_id = dy.Int64(nullable=True, min=1)
    leads = dy.List(dy.Int64(nullable=False), nullable=False)
    count = dy.Int64(nullable=False, min=0)
    above = dy.Bool(nullable=False)
    units = dy.List(dy.Int64(nullable=False), nullable=False)
    price = dy.List(dy.Float64(nullable=False, min=0), nullable=False)


class Standing(dy.Schema):
    """Standing consortia as a run took them: the lead of each, and whether it must be kept."""

    unit_id = dy.Int64(primary_key=True)
    home = dy.Int64(nullable=False)
    kept = dy.Bool(nullable=False)


class FloorsReached(dy.Schema):
    """
    Floors on the units served of a class, what was reached, and the price the bound rests on.

    The bound holds among groupings that serve ``least_units`` of the class: those asked for or,
    where they were not reached, those that were.
    """

    by = dy.String(primary_key=True)
    value = dy.String(primary_key=True)
    asked_units = dy.Float64(nullable=False, min=0)
    served_units = dy.Float64(nullable=False, min=0)
    least_units = dy.Float64(nullable=False, min=0)
    price = dy.Float64(nullable=False, min=0)
