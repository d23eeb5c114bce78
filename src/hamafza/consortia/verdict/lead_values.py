"""
What each lead's best consortium could be worth under the prices: valid ceilings, loose and tight.

Loose is the smaller of (a), sizes kept and capacity let go, and (b), the reverse. Tight is the
smaller still of (c) under the rules of practice: lines and a successor (``choosing``). Ceilings
on members and related hands in the sums are let go everywhere.

With a cut, a lead of the cut's own units has a consortium that holds at most k - 1 of them, or
pays the cut's price: the higher of both. (b) does not know the first case and bounds it too.
"""

import numpy as np

from hamafza.consortia.verdict.case import NONE, Case, Flags, Floats, Ints
from hamafza.consortia.verdict.choosing import NEVER, UNLIMITED, View, highest
from hamafza.consortia.verdict.compiled import compiled
from hamafza.consortia.verdict.covering import GRID, covered
from hamafza.consortia.verdict.near import (
    Company,
    Ground,
    Rules,
    gather,
    ground_of,
    room_for,
    rules_of,
)
from hamafza.consortia.verdict.squeezing import squeezed

LOOSE, TIGHT, LOOSE_CUT, TIGHT_CUT = range(4)


def values_of_leads(case: Case, leads: Ints, made_to_open: Flags | None = None) -> Floats:
    """
    Return (leads, 4): loose and tight by prices alone, loose and tight with the cuts.

    Only of leads that are ``made_to_open``, or must, what they would lose is told in full.
    """
    must = case.kept[leads] if made_to_open is None else made_to_open | case.kept[leads]
    values = _values(case, leads, must, copies=False)
    if np.any(case.shares > 1):
        loose = _values(case, leads, must, copies=True)
        values[:, [LOOSE, LOOSE_CUT]] = loose[:, [LOOSE, LOOSE_CUT]]
    return values


def _values(case: Case, leads: Ints, must: Flags, copies: bool) -> Floats:
    values = np.empty((len(leads), 4))
    places = int(case.shares.sum()) if copies else len(case.lat)
    cuts = case.cuts
    none = (np.empty(0, np.int64), np.empty(0))
    least, price = (cuts.least, cuts.price) if cuts is not None else none
    ground, rules = ground_of(case), rules_of(case, copies)
    _write_values(leads, must, ground, rules, least, price, room_for(places), values)
    return values


@compiled
def _write_values(
    leads: Ints, must: Flags, ground: Ground, rules: Rules, least: Ints, price: Floats,
    company: Company, values: Floats,
) -> None:  # fmt: skip
    places = len(company.gain)
    key, chosen = np.empty(places), np.empty(places, np.int64)
    best, taken = np.empty(GRID + 1), np.empty(GRID + 1, np.int64)
    for row in range(len(leads)):
        lead = leads[row]
        count = gather(lead, ground, rules, company)
        values[row, :] = NEVER
        must_open = must[row]
        if not _is_worth_asking(count, must_open, rules, company):
            continue
        cut = ground.cut[lead]
        pays = price[cut] if cut != NONE else 0.0
        inside = least[cut] - 1 - company.fixed[1] if cut != NONE else UNLIMITED
        _write_one(
            row, count, must_open, pays, inside, rules, company, key, chosen, best, taken, values
        )


@compiled
def _is_worth_asking(count: int, must_open: bool, rules: Rules, company: Company) -> bool:
    """Tell whether a lead could open at all and gain by it: quick, and never wrongly no."""
    room = rules.most - 1 - company.fixed[0]
    if room < 0 or count + company.fixed[0] < rules.fewest - 1:
        return False
    if must_open:
        return True
    gain, capacity = company.own[0], company.own[1]
    for place in range(count):
        gain += max(0.0, company.gain[place])
        capacity += company.capacity[place]
    return bool(gain > 0.0 and capacity >= rules.enough)


@compiled
def _write_one(
    row: int, count: int, must_open: bool, pays: float, inside: int, rules: Rules,
    company: Company, key: Floats, chosen: Ints, best: Floats, taken: Ints, values: Floats,
) -> None:  # fmt: skip
    plain = _view(UNLIMITED, False, rules, company)
    key[:count] = company.gain[:count]
    first = highest(count, key, plain, company, chosen)
    sized = company.own[0] + first.gain
    if first.keys == NEVER or (sized <= 0.0 and not must_open):
        return
    lacks = company.own[1] + first.capacity < rules.enough
    loose, filled = sized, np.inf
    if lacks:
        key[:count] = company.capacity[:count]
        fullest = highest(count, key, plain, company, chosen)
        if company.own[1] + fullest.capacity < rules.enough:
            return
        filled = covered(count, False, rules, company, best, taken)
        if must_open:  # worth nothing at most, or what one that need not open is worth
            anyway = covered(count, True, rules, company, best, taken)
            filled = min(anyway, max(0.0, filled))
        loose = min(sized, filled)
    strict = _view(UNLIMITED, True, rules, company)
    tight = min(filled, _least(count, must_open, rules, strict, company, key, chosen))
    values[row, LOOSE], values[row, TIGHT] = loose, tight
    if pays <= 0.0:
        values[row, LOOSE_CUT], values[row, TIGHT_CUT] = loose, tight
        return
    few = _view(inside, False, rules, company)
    key[:count] = company.gain[:count]
    some = highest(count, key, few, company, chosen) if inside >= 0 else first
    loose_few, tight_few = NEVER, NEVER
    if inside >= 0 and some.keys > NEVER:
        loose_few = min(company.own[0] + some.gain, filled)
        tight_few = min(tight, _least(count, must_open, rules, few, company, key, chosen))
    values[row, LOOSE_CUT] = max(loose_few, loose - pays)
    values[row, TIGHT_CUT] = max(tight_few, tight - pays)


@compiled
def _view(inside: int, strict: bool, rules: Rules, company: Company) -> View:
    """Return the counts of followers that are asked, those who must follow taken off."""
    least = np.zeros(len(rules.line_least), np.int64)
    if strict:
        for line in range(len(least)):
            least[line] = rules.line_least[line] - company.fixed[3 + line]
    return View(
        max(0, rules.fewest - 1 - company.fixed[0]),
        rules.most - 1 - company.fixed[0],
        least,
        strict and rules.second_lead and company.fixed[2] == 0,
        inside,
    )


@compiled
def _least(
    count: int, must_open: bool, rules: Rules, view: View, company: Company, key: Floats,
    chosen: Ints,
) -> float:  # fmt: skip
    """Return relaxation (c) under a view."""
    key[:count] = company.gain[:count]
    first = highest(count, key, view, company, chosen)
    return squeezed(count, first, must_open, rules, view, company, key, chosen)
