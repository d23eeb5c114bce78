"""Forms the consortia of one family: prices, greedy, neighbourhood search, and full search."""

import zlib
from dataclasses import dataclass

import numpy as np

from hamafza.consortia.family import NOBODY
from hamafza.consortia.params import FormationParams, SolverParams
from hamafza.consortia.problem import FamilyProblem, Floats, Ints
from hamafza.consortia.refusals import KeptCannotStand
from hamafza.consortia.solver.certificate import rounded_upwards
from hamafza.consortia.solver.dual import Prices, as_written, find_prices
from hamafza.consortia.solver.effort import Paces
from hamafza.consortia.solver.exact import PROVED_SHARE, pairs_worth_asking, solve_exactly
from hamafza.consortia.solver.filling import greedy
from hamafza.consortia.solver.ground import Ground, Rules, lay_out, room_to_search, rules_of
from hamafza.consortia.solver.groups import Groups
from hamafza.consortia.solver.search import improve
from hamafza.consortia.solver.ties import standing_worth
from hamafza.consortia.soundness import sound_heads
from hamafza.consortia.standing import changes_of

NODES_WITHOUT_END = 2**31 - 1


@dataclass(frozen=True)
class FamilyFormation:
    """
    The consortia of one family and what is proved about them; all in the order of the problem.

    ``lead_of`` is the position of each unit's lead, its own for a lead, -1 for the units left out.
    """

    lead_of: Ints
    price: Floats
    value: float
    bound_prices: float
    kind: str
    bound: float


def form_family(
    problem: FamilyProblem, params: FormationParams, solver: SolverParams, paces: Paces, seed: int
) -> FamilyFormation:
    """Return a formation; the same for the same problem, seed and counted pace, anywhere."""
    order, ground = lay_out(problem, params)
    rules = rules_of(problem, params)
    prices = find_prices(ground, rules, paces.prices, solver.price_step)
    if np.any(problem.twin != NOBODY) or problem.kept.any():
        prices = as_written(ground, rules, prices)
    lead_of = _in_problem_order(
        order, _search(ground, rules, prices, paces, _chance(problem, seed))
    )
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
    return _proved(problem, params, solver, paces.exact_seconds, formation)


def value_of(problem: FamilyProblem, params: FormationParams, lead_of: Ints) -> float:
    """Return what all consortia bring: weights less ways, fixed costs and charges."""
    joined = np.flatnonzero(lead_of != NOBODY)
    lead = lead_of[joined]
    way = problem.way_km(joined, lead)
    profit = problem.weight[joined] - params.distance_cost_per_km * way
    opened = params.fixed_cost * np.count_nonzero(joined == lead)
    return float(profit.sum() - opened - changes_of(problem, lead_of).charge(params))


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


def _search(
    ground: Ground, rules: Rules, prices: Prices, paces: Paces, chance: np.random.Generator
) -> Groups | None:
    if len(prices.leads) == 0:
        return None
    found = room_to_search(rules.most)
    groups = greedy(ground, rules, prices.price, prices.leads, found)
    consortia = int(groups.counts[0] - groups.counts[1])
    pace = paces.search(max(1, consortia))
    improve(ground, rules, prices.price, groups, found, pace, chance)
    return groups


def _in_problem_order(order: Ints, groups: Groups | None) -> Ints:
    lead_of = np.full(len(order), -1)
    if groups is not None:
        joined = np.flatnonzero(groups.slot_of >= 0)
        lead_of[order[joined]] = order[groups.lead[groups.slot_of[joined]]]
    return lead_of


def _proved(
    problem: FamilyProblem,
    params: FormationParams,
    solver: SolverParams,
    seconds: float,
    found: FamilyFormation,
) -> FamilyFormation:
    """Return a proof that nothing better exists, with the better answer, where one is quick."""
    if found.bound - found.value <= PROVED_SHARE * found.bound:
        return found
    most, nodes = solver.exact_most_pairs, solver.exact_most_nodes
    if seconds > 0:
        most, nodes = solver.exact_most_pairs_timed, NODES_WITHOUT_END
    if len(problem) > solver.exact_most_pairs or problem.kept.any():
        return found
    standing = standing_worth(problem, params)
    pairs = pairs_worth_asking(problem, params, found.price, found.value + standing)
    if not 0 < len(pairs) <= most:
        return found
    answer = solve_exactly(problem, params, pairs, nodes, seconds)
    best = _better(problem, params, found, answer.lead_of)
    bound = max(answer.bound - standing, best.value)
    bound += abs(bound) * PROVED_SHARE / 10
    if bound - best.value > PROVED_SHARE * abs(bound) or bound >= found.bound:
        return best
    return FamilyFormation(best.lead_of, best.price, best.value, best.bound_prices, "exact", bound)


def _better(
    problem: FamilyProblem, params: FormationParams, found: FamilyFormation, lead_of: Ints
) -> FamilyFormation:
    """Return the solver's answer if it is sound to the last digit and better."""
    value = value_of(problem, params, lead_of)
    if value <= found.value or not _is_sound(problem, params, lead_of):
        return found
    return FamilyFormation(lead_of, found.price, value, found.bound_prices, found.kind, found.bound)


def _is_sound(problem: FamilyProblem, params: FormationParams, lead_of: Ints) -> bool:
    """Tell whether an answer that obeys rules within a solver's tolerance obeys them truly."""
    return bool(sound_heads(problem, params, lead_of)[1].all())
