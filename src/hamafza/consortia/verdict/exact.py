"""
The judge's own proof for small families: the whole model again, written anew.

The prices may be any the file gives: a pair whose forced use pulls their bound below the value
claimed cannot be in a better answer, so it is left out. What remains goes to HiGHS. The
same model serves a district, where only some of those who may lead do.

All rules of practice of goods that ship are in the model: lines of a basket, a second hand able to
lead, the ceiling on a hand's share of the capacity, shares of a unit as rows of their own, charges
for moving and dissolving, consortia that must be kept, raised weights under floors, ways by road.
So any combination of them may be certified *exact*. Services are never searched: counting bounds
them, and they are exact where their value meets that bound.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array, csr_array, vstack

from hamafza.consortia.highs import Model, Patience, full_search
from hamafza.consortia.verdict.bound import Bounds
from hamafza.consortia.verdict.case import NONE, REACH_SLACK_KM, Case, Flags, Floats, Ints

SECONDS = 160.0
"""A search that has not come down to what is claimed by then is given up."""
EXACT_CLOSE_SHARE = 1e-6
"""Two full searches, each within its tolerance, may differ by this share."""
ROUNDING_SHARE = 1e-9
"""Far above what rounding can take from the room of a pair that is needed."""


def best_possible(
    case: Case, claimed: float, bounds: Bounds, *, whole: bool = True, enough: float = -np.inf
) -> float | None:
    """
    Return a bound on any grouping's value from a full search; None if nothing was proved in time.

    It ends early once it proves ``enough``.

    ``claimed`` is the value in hand, after charges and with what floors add. Not ``whole``, members
    may divide themselves among consortia, and only who leads is searched.
    """
    ceilings = Ceilings(bounds.leads, bounds.lead_values, bounds.prices.tight)
    at_most = enough + case.constants
    best = best_led(case, ceilings, claimed, whole=whole, enough=at_most)
    if best is None:
        return None
    floor = -np.inf if case.kept.any() else -case.constants
    return max(floor, claimed, best - case.constants)


@dataclass(frozen=True)
class Ceilings:
    """What thins a search: who may lead in it, the most each adds to ``all``, and that ceiling."""

    leads: Ints
    values: Floats
    """Tight, under the prices of the case; less than zero where a lead gains nothing."""
    all: float


def best_led(
    case: Case, ceilings: Ceilings, claimed: float, *, whole: bool, enough: float = -np.inf
) -> float | None:
    """
    Return a bound on what the leads' consortia can gain together, or something below ``claimed``.

    A search ends early once it proves ``enough``. Minus infinity where nobody could be in more
    than is claimed; None if nothing was proved in time.
    Gains are counted as in the ceilings' values: all bonuses given, no constants taken off.
    """
    parts = _shared_out(case)
    pairs = _pairs(parts, claimed, ceilings)
    if not len(pairs):
        return -np.inf
    own = pairs.unit == pairs.lead
    must = parts.kept[pairs.unit] & (parts.home[pairs.unit] == pairs.lead)
    rows, low, high = _rows(parts, pairs)
    wholly = np.ones_like(own) if whole else own
    model = Model(pairs.gain, wholly, rows.tocsc(), low, high, must.astype(np.float64))
    patience = Patience(SECONDS, presolve=whole, probes=8 if whole else 0)
    answer = full_search(model, patience, enough)
    return None if answer.most == np.inf else answer.most


@dataclass(frozen=True)
class _Pairs:
    """Who may follow whom; a lead pairs with itself. ``at_lead`` is the place of that pair."""

    unit: Ints
    lead: Ints
    gain: Floats
    at_lead: Ints

    def __len__(self) -> int:
        return len(self.unit)


@dataclass(frozen=True)
class _Parts:
    """A case with one row for each share of a unit; the first share alone leads and stood."""

    case: Case
    of: Ints
    first: Ints
    """The first share of each unit."""
    home: Ints
    kept: Flags
    may_lead: Flags
    capacity: Floats


def _shared_out(case: Case) -> _Parts:
    of = np.repeat(np.arange(len(case.lat)), case.shares)
    first = np.concatenate([[0], np.cumsum(case.shares)])[:-1]
    is_first = np.arange(len(of)) == first[of]
    home = np.where(is_first & (case.home[of] != NONE), first[case.home[of]], NONE)
    kept, may_lead = case.kept[of] & is_first, case.may_lead[of] & is_first
    return _Parts(case, of, first, home, kept, may_lead, case.capacity[of])


def _pairs(parts: _Parts, claimed: float, ceilings: Ceilings) -> _Pairs:
    """Return the pairs that could be in an answer better than the claim."""
    slack = ceilings.all - claimed + ROUNDING_SHARE * (1.0 + abs(ceilings.all))
    units, leads, gains, places, count = [], [], [], [], 0
    first = parts.first[ceilings.leads]
    for lead, value in zip(first.tolist(), ceilings.values.tolist(), strict=True):
        must_open = bool(parts.kept[lead] and parts.home[lead] == lead)
        gain, near = _gains(parts, lead)
        term = value if must_open and np.isfinite(value) else max(0.0, value)
        kept = _worth_asking(parts, lead, gain, near, must_open, slack - term)
        units.append(kept)
        leads.append(np.full(len(kept), lead))
        gains.append(gain[kept])
        places.append(np.full(len(kept), count))
        count += len(kept)
    if not units:
        return _Pairs(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0), np.empty(0, int))
    return _Pairs(*(np.concatenate(each) for each in (units, leads, gains, places)))


def _gains(parts: _Parts, lead: int) -> tuple[Floats, Flags]:
    """Return what each part brings a lead, and which may follow it (or are the lead)."""
    case, rules = parts.case, parts.case.rules
    way = case.way_km(parts.of, np.full(len(parts.of), parts.of[lead]))
    near = (way <= rules["reach_km"] + REACH_SLACK_KM) & (parts.of != parts.of[lead])
    near &= ~parts.kept | (parts.home == lead)
    gain = case.weight[parts.of] - rules["distance_cost_per_km"] * way
    gain[parts.home == lead] += rules.get("move_charge", 0.0)
    gain[lead] -= rules["fixed_cost"]
    if parts.home[lead] == lead:
        gain[lead] += rules.get("dissolve_charge", 0.0)
    near[lead] = True
    return gain, near


def _worth_asking(
    parts: _Parts, lead: int, gain: Floats, near: Flags, must_open: bool, room: float
) -> Ints:
    """
    Return the lead, first, and the followers whose forced use leaves room for a better answer.

    ``room`` is how far the bound lies above the claim once the lead's own term is taken off it.
    Opened, the lead is worth at most its sizes-kept value; with a follower of reduced gain r
    forced, at most that less what the last one chosen brings more than r.
    """
    rules = parts.case.rules
    followers = np.flatnonzero(near & (np.arange(len(near)) != lead))
    reduced = gain - parts.case.price[parts.of]
    ranked = np.sort(reduced[followers])[::-1]
    fewest, most = int(rules["min_size"]) - 1, int(rules["max_size"]) - 1
    if len(followers) < fewest:
        return np.empty(0, np.int64)
    taken = min(most, max(fewest, int((ranked > 0.0).sum())))
    sized = float(reduced[lead]) + float(ranked[:taken].sum())
    room += sized
    if room < 0.0 and not must_open:
        return np.empty(0, np.int64)
    crowded = taken > 0 and (taken == most or ranked[taken - 1] < 0.0)
    bar = float(ranked[taken - 1]) if crowded else 0.0
    wanted = (reduced[followers] >= bar - room) | (must_open & parts.kept[followers])
    return np.concatenate([[lead], followers[wanted]])


def _rows(parts: _Parts, pairs: _Pairs) -> tuple[csr_array, Floats, Floats]:
    """Return all rows, each with zero or one on its right."""
    case, rules = parts.case, parts.case.rules
    own = pairs.unit == pairs.lead
    block = _Block(pairs)
    enough = max(rules["min_capacity"], 1e-300)
    share = np.minimum(1.0, parts.capacity[pairs.unit] / enough)
    once = block.by(pairs.unit, np.ones(len(pairs)))
    after = block.by(np.arange(len(pairs)), np.where(own, 0.0, 1.0), np.where(own, 0.0, 1.0))
    above = [
        block.by(pairs.lead, np.ones(len(pairs)), rules["min_size"]),
        block.by(pairs.lead, -np.ones(len(pairs)), -rules["max_size"]),
    ]
    if rules["min_capacity"] > 0:
        above.append(block.by(pairs.lead, share, 1.0))
    for line, least in enumerate(case.line_least):
        above.append(block.by(pairs.lead, 1.0 * (case.line[parts.of[pairs.unit]] == line), least))
    if case.leads_needed > 1:
        hand = case.hand[parts.of]
        second = parts.may_lead[pairs.unit] & (hand[pairs.unit] != hand[pairs.lead])
        above.append(block.by(pairs.lead, 1.0 * second, 1.0))
    below = [after, *_hands(parts, pairs, block)]
    if np.any(case.shares > 1):
        several = (case.shares[parts.of[pairs.unit]] > 1).astype(np.float64)
        keys = pairs.lead * len(case.lat) + parts.of[pairs.unit]
        # of one unit no two shares in one consortium: the sum is at most the lead's own pair
        below.append(block.by(keys, several, several))
    rows = vstack([once, *above, *below]).tocsr()
    heights = [once.shape[0], sum(a.shape[0] for a in above), sum(b.shape[0] for b in below)]
    low = np.repeat([-np.inf, 0.0, -np.inf], heights)
    high = np.repeat([1.0, np.inf, 0.0], heights)
    return rows, low, high


class _Block:
    """Makes rows of sums over pairs, less so much for an opened lead."""

    def __init__(self, pairs: _Pairs) -> None:
        self._pairs = pairs

    def by(self, key: Ints, each: Floats, for_lead: Floats | float = 0.0) -> coo_array:
        """Return one row for each key: sum of ``each`` over its pairs, less ``for_lead`` once."""
        told, first, row = np.unique(key, return_index=True, return_inverse=True)
        columns = np.arange(len(key))
        taken = np.broadcast_to(for_lead, len(key))[first]
        return coo_array(
            (
                np.concatenate([each, -np.asarray(taken, np.float64)]),
                (
                    np.concatenate([row.ravel(), np.arange(len(told))]),
                    np.concatenate([columns, self._pairs.at_lead[first]]),
                ),
            ),
            shape=(len(told), len(key)),
        )


def _hands(parts: _Parts, pairs: _Pairs, block: _Block) -> list[coo_array]:
    """Return rows that hold each hand's capacity below its share of the consortium's."""
    ceiling = parts.case.rules.get("member_share_ceiling", 1.0)
    if ceiling >= 1.0:
        return []
    hand = parts.case.hand[parts.of[pairs.unit]]
    capacity = parts.capacity[pairs.unit] / max(1e-300, float(parts.capacity.max()))
    keys, row = np.unique(np.stack([pairs.lead, hand]), axis=1, return_inverse=True)
    columns = np.arange(len(pairs))
    held = coo_array((capacity, (row.ravel(), columns)), shape=(keys.shape[1], len(pairs)))
    of_lead, at = np.unique(pairs.lead, return_inverse=True)
    whole = coo_array((capacity, (at.ravel(), columns)), shape=(len(of_lead), len(pairs)))
    which = np.searchsorted(of_lead, keys[0])
    return [(held - ceiling * whole.tocsr()[which]).tocoo()]
