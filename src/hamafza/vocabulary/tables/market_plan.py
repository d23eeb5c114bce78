"""Tables of the market plan: who could send what, what there is to go by, and what goes where."""

import dataframely as dy

from hamafza.vocabulary.tables.trade import COUNTRY, HEADING

QUARTERS = 4
CAPACITIES = tuple(f"capacity_q{quarter}" for quarter in range(1, QUARTERS + 1))
PRICE_KINDS = ("cap", "knee", "pool")
EXPLAINED_KINDS = ("sent", "next", "none")
MOST_UNITS = 10**9
MOST_CENTS = 10**13


class PlanSupply(dy.Schema):
    """
    One row for each group, cluster or province and good: what it could send abroad in a year.

    Whole units of the good; what counts as one (a piece, a kilogram, a hundredth of a shipment) is
    for the maker of the table to say, alike in every column of a row.
    """

    group_id = dy.Int64(primary_key=True)
    label = dy.String(nullable=False)
    hs4 = dy.String(nullable=False, regex=HEADING)
    province = dy.String(nullable=True)
    lat_deg = dy.Float64(nullable=False, min=-90, max=90)
    lon_deg = dy.Float64(nullable=False, min=-180, max=180)
    capacity_q1 = dy.Int64(nullable=False, min=0, max=MOST_UNITS)
    """Units free for export in the first quarter; what is not sent is not kept for the next."""
    capacity_q2 = dy.Int64(nullable=False, min=0, max=MOST_UNITS)
    capacity_q3 = dy.Int64(nullable=False, min=0, max=MOST_UNITS)
    capacity_q4 = dy.Int64(nullable=False, min=0, max=MOST_UNITS)
    lot_units = dy.Int64(nullable=False, min=1, max=MOST_UNITS)
    """Fewer are not worth a shipment to one market."""
    unit_usd_cents = dy.Int64(nullable=False, min=1, max=MOST_CENTS)
    """Value of a unit at the gate of the workshop."""
    margin_share = dy.Float64(nullable=True, min=0, max=1)
    """Of the value, what stays above the cost of making; null where it is not known."""
    readiness = dy.Float64(nullable=True, min=0, max=1)


class PlanWays(dy.Schema):
    """What a way costs, where it is known; any other is estimated from the distance."""

    group_id = dy.Int64(primary_key=True)
    importer = dy.String(primary_key=True, regex=COUNTRY)
    usd_cents_per_unit = dy.Float64(nullable=False, min=0)


class PlanPlaces(dy.Schema):
    """Where the markets lie: the main city of each."""

    importer = dy.String(primary_key=True, regex=COUNTRY)
    lat_deg = dy.Float64(nullable=False, min=-90, max=90)
    lon_deg = dy.Float64(nullable=False, min=-180, max=180)


class PlanShipments(dy.Schema):
    """The plan: what each group sends to each market in each quarter."""

    group_id = dy.Int64(primary_key=True)
    importer = dy.String(primary_key=True, regex=COUNTRY)
    quarter = dy.Int64(primary_key=True, min=1, max=QUARTERS)
    hs4 = dy.String(nullable=False, regex=HEADING)
    units = dy.Int64(nullable=False, min=1)
    value_usd_cents = dy.Int64(nullable=False, min=1)


class PlanPrices(dy.Schema):
    """
    The prices that prove the bound: of room in a market, as a share of the value sent there.

    Of kind ``cap`` for a market's room up to the end of a quarter, ``knee`` for the part of it
    beyond which prices fall, ``pool`` for a ceiling on several flows. Prices of 0 are left out.
    """

    kind = dy.String(primary_key=True, check=lambda kind: kind.is_in(PRICE_KINDS))
    name = dy.String(primary_key=True)
    """The heading of a cap or knee, the name of a pool."""
    importer = dy.String(primary_key=True)
    """Empty for a pool."""
    quarter = dy.Int64(primary_key=True, min=0, max=QUARTERS)
    """0 where the price is of the whole year."""
    price_share = dy.Float64(nullable=False, min_exclusive=0)


class PlanExplained(dy.Schema):
    """
    Why each group goes where it goes: its markets, the next best, or why it goes nowhere.

    Figures of the year; null where a kind has none. Codes of ``markets.plan.reasons``.
    """

    group_id = dy.Int64(primary_key=True)
    rank = dy.Int64(primary_key=True, min=1)
    kind = dy.String(nullable=False, check=lambda kind: kind.is_in(EXPLAINED_KINDS))
    hs4 = dy.String(nullable=False, regex=HEADING)
    importer = dy.String(nullable=True, regex=COUNTRY)
    units = dy.Int64(nullable=False, min=0)
    value_usd_cents = dy.Int64(nullable=False, min=0)
    quarters = dy.String(nullable=False)
    """The quarters in which it sends there, parted by commas."""
    reasons = dy.String(nullable=False)
    """Codes, strongest first, parted by commas."""
    gap_usd = dy.Float64(nullable=True, min=0)
    potential_usd = dy.Float64(nullable=True, min=0)
    demand_usd = dy.Float64(nullable=True, min=0)
    ease = dy.Float64(nullable=True, min=0)
    cap_usd = dy.Float64(nullable=True, min=0)
    """What all groups together may send there in the year."""
    used_usd = dy.Float64(nullable=True, min=0)
    """What they send by this plan."""
    km = dy.Float64(nullable=True, min=0)
    way_share = dy.Float64(nullable=True, min=0)
    """Cost of the way, as a share of the value."""
    lot_usd = dy.Float64(nullable=False, min=0)
    gain_share = dy.Float64(nullable=True)
    """What a dollar sent there brings before timing and crowding; of the value."""


class PlanServers(dy.Schema):
    """Who could serve one market with one good, best first."""

    rank = dy.Int64(nullable=False, min=1)
    group_id = dy.Int64(primary_key=True)
    label = dy.String(nullable=False)
    hs4 = dy.String(nullable=False, regex=HEADING)
    importer = dy.String(nullable=False, regex=COUNTRY)
    province = dy.String(nullable=True)
    able_usd = dy.Float64(nullable=False, min=0)
    """A year, counting quarters that reach a lot."""
    lot_usd = dy.Float64(nullable=False, min=0)
    room_usd = dy.Float64(nullable=False, min=0)
    """Of the market, for all together."""
    km = dy.Float64(nullable=False, min=0)
    way_share = dy.Float64(nullable=False, min=0)
    net_share = dy.Float64(nullable=False)
    """Margin less the way, of the value."""
    readiness = dy.Float64(nullable=True, min=0, max=1)
    lacks = dy.String(nullable=False)
    """Codes of ``markets.plan.serving.LACKS``, parted by commas; empty for nothing."""
    filled_share = dy.Float64(nullable=False, min=0, max=1)
