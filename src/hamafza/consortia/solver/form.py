"""Forms the consortia of one family: prices, greedy, neighbourhood search, and full search."""

import zlib
from dataclasses import dataclass

import numpy as np

from hamafza.consortia.params import FormationParams, SolverParams
from hamafza.consortia.problem import FamilyProblem, Floats, Ints
from hamafza.consortia.solver.certificate import rounded_upwards
from hamafza.consortia.solver.dual import Prices, find_prices
from hamafza.consortia.solver.effort import Paces
from hamafza.consortia.solver.exact import PROVED_SHARE, pairs_worth_asking, solve_exactly
from hamafza.consortia.solver.filling import greedy
from hamafza.consortia.solver.ground import Ground, Rules, lay_out, room_to_search, rules_of
from hamafza.consortia.solver.groups import ROUNDING_SHARE, Groups
from hamafza.consortia.solver.search import improve
from hamafza.vocabulary.places import great_circle_km


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
    lead_of = _in_problem_order(
        order, _search(ground, rules, prices, paces, _chance(problem, seed))
    )
    price = np.empty(len(problem))
    price[order] = prices.price
    bound = rounded_upwards(
        prices.bound, prices.price, prices.lead_values, rules.most, rules.cost_per_km
    )
    formation = FamilyFormation(
        lead_of, price, value_of(problem, params, lead_of), bound, "prices", bound
    )
    return _proved(problem, params, solver, paces.exact_seconds, formation)


def value_of(problem: FamilyProblem, params: FormationParams, lead_of: Ints) -> float:
    """Return what all consortia bring: weights less ways and fixed costs."""
    joined = np.flatnonzero(lead_of >= 0)
    lead = lead_of[joined]
    way = great_circle_km(
        problem.lat_deg[joined], problem.lon_deg[joined], problem.lat_deg[lead],
        problem.lon_deg[lead],
    )  # fmt: skip
    profit = problem.weight[joined] - params.distance_cost_per_km * way
    return float(profit.sum() - params.fixed_cost * np.count_nonzero(joined == lead))


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
    slack = found.bound - found.value
    if slack <= PROVED_SHARE * found.bound:
        return found
    if len(problem) > solver.exact_most_pairs:
        return found
    pairs = pairs_worth_asking(problem, params, found.price, slack)
    if not 0 < len(pairs) <= solver.exact_most_pairs:
        return found
    answer = solve_exactly(problem, params, pairs, solver.exact_most_nodes, seconds)
    best = _better(problem, params, found, answer.lead_of)
    bound = max(answer.bound, best.value) * (1 + PROVED_SHARE / 10)
    if bound - best.value > PROVED_SHARE * bound or bound >= found.bound:
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
    joined = np.flatnonzero(lead_of >= 0)
    size = np.bincount(lead_of[joined], minlength=len(problem))
    capacity = np.bincount(
        lead_of[joined], weights=problem.capacity[joined], minlength=len(problem)
    )
    heads = np.flatnonzero(size)
    enough = capacity[heads] >= params.min_capacity * (1 - ROUNDING_SHARE)
    fits = (size[heads] >= params.min_size) & (size[heads] <= params.max_size)
    return bool(np.all(enough & fits & (lead_of[heads] == heads)))
