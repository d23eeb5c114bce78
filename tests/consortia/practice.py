"""The slow plain answer under the rules of practice, and small problems that ask for them."""

from functools import cache

import polars as pl
from hypothesis import strategies as st

from hamafza.consortia.params import Basket, BasketLine, FormationParams
from tests.consortia.reference import km

KINDS = ("6302", "5701")


def best_value(units: pl.DataFrame, params: FormationParams) -> float:
    """Return the most that any grouping of one family is worth less charges, by trying them all.

    Minus infinity where what must be kept cannot be. Shared units stand in ``units`` once a part.
    """
    rows = _at_home(units.to_dicts())
    homes = {row["home"] for row in rows} - {None}
    constant = params.move_charge * sum(row["home"] is not None for row in rows)
    constant += params.dissolve_charge * len(homes)
    full = (1 << len(rows)) - 1
    worth = [None] * (full + 1)
    for mask in range(1, full + 1):
        inside = [row for at, row in enumerate(rows) if mask >> at & 1]
        worth[mask] = _worth(inside, rows, params)

    @cache
    def best(free: int) -> float:
        if free == 0:
            return 0.0
        first = free & -free
        others = free ^ first
        alone = rows[first.bit_length() - 1]["kept"]
        found = float("-inf") if alone else best(others)
        part = others
        while True:
            own = worth[part | first]
            if own is not None:
                found = max(found, own + best(others ^ part))
            if part == 0:
                return found
            part = (part - 1) & others

    return best(full) - constant


def _at_home(rows):
    """Forget homes whose lead is not there, and keep the lead of whoever is kept."""
    leads = {row["unit_id"] for row in rows if row["home"] == row["unit_id"]}
    for row in rows:
        if row["home"] not in leads:
            row["home"], row["kept"] = None, False
    held = {row["home"] for row in rows if row["kept"]}
    for row in rows:
        row["kept"] = row["kept"] or row["unit_id"] in held
    return rows


def _worth(members, everybody, params):
    """Return the most a consortium of these adds, who stay counted; None if there is none."""
    capacity = sum(m["capacity"] for m in members)
    if not params.min_size <= len(members) <= params.max_size:
        return None
    if capacity < params.min_capacity * (1 - 1e-12):
        return None
    if len({m["unit_id"] for m in members}) < len(members):
        return None
    if not _hands_allow(members, capacity, params) or not _has_lines(members, params):
        return None
    return max((w for lead in members if (w := _led(lead, members, everybody, params)) is not None),
               default=None)  # fmt: skip


def _hands_allow(members, capacity, params):
    hands = {}
    for m in members:
        hands.setdefault(m["owner"] or m["unit_id"], []).append(m)
    able = sum(
        any(m["readiness"] >= params.lead_readiness for m in hand) for hand in hands.values()
    )
    most = max(sum(m["capacity"] for m in hand) for hand in hands.values())
    ceiling = params.member_share_ceiling * capacity * (1 + 1e-12)
    return able >= params.leads_needed and most <= ceiling


def _has_lines(members, params):
    return all(
        sum(m["product_line"] == line.family for m in members) >= line.least
        for basket in params.baskets
        for line in basket.lines
    )


def _led(lead, members, everybody, params):
    if lead["readiness"] < params.lead_readiness:
        return None
    mates = [m for m in everybody if m["kept"] and m["home"] == lead["unit_id"]]
    if any(m not in members for m in mates):
        return None
    if any(m["kept"] and m["home"] != lead["unit_id"] for m in members):
        return None
    value = -params.fixed_cost
    for m in members:
        way = km((lead["lat_deg"], lead["lon_deg"]), (m["lat_deg"], m["lon_deg"]))
        if way > params.reach_km + 1e-6:
            return None
        value += m["weight"] - params.distance_cost_per_km * way
        value += params.move_charge * (m["home"] == lead["unit_id"])
    return value + params.dissolve_charge * (lead["home"] == lead["unit_id"])


@st.composite
def problems(draw, most_units=6, with_kept=False):
    """A basket or a family of a few units, with owners, standing consortia and odd rules."""
    count = draw(st.integers(2, most_units))
    lines = draw(st.booleans())
    leads = draw(st.lists(st.integers(1, count), min_size=0, max_size=2, unique=True))
    rows = []
    for at in range(1, count + 1):
        home = at if at in leads else draw(st.sampled_from([None, *leads]))
        rows.append(
            {
                "unit_id": at,
                "family": draw(st.sampled_from(KINDS)) if lines else KINDS[0],
                "lat_deg": 35 + draw(st.integers(0, 3)) / 4,
                "lon_deg": 51 + draw(st.integers(0, 3)) / 4,
                "capacity": draw(st.sampled_from([0.1, 0.3, 0.5, 1.0, 7.0])),
                "readiness": draw(st.sampled_from([0.2, 0.6, 0.9])),
                "weight": draw(st.sampled_from([0.0, 0.5, 1.0, 1.7, 4.0])),
                "owner": draw(st.sampled_from([None, None, "a", "b"])),
                "home": home,
                "kept": with_kept and home is not None and draw(st.booleans()),
            }
        )
    least = draw(st.integers(1, 3))
    params = FormationParams(
        min_size=least,
        max_size=least + draw(st.integers(1, 3)),
        reach_km=draw(st.sampled_from([40.0, 90.0])),
        min_capacity=draw(st.sampled_from([0.0, 0.3, 1.0])),
        lead_readiness=draw(st.sampled_from([0.0, 0.6])),
        distance_cost_per_km=draw(st.sampled_from([0.0, 0.01])),
        fixed_cost=draw(st.sampled_from([0.25, 0.5, 2.0])),
        leads_needed=draw(st.integers(1, 2)),
        member_share_ceiling=draw(st.sampled_from([1.0, 0.7])),
        move_charge=draw(st.sampled_from([0.0, 0.3])),
        dissolve_charge=draw(st.sampled_from([0.0, 0.8])),
        baskets=(Basket("basket", tuple(BasketLine(kind, draw(st.integers(0, 1)))
                                        for kind in KINDS)),) if lines else (),
    )  # fmt: skip
    schema = {"owner": pl.String, "home": pl.Int64}
    return pl.DataFrame(rows, schema_overrides=schema), params
