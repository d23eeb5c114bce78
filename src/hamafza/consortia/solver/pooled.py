"""
Groups a service, which does not ship: nothing depends on who is where, so counting answers.

With G consortia at most G U units are served, among them at least k G able to lead (k is
``leads_needed``), and their capacities, each counted up to Q, come to G Q. Hence no grouping in G
consortia, whoever stands with whom, is worth more than

    B(a, G) = max { sum of w + a min(q, Q) over S : |S| <= G U, k G of S able } - f G - a G Q

for any a >= 0, and none at all where the G U largest min(q, Q) do not make G Q. The bound is the
largest over G of the least B over the values of a in PULLS: a proof by itself, evaluated anew by
the judge. The inner maximum takes the best able ones first and the best of all others then (a
set without the best able one gains by changing for it), so sorted sums give it for every G at
once. Ceilings on members, related hands and charges only take away: the bound stays.

The grouping is dealt out so that sizes and capacities come out even; the answer is the best of
those tried, and proved where it reaches the bound.
"""

import heapq
from dataclasses import dataclass

import numpy as np

from hamafza.consortia.family import NOBODY, FamilyProblem, Flags, Floats, Ints
from hamafza.consortia.params import FormationParams
from hamafza.consortia.soundness import sound_heads

PULLS = (0.0, *(2.0 ** (step / 2) for step in range(-12, 13)))
"""Worths of a unit of capacity that are tried, in mean weights by mean capacity."""
FORGIVEN_SHARE = 1e-9
TRIED = 24
"""Numbers of consortia tried, the most promising first, until none can be better."""


@dataclass(frozen=True)
class PooledAnswer:
    """Lead of each unit by position (NOBODY for the left out), its value, and a bound on any."""

    lead_of: Ints
    value: float
    bound: float


def pool(problem: FamilyProblem, params: FormationParams) -> PooledAnswer:
    """Return a grouping without distance and the proved ceiling on any other's value."""
    able = problem.readiness >= params.lead_readiness
    ceilings, pulls = _ceilings(problem, params, able)
    best = PooledAnswer(np.full(len(problem), NOBODY), 0.0, max(0.0, float(ceilings.max())))
    for count in np.argsort(-ceilings, kind="stable")[:TRIED]:
        if ceilings[count] <= best.value:
            break
        chosen = _chosen(problem, params, able, int(count), pulls[count])
        lead_of = _dealt(problem, params, able, chosen, int(count))
        value = _value(problem, params, lead_of)
        if value > best.value:
            best = PooledAnswer(lead_of, value, best.bound)
    return best


def _ceilings(
    problem: FamilyProblem, params: FormationParams, able: Flags
) -> tuple[Floats, Floats]:
    """Return, for 0, 1, 2 ... consortia, what they cannot exceed, and the pull that says so."""
    units = len(problem)
    most = min(int(able.sum()) // params.leads_needed, units // params.min_size)
    counts = np.arange(most + 1)
    held = np.minimum(problem.capacity, params.min_capacity)
    room = np.minimum(counts * params.max_size, units)
    best, chosen = np.full(most + 1, np.inf), np.zeros(most + 1)
    for pull in _pulls(problem.weight, held):
        worth = _served(problem.weight + pull * held, able, room, counts * params.leads_needed)
        ceiling = worth - counts * (params.fixed_cost + pull * params.min_capacity)
        chosen = np.where(ceiling < best, pull, chosen)
        best = np.minimum(best, ceiling)
    filled = _sums(held)[room] >= counts * params.min_capacity * (1 - FORGIVEN_SHARE)
    return np.where(filled, best, -np.inf), chosen


def _pulls(weight: Floats, held: Floats) -> list[float]:
    unit = float(weight.mean() / held.mean()) if held.sum() > 0 else 0.0
    return [unit * pull for pull in PULLS] if unit > 0 else [0.0]


def _served(worth: Floats, able: Flags, room: Ints, needed: Ints) -> Floats:
    """Return the most that ``room`` units are worth with at least ``needed`` able among them."""
    order = np.argsort(-worth, kind="stable")
    able_so_far = np.concatenate([[0], np.cumsum(able[order])])[room]
    short = able_so_far < needed
    rest = np.where(short, room - needed, 0)
    forced = _sums(worth[able])[np.where(short, needed, 0)] + _sums(worth[~able])[rest]
    return np.where(short, forced, _sums(worth)[room])


def _sums(worth: Floats) -> Floats:
    """Return the sums of the largest 0, 1, 2 ... ."""
    return np.concatenate([[0.0], np.cumsum(np.sort(worth)[::-1])])


def _chosen(
    problem: FamilyProblem, params: FormationParams, able: Flags, count: int, pull: float
) -> Ints:
    """Return the units served, the able ones that ``count`` consortia need first."""
    worth = problem.weight + pull * np.minimum(problem.capacity, params.min_capacity)
    ranked = np.argsort(-worth, kind="stable")
    heads = ranked[able[ranked]][: count * params.leads_needed]
    others = ranked[~np.isin(ranked, heads)]
    return np.concatenate([heads, others[: count * params.max_size - len(heads)]])


def _dealt(
    problem: FamilyProblem, params: FormationParams, able: Flags, chosen: Ints, count: int
) -> Ints:
    """Return a grouping of the chosen in ``count`` consortia, even in size and capacity."""
    heads = _heads(problem, able, chosen, count)
    lead_of = np.full(len(problem), NOBODY)
    lead_of[heads] = heads
    left = chosen[lead_of[chosen] == NOBODY]
    stayers = left[np.isin(problem.home[left], heads)]
    room = dict.fromkeys(heads.tolist(), params.max_size - params.leads_needed)
    for unit, home in zip(stayers.tolist(), problem.home[stayers].tolist(), strict=True):
        if room[home] > 0:
            lead_of[unit], room[home] = home, room[home] - 1
    left = chosen[lead_of[chosen] == NOBODY]
    seconds = left[able[left]][: count * (params.leads_needed - 1)]
    others = left[~np.isin(left, seconds)]
    for hand in (seconds, others[np.argsort(-problem.capacity[others], kind="stable")]):
        _deal(problem, params, heads, hand, lead_of)
    _even_out(problem, params, heads, lead_of)
    found, sound = sound_heads(problem, params, lead_of)
    return np.where(np.isin(lead_of, found[sound]), lead_of, NOBODY)


def _heads(problem: FamilyProblem, able: Flags, chosen: Ints, count: int) -> Ints:
    """Return the leads: those who lead today first."""
    may = chosen[able[chosen]]
    stand = problem.home[may] == may
    return np.concatenate([may[stand], may[~stand]])[:count]


def _deal(
    problem: FamilyProblem, params: FormationParams, heads: Ints, units: Ints, lead_of: Ints
) -> None:
    """Give each unit in turn to the smallest consortium, the poorest of those."""
    place = {int(head): at for at, head in enumerate(heads)}
    size, capacity = np.zeros(len(heads), np.int64), np.zeros(len(heads))
    for unit in np.flatnonzero(lead_of != NOBODY):
        at = place[int(lead_of[unit])]
        size[at] += 1
        capacity[at] += problem.capacity[unit]
    queue = [(int(size[at]), float(capacity[at]), at) for at in range(len(heads))]
    heapq.heapify(queue)
    for unit in units:
        fewest, least, at = heapq.heappop(queue)
        if fewest >= params.max_size:
            return
        lead_of[unit] = heads[at]
        heapq.heappush(queue, (fewest + 1, least + float(problem.capacity[unit]), at))


def _even_out(problem: FamilyProblem, params: FormationParams, heads: Ints, lead_of: Ints) -> None:
    """Exchange small members of poor consortia for larger ones of the richest."""
    enough = params.min_capacity
    if not len(heads):
        return
    capacity = np.bincount(
        lead_of[lead_of != NOBODY], problem.capacity[lead_of != NOBODY], minlength=len(problem)
    )[heads]
    for _ in range(4 * len(heads)):
        poor, rich = int(capacity.argmin()), int(capacity.argmax())
        if capacity[poor] >= enough or capacity[rich] <= enough:
            return
        give = np.flatnonzero((lead_of == heads[rich]) & (np.arange(len(lead_of)) != heads[rich]))
        take = np.flatnonzero((lead_of == heads[poor]) & (np.arange(len(lead_of)) != heads[poor]))
        if not len(give) or not len(take):
            return
        small = take[problem.capacity[take].argmin()]
        more = problem.capacity[give] - problem.capacity[small]
        fits = (more > 0) & (more <= capacity[rich] - enough)
        if not fits.any():
            return
        at = np.flatnonzero(fits)[more[fits].argmax()]
        lead_of[give[at]], lead_of[small] = heads[poor], heads[rich]
        capacity[poor] += more[at]
        capacity[rich] -= more[at]


def _value(problem: FamilyProblem, params: FormationParams, lead_of: Ints) -> float:
    served = lead_of != NOBODY
    consortia = np.count_nonzero(lead_of == np.arange(len(lead_of)))
    return float(problem.weight[served].sum() - params.fixed_cost * consortia)
