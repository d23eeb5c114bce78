"""
Judges a market plan from its tables: rules in whole units and cents, value, bound from prices.

Written apart from the solver, of which it uses nothing. Roundings are turned against the claim:
the value is taken a little lower, the bound a little higher than the sums come to.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from hamafza.markets.plan.verdict.bound import Asked, earnings
from hamafza.markets.plan.verdict.rules import Rules, rules_of

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

ROUNDING = 2.0**-44
"""Of each sum's magnitude: 256 roundings of doubles."""
CLAIM_TOLERANCE = 1e-9
LEAST_CENTS = 0.01
"""A claim of nothing is not broken by the roundings of all that was added up on the way."""


@dataclass(frozen=True)
class PlanVerdict:
    """``findings``, one sentence each, name all that does not hold; amounts in US cents."""

    findings: tuple[str, ...]
    value_cents: float
    bound_cents: float

    @property
    def gap_share(self) -> float:
        """Return how much better any other plan could be, as a share of the bound."""
        bound = self.bound_cents
        return max(0.0, bound - self.value_cents) / bound if bound > 0 else 0.0


@dataclass(frozen=True)
class PlanTables:
    """All that a plan wrote and was made of, as read back."""

    supply: pl.DataFrame
    potential: pl.DataFrame
    places: pl.DataFrame
    ways: pl.DataFrame | None
    plan: pl.DataFrame
    prices: pl.DataFrame


def judge(
    tables: PlanTables, parameters: Mapping[str, Any], claimed: Mapping[str, float]
) -> PlanVerdict:
    """Return what does not hold of a plan that claims ``value_cents`` and ``bound_cents``."""
    rules = rules_of(tables.supply, tables.potential, tables.places, tables.ways, parameters)
    findings: list[str] = []
    units = _laid_out(tables.plan, rules, findings)
    cents = units * rules.unit[:, None, None]
    sent = np.zeros(rules.room.shape, np.int64)
    np.add.at(sent, rules.of_heading, cents)
    _obey_groups(units, rules, findings)
    _obey_rooms(sent, rules, findings)
    value = _value(units, sent, rules)
    asked = _asked(tables.prices, rules, findings)
    bound = math.inf if asked is None else _bound(rules, asked)
    for name, found in (("value_cents", value), ("bound_cents", bound)):
        told = float(claimed[name])
        slack = max(CLAIM_TOLERANCE * abs(told), LEAST_CENTS)
        if (found < told - slack) if name == "value_cents" else (found > told + slack):
            findings.append(f"{name} is {found:.2f} and not {told:.2f} as claimed")
    if not findings and value > bound:
        findings.append(f"the value {value:.2f} is above the bound {bound:.2f}")
    return PlanVerdict(tuple(findings), value, bound)


def _laid_out(plan: pl.DataFrame, rules: Rules, findings: list[str]) -> Ints:
    """Return groups by markets by quarters: units; what cannot be placed is a finding."""
    units = np.zeros((len(rules.row), len(rules.column), rules.room.shape[2]), np.int64)
    for row in plan.iter_rows(named=True):
        g, m = rules.row.get(row["group_id"]), rules.column.get(row["importer"])
        q = row["quarter"] - 1
        flow = f"group {row['group_id']} to {row['importer']} in quarter {row['quarter']}"
        if g is None or m is None or not 0 <= q < units.shape[2]:
            findings.append(f"{flow}: no such flow")
            continue
        if units[g, m, q]:
            findings.append(f"{flow}: told twice")
        if row["value_usd_cents"] != row["units"] * int(rules.unit[g]):
            findings.append(f"{flow}: its value is not its units'")
        if rules.headings.get(row["hs4"]) != rules.of_heading[g]:
            findings.append(f"{flow}: another good than the group's")
        units[g, m, q] = row["units"]
    return units


def _obey_groups(units: Ints, rules: Rules, findings: list[str]) -> None:
    """Look at lots, ceilings, capacities, and whether a flow may be at all."""
    names = {at: key for key, at in rules.row.items()}
    used = units > 0
    wrong = {
        "below its lot": used & (units < rules.lot[:, None, None]),
        "above its ceiling": units > rules.most[:, None, :],
        "where nothing is to be gained": used & (rules.gain <= 0)[:, :, None],
        "below zero": units < 0,
    }
    for what, where in wrong.items():
        findings += [f"group {names[int(g)]} sends {what}" for g in np.unique(where.nonzero()[0])]
    over = (units.sum(axis=1) > rules.capacity).any(axis=1)
    findings += [f"group {names[int(g)]} sends above its capacity" for g in over.nonzero()[0]]


def _obey_rooms(sent: Ints, rules: Rules, findings: list[str]) -> None:
    """Look at each market's room by the end of each quarter, and at the shared ceilings."""
    headings, markets = list(rules.headings), list(rules.column)
    for h, m, q in zip(*(np.cumsum(sent, axis=2) > rules.room).nonzero(), strict=True):
        findings.append(f"{headings[h]} to {markets[m]} is above its room in quarter {q + 1}")
    everything = sent.sum(axis=0)
    for name, (counted, most) in rules.pools.items():
        if int(everything[counted].sum()) > most:
            findings.append(f"the ceiling {name} is broken")


def _value(units: Ints, sent: Ints, rules: Rules) -> float:
    at = units.nonzero()
    terms = units[at] * rules.gain[at[0], at[1]] * rules.timing[at[1], at[2]]
    beyond = np.maximum(sent.sum(axis=2) - rules.knee, 0).astype(np.float64) * rules.knee_cost
    gained, lost = math.fsum(terms), math.fsum(beyond.ravel())
    return gained - lost - ROUNDING * (gained + lost)


def _asked(prices: pl.DataFrame, rules: Rules, findings: list[str]) -> Asked | None:
    """Return the published prices; None, with a finding, where one is none."""
    cap: Floats = np.zeros(rules.room.shape)
    knee: Floats = np.zeros(rules.knee.shape)
    pools = dict.fromkeys(rules.pools, 0.0)
    for row in prices.iter_rows(named=True):
        price, kind, name = row["price_share"], row["kind"], row["name"]
        h, m, q = rules.headings.get(name), rules.column.get(row["importer"]), row["quarter"] - 1
        sound = math.isfinite(price) and price >= 0
        placed = sound and h is not None and m is not None
        if kind == "pool" and name in pools and sound:
            pools[name] = price
        elif kind == "cap" and placed and 0 <= q < rules.timing.shape[1]:
            cap[h, m, q] = price
        elif kind == "knee" and placed and price <= rules.knee_cost:
            knee[h, m] = price
        else:
            findings.append(f"the price of {kind} {name} {row['importer']} is none")
            return None
    return Asked(cap, knee, pools)


def _bound(rules: Rules, asked: Asked) -> float:
    """Return what no plan's value exceeds: rooms at their prices and what groups earn above."""
    rooms = (rules.room * asked.cap).ravel()
    knees = (rules.knee * asked.knee).ravel()
    pools = [most * asked.pools[name] for name, (_, most) in rules.pools.items()]
    earned, magnitude = earnings(rules, asked)
    sums = [math.fsum(rooms), math.fsum(knees), math.fsum(pools), earned]
    return math.fsum(sums) + ROUNDING * (math.fsum(sums) + magnitude)
