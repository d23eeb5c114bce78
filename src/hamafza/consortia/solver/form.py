"""Forms the consortia of one family: prices, greedy, neighbourhood search, and full search."""

import zlib
from functools import partial

import numpy as np

from hamafza.consortia.family import NOBODY
from hamafza.consortia.params import FormationParams, SolverParams
from hamafza.consortia.problem import FamilyProblem, Floats, Ints
from hamafza.consortia.refusals import KeptCannotStand
from hamafza.consortia.solver.answer import FamilyFormation, value_of
from hamafza.consortia.solver.brought_on import BROUGHT_ON_STEP_SHARE, prices_brought_on
from hamafza.consortia.solver.ceilings import LeadCeilings
from hamafza.consortia.solver.certificate import rounded_upwards
from hamafza.consortia.solver.dual import Prices, as_written, find_prices
from hamafza.consortia.solver.effort import Pace, Paces
from hamafza.consortia.solver.filling import greedy
from hamafza.consortia.solver.ground import Ground, Rules, lay_out, room_to_search, rules_of
from hamafza.consortia.solver.groups import Groups
from hamafza.consortia.solver.proving import proved
from hamafza.consortia.solver.restarts import best_by_parts, several
from hamafza.consortia.solver.search import improve
from hamafza.consortia.solver.ties import standing_worth
from hamafza.consortia.solver.to_prove import Priced, ToProve


def form_family(
    problem: FamilyProblem,
    params: FormationParams,
    solver: SolverParams,
    paces: Paces,
    seed: int,
    price_before: Floats | None = None,
) -> FamilyFormation:
    """
    Return a formation; the same for the same problem, seed and counted pace, anywhere.

    ``price_before`` is what units were worth in a run before this, NaN where nobody knows.
    """
    order, ground = lay_out(problem, params)
    rules = rules_of(problem, params)
    first, step = None, solver.price_step
    if price_before is not None and not np.isnan(price_before).all():
        first = prices_brought_on(ground, price_before[order], params)
        step *= BROUGHT_ON_STEP_SHARE
    prices = find_prices(ground, rules, paces.prices, step, first)
    if np.any(problem.twin != NOBODY) or problem.kept.any():
        prices = as_written(ground, rules, prices)
    chance = _chance(problem, seed)
    answers = [
        _in_problem_order(order, groups)
        for groups in _searches(ground, rules, prices, paces, chance)
    ]
    lead_of = best_by_parts(problem, params, answers)
    price = np.empty(len(problem))
    price[order] = prices.price
    _refuse_lost(problem, lead_of)
    bound = rounded_upwards(
        prices.bound, prices.price, prices.lead_values, rules.most, rules.cost_per_km
    )
    bound -= standing_worth(problem, params)
    price -= _held(order, ground)
    formation = FamilyFormation(
        lead_of, price, value_of(problem, params, lead_of), bound, "prices", bound
    )
    adds = np.empty(len(problem))
    adds[order] = prices.price + np.maximum(0.0, _as_lead(prices))
    priced = Priced(adds, partial(LeadCeilings, order, ground, rules))
    return proved(ToProve(problem, params, solver, paces.seconds_left, priced), formation)


def _as_lead(prices: Prices) -> Floats:
    """Return what each unit, in leaf order, could bring as a lead; nothing where it may not."""
    value = np.zeros(len(prices.price))
    value[prices.leads] = prices.lead_values
    return value


def _held(order: Ints, ground: Ground) -> Floats:
    """Return, in the order of the problem, the worth that keeps units where they must stay."""
    held = np.empty(len(order))
    held[order] = ground.held
    return held


def _refuse_lost(problem: FamilyProblem, lead_of: Ints) -> None:
    """Refuse an answer without a consortium that was to be kept."""
    lost = np.unique(problem.home[problem.kept & (lead_of != problem.home)])
    if len(lost):
        raise KeptCannotStand(lead=int(problem.unit_id[lost[0]]), count=len(lost))


def _chance(problem: FamilyProblem, seed: int) -> np.random.Generator:
    """Each family draws its own lots, so that neither order nor processes change them."""
    return np.random.default_rng([abs(seed), zlib.crc32(problem.family.encode())])


def _searches(
    ground: Ground, rules: Rules, prices: Prices, paces: Paces, chance: np.random.Generator
) -> list[Groups | None]:
    if len(prices.leads) == 0:
        return [None]
    found = room_to_search(rules.most)
    first = greedy(ground, rules, prices.price, prices.leads, found)
    pace = paces.search(max(1, int(first.counts[0] - first.counts[1])))
    begun = [first]

    def search(turn: Pace) -> Groups:
        if not begun:
            begun.append(greedy(ground, rules, prices.price, prices.leads, found))
        groups = begun.pop()
        improve(ground, rules, prices.price, groups, found, turn, chance)
        return groups

    return several(search, pace, paces.turns)


def _in_problem_order(order: Ints, groups: Groups | None) -> Ints:
    lead_of = np.full(len(order), -1)
    if groups is not None:
        joined = np.flatnonzero(groups.slot_of >= 0)
        lead_of[order[joined]] = order[groups.lead[groups.slot_of[joined]]]
    return lead_of
