"""A family certified by districts, made without the solver: its tables and its claim."""

from dataclasses import asdict, dataclass

import numpy as np
import polars as pl

from hamafza.consortia.params import FormationParams
from hamafza.consortia.verdict.asked import asked_of
from hamafza.consortia.verdict.case import Districts
from hamafza.consortia.verdict.certificate import judge_family
from hamafza.consortia.verdict.districts import most_of_district, range_by_districts
from hamafza.consortia.verdict.judge import Claim, Tables, case_of, claims_of
from hamafza.consortia.verdict.obeying import Grouping
from tests.consortia.reference import towns

PARAMS = FormationParams(min_capacity=0.8, max_size=9, lead_readiness=0.6, reach_km=30.0)
LEFT = 0.45
"""What prices leave each unit."""


@dataclass(frozen=True)
class Certified:
    """All that a run would hand to the judge, and what the judge makes of its one family."""

    units: pl.DataFrame
    record: dict[str, object]
    tables: Tables
    claim: Claim


def grouping_of(case, consortia):
    """Return consortia, each a list of positions with its lead first, told truly."""
    member = np.array([unit for one in consortia for unit in one], np.int64)
    group = np.repeat(np.arange(len(consortia)), [len(one) for one in consortia]).astype(np.int64)
    lead = np.array([one[0] for one in consortia], np.int64)
    gain = case.weight[member] - case.rules["distance_cost_per_km"] * case.way_km(
        member, lead[group]
    )
    return Grouping(
        consortium_id=np.arange(len(consortia)) + 1,
        lead=lead,
        size=np.bincount(group, minlength=len(consortia)),
        capacity=np.bincount(group, case.capacity[member], len(consortia)),
        value=np.bincount(group, gain, len(consortia)) - case.rules["fixed_cost"],
        member=member,
        group=group,
    )


def _near_each_other(case):
    """Return consortia that keep all rules and gain: leads with the nearest, if all are free."""
    free, consortia, everybody = np.ones(len(case.lat), bool), [], np.arange(len(case.lat))
    for lead in np.flatnonzero(case.may_lead):
        way = case.way_km(everybody, np.full(len(everybody), lead))
        near = np.argsort(np.where(free, way, np.inf))[: int(case.rules["max_size"])]
        ways, worth = case.rules["distance_cost_per_km"] * way[near].sum(), case.weight[near].sum()
        if (
            free[lead]
            and free[near].all()
            and way[near].max() <= case.rules["reach_km"]
            and case.capacity[near].sum() >= case.rules["min_capacity"]
            and worth - ways > case.rules["fixed_cost"]
        ):
            consortia.append([lead, *near[near != lead]])
            free[near] = False
    return consortia


def certified():
    """Return towns in three districts by longitude, each with the judge's own bound."""
    units = towns(120, seed=5)
    prices = units.select("unit_id", price=(pl.col("weight") - LEFT).clip(0.0))
    case = case_of(units.join(prices, on="unit_id"), asdict(PARAMS))
    grouping = grouping_of(case, _near_each_other(case))
    of = np.searchsorted(np.quantile(case.lon, [0.3, 0.7]), case.lon)
    price = np.where(_are_wanted_elsewhere(case, of), case.price, 0.0)
    bounds = [most_of_district(case, price, np.flatnonzero(of == at), 0.0) for at in range(3)]
    districts = Districts(of, price, np.array([4, 7, 9]), np.array(bounds), np.zeros(3, bool))
    bound = range_by_districts(case, districts).tight
    tables = _tables(case, grouping, districts, bound, prices)
    asked = asked_of(asdict(PARAMS))
    wrong, (claim,) = claims_of(units, asked, tables)
    assert wrong == []
    return Certified(units, _record(units, judge_family(claim)), tables, claim)


def _are_wanted_elsewhere(case, of):
    """Tell which units a lead of another district could reach."""
    leads = np.flatnonzero(case.may_lead)
    wanted = np.zeros(len(of), bool)
    for unit in range(len(of)):
        way = case.way_km(np.full(len(leads), unit), leads)
        wanted[unit] = np.any((way <= case.rules["reach_km"] + 1e-3) & (of[leads] != of[unit]))
    return wanted


def _tables(case, grouping, districts, bound, prices):
    family = "family 0"
    return Tables(
        consortia=pl.DataFrame(
            {
                "consortium_id": grouping.consortium_id,
                "family": [family] * len(grouping.lead),
                "lead_unit_id": case.unit_id[grouping.lead],
                "size": grouping.size,
                "capacity": grouping.capacity,
                "value": grouping.value,
            }
        ),
        members=pl.DataFrame(
            {
                "unit_id": case.unit_id[grouping.member],
                "consortium_id": grouping.consortium_id[grouping.group],
            }
        ),
        prices=prices,
        certificate=pl.DataFrame({"family": [family], "kind": ["districts"], "bound": [bound]}),
        districts=pl.DataFrame(
            {
                "district_id": districts.district_id,
                "family": [family] * 3,
                "bound": districts.bound,
            }
        ),
        district_units=pl.DataFrame(
            {
                "unit_id": case.unit_id,
                "district_id": districts.district_id[districts.of],
                "price": districts.price,
            }
        ),
    )


def _record(units, verdict):
    value, bound, weight = verdict.value, verdict.bound, float(units["weight"].sum())
    return {
        "parameters": asdict(PARAMS),
        "value": value,
        "bound": bound,
        "bound_prices": verdict.bound_prices.tight,
        "gap_share": (bound - value) / bound,
        "loss_gap_share": (bound - value) / (weight - value),
    }
